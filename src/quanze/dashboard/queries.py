"""Reading what was counted. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min, QuerySet

from quanze.cases.models import Case
from quanze.complaints.standing import State
from quanze.dashboard.due import Due, stood
from quanze.dashboard.models import Board, Cell, MatterMonth, MatterYear, Sum, Year
from quanze.lists.model import Severity
from quanze.people.models import Agency, Office, Person
from quanze.people.permissions import demand
from quanze.procedure.oversight.counting import month_of
from quanze.procedure.oversight.figures import Figures
from quanze.ratings import queries as ratings
from quanze.registry.models import Entry, Matter
from quanze.rounds.models import Round

MOST_MONTHS = 120
"""So many months are shown at once, the last of those that are asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures: from the month of ``since`` to that of ``until``, both included, of a matter, an office, a round.
    What stands in the two days beyond year and month does not matter."""

    since: date
    until: date
    matter: Matter | None = None
    office: Office | None = None
    round: Round | None = None

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months, at most :data:`MOST_MONTHS`."""
        return _months(self.since.replace(day=1), self.until.replace(day=1))

    @property
    def last_day(self) -> date:
        """Of the last month."""
        return (self.until.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)

    @property
    def narrowed(self) -> bool:
        """Whether something else than the period is chosen."""
        return any((self.matter, self.office, self.round))


@lru_cache(maxsize=64)
def _months(first: date, last: date) -> tuple[date, ...]:
    made: list[date] = []
    while last >= first and len(made) < MOST_MONTHS:
        made.append(last)
        last = (last - timedelta(1)).replace(day=1)
    return tuple(reversed(made))


@dataclass(slots=True)
class Line:
    """A row of a breakdown: what it is of (``key``: the number of a matter, the key of an office or a round, a year),
    the figures, and how its open cases stand."""

    key: str
    name: str
    counts: Counter[str] = field(default_factory=Counter)
    open: Counter[Due] = field(default_factory=Counter)

    @property
    def figures(self) -> Figures:
        """What is read from the sum."""
        return Figures(self.counts)

    def add(self, body: Mapping[str, int]) -> None:
        """Add what is kept. ``Counter.update`` does the same in twice the time, and this is most of a page's."""
        counts = self.counts
        for name, n in body.items():
            counts[name] = counts.get(name, 0) + n


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that was counted last of what is asked for, at the moment ``at`` (``None``: not yet); ``behind`` cases
    changed since. ``years`` are all that there are, not only those of the period. ``open`` is how things stand at that
    moment, whatever the period. ``complaints`` and ``findings`` are of the whole agency."""

    agency: Agency
    asked: Asked
    at: datetime | None
    behind: int
    total: Figures
    months: tuple[Line, ...]
    matters: tuple[Line, ...]
    offices: tuple[Line, ...]
    rounds: tuple[Line, ...]
    years: tuple[Line, ...]
    open: Mapping[Due, int]
    complaints: Mapping[State, int]
    findings: Mapping[str, Mapping[Severity, int]]
    checked_on: date | None
    ratings: ratings.Counts

    @property
    def opened(self) -> int:
        """How many cases are open."""
        return sum(self.open.values())


def dashboard(person: Person, agency: Agency, asked: Asked) -> Dashboard:
    """The figures of an agency. Ten queries, and as much to read as there are months and matters, however many cases.
    Raises ``Denied``."""
    demand(person, "oversight.view", agency)
    board = Board.objects.filter(agency=agency).first() or Board(agency=agency)
    sums = _Sums(_names(agency), {month_of(each): each for each in asked.months})
    sums.add(agency, asked, board)
    total = Figures(sums.total)
    return Dashboard(
        agency=agency,
        asked=asked,
        at=board.at,
        behind=board.behind,
        total=total,
        months=tuple(sums.months.values()),
        matters=sums.lines("matter"),
        offices=sums.lines("office"),
        rounds=sums.lines("round"),
        years=tuple(sums.years[year] for year in sorted(sums.years)),
        open={due: sums.open[due] for due in Due},
        complaints=_complaints(board, sums.months),
        findings={
            part: {severity: by.get(severity.value, 0) for severity in Severity}
            for part, by in board.findings.items()
        },
        checked_on=board.checked_on,
        ratings=ratings.summed(
            board.ratings,
            sums.months,
            total.ended,
            None if asked.matter is None else asked.matter.pk,
            None if asked.office is None else asked.office.pk,
        ),
    )


def standing_so(agency: Agency, due: Due, now: datetime) -> QuerySet[Case]:
    """The open cases that stand so by their next date: those of a figure of ``Dashboard.open``, as they are now."""
    return stood(agency, now, due)


@dataclass(frozen=True, slots=True)
class _Names:
    """What matters, offices and rounds are called, by their keys, in the order in which they stand."""

    matter: dict[int, tuple[str, str]]
    office: dict[int, tuple[str, str]]
    round: dict[int, tuple[str, str]]


def _names(agency: Agency) -> _Names:
    """Three queries. A matter is called as the last list that has it calls it."""
    rows = Entry.objects.filter(matter__agency=agency).order_by("matter__number", "since", "pk")
    matters = {
        pk: (str(number), name)
        for pk, number, name in rows.values_list("matter", "matter__number", "version__name")
    }
    offices = {each.pk: (str(each.pk), each.name) for each in Office.objects.filter(agency=agency)}
    rounds = {
        pk: (str(pk), f"{matter}：{title}")
        for pk, matter, title in Round.objects.filter(agency=agency).values_list("pk", "matter_name", "title")
    }
    return _Names(matters, {**offices, 0: ("", "没有确定股室")}, {**rounds, 0: ("", "不分批次")})


class _Sums:
    """What is kept, put together in all the ways in which it is shown."""

    def __init__(self, names: _Names, months: Mapping[str, date]) -> None:
        self.open: Counter[Due] = Counter()
        self.years: dict[int, Line] = {}
        self.months = {month: Line(month, f"{day.year}年{day.month}月") for month, day in months.items()}
        self._names = names
        self._lines: dict[str, dict[int, Line]] = {"matter": {}, "office": {}, "round": {}}

    @property
    def total(self) -> Counter[str]:
        """Of the matters, which are all that there is, with their lengths."""
        found: Counter[str] = Counter()
        for line in self._lines["matter"].values():
            found.update(line.counts)
        return found

    def add(self, agency: Agency, asked: Asked, board: Board) -> None:
        """Seven queries. What is kept of a year stands for its months wherever all of them are asked for, and what is
        kept of a matter for its offices and rounds wherever none is: there is much less of it. Lengths are added up by
        matter alone."""
        wanted = {
            "matter": None if asked.matter is None else asked.matter.pk,
            "office": None if asked.office is None else asked.office.pk,
            "round": None if asked.round is None else asked.round.pk,
        }
        narrowed = {name: key for name, key in wanted.items() if key}
        coarse = not narrowed.keys() & {"office", "round"}

        def kept(model: type[Sum]) -> QuerySet[Any]:  # columns of each its own
            return model._default_manager.filter(agency=agency, **narrowed).order_by()

        by_month, by_year = kept(MatterMonth if coarse else Cell), kept(MatterYear if coarse else Year)
        whole = _whole_years(agency, asked)
        rest = [month for month in asked.months if month.year not in whole]
        months = {day: self.months[month_of(day)] for day in asked.months}
        for month, matter, body in by_month.filter(month__in=months).values_list("month", "matter", "body"):
            months[month].add(body)
            if month.year not in whole:
                self._line("matter", matter).add(body)
        for year, matter, body in by_year.values_list("year", "matter", "body"):
            self.years.setdefault(year, Line(str(year), f"{year}年")).add(body)
            if year in whole:
                self._line("matter", matter).add(body)
        for sums in (by_month.filter(month__in=rest), by_year.filter(year__in=whole)):
            for matter, lengths in sums.values_list("matter", "lengths"):
                self._line("matter", matter).add(lengths)
        for sums in (kept(Cell).filter(month__in=rest), kept(Year).filter(year__in=whole)):
            for office, round_, body in sums.values_list("office", "round", "body"):
                self._line("office", office).add(body)
                self._line("round", round_).add(body)
        for *of, due, n in board.open:
            if all(key in (None, each) for key, each in zip(wanted.values(), of, strict=True)):
                self.open[Due(due)] += n
                for line in self._of(*of):
                    line.open[Due(due)] += n

    def _of(self, *of: int) -> Iterator[Line]:
        return (self._line(kind, key) for kind, key in zip(self._lines, of, strict=True))

    def _line(self, kind: str, key: int) -> Line:
        lines = self._lines[kind]
        if key not in lines:
            lines[key] = Line(*getattr(self._names, kind).get(key, ("", "（已不在清单上）")))
        return lines[key]

    def lines(self, kind: str) -> tuple[Line, ...]:
        """In the order of the names."""
        order = {key: at for at, key in enumerate(getattr(self._names, kind))}
        lines = self._lines[kind]
        return tuple(lines[key] for key in sorted(lines, key=lambda key: order.get(key, len(order))))


def _whole_years(agency: Agency, asked: Asked) -> set[int]:
    """The years of which all months are asked for in which anything was counted. One query."""
    known = Cell.objects.filter(agency=agency).aggregate(first=Min("month"), last=Max("month"))
    if known["first"] is None:
        return set()
    months = asked.months
    first, last = known["first"], known["last"]
    return {
        year
        for year in range(months[0].year, months[-1].year + 1)
        if months[0] <= max(date(year, 1, 1), first) and months[-1] >= min(date(year, 12, 1), last)
    }


def _complaints(board: Board, months: Mapping[str, Line]) -> dict[State, int]:
    found: Counter[str] = Counter()
    for month, by in board.complaints.items():
        if month in months:
            found.update(by)
    return {state: found[state.value] for state in State}
