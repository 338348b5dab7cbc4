"""An arrangement of holidays as iCalendar (RFC 5545): an all-day VEVENT for a day or a range.

``DTSTART;VALUE=DATE:20270101``, ``DTEND;VALUE=DATE:20270104`` (the day after the last, may be missing) and a
``SUMMARY`` that says 休 or 班: ``元旦（休）``, ``春节 补班``, ``国庆节假期``. Events with hours or repetitions are
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from quanze.procedure.clocks.calendar import ONE_DAY, DayKind
from quanze.procedure.clocks.calendar_row import UNNAMED, Row, cut, day_of, refused

LONGEST_RANGE = 31
"""Days. No holiday was longer."""

OFF, WORK = "休", "班"
HOLIDAY = ("放假", "假期")
"""Say that a day is off where neither of the two says anything: 国庆节假期, but 上班（补国庆节假期）."""
BOTH_WAYS = ("调休", "补休")
"""Words with 休 in them that tell nothing: 调休上班 is work."""

REPEATING = ("RRULE", "RDATE", "DURATION")
"""Properties that would add days that nobody reads here."""

_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T000000)?", re.ASCII)
_NO_NAME = re.compile(r"调休|补休|补班|上班|放假|假期|休息|[休班补（）()［］\[\]【】]")
"""What a summary says besides the holiday's name."""

_ESCAPE = re.compile(r"\\([\\;,nN])")

Properties = dict[str, tuple[int, str]]
"""Name of a property → its line and its value."""


def rows_of_ics(text: str) -> Iterator[Row]:
    """The rows in order. Raises :class:`Refusal` with the line."""
    inside: list[tuple[int, str]] = []
    event: Properties = {}
    for line, content in _unfolded(text):
        head, _, value = content.partition(":")
        name = head.partition(";")[0].strip().upper()
        component = value.strip().upper()
        if name == "BEGIN":
            inside.append((line, component))
            if component == "VEVENT":
                event = {"BEGIN": (line, "")}
        elif name == "END":
            if not inside or inside.pop()[1] != component:
                raise refused(line, f"END:{cut(component)} 没有对应的 BEGIN")
            if component == "VEVENT":
                yield from _days(event)
        elif inside and inside[-1][1] == "VEVENT":
            event[name] = (line, value.strip())
    if inside:
        line, component = inside[0]
        raise refused(line, f"BEGIN:{cut(component)} 没有对应的 END，文件不完整")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines, each with the line that it begins in: a line that begins with a blank continues the one before."""
    begun, parts = 0, [""]
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        if begun:
            yield begun, "".join(parts)
        begun, parts = number, [line]
    yield begun, "".join(parts)


def _days(event: Properties) -> Iterator[Row]:
    for name in filter(event.__contains__, REPEATING):
        raise refused(event[name][0], f"日程带 {name}，请改为写明起止日期的全天日程")
    if "DTSTART" not in event:
        raise refused(event["BEGIN"][0], "日程没有 DTSTART")
    first = _date(*event["DTSTART"])
    end = _date(*event["DTEND"]) if "DTEND" in event else first + ONE_DAY
    if not 0 <= (end - first).days <= LONGEST_RANGE:
        raise refused(event["DTEND"][0], f"起止日期 {first} 和 {end} 颠倒或相距超过 {LONGEST_RANGE} 天")
    kind, name = _summary(*event.get("SUMMARY", event["BEGIN"]))
    for offset in range(max((end - first).days, 1)):
        yield Row(event["DTSTART"][0], first + offset * ONE_DAY, kind, name)


def _date(line: int, value: str) -> date:
    written = _DATE.fullmatch(value)
    if written is None:
        raise refused(line, f"“{cut(value)}”不是全天日程的日期，应写作 VALUE=DATE:20270101")
    return day_of(line, *written.groups())


def _summary(line: int, value: str) -> tuple[DayKind, str]:
    summary = _ESCAPE.sub(lambda escape: " " if escape[1] in "nN" else escape[1], value).strip()
    telling = summary
    for word in BOTH_WAYS:
        telling = telling.replace(word, "")
    off, work = OFF in telling, WORK in telling
    if off == work and (work or not any(word in telling for word in HOLIDAY)):
        raise refused(line, f"SUMMARY“{cut(summary)}”看不出是休还是班")
    kind = DayKind.WORK if work else DayKind.OFF
    return kind, _NO_NAME.sub("", summary).strip() or UNNAMED[kind]
