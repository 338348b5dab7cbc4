"""A figure, its limit, and how both are taken and told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

KEPT, BROKEN = "达标", "超限"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured. ``most`` and ``least`` are its limits, of which one is given."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the figure keeps its limit."""
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    def __str__(self) -> str:
        limit = f"≤ {_number(self.most)}" if self.most is not None else f"≥ {_number(self.least or 0)}"
        value = f"{_number(self.value)} {self.unit}".strip()
        return f"{self.name}｜{value}｜限 {limit} {self.unit}".rstrip() + f"｜{KEPT if self.kept else BROKEN}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")


def report(figures: Iterable[Figure]) -> int:
    """Print each figure as soon as it is there. Returns the exit status: 1 where a limit is broken."""
    broken = 0
    for figure in figures:
        print(figure, flush=True)
        broken |= not figure.kept
    return int(broken)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes on one core: the time of this process, which other work on the machine does not
    lengthen. What is measured here computes; it waits for nothing."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def interleaved(works: Iterable[Callable[[], object]], rounds: int) -> list[list[float]]:
    """The times of each call. They take turns, so that a slow moment of the machine hits all alike."""
    works = list(works)
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for taken, work in zip(times, works, strict=True):
            taken.append(seconds(work))
    return times


def ratio(work: Callable[[], object], to: Callable[[], object], rounds: int) -> float:
    """How much longer one call takes than another: the ratio of their medians."""
    ours, theirs = interleaved((work, to), rounds)
    return statistics.median(ours) / statistics.median(theirs)


def growth(large: Callable[[], object], small: Callable[[], object], rounds: int = 3) -> float:
    """How much longer the larger task takes. The fastest of each counts, since what disturbs only adds, and it
    disturbs the long task more."""
    ours, theirs = interleaved((large, small), rounds)
    return min(ours) / min(theirs)
