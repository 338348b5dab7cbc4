"""A deadline as a strip of calendar weeks, from Monday to Sunday: each day with a mark that needs no colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from quanze.procedure.clocks.calendar import ONE_DAY
from quanze.procedure.clocks.deadline import Cause, Paused, Reading
from quanze.procedure.clocks.moments import WEEKDAYS, say_day

MOST_WEEKS = 60
"""Of a longer strip the middle is left out."""

DAYS = 7
LABEL, COLUMN = 16, 10
"""Half-width columns that the date of a week and a day take in the strip of text."""


class Mark(StrEnum):
    """What a day is, with the character that says so: the event's day, a day that counts, a weekend day that counts,
    one that does not, one on which the clock stands still, the last day. Outside of the strip it is blank."""

    START = "起"
    COUNTED = "·"
    MAKEUP = "班"
    OFF = "休"
    SUSPENDED = "停"
    DUE = "止"
    OUTSIDE = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: ``number`` is the how-manieth it counts, ``why`` what there is to say of it."""

    day: date
    mark: Mark
    number: int | None = None
    why: str | None = None


Week = tuple[Cell, ...]


def weeks(began: date, reading: Reading) -> tuple[Week | None, ...]:
    """The weeks from that of the event to that of the last day (or of the pause). ``None`` once, where weeks are left
    out in the middle."""
    special: dict[date, Cell] = {began: Cell(began, Mark.START, why="开始的当日，不计入")}
    for number, day in enumerate(reading.counted, start=1):
        special[day] = Cell(day, Mark.DUE if day == reading.due else Mark.COUNTED, number)
    for makeup in reading.makeup:
        cell = special[makeup.day]
        special[makeup.day] = replace(
            cell,
            mark=cell.mark if cell.mark is Mark.DUE else Mark.MAKEUP,
            why=f"{makeup.holiday}调休上班",
        )
    for skip in reading.skipped:
        stopped = skip.cause is Cause.SUSPENDED
        special[skip.day] = Cell(skip.day, Mark.SUSPENDED if stopped else Mark.OFF, why=skip.why)
    if isinstance(reading.end, Paused):
        since = reading.end.since
        special[since] = Cell(since, Mark.SUSPENDED, why=f"中止：{reading.end.ground}，尚未恢复")
    monday = began - timedelta(days=began.weekday())
    count = (max(special) - monday).days // DAYS + 1
    all_weeks = [
        tuple(
            special.get(day, Cell(day, Mark.OUTSIDE))
            for day in (monday + (week * DAYS + n) * ONE_DAY for n in range(DAYS))
        )
        for week in range(count)
    ]
    if count <= MOST_WEEKS:
        return tuple(all_weeks)
    half = MOST_WEEKS // 2
    return (*all_weeks[:half], None, *all_weeks[-half:])


def text_strip(began: date, reading: Reading) -> str:
    """The strip for a terminal: a line for each week."""
    return "\n".join(_lines(began, reading))


def _lines(began: date, reading: Reading) -> Iterator[str]:
    names = "".join(_padded(name, COLUMN) for name in WEEKDAYS)
    yield f"{' ' * LABEL}{names}".rstrip()
    for week in weeks(began, reading):
        if week is None:
            yield "……"
            continue
        monday = say_day(week[0].day)
        cells = "".join(_padded(_cell(cell), COLUMN) for cell in week)
        yield f"{_padded(monday, LABEL)}{cells}".rstrip()


def _cell(cell: Cell) -> str:
    if cell.mark is Mark.OUTSIDE:
        return ""
    number = "" if cell.number is None else f"({cell.number})"
    mark = "" if cell.mark is Mark.COUNTED else cell.mark
    return f"{cell.day.day}{number}{mark}"


def _padded(text: str, width: int) -> str:
    """Padded to ``width`` half-width columns; of what stands here only Chinese characters take two."""
    return text + " " * (width - sum(1 if char.isascii() else 2 for char in text))
