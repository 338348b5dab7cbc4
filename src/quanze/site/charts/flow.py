"""A matter's stages as a flow chart: boxes in reading order, joined by arrows, in as many rows as the width asks for.

All lengths are in the chart's own units (CSS pixels at full size). Two charts are drawn of each matter, a wide and a
narrow one; the stylesheet shows the one that fits, so that the words keep their size on a phone.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LINE = 24
"""Height of a line of words."""

CLEAR = 4
"""Between an arrow and the boxes that it joins."""

CLOSING = "，。、；：！？）〕】》〉”’"
"""No line begins with one of these."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a chart is laid out: at most ``across`` boxes in a row, each with at most ``words`` full-width characters
    in a line."""

    across: int
    box: int
    gap: int
    words: int


WIDE = Measure(across=5, box=148, gap=36, words=7)
NARROW = Measure(across=1, box=288, gap=32, words=13)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words and its baseline."""

    words: str
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A stage: its place among the stages and its lines, all centred on ``x`` of the middle. ``state`` is how it
    stands, for the style sheet; ``told`` says so in words, on a line of its own."""

    number: int
    left: float
    top: float
    middle: float
    lines: tuple[Line, ...]
    state: str = ""
    told: Line | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Boxes of one size, and the paths of the arrows between them."""

    width: float
    height: float
    box_width: float
    box_height: float
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


def draw(
    names: Sequence[str], measure: Measure = WIDE, states: Sequence[tuple[str, str]] = ()
) -> Chart | None:
    """The chart of stages with these names, or ``None`` where there is nothing to draw. ``states``: how each stands,
    as :class:`Box` has it."""
    if not names:
        return None
    rows = math.ceil(len(names) / measure.across)
    across = math.ceil(len(names) / rows)
    wrapped = [wrap(name, measure.words) for name in names]
    tallest = max(map(len, wrapped))
    height = LINE * (tallest + bool(states)) + 24
    boxes = []
    for index, words in enumerate(wrapped):
        row, column = divmod(index, across)
        left = 1 + column * (measure.box + measure.gap)
        top = 1 + row * (height + measure.gap)
        first = top + (height - LINE * (len(words) + bool(states))) / 2 + LINE * 0.72
        lines = tuple(Line(line, round(first + LINE * i, 1)) for i, line in enumerate(words))
        state, told = states[index] if states else ("", "")
        line = Line(told, round(first + LINE * len(words), 1)) if states else None
        boxes.append(Box(index + 1, left, top, left + measure.box / 2, lines, state, line))
    return Chart(
        width=across * measure.box + (across - 1) * measure.gap + 2,
        height=rows * height + (rows - 1) * measure.gap + 2,
        box_width=measure.box,
        box_height=height,
        boxes=tuple(boxes),
        arrows=tuple(
            _arrow(one, other, measure.box, height, measure.gap) for one, other in itertools.pairwise(boxes)
        ),
    )


def _arrow(one: Box, other: Box, width: float, height: float, gap: float) -> str:
    """From one box to the next: across, straight down, or round the end of the row. It ends in its own head."""
    if one.top == other.top:
        y, end = one.top + height / 2, other.left - CLEAR
        return f"M{one.left + width + CLEAR:g} {y:g}H{end:g}M{end - 7:g} {y - 5:g}L{end:g} {y:g}L{end - 7:g} {y + 5:g}"
    end = other.top - CLEAR
    turn = "" if one.middle == other.middle else f"V{one.top + height + gap / 2 - 3:g}H{other.middle:g}"
    head = f"M{other.middle - 5:g} {end - 7:g}L{other.middle:g} {end:g}L{other.middle + 5:g} {end - 7:g}"
    return f"M{one.middle:g} {one.top + height + CLEAR:g}{turn}V{end:g}{head}"


def wrap(name: str, words: int) -> tuple[str, ...]:
    """``name`` in as few lines of at most ``words`` full-width characters as it needs, of about equal length."""
    count = math.ceil(_width(name) / words) or 1
    target = _width(name) / count
    lines = [""]
    for char in name:
        full = _width(lines[-1]) + _width(char) / 2 > target and len(lines) < count
        if full and char not in CLOSING:
            lines.append("")
        lines[-1] += char
    return tuple(line.strip() for line in lines)


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)
