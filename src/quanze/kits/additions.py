"""What a year's notice asks for beside the kit: further conditions and materials, which bear the notice as their
source. A kit with them is a kit like any other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from quanze.kits.model import Kit, Material, Source, Statement
from quanze.kits.reading import load
from quanze.kits.writing import dump

T = TypeVar("T", Statement, Material)

PREFIX, DIGITS = "notice_", 12
"""Keys of what a notice adds. They follow from the name: what two years' notices call alike may be taken over from one
case to the next (``lasting``), and nothing else is taken for it."""


@dataclass(frozen=True, slots=True)
class Additions:
    """Conditions and materials that are asked for besides. The keys of the materials are given by :func:`extended`."""

    eligibility: tuple[Statement, ...] = ()
    materials: tuple[Material, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.eligibility or self.materials)


def extended(kit: Kit, additions: Additions, source: Source) -> Kit:
    """The kit with these additions, each of them with ``source``. Raises ``Unreadable`` with what is wrong in them."""
    made = replace(
        kit,
        eligibility=(*kit.eligibility, *(replace(each, source=source) for each in additions.eligibility)),
        materials=(
            *kit.materials,
            *(replace(each, key=_key(each.name), sources=(source,)) for each in additions.materials),
        ),
    )
    return load(dump(made))


def _key(name: str) -> str:
    return PREFIX + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:DIGITS]


def additions_in(base: Kit, kit: Kit) -> Additions:
    """What ``kit`` has beyond ``base``, of which it was made."""
    return Additions(_beyond(base.eligibility, kit.eligibility), _beyond(base.materials, kit.materials))


def _beyond(before: tuple[T, ...], after: Iterable[T]) -> tuple[T, ...]:
    return tuple(each for each in after if each not in before)
