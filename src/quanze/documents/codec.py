"""A document as JSON and back: the form in which a letter is kept as it was issued.

``{"v": 1, "title": …, "blocks": [{"kind": "paragraph", …}, …]}``. There is no floating point in it, so that its
canonical text has one digest everywhere: the shares of a table are whole thousandths. A later version may add kinds of
block; it never changes what is there.
"""

from __future__ import annotations

import datetime
from typing import Any

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
)

Json = dict[str, Any]
VERSION = 1
PARTS = 1000


def dump(document: Document) -> Json:
    """The document as plain JSON."""
    return {"v": VERSION, "title": document.title, "blocks": [_dump(block) for block in document.blocks]}


def load(value: Json) -> Document:
    """The document again. Raises ``ValueError`` for a version that this program does not know."""
    if value.get("v") != VERSION:
        raise ValueError(f"a document in version {value.get('v')!r}, which this program does not read")
    return Document(value["title"], tuple(_load(block) for block in value["blocks"]))


def _dump(block: Block) -> Json:
    match block:
        case Paragraph(role, content):
            return {"kind": "paragraph", "role": role.value, "content": _pieces(content)}
        case Attachments(names):
            return {"kind": "attachments", "names": list(names)}
        case Signature(agency, date, sealed):
            day = None if date is None else date.isoformat()
            return {"kind": "signature", "agency": agency, "date": day, "sealed": sealed}
        case Items(headings, rows, shares):
            return {
                "kind": "items",
                "headings": list(headings),
                "rows": [list(row) for row in rows],
                "shares": [round(share * PARTS) for share in shares],
            }
        case Form(rows):
            return {"kind": "form", "rows": [_dump_row(row) for row in rows]}
        case Code(text, lines):
            return {"kind": "code", "text": text, "lines": list(lines)}
        case Picture(svg, says, share):
            return {"kind": "picture", "svg": svg, "says": says, "share": round(share * PARTS)}
        case Receipt(title, lines):
            return {"kind": "receipt", "title": title, "lines": [_pieces(line) for line in lines]}


def _dump_row(row: FormRow) -> Json:
    return {
        "lines": row.lines,
        "cells": [{"label": cell.label, "content": _pieces(cell.content)} for cell in row.cells],
    }


def _pieces(content: tuple[Inline, ...]) -> list[Json]:
    return [
        {"blank": piece.width}
        if isinstance(piece, Blank)
        else {"text": piece.text, "underlined": piece.underlined}
        for piece in content
    ]


def _load(value: Json) -> Block:
    match value["kind"]:
        case "paragraph":
            return Paragraph(Role(value["role"]), _content(value["content"]))
        case "attachments":
            return Attachments(tuple(value["names"]))
        case "signature":
            day = value["date"]
            date = None if day is None else datetime.date.fromisoformat(day)
            return Signature(value["agency"], date, value["sealed"])
        case "items":
            shares = tuple(share / PARTS for share in value["shares"])
            return Items(tuple(value["headings"]), tuple(tuple(row) for row in value["rows"]), shares)
        case "form":
            return Form(tuple(_load_row(row) for row in value["rows"]))
        case "code":
            return Code(value["text"], tuple(value["lines"]))
        case "picture":
            return Picture(value["svg"], value["says"], value["share"] / PARTS)
        case "receipt":
            return Receipt(value["title"], tuple(_content(line) for line in value["lines"]))
        case kind:
            raise ValueError(f"no kind of block: {kind!r}")


def _load_row(value: Json) -> FormRow:
    cells = tuple(Cell(_content(cell["content"]), cell["label"]) for cell in value["cells"])
    return FormRow(cells, value["lines"])


def _content(pieces: list[Json]) -> tuple[Inline, ...]:
    return tuple(
        Blank(piece["blank"]) if "blank" in piece else Run(piece["text"], piece["underlined"])
        for piece in pieces
    )
