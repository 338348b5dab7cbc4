"""What a year's notice asks for beside the kit: further conditions and materials, which bear the notice as their
source. A kit with them is a kit like any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from quanze.kits.model import Kit, Material, Source, Statement
from quanze.kits.reading import load
from quanze.kits.writing import dump

T = TypeVar("T", Statement, Material)

PREFIX = "notice_"
"""Keys of what a notice adds."""


@dataclass(frozen=True, slots=True)
class Additions:
    """Conditions and materials that are asked for besides. The keys of the materials are given by :func:`extended`."""

    eligibility: tuple[Statement, ...] = ()
    materials: tuple[Material, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.eligibility or self.materials)


def extended(kit: Kit, additions: Additions, source: Source) -> Kit:
    """The kit with these additions, each of them with ``source``. Raises ``Unreadable`` with what is wrong in them."""
    taken = {each.key for each in kit.materials}
    fresh = iter(key for number in range(1, 10_000) if (key := f"{PREFIX}{number}") not in taken)
    made = replace(
        kit,
        eligibility=(*kit.eligibility, *(replace(each, source=source) for each in additions.eligibility)),
        materials=(
            *kit.materials,
            *(replace(each, key=next(fresh), sources=(source,)) for each in additions.materials),
        ),
    )
    return load(dump(made))


def additions_in(base: Kit, kit: Kit) -> Additions:
    """What ``kit`` has beyond ``base``, of which it was made."""
    return Additions(_beyond(base.eligibility, kit.eligibility), _beyond(base.materials, kit.materials))


def _beyond(before: tuple[T, ...], after: Iterable[T]) -> tuple[T, ...]:
    return tuple(each for each in after if each not in before)
