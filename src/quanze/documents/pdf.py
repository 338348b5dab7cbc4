"""A document as PDF by typst, saying the same as its Word file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any, BinaryIO

from quanze.documents import layout
from quanze.documents.code import CODE_SAYS, svg
from quanze.documents.drawing import drawn
from quanze.documents.tree import (
    LEVELS,
    Attachments,
    Blank,
    Block,
    Code,
    Document,
    Form,
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
from quanze.documents.typesetting import asked, typeset
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
    "small-size": layout.SMALL_SIZE,
    "label": layout.LABEL,
    "receipt-size": layout.RECEIPT_SIZE,
    "receipt-pitch": layout.RECEIPT_PITCH,
    "code-size": layout.CODE,
    "code-top": layout.CODE_TOP,
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
    stream.write(typeset(_template(), _data(document)))


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal goes: the middle of the date of the signature. ``page`` counts from 1; points from the left edge and
    from the top."""

    page: int
    x: float
    y: float


def seal_place(document: Document) -> SealPlace | None:
    """Where the PDF of a document has its seal; ``None`` where nothing is signed. Raises as :func:`write` does."""
    signed = [block for block in document.blocks if isinstance(block, Signature) and block.sealed]
    if not signed:
        return None
    refuse_unwritable(document)
    noted = asked(_template(), _data(document), "seal")[-1]
    date = layout.extent(signed[-1].dated) * (layout.SIZE + MEASURES["closer"])
    return SealPlace(noted["page"], noted["x"] - date / 2, noted["y"])


def _template() -> str:
    return files("quanze.documents").joinpath("document.typ").read_text(encoding="utf-8")


def _data(document: Document) -> Json:
    code = next((block for block in document.blocks if isinstance(block, Code)), None)
    listed = [block for block in document.blocks if not isinstance(block, Code)]
    blocks = []
    for position, block in enumerate(listed):
        lines = layout.lines_between(listed[position - 1], block) if position else 0
        # A seal never stands on a page without text (7.3.5.5): the last paragraph stays with the signature.
        # What stands above a drawing names it.
        kept = position + 1 < len(listed) and isinstance(listed[position + 1], Signature | Picture)
        blocks.append({**_block(block), "lines": lines, "sticky": kept})
    return {**MEASURES, "title": document.title, "blocks": blocks, "code": _code(code)}


def _code(code: Code | None) -> Json | None:
    return None if code is None else {"picture": svg(code.text), "says": CODE_SAYS, "content": code.lines}


def _block(block: Block) -> Json:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Attachments):
        names = attachment_lines(block.names)
        return {"kind": "attachments", "names": names, "width": layout.extent(names[0][0])}
    if isinstance(block, Signature):
        words = (block.agency, block.dated)
        return {"kind": "signature", "names": list(zip(words, layout.signature_indents(block), strict=True))}
    if isinstance(block, Items):
        shares = block.shares or (1.0,) * len(block.headings)
        return {"kind": "items", "headings": block.headings, "rows": block.rows, "shares": shares}
    if isinstance(block, Form):
        rows = [
            {
                "lines": row.lines,
                "cells": [{"label": c.label, "content": _content(c.content)} for c in row.cells],
            }
            for row in block.rows
        ]
        return {"kind": "form", "rows": rows}
    if isinstance(block, Picture):
        wide, _ = layout.picture_size(block)
        return {"kind": "picture", "picture": drawn(block.svg), "says": block.says, "width": wide}
    assert isinstance(block, Receipt)  # noqa: S101  the code is taken out before
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
