"""Tables written as text, for tests: cells parted by ``|``, ``^`` for a cell merged from above, ``<`` from the left."""

from __future__ import annotations

from quanze.lists.assemble import assemble
from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Annex, ListDocument, Place, Stage


def table(text: str, *, spans_known: bool = True) -> Table:
    """A table of one line per row."""
    grid = [
        [cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in text.strip().splitlines()
    ]
    width = max(len(row) for row in grid)
    rows = []
    for r, row in enumerate(grid):
        cells = []
        for c, content in enumerate(row):
            if content in ("^", "<"):
                continue
            colspan = 1
            while c + colspan < len(row) and row[c + colspan] == "<":
                colspan += 1
            rowspan = 1
            while r + rowspan < len(grid) and c < len(grid[r + rowspan]) and grid[r + rowspan][c] == "^":
                rowspan += 1
            cells.append(Cell(content, c, rowspan, colspan))
        rows.append(Row(tuple(cells), Place(table=1, row=r + 1)))
    return Table(tuple(rows), width, Place(table=1), spans_known)


def read(*blocks: str | Block) -> ListDocument:
    """The list in lines (text without ``|``) and tables (text with)."""
    return assemble(
        block if not isinstance(block, str) else table(block) if "|" in block else Line(block, Place())
        for block in blocks
    )


def only(document: ListDocument) -> Annex:
    """The one annex of a document."""
    (annex,) = document.annexes
    return annex


def stages(found: tuple[Stage, ...]) -> list[tuple[str | None, str | None]]:
    """Names and duties."""
    return [
        (None if stage.name is None else stage.name.value, None if stage.duty is None else stage.duty.value)
        for stage in found
    ]
