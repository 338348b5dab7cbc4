"""A web page that stands alone, prints as the annexes do and needs nothing from elsewhere.

White space is kept (``white-space: pre-wrap`` in the elements' own style, which the HTML reader honours), so that
every text is read back character for character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import BinaryIO

from quanze.lists.layout import LaidAnnex, LaidLine, LaidRow, LaidTable, Role
from quanze.lists.model import ListDocument, Span
from quanze.lists.underline import split
from quanze.lists.writers.proportions import prose, shares

MAX_CELL = None
KEEP = ' style="white-space:pre-wrap"'

STYLE = """\
:root{color:#1d1d1f;background:#fff;font:17px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{max-width:1400px;margin:0 auto;padding:24px}
.annex{margin-bottom:64px}
caption,.tail{text-align:left}
caption p,caption h1{margin:0 0 8px;text-align:center}
caption .label{text-align:left;font-family:SimHei,"Noto Sans CJK SC",sans-serif}
h1{font:normal 26px/1.5 "方正小标宋简体","Songti SC",SimSun,"Noto Serif CJK SC",serif}
table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:15px;margin-top:16px}
th,td{border:1px solid #555;padding:6px 8px;vertical-align:top;overflow-wrap:anywhere;text-align:left}
thead th,.name{text-align:center;vertical-align:middle}
th{font-weight:600;background:#f4f4f4}
u{text-underline-offset:3px}
@page{size:A4 landscape;margin:20mm}
@media print{
body{max-width:none;padding:0}
.annex{break-before:page;margin:0}.annex:first-of-type{break-before:auto}
thead{display:table-header-group}.across{break-inside:avoid}
table,p{font:10pt/1.5 FangSong,"仿宋_GB2312",STFangsong,"Noto Serif CJK SC",serif}
th,td{padding:3px 4px}th{background:none}
}
@media (max-width:900px){body{padding:8px}.scroll{overflow-x:auto}table{min-width:900px}.few table{min-width:0}}
"""
FEW = 5
"""Columns up to which a table fits a phone."""

LINES = {Role.LABEL: "p", Role.TITLE: "h1", Role.HEAD: "p", Role.TAIL: "p"}
ACROSS = {Role.CATEGORY, Role.ADJUSTMENT, Role.FOOT}


def write(annexes: Sequence[LaidAnnex], document: ListDocument, stream: BinaryIO) -> None:
    """Writes the annexes, each in a section of its own."""
    title = next((laid.annex.title for laid in annexes if laid.annex.title), document.agency or "权责清单")
    stream.write(
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(' '.join(title.split()))}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n".encode()
    )
    for laid in annexes:
        stream.write(f'<section class="annex" data-kind="{laid.annex.kind.value}">\n'.encode())
        for number, table in enumerate(laid.tables):
            few = " few" if len(table.columns) <= FEW else ""
            stream.write(f'<div class="scroll{few}">\n'.encode())
            for piece in _table(table, laid.above if number == 0 else ()):
                stream.write(piece.encode())
            stream.write(b"</div>\n")
        for line in laid.below:
            stream.write(f"{_line(line, KEEP)}\n".encode())
        stream.write(b"</section>\n")
    stream.write(b"</body>\n</html>\n")


def _line(line: LaidLine, style: str = "") -> str:
    tag = LINES[line.role]
    return f'<{tag} class="{line.role.value}"{style}>{_text(line.text, ())}</{tag}>'


def _table(table: LaidTable, above: Sequence[LaidLine]) -> Iterator[str]:
    yield f"<table{KEEP}>\n"
    if above:
        yield f"<caption>{''.join(_line(line) for line in above)}</caption>\n"
    columns = "".join(f'<col style="width:{share:.2%}">' for share in shares(table))
    yield f"<colgroup>{columns}</colgroup>\n"
    classes = ["" if is_prose else ' class="name"' for is_prose in prose(table)]
    open_body = False
    for row in table.rows:
        if row.role is Role.HEADER:
            headings = "".join(f'<th scope="col">{_text(cell.text, ())}</th>' for cell in row.cells)
            yield f"<thead>\n<tr>{headings}</tr>\n</thead>\n"
            continue
        if row.role is Role.CATEGORY or not open_body:
            yield "</tbody>\n<tbody>\n" if open_body else "<tbody>\n"
            open_body = True
        yield _row(row, classes)
    if open_body:
        yield "</tbody>\n"
    yield "</table>\n"


def _row(row: LaidRow, classes: Sequence[str]) -> str:
    if row.role in ACROSS:
        cell = row.cells[0]
        tag = 'th scope="rowgroup"' if row.role is Role.CATEGORY else "td"
        content = _text(cell.text, cell.marks)
        return f'<tr class="across"><{tag} colspan="{cell.colspan}">{content}</{tag.split()[0]}></tr>\n'
    cells = "".join(
        f"<td{classes[cell.column]}{_span(cell.rowspan)}>{_text(cell.text, cell.marks)}</td>"
        for cell in row.cells
    )
    return f"<tr>{cells}</tr>\n"


def _span(rows: int) -> str:
    return f' rowspan="{rows}"' if rows > 1 else ""


def _text(text: str, marks: tuple[Span, ...]) -> str:
    if not marks:
        return _plain(text)
    return "".join(
        f"<u>{_plain(piece)}</u>" if underlined else _plain(piece) for piece, underlined in split(text, marks)
    )


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
