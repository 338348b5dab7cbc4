"""Pages become one document: a table goes on over the page, and a row or a cell that the page broke is made whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quanze.lists.grid import Block, Cell, Line, Note, Row, Table
from quanze.lists.model import Place
from quanze.lists.readers.pdf.breaks import Break, decide
from quanze.lists.readers.pdf.cells import Filled, Layout, Outside, PageTable
from quanze.lists.readers.pdf.ruling import clustered, nearest
from quanze.lists.readers.pdf.text import ENDING, TextLine, Writing, begins_paragraph, full

SAME_EDGE = 4.0
"""Points by which the edges of a table may differ from page to page."""


@dataclass(slots=True)
class Whole:
    """A cell of a whole table: what each page shows of it. ``x0`` and ``x1`` are measured from the table's left."""

    x0: float
    x1: float
    row: int
    rowspan: int
    parts: list[Filled]
    cut: bool = False

    @property
    def end(self) -> int:
        return self.row + self.rowspan

    @property
    def lines(self) -> list[TextLine]:
        return [line for part in self.parts for line in part.lines]


@dataclass(slots=True)
class _Open:
    """A table that may go on with the next page. ``pages`` holds the page on which each row begins."""

    x0: float
    width: float
    last_page: int
    cells: list[Whole] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    guessed: bool = False
    doubts: list[tuple[int, str]] = field(default_factory=list)


def document(layouts: Sequence[Layout]) -> Iterator[Block]:
    """The blocks of a document from the layouts of its pages, less their furniture."""
    floors = _floors(layouts)
    headers: list[tuple[str, ...]] = []
    ordinal = 0
    table: _Open | None = None
    paragraph: list[Outside] = []
    for layout in layouts:
        for index, item in enumerate(layout.items):
            if isinstance(item, Outside):
                if table is not None:
                    ordinal += 1
                    yield _table(table, ordinal)
                    table = None
                if paragraph and not _continues(paragraph[-1], item):
                    yield _line(paragraph)
                    paragraph = []
                paragraph.append(item)
                continue
            if paragraph:
                yield _line(paragraph)
                paragraph = []
            for piece in _pieces(item, headers):
                at_head = index == 0 and piece.y0 == item.y0
                if table is not None and at_head and _fits(table, piece):
                    _append(table, piece, floors.get(round(layout.height), 0.0))
                else:
                    if table is not None:
                        ordinal += 1
                        yield _table(table, ordinal)
                    table = _opened(piece)
                    header = _texts(piece, 0)
                    if _is_header(header) and header not in headers:
                        headers.append(header)
    if paragraph:
        yield _line(paragraph)
    if table is not None:
        yield _table(table, ordinal + 1)


def _floors(layouts: Iterable[Layout]) -> dict[int, float]:
    """How far down tables reach on pages of a height: where a page is full."""
    floors: dict[int, float] = {}
    for layout in layouts:
        for item in layout.items:
            if isinstance(item, PageTable):
                key = round(layout.height)
                floors[key] = max(floors.get(key, 0.0), item.y1)
    return floors


# lines between tables


def _continues(before: Outside, after: Outside) -> bool:
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


# tables that follow one another without a gap


def _texts(table: PageTable, row: int) -> tuple[str, ...]:
    """The texts of the cells that begin in a row, without blanks."""
    return tuple(
        "".join("".join(line.text for line in cell.lines).split())
        for cell in sorted(table.cells, key=lambda one: one.box.x0)
        if cell.box.row == row
    )


def _is_header(texts: Sequence[str]) -> bool:
    return len([text for text in texts if text]) >= 3 and not any(text.isdigit() for text in texts)


def _pieces(table: PageTable, headers: Sequence[tuple[str, ...]]) -> list[PageTable]:
    """One ruled grid may hold several tables one below the other: a known heading over other columns begins another."""
    known = [*headers, _texts(table, 0)] if _is_header(_texts(table, 0)) else list(headers)
    cuts = [0]
    for row in range(1, table.rows):
        through = any(cell.box.row < row < cell.box.row + cell.box.rowspan for cell in table.cells)
        if through or not any(_same_header(_texts(table, row), header) for header in known):
            continue
        here = _edges(table, row)
        above = {
            edge
            for cell in table.cells
            if cuts[-1] <= cell.box.row < row
            for edge in (cell.box.x0, cell.box.x1)
        }
        if any(all(abs(edge - other) > SAME_EDGE for other in above) for edge in here):
            cuts.append(row)
    cuts.append(table.rows)
    return [_cutout(table, start, end) for start, end in pairwise(cuts)]


def _same_header(texts: tuple[str, ...], header: tuple[str, ...]) -> bool:
    shared = set(texts) & set(header) - {""}
    return len(shared) >= 3 and len(shared) >= 0.7 * len(header)


def _edges(table: PageTable, row: int) -> list[float]:
    return sorted(
        {edge for cell in table.cells if cell.box.row == row for edge in (cell.box.x0, cell.box.x1)}
    )


def _cutout(table: PageTable, start: int, end: int) -> PageTable:
    """The rows of a table from ``start`` to ``end``."""
    if (start, end) == (0, table.rows):
        return table
    cells = [cell for cell in table.cells if start <= cell.box.row < end]
    for cell in cells:
        cell.box.row -= start
    y0, y1 = min(cell.box.y0 for cell in cells), max(cell.box.y1 for cell in cells)
    return PageTable(table.page, table.x0, y0, table.x1, y1, end - start, cells, table.guessed, table.pitch)


# from page to page


def _opened(piece: PageTable) -> _Open:
    table = _Open(piece.x0, piece.x1 - piece.x0, piece.page, guessed=piece.guessed)
    table.pages = [piece.page] * piece.rows
    table.cells = [_whole(cell, piece, 0) for cell in piece.cells]
    return table


def _whole(cell: Filled, piece: PageTable, offset: int) -> Whole:
    box = cell.box
    return Whole(box.x0 - piece.x0, box.x1 - piece.x0, box.row + offset, box.rowspan, [cell], cell.cut)


def _fits(table: _Open, piece: PageTable) -> bool:
    """Whether a table at the head of a page may go on with one at the foot of the page before."""
    if piece.page != table.last_page + 1 or abs(piece.x1 - piece.x0 - table.width) > 2 * SAME_EDGE:
        return False
    known = sorted({edge for cell in table.cells for edge in (cell.x0, cell.x1)})
    own = {edge - piece.x0 for cell in piece.cells for edge in (cell.box.x0, cell.box.x1)}
    strange = [edge for edge in own if abs(known[nearest(known, edge)] - edge) > SAME_EDGE]
    first = {
        edge - piece.x0 for cell in piece.cells if cell.box.row == 0 for edge in (cell.box.x0, cell.box.x1)
    }
    return len(strange) <= 0.3 * len(own) and not first.intersection(strange)


def _append(table: _Open, piece: PageTable, floor: float) -> None:
    """Puts the rows of the next page to the end of a table."""
    skipped = _repeated_rows(table, piece)
    fresh = [cell for cell in piece.cells if cell.box.row >= skipped]
    table.last_page = piece.page
    table.guessed = table.guessed or piece.guessed
    rows = len(table.pages)
    pairs: list[tuple[Whole, Filled]] = []
    alone = False
    for cell in fresh:
        if cell.box.row != skipped:
            continue
        above = [
            one
            for one in table.cells
            if one.end == rows
            and abs(one.x0 - (cell.box.x0 - piece.x0)) <= SAME_EDGE
            and abs(one.x1 - (cell.box.x1 - piece.x0)) <= SAME_EDGE
        ]
        if above:
            pairs.append((above[0], cell))
        else:
            alone = True
    choice = decide(pairs, rows, _merging(table), floor, alone=alone) if pairs else Break(set(), False)
    offset = rows - skipped - (1 if choice.same_row else 0)
    partner = {id(cell): whole for whole, cell in pairs if id(whole) in choice.going_on}
    for cell in fresh:
        whole = partner.get(id(cell))
        if whole is None:
            table.cells.append(_whole(cell, piece, offset))
            continue
        whole.cut = cell.cut if cell.lines else whole.cut or _stops_short(whole)
        whole.rowspan = cell.box.row + offset + cell.box.rowspan - whole.row
        whole.parts.append(cell)
    table.pages += [piece.page] * (piece.rows - skipped - (1 if choice.same_row else 0))
    if choice.doubtful:
        said = "按同一行接续" if choice.same_row else "按另起一行处理"
        row = rows if choice.same_row else rows + 1
        table.doubts.append((row, f"第{piece.page}页开头的一行是否接上一页末行不能确定，已{said}，请核对"))


def _merging(table: _Open) -> set[int]:
    """The columns (by their left edge) that hold cells merged over rows elsewhere in the table."""
    return {round(cell.x0) for cell in table.cells if cell.rowspan > 1}


def _repeated_rows(table: _Open, piece: PageTable) -> int:
    """How many rows at the head of a page repeat the table's heading."""
    count = 0
    while count < min(piece.rows, 4):
        deeper = any(cell.box.row <= count < cell.box.row + cell.box.rowspan - 1 for cell in piece.cells)
        again = _texts(piece, count)
        first = tuple(
            "".join("".join(line.text for line in cell.lines).split())
            for cell in sorted(table.cells, key=lambda one: one.x0)
            if cell.row == count
        )
        if again != first or not any(again) or (count == 0 and not _is_header(again)):
            break
        count += 1
        if not deeper:
            break
    return count


def _stops_short(cell: Whole) -> bool:
    """Whether a cell's text stops within a sentence although its line is full: the rest is missing."""
    part = cell.parts[-1]
    lines = [line for line in part.lines if not line.turned]
    text = "".join(line.text for line in cell.lines).rstrip()
    if not lines or len(text) < 25 or not any(mark in text for mark in "。；，"):
        return False
    return text[-1] not in ENDING and full(lines[-1], lines[-1].size, part.room)


# the table as a block


def _table(table: _Open, ordinal: int) -> Table:
    edges = clustered(edge for cell in table.cells for edge in (cell.x0, cell.x1))
    tight = _usual_foot(table)
    rows: list[list[Cell]] = [[] for _ in table.pages]
    notes: list[Note] = []
    for cell in sorted(table.cells, key=lambda one: (one.row, one.x0)):
        column = nearest(edges, cell.x0)
        span = max(1, nearest(edges, cell.x1) - column)
        text, marks = _written(cell)
        rows[cell.row].append(Cell(text, column, cell.rowspan, span, marks))
        place = Place(ordinal, cell.row + 1, column + 1, cell.parts[-1].page)
        if cell.cut or (_stops_short(cell) and _reaches_edge(cell, tight)):
            notes.append(Note("cut-off", place, f"文字到“{_tail(text)}”为止，像是被截断，请与原件核对"))
        if any(part.hidden for part in cell.parts):
            notes.append(Note("hidden", place, "单元格里有被遮住、没有显示出来的文字，已一并读入"))
    place = Place(table=ordinal, page=table.pages[0])
    if table.guessed:
        notes.append(Note("guessed-table", place, "表格没有完整的框线，行列按推断读出，请与原件核对"))
    for row, message in table.doubts:
        notes.append(Note("joined", Place(ordinal, row, page=table.pages[row - 1]), message))
    return Table(
        tuple(
            Row(tuple(cells), Place(table=ordinal, row=index + 1, page=page))
            for index, (cells, page) in enumerate(zip(rows, table.pages, strict=True))
        ),
        len(edges) - 1,
        place,
        notes=tuple(notes),
    )


def _tail(text: str) -> str:
    return text.rstrip()[-10:]


def _written(cell: Whole) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a cell from all its pages; the page's break is no paragraph's end if the line was full."""
    writing = Writing()
    before: TextLine | None = None
    limits = None
    for part in cell.parts:
        for line in part.lines:
            if before is None or limits is None:
                paragraph = False
            elif limits is part.room:
                paragraph = begins_paragraph(before, line, limits)
            else:
                paragraph = not (before.turned or full(before, line.lead, limits))
            writing.add(line, paragraph)
            before, limits = line, part.room
    return writing.done()


def _usual_foot(table: _Open) -> float:
    """How far a row's lowest line usually keeps from the row's lower edge, in parts of its size."""
    feet: dict[tuple[int, int], float] = {}
    for cell in table.cells:
        part = cell.parts[-1]
        lines = [line for line in part.lines if not line.turned]
        if lines:
            key = (part.page, round(part.box.y1))
            foot = (part.box.y1 - lines[-1].base) / lines[-1].size
            feet[key] = min(feet.get(key, foot), foot)
    ordered = sorted(feet.values())
    return ordered[len(ordered) // 2] if len(ordered) >= 3 else 0.5


def _reaches_edge(cell: Whole, usual: float) -> bool:
    part = cell.parts[-1]
    lines = [line for line in part.lines if not line.turned]
    return bool(lines) and part.box.y1 - lines[-1].base < 0.7 * usual * lines[-1].size
