"""A year's arrangement of holidays from a file: rows of CSV or events of ICS, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from quanze.lists.model import Place
from quanze.lists.refusal import Refusal
from quanze.procedure.clocks.calendar import CalendarYear, DayKind, SpecialDay, belongs
from quanze.procedure.clocks.calendar_csv import rows_of_csv
from quanze.procedure.clocks.calendar_ics import rows_of_ics
from quanze.procedure.clocks.calendar_row import Row, refused

MOST_BYTES = 1_000_000
"""A year takes two thousand; a longer file is something else."""

LONGEST_NAME = 40
"""Characters. It stands in every sentence that explains a deadline."""

KINDS = {DayKind.OFF: "休", DayKind.WORK: "班"}


class _Said(NamedTuple):
    line: int
    kind: DayKind
    names: dict[str, None]


def read_year(data: bytes, source: str) -> CalendarYear:
    """The arrangement in ``data``: an iCalendar file where it says so, else CSV (see ``calendar_csv`` and
    ``calendar_ics`` for what they hold). ``source`` is the 文号 of the notice, as the person who imports it states it.

    Raises :class:`Refusal`, which names the line, where a line cannot be read, where two disagree about a day, and
    where the file is not of one year (with, at most, December of the year before).
    """
    if len(data) > MOST_BYTES:
        raise Refusal(f"文件大于 {MOST_BYTES:,} 字节，不是一年的放假安排")
    text = _decoded(data)
    is_ics = text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"
    return _year(rows_of_ics(text) if is_ics else rows_of_csv(text), source)


def _decoded(data: bytes) -> str:
    """UTF-8, or what Excel writes on a Chinese desk."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("文字编码既不是 UTF-8 也不是 GB18030")


def _year(rows: Iterable[Row], source: str) -> CalendarYear:
    said: dict[date, _Said] = {}
    for row in rows:
        before = said.setdefault(row.day, _Said(row.line, row.kind, {}))
        if before.kind is not row.kind:
            raise refused(
                row.line,
                f"{row.day} 写作“{KINDS[row.kind]}”，与第{before.line}行的“{KINDS[before.kind]}”矛盾",
            )
        before.names[row.name] = None
    if not said:
        raise Refusal("文件里没有一天的安排", Place(line=1))
    year = max(said).year
    for day, entry in said.items():
        if not belongs(day, year):
            raise refused(entry.line, f"{day} 不在 {year} 年内；一个文件只能是一年的安排")
    return CalendarYear(year, tuple(_special(day, said[day]) for day in sorted(said)), source)


def _special(day: date, said: _Said) -> SpecialDay:
    name = "、".join(said.names)
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise refused(said.line, f"{day} 的名称超过 {LONGEST_NAME} 个字，或者有不可见的字符")
    return SpecialDay(day, said.kind, name)
