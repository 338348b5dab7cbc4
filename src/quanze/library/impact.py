"""Who cites an instrument: directly, by a short name, or by citing what it replaced. The first page and the count cost
the same whether ten matters cite it or 140,000."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Sum

from quanze.library.models import Cited, Instrument, Tally
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
    """A page of who cites ``instruments``: each matter once, those that cite one itself first, by agency; then those
    that cite what it ``replaced``. ``total`` counts matters."""

    instruments: tuple[Instrument, ...]
    replaced: tuple[Instrument, ...]
    total: int
    page: int
    pages: int
    matters: tuple[Citer, ...]


def impact(
    instrument: Instrument | Sequence[Instrument],
    agency: Agency | None = None,
    page: int = 1,
    per_page: int = FIRST,
) -> Impact:
    """Who cites it (or any of several of one title), in every list in force or in that of one agency. Two queries, and
    three for each instrument that was asked for or that it replaced."""
    asked = [instrument] if isinstance(instrument, Instrument) else list(instrument)
    asked = [each.same_as or each for each in asked]
    concerned = {each.pk: each for each in asked}
    for each in asked:
        for replaced in replaced_by(each):
            concerned.setdefault(replaced.pk, replaced)
    cited = _Cited(list(concerned.values()), len(asked), agency)
    counts = [cited.count(index) for index in range(len(concerned))]
    total = sum(counts)
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    return Impact(
        instruments=tuple(asked),
        replaced=tuple(cited.concerned[len(asked) :]),
        total=total,
        page=page,
        pages=pages,
        matters=tuple(cited.page(counts, (page - 1) * per_page, per_page)),
    )


@dataclass(frozen=True, slots=True)
class _Cited:
    """Who cites what, by the index of an instrument: first those that were asked for, then what they replaced."""

    concerned: Sequence[Instrument]
    asked: int
    agency: Agency | None

    def by(self, index: int) -> QuerySet[Cited]:
        """Who cites that instrument and none before it, so that each matter counts once."""
        rows = Cited.objects.filter(instrument=self.concerned[index])
        if self.agency is not None:
            rows = rows.filter(agency=self.agency)
        same = Cited.objects.filter(agency=OuterRef("agency"), matter=OuterRef("matter"))
        for before in self.concerned[:index]:
            rows = rows.exclude(Exists(same.filter(instrument=before)))
        return rows

    def count(self, index: int) -> int:
        """How many they are. Of the first it is told by the tallies; the others leave out who cites one before."""
        if index:
            return self.by(index).count()
        tallies = Tally.objects.filter(instrument=self.concerned[index])
        if self.agency is not None:
            tallies = tallies.filter(agency=self.agency)
        return tallies.aggregate(total=Sum("matters"))["total"] or 0

    def page(self, counts: Sequence[int], skip: int, take: int) -> Iterator[Citer]:
        for index, count in enumerate(counts):
            if skip < count and take:
                rows = self.by(index).order_by("agency_id", "matter_id")[skip : skip + take]
                chosen = list(rows.values_list("entry", "field", "via"))
                entries = Entry.objects.select_related("agency", "matter", "version")
                by_pk = entries.defer("version__content", "placement").in_bulk(
                    [entry for entry, _, _ in chosen]
                )
                for entry, field, via in chosen:
                    yield Citer(by_pk[entry], field, via if index < self.asked else self._succession(index))
                take -= len(chosen)
            skip = max(0, skip - count)

    def _succession(self, index: int) -> str:
        replaced = self.concerned[index]
        return f"successor: {replaced.title or replaced.number}"
