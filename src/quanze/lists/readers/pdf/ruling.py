"""Rules become grids: which straight lines bound the cells of a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quanze.lists.model import Place
from quanze.lists.readers.pdf.content import Page, Rule
from quanze.lists.readers.pdf.guess import open_tables, unruled_rows
from quanze.lists.readers.pdf.strokes import tidied
from quanze.lists.refusal import Refusal

NEAR = 2.5
"""Points within which two rules meet, or two edges are one."""

MAX_SQUARES = 250_000


@dataclass(slots=True)
class Box:
    """A cell of the ruled grid: its bounds, where it is in the grid, and whether its upper and lower edge are drawn."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int
    rowspan: int
    topped: bool = True
    floored: bool = True


@dataclass(slots=True)
class Grid:
    """A ruled table. ``guessed`` says that some of its bounds are not drawn, ``unruled`` that its columns are not."""

    x0: float
    y0: float
    x1: float
    y1: float
    boxes: list[Box]
    rows: int
    guessed: bool = False
    unruled: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """The bounds of the columns of the table with which the page before ended, and whether they are not drawn."""

    edges: tuple[float, ...] = ()
    unruled: bool = False


@dataclass(slots=True)
class Rulings:
    """The rules of a page, sorted out."""

    grids: list[Grid] = field(default_factory=list)
    underlines: list[Rule] = field(default_factory=list)


def rulings(page: Page, before: Before) -> Rulings:
    """The tables that a page's rules draw, and the rules that underline text."""
    horizontal, vertical, underlines = tidied(page)
    grids: list[Grid] = []
    used: set[Rule] = set()
    for across, down in _closed(*_connected(horizontal, vertical)):
        grid = _grid(across, down, page)
        if grid is None:
            continue
        if not grids:
            grid = _with_all_columns(grid, across, down, before, page)
        grids.append(_with_all_rows(grid, across, down, page))
        used.update(across)
    frames = [one for one in grids if one.rows == 1 and len(one.boxes) == 1]
    grids = [one for one in grids if one not in frames or not _holds_another(one, grids)]
    grids += _unruled(page, grids, [rule for rule in horizontal if rule not in used], before)
    return Rulings(sorted(grids, key=lambda one: (one.y0, one.x0)), underlines)


def _with_all_columns(grid: Grid, across: list[Rule], down: list[Rule], before: Before, page: Page) -> Grid:
    """The grid with the columns that the table had on the page before, where text stands in them beside it: browsers
    do not draw the cells merged over rows that neither begin nor end on a page."""
    edges = before.edges
    if len(edges) < 3 or not any(abs(grid.x0 - edge) <= NEAR for edge in edges):
        return grid
    beside = any(
        (edges[0] < glyph.cx < grid.x0 or grid.x1 < glyph.cx < edges[-1])
        and grid.y0 <= glyph.cy <= grid.y1
        and not glyph.turn
        for glyph in page.glyphs
    )
    missing = [edge for edge in edges if edge < grid.x0 - NEAR or edge > grid.x1 + NEAR]
    if not beside or not missing:
        return grid
    return _grid(across, [*down, *(Rule(edge, grid.y0, grid.y1) for edge in missing)], page) or grid


def _with_all_rows(grid: Grid, across: list[Rule], down: list[Rule], page: Page) -> Grid:
    """The grid with the rows that it has although no rule parts them."""
    extra = [
        Rule(y, grid.x0, grid.x1)
        for box in grid.boxes
        if box.x0 == grid.x0 and box.x1 < grid.x1
        for y in unruled_rows(page.glyphs, box.x0, box.y0, box.x1, box.y1)
    ]
    if not extra:
        return grid
    fuller = _grid([*across, *extra], down, page) or grid
    fuller.guessed = True
    return fuller


def _unruled(page: Page, grids: Sequence[Grid], loose: Sequence[Rule], before: Before) -> list[Grid]:
    """Tables without vertical rules."""
    free = [
        glyph
        for glyph in page.glyphs
        if not any(
            grid.x0 <= glyph.cx <= grid.x1 and grid.y0 <= glyph.cy <= grid.y1
            for grid in grids
            if len(grid.boxes) > 1
        )
    ]
    found = []
    for table in open_tables(free, loose, before.edges if before.unruled else ()):
        grid = _grid(table.horizontal, table.vertical, page)
        if grid is not None:
            grid.guessed = grid.unruled = True
            found.append(grid)
    return found


def _holds_another(frame: Grid, grids: Iterable[Grid]) -> bool:
    """Whether a single box is a frame around tables (a page's border) and no cell."""
    return any(
        one is not frame
        and frame.x0 - NEAR <= one.x0
        and one.x1 <= frame.x1 + NEAR
        and frame.y0 - NEAR <= one.y0
        and one.y1 <= frame.y1 + NEAR
        for one in grids
    )


Group = tuple[list[Rule], list[Rule]]
"""Horizontal and vertical rules that meet, directly or through others."""


def _connected(horizontal: list[Rule], vertical: list[Rule]) -> tuple[list[Group], list[Rule]]:
    """The groups of rules that meet, and the horizontal rules that meet none."""
    count = len(horizontal)
    parent = list(range(count + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    order = sorted(range(len(vertical)), key=lambda index: vertical[index].at)
    ats = [vertical[index].at for index in order]
    for index, rule in enumerate(horizontal):
        low, high = bisect_left(ats, rule.start - NEAR), bisect_right(ats, rule.end + NEAR)
        for other in order[low:high]:
            side = vertical[other]
            if side.start - NEAR <= rule.at <= side.end + NEAR:
                parent[root(index)] = root(count + other)
    groups: dict[int, Group] = {}
    for index, rule in enumerate([*horizontal, *vertical]):
        groups.setdefault(root(index), ([], []))[index >= count].append(rule)
    loose = [across[0] for across, down in groups.values() if not down]
    return [group for group in groups.values() if group[0] and group[1]], loose


OPEN_ROW = 40.0
"""The highest a row may be, in points, that only its upper and lower rule hold to a table without outer borders."""


def _closed(groups: list[Group], loose: list[Rule]) -> list[Group]:
    """The groups, those without outer borders closed: a row across all columns has no vertical rule to hold it."""
    done = [group for group in groups if not _is_open(group)]
    rest = [group for group in groups if _is_open(group)]
    rest += [([rule], []) for rule in loose if any(_same_reach(([rule], []), group) for group in rest)]
    rest.sort(key=lambda group: min(rule.at for rule in group[0]))
    joined: list[Group] = []
    for group in rest:
        before = next((one for one in reversed(joined) if _same_reach(one, group)), None)
        if before is not None and group[0][0].at - max(rule.at for rule in before[0]) <= OPEN_ROW:
            before[0].extend(group[0])
            before[1].extend(group[1])
        else:
            joined.append((list(group[0]), list(group[1])))
    for across, down in joined:
        if down:
            x0, x1 = min(rule.start for rule in across), max(rule.end for rule in across)
            y0 = min(*(rule.at for rule in across), *(rule.start for rule in down))
            y1 = max(*(rule.at for rule in across), *(rule.end for rule in down))
            done.append((across, [*down, Rule(x0, y0, y1), Rule(x1, y0, y1)]))
    return done


def _is_open(group: Group) -> bool:
    """Whether the horizontal rules reach beyond the outermost vertical ones."""
    across, down = group
    return (
        min(rule.start for rule in across) < min(rule.at for rule in down) - 2 * NEAR
        and max(rule.end for rule in across) > max(rule.at for rule in down) + 2 * NEAR
    )


def _same_reach(one: Group, other: Group) -> bool:
    return (
        abs(min(rule.start for rule in one[0]) - min(rule.start for rule in other[0])) <= 2 * NEAR
        and abs(max(rule.end for rule in one[0]) - max(rule.end for rule in other[0])) <= 2 * NEAR
    )


def clustered(values: Iterable[float], near: float = NEAR) -> list[float]:
    """Ascending values with those closer than ``near`` made one (their mean)."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= near:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def nearest(values: Sequence[float], value: float) -> int:
    """The index of the value next to it."""
    index = bisect_left(values, value)
    if index == 0:
        return 0
    if index == len(values) or value - values[index - 1] <= values[index] - value:
        return index - 1
    return index


def _grid(across: list[Rule], down: list[Rule], page: Page) -> Grid | None:
    """The cells that connected rules bound; missing outer borders are supplied."""
    xs = clustered([rule.at for rule in down] + [edge for rule in across for edge in rule[1:]])
    ys = clustered([rule.at for rule in across] + [edge for rule in down for edge in rule[1:]])
    xs = _supported(xs, down)
    ys = _supported(ys, across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns * rows > MAX_SQUARES:
        raise Refusal("这一页的线条过多，不像正常的清单，不予读取；请提供 Word 文件", Place(page=page.number))
    left = _walls(xs, ys, down)
    top = _walls(ys, xs, across)
    boxes = _boxes(rows, columns, top, left)
    cells = [
        Box(
            xs[c],
            ys[r],
            xs[c + wide],
            ys[r + deep],
            r,
            deep,
            any(top[r][c : c + wide]),
            any(top[r + deep][c : c + wide]),
        )
        for r, c, deep, wide in boxes
    ]
    return Grid(xs[0], ys[0], xs[-1], ys[-1], cells, rows)


def _supported(edges: list[float], rules: list[Rule]) -> list[float]:
    """Edges at which a rule runs, and the two outermost (a table may be drawn without its outer borders)."""
    ats = sorted(rule.at for rule in rules)

    def runs(edge: float) -> bool:
        at = ats[nearest(ats, edge)]
        return abs(at - edge) <= NEAR

    return [edge for index, edge in enumerate(edges) if index in (0, len(edges) - 1) or runs(edge)]


def _walls(edges: list[float], crossing: list[float], rules: list[Rule]) -> list[list[bool]]:
    """For each edge, along each step between crossing edges, whether a rule runs there (for most of the step)."""
    walls = [[False] * (len(crossing) - 1) for _ in edges]
    covered = [[0.0] * (len(crossing) - 1) for _ in edges]
    for rule in rules:
        row = covered[nearest(edges, rule.at)]
        first = max(0, bisect_right(crossing, rule.start) - 1)
        for step in range(first, len(crossing) - 1):
            low, high = crossing[step], crossing[step + 1]
            if low >= rule.end:
                break
            row[step] += max(0.0, min(high, rule.end) - max(low, rule.start)) / (high - low)
    for index, row in enumerate(covered):
        walls[index] = [share >= 0.5 for share in row]
    return walls


def _boxes(
    rows: int, columns: int, top: list[list[bool]], left: list[list[bool]]
) -> list[tuple[int, int, int, int]]:
    """Rectangles ``(row, column, rowspan, colspan)`` that cover the grid, each bounded by walls where there are any."""
    taken = [[False] * columns for _ in range(rows)]
    found = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            wide = 1
            while c + wide < columns and not left[c + wide][r] and not taken[r][c + wide]:
                wide += 1
            deep = 1
            while r + deep < rows and _opens(r + deep, c, wide, top, left, taken):
                deep += 1
            for y in range(r, r + deep):
                taken[y][c : c + wide] = [True] * wide
            found.append((r, c, deep, wide))
    return found


def _opens(
    row: int, column: int, wide: int, top: list[list[bool]], left: list[list[bool]], taken: list[list[bool]]
) -> bool:
    """Whether the cell above goes on into this row over its whole width."""
    return not any(
        top[row][c] or taken[row][c] or (c > column and left[c][row]) for c in range(column, column + wide)
    )
