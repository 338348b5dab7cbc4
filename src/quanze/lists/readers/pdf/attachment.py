"""A file that is attached to a PDF, by its name (ISO 32000-1, 7.11.4 and the name tree of 7.7.4), with bounded work."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

MAX_NODES = 64
"""Nodes of the name tree and entries of a node that are looked at: a list's PDF has one attachment."""


def attachment(data: bytes, name: str) -> bytes | None:
    """The attached file, or ``None`` where the PDF has none of that name. One that cannot be unpacked, or only by a
    filter other than that of our own files, whose work is bounded, is as good as an empty one."""
    try:
        document = PDFDocument(PDFParser(BytesIO(data)), fallback=True)
        stream = _stream(document.catalog, name)
    except MemoryError:
        raise
    except Exception:
        # pdfminer meets a damaged file with any error at all. Its pages are none the worse for it.
        return None
    if stream is None:
        return None
    try:
        filters = stream.get_filters()
        plain = all(not parameters for _, parameters in filters)
        if len(filters) <= 1 and plain and all(kind in pdftypes.LITERALS_FLATE_DECODE for kind, _ in filters):
            return bytes(stream.get_data())
    except MemoryError:
        raise
    except Exception:
        return b""
    return b""


def _stream(catalog: dict[str, Any], name: str) -> pdftypes.PDFStream | None:
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
                return pdftypes.stream_value(file["F"])
    return None
