"""The calendar that deadlines are counted by: the years that the library knows, and over them what was brought in.

Each year stands in the last row that speaks of it; the rows before stay. The value is kept in memory until another row
comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from quanze.procedure.clocks.calendar import Calendar, DayKind, SpecialDay
from quanze.procedure.clocks.calendar import CalendarYear as Arrangement
from quanze.procedure.clocks.seed import seeded
from quanze.rulebook.models import CalendarYear

State = tuple[Any, ...]

_kept: tuple[State, Calendar] | None = None


def calendar() -> Calendar:
    """The calendar as it is now. One query, two after a year was brought in."""
    global _kept
    state = _state()
    if _kept is None or _kept[0] != state:
        _kept = state, over_seed(rows_in_force())
    return _kept[1]


def _state() -> State:
    """What differs as soon as another row is seen. The last row alone would not do: on PostgreSQL an earlier one may
    be committed later."""
    # Asked with every page and every act: to compose it takes longer than to ask.
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), MAX(id), MAX(at) FROM rulebook_calendaryear")
        return tuple(cursor.fetchone())


def before(row: CalendarYear) -> Calendar:
    """The calendar as it was before this row: what deadlines that it moved were counted by. One query."""
    rows = CalendarYear.objects.filter(pk__lt=row.pk).order_by("pk")
    return over_seed({earlier.year: earlier for earlier in rows}.values())


def rows_in_force() -> list[CalendarYear]:
    """For each year that was brought in the row that holds, by year. One query."""
    rows = CalendarYear.objects.select_related("by").order_by("pk")
    return sorted({row.year: row for row in rows}.values(), key=lambda row: row.year)


def over_seed(rows: Iterable[CalendarYear]) -> Calendar:
    """The seeded calendar with these years in place of its own."""
    years = {year.year: year for year in seeded().years} | {row.year: arrangement(row) for row in rows}
    return Calendar(tuple(years.values()))


def arrangement(row: CalendarYear) -> Arrangement:
    """A row as the value that it keeps."""
    days = (SpecialDay(date.fromisoformat(day), DayKind(kind), name) for day, kind, name in row.days)
    return Arrangement(row.year, tuple(days), row.source)


def kept_form(year: Arrangement) -> list[list[str]]:
    """The days of an arrangement as a row keeps them."""
    return [[special.day.isoformat(), special.kind.value, special.name] for special in year.days]
