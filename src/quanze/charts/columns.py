"""Columns over months, for one series or two side by side."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.charts.figures import said, ticks
from quanze.charts.model import Columns
from quanze.charts.paper import (
    EDGE,
    LINE,
    PALE,
    WIDE,
    across,
    filling,
    fillings,
    frame,
    legend,
    rect,
    shortened,
    text,
    unit,
)

HIGH, WIDEST = 150, 60


def draw(chart: Columns, key: str) -> str:
    names, top = legend(key, chart.series, LINE + 6.0)
    top += LINE
    bottom = top + HIGH
    marks = ticks([value for row in chart.rows for value in row.values])
    left = EDGE + 6 + max(across(said(mark)) for mark in marks)
    parts = [fillings(key, len(chart.series)), unit(chart.unit), names]
    for mark in marks:
        y = bottom - HIGH * mark / marks[-1]
        parts.append(
            f'<path class="graph-line" d="M{left:.6g} {y:.6g}H{WIDE - EDGE}" stroke="{PALE}" fill="none"/>'
        )
        parts.append(text("graph-tick", left - 6, y + 4, said(mark), "end"))
    parts += _columns(chart, key, left, bottom, marks[-1])
    return frame(key, "columns", chart.title, told(chart), bottom + LINE + 8, parts)


def _columns(chart: Columns, key: str, left: float, bottom: float, most: float) -> Iterator[str]:
    step = min((WIDE - EDGE - left) / len(chart.rows), WIDEST)
    wide = step * 0.8 / len(chart.series)
    shown = [shortened(row.label, 110)[0] for row in chart.rows]
    every = int(max(map(across, shown)) // step) + 1
    fits = all(across(said(value)) <= wide for row in chart.rows for value in row.values)
    for number, row in enumerate(chart.rows):
        begun = left + step * number
        for index, (name, value) in enumerate(zip(chart.series, row.values, strict=True)):
            x, high = begun + step * 0.1 + wide * index, HIGH * value / most
            words = f"{row.label}，{name}：{said(value)} {chart.unit}"
            yield rect(f"part part-{index}", x, bottom - high, wide, high, filling(key, index), words)
            if fits:
                yield text("graph-figure", x + wide / 2, bottom - high - 4, said(value), "middle")
        if number % every == 0:
            yield from _name(shown[number], begun, step, bottom + LINE - 2, every == 1)


def _name(words: str, begun: float, step: float, y: float, each: bool) -> Iterator[str]:
    """Under the middle of its column where each column has its name, else from its column on, if that much is left."""
    if each:
        yield text("graph-month", begun + step / 2, y, words, "middle")
    elif begun + across(words) <= WIDE - EDGE:
        yield text("graph-month", begun, y, words)


def told(chart: Columns) -> str:
    parts = []
    for index, name in enumerate(chart.series):
        total = sum(row.values[index] for row in chart.rows)
        largest = max(chart.rows, key=lambda row: row.values[index])
        most = f"，最多的是{largest.label}，{said(largest.values[index])} {chart.unit}" if total else ""
        parts.append(f"{name}共 {said(total)} {chart.unit}{most}")
    return f"{chart.rows[0].label}至{chart.rows[-1].label}：{'；'.join(parts)}。"


def table(chart: Columns) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    header = ("月份", *(f"{name}（{chart.unit}）" for name in chart.series))
    return header, [(row.label, *map(said, row.values)) for row in chart.rows]
