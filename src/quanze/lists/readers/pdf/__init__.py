"""PDF: tables are seen by their rules, text by its glyphs; what the pages broke is made whole again.

The way of a file: ``content`` (glyphs and rules of a page, its work bounded by ``bounds``) → ``strokes``, ``ruling``
and ``guess`` (rules → cells) → ``cells`` and ``text`` (glyphs → lines in cells) → ``furniture`` (page numbers go) →
``joining``, ``whole`` and ``breaks`` (one document from its pages).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quanze.lists.grid import Block, Note, Table
from quanze.lists.model import Place
from quanze.lists.readers.pdf.attachment import attachment
from quanze.lists.readers.pdf.cells import Layout, layout
from quanze.lists.readers.pdf.content import pages
from quanze.lists.readers.pdf.furniture import without_furniture
from quanze.lists.readers.pdf.joining import document
from quanze.lists.refusal import Refusal

__all__ = ["attachment", "blocks"]


def blocks(data: bytes) -> Iterator[Block]:
    """The lines and tables of a PDF in order. Raises :class:`Refusal` where it cannot be read as text."""
    layouts: list[Layout] = []
    for page in pages(data):
        layouts.append(layout(page, layouts[-1] if layouts else None))
    _must_be_legible(layouts)
    notes = tuple(_notes(layouts))
    without_furniture(layouts)
    for block in document(layouts):
        if notes and isinstance(block, Table):
            block, notes = replace(block, notes=notes + block.notes), ()
        yield block


def _must_be_legible(layouts: Sequence[Layout]) -> None:
    glyphs = sum(one.glyphs for one in layouts)
    pictures = sum(_is_picture(one) for one in layouts)
    if pictures * 2 > len(layouts) or (pictures and not glyphs):
        raise Refusal("这是扫描件，页面只是图片，没有可读的文字；请提供 Word 文件，或由 Word 直接导出的 PDF")
    if not glyphs:
        raise Refusal("PDF 里没有文字；请提供 Word 文件，或由 Word 直接导出的 PDF")
    if sum(one.unknown for one in layouts) * 5 > glyphs:
        raise Refusal("PDF 没有附带字符编码，文字读出来是乱码；请提供 Word 文件")


def _is_picture(one: Layout) -> bool:
    return one.pictured and not one.glyphs


def _notes(layouts: Sequence[Layout]) -> Iterator[Note]:
    """What is to be said of the file as a whole, each with the first page that it concerns."""
    glyphs = sum(one.glyphs for one in layouts)
    for code, counts, message in (
        ("picture", [_is_picture(one) for one in layouts], "有 {} 页只是图片，没有可读的文字，请与原件核对"),
        (
            "recognised",
            [one.unseen if one.pictured else 0 for one in layouts],
            "PDF 是扫描件，有 {} 个字由识别软件得来，可能有错，请与原件核对",
        ),
        (
            "unreadable",
            [one.unknown for one in layouts],
            "有 {} 个字 PDF 没有给出编码，以“�”代替，请与原件核对",
        ),
        (
            "lookalike",
            [one.lookalikes for one in layouts],
            "PDF 里有 {} 个字形似而编码不同（如“⼯”），已改为通用的字",
        ),
    ):
        total = sum(counts)
        if total and (code != "recognised" or total * 2 > glyphs):
            page = next(one.number for one, count in zip(layouts, counts, strict=True) if count)
            yield Note(code, Place(page=page), message.format(total))
