"""Excel workbooks: a sheet per annex, every cell a text (a formula can never come from a list), merged as on paper."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from quanze.documents.office import member
from quanze.lists.grid import Cell
from quanze.lists.layout import LaidAnnex, LaidTable, Role
from quanze.lists.model import AnnexKind, ListDocument
from quanze.lists.writers import xlsx_parts as parts
from quanze.lists.writers.heights import row_heights
from quanze.lists.writers.proportions import prose, shares
from quanze.lists.writers.strings import Strings

MAX_CELL = 32_767
"""UTF-16 units in a cell, Excel's own limit."""
SHEET_WIDTH, FEW_COLUMNS_WIDTH = 150, 100
"""Characters' widths that a sheet's columns take together: what A4 landscape shows at a legible scale."""
FEW = 5
MAX_NAME = 31

KINDS = {AnnexKind.CATALOGUE: "目录", AnnexKind.ADJUSTED: "调整", AnnexKind.RETAINED: "保留"}
LINE_STYLES = {
    Role.LABEL: parts.LABEL,
    Role.TITLE: parts.TITLE,
    Role.HEAD: parts.HEAD,
    Role.TAIL: parts.TAIL,
}
ACROSS_STYLES = {Role.CATEGORY: parts.CATEGORY, Role.ADJUSTMENT: parts.PROSE, Role.FOOT: parts.PROSE}


def write(annexes: Sequence[LaidAnnex], document: ListDocument, stream: BinaryIO) -> None:
    """Writes the annexes, each on a sheet of its own."""
    names = sheet_names(annexes)
    strings = Strings()
    title_rows = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, laid in enumerate(annexes, start=1):
            sheet = _Sheet(laid, strings)
            title_rows.append(sheet.header_row)
            with member(archive, f"xl/worksheets/sheet{number}.xml") as part:
                for piece in sheet.xml(first=number == 1):
                    part.write(piece.encode("utf-8"))
        with member(archive, "xl/sharedStrings.xml") as part:
            for piece in strings.xml():
                part.write(piece.encode("utf-8"))
        title = next(
            (laid.annex.title for laid in annexes if laid.annex.title), document.agency or "权责清单"
        )
        for name, content in parts.fixed(names, title_rows, title).items():
            with member(archive, name) as part:
                part.write(content.encode("utf-8"))


def sheet_names(annexes: Sequence[LaidAnnex]) -> list[str]:
    """The name of each sheet, such as ``附件1 目录``: no two alike, none that Excel refuses. Where nothing stands
    above the table the name must say nothing either, or it would be read as the title."""
    names: list[str] = []
    for number, laid in enumerate(annexes, start=1):
        if not laid.above:
            names.append(f"Sheet{number}")
            continue
        label = "".join(laid.annex.label.split()) if laid.annex.label else f"附件{number}"
        wanted = re.sub(r"[\[\]:：*?/\\']", "", f"{label} {KINDS[laid.annex.kind]}")[:MAX_NAME]
        name, count = wanted, 1
        while name in names:
            count += 1
            suffix = f" {count}"
            name = wanted[: MAX_NAME - len(suffix)] + suffix
        names.append(name)
    return names


class _Sheet:
    """A sheet while it is written: rows of ``(cells, styles by column, covered columns)``."""

    def __init__(self, laid: LaidAnnex, strings: Strings) -> None:
        self._laid = laid
        self._strings = strings
        widest = max(laid.tables, key=lambda table: len(table.columns))
        self._width = len(widest.columns)
        total = FEW_COLUMNS_WIDTH if self._width <= FEW else SHEET_WIDTH
        self._columns = [share * total for share in shares(widest)]
        self.header_row = len(laid.above) + 1
        self._merges: list[str] = []
        self._row = 0

    def xml(self, *, first: bool) -> Iterator[str]:
        """The sheet, piece by piece."""
        yield parts.sheet_start(self._columns, self.header_row, first=first)
        for line in self._laid.above:
            yield self._across(line.text, LINE_STYLES[line.role])
        for number, table in enumerate(self._laid.tables):
            if number:
                self._row += 1
            yield from self._table(table)
        for line in self._laid.below:
            yield self._across(line.text, LINE_STYLES[line.role])
        yield parts.sheet_end(self._merges, f"A1:{column_name(self._width - 1)}{max(self._row, 1)}")

    def _across(self, text: str, style: int) -> str:
        cell = Cell(text, 0, 1, self._width)
        height = row_heights([[cell]], [sum(self._columns)], parts.LINE_HEIGHTS[style])[0]
        return self._cells([cell], [style] * self._width, height)

    def _table(self, table: LaidTable) -> Iterator[str]:
        styles = [parts.PROSE if is_prose else parts.NAME for is_prose in prose(table)]
        heights = row_heights(
            [row.cells for row in table.rows], self._columns, parts.LINE_HEIGHTS[parts.PROSE]
        )
        for row, height in zip(table.rows, heights, strict=True):
            if row.role in ACROSS_STYLES:
                yield self._across(row.cells[0].text, ACROSS_STYLES[row.role])
            elif row.role is Role.HEADER:
                yield self._cells(row.cells, [parts.HEADER] * len(styles), height)
            else:
                yield self._cells(row.cells, styles, height)

    def _cells(self, cells: Sequence[Cell], styles: Sequence[int], height: float) -> str:
        self._row += 1
        row = self._row
        begun = {cell.column: cell for cell in cells}
        out = [f'<row r="{row}" ht="{height:g}" customHeight="1">']
        for column, style in enumerate(styles):
            cell = begun.get(column)
            name = column_name(column)
            if cell is None or not cell.text:
                out.append(f'<c r="{name}{row}" s="{style}"/>')
            else:
                index = self._strings.index(cell.text, cell.marks)
                out.append(f'<c r="{name}{row}" s="{style}" t="s"><v>{index}</v></c>')
            if cell is not None and (cell.rowspan > 1 or cell.colspan > 1):
                end = f"{column_name(column + cell.colspan - 1)}{row + cell.rowspan - 1}"
                self._merges.append(f"{name}{row}:{end}")
        out.append("</row>")
        return "".join(out)


def column_name(index: int) -> str:
    """The letters of a column, counted from 0: ``A``, ``Z``, ``AA``."""
    name = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        name = chr(65 + digit) + name
    return name
