"""What a chart is made of: figures with their names. Figures are finite, not negative and at most ``MOST``; anything
else raises ``ValueError`` when the chart is made."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Figure = int | float

MOST = 10**15
"""The largest figure that is drawn: up to it a float holds every whole number."""

MOST_SERIES, MOST_PARTS = 2, 4
"""How many can be told apart without colour."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Figure

    def __post_init__(self) -> None:
        _check(self.label, (self.value,))


@dataclass(frozen=True, slots=True)
class Bars:
    """A figure each, as horizontal bars in the order given."""

    title: str
    unit: str
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as the axis names it, with a figure for each series."""

    label: str
    values: tuple[Figure, ...]

    def __post_init__(self) -> None:
        _check(self.label, self.values)


@dataclass(frozen=True, slots=True)
class Columns:
    """One or two series over months, the earliest first."""

    title: str
    unit: str
    series: tuple[str, ...]
    rows: tuple[Month, ...]

    def __post_init__(self) -> None:
        _check_width(self.title, self.series, MOST_SERIES, (row.values for row in self.rows))


@dataclass(frozen=True, slots=True)
class Share:
    """A row with its figure for each part."""

    label: str
    values: tuple[Figure, ...]

    def __post_init__(self) -> None:
        _check(self.label, self.values)


@dataclass(frozen=True, slots=True)
class Shares:
    """Of what parts each row is made, every row drawn to the same length."""

    title: str
    unit: str
    parts: tuple[str, ...]
    rows: tuple[Share, ...]

    def __post_init__(self) -> None:
        _check_width(self.title, self.parts, MOST_PARTS, (row.values for row in self.rows))


@dataclass(frozen=True, slots=True)
class Span:
    """How long a stage takes: half of the cases at most ``median``, nine tenths at most ``p90``."""

    label: str
    median: Figure
    p90: Figure

    def __post_init__(self) -> None:
        _check(self.label, (self.median, self.p90))
        if self.p90 < self.median:
            raise ValueError(f"{self.label}: p90 {self.p90} is below the median {self.median}")


@dataclass(frozen=True, slots=True)
class Spans:
    """How long each stage takes, in the order given."""

    title: str
    unit: str
    rows: tuple[Span, ...]


Chart = Bars | Columns | Shares | Spans


def _check(label: str, values: Iterable[Figure]) -> None:
    for value in values:
        if not (math.isfinite(value) and 0 <= value <= MOST):
            raise ValueError(f"{label}: {value} cannot be drawn, figures lie between 0 and {MOST}")


def _check_width(title: str, names: tuple[str, ...], most: int, rows: Iterable[tuple[Figure, ...]]) -> None:
    if not 1 <= len(names) <= most:
        raise ValueError(f"{title}: {len(names)} names, between 1 and {most} can be told apart")
    for values in rows:
        if len(values) != len(names):
            raise ValueError(f"{title}: a row has {len(values)} figures for {len(names)} names")
