"""Lists of other bureaus, written once and told in every format as the usual tools write it, and in short as read.

A block is a paragraph, or a table of one line per row: cells parted by ``|``, ``^`` for a cell merged from above,
``<`` from the left, as in ``grids``.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator

import docx
import openpyxl

from quanze.lists.grid import Cell, Table
from quanze.lists.model import ListDocument, Matter, Text
from quanze.lists.readers import read_bytes
from tests.lists.grids import table


def is_table(block: str) -> bool:
    return "|" in block


# as tools write them


def word(*blocks: str) -> bytes:
    """As python-docx writes it: styles, table grid, real merges."""
    document = docx.Document()
    for block in blocks:
        if not is_table(block):
            document.add_paragraph(block)
            continue
        grid = table(block)
        drawn = document.add_table(len(grid.rows), grid.width, style="Table Grid")
        for r, row in enumerate(grid.rows):
            for cell in row.cells:
                target = drawn.cell(r, cell.column)
                if cell.rowspan > 1 or cell.colspan > 1:
                    target = target.merge(drawn.cell(r + cell.rowspan - 1, cell.column + cell.colspan - 1))
                target.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def book(*blocks: str) -> bytes:
    """As openpyxl writes it: one sheet, lines merged across the table below them."""
    return books({"Sheet1": blocks})


def books(sheets: dict[str, tuple[str, ...]]) -> bytes:
    """A workbook of several sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, blocks in sheets.items():
        sheet = workbook.create_sheet(name)
        width = max((table(block).width for block in blocks if is_table(block)), default=1)
        at = 1
        for block in blocks:
            if not is_table(block):
                sheet.cell(at, 1, block)
                if width > 1:
                    sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
                at += 1
                continue
            grid = table(block)
            for r, row in enumerate(grid.rows):
                for cell in row.cells:
                    sheet.cell(at + r, cell.column + 1, cell.text or None)
                    if cell.rowspan > 1 or cell.colspan > 1:
                        sheet.merge_cells(
                            start_row=at + r,
                            end_row=at + r + cell.rowspan - 1,
                            start_column=cell.column + 1,
                            end_column=cell.column + cell.colspan,
                        )
            at += len(grid.rows)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def portal(*blocks: str) -> bytes:
    """As a county's portal has it: the page laid out with tables, the list pasted from Word."""
    body = "".join(_portal_block(block) for block in blocks)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>某县人民政府</title>
<style>td {{ border: 1px solid }}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<table width="1000" border="0"><tr><td class="left"><table><tr><td>栏目导航</td></tr></table></td>
<td class="article"><div id="zoom">{body}</div></td></tr></table>
<script>var a = "<table>";</script></body></html>""".encode()


def _portal_block(block: str) -> str:
    if not is_table(block):
        return (
            f'<p class="MsoNormal" align="center"><span style="font-size:16pt">{_pasted(block)}</span></p>\n'
        )
    rows = []
    for row in table(block).rows:
        cells = "".join(
            f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}" valign="top">'
            + "".join(
                f'<p class="MsoNormal"><span lang="EN-US">{_pasted(line)}<o:p></o:p></span></p>'
                for line in cell.text.split("\n")
            )
            + "</td>\n"
            for cell in row.cells
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return f'<table class="MsoNormalTable" border="1" cellspacing="0"><tbody>{"".join(rows)}</tbody></table>\n<p>&nbsp;</p>\n'


def _pasted(text: str) -> str:
    half = len(text) // 2
    return f"{html.escape(text[:half])}<span>{html.escape(text[half:])}</span>" if text else "&nbsp;"


def tabbed(*blocks: str) -> bytes:
    """As copied out of a document: tabs between cells, nothing where a merged cell covers."""
    lines: list[str] = []
    for block in blocks:
        if not is_table(block):
            lines += [block, ""]
            continue
        grid = table(block)
        for row in grid.rows:
            texts = {cell.column: " ".join(cell.text.split("\n")) for cell in row.cells}
            lines.append("\t".join(texts.get(column, "") for column in range(grid.width)))
        lines.append("")
    return "\n".join(lines).encode()


FORMS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "word": ("清单.docx", word),
    "book": ("清单.xlsx", book),
    "portal": ("清单.html", portal),
    "tabbed": ("清单.txt", tabbed),
}
MERGING = ("word", "book", "portal")
"""The forms that tell which cells are merged."""


def told(form: str, *blocks: str) -> ListDocument:
    """The list in one of the forms, read."""
    name, write = FORMS[form]
    return read_bytes(write(*blocks), name)


# as read, in short


def outline(document: ListDocument) -> str:
    """What was read, a line for each annex, category and matter."""
    return "\n".join(_outline(document))


def _outline(document: ListDocument) -> Iterator[str]:
    for annex in document.annexes:
        yield " ".join(
            part for part in (annex.kind.value, annex.label, _flat(annex.title)) if part is not None
        )
        heads = list(annex.categories)
        for index, matter in enumerate(annex.matters):
            while heads and heads[0].at <= index:
                head = heads.pop(0)
                yield f"# {head.name}{'' if head.declared is None else f' {head.declared}'}"
            yield " / ".join(_matter(matter))
        for head in heads:
            yield f"# {head.name}{'' if head.declared is None else f' {head.declared}'}"


def _matter(matter: Matter) -> Iterator[str]:
    number = "" if matter.number is None else f"{matter.number.value} "
    yield f"{number}{matter.name.value}"
    yield from (
        f"{sign}{_flat(text.value)}"
        for sign, text in (("@", matter.category), ("§", matter.basis))
        if text is not None
    )
    for stage in matter.stages:
        yield f"{_value(stage.name)}→{_value(stage.duty)}"
    yield from (
        f"{sign}{_flat(text.value)}"
        for sign, text in (("!", matter.liability), ("&", matter.office))
        if text is not None
    )
    yield from (f"{heading}={_flat(text.value)}" for heading, text in matter.extra.items())
    yield from (f"old {path}={_flat(text.value)}" for path, text in (matter.before or {}).items())
    if matter.adjustment is not None:
        yield f"±{_value(matter.adjustment.summary)}｜{_value(matter.adjustment.reason)}"


def _value(text: Text | None) -> str:
    return "–" if text is None else _flat(text.value) or ""


def _flat(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split("\n"))


__all__ = [
    "FORMS",
    "MERGING",
    "Cell",
    "Table",
    "book",
    "books",
    "outline",
    "portal",
    "tabbed",
    "told",
    "word",
]
