"""How long a bar lasts. Pure."""

from __future__ import annotations

from datetime import date, datetime, time

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Cause, deadline
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit


def last_day(since: date, months: int, calendar: Calendar) -> date:
    """The last day of a bar of so many months from ``since`` (民法典 art. 201, 202: the day itself is not counted, the
    corresponding day is the last). That it is a day off changes nothing: art. 203 gives time to whoever has to act, and
    prolongs no sanction. Raises ``Uncountable``."""
    start = datetime.combine(since, time(), SHANGHAI)
    reading = deadline(Term(start, Limit(months, Unit.MONTH)), calendar).reading
    rolled = (each.day for each in reading.skipped if each.cause is Cause.ROLLED)
    return next(rolled, reading.counted[-1])
