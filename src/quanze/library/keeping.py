"""Instruments with their texts on the way into the library, many at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Version as LawVersion
from quanze.library import harvest
from quanze.library.batches import chunks
from quanze.library.codec import facts_of, text_of
from quanze.library.form import text_digest
from quanze.library.matching import Called, column
from quanze.library.models import Instrument, Version
from quanze.library.shelving import give_names, shelve
from quanze.people.models import Person

Known = tuple[int, str, date | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many versions were new, and how many statements were proposed."""

    versions: int
    proposals: int


def called(value: LawInstrument) -> Called:
    """How an instrument calls itself."""
    return Called(column(value.title, 500), column(value.number, 100), column(value.issued, 500))


def rows_for(values: Collection[LawInstrument]) -> dict[Called, Instrument | None]:
    """The rows of instruments, made where there are none; ``None`` where two answer to the name."""
    return shelve({called(value) for value in values})


def row_for(value: LawInstrument) -> Instrument | None:
    """The row of one instrument."""
    return rows_for([value])[called(value)]


def keep(
    pairs: Sequence[tuple[Instrument, LawInstrument]],
    *,
    by: Person | None = None,
    sources: Mapping[str, str] | None = None,
) -> Kept:
    """Keep what is new of the instruments: their texts, what is known of them, and what the texts say of validity, as
    proposals. What is held already is not written again. ``sources`` gives the digest of each source file by its name.
    """
    rows = [row for row, _ in pairs]
    known, newest = _held(rows)
    fresh: list[Version] = []
    said: list[harvest.Said] = []
    for row, value in pairs:
        mine = []
        for version in value.versions:
            text = text_of(version)
            digest = text_digest(text)
            if (row.pk, digest, version.made_on) not in known:
                known.add((row.pk, digest, version.made_on))
                mine.append(version)
                fresh.append(_row(row, version, text, digest, by, sources or {}))
        if mine and mine[-1] is value.versions[-1]:
            said += harvest.of_version(row, value, mine[-1])
        for version in mine:
            before = newest.get(row.pk)
            if before is not None and version.made_on is not None and version.made_on > before:
                said.append(harvest.of_change(row, version))
    Version.objects.bulk_create(fresh, batch_size=100)
    _fill_in(pairs)
    return Kept(len(fresh), harvest.propose(said))


def _held(rows: Iterable[Instrument]) -> tuple[set[Known], dict[int, date]]:
    """The texts held of these instruments, and of each the day of the newest."""
    known: set[Known] = set()
    newest: dict[int, date] = {}
    for chunk in chunks(row.pk for row in rows):
        for held in Version.objects.filter(instrument__in=chunk).values_list(
            "instrument", "digest", "made_on"
        ):
            known.add(held)
            instrument, _, made_on = held
            if made_on is not None:
                newest[instrument] = max(made_on, newest.get(instrument, made_on))
    return known, newest


def _row(
    row: Instrument,
    version: LawVersion,
    text: dict[str, object],
    digest: str,
    by: Person | None,
    sources: Mapping[str, str],
) -> Version:
    source = version.evidence.document
    return Version(
        instrument=row,
        digest=digest,
        facts=facts_of(version),
        text=text,
        made_on=version.made_on,
        making=version.making.value,
        in_force_from=version.in_force_from,
        label=version.label,
        articles=len(version.articles),
        source=column(source, 500),
        source_sha256=sources.get(source, ""),
        added_by=by,
        added_at=timezone.now(),
    )


def _fill_in(pairs: Iterable[tuple[Instrument, LawInstrument]]) -> None:
    """Take over what a text says of its instrument. The title and number of one that has a text stay as they are:
    versions of one law may be named and numbered differently."""
    changed = []
    for row, value in pairs:
        before = _facts(row)
        if row.state != Instrument.State.HELD:
            row.title, row.key = column(value.title, 500), called(value).title_key
            if value.number:
                row.number, row.number_key = column(value.number, 100), called(value).number_key
            row.kind = value.kind.value
            row.issuers = list(value.issuers)
            row.issued = column(value.issued, 500)
            row.state = Instrument.State.HELD if value.versions else Instrument.State.ENTERED
        if _facts(row) != before:
            changed.append((row, value))
    Instrument.objects.bulk_update([row for row, _ in changed], _COLUMNS, batch_size=100)
    give_names((row, called(value)) for row, value in changed)


_COLUMNS = ("title", "key", "number", "number_key", "kind", "issuers", "issued", "state")


def _facts(row: Instrument) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in _COLUMNS)
