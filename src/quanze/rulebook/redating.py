"""Who is told when a calendar is loaded, so that what was counted without it is counted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quanze.procedure.clocks.calendar import Calendar

Listener = Callable[[Calendar, frozenset[int]], None]
"""Called with the calendar as it now is and the years whose arrangement changed."""

_LISTENERS: list[Listener] = []


def on_calendar(listener: Listener) -> Listener:
    """Have ``listener`` called whenever a calendar is loaded, within the transaction that loads it: what it raises
    undoes the loading. Whoever has many deadlines to count anew notes down that this is due and leaves it to a job.
    May decorate a function; an app does so in a module that its ``ready()`` imports."""
    _LISTENERS.append(listener)
    return listener


def forget(listener: Listener) -> None:
    """Call it no more."""
    _LISTENERS.remove(listener)


def tell(calendar: Calendar, years: Iterable[int]) -> None:
    """Call every listener, in the order in which they asked to be called."""
    changed = frozenset(years)
    for listener in tuple(_LISTENERS):
        listener(calendar, changed)
