"""What a rule of the 体检 is, and what it says when it finds something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from quanze.lists.checks.listing import Entry, Kind, Listing, Passage
from quanze.lists.model import AnnexKind, Severity

OPENNESS = (
    "中办发〔2015〕21号《关于推行地方各级政府工作部门权力清单制度的指导意见》："
    "职权及其依据、行使主体、运行流程、对应的责任以清单形式明确列示"
)
"""What most rules of structure rest on."""


class Spot(NamedTuple):
    """What a rule sees in one text: the span, a sentence that quotes it, and what may safely replace it."""

    start: int
    end: int
    message: str
    suggestion: str | None = None


class Hit(NamedTuple):
    """A spot with its place. Without an entry it speaks of the annex; without an annex, of the whole document."""

    message: str
    entry: Entry | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None
    annex: AnnexKind | None = None


Looked_at = TypeVar("Looked_at")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Looked_at]):
    """One rule over what its search looks at: the list as a :class:`Listing`, or the list beside a law library.

    ``code`` never changes its meaning; ``title`` says in a plain sentence what is wrong; ``reference`` names the law
    or standard, or the reason where there is none; ``limits`` says what the rule can miss; ``search`` finds.
    """

    code: str
    severity: Severity
    title: str
    reference: str
    limits: str
    search: Callable[[Looked_at], Iterable[Hit]]


def in_texts(
    kinds: Iterable[Kind], scan: Callable[[Passage], Iterable[Spot]]
) -> Callable[[Listing], Iterator[Hit]]:
    """A search that looks at each text of these kinds by itself; equal texts are scanned once."""
    wanted = frozenset(kinds)

    def search(listing: Listing) -> Iterator[Hit]:
        for value, places in listing.places(wanted).items():
            for start, end, message, suggestion in scan(listing.passage(value)):
                for entry, path in places:
                    yield Hit(message, entry, path, start, end, suggestion)

    return search
