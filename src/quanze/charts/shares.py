"""What each row is made of, as parts of one length."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.charts.figures import percent, said
from quanze.charts.model import Figure, Share, Shares
from quanze.charts.paper import (
    EDGE,
    LINE,
    WIDE,
    across,
    filling,
    fillings,
    frame,
    label,
    legend,
    rect,
    shortened,
    text,
    unit,
)

HIGH, GAP = 20, 8


def draw(chart: Shares, key: str) -> str:
    names, y = legend(key, chart.parts, LINE + 6.0)
    parts = [fillings(key, len(chart.parts)), unit(chart.unit), names]
    aside = max(across(_total(row)) for row in chart.rows) + 10
    for row in chart.rows:
        name, end = label(row.label, y, WIDE - 2 * EDGE - aside)
        parts += (name, text("graph-figure", WIDE - EDGE, y + LINE - 5, _total(row), "end"))
        parts += _row(chart, row, key, end)
        y = end + HIGH
        for line in _beside(chart, row):
            y += LINE
            parts.append(text("graph-beside", EDGE, y - 4, line))
        y += GAP
    return frame(key, "shares", chart.title, told(chart), y, parts)


def _total(row: Share) -> str:
    return f"共 {said(sum(row.values))}"


def _row(chart: Shares, row: Share, key: str, y: float) -> Iterator[str]:
    total, x = sum(row.values), float(EDGE)
    for index, (name, value) in enumerate(zip(chart.parts, row.values, strict=True)):
        if not value:
            continue
        wide = (WIDE - 2 * EDGE) * value / total
        words = f"{row.label}，{name}：{said(value)} {chart.unit}，{percent(value, total)}"
        yield rect(f"part part-{index}", x, y, wide, HIGH, filling(key, index), words)
        if _fits(value, total):
            yield _figure(index, x + wide / 2, y, said(value))
        x += wide


def _fits(value: Figure, total: Figure) -> bool:
    return across(said(value)) + 8 < (WIDE - 2 * EDGE) * value / total


def _beside(chart: Shares, row: Share) -> list[str]:
    """What is too narrow to bear its figure: the few that are late among thousands. In one line, or one line each."""
    total = sum(row.values)
    made = [
        f"{shortened(name, WIDE / 2)[0]} {said(value)}"
        for name, value in zip(chart.parts, row.values, strict=True)
        if value and not _fits(value, total)
    ]
    line = "，".join(made)
    return made if across(line) > WIDE - 2 * EDGE else [line] if line else []


def _figure(index: int, middle: float, y: float, words: str) -> str:
    """White on the plain filling; on a patterned one a plate keeps the figure legible."""
    if index == 0:
        return text("graph-on", middle, y + 15, words, "middle", "#fff")
    wide = across(words) + 4
    plate = (
        f'<rect class="graph-plate" x="{middle - wide / 2:.6g}" y="{y + 3:.6g}" width="{wide:.6g}" height="14" '
        'fill="#fff"/>'
    )
    return plate + text("graph-figure", middle, y + 15, words, "middle")


def told(chart: Shares) -> str:
    sums = [sum(row.values[index] for row in chart.rows) for index in range(len(chart.parts))]
    total = sum(sums)
    if not total:
        return f"{len(chart.rows)} 行，都是 0。"
    made = "，".join(
        f"{name} {said(value)}（{percent(value, total)}）"
        for name, value in zip(chart.parts, sums, strict=True)
    )
    return f"{len(chart.rows)} 行，共 {said(total)} {chart.unit}：{made}。"


def table(chart: Shares) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    header = ("名称", *(f"{name}（{chart.unit}）" for name in chart.parts), f"合计（{chart.unit}）")
    return header, [(row.label, *map(said, row.values), said(sum(row.values))) for row in chart.rows]
