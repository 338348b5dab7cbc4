"""The text of a page goes to its place: into the cells of its tables, or between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from quanze.lists.readers.pdf.content import UNKNOWN, Glyph, Page, Rule
from quanze.lists.readers.pdf.ruling import Before, Box, Grid, rulings
from quanze.lists.readers.pdf.text import Room, TextLine, lines, pitch, room


@dataclass(slots=True)
class Filled:
    """A cell of one page with its lines. ``cut`` says that its text runs over its edge, ``hidden`` that the file clips
    some of it away."""

    page: int
    box: Box
    lines: list[TextLine]
    room: Room
    cut: bool = False
    hidden: bool = False


@dataclass(slots=True)
class PageTable:
    """What one page shows of a table."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    rows: int
    cells: list[Filled]
    guessed: bool = False


Texts = tuple[str, ...]
"""The texts of the cells that begin in a row, without blanks, from left to right."""


def bare(content: Iterable[TextLine]) -> str:
    """The text of lines without blanks."""
    return "".join("".join(line.text for line in content).split())


def row_texts(table: PageTable) -> list[Texts]:
    """The texts of each row."""
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda one: one.box.x0):
        rows[cell.box.row].append(bare(cell.lines))
    return [tuple(row) for row in rows]


@dataclass(slots=True)
class Outside:
    """A line of text outside of tables, with the room of its page."""

    page: int
    line: TextLine
    room: Room
    height: float
    width: float


@dataclass(slots=True)
class Layout:
    """A page's lines and tables, from top to bottom. ``end`` tells the columns of the table with which it ends."""

    number: int
    width: float
    height: float
    items: list[Outside | PageTable] = field(default_factory=list)
    pictured: bool = False
    end: Before = field(default_factory=Before)
    glyphs: int = 0
    unknown: int = 0
    unseen: int = 0
    lookalikes: int = 0


def layout(page: Page, before: Layout | None = None) -> Layout:
    """What stands on a page, each text in its place. ``before`` is the layout of the page before."""
    ruled = rulings(page, before.end if before is not None else Before())
    places = _Places(ruled.grids)
    inside: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    cut: set[int] = set()
    for glyph, home in places.assigned(page.glyphs, cut):
        if home is None:
            outside.append(glyph)
        else:
            inside.setdefault(id(home), []).append(glyph)
    tables = [
        table
        for grid in ruled.grids
        if (table := _table(page.number, grid, inside, cut, ruled.underlines, outside)) is not None
    ]
    free = lines(outside, ruled.underlines)
    left = min([line.x0 for line in free if not line.turned] + [table.x0 for table in tables], default=0.0)
    right = max([line.x1 for line in free if not line.turned] + [table.x1 for table in tables], default=0.0)
    limits = Room(left, right, right - left, pitch([free]))
    items: list[Outside | PageTable] = [
        Outside(page.number, line, limits, page.height, page.width) for line in free
    ]
    items += tables
    items.sort(key=_top)
    return Layout(
        page.number,
        page.width,
        page.height,
        items,
        page.pictured,
        _end(ruled.grids),
        len(page.glyphs),
        sum(UNKNOWN in glyph.text for glyph in page.glyphs),
        page.unseen,
        page.lookalikes,
    )


def _end(grids: Sequence[Grid]) -> Before:
    if not grids:
        return Before()
    last = grids[-1]
    return Before(tuple(sorted({edge for box in last.boxes for edge in (box.x0, box.x1)})), last.unruled)


def _top(item: Outside | PageTable) -> float:
    if isinstance(item, PageTable):
        return item.y0
    return float("inf") if item.line.turned else item.line.base - 0.5 * item.line.size


def _table(
    number: int,
    grid: Grid,
    inside: dict[int, list[Glyph]],
    cut: set[int],
    underlines: Sequence[Rule],
    outside: list[Glyph],
) -> PageTable | None:
    """The cells of a grid with their text; a box around nothing, or around a drawing's label, is no table."""
    contents = {id(box): lines(inside.get(id(box), ()), underlines) for box in grid.boxes}
    if not any(contents.values()):
        return None
    whole = [content for content in contents.values() if content]
    usual = pitch(whole)
    padding = _padding(grid, contents)
    columns: dict[tuple[float, float], list[Box]] = {}
    for box in grid.boxes:
        columns.setdefault((box.x0, box.x1), []).append(box)
    rooms = {
        key: room(
            [contents[id(box)] for box in boxes],
            *key,
            padding,
            pitch(contents[id(box)] for box in boxes) or usual,
        )
        for key, boxes in columns.items()
    }
    cells = []
    for box in grid.boxes:
        content = contents[id(box)]
        limits = rooms[box.x0, box.x1]
        if len(content) >= 4:
            limits = replace(limits, pitch=pitch([content]) or limits.pitch)
        hidden = any(glyph.hidden for glyph in inside.get(id(box), ()))
        over = not hidden and any(line.hang > box.x1 + 0.2 * line.size for line in content if not line.turned)
        cells.append(Filled(number, box, content, limits, over or id(box) in cut, hidden))
    return PageTable(number, grid.x0, grid.y0, grid.x1, grid.y1, grid.rows, cells, grid.guessed)


def _padding(grid: Grid, contents: dict[int, list[TextLine]]) -> float:
    """How far the cells' text keeps from their edges, at least."""
    gaps = [
        line.x0 - box.x0
        for box in grid.boxes
        for line in contents[id(box)]
        if not line.turned and line.x0 > box.x0
    ]
    return min(8.0, min(gaps, default=2.0))


class _Places:
    """Finds the cell for each glyph. Text that runs over an edge stays in the cell where it began."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._grids = [(grid, *_squares(grid)) for grid in grids]

    def at(self, x: float, y: float) -> Box | None:
        """The cell around a point."""
        for grid, xs, ys, squares in self._grids:
            if grid.x0 <= x <= grid.x1 and grid.y0 <= y <= grid.y1:
                column = min(bisect_right(xs, x), len(xs) - 1) - 1
                row = min(bisect_right(ys, y), len(ys) - 1) - 1
                return squares.get((row, column))
        return None

    def assigned(self, glyphs: Iterable[Glyph], cut: set[int]) -> Iterable[tuple[Glyph, Box | None]]:
        """Each glyph with its cell; the ids of cells whose text runs over their lower edge go into ``cut``."""
        before: Glyph | None = None
        start: Glyph | None = None  # of the line
        step = 0.0
        home: Box | None = None
        over = False
        for glyph in glyphs:
            found = self.at(glyph.cx, glyph.cy)
            if glyph.turn:
                before = start = home = None
            elif before is None or start is None:
                before = start = glyph
                home, over = found, False
            else:
                if abs(glyph.base - start.base) < 0.3 * glyph.size:
                    beyond = over and home is not None and home.x0 <= glyph.cx <= home.x1
                    if beyond or (
                        home is not None and _goes_on(before, glyph) and _over(before, glyph, home)
                    ):
                        found = home
                else:
                    over = home is not None and _runs_over(start, glyph, step, home, found)
                    if over and home is not None:
                        if found is not None:
                            cut.add(id(home))
                        found = home
                    step = glyph.base - start.base
                    start = glyph
                before, home = glyph, found
            yield glyph, found


def _squares(grid: Grid) -> tuple[list[float], list[float], dict[tuple[int, int], Box]]:
    xs = sorted({edge for box in grid.boxes for edge in (box.x0, box.x1)})
    ys = sorted({edge for box in grid.boxes for edge in (box.y0, box.y1)})
    column = {edge: index for index, edge in enumerate(xs)}
    row = {edge: index for index, edge in enumerate(ys)}
    squares = {
        (r, c): box
        for box in grid.boxes
        for r in range(row[box.y0], row[box.y1])
        for c in range(column[box.x0], column[box.x1])
    }
    return xs, ys, squares


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph was written right after another, on its line."""
    return (
        glyph.clip == before.clip
        and abs(glyph.base - before.base) < 0.1 * glyph.size
        and -0.7 * glyph.size < glyph.x0 - before.x1 < 0.3 * glyph.size
    )


def _over(before: Glyph, glyph: Glyph, home: Box) -> bool:
    """Whether the text passes over the cell's side edge, and does not merely end before it."""
    edge = home.x1
    apart = glyph.x0 - before.x1 < -0.2 * glyph.size
    return not apart and (before.x1 > edge + 0.15 * glyph.size or glyph.x0 < edge - 0.15 * glyph.size)


def _runs_over(start: Glyph, glyph: Glyph, step: float, home: Box, found: Box | None) -> bool:
    """Whether a new line continues those of ``home`` beyond its lower edge. ``start`` began the line before, ``step``
    below its own. The new line lies on the edge; or outside of any cell, where the edge is not drawn, or where it
    follows at the same distance on a line at the very edge, or on one that ran over."""
    move = glyph.base - start.base
    if found is home or not (0.8 * glyph.size < move < 2.5 * glyph.size and home.x0 <= glyph.cx <= home.x1):
        return False
    head, foot = glyph.base - 0.85 * glyph.size, glyph.base + 0.1 * glyph.size
    if head + 0.15 * glyph.size < home.y1 < foot:
        return True
    in_line = abs(move - step) < 0.5 and abs(glyph.x0 - start.x0) < 1.0
    at_edge = home.y1 - start.base < 0.8 * glyph.size
    return found is None and (not home.floored or (in_line and at_edge))
