"""Rows of boxes put in their places. All lengths are in the chart's own units, CSS pixels at full size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quanze.procedure.chart.figure import Box, Row, Shape
from quanze.procedure.chart.words import wrap

TITLE, WORDS = 17, 14
"""Sizes of type."""

LEAD = 1.45
"""Height of a line, in sizes of type."""

PAD = 10
GAP = 28
"""Inside a box, and between two rows."""

MARGIN = 3
"""Around everything, for the strong outline of where a case is."""

EDGE = 12
"""What the slanted sides of a verdict and the bars of an optional step take away from their words."""

MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide a chart is: a gutter for the names of stages, the boxes, and what stands beside them. Without a gutter
    the names stand above, without ``side`` what stands beside is put under its row."""

    gutter: float
    main: float
    side: float

    @property
    def width(self) -> float:
        return self.gutter + self.main + (self.side + GAP if self.side else 0) + 2 * MARGIN


WIDE = Measure(gutter=116, main=400, side=320)
NARROW = Measure(gutter=0, main=344, side=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words with its baseline."""

    words: str
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A box in its place, with its lines, all centred."""

    box: Box
    left: float
    top: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line and its head, as paths."""

    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a stage, in the gutter or above its first row."""

    lines: tuple[Line, ...]
    left: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything in its place. ``arrows`` lead on, ``links`` to what branches off."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    headings: tuple[Heading, ...]
    arrows: tuple[Arrow, ...]
    links: tuple[Arrow, ...]


def lay_out(rows: Sequence[Row], measure: Measure = WIDE) -> Chart:
    """The chart of these rows: one column, read from top to bottom."""
    boxes: list[Placed] = []
    headings: list[Heading] = []
    links: list[Arrow] = []
    mains: list[list[Placed]] = []
    y = float(MARGIN)
    for row in rows:
        if row.stage:
            headings.append(_heading(row.stage, y, measure))
            y += 0 if measure.gutter else len(headings[-1].lines) * TITLE * LEAD + GAP / 2
        main = _across(row.boxes, measure.gutter + MARGIN, y, measure.main)
        if measure.side:
            beside = _down(row.beside, measure.gutter + measure.main + GAP + MARGIN, y, measure.side)
        else:
            beside = _down(row.beside, GAP + MARGIN, main[0].bottom + PAD, measure.main - GAP)
        links += _links(main, [each for each in beside if each.box.shape is Shape.BRANCH], measure)
        boxes += [*main, *beside]
        mains.append(main)
        y = max(each.bottom for each in (*main, *beside)) + GAP
    arrows = tuple(arrow for pair in pairwise(mains) for arrow in _arrows(*pair, measure))
    return Chart(measure.width, y - GAP + MARGIN, tuple(boxes), tuple(headings), arrows, tuple(links))


def _across(boxes: Sequence[Box], left: float, top: float, width: float) -> list[Placed]:
    """Boxes of one height side by side."""
    each = (width - GAP / 2 * (len(boxes) - 1)) / len(boxes)
    wanted = [_written(box, each) for box in boxes]
    height = max(_height(lines) for lines in wanted)
    return [
        _placed(box, left + index * (each + GAP / 2), top, each, height, lines)
        for index, (box, lines) in enumerate(zip(boxes, wanted, strict=True))
    ]


def _down(boxes: Sequence[Box], left: float, top: float, width: float) -> list[Placed]:
    """Boxes one under the other."""
    made: list[Placed] = []
    for box in boxes:
        lines = _written(box, width)
        made.append(_placed(box, left, top, width, _height(lines), lines))
        top = made[-1].bottom + PAD
    return made


Written = list[tuple[str, int, str]]
"""The lines of a box: words, size of type, what they are."""


def _written(box: Box, width: float) -> Written:
    inner = width - 2 * PAD - 2 * EDGE
    lines: Written = [(line, TITLE, "title") for line in wrap(box.title, inner / TITLE, MOST_LINES)]
    if box.words:
        lines += [(line, WORDS, "words") for line in wrap(box.words, inner / WORDS, MOST_LINES)]
    if box.note:
        lines.append((box.note, WORDS, "note"))
    return lines


def _height(lines: Written) -> float:
    return sum(size * LEAD for _, size, _ in lines) + 2 * PAD


def _placed(box: Box, left: float, top: float, width: float, height: float, lines: Written) -> Placed:
    y = top + (height - sum(size * LEAD for _, size, _ in lines)) / 2
    made = []
    for words, size, kind in lines:
        made.append(Line(words, round(y + size * (LEAD + 0.7) / 2, 1), kind))
        y += size * LEAD
    return Placed(box, left, top, width, height, tuple(made))


def _heading(stage: str, y: float, measure: Measure) -> Heading:
    left = MARGIN if measure.gutter else GAP + MARGIN
    across = (measure.gutter or measure.main) - left - PAD
    lines = tuple(
        Line(words, round(y + (index + 0.8) * TITLE * LEAD, 1), "stage")
        for index, words in enumerate(wrap(stage, across / TITLE, 3))
    )
    return Heading(lines, left)


def _anchor(placed: Placed, measure: Measure) -> float:
    """Where arrows leave and enter a box: its middle; its left where boxes hang under it."""
    return placed.middle if measure.side else placed.left + GAP / 2


def _arrows(above: list[Placed], below: list[Placed], measure: Measure) -> list[Arrow]:
    """From each box of a row to each of the next, along one line between them."""
    made = []
    for one in above:
        for other in below:
            start, end = _anchor(one, measure), _anchor(other, measure)
            turn = "" if start == end else f"V{other.top - GAP / 2:g}H{end:g}"
            tip = other.top - 3
            head = f"M{end - 5:g} {tip - 7:g}L{end:g} {tip:g}L{end + 5:g} {tip - 7:g}"
            made.append(Arrow(f"M{start:g} {one.bottom + 3:g}{turn}V{tip:g}", head))
    return made


def _links(main: list[Placed], beside: list[Placed], measure: Measure) -> list[Arrow]:
    """From a row to the boxes that branch off it: from its right edge, or from the line that leads on below it."""
    made = []
    right = main[-1].left + main[-1].width + 3
    turn = right + GAP / 2 - 3
    from_y = main[-1].top + main[-1].height / 2
    for index, each in enumerate(beside):
        y, tip = each.top + each.height / 2, each.left - 3
        if not measure.side:
            start = f"M{_anchor(main[0], measure):g} {y:g}"
        elif index == 0 and main[-1].top < y < main[-1].bottom:
            start, from_y = f"M{right:g} {y:g}", y
        elif index == 0:
            start = f"M{right:g} {from_y:g}H{turn:g}V{y:g}"
        else:
            start, from_y = f"M{turn:g} {from_y:g}V{y:g}", y
        head = f"M{tip - 7:g} {y - 5:g}L{tip:g} {y:g}L{tip - 7:g} {y + 5:g}"
        made.append(Arrow(f"{start}H{tip:g}", head))
    return made
