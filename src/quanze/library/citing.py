"""Which matters cite which instruments: read once from each matter's version, and kept in step with the lists in force.

A matter's version never changes, so its citations are read when it first comes into a list in force, by an edition of
the reader (:data:`READER`) and with the titles known then; :func:`reread` reads again what an older reader or a smaller
library read. ``Cited`` follows the lists in the same transaction (``registry.in_force``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q

from quanze.law import citations
from quanze.law.instruments import Kind
from quanze.library import harvest
from quanze.library.batches import chunks
from quanze.library.matching import Called, column
from quanze.library.models import Citation, Cited, Extraction, Instrument
from quanze.library.shelving import look_up, recount, shelve
from quanze.lists.codec import load_matter
from quanze.lists.model import fields
from quanze.registry.in_force import Change
from quanze.registry.models import Edition, Entry, MatterVersion, SearchText

CHUNK = 1000

READER = 1
"""Raise it when the reading of citations has become better: what older ones read is then read again."""

BARE = (Kind.LAW, Kind.ADMINISTRATIVE_REGULATION, Kind.LOCAL_REGULATION)
"""Kinds whose titles are found without 《》 too."""

_SILENT = ("number", "category", "office")
"""Fields in which nothing is cited."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A citation read, before its instrument is known."""

    field: str
    citation: citations.Citation


def called_by(citation: citations.Citation) -> Called:
    """How a citation calls its instrument; a short name is called by what it stands for."""
    title = citation.alias_of or citation.title or ""
    issued = "" if citation.alias_of else citation.issued or ""
    return Called(column(title, 500), column(citation.number, 100), column(issued, 500))


def follow_list(change: Change) -> None:
    """Keep ``Cited`` in step with a list in force."""
    for gone in chunks(change.gone):
        Cited.objects.filter(agency=change.agency, matter__in=gone).delete()
    read({entry.version_id: entry.version for entry in change.come}.values())
    enter(change.come)
    recount(agency=change.agency)
    if change.edition is not None:
        _harvest(change.edition, [entry.matter_id for entry in change.come])


def _harvest(edition: Edition, matters: Iterable[int]) -> None:
    """Propose what the rows of these matters, in every annex, say of the validity of what they cite."""
    for chunk in chunks(matters):
        rows = Entry.objects.filter(agency=edition.agency_id, matter__in=chunk, since__lte=edition.sequence)
        rows = rows.exclude(until__lte=edition.sequence).select_related("version")
        harvest.propose(harvest.of_entries(rows))


def read(versions: Iterable[MatterVersion]) -> None:
    """Read the citations of those versions that were not read yet, by this reader."""
    for chunk in chunks(versions):
        done = Extraction.objects.filter(pk__in=[version.pk for version in chunk], reader__gte=READER)
        known = set(done.values_list("pk", flat=True))
        _read([version for version in chunk if version.pk not in known])


def _read(versions: Sequence[MatterVersion]) -> None:
    titles = known_titles()
    found = {version.pk: _citations(version.content, titles.trie) for version in versions}
    called = {version: _called(every) for version, every in found.items()}
    placed = shelve({each for every in called.values() for each in every})
    Citation.objects.filter(version__in=found).delete()
    Citation.objects.bulk_create(
        (
            _row(version, position, each, placed[how])
            for version, every in found.items()
            for position, (each, how) in enumerate(zip(every, called[version], strict=True))
        ),
        batch_size=CHUNK,
    )
    Extraction.objects.bulk_create(
        [Extraction(version_id=version, reader=READER, titles=titles.count) for version in found],
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["reader", "titles"],
        batch_size=CHUNK,
    )


def _citations(content: dict[str, Any], titles: citations.KnownTitles) -> list[_Found]:
    matter = load_matter(content)
    return [
        _Found(path, citation)
        for path, text in fields(matter)
        if path not in _SILENT
        for citation in citations.cite(text.value, known_titles=titles)
        if citation.title or citation.number
    ]


def _called(found: Sequence[_Found]) -> list[Called]:
    """How the instruments of one version's citations are called. A matter that names a document with its number once
    means the same one when it repeats the title alone."""
    called = [called_by(each.citation) for each in found]
    numbered: dict[str, Called] = {}
    for each in called:
        if each.number:
            for key in (each.title_key, each.issued_key):
                numbered.setdefault(key, each)
    return [each if each.number else numbered.get(each.title_key, each) for each in called]


def _row(version: str, position: int, found: _Found, instrument: Instrument | None) -> Citation:
    citation = found.citation
    number_start, number_end = citation.number_span or (None, None)
    return Citation(
        version_id=version,
        position=position,
        field=found.field[:100],
        start=citation.start,
        end=citation.end,
        title=column(citation.title, 500),
        number=column(citation.number, 100),
        number_start=number_start,
        number_end=number_end,
        stands_for=column(citation.alias_of, 500),
        cited_on=max(citation.dates, default=None),
        locators=[[locator.start, locator.end, locator.text] for locator in citation.locators],
        via=Citation.Via.ALIAS if citation.alias_of else Citation.Via.DIRECT,
        instrument=instrument,
    )


def enter(entries: Iterable[Entry]) -> None:
    """Enter rows of lists in force, of which nothing is entered: what each cites, directly rather than by alias."""
    for chunk in chunks(entries):
        cited = _by_version({entry.version_id for entry in chunk})
        Cited.objects.bulk_create(
            (
                Cited(
                    instrument_id=instrument,
                    agency_id=entry.agency_id,
                    matter_id=entry.matter_id,
                    entry=entry,
                    field=field,
                    via=via,
                )
                for entry in chunk
                for instrument, (field, via) in cited.get(entry.version_id, {}).items()
            ),
            batch_size=CHUNK,
        )


def _by_version(versions: Iterable[str]) -> dict[str, dict[int, tuple[str, str]]]:
    """For each version the instruments that it cites, each with the field and the way in which it does so first."""
    rows = Citation.objects.filter(version__in=versions).exclude(instrument=None)
    found: dict[str, dict[int, tuple[str, str]]] = {}
    for version, instrument, field, via in rows.order_by("version_id", "position").values_list(
        "version", "instrument", "field", "via"
    ):
        cited = found.setdefault(version, {})
        held = cited.get(instrument)
        if held is None or (held[1] == Citation.Via.ALIAS and via == Citation.Via.DIRECT):
            cited[instrument] = field, via
    return found


# Reading again -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Titles:
    count: int
    trie: citations.KnownTitles


def known_titles() -> _Titles:
    """The titles that are found without 《》, and how many they are."""
    named = _named_bare().aggregate(count=Count("pk"), last=Max("pk"))
    return _titles(named["count"], named["last"])


def _named_bare() -> Any:
    return Instrument.objects.filter(
        state=Instrument.State.HELD, kind__in=[kind.value for kind in BARE], same_as=None
    )


@lru_cache(maxsize=1)
def _titles(count: int, last: int | None) -> _Titles:
    return _Titles(count, citations.KnownTitles(_named_bare().values_list("title", flat=True)))


def stale() -> Any:
    """The versions in lists in force whose citations should be read again."""
    outdated = Q(reader__lt=READER) | Q(titles__lt=known_titles().count)
    return Extraction.objects.filter(outdated).order_by("pk")


def reread(progress: Callable[[int, int], None] | None = None, slice_size: int = 200) -> int:
    """Read again what an older reader or with fewer known titles was read, slice by slice, each a transaction of its
    own; returns how many versions were read. ``progress`` is told how many of how many are done."""
    total = stale().count()
    done = 0
    while True:
        with transaction.atomic():
            rows = list(stale().select_related("version")[:slice_size])
            if not rows:
                return done
            versions = [row.version for row in rows]
            _read(versions)
            refresh([version.pk for version in versions])
        done += len(rows)
        if progress is not None:
            progress(done, total)


def refresh(versions: Sequence[str]) -> None:
    """Enter anew the rows in force that have one of these versions."""
    shown = SearchText.objects.filter(entry__version__in=versions).select_related("entry")
    entries = [row.entry for row in shown]
    by_agency: dict[int, list[int]] = {}
    for entry in entries:
        by_agency.setdefault(entry.agency_id, []).append(entry.matter_id)
    for agency, matters in by_agency.items():
        for chunk in chunks(matters):
            Cited.objects.filter(agency=agency, matter__in=chunk).delete()
    enter(entries)
    recount(agency__in=list(by_agency))


def settle_doubts(most: int = 1000) -> int:
    """Look once more for the instruments of citations whose name more than one answered to; returns how many were
    found. At most ``most`` citations are looked at."""
    open_ones = list(Citation.objects.filter(instrument=None).order_by("pk")[:most])
    asked = {
        citation: Called(citation.stands_for or citation.title, citation.number) for citation in open_ones
    }
    candidates = look_up(asked.values())
    found = []
    for citation, called in asked.items():
        citation.instrument = candidates.answer(called).instrument
        if citation.instrument is not None:
            found.append(citation)
    Citation.objects.bulk_update(found, ["instrument"], batch_size=CHUNK)
    refresh(sorted({citation.version_id for citation in found}))
    return len(found)


def read_all(progress: Callable[[int, int], None] | None = None) -> int:
    """Read and enter all rows in force that were not read yet: for a database that had lists before it had this."""
    rows = SearchText.objects.filter(entry__version__extraction=None).order_by("pk")
    total, done = rows.count(), 0
    while True:
        with transaction.atomic():
            shown = list(rows.select_related("entry__version")[:200])
            if not shown:
                return done
            read({row.entry.version_id: row.entry.version for row in shown}.values())
            refresh([row.entry.version_id for row in shown])
        done += len(shown)
        if progress is not None:
            progress(done, total)
