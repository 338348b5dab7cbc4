"""Rows of a table that text has torn at the line ends of its cells.

Word copied as text parts cells by tabs and keeps the paragraphs of a cell as lines: a row of eight cells with three
paragraphs in one of them becomes three lines that have seven tabs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.alignment import looks_like_number
from quanze.lists.assemble.foot import contact_fields
from quanze.lists.assemble.spanning import is_note, is_sum
from quanze.lists.grid import Block, Cell, Line, Note, Row, Table

MIN_HEADINGS = 3


def mended(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, torn rows whole again. What could be read in another way stays as it is: a table is mended where
    below its headings all lines make rows as wide as they are, each beginning with a number or a blank cell."""
    waiting: list[Block] = []
    for block in blocks:
        if waiting and not (isinstance(block, Table) and _is_headed(block)) and _goes_on(block):
            waiting.append(block)
            continue
        yield from _mended(waiting)
        waiting = []
        if isinstance(block, Table) and _is_headed(block):
            waiting.append(block)
        else:
            yield block
    yield from _mended(waiting)


def _is_headed(table: Table) -> bool:
    """Whether the table is one of text whose first row holds headings."""
    if table.spans_known or table.place.line is None:
        return False
    cells = table.rows[0].cells
    known = sum(headings.is_heading(cell.text) for cell in cells)
    return known >= MIN_HEADINGS and 2 * known > len(cells)


def _goes_on(block: Block) -> bool:
    if isinstance(block, Table):
        return not block.spans_known
    stripped = block.text.strip()
    return titles.annex_label(stripped) is None and not titles.is_title(stripped)


@dataclass(slots=True)
class _Row:
    """Cells as they come together from the lines of a row; ``behind`` are lines below it that have no tab."""

    first: Row
    cells: list[str]
    behind: list[Line] = field(default_factory=list)

    def add(self, texts: Sequence[str]) -> None:
        self.cells[-1] += "\n" + texts[0]
        self.cells += texts[1:]

    def take_behind(self) -> None:
        for line in self.behind:
            self.add([line.text])
        self.behind = []

    def row(self) -> Row:
        return Row(tuple(Cell(text, column) for column, text in enumerate(self.cells)), self.first.place)


def _mended(blocks: list[Block]) -> list[Block]:
    """A table of headings and what follows it as one table, with the lines below it; else the same blocks."""
    head = blocks[0] if blocks else None
    if not isinstance(head, Table):
        return blocks
    width = len(head.rows[0].cells)
    rows: list[_Row | Line] = []
    is_torn = has_long_ends = False
    for part in _parts(blocks, head):
        above = rows[-1] if rows else None
        if isinstance(part, Line):
            if isinstance(above, _Row) and len(above.cells) < width:
                above.add([part.text])
                is_torn = True
            elif isinstance(above, _Row) and not _stands_alone(part.text):
                above.behind.append(part)
            else:
                rows.append(part)
            continue
        texts = [cell.text for cell in part.cells]
        if isinstance(above, _Row) and len(above.cells) < width:
            if looks_like_number(texts[0]):
                return blocks
            above.add(texts)
            is_torn = True
        else:
            if isinstance(above, _Row) and above.behind:
                above.take_behind()
                is_torn = has_long_ends = True
            if texts[0].strip() and not looks_like_number(texts[0]):
                return blocks
            rows.append(_Row(part, texts))
        if isinstance(rows[-1], _Row) and len(rows[-1].cells) > width:
            return blocks
    if not is_torn or any(isinstance(row, _Row) and len(row.cells) < width for row in rows):
        return blocks
    return _whole(head, rows, has_long_ends=has_long_ends)


def _parts(blocks: Sequence[Block], head: Table) -> Iterator[Row | Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from block.rows[1:] if block is head else block.rows


def _stands_alone(text: str) -> bool:
    """Whether a line is none of a cell: a category, a note, a total, the foot."""
    stripped = text.strip()
    return (
        headings.category_line(stripped) is not None
        or contact_fields(stripped) is not None
        or titles.is_form(stripped)
        or titles.is_caption(stripped)
        or titles.is_signature(stripped)
        or is_note(stripped)
        or is_sum(stripped)
    )


def _whole(head: Table, rows: Sequence[_Row | Line], *, has_long_ends: bool) -> list[Block]:
    """The table and the lines below it. Lines between two rows are rows of one cell. Where last cells have several
    lines, so has that of the last row."""
    last = max(index for index, row in enumerate(rows) if isinstance(row, _Row))
    made = [head.rows[0]]
    below: list[Block] = []
    for index, row in enumerate(rows):
        if isinstance(row, Line):
            if index > last:
                below.append(row)
            else:
                made.append(Row((Cell(row.text, 0),), row.place))
            continue
        if has_long_ends:
            row.take_behind()
        made.append(row.row())
        below += row.behind
    message = f"单元格里有换行，文字文件中被拆成几行，已按列数接成 {len(made) - 1} 行，请与原件核对"
    notes = (*head.notes, Note("joined", head.place, message))
    return [Table(tuple(made), head.width, head.place, spans_known=False, notes=notes), *below]
