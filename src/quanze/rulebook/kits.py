"""Kits as they are kept: contents known by their digest, and which one a matter has. Pure but for the rows given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from quanze.kits import Kit, key_of, load
from quanze.rulebook.models import Kit as KitRow
from quanze.rulebook.models import KitContent
from quanze.rulebook.proposal import Content


@dataclass(frozen=True, slots=True)
class KitInForce:
    """The kit that a matter has: ``key`` is the digest of its content, ``row`` says who put it in place; ``None`` where
    nobody did and the kit follows from the list."""

    kit: Kit
    key: str
    row: KitRow | None

    @property
    def proposed(self) -> bool:
        """Whether the bureau has made none of its own."""
        return self.row is None


def of_row(row: KitRow) -> KitInForce:
    """The kit that a row put in place."""
    return KitInForce(kit_value(row.content), row.content_id, row)


def of_value(kit: Kit) -> KitInForce:
    """A kit that stands in no row."""
    return KitInForce(kit, key_of(kit), None)


def kit_value(content: KitContent) -> Kit:
    """What a content says. Since a digest stands for one content for ever, what was read once is held in memory."""
    return _read(Content(content.digest, content.content))


@lru_cache(maxsize=512)
def _read(content: Content) -> Kit:
    return load(content.value)
