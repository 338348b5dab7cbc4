"""When what comes next in a simulated case is done: after so many working days, in time or not. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import About, Who, acts
from quanze.procedure.engine.deadlines import running
from quanze.procedure.model import Kind
from quanze.simulation.choosing import LATE_STEPS, Choice, View, choices
from quanze.simulation.habits import (
    DAYS,
    LATE_RECEIPT_DAYS,
    SLOW_ANSWER_DAYS,
    TOO_LATE_DAYS,
    Fault,
    Turn,
)

OPENS, CLOSES = time(8, 40), time(17, 40)
"""When offices work."""

SOON = timedelta(minutes=20)

OUTSIDE = frozenset({acts.HandIn, acts.Withdraw, acts.Object})
"""Acts whose pace is not the officer's."""

TIMED = frozenset({Who.OFFICER, Who.LEADER, Who.PARTNER})
"""Whose acts may be late."""

AT_GATE = frozenset({acts.GiveNotice, acts.Accept, acts.Decline})
"""What has to be done by the date of the notice."""


def next_moment(view: View) -> datetime | None:
    """When the case is to be looked at again: when its next act is done, or something else has to be waited for.
    ``None``: nothing more will happen in it."""
    choice = next(choices(view), None)
    if choice is not None:
        return moment_of(view, choice)
    return _waits_until(view)


def last_moment(view: View, choice: Choice) -> datetime | None:
    """The first moment that is too late for this act of the bureau, as the engine warns of it; ``None`` where there is
    none."""
    if choice.possible.who not in TIMED:
        return None
    for each in running(view.course, view.state, view.days):
        of_step = each.about is About.STEP and choice.possible.step == each.step
        if each.until and each.due and (of_step or (each.about is About.NOTICE and choice.act in AT_GATE)):
            return each.until
    return None


def moment_of(view: View, choice: Choice) -> datetime:
    """When this is done, seen from the last event of the case."""
    since = max(view.state.at or view.now, view.now)
    until = last_moment(view, choice)
    if until is not None and view.plan.has(Fault.LATE) and view.chance < LATE_STEPS:
        return at_work(max(since, until), view.dice.randint(*TOO_LATE_DAYS), view.days, view.dice)
    found = at_work(since, _wait(view, choice), view.days, view.dice)
    if until is not None and until > since and Fault.LATE_RECEIPT not in choice.faults:
        # Whoever has a date keeps it; where it is today, within what is left of the day.
        found = min(
            found, max(until - timedelta(hours=view.dice.randint(7, 15)), since + (until - since) / 4)
        )
    return found


def _wait(view: View, choice: Choice) -> int:
    """For how many working days it is left."""
    if choice.slow:
        return view.dice.randint(*SLOW_ANSWER_DAYS)
    if Fault.LATE_RECEIPT in choice.faults:
        return view.dice.randint(*LATE_RECEIPT_DAYS)
    least, most = DAYS.get(choice.act, (0, 2))
    pace = 1.0 if choice.act in OUTSIDE else view.plan.pace
    return round(view.dice.triangular(least, most, least) * pace)


def at_work(since: datetime, days: int, calendar: Calendar, dice: Random) -> datetime:
    """A moment at work so many working days later; the same day, a little later, for none."""
    local = since.astimezone(SHANGHAI)
    if days == 0 and calendar.why_off(local.date()) is None:
        soon = local + SOON + timedelta(minutes=dice.randint(0, 60))
        if OPENS <= soon.time() <= CLOSES and soon.date() == local.date():
            return soon
    begins = days == 0 and calendar.why_off(local.date()) is None and local.time() < OPENS
    day = local.date() if begins else _after(local.date(), max(days, 1), calendar)
    return datetime.combine(day, OPENS, SHANGHAI) + timedelta(minutes=dice.randint(0, 530))


def _after(day: date, days: int, calendar: Calendar) -> date:
    """So many working days after this day."""
    while days:
        day += ONE_DAY
        days -= calendar.why_off(day) is None
    return day


def _waits_until(view: View) -> datetime | None:
    """What a case waits for in which nothing is to be done: the end of what was posted, the end of the time for an
    answer that does not come."""
    state = view.state
    if state.ending is not None:
        return None
    for place in view.course.open(state):
        posting = state.posting(place.key) if place.kind is Kind.PUBLICIZE else None
        if posting is not None:
            return at_work(datetime.combine(posting.end, CLOSES, SHANGHAI), 1, view.days, view.dice)
    if view.plan.has(Turn.SILENT) and state.missing:
        asked = state.notices[-1]
        return at_work(asked.at, (asked.within.n if asked.within else 0) + 3, view.days, view.dice)
    return None
