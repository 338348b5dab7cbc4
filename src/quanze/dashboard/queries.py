"""Reading what was counted. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from quanze.complaints.standing import State
from quanze.dashboard.due import Due
from quanze.dashboard.models import Board, Cell
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
        made: list[date] = []
        month = self.until.replace(day=1)
        while month >= self.since.replace(day=1) and len(made) < MOST_MONTHS:
            made.append(month)
            month = (month - timedelta(1)).replace(day=1)
        return tuple(reversed(made))

    @property
    def last_day(self) -> date:
        """Of the last month."""
        return (self.until.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)

    @property
    def narrowed(self) -> bool:
        """Whether something else than the period is chosen."""
        return any((self.matter, self.office, self.round))


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
    return Dashboard(
        agency=agency,
        asked=asked,
        at=board.at,
        behind=board.behind,
        total=Figures(sums.total),
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
        ratings=ratings.counts(agency, asked.months[0], asked.last_day, asked.matter, asked.office),
    )


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
    """Cells, put together in all the ways in which they are shown."""

    def __init__(self, names: _Names, months: Mapping[str, date]) -> None:
        self.total: Counter[str] = Counter()
        self.open: Counter[Due] = Counter()
        self.years: dict[int, Line] = {}
        self.months = {month: Line(month, f"{day.year}年{day.month}月") for month, day in months.items()}
        self._names = names
        self._lines: dict[str, dict[int, Line]] = {"matter": {}, "office": {}, "round": {}}

    def add(self, agency: Agency, asked: Asked, board: Board) -> None:
        """One query."""
        wanted = {
            "matter": None if asked.matter is None else asked.matter.pk,
            "office": None if asked.office is None else asked.office.pk,
            "round": None if asked.round is None else asked.round.pk,
        }
        cells = Cell.objects.filter(agency=agency, **{name: key for name, key in wanted.items() if key})
        for month, matter, office, round_, body in cells.values_list(
            "month", "matter", "office", "round", "body"
        ):
            year = self.years.setdefault(month.year, Line(str(month.year), f"{month.year}年"))
            year.counts.update(body)
            if (line := self.months.get(month_of(month))) is not None:
                line.counts.update(body)
                self.total.update(body)
                for each in self._of(matter, office, round_):
                    each.counts.update(body)
        for matter, office, round_, due, n in board.open:
            keys = {"matter": matter, "office": office, "round": round_}
            if all(key is None or keys[name] == key for name, key in wanted.items()):
                self.open[Due(due)] += n
                for each in self._of(matter, office, round_):
                    each.open[Due(due)] += n

    def _of(self, matter: int, office: int, round_: int) -> Iterator[Line]:
        for kind, key in (("matter", matter), ("office", office), ("round", round_)):
            lines = self._lines[kind]
            if key not in lines:
                lines[key] = Line(*getattr(self._names, kind).get(key, ("", "（已不在清单上）")))
            yield lines[key]

    def lines(self, kind: str) -> tuple[Line, ...]:
        """In the order of the names."""
        order = {key: at for at, key in enumerate(getattr(self._names, kind))}
        lines = self._lines[kind]
        return tuple(lines[key] for key in sorted(lines, key=lambda key: order.get(key, len(order))))


def _complaints(board: Board, months: Mapping[str, Line]) -> dict[State, int]:
    found: Counter[str] = Counter()
    for month, by in board.complaints.items():
        if month in months:
            found.update(by)
    return {state: found[state.value] for state in State}
