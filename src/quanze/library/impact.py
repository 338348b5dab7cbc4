"""Who cites an instrument: directly, by a short name, or by citing what it replaced. The first page and the count cost
the same whether ten matters cite it or 140,000."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Sum, When

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
    """Who cites it (or any of several of one title), in every list in force or in that of one agency. Five queries,
    one more for each generation that they replaced."""
    cited = _cited([instrument] if isinstance(instrument, Instrument) else instrument, agency)
    counts = cited.counts()
    total = sum(counts)
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    return Impact(
        instruments=tuple(cited.concerned[: cited.asked]),
        replaced=tuple(cited.concerned[cited.asked :]),
        total=total,
        page=page,
        pages=pages,
        matters=tuple(cited.page(counts, (page - 1) * per_page, per_page)),
    )


def citing(instrument: Instrument) -> int:
    """How many matters cite it or what it replaced, in every list in force. Three queries, one more for each generation
    that it replaced."""
    return sum(_cited([instrument], None).counts())


def _cited(instruments: Iterable[Instrument], agency: Agency | None) -> _Cited:
    asked = list({each.pk: each for each in (each.same_as or each for each in instruments)}.values())
    return _Cited([*asked, *replaced_by(*asked)], len(asked), agency)


@dataclass(frozen=True, slots=True)
class _Cited:
    """Who cites what, by the rank of an instrument: first those that were asked for, then what they replaced. A matter
    counts once, for the first that it cites."""

    concerned: Sequence[Instrument]
    asked: int
    agency: Agency | None

    def rows(self, ranks: Sequence[int]) -> Any:
        """Who cites the instruments of these ranks and none before, with ``rank``."""
        rows = self._ranked(Cited.objects.filter(instrument__in=[self.concerned[rank] for rank in ranks]))
        if self.agency is not None:
            rows = rows.filter(agency=self.agency)
        before = self.concerned[: max(ranks, default=0)]
        if before:
            same = Cited.objects.filter(agency=OuterRef("agency"), matter=OuterRef("matter"))
            earlier = self._ranked(same.filter(instrument__in=before)).filter(rank__lt=OuterRef("rank"))
            rows = rows.exclude(Exists(earlier))
        return rows

    def _ranked(self, rows: QuerySet[Cited]) -> Any:
        ranks = [When(instrument=each, then=rank) for rank, each in enumerate(self.concerned)]
        return rows.annotate(rank=Case(*ranks, output_field=IntegerField()))

    def counts(self) -> list[int]:
        """How many they are, by rank. Of the first it is told by the tallies; the others leave out who cites one
        before."""
        tallies = Tally.objects.filter(instrument__in=self.concerned[:1])
        if self.agency is not None:
            tallies = tallies.filter(agency=self.agency)
        counted = {0: tallies.aggregate(total=Sum("matters"))["total"] or 0}
        if others := range(1, len(self.concerned)):
            counted |= dict(self.rows(others).order_by().values_list("rank").annotate(count=Count("pk")))
        return [counted.get(rank, 0) for rank in range(len(self.concerned))]

    def page(self, counts: Sequence[int], skip: int, take: int) -> Iterator[Citer]:
        """So many of them, the first ranks first."""
        starts = [0, *accumulate(counts)]
        ranks = [
            rank
            for rank, count in enumerate(counts)
            if count and starts[rank] < skip + take and skip < starts[rank] + count
        ]
        if not ranks:
            return
        # The rows of one rank come in the order of their index, without sorting.
        order = ["agency_id", "matter_id"] if len(ranks) == 1 else ["rank", "agency_id", "matter_id"]
        skip -= starts[ranks[0]]
        rows = self.rows(ranks).order_by(*order)[skip : skip + take]
        chosen = list(rows.values_list("entry", "field", "via", "rank"))
        entries = Entry.objects.select_related("agency", "matter", "version")
        by_pk = entries.defer("version__content", "placement").in_bulk([entry for entry, *_ in chosen])
        for entry, field, via, rank in chosen:
            yield Citer(by_pk[entry], field, via if rank < self.asked else self._succession(rank))

    def _succession(self, rank: int) -> str:
        replaced = self.concerned[rank]
        return f"successor: {replaced.title or replaced.number}"
