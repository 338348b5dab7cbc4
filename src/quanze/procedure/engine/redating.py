"""A calendar was loaded: which deadlines of a case move, from which day to which."""

from __future__ import annotations

from datetime import datetime

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine.deadlines import deadlines
from quanze.procedure.engine.events import Event, Redated
from quanze.procedure.engine.state import State
from quanze.procedure.model import Limit, Procedure


def redated(
    procedure: Procedure,
    state: State,
    before: Calendar,
    after: Calendar,
    *,
    by: str,
    now: datetime,
    promised: Limit | None = None,
) -> tuple[Event, ...]:
    """An event for each deadline that runs in this case and ends on another day by ``after`` than by ``before``; ``by``
    is who loaded the calendar. Nothing for a case in which none moves.

    Events are a record for those who ask later why a date was another one: ``deadlines`` derives the new one without
    them. Raises ``ValueError`` where ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    days = {
        (each.step, each.about, each.start): each.due
        for each in deadlines(procedure, state, before, promised)
    }
    moved = []
    for each in deadlines(procedure, state, after, promised):
        was = days.get((each.step, each.about, each.start))
        if was is not None and each.due is not None and was != each.due:
            moved.append(Event(now, by, Redated(each.step, each.about, was, each.due)))
    return tuple(moved)
