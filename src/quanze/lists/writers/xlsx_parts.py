"""The fixed parts of a workbook: types, relations, styles, and what stands around the rows of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from quanze.documents.office import (
    CORE,
    CORE_RELATION,
    OFFICE,
    XML,
    content_types,
    core_properties,
    relations,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

LABEL, TITLE, HEAD, HEADER, CATEGORY, NAME, PROSE, TAIL = range(1, 9)
"""Cell styles by their index in ``styles.xml``; 0 is the default that every workbook has."""

_FONTS = (("仿宋_GB2312", 10), ("黑体", 14), ("方正小标宋简体", 20), ("楷体_GB2312", 12), ("黑体", 10.5))
_STYLES: tuple[tuple[int, int, str, str], ...] = (
    (0, 0, "left", "center"),
    (1, 0, "left", "center"),
    (2, 0, "center", "center"),
    (3, 0, "center", "center"),
    (4, 1, "center", "center"),
    (4, 1, "left", "center"),
    (0, 1, "center", "center"),
    (0, 1, "left", "center"),
    (0, 0, "left", "center"),
)
"""Font, border, horizontal and vertical alignment of each cell style."""

LINE_HEIGHTS = {
    LABEL: 18.0,
    TITLE: 27.0,
    HEAD: 16.0,
    HEADER: 14.0,
    CATEGORY: 14.0,
    NAME: 13.5,
    PROSE: 13.5,
    TAIL: 13.5,
}
"""Points that a line of text takes in each style."""

_FACE = '<rFont val="仿宋_GB2312"/><charset val="134"/>'
PLAIN = f'<rPr><sz val="10"/>{_FACE}</rPr>'
UNDERLINED = f'<rPr><u/><sz val="10"/>{_FACE}</rPr>'


def fixed(names: Sequence[str], title_rows: Sequence[int], title: str) -> dict[str, str]:
    """All parts but sheets and strings, by name."""
    sheets = range(1, len(names) + 1)
    last = len(names)
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in sheets]
    links += [
        (f"rId{last + 1}", "styles", "styles.xml"),
        (f"rId{last + 2}", "sharedStrings", "sharedStrings.xml"),
    ]
    return {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{''.join(_sheet(n, name) for n, name in zip(sheets, names, strict=True))}</sheets>"
        f"<definedNames>{''.join(_titles(i, n, r) for i, (n, r) in enumerate(zip(names, title_rows, strict=True)))}"
        "</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *((i, f"{OFFICE}/{kind}", target) for i, kind, target in links)
        ),
        "xl/styles.xml": _styles(),
        "docProps/core.xml": core_properties(title),
        "_rels/.rels": relations(
            ("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            ("rId2", CORE_RELATION, "docProps/core.xml"),
        ),
        "[Content_Types].xml": content_types(_types(len(names))),
    }


def sheet_start(columns: Sequence[float], header_row: int, *, first: bool) -> str:
    """What stands before the rows: the header frozen, the columns' widths."""
    selected = ' tabSelected="1"' if first else ""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width:.2f}" customWidth="1"/>'
        for n, width in enumerate(columns, start=1)
    )
    return (
        f'{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{selected} workbookViewId="0"><pane ySplit="{header_row}" '
        f'topLeftCell="A{header_row + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="13.5"/><cols>{widths}</cols><sheetData>'
    )


def sheet_end(merges: Sequence[str], area: str) -> str:
    """What stands after the rows: merged cells, A4 landscape as wide as a page, page numbers; and that a number
    kept as a text is no mistake."""
    merged = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    return (
        "</sheetData>"
        + (f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else "")
        + '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>"
        f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def strings_start(used: int, unique: int) -> str:
    """The head of ``sharedStrings.xml``."""
    return f'{XML}<sst xmlns="{_MAIN}" count="{used}" uniqueCount="{unique}">'


def _sheet(number: int, name: str) -> str:
    quoted = escape(name, {'"': "&quot;"})
    return f'<sheet name="{quoted}" sheetId="{number}" r:id="rId{number}"/>'


def _titles(index: int, name: str, row: int) -> str:
    return f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">\'{name}\'!${row}:${row}</definedName>'


def _types(sheets: int) -> dict[str, str]:
    parts = {f"/xl/worksheets/sheet{n}.xml": f"{_KIND}.worksheet+xml" for n in range(1, sheets + 1)}
    return parts | {
        "/xl/workbook.xml": f"{_KIND}.sheet.main+xml",
        "/xl/styles.xml": f"{_KIND}.styles+xml",
        "/xl/sharedStrings.xml": f"{_KIND}.sharedStrings+xml",
        "/docProps/core.xml": CORE,
    }


def _styles() -> str:
    fonts = "".join(
        f'<font><sz val="{size:g}"/><name val="{font}"/><charset val="134"/></font>' for font, size in _FONTS
    )
    line = "".join(
        f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
    )
    styles = "".join(
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{across}" vertical="{down}" wrapText="1"/></xf>'
        for font, border, across, down in _STYLES
    )
    return (
        f'{XML}<styleSheet xmlns="{_MAIN}"><fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{line}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_STYLES)}">{styles}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
