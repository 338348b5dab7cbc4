"""A table that may go on from page to page, until it is whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quanze.lists.grid import Cell, Note, Row, Table
from quanze.lists.model import Place, Span
from quanze.lists.readers.pdf.breaks import LONG, Habits, Meeting, decide
from quanze.lists.readers.pdf.cells import Filled, PageTable, Texts, bare, row_texts
from quanze.lists.readers.pdf.items import item_starts
from quanze.lists.readers.pdf.ruling import clustered, nearest
from quanze.lists.readers.pdf.text import ENDING, Room, TextLine, Writing, begins_paragraph, full

SAME_EDGE = 4.0
"""Points by which the edges of a table may differ from page to page."""

NO_ROOM = 1.5
"""A line nearer to the lower edge than this, in sizes of the text, leaves no room for another."""

HEADING_ROWS = 4
"""The most rows that a heading has."""


def is_heading(texts: Texts) -> bool:
    """Whether the texts of a row may be a table's heading."""
    return sum(bool(text) for text in texts) >= 3 and not any(text.isdigit() for text in texts)


@dataclass(slots=True)
class Whole:
    """A cell of a whole table: what each page shows of it. ``x0`` and ``x1`` are measured from the table's left; the
    ``text`` is without blanks."""

    x0: float
    x1: float
    row: int
    rowspan: int
    parts: list[Filled]
    text: str
    cut: bool

    @property
    def end(self) -> int:
        """The row after its last."""
        return self.row + self.rowspan

    def add(self, part: Filled, end: int) -> None:
        """Goes on with what the next page shows, down to row ``end``."""
        if part.lines:
            self.cut = part.cut
        elif (foot := self.foot()) is not None and foot < NO_ROOM and self.stops_short():
            self.cut = True
        self.rowspan = end - self.row
        clipped = part.hidden or self.parts[-1].hidden
        if clipped and self.text and self.text in bare(part.lines):
            self.parts, self.text = [], ""
        again = self._shown_before(part.lines, clipped)
        self.parts.append(replace(part, lines=part.lines[again:]) if again else part)
        self.text += bare(part.lines[again:])

    def _shown_before(self, lines: list[TextLine], clipped: bool) -> int:
        """How many lines were already shown on the page before: spreadsheets draw a merged cell's text on each page,
        and clip it."""
        if bare(lines) == self.text:
            return len(lines)
        if not clipped:
            return 0
        text, count = "", 0
        for index, line in enumerate(lines, start=1):
            text += bare([line])
            if text not in self.text:
                break
            if len(text) >= LONG and (index == len(lines) or self.text.endswith(text)):
                count = index
        return count

    def stops_short(self) -> bool:
        """Whether the text stops within a sentence although its line is full: the rest is missing."""
        part = self.parts[-1]
        lines = [line for line in part.lines if not line.turned]
        if not lines or len(self.text) < 25 or not any(mark in self.text for mark in "。；，"):
            return False
        return self.text[-1] not in ENDING and full(lines[-1], lines[-1].size, part.room)

    def foot(self) -> float | None:
        """How far its last line keeps from its lower edge, in sizes of the text."""
        part = self.parts[-1]
        lines = [line for line in part.lines if not line.turned]
        return (part.box.y1 - lines[-1].base) / lines[-1].size if lines else None

    def written(self) -> tuple[str, tuple[Span, ...]]:
        """The text and its underlined spans. A page's end is a paragraph's end only where the line had room left."""
        writing = Writing()
        starts = item_starts([line.text for part in self.parts for line in part.lines])
        before: TextLine | None = None
        limits: Room | None = None
        index = 0
        for part in self.parts:
            for line in part.lines:
                if before is None or limits is None:
                    paragraph = False
                elif index in starts:
                    paragraph = True
                elif limits is part.room:
                    paragraph = begins_paragraph(before, line, limits)
                else:
                    paragraph = not (before.turned or full(before, line.lead, limits))
                writing.add(line, paragraph)
                before, limits = line, part.room
                index += 1
        return writing.done()


class WholeTable:
    """A table from the page on which it begins. ``heading`` holds the texts of its first rows; ``texts`` are those of
    whole cells anywhere in the document, to which it adds its own."""

    def __init__(self, piece: PageTable, texts: set[str]) -> None:
        self.heading: list[Texts] = row_texts(piece)[:HEADING_ROWS]
        self._width = piece.x1 - piece.x0
        self._last_page = piece.page
        self._guessed = piece.guessed
        self._pages = [piece.page] * piece.rows
        self._doubts: list[tuple[int, str]] = []
        self._cells = [_whole(cell, piece, 0) for cell in piece.cells]
        self._at_end = [cell for cell in self._cells if cell.end == piece.rows]
        self._edges: list[float] = []
        self._habits = Habits(texts)
        self._learn(self._cells)

    def _learn(self, cells: list[Whole]) -> None:
        """Remembers columns, merged cells and whole texts, by which the next page is judged."""
        known = {edge for cell in cells for edge in (cell.x0, cell.x1)}
        self._edges = clustered([*self._edges, *known], 1.0)
        self._habits.merging.update(round(cell.x0) for cell in cells if cell.rowspan > 1)
        self._habits.texts.update(cell.text for cell in cells if cell.end < len(self._pages))

    def fits(self, piece: PageTable) -> bool:
        """Whether a table at the head of a page may go on with this one, which the page before ended with."""
        if piece.page != self._last_page + 1 or abs(piece.x1 - piece.x0 - self._width) > 2 * SAME_EDGE:
            return False
        own: set[float] = set()
        first: set[float] = set()
        for cell in piece.cells:
            edges = (cell.box.x0 - piece.x0, cell.box.x1 - piece.x0)
            own.update(edges)
            if cell.box.row == 0:
                first.update(edges)
        strange = {edge for edge in own if abs(self._edges[nearest(self._edges, edge)] - edge) > SAME_EDGE}
        return len(strange) <= 0.3 * len(own) and not first & strange

    def append(self, piece: PageTable, floor: float) -> None:
        """Puts the rows of the next page to the end; ``floor`` is how far down a full page's tables reach."""
        skipped = self._repeated_rows(piece)
        fresh = [cell for cell in piece.cells if cell.box.row >= skipped]
        self._last_page = piece.page
        self._guessed = self._guessed or piece.guessed
        if not fresh:
            return
        rows = len(self._pages)
        pairs = [self._pair(cell, piece) for cell in fresh if cell.box.row == skipped]
        meeting = [(whole, cell) for whole, cell in pairs if whole is not None]
        choice = decide(Meeting(meeting, rows, len(meeting) < len(pairs)), self._habits, floor)
        offset = rows - skipped - (1 if choice.same_row else 0)
        going_on = {id(cell): whole for whole, cell in meeting if id(whole) in choice.going_on}
        added: list[Whole] = []
        for cell in fresh:
            whole = going_on.get(id(cell))
            if whole is not None:
                whole.add(cell, cell.box.row + offset + cell.box.rowspan)
            else:
                added.append(_whole(cell, piece, offset))
        self._cells += added
        self._pages += [piece.page] * (piece.rows - skipped - (1 if choice.same_row else 0))
        end = len(self._pages)
        touched = [*self._at_end, *added]
        self._at_end = [cell for cell in touched if cell.end == end]
        self._learn(touched)
        if choice.doubtful:
            said = "按同一行接续" if choice.same_row else "按另起一行处理"
            message = f"第{piece.page}页开头的一行是否接上一页末行不能确定，已{said}，请核对"
            self._doubts.append((rows if choice.same_row else rows + 1, message))

    def _pair(self, cell: Filled, piece: PageTable) -> tuple[Whole | None, Filled]:
        """The cell at the end of the page before that stands above a cell, in the same columns."""
        x0, x1 = cell.box.x0 - piece.x0, cell.box.x1 - piece.x0
        for one in self._at_end:
            if abs(one.x0 - x0) <= SAME_EDGE and abs(one.x1 - x1) <= SAME_EDGE:
                return one, cell
        return None, cell

    def _repeated_rows(self, piece: PageTable) -> int:
        """How many rows at the head of a page repeat the heading."""
        if not is_heading(self.heading[0]):
            return 0
        again = row_texts(piece)
        count = 0
        depth = 1
        while count < min(depth, len(self.heading), len(again)) and again[count] == self.heading[count]:
            deepest = max(
                (cell.box.row + cell.box.rowspan for cell in piece.cells if cell.box.row == count), default=0
            )
            depth = max(depth, deepest)
            count += 1
        return count

    def block(self, ordinal: int) -> Table:
        """The table, the ``ordinal``-th of the document."""
        edges = clustered(edge for cell in self._cells for edge in (cell.x0, cell.x1))
        usual = self._usual_foot()
        rows: list[list[Cell]] = [[] for _ in self._pages]
        notes: list[Note] = []
        hidden: list[Place] = []
        for cell in sorted(self._cells, key=lambda one: (one.row, one.x0)):
            column = nearest(edges, cell.x0)
            span = max(1, nearest(edges, cell.x1) - column)
            text, marks = cell.written()
            rows[cell.row].append(Cell(text, column, cell.rowspan, span, marks))
            place = Place(ordinal, cell.row + 1, column + 1, cell.parts[-1].page)
            foot = cell.foot()
            if cell.cut or (foot is not None and foot < 0.7 * usual and cell.stops_short()):
                notes.append(
                    Note("cut-off", place, f"文字到“{text.rstrip()[-10:]}”为止，像是被截断，请与原件核对")
                )
            if any(part.hidden for part in cell.parts):
                hidden.append(place)
        if hidden:
            said = f"有 {len(hidden)} 个单元格的文字没有全部显示出来（这是第一个），已一并读入"
            notes.append(Note("hidden", hidden[0], said))
        place = Place(table=ordinal, page=self._pages[0])
        if self._guessed:
            notes.append(Note("guessed-table", place, "表格没有完整的框线，行列按推断读出，请与原件核对"))
        for row, message in self._doubts:
            notes.append(Note("joined", Place(ordinal, row, page=self._pages[row - 1]), message))
        return Table(
            tuple(
                Row(tuple(cells), Place(table=ordinal, row=index + 1, page=page))
                for index, (cells, page) in enumerate(zip(rows, self._pages, strict=True))
            ),
            len(edges) - 1,
            place,
            notes=tuple(notes),
        )

    def _usual_foot(self) -> float:
        """How far a row's lowest line usually keeps from the row's lower edge, in sizes of the text."""
        feet: dict[tuple[int, int], float] = {}
        for cell in self._cells:
            foot = cell.foot()
            if foot is not None:
                key = (cell.parts[-1].page, round(cell.parts[-1].box.y1))
                feet[key] = min(feet.get(key, foot), foot)
        ordered = sorted(feet.values())
        return ordered[len(ordered) // 2] if len(ordered) >= 3 else 0.5


def _whole(cell: Filled, piece: PageTable, offset: int) -> Whole:
    box = cell.box
    return Whole(
        box.x0 - piece.x0,
        box.x1 - piece.x0,
        box.row + offset,
        box.rowspan,
        [cell],
        bare(cell.lines),
        cell.cut,
    )
