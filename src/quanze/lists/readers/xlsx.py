"""Excel workbooks: the rows of each visible sheet as tables, parted by blank rows. Only cells with text count, so
that a sheet formatted down to its last row and column costs no more than what it says."""

from __future__ import annotations

import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from quanze.lists.grid import Block, Cell, Line, Note, Row, Table
from quanze.lists.model import Place
from quanze.lists.readers.archive import open_archive, open_member
from quanze.lists.readers.shown import shown
from quanze.lists.readers.workbook import (
    Entry,
    Workbook,
    decoded,
    entry_of,
    local,
    open_workbook,
    runs_of,
    streamed,
)
from quanze.lists.refusal import Refusal
from quanze.lists.underline import join

MAX_CELL = 1_000_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
MAX_TEXT = 256 * 1024 * 1024
MAX_NOTES = 100

Element = Any
Area = tuple[int, int, int, int]
"""Top, left, bottom and right of a merged range, counted from 1."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_GENERIC = re.compile(r"(?:Sheet|工作表|表)?\s*\d*$", re.IGNORECASE)
"""Names of sheets that say nothing."""
_BLANK: Entry = ("", ())


def blocks(data: bytes) -> Iterator[Block]:
    """The tables of the visible sheets in order; before them the sheet's name as a line, where there are several
    sheets and this one has no title of its own. Raises :class:`Refusal` where the workbook cannot be read."""
    archive = open_archive(data)
    try:
        workbook = open_workbook(archive)
        notes = [
            Note("hidden", Place(sheet=name), f"工作表“{name}”是隐藏的，没有读入")
            for name in workbook.hidden_sheets
        ]
        sheets: list[_Sheet] = []
        size = 0
        for name, part in workbook.sheets:
            sheet = _Sheet(name, workbook, notes)
            with open_member(archive, part) as stream:
                for element in streamed(stream, ("row", "mergeCell", "col")):
                    sheet.take(element)
            size += sheet.size
            if size > MAX_TEXT:
                raise Refusal(f"各单元格的文字共超过 {MAX_TEXT // 1_048_576} MB，不像正常的清单，不予读取")
            if not sheet.is_blank:
                sheets.append(sheet)
        tables = 0
        for sheet in sheets:
            place = Place(sheet=sheet.name)
            for index, rows in enumerate(sheet.tables()):
                if (
                    index == 0
                    and len(sheets) > 1
                    and not _begins_with_line(rows)
                    and not _GENERIC.match(sheet.name)
                ):
                    yield Line(sheet.name, place)
                tables += 1
                yield Table(tuple(rows), sheet.width, replace(place, table=tables), notes=tuple(notes))
                notes.clear()
    except etree.XMLSyntaxError as error:
        if "huge text node" in str(error) or "too long" in str(error):
            raise Refusal("一个单元格的文字超过 10 MB，不像正常的清单，不予读取") from error
        raise Refusal("文件损坏或不完整，内容无法解读；请重新取得或另存一份再试") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refusal("文件损坏或不完整；请重新取得或另存一份再试") from error


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read: the texts by row and column, and what is merged, all counted from 1."""

    name: str
    workbook: Workbook
    notes: list[Note]
    size: int = 0
    width: int = 0
    _texts: dict[int, dict[int, Entry]] = field(default_factory=dict)
    _across: dict[int, set[int]] = field(default_factory=dict)
    _merges: list[Area] = field(default_factory=list)
    _hidden_rows: list[int] = field(default_factory=list)
    _hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    _row: int = 0

    def take(self, element: Element) -> None:
        """Takes in a row, a merged range or a column's properties."""
        kind = local(element)
        if kind == "row":
            self._take_row(element)
        elif kind == "mergeCell":
            area = _area(element.get("ref", ""))
            if area is not None:
                self._merges.append(area)
        elif element.get("hidden") in ("1", "true"):
            self._hidden_columns.append((_whole(element.get("min")), _whole(element.get("max"))))

    def _take_row(self, element: Element) -> None:
        self._row = _whole(element.get("r")) or self._row + 1
        texts: dict[int, Entry] = {}
        for column, cell in _filled(element):
            entry = self._entry(cell, column)
            if not entry[0]:
                continue
            if len(entry[0]) > MAX_CELL:
                reason = f"一个单元格有 {len(entry[0])} 个字，超过 {MAX_CELL} 个字的上限"
                raise Refusal(reason, self._place(self._row, column))
            texts[column] = entry
            self.size += len(entry[0])
        if not any(text.strip() for text, _ in texts.values()):
            return
        self._texts[self._row] = texts
        if element.get("hidden") in ("1", "true"):
            self._hidden_rows.append(self._row)
        if self.workbook.across:
            styled = (_reference(cell) for cell in element if _whole(cell.get("s")) in self.workbook.across)
            self._across[self._row] = {column for column in styled if column}

    def _entry(self, cell: Element, column: int) -> Entry:
        """What a cell shows."""
        style = _whole(cell.get("s"))
        underlined = style in self.workbook.underlined
        parts = {local(child): child for child in cell}
        if "is" in parts:
            return entry_of(runs_of(parts["is"]), underlined=underlined)
        kind = cell.get("t", "n")
        value: str = (parts["v"].text or "") if "v" in parts else ""
        if not value:
            if "f" in parts and kind != "str":
                message = "公式没有保存结果，按空白处理；请在 Excel 中打开、保存后再试"
                self._note("no-formula-value", self._row, column, message)
            return _BLANK
        if kind == "s":
            index = (
                int(value) if value.strip().isascii() and value.strip().isdigit() and len(value) < 12 else -1
            )
            if not 0 <= index < len(self.workbook.strings):
                raise Refusal("单元格所指的文字不存在，文件已损坏", self._place(self._row, column))
            return self.workbook.string(index, underlined=underlined)
        if kind == "n":
            text = shown(value, self.workbook.formats.get(style), date1904=self.workbook.date1904)
        elif kind == "b":
            text = "TRUE" if value.strip() == "1" else "FALSE"
        elif kind == "d":
            text = value.removesuffix("T00:00:00").replace("T", " ")
        else:
            text = decoded(value)
        return join([(text, underlined)])

    def _note(self, code: str, row: int, column: int | None, message: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(Note(code, self._place(row, column), message))

    def _place(self, row: int, column: int | None = None) -> Place:
        return Place(sheet=self.name, row=row, column=column)

    # tables

    @property
    def is_blank(self) -> bool:
        """Whether the sheet has no text."""
        return not self._texts

    def tables(self) -> Iterator[list[Row]]:
        """The rows with text, up to each blank one. There is some."""
        columns = {
            column for texts in self._texts.values() for column, (text, _) in texts.items() if text.strip()
        }
        left, right = min(columns), max(columns)
        self.width = right - left + 1
        if self.width > MAX_COLUMNS:
            raise Refusal(
                f"有 {self.width} 列，超过 {MAX_COLUMNS} 列的上限", self._place(min(self._texts), right)
            )
        self._note_hidden(columns)
        numbers = sorted(self._texts)
        anchors = self._anchors(numbers, left)
        covered = dict.fromkeys(range(left, right + 1), 0)
        rows: list[Row] = []
        count = 0
        for index, number in enumerate(numbers):
            if rows and number > numbers[index - 1] + 1 and max(covered.values()) < number:
                yield rows
                rows = []
            cells = tuple(self._cells(index, numbers, anchors.get(number, {}), covered))
            count += len(cells)
            if count > MAX_CELLS:
                raise Refusal(f"单元格超过 {MAX_CELLS} 个，不像正常的清单，不予读取", self._place(number))
            rows.append(Row(cells, self._place(number)))
        yield rows

    def _anchors(self, numbers: list[int], left: int) -> dict[int, dict[int, tuple[int, int]]]:
        """Bottom and right of each merged range, by the row and column in which it begins. Rows without text do not
        count: a range that begins above the first text in its rows begins there."""
        anchors: dict[int, dict[int, tuple[int, int]]] = {}
        for top, start, bottom, right in sorted(self._merges):
            index = bisect_left(numbers, top)
            if index < len(numbers) and numbers[index] <= bottom and right >= left:
                anchors.setdefault(numbers[index], {}).setdefault(max(start, left), (bottom, right))
        return anchors

    def _cells(
        self,
        index: int,
        numbers: list[int],
        anchors: dict[int, tuple[int, int]],
        covered: dict[int, int],
    ) -> Iterator[Cell]:
        """The cells that begin in a row. ``covered`` says down to which row each column is merged from above."""
        row = numbers[index]
        texts = self._texts[row]
        left, right = min(covered), max(covered)
        column = left
        while column <= right:
            text, marks = texts.get(column, _BLANK)
            if covered[column] >= row:
                self._note_covered(row, column, text)
                column += 1
                continue
            bottom, end = anchors.get(column) or (row, self._end_across(row, column, texts))
            following = column + 1
            while following <= min(end, right) and covered[following] < row:
                self._note_covered(row, following, texts.get(following, _BLANK)[0])
                following += 1
            down = bisect_right(numbers, bottom) - index
            yield Cell(text, column - left, down, following - column, marks)
            for each in range(column, following):
                covered[each] = bottom
            column = following

    def _end_across(self, row: int, column: int, texts: dict[int, Entry]) -> int:
        """The last column over which a text is centred without being merged."""
        across = self._across.get(row, ())
        end = column
        if column in across and column in texts:
            while end + 1 in across and not texts.get(end + 1, _BLANK)[0].strip():
                end += 1
        return end

    def _note_covered(self, row: int, column: int, text: str) -> None:
        if text.strip():
            self._note("hidden", row, column, f"被合并的单元格里另有文字“{text.strip()[:20]}”，未显示")

    def _note_hidden(self, columns: set[int]) -> None:
        if self._hidden_rows:
            listed = "、".join(str(row) for row in self._hidden_rows[:10])
            more = "等" if len(self._hidden_rows) > 10 else ""
            self._note("hidden", self._hidden_rows[0], None, f"隐藏的第{listed}{more}行已一并读入")
        hidden = [
            column for column in sorted(columns) if any(a <= column <= b for a, b in self._hidden_columns)
        ]
        if hidden:
            listed = "、".join(str(column) for column in hidden[:10])
            self._note("hidden", min(self._texts), hidden[0], f"隐藏的第{listed}列已一并读入")


def _begins_with_line(rows: list[Row]) -> bool:
    """Whether the first row is one text alone, as a title is."""
    return sum(1 for cell in rows[0].cells if cell.text.strip()) == 1


def _filled(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row that hold anything, with their columns. Most of a stray-formatted row holds nothing, and is
    passed over without a step in Python."""
    space = row.tag[: -len("row")]
    cells = {child.getparent(): None for child in row.iter(f"{space}v", f"{space}is", f"{space}f")}
    if not cells:
        return
    if next(iter(cells)).get("r"):
        for cell in cells:
            yield _reference(cell), cell
        return
    for column, cell in enumerate(row.iterchildren(f"{space}c"), start=1):
        if cell in cells:
            yield column, cell


def _reference(cell: Element) -> int:
    match = _REFERENCE.fullmatch(cell.get("r", ""))
    return 0 if match is None else _letters(match[1])


def position(cell: Element) -> tuple[int, int] | None:
    """Row and column of a cell, counted from 1; ``None`` where the file does not say it."""
    match = _REFERENCE.fullmatch(cell.get("r", ""))
    return None if match is None else (int(match[2]), _letters(match[1]))


def _area(reference: str) -> Area | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None or match[3] is None:
        return None
    rows = sorted((int(match[2]), int(match[4])))
    columns = sorted((_letters(match[1]), _letters(match[3])))
    return rows[0], columns[0], rows[1], columns[1]


def _letters(name: str) -> int:
    number = 0
    for char in name:
        number = number * 26 + ord(char) - 64
    return number


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
