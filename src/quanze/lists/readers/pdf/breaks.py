"""What a page's end broke: a row, cells merged over rows, or nothing. Told by evidence, since few programs draw it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quanze.lists.readers.pdf.cells import bare
from quanze.lists.readers.pdf.text import ENDING, full

if TYPE_CHECKING:
    from quanze.lists.readers.pdf.cells import Filled
    from quanze.lists.readers.pdf.whole import Whole

ROOMY = 3.0
"""A page that had room for so many lines more broke no row."""

EMPTY = 3.0
"""A cell that had room for so many lines more breaks off within no line's text."""

LONG = 15
"""A text from so many characters on is prose, whose sentences end with a mark."""

DOUBT = 1.0
"""Evidence by which one reading must exceed the next, to be beyond doubt."""


@dataclass(slots=True)
class Habits:
    """What is usual: the texts of whole cells in the document, and the table's columns with merged cells (by their left
    edge)."""

    texts: set[str]
    merging: set[int] = field(default_factory=set)

    def merges(self, x0: float) -> bool:
        """Whether the column at ``x0`` holds cells merged over rows."""
        return any(abs(one - x0) <= 4.0 for one in self.merging)


@dataclass(frozen=True, slots=True)
class Meeting:
    """The cells that meet at a page's end, each pair in the same columns. ``rows`` is the table's length so far;
    ``unpaired`` says that some cell of the new page has no partner: then the row cannot be the same."""

    pairs: Sequence[tuple[Whole, Filled]]
    rows: int
    unpaired: bool


@dataclass(frozen=True, slots=True)
class Break:
    """Which cells of the page before go on (by ``id``), whether the row itself does, and whether that is doubtful."""

    going_on: set[int]
    same_row: bool
    doubtful: bool = False


def decide(meeting: Meeting, habits: Habits, floor: float) -> Break:
    """What goes on over the page.

    Cells that begin higher up, or reach further down, are the outer ones: where an inner one goes on, so do they. The
    cut between what goes on and what begins is laid where the evidence of all pairs disagrees least.
    """
    if not meeting.pairs:
        return Break(set(), False)
    # Rules that are drawn for some cells and not for others tell where cells end; drawn for all, they tell nothing.
    ruled = not all(_is_drawn(whole, cell) for whole, cell in meeting.pairs)
    groups: dict[tuple[bool, int, int, bool], list[tuple[Whole, Filled]]] = defaultdict(list)
    for whole, cell in meeting.pairs:
        ends = ruled and _is_drawn(whole, cell)
        groups[ends, whole.row, -cell.box.rowspan, not habits.merges(whole.x0)].append((whole, cell))
    ordered = [groups[key] for key in sorted(groups)]
    left = _room_left(meeting.pairs, floor)
    weights = [
        sum(_evidence(whole, cell, left, habits) + _drawing(whole, cell, ruled) for whole, cell in group)
        for group in ordered
    ]
    in_row = any(whole.row == meeting.rows - 1 for whole, _ in ordered[-1])
    if in_row and left > 0.5 * ROOMY:
        weights[-1] += 1.0
    if in_row and not any(cell.lines for _, cell in ordered[-1]):
        weights[-1] -= 2.0  # A row of which nothing is written is no row of its own.
    impossible = meeting.unpaired or (in_row and left > ROOMY)
    costs = [
        sum(weights[:count]) - sum(weights[count:]) + (100.0 if impossible and count == len(ordered) else 0.0)
        for count in range(len(ordered) + 1)
    ]
    best = min(range(len(costs)), key=costs.__getitem__)
    margin = min(abs(cost - costs[best]) for count, cost in enumerate(costs) if count != best)
    going_on = {id(whole) for group in ordered[:best] for whole, _ in group}
    return Break(going_on, best == len(ordered) and in_row, margin < DOUBT)


def _is_drawn(whole: Whole, cell: Filled) -> bool:
    """Whether a rule parts two cells that meet at the page's end."""
    return whole.parts[-1].box.floored or cell.box.topped


def _drawing(whole: Whole, cell: Filled, ruled: bool) -> float:
    """What the rule between two cells says, where rules are drawn at the page's end only if cells end (``ruled``)."""
    if not ruled:
        return 0.0
    return 3.0 if _is_drawn(whole, cell) else -4.0


def _evidence(whole: Whole, cell: Filled, left: float, habits: Habits) -> float:
    """How much the texts of a pair speak for a new cell on the new page (above 0) or for one that goes on (below 0).
    ``left`` is how many lines more the page had room for."""
    part = whole.parts[-1]
    before = [line for line in part.lines if not line.turned]
    after = [line for line in cell.lines if not line.turned]
    following = bare(after)
    if not following:
        return -0.6 if whole.text else 0.0
    if whole.text.isdecimal() and following.isdecimal():
        if following == whole.text:
            return -4.0
        return 4.0 if int(following[:6]) == int(whole.text[:6]) + 1 else 2.0
    if following == whole.text and (part.hidden or cell.hidden):
        return -2.0  # Spreadsheets draw a merged cell's text on each page, and clip it.
    if not before:
        # In a merged cell text may be centred, so that all of it comes to stand on the new page.
        return 3.0 if whole.text else 1.2 if whole.rowspan == 1 else 0.3
    if len(following) >= 4:
        if whole.text + following in habits.texts:
            return -4.0
        if following in habits.texts or whole.text in habits.texts:
            return 3.0
    ended = whole.text[-1] in ENDING
    if left > ROOMY and (ended or len(whole.text) < LONG):
        return 3.0
    spare = 1.0 if part.room.pitch and part.box.y1 - before[-1].base > 2.2 * part.room.pitch else 0.0
    if not full(before[-1], after[0].lead, part.room):
        # A long text may also have ended a paragraph there.
        return 2.0 + spare + (0.5 if ended else 0.0) + (1.0 if len(whole.text) < LONG else 0.0)
    if ended:
        return spare - 0.2
    step = max(part.room.pitch, 1.3 * before[-1].size)
    if part.box.y1 - before[-1].base > EMPTY * step:
        return 3.0
    return spare - (2.5 if len(whole.text) >= LONG else 1.5)


def _room_left(pairs: Sequence[tuple[Whole, Filled]], floor: float) -> float:
    """How many lines more the page had room for: had the row been broken, they would stand there."""
    parts = [whole.parts[-1] for whole, _ in pairs]
    sizes = [line.size for part in parts for line in part.lines]
    step = max([1.3 * max(sizes, default=10.0), *(part.room.pitch for part in parts)])
    return (floor - parts[0].box.y1) / step
