"""How long stages take: a dot at the median, a bar from there to what nine tenths keep within."""

from __future__ import annotations

from quanze.charts.figures import said, ticks
from quanze.charts.model import Span, Spans
from quanze.charts.paper import DARK, EDGE, LINE, PALE, WIDE, across, axis, frame, label, rect, text, unit

HIGH, GAP, DOT = 14, 10, 5
LEFT = EDGE + DOT


def draw(chart: Spans, key: str) -> str:
    marks = ticks([value for row in chart.rows for value in (row.median, row.p90)])
    room = WIDE - 2 * LEFT
    y = top = LINE + 6.0
    rows = [text("graph-name", EDGE, LINE - 5, "● 中位数　▏九成以内")]
    for row in chart.rows:
        aside = across(_figures(row)) + 10
        stacked = aside > WIDE / 2
        name, end = label(row.label, y, WIDE - 2 * EDGE - (0 if stacked else aside))
        end += LINE if stacked else 0
        rows += (
            name,
            text("graph-figure", WIDE - EDGE, (end if stacked else y + LINE) - 5, _figures(row), "end"),
        )
        median, p90 = (LEFT + room * value / marks[-1] for value in (row.median, row.p90))
        middle = end + HIGH / 2
        words = (
            f"{row.label}：中位数 {said(row.median)} {chart.unit}，九成在 {said(row.p90)} {chart.unit}以内"
        )
        rows.append(rect("span", median, middle - 3, p90 - median, 6, PALE, words))
        rows.append(f'<path class="mark" d="M{p90:.6g} {end:g}v{HIGH}" stroke="{DARK}" stroke-width="2"/>')
        rows.append(f'<circle class="mark" cx="{median:.6g}" cy="{middle:g}" r="{DOT}" fill="{DARK}"/>')
        y = end + HIGH + GAP
    lines = axis(marks, LEFT, room, top, y)
    return frame(key, "spans", chart.title, told(chart), y + LINE + 4, [unit(chart.unit), *lines, *rows])


def _figures(row: Span) -> str:
    return f"中位 {said(row.median)}，九成 {said(row.p90)}"


def told(chart: Spans) -> str:
    median = max(chart.rows, key=lambda row: row.median)
    p90 = max(chart.rows, key=lambda row: row.p90)
    return (
        f"{len(chart.rows)} 个环节；中位数最大的是{median.label}，{said(median.median)} {chart.unit}；"
        f"九成以内最大的是{p90.label}，{said(p90.p90)} {chart.unit}。"
    )


def table(chart: Spans) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    header = ("环节", f"中位数（{chart.unit}）", f"九成以内（{chart.unit}）")
    return header, [(row.label, said(row.median), said(row.p90)) for row in chart.rows]
