"""Figures as they are written, and the round numbers of an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

from quanze.charts.model import Figure


def said(value: Figure) -> str:
    """Grouped by thousands, with at most one decimal: "1,234", "3.5"."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}".removesuffix(".0")


def percent(part: Figure, whole: Figure) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def ticks(values: Sequence[Figure], most: int = 5) -> tuple[Figure, ...]:
    """From 0 to at least the largest of ``values``, in steps of 1, 2 or 5 times a power of ten, in at most ``most``
    steps. No step is less than what ``said`` can tell apart: 1 among whole numbers, else 0.1."""
    largest = max(values, default=0)
    whole = all(value == int(value) for value in values)
    if not largest:
        return (0, 1)
    power = 0 if whole else -1
    while True:
        for digit in (1, 2, 5):
            count = math.ceil(largest / (digit * 10.0**power))
            if count <= most:
                return tuple(_multiple(digit * index, power) for index in range(max(count, 1) + 1))
        power += 1


def _multiple(number: int, power: int) -> Figure:
    return number * int(10.0**power) if power >= 0 else number / 10.0**-power
