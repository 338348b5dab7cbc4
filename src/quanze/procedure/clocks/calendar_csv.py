"""An arrangement of holidays as CSV: ``date,kind,name``, one day in a line.

A heading line is skipped. Dates as ``2027-01-01``, ``2027/1/1``, ``20270101`` or ``2027年1月1日``; the kind is 休 or 班
(``KINDS`` has what else is understood); the name may be missing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from quanze.procedure.clocks.calendar import DayKind
from quanze.procedure.clocks.calendar_row import UNNAMED, Row, cut, day_of, refused

KINDS = {
    "休": DayKind.OFF,
    "休息": DayKind.OFF,
    "放假": DayKind.OFF,
    "off": DayKind.OFF,
    "holiday": DayKind.OFF,
    "班": DayKind.WORK,
    "上班": DayKind.WORK,
    "补班": DayKind.WORK,
    "work": DayKind.WORK,
    "workday": DayKind.WORK,
}
"""Second column → what it says of the day."""

HEADINGS = {"date", "日期"}

_DATES = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)


def rows_of_csv(text: str) -> Iterator[Row]:
    """The rows in order. Raises :class:`Refusal` with the line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begun = 1
    try:
        for cells in reader:
            line, begun = begun, reader.line_num + 1
            cells = [cell.strip() for cell in cells]
            if not any(cells) or (line == 1 and cells[0].lower() in HEADINGS):
                continue
            yield _row(line, cells)
    except csv.Error:
        raise refused(begun, "不是 CSV：引号没有成对，或者一格太长") from None


def _row(line: int, cells: list[str]) -> Row:
    if len(cells) < 2 or any(cells[3:]):
        raise refused(line, f"应有“日期,休或班,名称”三格，却是“{cut(','.join(cells))}”")
    written = next(filter(None, (pattern.fullmatch(cells[0]) for pattern in _DATES)), None)
    if written is None:
        raise refused(line, f"读不出日期“{cut(cells[0])}”，应写作 2027-01-01")
    kind = KINDS.get(cells[1].lower())
    if kind is None:
        raise refused(line, f"“{cut(cells[1])}”既不是休也不是班")
    name = cells[2] if len(cells) > 2 else ""
    return Row(line, day_of(line, *written.groups()), kind, name or UNNAMED[kind])
