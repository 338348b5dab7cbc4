"""Terms, days and calendars as the tests of the clocks write them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from quanze.procedure.clocks.calendar import Calendar, CalendarYear, DayKind, SpecialDay
from quanze.procedure.clocks.deadline import Deadline, deadline
from quanze.procedure.clocks.moments import SHANGHAI, read_moment
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.clocks.suspension import Suspension
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit

WORKING, CALENDAR, MONTH, DAY = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.DAY

# Invented: nobody knows yet what will be announced for 2027.
YEAR_2027 = CalendarYear(
    2027,
    (
        SpecialDay(date(2026, 12, 26), DayKind.WORK, "元旦"),
        SpecialDay(date(2027, 1, 1), DayKind.OFF, "元旦"),
        SpecialDay(date(2027, 1, 4), DayKind.OFF, "元旦"),
        SpecialDay(date(2027, 1, 9), DayKind.WORK, "元旦"),
    ),
    "某办发〔2026〕1号",
)
WITH_2027 = seeded().with_year(YEAR_2027)


def term(start: str, n: int, unit: Unit = WORKING, **more: Any) -> Term:
    return Term(read_moment(start), Limit(n, unit), **more)


def count(
    start: str, n: int, unit: Unit = WORKING, calendar: Calendar | None = None, **more: Any
) -> Deadline:
    return deadline(term(start, n, unit, **more), calendar or seeded())


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str, clock: str = "00:00") -> datetime:
    return datetime.combine(day(text), time.fromisoformat(clock), SHANGHAI)


def review(
    begun: str, ended: str | None, *, ground: str = "专家评审", notified: str | None = None
) -> Suspension:
    return Suspension(
        ground, day(begun), day(ended) if ended else None, "特别程序告知书", day(notified or begun)
    )
