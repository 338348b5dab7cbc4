"""Yellow and red cards of a case's deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from quanze.procedure.clocks import cards
from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.cards import Thresholds
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import Deadline

USUAL = Thresholds()
"""One working day ahead."""


class Colour(StrEnum):
    """``PAUSED``: the clock stands still. ``NONE``: there is time yet."""

    NONE = "none"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Card:
    """How near a deadline is. ``left``: working days after today up to the last day, negative the working days since;
    ``None`` while the clock is paused. ``provisional``: a calendar that is not loaded may still move the date, so that
    nothing is red by it. ``unconfirmed``: nobody has said yet in which days the limit is counted."""

    deadline: Deadline
    colour: Colour
    left: int | None
    provisional: bool
    unconfirmed: bool


def card(deadline: Deadline, now: datetime, calendar: Calendar, thresholds: Thresholds = USUAL) -> Card:
    """The card of a deadline that runs."""
    counted = deadline.counted
    unconfirmed = counted is not None and len(counted.readings) > 1
    if deadline.due is None or deadline.until is None:
        return Card(deadline, Colour.PAUSED, None, deadline.provisional, unconfirmed)
    if counted is None:
        left = working_days(deadline, now, calendar)
        late = now >= deadline.until
        colour = Colour.RED if late else Colour.YELLOW if left <= thresholds.yellow else Colour.NONE
    else:
        stands = cards.standing(counted, now, calendar, thresholds)
        left, late = stands.left or 0, stands.late
        colour = Colour(stands.card.value)
    if colour is Colour.RED and (deadline.provisional or (late and not surely_late(deadline, now))):
        colour = Colour.YELLOW
    return Card(deadline, colour, left, deadline.provisional, unconfirmed)


def surely_late(deadline: Deadline, at: datetime) -> bool:
    """Whether ``at`` is too late by a date that stands: none that is provisional or paused is, and where the unit is
    not confirmed the later reading must be over."""
    if deadline.provisional or deadline.until is None or at < deadline.until:
        return False
    readings = () if deadline.counted is None else deadline.counted.readings
    if len(readings) < 2:
        return True
    return at.astimezone(SHANGHAI).date() > max(each.due for each in readings if each.due)


def working_days(deadline: Deadline, at: datetime, calendar: Calendar) -> int:
    """Working days from ``at`` to the last day, that day included and today not; negative those since the last day. A
    deadline that is not paused."""
    today, due = at.astimezone(SHANGHAI).date(), deadline.due
    return 0 if due is None else between(today, due, calendar)


def between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after ``first`` up to ``last``; negative where that lies before it."""
    if last < first:
        return -between(last, first, calendar)
    days = (first + n * ONE_DAY for n in range(1, (last - first).days + 1))
    return sum(calendar.why_off(day) is None for day in days)
