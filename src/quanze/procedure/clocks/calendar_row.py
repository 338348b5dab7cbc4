"""What a line of an imported arrangement says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanze.lists.model import Place
from quanze.lists.refusal import Refusal
from quanze.procedure.clocks.calendar import DayKind

EARLIEST, LATEST = 1950, 2199
"""Years of which a calendar may speak."""

UNNAMED = {DayKind.OFF: "放假", DayKind.WORK: "节假日"}
"""What a day is named for of which only the kind is told."""

SHOWN = 40
"""So many characters of a text are quoted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One day, and the line (from 1) that speaks of it."""

    line: int
    day: date
    kind: DayKind
    name: str


def refused(line: int, reason: str) -> Refusal:
    """The refusal of a file for what stands in this line."""
    return Refusal(reason, Place(line=line))


def cut(text: str) -> str:
    """``text`` as a refusal quotes it."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


def day_of(line: int, year: str, month: str, day: str) -> date:
    """Raises :class:`Refusal` for a day that no calendar has."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise refused(line, f"没有 {year}年{month}月{day}日 这一天") from None
    if not EARLIEST <= found.year <= LATEST:
        raise refused(line, f"{found.year} 年太远，应在 {EARLIEST} 年到 {LATEST} 年之间")
    return found
