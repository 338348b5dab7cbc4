"""PDF: tables are seen by their rules, text by its glyphs; what the pages broke is made whole again.

The way of a file: ``content`` (glyphs and rules of a page) → ``ruling`` (rules → cells) → ``cells`` and ``text``
(glyphs → lines in cells) → ``furniture`` (page numbers go) → ``joining`` and ``breaks`` (one document from its pages).
"""

from __future__ import annotations

from collections.abc import Iterator

from quanze.lists.grid import Block
from quanze.lists.readers.pdf.cells import Layout, layout
from quanze.lists.readers.pdf.content import pages
from quanze.lists.readers.pdf.furniture import without_furniture
from quanze.lists.readers.pdf.joining import document
from quanze.lists.refusal import Refusal


def blocks(data: bytes) -> Iterator[Block]:
    """The lines and tables of a PDF in order. Raises :class:`Refusal` where it cannot be read as text."""
    layouts: list[Layout] = []
    for page in pages(data):
        layouts.append(layout(page, layouts[-1] if layouts else None))
    _must_be_legible(layouts)
    without_furniture(layouts)
    return document(layouts)


def _must_be_legible(layouts: list[Layout]) -> None:
    glyphs = sum(one.glyphs for one in layouts)
    if sum(one.pictured and not one.glyphs for one in layouts) * 2 > len(layouts) or (
        not glyphs and any(one.pictured for one in layouts)
    ):
        raise Refusal("这是扫描件，页面只是图片，没有可读的文字；请提供 Word 文件，或由 Word 直接导出的 PDF")
    if not glyphs:
        raise Refusal("PDF 里没有文字；请提供 Word 文件，或由 Word 直接导出的 PDF")
    if sum(one.unknown for one in layouts) * 5 > glyphs:
        raise Refusal("PDF 没有附带字符编码，文字读出来是乱码；请提供 Word 文件")
