"""The door for writing: a :class:`ListDocument` as a file of a known format, in the one official layout.

Reading what was written gives the same annexes, every text character for character. What a format cannot hold is
refused with the place and the reason, never altered.
"""

from __future__ import annotations

import importlib
from typing import BinaryIO

from quanze.lists.codec import to_json
from quanze.lists.layout import lay_out
from quanze.lists.model import ListDocument
from quanze.lists.refusal import Refusal
from quanze.lists.writers.writable import refuse_unwritable

FORMATS: dict[str, str] = {
    "docx": "Word 文档",
    "xlsx": "Excel 工作簿",
    "pdf": "PDF",
    "html": "网页",
    "json": "JSON",
}
"""Formats that are written, and what people call them."""

MEDIA_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
"""What a web server says of them."""


def write(document: ListDocument, format: str, stream: BinaryIO) -> None:
    """Writes the document. Raises :class:`Refusal` where the format cannot hold a text as it is, before the first
    byte is written, or where there is no such format."""
    if format == "json":
        stream.write(to_json(document).encode("utf-8"))
        return
    if format not in FORMATS:
        raise Refusal(f"不能写成 {format}；可用的格式：{'、'.join(FORMATS)}")
    annexes = lay_out(document)
    writer = importlib.import_module(f"quanze.lists.writers.{format}")
    refuse_unwritable(annexes, writer.MAX_CELL)
    writer.write(annexes, document, stream)
