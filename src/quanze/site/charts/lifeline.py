"""The validity of an instrument as a line of time: a bar for each span, its first day below it.

All lengths are in the chart's own units (CSS pixels at full size). As with the flow chart a wide and a narrow one are
drawn, and the stylesheet shows the one that fits. Days that are far apart are drawn closer than they are, so that a
span of a month beside one of thirty years can still be seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quanze.library.timeline import Span
from quanze.site.linking import KEYS

TOP = 28
"""Above the bars, for the day that is looked at."""
BAR = 32
ROW = 22
ROWS = 3
DIGIT, WORD = 8.6, 15.5
"""Widths of a digit and of a Chinese character at the size of the labels."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide a line of time is, and how wide its shortest bar."""

    width: int
    least: int


WIDE = Measure(width=880, least=36)
NARROW = Measure(width=342, least=18)


@dataclass(frozen=True, slots=True)
class Bar:
    """A span: ``key`` names its state in the stylesheet; ``words`` are blank where they find no room."""

    key: str
    left: float
    width: float
    words: str

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.left + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """The first day of a span below the bars: a tick at ``x``, words centred on ``at`` in a row of their own."""

    x: float
    at: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Lifeline:
    """The chart; ``here`` is where the day that is looked at stands, ``here_at`` where its words are centred."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    days: tuple[Day, ...]
    here: float
    here_at: float


def draw(spans: Sequence[Span], on: date, measure: Measure = WIDE) -> Lifeline | None:
    """The line of time, or ``None`` where nothing is known but that nothing is."""
    known = [span for span in spans if span.since is not None or span.until is not None]
    if not known:
        return None
    lengths = [_length(span, on) for span in known]
    free = max(0.0, measure.width - 2 - measure.least * len(known))
    widths = [measure.least + free * length / sum(lengths) for length in lengths]
    shrink = (measure.width - 2) / sum(widths)
    bars, days = [], []
    ends = [0.0] * ROWS
    left = 1.0
    here = 1.0
    for span, width in zip(known, (each * shrink for each in widths), strict=True):
        words = span.state.value
        room = len(words) * WORD + 8 <= width
        bars.append(Bar(KEYS[span.state], round(left, 1), round(width, 1), words if room else ""))
        if span.since is not None:
            day = _day(span.since, left, measure.width, ends)
            days += [] if day is None else [day]
        if span.since is not None and span.since > on:
            pass
        elif span.until is None or on < span.until:
            here = left + width * _part(span, on)
        elif span is known[-1]:
            here = left + width
        left += width
    rows = max((round((day.y - TOP - BAR) / ROW) for day in days), default=1)
    half = 3 * WORD
    return Lifeline(
        width=measure.width,
        height=TOP + BAR + 8 + ROW * rows,
        bars=tuple(bars),
        days=tuple(days),
        here=round(here, 1),
        here_at=round(min(max(here, half), measure.width - half), 1),
    )


def _length(span: Span, on: date) -> float:
    """How much room a span asks for: the root of its days. One that is open ends some time after the day."""
    if span.since is None:
        return 20
    until = span.until or max(on, span.since) + timedelta(days=400)
    return math.sqrt(max(1, (until - span.since).days))


def _part(span: Span, on: date) -> float:
    """How far into a span the day is, from 0 to 1."""
    if span.since is None:
        return 0.5
    until = span.until or max(on, span.since) + timedelta(days=400)
    return min(1.0, max(0.0, (on - span.since).days / max(1, (until - span.since).days)))


def _day(day: date, x: float, width: int, ends: list[float]) -> Day | None:
    """The words of a day in the first row that has room for them; none where all are full."""
    words = f"{day.year}-{day.month:02}-{day.day:02}"
    half = len(words) * DIGIT / 2
    at = min(max(x, half), width - half)
    for row, end in enumerate(ends):
        if at - half >= end:
            ends[row] = at + half + 10
            return Day(round(x, 1), round(at, 1), TOP + BAR + ROW * (row + 1), words)
    return None
