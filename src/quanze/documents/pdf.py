"""A document as PDF by typst, saying the same as its Word file."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, BinaryIO

from quanze.documents import layout
from quanze.documents.tree import (
    LEVELS,
    Attachments,
    Blank,
    Block,
    Document,
    Inline,
    Items,
    Paragraph,
    Role,
    Run,
    Signature,
    attachment_lines,
    dated,
)
from quanze.documents.typesetting import typeset
from quanze.documents.writable import refuse_unwritable

Json = dict[str, Any]

TEXT = {Role.BODY, Role.NOTE, *LEVELS}
"""Roles set as paragraphs with an indent of two characters."""

MEASURES: Json = {
    "top": layout.TOP,
    "right": layout.RIGHT,
    "bottom": layout.BOTTOM,
    "left": layout.LEFT,
    "size": layout.SIZE,
    "pitch": 28.99,
    "closer": -0.21,
    "title-size": layout.TITLE_SIZE,
    "title-pitch": layout.TITLE_PITCH,
    "table-size": layout.TABLE_SIZE,
    "number-size": layout.PAGE_NUMBER_SIZE,
    "number-below": layout.PAGE_NUMBER_BELOW,
    "letterhead-below": layout.LETTERHEAD_BELOW,
    "rule-below": layout.RULE_BELOW,
    "red": layout.RED,
}
"""What the template takes: 22 lines of 28 characters fill the 225 mm × 156 mm exactly."""


def write(document: Document, stream: BinaryIO) -> None:
    """Writes the document. Raises :class:`~quanze.documents.writable.NotWritten`, also where no font shows a character
    or there is no Chinese one."""
    refuse_unwritable(document)
    template = files("quanze.documents").joinpath("document.typ").read_text(encoding="utf-8")
    blocks = []
    before: Block | None = None
    for block in document.blocks:
        lines = 0 if before is None else layout.lines_between(before, block)
        blocks.append({**_block(block), "lines": lines})
        before = block
    stream.write(typeset(template, {**MEASURES, "title": document.title, "blocks": blocks}))


def _block(block: Block) -> Json:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Attachments):
        names = attachment_lines(block.names)
        return {"kind": "attachments", "names": names, "width": layout.extent(names[0][0])}
    if isinstance(block, Signature):
        words = (block.agency, dated(block.date))
        return {"kind": "signature", "names": list(zip(words, layout.signature_indents(block), strict=True))}
    if isinstance(block, Items):
        shares = block.shares or (1.0,) * len(block.headings)
        return {"kind": "items", "headings": block.headings, "rows": block.rows, "shares": shares}
    return {"kind": "receipt", "title": block.title, "content": [_content(line) for line in block.lines]}


def _paragraph(block: Paragraph) -> Json:
    out: Json = {"kind": block.role.value, "content": _content(block.content)}
    if block.role in TEXT:
        out |= {"kind": "text", "face": layout.face(block.role).value}
    if block.role is Role.LETTERHEAD:
        text = "".join(piece.text for piece in block.content if isinstance(piece, Run))
        out["size"] = layout.letterhead_size(text)
    return out


def _content(pieces: tuple[Inline, ...]) -> list[Json]:
    return [
        {"blank": piece.width}
        if isinstance(piece, Blank)
        else {"text": piece.text, "underlined": piece.underlined}
        for piece in pieces
    ]
