"""What one case adds to the figures of a bureau: from its events, month by month. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import Course, Event, Part, State, apply, course_of
from quanze.procedure.engine.deadlines import opened
from quanze.procedure.engine.events import Discharged, Ended, Ending
from quanze.procedure.engine.state import Suspension
from quanze.procedure.model import Limit, Procedure
from quanze.procedure.oversight.cards import between
from quanze.procedure.oversight.figures import Days, Figure, key, span_key
from quanze.procedure.oversight.matrix import Cell, Timing, matrix

JUDGED = (Timing.IN_TIME, Timing.LATE, Timing.OVERDUE, Timing.DOUBTFUL)
"""What a rate of what was done in time is made of. What still runs is no success yet, and no failure."""

BROUGHT_TO_AN_END = (Ending.NEGATIVE, Ending.REPORTED, Ending.COMPLETED)
"""Ends of cases whose length is the bureau's work. Those that the applicant took back, or that went elsewhere, would
make the bureau seem quicker than it is."""

OVER = (*BROUGHT_TO_AN_END, Ending.DECLINED)
"""Ends after which nothing of a stage is left to do."""

ByMonth = dict[str, Counter[str]]
"""``"2026-03"`` → figures, by :func:`~quanze.procedure.oversight.figures.key`."""


def counted(
    procedure: Procedure,
    history: Sequence[Event],
    calendar: Calendar,
    now: datetime,
    promised: Limit | None = None,
) -> ByMonth:
    """The figures of one case, each in the month in which it came about: receipt, acceptance and end in theirs; a duty
    that was done in the month of its doing, one that is overdue in that of its last day; the length of a stage, and of
    the whole, in the month in which it was over. ``now``: by which moment what is open is judged."""
    found: ByMonth = {}
    course = course_of(procedure)
    state, spans = _read(course, history)
    ended_at = next((event.at for event in history if isinstance(event.what, Ended)), None)
    _add(found, state.received, key(Figure.RECEIVED))
    _add(found, state.accepted, key(Figure.ACCEPTED))
    if state.ending is not None:
        _add(found, ended_at, key(Figure.ENDED, state.ending.value))
    for cell in matrix(procedure, history, calendar, now, promised):
        if cell.timing in JUDGED:
            _count(found, _month(cell), key(Figure.TIMED, cell.timing.value))
    owed = {place.stage for place in course.owed(state)} if state.ending not in OVER else set()
    for stage, (first, last) in spans.items():
        if stage not in owed:
            name = procedure.stages[stage]
            _span(found, Figure.STAGE, first, last, state.suspensions, calendar, f"{stage:02}.{name}")
    if state.accepted is not None and ended_at is not None and state.ending in BROUGHT_TO_AN_END:
        _span(found, Figure.WHOLE, state.accepted, ended_at, state.suspensions, calendar)
    return found


def _read(course: Course, history: Iterable[Event]) -> tuple[State, dict[int, tuple[datetime, datetime]]]:
    """The state at the end, and from when to when each stage lasted: from its first step's turn until its last step was
    done last. What was sent back lasted meanwhile."""
    state, spans = State(), dict[int, tuple[datetime, datetime]]()
    for event in history:
        before, state = state, apply(state, event)
        if not isinstance(event.what, Discharged) or before.received is None:
            continue
        place = course.find(event.what.step)
        if place is None or place.stage is None or place.part is not Part.PATH:
            continue
        first = opened(place, before, before.received)
        known = spans.get(place.stage)
        spans[place.stage] = (first if known is None else min(known[0], first), event.at)
    return state, spans


def _month(cell: Cell) -> str | None:
    """Not that of the moment at which a last day is over: that is the first of the next day."""
    if cell.done_at is not None:
        return month_of(_day(cell.done_at))
    due = None if cell.deadline is None else cell.deadline.due
    return None if due is None else month_of(due)


def _span(
    found: ByMonth,
    figure: Figure,
    first: datetime,
    last: datetime,
    suspensions: Sequence[Suspension],
    calendar: Calendar,
    name: str = "",
) -> None:
    work, days = elapsed(first, last, suspensions, calendar)
    _add(found, last, span_key(figure, Days.WORKING, work, name))
    _add(found, last, span_key(figure, Days.CALENDAR, days, name))


def elapsed(
    first: datetime, last: datetime, suspensions: Sequence[Suspension], calendar: Calendar
) -> tuple[int, int]:
    """Working days and calendar days from ``first`` to ``last``, the first day not counted, without the days on which
    the clock stood still: as for a limit, those on which it was stopped and went on again are among them."""
    begun, ended = _day(first), _day(last)
    work, days = between(begun, ended, calendar), (ended - begun).days
    for each in suspensions:
        start = max(_day(each.start) - ONE_DAY, begun)
        end = ended if each.end is None else min(_day(each.end), ended)
        if start < end:
            work -= between(start, end, calendar)
            days -= (end - start).days
            begun = end  # a day on which it went on and was stopped again is one day
    return work, days


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _add(found: ByMonth, at: datetime | None, figure: str) -> None:
    _count(found, None if at is None else month_of(_day(at)), figure)


def _count(found: ByMonth, month: str | None, figure: str) -> None:
    if month is not None:
        found.setdefault(month, Counter())[figure] += 1


def month_of(day: date) -> str:
    """``"2026-03"``."""
    return f"{day.year:04}-{day.month:02}"
