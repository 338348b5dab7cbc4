"""What no document can hold is refused before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.documents.tree import (
    Attachments,
    Block,
    Code,
    Document,
    Form,
    Inline,
    Items,
    Paragraph,
    Picture,
    Run,
    Signature,
)

UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, production [2] Char, less the carriage return, which every XML reader turns into a line end."""


class NotWritten(Exception):
    """Why a document cannot be written, in the clerk's words."""


def refuse_unwritable(document: Document) -> None:
    """Raises :class:`NotWritten` naming the first text with a control character, and which."""
    for text in _texts(document):
        bad = UNWRITABLE.search(text)
        if bad is not None:
            shown = UNWRITABLE.sub("□", " ".join(text.split()))[:40]
            raise NotWritten(f"“{shown}”中有文档不能保存的字符（U+{ord(bad.group()):04X}），请删去后再写")


def _texts(document: Document) -> Iterator[str]:
    yield document.title
    for block in document.blocks:
        yield from _in_block(block)


def _in_block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _in_content(block.content)
    elif isinstance(block, Attachments):
        yield from block.names
    elif isinstance(block, Signature):
        yield block.agency
    elif isinstance(block, Items):
        yield from block.headings
        for row in block.rows:
            yield from row
    elif isinstance(block, Form):
        for form_row in block.rows:
            for cell in form_row.cells:
                yield from _in_content(cell.content)
    elif isinstance(block, Code):
        yield from block.lines
    elif isinstance(block, Picture):
        yield from (block.svg, block.says)
    else:
        yield block.title
        for line in block.lines:
            yield from _in_content(line)


def _in_content(content: tuple[Inline, ...]) -> Iterator[str]:
    yield from (piece.text for piece in content if isinstance(piece, Run))
