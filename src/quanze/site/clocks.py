"""A deadline and a calendar for people to look at. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from quanze.procedure.clocks.calendar import Calendar, CalendarYear, DayKind, SpecialDay
from quanze.procedure.clocks.deadline import Deadline, Reading, Skipped
from quanze.procedure.clocks.moments import WEEKDAYS
from quanze.procedure.clocks.rules import RULES, UNITS, Rule
from quanze.procedure.clocks.sentence import sentence
from quanze.procedure.clocks.svg import svg_strip

SHOWN_SKIPPED = 120
"""So many skipped days are listed one by one."""


@dataclass(frozen=True, slots=True)
class ShownReading:
    """One way to count: ``name`` only where there are two; without ``due`` the clock is paused. ``more`` skipped days
    are not listed."""

    name: str
    due: date | None
    weekday: str
    strip: SafeString
    skipped: tuple[tuple[Skipped, str], ...]
    more: int
    makeup: tuple[tuple[date, str], ...]
    counted: int
    rule: Rule
    arrangements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownDeadline:
    """A deadline as its page shows it; ``needs`` are the years that it is provisional for."""

    sentence: str
    needs: tuple[int, ...]
    readings: tuple[ShownReading, ...]


def shown(deadline: Deadline, key: str = "clock") -> ShownDeadline:
    """All that there is to see of a deadline. ``key`` tells it apart from others on its page."""
    said = sentence(deadline)
    several = len(deadline.readings) > 1
    return ShownDeadline(
        said,
        deadline.needs,
        tuple(
            _reading(deadline, reading, said, f"{key}-{n}", several)
            for n, reading in enumerate(deadline.readings, 1)
        ),
    )


def _reading(deadline: Deadline, reading: Reading, said: str, key: str, several: bool) -> ShownReading:
    name = f"按{UNITS[reading.unit].removeprefix('个')}计算" if several else ""
    first = reading.skipped[:SHOWN_SKIPPED]
    return ShownReading(
        name,
        reading.due,
        "" if reading.due is None else WEEKDAYS[reading.due.weekday()],
        mark_safe(svg_strip(deadline.term.began, reading, said, key=key)),  # noqa: S308  it escapes
        tuple((skip, WEEKDAYS[skip.day.weekday()]) for skip in first),
        len(reading.skipped) - len(first),
        tuple((makeup.day, makeup.holiday) for makeup in reading.makeup),
        len(reading.counted),
        RULES[reading.unit],
        reading.arrangements,
    )


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days of one name in a row, off or worked."""

    name: str
    kind: DayKind
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def holidays(year: CalendarYear) -> tuple[Holiday, ...]:
    """An arrangement as notices write it: each holiday from when to when, and the weekend days that are worked."""
    found: list[Holiday] = []
    for special in sorted(year.days, key=lambda special: special.day):
        last = found[-1] if found else None
        if last is not None and _goes_on(last, special):
            found[-1] = Holiday(last.name, last.kind, last.first, special.day)
        else:
            found.append(Holiday(special.name, special.kind, special.day, special.day))
    return tuple(found)


def _goes_on(holiday: Holiday, special: SpecialDay) -> bool:
    near = (special.day - holiday.last).days == 1
    return near and (holiday.name, holiday.kind) == (special.name, special.kind)


@dataclass(frozen=True, slots=True)
class Difference:
    """A day of which two arrangements say different things; ``None``: it says nothing."""

    day: date
    weekday: str
    before: SpecialDay | None
    after: SpecialDay | None


def differences(calendar: Calendar, year: CalendarYear) -> tuple[Difference, ...]:
    """What loading ``year`` would change in what the calendar says of it; nothing where it is not loaded yet."""
    before = _by_day(each for each in calendar.years if each.year == year.year)
    after = _by_day([year])
    if not before:
        return ()
    return tuple(
        Difference(day, WEEKDAYS[day.weekday()], before.get(day), after.get(day))
        for day in sorted(before.keys() | after.keys())
        if before.get(day) != after.get(day)
    )


def _by_day(years: Iterable[CalendarYear]) -> dict[date, SpecialDay]:
    return {special.day: special for year in years for special in year.days}
