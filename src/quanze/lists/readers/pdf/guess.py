"""Tables whose bounds are not (all) drawn: columns and rows are told from where the text stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from quanze.lists.readers.pdf.content import Glyph, Rule

GUTTER = 0.7
"""The narrowest blank strip between two columns, in sizes of the text."""

FEWEST = 3
"""The fewest columns, and the fewest lines with that many pieces, that are taken for a table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs on one base without a gap between them."""

    x0: float
    x1: float
    base: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class OpenTable:
    """The bounds that a table has, or would have if they were drawn."""

    horizontal: list[Rule]
    vertical: list[Rule]


def open_tables(
    glyphs: Sequence[Glyph], loose: Sequence[Rule], columns: Sequence[float] = ()
) -> list[OpenTable]:
    """Tables among glyphs that no ruled table holds. ``loose`` are horizontal rules that meet no vertical one;
    ``columns`` are the bounds of such a table at the end of the page before, which may go on."""
    rows = _rows(glyphs)
    found: list[OpenTable] = []
    index = 0
    if columns:
        known = [(at - 0.1, at + 0.1) for at in columns[1:-1]]
        end = _kept(rows, known)
        if end > 1 or (end == 1 and len(rows[0]) > 1):
            found.append(_bounds(rows[:end], known, loose, (columns[0], columns[-1])))
            index = end
    while index < len(rows):
        if len(rows[index]) < FEWEST:
            index += 1
            continue
        end, gutters = _reach(rows, index)
        if len(gutters) + 1 >= FEWEST and sum(len(row) >= FEWEST for row in rows[index:end]) >= FEWEST:
            found.append(_bounds(rows[index:end], gutters, loose))
            index = end
        else:
            index += 1
    return found


def _kept(rows: Sequence[Sequence[Piece]], gutters: Sequence[tuple[float, float]]) -> int:
    """How many lines from the first on keep to columns that are known; a line across them may stand between."""
    end = 0
    for index, row in enumerate(rows):
        if index and row[0].base - rows[index - 1][0].base > 3 * row[0].size:
            break
        if all(not (piece.x0 < low and high < piece.x1) for piece in row for low, high in gutters):
            end = index + 1
        elif len(row) > 1 or index > end:
            break
    return end


def unruled_rows(glyphs: Sequence[Glyph], x0: float, y0: float, x1: float, y1: float) -> list[float]:
    """Where rows begin inside of a ruled cell: it holds consecutive numbers, one below the other."""
    rows = _rows([glyph for glyph in glyphs if x0 < glyph.cx < x1 and y0 < glyph.cy < y1])
    if len(rows) < 2 or any(len(row) != 1 or not row[0].text.isdecimal() for row in rows):
        return []
    numbers = [int(row[0].text[:6]) for row in rows]
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return []
    return [row[0].base - row[0].size for row in rows[1:]]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Piece]]:
    """The glyphs as lines of pieces, from top to bottom."""
    upright = sorted((one for one in glyphs if not one.turn and one.text.strip()), key=lambda one: one.base)
    rows: list[list[Piece]] = []
    line: list[Glyph] = []
    for glyph in upright:
        if line and glyph.base - line[0].base > 0.4 * glyph.size:
            rows.append(_pieces(line))
            line = []
        line.append(glyph)
    if line:
        rows.append(_pieces(line))
    return rows


def _pieces(line: list[Glyph]) -> list[Piece]:
    line.sort(key=lambda glyph: glyph.x0)
    groups: list[list[Glyph]] = [[line[0]]]
    for before, glyph in pairwise(line):
        if glyph.x0 - before.x1 > GUTTER * glyph.size:
            groups.append([])
        groups[-1].append(glyph)
    return [
        Piece(
            group[0].x0,
            max(glyph.x1 for glyph in group),
            median(glyph.base for glyph in group),
            median(glyph.size for glyph in group),
            "".join(glyph.text for glyph in group),
        )
        for group in groups
    ]


def _reach(rows: Sequence[Sequence[Piece]], start: int) -> tuple[int, list[tuple[float, float]]]:
    """How far the lines from ``start`` on keep common gutters, and those gutters."""
    gutters = _gaps(rows[start])
    end = start + 1
    last = end
    while end < len(rows):
        row = rows[end]
        if row[0].base - rows[end - 1][0].base > 6 * row[0].size:
            break
        kept = _common(gutters, row)
        if len(kept) + 1 < FEWEST:
            # One line across all columns (a category's name) does not end the table if the columns go on below it.
            if len(row) == 1 and end + 1 < len(rows) and len(_common(gutters, rows[end + 1])) + 1 >= FEWEST:
                end += 1
                continue
            break
        gutters = kept
        end += 1
        last = end
    return last, gutters


def _gaps(row: Sequence[Piece]) -> list[tuple[float, float]]:
    return [(before.x1, after.x0) for before, after in pairwise(row)]


def _common(gutters: Sequence[tuple[float, float]], row: Sequence[Piece]) -> list[tuple[float, float]]:
    """The gutters as far as a line leaves them blank."""
    kept = []
    for left, right in gutters:
        for piece in row:
            if piece.x1 <= left or piece.x0 >= right:
                continue
            if piece.x0 <= left:
                left = max(left, piece.x1)
            else:
                right = min(right, piece.x0)
        if right - left >= 0.5 * GUTTER * row[0].size:
            kept.append((left, right))
    return kept


def _bounds(
    rows: Sequence[Sequence[Piece]],
    gutters: Sequence[tuple[float, float]],
    loose: Sequence[Rule],
    sides: tuple[float, ...] = (),
) -> OpenTable:
    size = median(piece.size for row in rows for piece in row)
    left = min([piece.x0 - 0.3 * size for row in rows for piece in row] + list(sides[:1]))
    right = max([piece.x1 + 0.3 * size for row in rows for piece in row] + list(sides[1:]))
    tops = [row[0].base - 0.95 * size for row in rows]
    top, bottom = tops[0], rows[-1][0].base + 0.3 * size
    drawn = [
        rule
        for rule in loose
        if top - 1.5 * size < rule.at < bottom + 1.5 * size and rule.end > left and rule.start < right
    ]
    inner = [rule for rule in drawn if top + 0.5 * size < rule.at < bottom - 0.5 * size]
    if drawn:
        left, right = min(left, *(rule.start for rule in drawn)), max(right, *(rule.end for rule in drawn))
    across = [Rule(y, left, right) for y in (top, bottom)] + inner
    if len(inner) < 2:
        across += [Rule(y, left, right) for y in _starts(rows, tops, gutters)]
    down = [Rule(x, top, bottom) for x in (left, right)]
    for low, high in gutters:
        down += _broken((low + high) / 2, rows, tops, bottom)
    return OpenTable(across, down)


def _starts(
    rows: Sequence[Sequence[Piece]], tops: Sequence[float], gutters: Sequence[tuple[float, float]]
) -> list[float]:
    """Where rows begin: at larger gaps if there are such, else at each line with text in the first column."""
    gaps = [after[0].base - before[0].base for before, after in pairwise(rows)]
    smallest = min(gaps)
    if max(gaps) > 1.3 * smallest and sum(gap <= 1.15 * smallest for gap in gaps) >= 2:
        return [top for gap, top in zip(gaps, tops[1:], strict=True) if gap > 1.3 * smallest]
    edge = gutters[0][1]
    return [top for row, top in zip(rows[1:], tops[1:], strict=True) if row[0].x0 < edge]


def _broken(x: float, rows: Sequence[Sequence[Piece]], tops: Sequence[float], bottom: float) -> list[Rule]:
    """A vertical bound, left out where a line of text crosses it."""
    ends = [*tops[1:], bottom]
    return [
        Rule(x, top, end)
        for row, top, end in zip(rows, tops, ends, strict=True)
        if not any(piece.x0 < x < piece.x1 for piece in row)
    ]
