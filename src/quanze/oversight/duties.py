"""责任矩阵 of one case, and of many: each duty in the list's words, with what was done, when, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from quanze.cases import telling
from quanze.cases.history import history
from quanze.cases.models import Case
from quanze.cases.pinned import pinned
from quanze.cases.telling import Entry
from quanze.oversight.reading import told
from quanze.people.models import Agency, Office, Person
from quanze.people.permissions import demand
from quanze.procedure.engine import Mark, course_of
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Procedure
from quanze.procedure.oversight.figures import rate
from quanze.procedure.oversight.matrix import Cell, Timing, matrix
from quanze.registry.models import Matter
from quanze.rounds.models import Round
from quanze.rulebook.queries import calendar

MOST = 1000
"""So many cases are counted at once, those received last; beyond it the page says so."""

WHOLE = "承诺时限：从受理到办结"
"""What the promised limit of a whole case is called."""

NO_DUTY = frozenset({Mark.ASIDE, Mark.DROPPED, Mark.WAIVED, Mark.AFTER, Mark.BRANCH})
"""Marks of steps that nobody owes as things stand."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty in a case: ``stage`` is the name of its stage, ``name`` of its kind, ``words`` the list's own (``own``:
    the list does not speak of it); ``entries`` is the evidence."""

    cell: Cell
    stage: str
    name: str
    words: str
    own: bool
    entries: tuple[Entry, ...]

    @property
    def owed(self) -> bool:
        """Whether it is a duty in this case as things stand, or something was done about it."""
        return is_owed(self.cell)


def is_owed(cell: Cell) -> bool:
    """Whether a step is a duty in its case, or something was done about it."""
    return cell.mark not in NO_DUTY or bool(cell.evidence) or cell.timing is not Timing.NONE


def of_case(case: Case, person: Person, *, now: datetime | None = None) -> tuple[Duty, ...]:
    """The duties of a case, in the order of its course. Five queries. Raises ``Denied``."""
    demand(person, "oversight.case", case)
    on, events = pinned(case), history(case)
    course = course_of(on.procedure)
    entries = {each.position: each for each in telling.entries(course, events, telling.names_in(events))}
    cells = matrix(on.procedure, events, calendar(), now or timezone.now(), on.promised)
    return tuple(
        Duty(
            cell,
            _stage(on.procedure, cell),
            "" if cell.place is None else KINDS[cell.place.kind],
            WHOLE if cell.place is None else cell.place.words,
            cell.place is not None and cell.place.own,
            tuple(entries[position] for position in cell.evidence if position in entries),
        )
        for cell in cells
    )


def _stage(procedure: Procedure, cell: Cell) -> str:
    stage = None if cell.place is None else cell.place.stage
    return "" if stage is None else procedure.stages[stage]


@dataclass(slots=True)
class Line:
    """A duty over many cases, those in which it is one: in which of them it was done, in which something is missing,
    and how it stands by its time. ``key`` tells which line of the page is meant."""

    key: str
    matter: str
    stage: str
    name: str
    words: str
    cases: list[Case] = field(default_factory=list)
    done: list[Case] = field(default_factory=list)
    gaps: list[Case] = field(default_factory=list)
    timed: dict[Timing, list[Case]] = field(default_factory=dict)

    def of(self, timing: Timing) -> Sequence[Case]:
        """Those in which it stands so by its time."""
        return self.timed.get(timing, ())

    @property
    def on_time(self) -> float | None:
        """Of what had to be done by a limit that stands, so many percent in time; ``None`` where there was none."""
        done, late = len(self.of(Timing.IN_TIME)), len(self.of(Timing.LATE)) + len(self.of(Timing.OVERDUE))
        return rate(done, done + late)


@dataclass(frozen=True, slots=True)
class Summed:
    """The duties of the cases that were received in a period. ``cut``: there are more cases than are counted."""

    lines: tuple[Line, ...]
    counted: int
    cut: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases: of a matter, an office, a round, handled by somebody, received from ``since`` to ``until``, both
    days included."""

    since: date
    until: date
    matter: Matter | None = None
    office: Office | None = None
    round: Round | None = None
    handler: Person | None = None


def of_many(person: Person, agency: Agency, asked: Asked, *, now: datetime | None = None) -> Summed:
    """The duties of many cases, summed. Five queries, however many. Raises ``Denied``."""
    demand(person, "oversight.view", agency)
    cases = asked_for(agency, asked)
    total = cases.order_by()[: MOST + 1].count()
    at, days = now or timezone.now(), calendar()
    lines: dict[tuple[str, str, str, str], Line] = {}
    for each in told(cases[:MOST]):
        _add(lines, each.case, each.procedure, each.cells(days, at))
    ordered = sorted(lines.values(), key=lambda line: line.matter)
    return Summed(tuple(ordered), min(total, MOST), total > MOST)


def asked_for(agency: Agency, asked: Asked) -> QuerySet[Case]:
    """The cases that are asked for, what came last before the rest."""
    first = timezone.make_aware(datetime.combine(asked.since, time()))
    after = timezone.make_aware(datetime.combine(asked.until + timedelta(1), time()))
    cases = Case.objects.filter(agency=agency, received_at__gte=first, received_at__lt=after)
    if asked.matter is not None:
        cases = cases.filter(matter=asked.matter)
    if asked.office is not None:
        cases = cases.filter(office=asked.office)
    if asked.round is not None:
        cases = cases.filter(round=asked.round)
    if asked.handler is not None:
        cases = cases.filter(handler=asked.handler)
    return cases.order_by("-received_at", "-pk")


def _add(
    lines: dict[tuple[str, str, str, str], Line], case: Case, procedure: Procedure, cells: Iterable[Cell]
) -> None:
    for cell in cells:
        if not is_owed(cell):
            continue
        stage = _stage(procedure, cell)
        name = "" if cell.place is None else KINDS[cell.place.kind]
        words = WHOLE if cell.place is None else cell.place.words
        known = (case.matter_name, stage, name, words)
        line = lines.setdefault(known, Line(str(len(lines) + 1), *known))
        line.cases.append(case)
        line.timed.setdefault(cell.timing, []).append(case)
        if cell.done_at is not None:
            line.done.append(case)
        if cell.gaps:
            line.gaps.append(case)
