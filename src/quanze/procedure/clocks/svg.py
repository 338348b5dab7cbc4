"""The strip of a deadline as accessible SVG.

No script and no style: classes (``clock-off`` …) for the page's stylesheet, presentation attributes that hold without
one, and for each kind of day a shape and a character of its own, so that it reads in grey on paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import count

from quanze.procedure.clocks.deadline import Reading
from quanze.procedure.clocks.moments import WEEKDAYS, say_day
from quanze.procedure.clocks.strip import Cell, Mark, weeks

LABEL, CELL, ROW, HEAD = 104, 56, 44, 28
"""Widths of the column of dates and of a day, heights of a week and of the names of the days."""

SHAPES = {
    Mark.START: ("start", 'rx="20"'),
    Mark.COUNTED: ("counted", ""),
    Mark.MAKEUP: ("makeup", ""),
    Mark.OFF: ("off", 'stroke-dasharray="2 4"'),
    Mark.SUSPENDED: ("suspended", 'stroke-dasharray="8 4"'),
    Mark.DUE: ("due", 'stroke-width="3"'),
}
"""Mark → its class, without ``clock-``, and what sets its frame apart."""


def svg_strip(began: date, reading: Reading, description: str, *, key: str = "clock") -> str:
    """An ``<svg>`` element to put into a page. ``description`` is read out in its stead (the deadline's sentence);
    ``key`` sets its ids apart from those of other strips on the page and has no blanks."""
    rows = weeks(began, reading)
    width, height = LABEL + CELL * len(WEEKDAYS) + 2, HEAD + ROW * len(rows) + 2
    end = "尚未恢复计算" if reading.due is None else say_day(reading.due)
    name = _safe(key)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="clock-strip" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="{name}-title {name}-description">',
        f'<title id="{name}-title">{_safe(f"期限日历：{say_day(began)}至{end}")}</title>',
        f'<desc id="{name}-description">{_safe(description)}</desc>',
        *_names(),
    ]
    for top, week in zip(count(HEAD, ROW), rows, strict=False):
        if week is None:
            parts.append(_text("clock-gap", LABEL / 2, top + ROW / 2 + 5, "……"))
            continue
        parts.append(_text("clock-week", LABEL / 2, top + ROW / 2 + 5, say_day(week[0].day)))
        for left, cell in zip(count(LABEL, CELL), week, strict=False):
            parts += _cell(cell, left, top)
    parts.append("</svg>")
    return "".join(parts)


def _names() -> Iterator[str]:
    for left, name in zip(count(LABEL, CELL), WEEKDAYS, strict=False):
        yield _text("clock-name", left + CELL / 2, HEAD - 10, name)


def _cell(cell: Cell, left: int, top: int) -> Iterator[str]:
    if cell.mark is Mark.OUTSIDE:
        return
    kind, frame = SHAPES[cell.mark]
    number = "" if cell.number is None else f"第{cell.number}日"
    told = "，".join(part for part in (number, cell.why) if part)
    under = "".join(
        part for part in (str(cell.number or ""), "" if cell.mark is Mark.COUNTED else cell.mark) if part
    )
    middle = left + CELL / 2
    yield f'<g class="clock-day clock-{kind}"><title>{_safe(f"{say_day(cell.day)}：{told}")}</title>'
    yield (
        f'<rect x="{left + 3}" y="{top + 2}" width="{CELL - 6}" height="{ROW - 4}" '
        f'fill="none" stroke="currentColor" {frame}/>'
    )
    yield _text("clock-date", middle, top + 18, str(cell.day.day))
    yield _text("clock-mark", middle, top + 35, under)
    yield "</g>"


def _safe(words: str) -> str:
    """As text or attribute: without characters that XML does not know. Letters and digits alone, as most are, stand as
    they are."""
    if words.isalnum():
        return words
    return escape(words if words.isprintable() else "".join(filter(str.isprintable, words)))


def _text(kind: str, x: float, y: float, words: str) -> str:
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="14" text-anchor="middle" '
        f'fill="currentColor">{_safe(words)}</text>'
    )
