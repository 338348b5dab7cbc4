"""Who cites an instrument: directly, by a short name, or by citing what it replaced. The first page and the count cost
the same whether ten matters cite it or 140,000."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from quanze.library.models import Citation, Cited, Instrument
from quanze.library.standing import replaced_by
from quanze.people.models import Agency
from quanze.registry.models import Entry

FIRST = 100


@dataclass(frozen=True, slots=True)
class Citer:
    """A matter that cites: its row in the list in force, the field in which it does so first, and how: ``via`` is
    ``direct``, ``alias``, or ``successor: `` with the title of what was replaced."""

    entry: Entry
    field: str
    via: str


@dataclass(frozen=True, slots=True)
class Impact:
    """A page of who cites ``instrument``: each matter once, those that cite it itself first, by agency; then those that
    cite what it ``replaced``. ``total`` counts matters."""

    instrument: Instrument
    replaced: tuple[Instrument, ...]
    total: int
    page: int
    pages: int
    matters: tuple[Citer, ...]


def impact(
    instrument: Instrument, agency: Agency | None = None, page: int = 1, per_page: int = FIRST
) -> Impact:
    """Who cites it, in every list in force or in that of one agency. Four queries, and two for each instrument that it
    replaced."""
    instrument = instrument.same_as or instrument
    concerned = [instrument, *replaced_by(instrument)]
    counts = [_citing(concerned, index, agency).count() for index in range(len(concerned))]
    total = sum(counts)
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    rows = _page(concerned, counts, agency, (page - 1) * per_page, per_page)
    return Impact(
        instrument=instrument,
        replaced=tuple(concerned[1:]),
        total=total,
        page=page,
        pages=pages,
        matters=tuple(rows),
    )


def _citing(concerned: Sequence[Instrument], index: int, agency: Agency | None) -> QuerySet[Cited]:
    """Who cites the instrument of that index and none before it, so that each matter counts once."""
    rows = Cited.objects.filter(instrument=concerned[index])
    if agency is not None:
        rows = rows.filter(agency=agency)
    for before in concerned[:index]:
        rows = rows.exclude(
            Exists(
                Cited.objects.filter(instrument=before, agency=OuterRef("agency"), matter=OuterRef("matter"))
            )
        )
    return rows


def _page(
    concerned: Sequence[Instrument], counts: Sequence[int], agency: Agency | None, skip: int, take: int
) -> Iterator[Citer]:
    for index, count in enumerate(counts):
        if skip < count and take:
            rows = _citing(concerned, index, agency).order_by("agency", "matter")[skip : skip + take]
            chosen = list(rows.values_list("entry", "field", "via"))
            entries = Entry.objects.select_related("agency", "matter", "version").defer(
                "version__content", "placement"
            )
            by_pk = entries.in_bulk([entry for entry, _, _ in chosen])
            for entry, field, via in chosen:
                how = str(Citation.Via(via).value) if index == 0 else f"successor: {_named(concerned[index])}"
                yield Citer(by_pk[entry], field, how)
            take -= len(chosen)
        skip = max(0, skip - count)


def _named(instrument: Instrument) -> str:
    return instrument.title or instrument.number
