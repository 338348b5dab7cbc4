"""Counts as one bar, divided by their shares. All lengths are in the chart's own units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quanze.law.currency import State
from quanze.site.linking import KEYS

WIDTH, HEIGHT = 880, 48
LEAST = 12
"""No share is narrower, so that one among hundreds is seen."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the bar: ``count`` is written into it where it has room."""

    state: State
    key: str
    count: int
    left: float
    width: float

    @property
    def middle(self) -> float:
        """Where its number is centred."""
        return round(self.left + self.width / 2, 1)

    @property
    def told(self) -> bool:
        """Whether its number has room."""
        return self.width >= 14 + 10 * len(str(self.count))


def draw(counts: Mapping[State, int]) -> tuple[Share, ...]:
    """The parts of the bar, those with something in them; none where all are empty."""
    full = {state: count for state, count in counts.items() if count}
    total = sum(full.values())
    free = WIDTH - LEAST * len(full)
    shares = []
    left = 0.0
    for state, count in full.items():
        width = LEAST + free * count / total
        shares.append(Share(state, KEYS[state], count, round(left, 1), round(width, 1)))
        left += width
    return tuple(shares)
