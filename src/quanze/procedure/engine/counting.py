"""Limits counted by the clocks: the engine's only way to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline as Counted
from quanze.procedure.clocks.deadline import counted as counted_days
from quanze.procedure.clocks.deadline import end_of
from quanze.procedure.clocks.extension import Extension
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.sentence import sentence
from quanze.procedure.clocks.suspension import Suspension
from quanze.procedure.clocks.term import Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.engine.choices import About
from quanze.procedure.engine.state import State
from quanze.procedure.model import Limit


def count(
    limit: Limit,
    start: datetime,
    calendar: Calendar,
    state: State | None = None,
    source: str | None = None,
    extensions: tuple[Extension, ...] = (),
) -> Counted | None:
    """A limit from a moment, made longer by ``extensions``; the suspensions of ``state`` do not count. ``None`` for
    what cannot be counted: a limit that a text gives and that is no length of time (0日, 9999年)."""
    try:
        stops = _suspensions(state) if state else ()
        return counted_days(Term(start, limit, stops, extensions, source=source), calendar)
    except Uncountable:
        return None


def _suspensions(state: State) -> tuple[Suspension, ...]:
    return tuple(
        Suspension(
            ground=each.ground,
            begun=_day(each.start),
            ended=_day(each.end) if each.end else None,
            notice=each.notice,
            notified=_day(each.start),
        )
        for each in state.suspensions
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def is_past(counted: Counted | None, now: datetime) -> bool:
    """Whether a deadline is surely over: none that is provisional or paused is, and where the unit is not confirmed
    the later reading must be over."""
    if counted is None or counted.provisional:
        return False
    days = [reading.due for reading in counted.readings]
    return all(day is not None and now >= end_of(day, counted.term.closing) for day in days)


def last_days(limit: Limit, first: date, calendar: Calendar) -> tuple[date, date] | None:
    """The last day of a publicity of this length: where the day of posting counts as the first, as is custom, and
    where it does not (民法典 art. 201). Of a 日 without a unit the first is read short, the second long."""
    before = datetime.combine(first - timedelta(days=1), datetime.min.time(), SHANGHAI)
    short = count(limit, before, calendar)
    long = count(limit, before + timedelta(days=1), calendar)
    if short is None or long is None:
        return None
    shortest = min(reading.due for reading in short.readings if reading.due)
    longest = max(reading.due for reading in long.readings if reading.due)
    return shortest, longest


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when something has to be done. ``start``: the moment of the event from which it runs. ``due``: the last
    day, ``None`` while the clock is stopped. ``until``: the first moment that is too late. ``counted`` explains it day
    by day; what is not counted in days (hours, the same day, a publicity whose end was posted) is told in ``words``."""

    step: str
    about: About
    start: datetime
    due: date | None
    until: datetime | None
    provisional: bool = False
    counted: Counted | None = None
    words: str = ""

    @property
    def explanation(self) -> str:
        """How it was reached, in one Chinese sentence."""
        return self.words if self.counted is None else sentence(self.counted)
