"""Horizontal bars: a name above each, its figure behind it."""

from __future__ import annotations

from quanze.charts.figures import said, ticks
from quanze.charts.model import Bars
from quanze.charts.paper import DARK, EDGE, LINE, WIDE, across, axis, frame, label, rect, text, unit

HIGH, GAP = 14, 8


def draw(chart: Bars, key: str) -> str:
    values = [row.value for row in chart.rows]
    marks = ticks(values)
    room = WIDE - 2 * EDGE - 6 - max(across(said(value)) for value in values)
    y = top = LINE + 6.0
    rows = []
    for row in chart.rows:
        name, y = label(row.label, y, WIDE - 2 * EDGE)
        long = room * row.value / marks[-1]
        rows.append(name)
        rows.append(
            rect("part part-0", EDGE, y, long, HIGH, DARK, f"{row.label}：{said(row.value)} {chart.unit}")
        )
        rows.append(text("graph-figure", EDGE + long + 6, y + HIGH - 2, said(row.value)))
        y += HIGH + GAP
    lines = axis(marks, EDGE, room, top, y)
    return frame(key, "bars", chart.title, told(chart), y + LINE + 4, [unit(chart.unit), *lines, *rows])


def told(chart: Bars) -> str:
    total = sum(row.value for row in chart.rows)
    if not total:
        return f"{len(chart.rows)} 项，都是 0。"
    largest = max(chart.rows, key=lambda row: row.value)
    return (
        f"{len(chart.rows)} 项，共 {said(total)} {chart.unit}；"
        f"最多的是{largest.label}，{said(largest.value)} {chart.unit}。"
    )


def table(chart: Bars) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    return ("名称", chart.unit), [(row.label, said(row.value)) for row in chart.rows]
