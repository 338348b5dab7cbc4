"""Rows of a table seen column by column, with what merged cells cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quanze.lists.grid import Cell, Table
from quanze.lists.model import Place


@dataclass(frozen=True, slots=True)
class Slots:
    """One row: for each grid column the cell that begins there, if any, and whether the column is free, that is,
    not covered by a cell merged from above. ``moved`` says what was repaired; ``spilt`` are texts of cells that lie
    outside the grid or on top of another cell."""

    cells: tuple[Cell | None, ...]
    free: tuple[bool, ...]
    place: Place
    moved: str | None = None
    spilt: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether the row has no text of its own."""
        return not self.spilt and not any(cell.text.strip() for cell in self.own())

    def own(self) -> Iterator[Cell]:
        """The cells that begin in this row."""
        return (cell for cell in self.cells if cell is not None)

    def filled(self) -> list[Cell]:
        """The cells that begin in this row and hold text."""
        return [cell for cell in self.cells if cell is not None and cell.text.strip()]

    def text(self, column: int | None) -> str:
        """The text that begins in a column, stripped; "" where none does."""
        cell = None if column is None or column >= len(self.cells) else self.cells[column]
        return "" if cell is None else cell.text.strip()

    def is_covered(self, column: int) -> bool:
        """Whether a cell merged from above covers the column."""
        return column < len(self.cells) and not self.free[column] and self.cells[column] is None

    def joined(self) -> str:
        """The row as one line of text."""
        return "  ".join([*(cell.text.strip() for cell in self.filled()), *self.spilt])


MAX_BLANK_ROWS = 2
"""Blank rows in a run that are kept: as many as headings merged downwards may leave below their first row."""


def slots_of(table: Table) -> list[Slots]:
    """The rows of a table, column by column, without those blank ones of a long run that say nothing."""
    width = table.width
    remaining = [0] * width
    rows: list[Slots] = []
    blank = 0
    for row in table.rows:
        blank = 0 if any(cell.text for cell in row.cells) else blank + 1
        if blank > MAX_BLANK_ROWS and all(cell.rowspan == 1 for cell in row.cells):
            remaining = [left - 1 if left else 0 for left in remaining]
            continue
        free = tuple(left == 0 for left in remaining)
        cells: list[Cell | None] = [None] * width
        spilt: list[str] = []
        remaining = [left - 1 if left else 0 for left in remaining]
        for cell in row.cells:
            if not 0 <= cell.column < width or cells[cell.column] is not None:
                if cell.text.strip():
                    spilt.append(cell.text.strip())
                continue
            cells[cell.column] = cell
            if cell.rowspan > 1:
                for column in range(cell.column, min(cell.column + cell.colspan, width)):
                    remaining[column] = cell.rowspan - 1
        rows.append(Slots(tuple(cells), free, row.place, None, tuple(spilt)))
    return rows
