"""A file that is attached to a PDF, by its name (ISO 32000-1, 7.11.4 and the name tree of 7.7.4), with bounded work."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from quanze.lists.readers.pdf.bounds import MAX_STREAM

MAX_NODES = 64
"""Nodes of the name tree and entries of a node that are looked at: a list's PDF has one attachment."""


def attachment(data: bytes, name: str) -> bytes | None:
    """The attached file, or ``None`` where the PDF has none of that name, or none that can be read: a file may be
    damaged in any way there without its pages being worse for it."""
    try:
        document = PDFDocument(PDFParser(BytesIO(data)), fallback=True)
        return _content(document.catalog, name)
    except MemoryError:
        raise
    except Exception:
        # pdfminer meets a damaged file with any error at all; a stream that swells beyond bounds is a Refusal.
        return None


def _content(catalog: dict[str, Any], name: str) -> bytes | None:
    names = pdftypes.dict_value(pdftypes.dict_value(catalog.get("Names", {})).get("EmbeddedFiles", {}))
    waiting = [names]
    for _ in range(MAX_NODES):
        if not waiting:
            break
        node = waiting.pop()
        waiting += [pdftypes.dict_value(kid) for kid in pdftypes.list_value(node.get("Kids", []))[:MAX_NODES]]
        pairs = pdftypes.list_value(node.get("Names", []))[: 2 * MAX_NODES]
        for key, value in zip(pairs[::2], pairs[1::2], strict=False):
            if decode_text(pdftypes.str_value(key)) == name:
                file = pdftypes.dict_value(pdftypes.dict_value(value)["EF"])
                stream = pdftypes.stream_value(file["F"])
                if len(stream.rawdata or b"") <= MAX_STREAM:
                    return bytes(stream.get_data())
    return None
