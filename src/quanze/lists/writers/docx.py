"""Word documents: WordprocessingML straight into the ZIP, since a list of thousands of matters is mostly cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO
from xml.sax.saxutils import escape

from quanze.documents.office import member
from quanze.lists.grid import Cell
from quanze.lists.layout import LaidAnnex, LaidRow, LaidTable, Role
from quanze.lists.model import ListDocument, Span
from quanze.lists.underline import split
from quanze.lists.writers import docx_parts as parts
from quanze.lists.writers.proportions import prose, shares

MAX_CELL = None
TEXT_WIDTH = 14570
"""Twentieths of a point between the margins of A4 landscape (29.7 cm less 2 cm on either side)."""
WIDE = 6
"""Columns from which a table is set in small type."""
CENTRED = '<w:vAlign w:val="center"/>'
KEPT_WHOLE = 200
"""Characters up to which a row across the table is not divided between pages."""

LINE_STYLES = {
    Role.LABEL: "AnnexLabel",
    Role.TITLE: "AnnexTitle",
    Role.HEAD: "AnnexHead",
    Role.TAIL: "AnnexTail",
}
ACROSS_STYLES = {Role.CATEGORY: "TableCategory", Role.ADJUSTMENT: "TableText", Role.FOOT: "TableText"}


def write(annexes: Sequence[LaidAnnex], document: ListDocument, stream: BinaryIO) -> None:
    """Writes the annexes, each on a page of its own."""
    title = next((laid.annex.title for laid in annexes if laid.annex.title), document.agency or "权责清单")
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.fixed(title).items():
            with member(archive, name) as part:
                part.write(content.encode("utf-8"))
        with member(archive, "word/document.xml") as part:
            for piece in _document(annexes):
                part.write(piece.encode("utf-8"))


def _document(annexes: Sequence[LaidAnnex]) -> Iterator[str]:
    yield parts.DOCUMENT_START
    after_table = False
    for number, laid in enumerate(annexes):
        new_page = number > 0
        for line in laid.above:
            yield _line(line.text, LINE_STYLES[line.role], new_page)
            new_page = after_table = False
        for table in laid.tables:
            if new_page or after_table:
                yield _line("", "Between", new_page)
            yield from _table(table)
            new_page, after_table = False, True
        for line in laid.below:
            yield _line(line.text, LINE_STYLES[line.role], False)
            after_table = False
    if after_table:
        yield _line("", "Between", False)
    yield parts.DOCUMENT_END


def _line(text: str, style: str, new_page: bool) -> str:
    broken = "<w:pageBreakBefore/>" if new_page else ""
    runs = "<w:r><w:br/></w:r>".join(_run(piece, False) for piece in text.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{broken}</w:pPr>{runs}</w:p>'


def _table(table: LaidTable) -> Iterator[str]:
    widths = [round(share * TEXT_WIDTH) for share in shares(table)]
    size = "Small" if len(widths) >= WIDE else ""
    styles = [("TableText" if is_prose else "TableName") + size for is_prose in prose(table)]
    shapes = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>' for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield f"<w:tbl>{parts.TABLE_PROPERTIES}<w:tblGrid>{grid}</w:tblGrid>"
    ends = {
        index + cell.rowspan
        for index, row in enumerate(table.rows, 1)
        for cell in row.cells
        if cell.rowspan > 1
    }
    for index, row in enumerate(table.rows, 2):
        yield f"<w:tr>{_row_properties(row, index in ends)}"
        if row.role in ACROSS_STYLES:
            yield _across(row.cells[0], ACROSS_STYLES[row.role] + size)
        else:
            beginning = {cell.column: cell for cell in row.cells}
            for column, (shape, style) in enumerate(zip(shapes, styles, strict=True)):
                cell = beginning.get(column)
                if cell is None:
                    yield f"{shape}<w:vMerge/></w:tcPr><w:p/></w:tc>"
                    continue
                merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
                align = "" if row.role is Role.MATTER and style.startswith("TableText") else CENTRED
                content = _content(cell.text, cell.marks, "TableHead" if row.role is Role.HEADER else style)
                yield f"{shape}{merge}{align}</w:tcPr>{content}</w:tc>"
        yield "</w:tr>"
    yield "</w:tbl>"


def _across(cell: Cell, style: str) -> str:
    shape = f'<w:tcW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:gridSpan w:val="{cell.colspan}"/>'
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{_content(cell.text, cell.marks, style)}</w:tc>"


def _row_properties(row: LaidRow, ends_merged: bool) -> str:
    if row.role is Role.HEADER:
        return "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    # What is merged with rows below goes on there; the last of those rows is as high as the longest of it needs.
    own = [len(cell.text) for cell in row.cells if cell.rowspan == 1]
    kept = own and max(own) <= KEPT_WHOLE and not ends_merged
    return "<w:trPr><w:cantSplit/></w:trPr>" if kept else ""


@lru_cache(maxsize=4096)
def _content(text: str, marks: tuple[Span, ...], style: str) -> str:
    """The paragraphs of a cell, one for each line of its text."""
    start = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    if not marks:
        return "".join(f"{start}{_run(line, False)}</w:p>" for line in text.split("\n"))
    paragraphs = [""]
    for piece, underlined in split(text, marks):
        first, *others = piece.split("\n")
        paragraphs[-1] += _run(first, underlined)
        paragraphs += [_run(line, underlined) for line in others]
    return "".join(f"{start}{runs}</w:p>" for runs in paragraphs)


def _run(text: str, underlined: bool) -> str:
    if not text:
        return ""
    content = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in text.split("\t")
    )
    properties = '<w:rPr><w:u w:val="single"/></w:rPr>' if underlined else ""
    return f"<w:r>{properties}{content}</w:r>"
