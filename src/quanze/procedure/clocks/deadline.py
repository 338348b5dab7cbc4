"""A deadline and how it was reached: every day from the event to the last day, counted or skipped and why."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.clocks.rules import RULES, Rule
from quanze.procedure.clocks.suspension import stopping
from quanze.procedure.clocks.term import Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Unit


class Cause(StrEnum):
    """Why a day does not count: nobody works on it, the clock stands still, or the last day rolls on over it."""

    OFF = "off"
    SUSPENDED = "suspended"
    ROLLED = "rolled"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that does not count; ``why`` for people: ``周六``, ``国庆节``, ``中止：专家评审``."""

    day: date
    cause: Cause
    why: str


@dataclass(frozen=True, slots=True)
class Makeup:
    """A weekend day that counts, since it is worked for a holiday (调休)."""

    day: date
    holiday: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock has stood still since ``since``, nobody knows until when; ``left`` days are banked, in the unit of the
    reading (calendar days where it counts months)."""

    since: date
    ground: str
    left: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A term read in one unit. ``end`` is the last day, or the pause in which it ends for now. ``counted`` and
    ``skipped`` together are every day after the event's up to the last day, or up to the pause, each once.

    ``arrangements``: the notices by which days were held to be off or worked. ``needs``: years whose arrangement would
    have to be loaded; what is assumed of them may move the end.
    """

    unit: Unit
    end: date | Paused
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    makeup: tuple[Makeup, ...]
    arrangements: tuple[str, ...]
    needs: tuple[int, ...]

    @property
    def due(self) -> date | None:
        """The last day; ``None`` while the clock is paused."""
        return None if isinstance(self.end, Paused) else self.end


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term, counted. Where the limit says 日 and no more there are two readings, the first being the one that is
    assumed; else there is one."""

    term: Term
    readings: tuple[Reading, ...]

    @property
    def reading(self) -> Reading:
        """The reading that holds."""
        return self.readings[0]

    @property
    def due(self) -> date | None:
        """The last day, in Asia/Shanghai; ``None`` while the clock is paused."""
        return self.reading.due

    @property
    def until(self) -> datetime | None:
        """The first moment that is too late: the close of business on the last day, or the end of that day."""
        return None if self.due is None else end_of(self.due, self.term.closing)

    @property
    def warn_on(self) -> date | None:
        """The last day of the earliest reading, by which people are reminded."""
        return min((reading.due for reading in self.readings if reading.due), default=None)

    @property
    def needs(self) -> tuple[int, ...]:
        """The years of which any reading needs the arrangement."""
        return tuple(sorted({year for reading in self.readings for year in reading.needs}))

    @property
    def provisional(self) -> bool:
        """Whether the date may move when an arrangement is loaded (暂定)."""
        return bool(self.needs)

    @property
    def rule(self) -> Rule:
        """How the reading that holds is counted."""
        return RULES[self.reading.unit]


def deadline(term: Term, calendar: Calendar) -> Deadline:
    """Counts ``term``. Counting it again with a calendar that has more years re-dates it.

    Raises :class:`Uncountable` where an extension was decided when the time had run out.
    """
    for index, extension in enumerate(term.extensions):
        before = deadline(replace(term, extensions=term.extensions[:index]), calendar)
        if before.due is not None and extension.decided > before.due:
            raise Uncountable(
                f"期限已于 {say_day(before.due)} 届满，{say_day(extension.decided)} 不能再延长"
                f"（{extension.rule.source}）"
            )
    return counted(term, calendar)


def counted(term: Term, calendar: Calendar) -> Deadline:
    """Counts ``term`` without asking whether its extensions were decided in time: for those that were once let
    through, by a calendar that may have been another."""
    unit = term.limit.unit
    if unit is not Unit.DAY:
        return Deadline(term, (_read(term, unit, calendar),))
    other = Unit.CALENDAR_DAY if term.assumed is Unit.WORKING_DAY else Unit.WORKING_DAY
    return Deadline(term, (_read(term, term.assumed, calendar), _read(term, other, calendar)))


# 《民法典》第二百零三条：“期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间。”
def end_of(day: date, closing: time | None) -> datetime:
    """When ``day`` ends: at 24:00, or at the close of business where one is set."""
    if closing is None:
        return datetime.combine(day + ONE_DAY, time(0), SHANGHAI)
    return datetime.combine(day, closing, SHANGHAI)


def _read(term: Term, unit: Unit, calendar: Calendar) -> Reading:
    """Goes day by day. Working days count if they are worked; of other days only the last one must be."""
    began = term.began
    length = _days_of_months(began, term.length) if unit is Unit.MONTH else term.length
    counted: list[date] = []
    skipped: list[Skipped] = []
    makeup: list[Makeup] = []
    asked: set[int] = set()
    day = began
    end: date | Paused | None = None
    while end is None:
        # 《民法典》第二百零一条：“……开始的当日不计入，自下一日开始计算。”
        day += ONE_DAY
        if term.suspensions and (stop := stopping(day, term.suspensions)):
            if stop.ended is None:
                end = Paused(day, stop.ground, length - len(counted))
                continue
            skipped.append(Skipped(day, Cause.SUSPENDED, f"中止：{stop.ground}"))
            continue
        last = len(counted) == length - 1
        if unit is Unit.WORKING_DAY or last:
            asked.add(day.year)
            if why := calendar.why_off(day):
                # 《民法典》第二百零三条：“期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。”
                if unit is Unit.WORKING_DAY:
                    skipped.append(Skipped(day, Cause.OFF, why))
                else:
                    skipped.append(Skipped(day, Cause.ROLLED, f"{why}，最后一日顺延"))
                continue
            if unit is Unit.WORKING_DAY and (holiday := calendar.makeup(day)):
                makeup.append(Makeup(day, holiday))
        counted.append(day)
        if last:
            end = day
    needs = tuple(year for year in sorted(asked) if not calendar.knows(year))
    found = tuple(counted), tuple(skipped), tuple(makeup)
    return Reading(unit, end, *found, calendar.sources(asked), needs)


# 《民法典》第二百零二条：“按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。”
def _days_of_months(began: date, n: int) -> int:
    """How many days ``n`` months are that begin after ``began``. Suspended days come on top."""
    year, month = divmod(began.year * 12 + began.month - 1 + n, 12)
    last = months.monthrange(year, month + 1)[1]
    return (date(year, month + 1, min(began.day, last)) - began).days
