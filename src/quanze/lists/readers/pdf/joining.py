"""Pages become one document: the lines between tables, and the tables, each whole although pages break it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from quanze.lists.grid import Block, Line
from quanze.lists.model import Place
from quanze.lists.readers.pdf.cells import Layout, Outside, PageTable, Texts, bare, row_texts
from quanze.lists.readers.pdf.text import Writing, begins_paragraph
from quanze.lists.readers.pdf.whole import SAME_EDGE, WholeTable, is_heading


def document(layouts: Sequence[Layout]) -> Iterator[Block]:
    """The blocks of a document from the layouts of its pages, less their furniture."""
    floors = _floors(layouts)
    texts = _whole_texts(layouts)
    headings: list[Texts] = []
    ordinal = 0
    table: WholeTable | None = None
    paragraph: list[Outside] = []
    for layout in layouts:
        for index, item in enumerate(layout.items):
            if isinstance(item, Outside):
                if table is not None:
                    ordinal += 1
                    yield table.block(ordinal)
                    table = None
                if paragraph and not _continues(paragraph[-1], item):
                    yield _line(paragraph)
                    paragraph = []
                paragraph.append(item)
                continue
            if paragraph:
                yield _line(paragraph)
                paragraph = []
            for order, piece in enumerate(_pieces(item, headings)):
                if table is not None and index == 0 and order == 0 and table.fits(piece):
                    table.append(piece, floors[round(layout.height)])
                    continue
                if table is not None:
                    ordinal += 1
                    yield table.block(ordinal)
                table = WholeTable(piece, texts)
                if is_heading(table.heading[0]) and table.heading[0] not in headings:
                    headings.append(table.heading[0])
    if paragraph:
        yield _line(paragraph)
    if table is not None:
        yield table.block(ordinal + 1)


def _floors(layouts: Iterable[Layout]) -> dict[int, float]:
    """How far down tables reach on pages of a height: where a page is full."""
    floors: dict[int, float] = {}
    for layout in layouts:
        for item in layout.items:
            if isinstance(item, PageTable):
                key = round(layout.height)
                floors[key] = max(floors.get(key, 0.0), item.y1)
    return floors


def _whole_texts(layouts: Iterable[Layout]) -> set[str]:
    """The texts of cells that no page's end can have broken. Lists repeat themselves: by these texts a page's end is
    judged."""
    found: set[str] = set()
    for layout in layouts:
        for item in layout.items:
            if isinstance(item, PageTable):
                first = _heading_depth(item)
                found.update(
                    bare(cell.lines)
                    for cell in item.cells
                    if first < cell.box.row and cell.box.row + cell.box.rowspan < item.rows
                )
    return found


def _heading_depth(table: PageTable) -> int:
    """How many rows at the head of a page may repeat a heading."""
    if not is_heading(row_texts(table)[0]):
        return 0
    return max(cell.box.rowspan for cell in table.cells if cell.box.row == 0)


def _continues(before: Outside, after: Outside) -> bool:
    """Whether a line outside of tables goes on with the paragraph of the line before."""
    return (
        before.page == after.page
        and abs(before.line.size - after.line.size) < 0.5
        and after.line.base > before.line.base
        and after.line.base - before.line.base < 2.2 * after.line.size
        and not begins_paragraph(before.line, after.line, after.room)
    )


def _line(paragraph: Sequence[Outside]) -> Line:
    writing = Writing()
    for item in paragraph:
        writing.add(item.line, paragraph=False)
    text, marks = writing.done()
    return Line(text, Place(page=paragraph[0].page), marks)


def _pieces(table: PageTable, headings: Sequence[Texts]) -> list[PageTable]:
    """One ruled grid may hold several tables one below the other: a known heading over other columns begins another."""
    texts = row_texts(table)
    known = [*headings, texts[0]] if is_heading(texts[0]) else list(headings)
    merged = {row for cell in table.cells for row in range(cell.box.row + 1, cell.box.row + cell.box.rowspan)}
    cuts = [0]
    for row in range(1, table.rows):
        if row in merged or not any(_is_same(texts[row], heading) for heading in known):
            continue
        above = _edges(table, cuts[-1], row)
        if any(all(abs(edge - other) > SAME_EDGE for other in above) for edge in _edges(table, row, row + 1)):
            cuts.append(row)
    cuts.append(table.rows)
    return [_cutout(table, start, end) for start, end in pairwise(cuts)]


def _is_same(texts: Texts, heading: Texts) -> bool:
    shared = set(texts) & set(heading) - {""}
    return len(shared) >= 3 and len(shared) >= 0.7 * len(heading)


def _edges(table: PageTable, start: int, end: int) -> set[float]:
    """The sides of the cells that begin in rows ``start`` to ``end``."""
    return {
        edge for cell in table.cells if start <= cell.box.row < end for edge in (cell.box.x0, cell.box.x1)
    }


def _cutout(table: PageTable, start: int, end: int) -> PageTable:
    """The rows of a table from ``start`` to ``end``."""
    if (start, end) == (0, table.rows):
        return table
    cells = [cell for cell in table.cells if start <= cell.box.row < end]
    for cell in cells:
        cell.box.row -= start
    y0, y1 = min(cell.box.y0 for cell in cells), max(cell.box.y1 for cell in cells)
    return PageTable(table.page, table.x0, y0, table.x1, y1, end - start, cells, table.guessed)
