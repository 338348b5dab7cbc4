"""A placed chart as SVG: shapes and classes for the stylesheet, words for those who hear it, no script and no style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quanze.procedure.chart.figure import Box, Mark, Row, Shape
from quanze.procedure.chart.layout import EDGE, TITLE, WORDS, Chart, Line, Placed
from quanze.procedure.chart.words import escaped

SIZES = {"title": TITLE, "stage": TITLE, "words": WORDS, "note": WORDS}


def svg(chart: Chart, rows: Sequence[Row], title: str, ident: str, kind: str) -> str:
    """The chart as one ``svg`` element. ``ident`` begins its ids, so that two may stand on one page; ``kind`` is a
    further class."""
    return "\n".join(_elements(chart, rows, title, ident, kind))


def _elements(chart: Chart, rows: Sequence[Row], title: str, ident: str, kind: str) -> Iterator[str]:
    name = escaped(ident)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow-chart {escaped(kind)}" role="img" '
        f'aria-labelledby="{name}-title {name}-words" width="{chart.width:g}" height="{chart.height:g}" '
        f'viewBox="0 0 {chart.width:g} {chart.height:g}" fill="none" stroke="currentColor" stroke-width="1.5">'
    )
    yield f'<title id="{name}-title">{escaped(title)}</title>'
    yield f'<desc id="{name}-words">{escaped(told(rows))}</desc>'
    for heading in chart.headings:
        yield from (_text(line, heading.left, "start") for line in heading.lines)
    for arrow in chart.arrows:
        yield f'<path class="arrow" d="{arrow.line}{arrow.head}"/>'
    for link in chart.links:
        yield f'<path class="link" d="{link.line}" stroke-dasharray="4 3"/><path class="link" d="{link.head}"/>'
    for placed in chart.boxes:
        yield from _box(placed)
    yield "</svg>"


def _box(placed: Placed) -> Iterator[str]:
    box = placed.box
    classes = " ".join(filter(None, ("box", box.shape, box.mark)))
    yield f'<g class="{classes}">'
    yield _outline(placed)
    yield from (_text(line, placed.middle, "middle") for line in placed.lines)
    yield "</g>"


def _outline(placed: Placed) -> str:
    """The shape of a box. Where a case is now, it is drawn thrice as strong; what is dropped, dotted."""
    x, y, w, h = placed.left, placed.top, placed.width, placed.height
    stroke = {
        Mark.NOW: ' stroke-width="4"',
        Mark.WAIVED: ' stroke-dasharray="1 4"',
        Mark.DROPPED: ' stroke-dasharray="1 4"',
    }.get(placed.box.mark, "")
    match placed.box.shape:
        case Shape.TERMINAL:
            return _rect(x, y, w, h, min(h / 2, 24), stroke)
        case Shape.BRANCH:
            return _rect(x, y, w, h, 12, stroke)
        case Shape.ASIDE:
            return _rect(x, y, w, h, 0, stroke or ' stroke-dasharray="6 4"')
        case Shape.VERDICT:
            left, right, middle = x + EDGE, x + w - EDGE, y + h / 2
            points = (
                f"{left:g},{y:g} {right:g},{y:g} {x + w:g},{middle:g} {right:g},{y + h:g} "
                f"{left:g},{y + h:g} {x:g},{middle:g}"
            )
            return f'<polygon points="{points}"{stroke}/>'
        case Shape.OPTIONAL:
            bars = f"M{x + 6:g} {y:g}v{h:g}M{x + w - 6:g} {y:g}v{h:g}"
            return _rect(x, y, w, h, 0, stroke) + f'<path d="{bars}"/>'
        case Shape.STEP:
            return _rect(x, y, w, h, 4, stroke)


def _rect(x: float, y: float, w: float, h: float, rx: float, stroke: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{rx:g}"{stroke}/>'


def _text(line: Line, x: float, anchor: str) -> str:
    return (
        f'<text class="{line.kind}" x="{x:g}" y="{line.y:g}" text-anchor="{anchor}" '
        f'font-size="{SIZES[line.kind]}" fill="currentColor" stroke="none">{escaped(line.words)}</text>'
    )


def told(rows: Sequence[Row]) -> str:
    """The chart in words, for whoever does not see it: each row in order, and where a case is."""
    parts = []
    for row in rows:
        name = f"{row.stage}：" if row.stage else ""
        beside = "、".join(map(_told, row.beside))
        parts.append(name + " 与 ".join(map(_told, row.boxes)) + (f"（另有：{beside}）" if beside else ""))
    return "依次为：" + "；".join(parts) + "。"


def _told(box: Box) -> str:
    return box.title + (f"，{box.note}" if box.note else "")
