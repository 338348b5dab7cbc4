"""A document as Word: WordprocessingML with the fonts, sizes and places of GB/T 9704-2012.

22 lines of 28 characters come from an exact line of 28.95 pt and characters set closer by a quarter of a point; a
document grid would be read differently by Word, WPS and LibreOffice.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO
from xml.sax.saxutils import escape

from quanze.documents import docx_parts as parts
from quanze.documents import drawing, layout
from quanze.documents.code import CODE_SAYS, png
from quanze.documents.office import member
from quanze.documents.tree import (
    Attachments,
    Blank,
    Block,
    Cell,
    Code,
    Document,
    Form,
    FormRow,
    Inline,
    Items,
    Paragraph,
    Picture,
    Receipt,
    Role,
    Run,
    Signature,
    attachment_lines,
)
from quanze.documents.writable import refuse_unwritable

CHARACTER = round((layout.SIZE - 0.25) * 20)
"""Twips that a character takes."""
WIDTH = round(layout.WIDTH / 25.4 * 1440)


def write(document: Document, stream: BinaryIO) -> None:
    """Writes the document. Raises :class:`~quanze.documents.writable.NotWritten`."""
    refuse_unwritable(document)
    code = next((block for block in document.blocks if isinstance(block, Code)), None)
    blocks = [block for block in document.blocks if not isinstance(block, Code)]
    drawings = [block for block in blocks if isinstance(block, Picture)]
    made = drawing.pngs([(each.svg, layout.picture_size(each)[0]) for each in drawings])
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        fixed = parts.fixed(document.title, with_code=code is not None, drawings=len(drawings))
        for name, content in fixed.items():
            with member(archive, name) as part:
                part.write(content.encode("utf-8"))
        if code is not None:
            with member(archive, "word/header1.xml") as part:
                part.write(parts.header(_code(code)).encode())
            with member(archive, f"word/{parts.CODE}") as part:
                part.write(png(code.text))
        for number, png_ in enumerate(made, 1):
            with member(archive, f"word/{parts.drawing(number)}") as part:
                part.write(png_)
        numbers = iter(range(1, len(drawings) + 1))
        body = "".join(
            _picture(block, next(numbers)) if isinstance(block, Picture) else "".join(_block(block))
            for block in _spaced(blocks)
        )
        with member(archive, "word/document.xml") as part:
            end = parts.document_end(with_code=code is not None)
            part.write(f"{parts.DOCUMENT_START}{body}{end}".encode())


def _spaced(blocks: Sequence[Block]) -> Iterator[Block | _Kept]:
    """The blocks with the blank lines that the standard asks for between them. A seal never stands on a page without
    text (7.3.5.5): the last paragraph stays with the signature; what stands above a drawing names it."""
    for position, block in enumerate(blocks):
        if position:
            for _ in range(layout.lines_between(blocks[position - 1], block)):
                blank = Paragraph(Role.BODY, ())
                yield _Kept(blank) if isinstance(block, Signature) else blank
        after = blocks[position + 1] if position + 1 < len(blocks) else None
        if isinstance(block, Paragraph | Attachments) and isinstance(after, Signature | Picture):
            yield _Kept(block)
        else:
            yield block
        if isinstance(block, _TABLES) and isinstance(after, _TABLES):
            yield _GAP


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stays on the page of what follows."""

    block: Paragraph | Attachments


_TABLES = (Items, Form)
_GAP = Paragraph(Role.CENTRED, ())
"""What stands between two tables, which Word takes for one else."""
_KEEP = "<w:keepNext/>"


def _block(block: Block | _Kept) -> Iterator[str]:
    if block is _GAP:
        yield _p("Small", "")
    elif isinstance(block, _Kept):
        kept = block.block
        yield from _attachments(kept, _KEEP) if isinstance(kept, Attachments) else [_paragraph(kept, _KEEP)]
    elif isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Attachments):
        yield from _attachments(block)
    elif isinstance(block, Signature):
        agency, date = layout.signature_indents(block)
        yield _p("Signature", _run(block.agency), f'{_KEEP}<w:ind w:right="{round(agency * CHARACTER)}"/>')
        yield _p("Signature", _run(block.dated), f'<w:ind w:right="{round(date * CHARACTER)}"/>')
    elif isinstance(block, Items):
        yield from _items(block)
    elif isinstance(block, Form):
        yield from _form(block)
    elif isinstance(block, Receipt):
        yield from _receipt(block)


def _picture(block: Picture, number: int) -> str:
    # The numbers 1 and below are the head's.
    shown = parts.picture(
        layout.picture_size(block), block.says, parts.drawing_relation(number), 100 + number
    )
    return _p("Picture", shown, '<w:jc w:val="center"/>')


def _paragraph(block: Paragraph, properties: str = "") -> str:
    size = None
    if block.role is Role.LETTERHEAD:
        size = round(
            2 * layout.letterhead_size("".join(run.text for run in block.content if isinstance(run, Run)))
        )
    return _p(
        parts.STYLES[block.role].name, "".join(_inline(piece, size) for piece in block.content), properties
    )


def _p(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _inline(piece: Inline, size: int | None = None) -> str:
    if isinstance(piece, Blank):
        return _run("\u3000" * piece.width, underlined=True)
    return _run(piece.text, underlined=piece.underlined, size=size)


def _run(text: str, *, underlined: bool = False, size: int | None = None) -> str:
    properties = ""
    if size is not None:
        properties += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    if underlined:
        properties += '<w:u w:val="single"/>'
    shown = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{shown}</w:r>" if text else ""


def _attachments(block: Attachments, properties: str = "") -> Iterator[str]:
    """正文下空一行左空二字编排“附件”二字，附件名称较长需回行时，应当与上一行附件名称的首字对齐 (7.3.4)."""
    marks = attachment_lines(block.names)
    first = layout.extent(marks[0][0])
    for mark, name in marks:
        hanging = layout.extent(mark)
        indent = (
            f'<w:ind w:left="{round((2 + first) * CHARACTER)}" w:hanging="{round(hanging * CHARACTER)}" '
            'w:firstLineChars="0"/>'
        )
        yield _p("Attachment", _run(mark + name), properties + indent)


def _items(block: Items) -> Iterator[str]:
    shares = block.shares or (1.0,) * len(block.headings)
    edges = [0]
    for share in shares:
        edges.append(edges[-1] + round(share / sum(shares) * WIDTH))
    widths = [end - start for start, end in pairwise(edges)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield f"<w:tbl>{parts.TABLE}<w:tblGrid>{grid}</w:tblGrid>"
    yield _row(block.headings, widths, "ItemHead", "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    for row in block.rows:
        yield _row(row, widths, "Item", "<w:trPr><w:cantSplit/></w:trPr>")
    yield "</w:tbl>"


def _row(texts: Sequence[str], widths: Sequence[int], style: str, properties: str) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{''.join(_p(style, _run(line)) for line in text.split(chr(10)))}</w:tc>"
        for text, width in zip(texts, widths, strict=True)
    )
    return f"<w:tr>{properties}{cells}</w:tr>"


def _form(block: Form) -> Iterator[str]:
    label = round(layout.LABEL * layout.TABLE_SIZE * 20) + 216
    grid = _form_grid(block, label)
    yield f"<w:tbl>{parts.TABLE}<w:tblGrid>"
    yield "".join(f'<w:gridCol w:w="{end - start}"/>' for start, end in pairwise(grid))
    yield "</w:tblGrid>"
    for row in block.rows:
        edges = _form_edges(row, label)
        height = round(row.lines * layout.TABLE_SIZE * 1.6 * 20)
        properties = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
        cells = "".join(
            _form_cell(cell, start, end, sum(start < edge <= end for edge in grid), row.lines > 1)
            for cell, (start, end) in zip(row.cells, pairwise(edges), strict=True)
        )
        yield f"<w:tr>{properties}{cells}</w:tr>"
    yield "</w:tbl>"


def _form_edges(row: FormRow, label: int) -> list[int]:
    """Where the cells of a row begin and end, in twips: pairs of equal width, labels all as wide."""
    pairs = len(row.cells) // 2
    edges = []
    for pair in range(pairs):
        start = round(pair * WIDTH / pairs)
        edges += [start, start + label]
    return [*edges, WIDTH]


def _form_grid(block: Form, label: int) -> list[int]:
    return sorted({edge for row in block.rows for edge in _form_edges(row, label)})


def _form_cell(cell: Cell, start: int, end: int, span: int, high: bool) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    place = "top" if high and not cell.label else "center"
    runs = "".join(_inline(piece) for piece in cell.content)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{end - start}" w:type="dxa"/>{spanned}<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{_p('ItemHead' if cell.label else 'Item', runs)}</w:tc>"
    )


def _code(block: Code) -> str:
    """The code at the left, its lines beside it, in a table without rules."""
    picture = round(layout.CODE / 25.4 * 1440) + 160
    lines = "".join(_p("Small", _run(line)) for line in block.lines)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{picture}"/><w:gridCol w:w="{WIDTH - picture}"/></w:tblGrid>'
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{picture}" w:type="dxa"/></w:tcPr>'
        f"{_p('Picture', parts.picture((layout.CODE, layout.CODE), CODE_SAYS))}</w:tc>"
        f'<w:tc><w:tcPr><w:tcW w:w="{WIDTH - picture}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{lines}</w:tc></w:tr></w:tbl>"
    )


def _receipt(block: Receipt) -> Iterator[str]:
    yield _p("CutLine", "")
    yield _p("ReceiptTitle", _run(block.title))
    for line in block.lines:
        yield _p("ReceiptLine", "".join(_inline(piece) for piece in line))
