"""Small PDF files made for tests: sheets of text and rules, and tables laid out over pages as programs do."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quanze.lists.grid import Cell

A4 = (595.0, 842.0)
PADDING = 5.0


def width(char: str, size: float) -> float:
    """How wide a character is set: Latin ones half as wide as the others."""
    return size / 2 if " " <= char <= "~" else size


@dataclass
class Sheet:
    """One page. Coordinates are in points from its upper left corner."""

    size: tuple[float, float] = A4
    rotate: int = 0
    turned: bool = False
    pictured: bool = False
    drawing: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 10.0, *, turn: str = "1 0 0 1", mode: int = 0
    ) -> None:
        """Text that stands on ``y``."""
        code = text.encode("utf-16-be").hex()
        base = self.size[1] - y
        self.drawing.append(f"BT {mode} Tr /F1 {size} Tf {turn} {x:.2f} {base:.2f} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked line."""
        top = self.size[1]
        self.drawing.append(f"0.5 w {x0:.2f} {top - y0:.2f} m {x1:.2f} {top - y1:.2f} l S")

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line as Word draws it: a thin filled rectangle."""
        wide, high = max(x1 - x0, 0.5), max(y1 - y0, 0.5)
        self.drawing.append(f"{x0:.2f} {self.size[1] - y0 - high:.2f} {wide:.2f} {high:.2f} re f")

    def clip(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Clips what follows to a box, until :meth:`unclip`."""
        self.drawing.append(f"q {x0:.2f} {self.size[1] - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re W n")

    def unclip(self) -> None:
        self.drawing.append("Q")

    def picture(self) -> None:
        """A picture that fills the page."""
        self.pictured = True
        self.drawing.append(f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /X1 Do Q")

    def content(self) -> bytes:
        drawing = "\n".join(self.drawing)
        if self.turned:
            drawing = f"0 1 -1 0 {self.size[1]} 0 cm\n{drawing}"
        return drawing.encode("latin-1")


FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{cmap} /DescendantFonts [ << /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [{widths}] /CIDSystemInfo"
    " << /Registry (Adobe) /Ordering ({ordering}) /Supplement 4 >> >> ] {coding} >>"
)


def pdf(
    sheets: Sequence[Sheet],
    *,
    ordering: str = "GB1",
    cmap: str = "UniGB-UCS2-H",
    trailer: str = "",
    contents: Sequence[bytes] | None = None,
    widths: str = "1 95 500",
    coding: bytes | None = None,
) -> bytes:
    """A PDF of these sheets, with a Chinese font that is not embedded. ``contents`` replaces the sheets'
    own, ``coding`` is a character map, ``widths`` the widths of the font's glyphs."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes, attributes: str = "") -> int:
        packed = zlib.compress(data)
        head = f"<< {attributes} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
        return add(head.encode() + packed + b"\nendstream")

    mapped = "" if coding is None else f"/ToUnicode {stream(coding)} 0 R"
    font = add(FONT.format(cmap=cmap, ordering=ordering, widths=widths, coding=mapped))
    picture = stream(
        b"\0", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    kids = []
    tree = len(objects) + 2 * len(sheets) + 1
    for index, sheet in enumerate(sheets):
        content = stream(contents[index] if contents else sheet.content())
        size = (sheet.size[1], sheet.size[0]) if sheet.turned else sheet.size
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {sheet.rotate}"
                f" /Resources << /Font << /F1 {font} 0 R >> /XObject << /X1 {picture} 0 R >> >>"
                f" /Contents {content} 0 R >>"
            )
        )
    add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
    catalog = add(f"<< /Type /Catalog /Pages {tree} 0 R >>")
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root {catalog} 0 R {trailer} >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def wrapped(text: str, room: float, size: float) -> list[str]:
    """A text broken into lines that fit, as typesetters of Chinese do; ``\\n`` ends a paragraph."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for char in paragraph:
            if line and sum(width(one, size) for one in line + char.strip()) > room:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


@dataclass
class Layout:
    """How a program lays a table out. ``lines`` is how many lines a page holds; ``split`` whether rows break over pages;
    ``closed`` whether borders are drawn at a page's end although the row goes on; ``again`` how many rows of heading are
    repeated on each page."""

    widths: Sequence[float]
    lines: int = 40
    size: float = 10.0
    pitch: float = 14.0
    left: float = 40.0
    top: float = 60.0
    split: bool = True
    closed: bool = True
    again: int = 0
    bars: bool = False
    sides: bool = True


def table(rows: Sequence[Sequence[Cell]], layout: Layout) -> list[Sheet]:
    """The pages of a ruled table.

    Each row is as high as the lines of its cells need; every line of text stands in a slot of its row, so that a page's
    end never cuts through a line.
    """
    xs = [layout.left]
    for one in layout.widths:
        xs.append(xs[-1] + one)
    placed = [(index, cell) for index, row in enumerate(rows) for cell in row]
    texts = {
        id(cell): wrapped(
            cell.text, xs[cell.column + cell.colspan] - xs[cell.column] - 2 * PADDING, layout.size
        )
        for _, cell in placed
    }
    heights = [1] * len(rows)
    for index, cell in sorted(placed, key=lambda pair: pair[1].rowspan):
        missing = len(texts[id(cell)]) - sum(heights[index : index + cell.rowspan])
        heights[index + cell.rowspan - 1] += max(0, missing)
    starts = [sum(heights[:index]) for index in range(len(rows) + 1)]
    sheets = []
    for first, last in _pages(heights, starts, layout):
        sheet = Sheet((xs[-1] + layout.left, layout.top * 2 + layout.lines * layout.pitch))
        top = layout.top
        if layout.again and first:
            end = starts[layout.again]
            _draw(sheet, rows[: layout.again], starts, texts, xs, (0, end), layout, top)
            top += end * layout.pitch
        _draw(sheet, rows, starts, texts, xs, (first, last), layout, top)
        sheets.append(sheet)
    return sheets


def _pages(heights: Sequence[int], starts: Sequence[int], layout: Layout) -> Iterable[tuple[int, int]]:
    """The slots that each page shows."""
    first, total = 0, starts[-1]
    while first < total:
        room = layout.lines - (starts[layout.again] if first else 0)
        last = min(total, first + room)
        if not layout.split and last < total:
            last = max([start for start in starts if first < start <= last] or [last])
        yield first, last
        first = last


def _draw(
    sheet: Sheet,
    rows: Sequence[Sequence[Cell]],
    starts: Sequence[int],
    texts: dict[int, list[str]],
    xs: Sequence[float],
    slots: tuple[int, int],
    layout: Layout,
    top: float,
) -> None:
    first, last = slots
    rule = sheet.bar if layout.bars else sheet.line

    def at(slot: float) -> float:
        return top + (slot - first) * layout.pitch

    for index, row in enumerate(rows):
        for cell in row:
            begin, end = starts[index], starts[index + cell.rowspan]
            if end <= first or begin >= last:
                continue
            x0, x1 = xs[cell.column], xs[cell.column + cell.colspan]
            y0, y1 = at(max(begin, first)), at(min(end, last))
            if begin >= first or layout.closed:
                rule(x0, y0, x1, y0)
            if end <= last or layout.closed:
                rule(x0, y1, x1, y1)
            if layout.sides or cell.column:
                rule(x0, y0, x0, y1)
            if layout.sides or cell.column + cell.colspan < len(xs) - 1:
                rule(x1, y0, x1, y1)
            for number, line in enumerate(texts[id(cell)]):
                if first <= begin + number < last and line.strip():
                    base = at(begin + number) + 0.8 * layout.size + (layout.pitch - layout.size) / 2
                    sheet.text(x0 + PADDING, base, line, layout.size)


def paper(rows: Sequence[Sequence[Cell]], layout: Layout) -> bytes:
    """A PDF that shows one table."""
    return pdf(table(rows, layout))
