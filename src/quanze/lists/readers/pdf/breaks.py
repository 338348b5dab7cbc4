"""What a page's end broke: a row, cells merged over rows, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quanze.lists.readers.pdf.text import ENDING, TextLine, full

if TYPE_CHECKING:
    from quanze.lists.readers.pdf.cells import Filled
    from quanze.lists.readers.pdf.joining import Whole


ROOMY = 3.0
"""A page that had room for so many lines more broke no row."""

LONG = 15
"""A text from so many characters on is prose, whose sentences end with a mark."""


@dataclass(frozen=True, slots=True)
class Break:
    """Which cells of the page before go on (by ``id``), whether the row itself does, and whether that is doubtful."""

    going_on: set[int]
    same_row: bool
    doubtful: bool = False


def decide(
    pairs: Sequence[tuple[Whole, Filled]], rows: int, merging: set[int], floor: float, *, alone: bool
) -> Break:
    """What goes on over the page, from the pairs of cells that meet there.

    Cells that begin higher up, or reach further down, are the outer ones: where an inner one goes on, so do they. The
    cut between what goes on and what begins is laid where the evidence of all pairs disagrees least. ``alone`` says
    that some cell has no partner: then the row cannot be the same.
    """
    groups: dict[tuple[int, int, bool], list[tuple[Whole, Filled]]] = defaultdict(list)
    for whole, cell in pairs:
        groups[whole.row, -cell.box.rowspan, round(whole.x0) not in merging].append((whole, cell))
    ordered = [groups[key] for key in sorted(groups)]
    drawn = [_drawn(whole, cell) for whole, cell in pairs]
    ruled = not all(drawn)
    left = _room_left(pairs, floor)
    weights = [sum(_evidence(whole, cell, left, ruled=ruled) for whole, cell in group) for group in ordered]
    in_row = any(whole.row == rows - 1 for whole, _ in ordered[-1])
    impossible = alone or (in_row and left > ROOMY)
    if in_row and left > 0.5 * ROOMY:
        weights[-1] += 1.0
    costs = [
        sum(weights[:count]) - sum(weights[count:]) + (100.0 if impossible and count == len(ordered) else 0.0)
        for count in range(len(ordered) + 1)
    ]
    best = min(range(len(costs)), key=lambda count: (costs[count], count))
    margin = min(abs(costs[count] - costs[best]) for count in range(len(costs)) if count != best)
    going_on = {id(whole) for group in ordered[:best] for whole, _ in group}
    same_row = best == len(ordered) and in_row
    return Break(going_on, same_row, margin < 1.0)


def _drawn(whole: Whole, cell: Filled) -> bool:
    """Whether a rule parts two cells that meet at the page's end."""
    return whole.parts[-1].box.floored or cell.box.topped


def _evidence(whole: Whole, cell: Filled, left: float, *, ruled: bool) -> float:
    """How much a pair speaks for a new cell on the new page (above 0) or for one that goes on (below 0).

    ``left`` is how many lines more the page had room for; ``ruled`` says that rules are drawn at its end only where
    cells end."""
    weight = 0.0
    if ruled:
        weight = 3.0 if _drawn(whole, cell) else -4.0
    part = whole.parts[-1]
    before = [line for line in part.lines if not line.turned]
    after = [line for line in cell.lines if not line.turned]
    if not before or not after:
        if before:
            return weight - 0.6
        return weight + (0.3 if after else 0.0)
    number, following = _number(whole.lines), _number(after)
    if number is not None and following is not None:
        return weight + (4.0 if following == number + 1 else 2.0)
    text = "".join(line.text for line in whole.lines).rstrip()
    ended = text[-1] in ENDING
    if left > ROOMY and (ended or len(text) < LONG):
        return weight + 3.0
    if not full(before[-1], after[0].lead, part.room):
        return weight + (2.5 if ended else 2.0)
    weight -= 0.2 if ended else 1.5
    if not ended and len(text) >= LONG:
        weight -= 1.0
    if part.room.pitch and part.box.y1 - before[-1].base > 2.2 * part.room.pitch:
        weight += 1.0
    return weight


def _number(lines: Sequence[TextLine]) -> int | None:
    text = "".join(line.text for line in lines).strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _room_left(pairs: Sequence[tuple[Whole, Filled]], floor: float) -> float:
    """How many lines more the page had room for: had the row been broken, they would stand there."""
    part = pairs[0][0].parts[-1]
    sizes = [line.size for whole, _ in pairs for line in whole.parts[-1].lines]
    step = max([1.3 * max(sizes, default=10.0)] + [whole.parts[-1].room.pitch for whole, _ in pairs])
    return (floor - part.box.y1) / step
