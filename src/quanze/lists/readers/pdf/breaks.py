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
    weights = [sum(_evidence(whole, cell) for whole, cell in group) for group in ordered]
    last = ordered[-1]
    if all(whole.row == rows - 1 for whole, _ in last) and _left_over(last, floor):
        weights[-1] += 1.0
    costs = [
        sum(weights[:count]) - sum(weights[count:]) + (100.0 if alone and count == len(ordered) else 0.0)
        for count in range(len(ordered) + 1)
    ]
    best = min(range(len(costs)), key=lambda count: (costs[count], count))
    margin = min(abs(costs[count] - costs[best]) for count in range(len(costs)) if count != best)
    going_on = {id(whole) for group in ordered[:best] for whole, _ in group}
    same_row = best == len(ordered) and any(whole.row == rows - 1 for whole, _ in pairs)
    return Break(going_on, same_row, margin < 1.0)


def _evidence(whole: Whole, cell: Filled) -> float:
    """How much a pair speaks for a new cell on the new page (above 0) or for one that goes on (below 0)."""
    part = whole.parts[-1]
    before = [line for line in part.lines if not line.turned]
    after = [line for line in cell.lines if not line.turned]
    if not before or not after:
        if before:
            return -0.6
        return 0.3 if after else 0.0
    number, following = _number(whole.lines), _number(after)
    if number is not None and following is not None:
        return 4.0 if following == number + 1 else 2.0
    text = "".join(line.text for line in whole.lines).rstrip()
    ended = text[-1] in ENDING
    if not full(before[-1], after[0].lead, part.room):
        return 2.5 if ended else 2.0
    weight = -0.2 if ended else -1.5
    if not ended and len(text) >= 15:
        weight -= 1.0
    if part.room.pitch and part.box.y1 - before[-1].base > 2.2 * part.room.pitch:
        weight += 1.0
    return weight


def _number(lines: Sequence[TextLine]) -> int | None:
    text = "".join(line.text for line in lines).strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _left_over(pairs: Sequence[tuple[Whole, Filled]], floor: float) -> bool:
    """Whether the page had room for another line of the row: had the row been broken, it would stand there."""
    part = pairs[0][0].parts[-1]
    return part.room.pitch > 0 and floor - part.box.y1 > 1.5 * part.room.pitch
