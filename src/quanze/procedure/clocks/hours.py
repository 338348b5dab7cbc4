"""Limits that are no number of days: in hours and minutes (24小时内), and those that end with the day (即时, 当日)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.clocks.rules import Rule

# 《民法典》第二百零一条第二款：“按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。”
BY_THE_HOUR = Rule("按小时计算，从该时刻起连续计算，休息日也计入", "《民法典》第二百零一条第二款")

# 《民法典》第二百零三条：“期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。”
SAME_DAY = Rule(
    "当场、即时、当日办理的，至当日24时；当日是休假日的，至休假结束的次日24时", "《民法典》第二百零三条"
)

LONGEST_WAIT = 60
"""Days off in a row beyond which nobody looks for the day that is worked."""

Stop = tuple[datetime, datetime | None]
"""When a clock was stopped and when it ran again; ``None``: it still stands still."""


def minutes_after(start: datetime, minutes: int, stops: Iterable[Stop] = ()) -> datetime | None:
    """The first moment that is too late, ``None`` while the clock stands still. ``stops`` in order; time in which the
    clock stood still does not count."""
    until = start + timedelta(minutes=minutes)
    for stopped, ran in stops:
        if stopped >= until:
            break
        if ran is None:
            return None
        until += max(ran - max(stopped, start), timedelta())
    return until


def same_day(start: datetime, calendar: Calendar) -> tuple[date, bool]:
    """The day in China by whose end something is to be done that is due at once, and whether it is provisional since
    the arrangement of its year is not loaded."""
    day = start.astimezone(SHANGHAI).date()
    provisional = not calendar.knows(day.year)
    for _ in range(LONGEST_WAIT):
        if calendar.why_off(day) is None:
            break
        day += ONE_DAY
        provisional = provisional or not calendar.knows(day.year)
    return day, provisional


def say_minutes(minutes: int) -> str:
    """``24小时``, ``1小时30分钟``, ``30分钟``."""
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest or not hours else "")


def say_moment(moment: datetime, near: date | None = None) -> str:
    """``2026年3月2日9时30分`` in China; without the year where it is that of ``near``."""
    there = moment.astimezone(SHANGHAI)
    return f"{say_day(there.date(), near)}{there.hour}时{f'{there.minute}分' if there.minute else ''}"
