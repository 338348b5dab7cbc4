"""What a PDF holds, for tests: its text, bookmarks, fonts and properties."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text


class Pdf:
    """A PDF, opened."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.document = PDFDocument(PDFParser(io.BytesIO(data)))
        self.catalog: dict[str, Any] = self.document.catalog
        self.pages = list(PDFPage.create_pages(self.document))

    def text(self, page: int) -> str:
        """A page's text without blanks."""
        return "".join(extract_text(io.BytesIO(self.data), page_numbers=[page]).split())

    @property
    def title(self) -> str:
        return str(decode_text(resolve1(self.document.info[0]["Title"])))

    def bookmarks(self) -> list[tuple[int, str]]:
        """Depth and text of each bookmark."""
        return list(self._below(resolve1(self.catalog["Outlines"]), 0))

    def _below(self, node: dict[str, Any], depth: int) -> Iterator[tuple[int, str]]:
        child = resolve1(node.get("First"))
        while child is not None:
            yield depth, str(decode_text(resolve1(child["Title"])))
            yield from self._below(child, depth + 1)
            child = resolve1(child.get("Next"))

    def fonts(self) -> dict[str, bool]:
        """The fonts of the pages and whether each is embedded."""
        found = {}
        for page in self.pages:
            for font in resolve1(page.resources["Font"]).values():
                below = resolve1(resolve1(resolve1(font)["DescendantFonts"])[0])
                descriptor = resolve1(below["FontDescriptor"])
                name = str(below["BaseFont"].name)
                found[name] = any(key in descriptor for key in ("FontFile", "FontFile2", "FontFile3"))
        return found
