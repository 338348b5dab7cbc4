"""Tables whose bounds are not (all) drawn: columns and rows are told from where the text stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from quanze.lists.readers.pdf.content import Glyph, Rule

GUTTER = 0.9
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


def open_tables(glyphs: Sequence[Glyph], loose: Sequence[Rule]) -> list[OpenTable]:
    """Tables among glyphs that no ruled table holds. ``loose`` are horizontal rules that meet no vertical one."""
    rows = _rows(glyphs)
    found: list[OpenTable] = []
    index = 0
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
    rows: Sequence[Sequence[Piece]], gutters: Sequence[tuple[float, float]], loose: Sequence[Rule]
) -> OpenTable:
    size = median(piece.size for row in rows for piece in row)
    left = min(piece.x0 for row in rows for piece in row) - 0.3 * size
    right = max(piece.x1 for row in rows for piece in row) + 0.3 * size
    tops = [row[0].base - 0.95 * size for row in rows]
    bottom = rows[-1][0].base + 0.3 * size
    drawn = sorted({rule.at for rule in loose if tops[0] - size < rule.at < bottom + size})
    inner = [at for at in drawn if tops[0] + 0.5 * size < at < bottom - 0.5 * size]
    ys = [tops[0], bottom]
    ys += inner if len(inner) >= 2 else [*inner, *_starts(rows, tops, gutters)]
    across = [Rule(y, left, right) for y in sorted(set(ys))]
    middles = [(low + high) / 2 for low, high in gutters]
    down = [Rule(x, tops[0], bottom) for x in (left, right)]
    for x in middles:
        down += _broken(x, rows, tops, bottom)
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
