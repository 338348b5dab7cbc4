"""The list as rules look at it: every matter of every annex with its texts, read once and shared by all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from quanze.lists.checks.brackets import Pairing, pairing
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, fields
from quanze.prose import fold
from quanze.prose.document_numbers import Number, Title, numbers, titles


class Kind(Enum):
    """What a field speaks of. ``before[…]`` has no kind: the old text goes, and its faults with it."""

    NAME = "name"
    BASIS = "basis"
    STAGE = "stage"
    DUTY = "duty"
    LIABILITY = "liability"
    EXTRA = "extra"
    ADJUSTMENT = "adjustment"
    OTHER = "other"


GONE = re.compile(r"取消|下放|划转|移交|划出|废止|删除|合并|不再(?:保留|列入|实施)|调出|退出")
"""What 调整情况 says of a matter that the list no longer holds."""
STAYING = re.compile(r"调整|变更|新增|承接|保留")
"""What the title of an annex says that holds other matters too."""

PROSE = frozenset({Kind.BASIS, Kind.DUTY, Kind.LIABILITY, Kind.EXTRA, Kind.ADJUSTMENT})
"""Kinds of fields that hold sentences."""


def kind_of(path: str) -> Kind | None:
    """The kind of the field at a path, ``None`` for old text."""
    if path.endswith(".duty"):
        return Kind.DUTY
    if path.endswith("].name"):
        return Kind.STAGE
    if path.startswith("before"):
        return None
    if path in ("name", "basis", "liability"):
        return Kind(path)
    if path.startswith("extra"):
        return Kind.EXTRA
    if path.startswith("adjustment"):
        return Kind.ADJUSTMENT
    return Kind.OTHER


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A matter where it stands: ``order`` is the index of its annex, ``position`` its index in the annex, ``key`` its
    name without blanks and differences of width. ``is_gone``: an adjustment ends the matter."""

    annex: AnnexKind
    order: int
    position: int
    matter: Matter
    key: str
    written: tuple[tuple[str, Kind, str], ...]
    is_gone: bool

    @property
    def name(self) -> str:
        return self.matter.name.value

    @property
    def number(self) -> str | None:
        return None if self.matter.number is None else self.matter.number.value

    @property
    def category(self) -> str | None:
        """The category, or ``None`` where the annex shows none."""
        return None if self.matter.category is None else self.matter.category.value or None

    def texts(self, *kinds: Kind) -> Iterator[tuple[str, str]]:
        """``(path, value)`` of the fields of these kinds that are not blank."""
        return ((path, value) for path, kind, value in self.written if kind in kinds)

    def text(self, *kinds: Kind) -> str:
        """All that the matter says in fields of these kinds, joined by line ends, the cells merged from above too."""
        return "\n".join(
            text.value for path, text in fields(self.matter) if text.value.strip() and kind_of(path) in kinds
        )


class Passage:
    """A text and what several rules want to know of it, found out once."""

    __slots__ = ("_numbers", "_pairing", "_titles", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._numbers: tuple[Number, ...] | None = None
        self._titles: tuple[Title, ...] | None = None
        self._pairing: Pairing | None = None

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The 文号 in it."""
        if self._numbers is None:
            self._numbers = tuple(numbers(self.text))
        return self._numbers

    @property
    def titles(self) -> tuple[Title, ...]:
        """The outermost 《…》 in it."""
        if self._titles is None:
            self._titles = tuple(titles(self.text, self.numbers)) if "《" in self.text else ()
        return self._titles

    @property
    def pairing(self) -> Pairing:
        """Its brackets, quotation and title marks, matched."""
        if self._pairing is None:
            self._pairing = pairing(self.text)
        return self._pairing


class Listing:
    """A document and its entries in order."""

    def __init__(self, document: ListDocument) -> None:
        self.document = document
        self.entries: tuple[Entry, ...] = tuple(
            Entry(
                annex.kind,
                order,
                position,
                matter,
                fold(matter.name.value),
                tuple(_written(matter)),
                _is_gone(annex, matter),
            )
            for order, annex in enumerate(document.annexes)
            for position, matter in enumerate(annex.matters)
        )
        self._places: dict[frozenset[Kind], dict[str, list[tuple[Entry, str]]]] = {}
        self._passages: dict[str, Passage] = {}

    def of(self, kind: AnnexKind) -> list[Entry]:
        """The entries of all annexes of a kind."""
        return [entry for entry in self.entries if entry.annex is kind]

    def annexes(self) -> Iterator[tuple[Annex, list[Entry]]]:
        """Each annex with its entries."""
        groups: list[list[Entry]] = [[] for _ in self.document.annexes]
        for entry in self.entries:
            groups[entry.order].append(entry)
        return zip(self.document.annexes, groups, strict=True)

    def places(self, kinds: frozenset[Kind]) -> dict[str, list[tuple[Entry, str]]]:
        """Each different text of these kinds, with the entries and paths where it stands."""
        found = self._places.get(kinds)
        if found is None:
            found = self._places[kinds] = {}
            for entry in self.entries:
                for path, kind, value in entry.written:
                    if kind in kinds:
                        found.setdefault(value, []).append((entry, path))
        return found

    def passage(self, text: str) -> Passage:
        """The passage of a text, the same for equal texts: boilerplate repeats from matter to matter."""
        found = self._passages.get(text)
        if found is None:
            found = self._passages[text] = Passage(text)
        return found


def _is_gone(annex: Annex, matter: Matter) -> bool:
    """Whether 调整情况 says so, or where the annex has none, its title ("取消的权责清单")."""
    note = matter.adjustment
    if annex.kind is not AnnexKind.ADJUSTED or note is None:
        return False
    if note.summary is not None:
        return GONE.search(note.summary.value) is not None
    title = annex.title or ""
    return GONE.search(title) is not None and STAYING.search(title) is None


def _written(matter: Matter) -> Iterator[tuple[str, Kind, str]]:
    for path, text in fields(matter):
        kind = kind_of(path)
        if kind is None or not text.value or text.value.isspace():
            continue
        if text.exact is None and (kind in PROSE or kind is Kind.STAGE):
            continue  # covered by a merged cell, and looked at there
        yield path, kind, text.value
