"""A document's paragraphs and tables as an Excel sheet. Every cell is a text, or a number where those are wanted;
none is a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil
from typing import BinaryIO
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from quanze.documents.office import (
    CORE,
    CORE_RELATION,
    OFFICE,
    XML,
    content_types,
    core_properties,
    member,
    relations,
)
from quanze.documents.tree import Document, Items, Paragraph, Role, Run
from quanze.documents.writable import refuse_unwritable

WIDTH = 110.0
"""Characters' widths that the columns take together: what a page of A4 shows at a legible scale."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""``_x000A_`` in a text would be read as an escaped character."""

TITLE_HEIGHT, LINE_HEIGHT = 36, 15
"""Points: merged cells do not grow by themselves."""

PLAIN, TITLE, HEADING, CELL, RATE = 0, 1, 2, 3, 4

_FIGURE = re.compile(r"(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?)(%?)", re.ASCII)
"""What Excel counts with exactly: fifteen digits, and none before which a zero stands."""

_BORDER = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/><name val="仿宋_GB2312"/></font>'
    '<font><sz val="18"/><name val="方正小标宋简体"/></font><font><sz val="11"/><name val="黑体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f'</fills><borders count="2"><border/><border>{_BORDER}</border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf fontId="0" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf fontId="1" applyFont="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf fontId="2" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf fontId="0" borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="164" fontId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="center"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write(document: Document, stream: BinaryIO, *, figures: bool = False) -> None:
    """Writes the paragraphs and tables of the document, one below the other. ``figures``: cells of tables that are
    numbers or percentages, but for those of the first column, are written as such, so that they can be added up. Raises
    ``NotWritten``, and ``ValueError`` for a document that has other parts: a letter is no sheet."""
    refuse_unwritable(document)
    tables = [block for block in document.blocks if isinstance(block, Items)]
    columns = max((len(table.headings) for table in tables), default=1)
    widest = next((table for table in tables if len(table.headings) == columns), None)
    shares = (widest.shares if widest else ()) or (1.0,) * columns
    merges: list[str] = []
    rows = "".join(_rows(document, columns, merges, figures))
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{share / sum(shares) * WIDTH:.1f}" customWidth="1"/>'
        for n, share in enumerate(shares, 1)
    )
    merged = f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>' if merges else ""
    sheet = (
        f'{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>{widths}</cols>'
        f"<sheetData>{rows}</sheetData>{merged}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"xl/worksheets/sheet1.xml": sheet, **_fixed(document.title)}.items():
            with member(archive, name) as part:
                part.write(content.encode("utf-8"))


def _rows(document: Document, columns: int, merges: list[str], figures: bool) -> Iterator[str]:
    number = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            number += 1
            text = "".join(
                piece.text if isinstance(piece, Run) else "\u3000" * piece.width for piece in block.content
            )
            style = TITLE if block.role is Role.TITLE else PLAIN
            if columns > 1:
                merges.append(f'<mergeCell ref="A{number}:{_column(columns - 1)}{number}"/>')
            yield _row(number, [text], style)
        elif isinstance(block, Items):
            for style, texts in ((HEADING, block.headings), *((CELL, row) for row in block.rows)):
                number += 1
                yield _row(number, texts, style, figures and style == CELL)
        else:
            raise ValueError(f"a sheet has no {type(block).__name__}")


def _row(number: int, texts: Sequence[str], style: int, figures: bool = False) -> str:
    cells = "".join(
        _cell(f"{_column(at)}{number}", text, style, figures and at > 0) for at, text in enumerate(texts)
    )
    height = TITLE_HEIGHT if style == TITLE else LINE_HEIGHT * _lines(texts[0]) if style == PLAIN else 0
    high = f' ht="{height}" customHeight="1"' if height > LINE_HEIGHT else ""
    return f'<row r="{number}"{high}>{cells}</row>'


def _lines(text: str) -> int:
    """How many lines a paragraph takes over the whole width; signs of Chinese are two wide."""
    wide = (sum(1 + (east_asian_width(sign) in "WFA") for sign in line) for line in text.split("\n"))
    return sum(max(1, ceil(each / (WIDTH - 2))) for each in wide)


def _cell(place: str, text: str, style: int, figure: bool) -> str:
    if figure and (found := _FIGURE.fullmatch(text)) is not None:
        value, percent = found.groups()
        if percent:
            return f'<c r="{place}" s="{RATE}"><v>{Decimal(value) / 100}</v></c>'
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_ESCAPE.sub('_x005F_', text))}</t></is></c>"
    )


def _column(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _fixed(title: str) -> dict[str, str]:
    return {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            ("rId2", f"{OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "docProps/core.xml": core_properties(title),
        "_rels/.rels": relations(
            ("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            ("rId2", CORE_RELATION, "docProps/core.xml"),
        ),
        "[Content_Types].xml": content_types(
            {
                "/xl/workbook.xml": f"{_KIND}.sheet.main+xml",
                "/xl/worksheets/sheet1.xml": f"{_KIND}.worksheet+xml",
                "/xl/styles.xml": f"{_KIND}.styles+xml",
                "/docProps/core.xml": CORE,
            }
        ),
    }
