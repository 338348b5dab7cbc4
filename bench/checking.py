"""Checking a list at the sample's text size, on one core.

``python -m bench.checking``
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Figure, growth, report, seconds
from bench.generate import document
from quanze.lists.checks import check

PER_SECOND = 1_000.0
GROWTH = 12.0
SMALL, LARGE = 500, 5_000


def figures() -> Iterator[Figure]:
    """Matters per second, and growth of time."""
    few, many = document(SMALL), document(LARGE)
    check(few)
    taken = seconds(lambda: check(many))
    yield Figure(f"体检（{LARGE} 项）", LARGE / taken, "项/秒", least=PER_SECOND)
    times = growth(lambda: check(many), lambda: check(few), rounds=5)
    yield Figure(f"体检：{LARGE} 项对 {SMALL} 项的用时", times, "倍", most=GROWTH)


if __name__ == "__main__":
    raise SystemExit(report(figures()))
