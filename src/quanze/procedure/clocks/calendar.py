"""Which days are worked: the yearly arrangements of holidays, as data with their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from quanze.procedure.clocks.moments import WEEKDAYS

ONE_DAY = timedelta(days=1)
SATURDAY = 5
"""``date.weekday()`` of the first day of a weekend."""

# 《全国年节及纪念日放假办法》第二条：“元旦，放假1天（1月1日）；……劳动节，放假2天（5月1日、2日）；……国庆节，放假3天……”
# The other four move with the lunar calendar or the sun; nobody here computes them.
FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""(month, day) → holiday, for every year: what is known of a year before its arrangement is announced."""


ASSUMED = "推定"
"""Said of a day off in a year whose arrangement is not loaded."""


class DayKind(StrEnum):
    """What an arrangement says of a day: 休 or 班."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of which an arrangement speaks, with the holiday's name (``春节``)."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's arrangement as announced: the days off and the weekend days that are worked.

    It may reach back into December of the year before (29 December 2018 was worked by the arrangement of 2019); such a
    day overrides what the earlier arrangement said of it. ``source`` is the 文号 of the notice, or where the days
    come from. Raises :class:`ValueError` where a day is named twice or lies elsewhere.
    """

    year: int
    days: tuple[SpecialDay, ...]
    source: str

    def __post_init__(self) -> None:
        if len({special.day for special in self.days}) != len(self.days):
            raise ValueError(f"{self.year} 年的安排里有一天写了两次")
        for special in self.days:
            if not belongs(special.day, self.year):
                raise ValueError(f"{special.day} 不属于 {self.year} 年的安排")


def belongs(day: date, year: int) -> bool:
    """Whether the arrangement of ``year`` may speak of ``day``."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The arrangements that are loaded, one for each year. Of any other year only the weekends and the holidays that
    the law itself fixes are assumed (推定), and whoever counts is told so by :meth:`knows`."""

    years: tuple[CalendarYear, ...] = ()
    _loaded: frozenset[int] = field(init=False, repr=False, compare=False)
    _off: dict[date, str] = field(init=False, repr=False, compare=False)
    _makeup: dict[date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        years = tuple(sorted(self.years, key=lambda year: year.year))
        loaded = frozenset(year.year for year in years)
        if len(loaded) != len(years):
            raise ValueError("一年有两份放假安排")
        off = {day: WEEKDAYS[day.weekday()] for year in years for day in _weekends(year.year)}
        makeup: dict[date, str] = {}
        for special in (special for year in years for special in year.days):
            if special.kind is DayKind.OFF:
                off[special.day] = special.name
                makeup.pop(special.day, None)
            else:
                off.pop(special.day, None)
                if special.day.weekday() >= SATURDAY:
                    makeup[special.day] = special.name
        for name, value in (("years", years), ("_loaded", loaded), ("_off", off), ("_makeup", makeup)):
            object.__setattr__(self, name, value)

    def with_year(self, year: CalendarYear) -> Calendar:
        """The same with this year's arrangement, in place of the one that it had."""
        return Calendar((*(other for other in self.years if other.year != year.year), year))

    def knows(self, year: int) -> bool:
        """Whether the arrangement of ``year`` is loaded."""
        return year in self._loaded

    def sources(self, years: Iterable[int]) -> tuple[str, ...]:
        """Where the arrangements of those of ``years`` that are loaded come from."""
        wanted = set(years)
        return tuple(year.source for year in self.years if year.year in wanted)

    def why_off(self, day: date) -> str | None:
        """Why nobody works on ``day``: ``周六``, ``国庆节``, in a year that is not loaded ``周六，推定``. ``None`` on a
        working day."""
        if day.year in self._loaded:
            return self._off.get(day)
        name = FIXED_HOLIDAYS.get((day.month, day.day))
        if name is None and day.weekday() >= SATURDAY:
            name = WEEKDAYS[day.weekday()]
        return None if name is None else f"{name}，{ASSUMED}"

    def makeup(self, day: date) -> str | None:
        """For which holiday this weekend day is worked (调休上班), or ``None``."""
        return self._makeup.get(day) if day.year in self._loaded else None


def _weekends(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    return (day for day in (first + n * ONE_DAY for n in range(days)) if day.weekday() >= SATURDAY)
