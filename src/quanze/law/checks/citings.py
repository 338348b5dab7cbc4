"""A list beside a law library on a day: what is cited where, what the list itself says of validity, what it quotes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from quanze.law.boilerplate import Articles, Copy
from quanze.law.citations import KnownTitles, cite_list
from quanze.law.citations.model import Citation
from quanze.law.currency import Status, status
from quanze.law.instruments import Instrument, Reference, Says, Statement
from quanze.law.library import Library, number_key
from quanze.law.quotation import Quotation, quotations
from quanze.law.titles import key as title_key
from quanze.law.validity import proposals
from quanze.lists.checks.listing import Entry, Kind, Listing
from quanze.lists.model import Annex, ListDocument
from quanze.prose import fold

RESTS_ON = (Kind.BASIS, Kind.DUTY, Kind.LIABILITY, Kind.EXTRA)
"""Fields whose citations a matter rests on. Reasons of an adjustment tell of what is past, rightly."""

REPEATS = (Kind.LIABILITY, Kind.DUTY)
"""Fields that repeat articles without naming them."""

Place = tuple[int, int]
"""A matter of a list: the index of its annex, and its own in the annex."""

_YEAR = re.compile(r"[12]\d{3}(?=年?[^\d]{0,4}修)")


@dataclass(frozen=True, slots=True, eq=False)
class Cited:
    """A citation where it stands, with the instrument of the library that it cites, if any."""

    entry: Entry
    path: str
    citation: Citation
    instrument: Instrument | None

    @property
    def title(self) -> str | None:
        """The full title, where the text calls the instrument by a short one."""
        return self.citation.alias_of or self.citation.title

    @property
    def reference(self) -> Reference:
        return Reference(self.title, self.citation.number)

    @property
    def key(self) -> str:
        """Equal for citations of one instrument: by its number, else by its title."""
        if self.citation.number is not None:
            return number_key(self.citation.number)
        return title_key(self.title or "")

    @property
    def names(self) -> frozenset[str]:
        """Every key by which the same instrument may be cited elsewhere: number, title, what a notice issues."""
        named = {title_key(title) for title in (self.title, self.citation.issued) if title}
        return frozenset({self.key, *named})

    @property
    def edition(self) -> date | int | None:
        """The day or year of the version that the citation says it cites (2016年11月7日予以修改, 2017年修订)."""
        citation = self.citation
        if citation.title_span is None or "修" not in citation.text.rpartition("》")[2]:
            return None
        if citation.dates:
            return max(citation.dates)
        years = _YEAR.findall(citation.text.rpartition("》")[2])
        return int(max(years)) if years else None


class Said(NamedTuple):
    """What the list itself says of the validity of an instrument, and where."""

    entry: Entry
    path: str
    about: Reference
    statement: Statement
    start: int
    end: int


class Citings:
    """What the rules about the law look at. Everything is found out once, and only if a rule asks."""

    def __init__(
        self, listing: Listing, library: Library, on: date, among: Collection[Place] | None = None
    ) -> None:
        """``among``: the matters whose citations and quotations are looked at, all without it. What the list says of
        validity is heard from every matter."""
        self.listing = listing
        self.library = library
        self.on = on
        self.among = among
        self._known = KnownTitles(instrument.title for instrument in library.instruments)
        self._citations: dict[int, dict[str, list[Citation]]] = {}
        self._states: dict[tuple[int, date | int | None], Status] = {}

    def citations(self, entry: Entry, path: str) -> tuple[Citation, ...]:
        """The citations in a field of a matter, short names standing for what other fields of it introduce."""
        found = self._citations.get(id(entry))
        if found is None:
            alone = ListDocument(None, None, (Annex(entry.annex, None, matters=(entry.matter,)),))
            found = self._citations[id(entry)] = {}
            for each in cite_list(alone, known_titles=self._known):
                found.setdefault(each.field, []).append(each.citation)
        return tuple(found.get(path, ()))

    def asked(self, entry: Entry) -> bool:
        """Whether this matter is one of those that are looked at."""
        return self.among is None or (entry.order, entry.position) in self.among

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """Every citation that a matter rests on, in the order of the list."""
        return tuple(self._cited(filter(self.asked, self.listing.entries)))

    @cached_property
    def cited_anywhere(self) -> tuple[Cited, ...]:
        """The same of every matter of the list."""
        return self.cited if self.among is None else tuple(self._cited(self.listing.entries))

    def _cited(self, entries: Iterable[Entry]) -> Iterator[Cited]:
        return (
            Cited(entry, path, citation, self.library.resolve(citation))
            for entry in entries
            for path, _ in entry.texts(*RESTS_ON)
            for citation in self.citations(entry, path)
            if citation.title is not None or citation.number is not None
        )

    def status(self, cited: Cited) -> Status | None:
        """How the cited instrument stands on the day, or ``None`` where the library does not hold it."""
        if cited.instrument is None:
            return None
        key = (id(cited.instrument), cited.edition)
        if key not in self._states:
            self._states[key] = status(cited.instrument, self.on, cited.edition)
        return self._states[key]

    def once_each(self, *, anywhere: bool = False) -> Iterator[Cited]:
        """The first citation of each instrument in each matter of each annex."""
        seen: set[tuple[int, str]] = set()
        for cited in self.cited_anywhere if anywhere else self.cited:
            place = (id(cited.entry), cited.key)
            if cited.key and place not in seen:
                seen.update((id(cited.entry), name) for name in cited.names)
                yield cited

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What the list says of the validity of instruments that it names."""
        return tuple(
            Said(entry, path, proposal.about, proposal.statement, proposal.start, proposal.end)
            for entry in self.listing.entries
            for path, value in entry.texts(*RESTS_ON, Kind.ADJUSTMENT)
            for proposal in proposals(value, entry.name)
            if proposal.about is not None
        )

    @cached_property
    def ended(self) -> dict[str, Said]:
        """By key, the instruments that the list says are repealed or void."""
        ended: dict[str, Said] = {}
        for said in self.said:
            if said.statement.says in (Says.REPEALED, Says.LAPSED):
                for key in keys(said.about):
                    ended.setdefault(key, said)
        return ended

    def texts(self, kinds: Iterable[Kind]) -> dict[str, list[tuple[Entry, str]]]:
        """The texts of these kinds with the places where they stand; those that differ in blanks or width alone under
        the first of them."""
        firsts: dict[str, str] = {}
        found: dict[str, list[tuple[Entry, str]]] = {}
        for value, places in self.listing.places(frozenset(kinds)).items():
            asked = [place for place in places if self.asked(place[0])]
            if asked:
                found.setdefault(firsts.setdefault(fold(value), value), []).extend(asked)
        return found

    @cached_property
    def quoted(self) -> dict[str, tuple[Quotation, ...]]:
        """By text, what it quotes of the library."""
        if not self.library:
            return {}
        return {
            value: tuple(quotations(value, self.citations(*places[0]), self.library, self.on))
            for value, places in self.texts(RESTS_ON).items()
        }

    @cached_property
    def repeated(self) -> dict[str, tuple[Copy, ...]]:
        """By text, the articles of the library that a liability or duty repeats without naming them."""
        if not self.library:
            return {}
        articles = Articles(self.library, self.on)
        return {
            value: tuple(copy for copy in articles.copies(value) if not self._is_quoted(value, copy))
            for value in self.texts(REPEATS)
        }

    def _is_quoted(self, value: str, copy: Copy) -> bool:
        """Whether the text names the article whose words it repeats."""
        return any(
            quotation.instrument is copy.instrument
            and quotation.start < copy.end
            and copy.start < quotation.end
            for quotation in self.quoted.get(value, ())
        )


def keys(reference: Reference) -> tuple[str, ...]:
    """The keys by which an instrument may be cited; where it has a number the title alone is not enough, since a
    successor often bears the same one."""
    if reference.number is not None:
        return (number_key(reference.number),)
    return () if reference.title is None else (title_key(reference.title),)
