"""Small Excel workbooks made for tests, part by part."""

from __future__ import annotations

import io
import zipfile

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(
    *sheets: str,
    names: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    strings: str = "",
    styles: str = "",
) -> bytes:
    """A workbook of sheets, each given as the content of its ``worksheet``."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{names[n - 1] if names else f"Sheet{n}"}" sheetId="{n}" r:id="rId{n}" '
        f'state="{states[n - 1] if states else "visible"}"/>'
        for n in numbers
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    relations += f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    relations += f'<Relationship Id="t" Type="{OFFICE}/styles" Target="styles.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
            "</Relationships>",
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>")
        archive.writestr("xl/styles.xml", f"<styleSheet {MAIN}>{styles}</styleSheet>")
        for n, sheet in zip(numbers, sheets, strict=True):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", f"<worksheet {MAIN}>{sheet}</worksheet>")
    return out.getvalue()


def cell(text: str, reference: str = "", more: str = "") -> str:
    """A cell with a text of its own."""
    place = f'r="{reference}" ' if reference else ""
    return f'<c {place}t="inlineStr" {more}><is><t xml:space="preserve">{text}</t></is></c>'


def rows(*texts: tuple[str, ...]) -> str:
    """Rows of texts, from A1 on; "" leaves no cell."""
    out = []
    for number, row in enumerate(texts, start=1):
        cells = "".join(cell(text, f"{chr(65 + column)}{number}") for column, text in enumerate(row) if text)
        out.append(f'<row r="{number}">{cells}</row>')
    return f"<sheetData>{''.join(out)}</sheetData>"


def merges(*areas: str) -> str:
    """Merged ranges."""
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{listed}</mergeCells>"
