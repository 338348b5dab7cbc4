"""How high the rows of a sheet must be: a spreadsheet does not fit a row to merged cells by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from unicodedata import east_asian_width

from quanze.lists.grid import Cell

HIGHEST = 409.0
"""Points, the most that Excel gives a row."""
MARGIN = 4.0


def row_heights(rows: Sequence[Sequence[Cell]], columns: Sequence[float], line: float) -> list[float]:
    """The height of each row in points, so that every text shows whole where Excel's limit allows. ``columns`` are
    widths in characters, ``line`` is the height of a line of text."""
    heights = [line + MARGIN] * len(rows)
    merged: list[tuple[int, Cell, float]] = []
    for index, row in enumerate(rows):
        for cell in row:
            width = sum(columns[cell.column : cell.column + cell.colspan])
            needed = _lines(cell.text, width) * line + MARGIN
            if cell.rowspan == 1:
                heights[index] = max(heights[index], needed)
            else:
                merged.append((index, cell, needed))
    for index, cell, needed in sorted(merged, key=lambda item: item[1].rowspan):
        covered = range(index, min(index + cell.rowspan, len(rows)))
        missing = needed - sum(heights[covered.start : covered.stop])
        if missing > 0:
            for at in covered:
                heights[at] += missing / len(covered)
    return [min(HIGHEST, round(height * 4) / 4) for height in heights]


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(_extent(line) / max(1.0, width - 1))) for line in text.split("\n"))


def _extent(text: str) -> float:
    if text.isascii():
        return float(len(text))
    return sum(2.1 if east_asian_width(char) in "WFA" else 1.0 for char in text)
