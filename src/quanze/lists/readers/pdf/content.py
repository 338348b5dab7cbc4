"""What a PDF's pages hold: glyphs and straight rules in the upright frame of the page, with bounded work.

The pages are interpreted by pdfminer, through a device of our own: it keeps light values instead of layout objects,
counts what it is given, and so can refuse a page that would never end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

from pdfminer import pdftypes
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import apply_matrix_pt

from quanze.lists.model import Place
from quanze.lists.readers.pdf.bounds import (
    DAMAGED,
    ENCRYPTED,
    MAX_CONTENT,
    MAX_GLYPHS,
    MAX_PAGE_CONTENT,
    MAX_PAGE_GLYPHS,
    MAX_PAGE_RULES,
    MAX_PAGE_STEPS,
    MAX_PAGES,
    MAX_STEPS,
    TOO_MUCH,
    Box,
    Fonts,
    Interpreter,
)
from quanze.lists.readers.pdf.lookalikes import LOOKALIKES
from quanze.lists.refusal import Refusal

UNKNOWN = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""


class Glyph(NamedTuple):
    """A character where it stands. ``x0``, ``x1`` and ``base`` (the line it stands on, downwards) are measured in the
    frame in which it reads upright; ``cx``, ``cy`` is its middle in the page's frame; ``turn`` is by how many degrees
    (clockwise) the two differ. ``hidden`` says that the file clips it away, at the box ``clip``."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    cx: float
    cy: float
    turn: int = 0
    hidden: bool = False
    clip: Box | None = None


class Rule(NamedTuple):
    """A straight line along an axis: ``at`` is its place across, ``start`` and ``end`` along."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page in the frame in which most of its text reads upright; y grows downwards."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictured: bool = False
    unseen: int = 0
    lookalikes: int = 0


def pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, one at a time. Raises :class:`Refusal` where the file is encrypted, damaged or beyond
    bounds."""
    try:
        yield from _pages(data)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Refusal(ENCRYPTED) from error
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        # pdfminer meets a damaged file with any error at all: KeyError, struct.error, AssertionError, RecursionError …
        raise Refusal(DAMAGED) from error


def _pages(data: bytes) -> Iterator[Page]:
    document = PDFDocument(PDFParser(BytesIO(data)), fallback=True)
    promised = pdftypes.resolve1(pdftypes.dict_value(document.catalog.get("Pages", {})).get("Count"))
    if isinstance(promised, int) and promised > MAX_PAGES:
        raise Refusal(f"PDF 有 {promised} 页，超过 {MAX_PAGES} 页的上限；请只留下清单的页")
    canvas = Canvas()
    interpreter = Interpreter(canvas.rsrcmgr, canvas)
    count = 0
    total = 0
    for source in PDFPage.create_pages(document):
        count += 1
        if count > MAX_PAGES:
            raise Refusal(f"PDF 超过 {MAX_PAGES} 页的上限；请只留下清单的页")
        try:
            page = canvas.draw(source, count, interpreter)
        except Refusal as refusal:
            raise Refusal(refusal.reason, refusal.place or Place(page=count)) from refusal
        except MemoryError:
            raise
        except Exception as error:
            raise Refusal(DAMAGED, Place(page=count)) from error
        total += len(page.glyphs)
        if total > MAX_GLYPHS:
            raise Refusal(TOO_MUCH, Place(page=count))
        yield page
    if count == 0 or (isinstance(promised, int) and promised != count):
        raise Refusal(DAMAGED)


THIN = 3.0
"""The widest a filled shape may be, in points, to be seen as a rule."""

_AXES = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}
_UP = {0: (0, 1), 90: (1, 0), 180: (0, -1), 270: (-1, 0)}


class Canvas(PDFTextDevice):
    """Collects one page at a time."""

    def __init__(self) -> None:
        super().__init__(Fonts())
        self.clip: Box | None = None
        self.page = Page(0, 0, 0)
        self._raw: list[tuple[str, float, float, float, float, float, int, Box | None]] = []
        self._view: Box = (0, 0, 0, 0)
        self._steps = self._all_steps = 0
        self._content = self._all_content = 0
        self._mode = 0

    def draw(self, source: PDFPage, number: int, interpreter: Interpreter) -> Page:
        """The page's content."""
        x0, y0, x1, y1 = source.mediabox
        width, height = abs(x1 - x0), abs(y1 - y0)
        if source.rotate % 180:
            width, height = height, width
        if not (0 < width < 20_000 and 0 < height < 20_000):
            raise Refusal(DAMAGED)
        self.page = Page(number, width, height)
        self.clip, self._raw, self._mode = None, [], 0
        self._all_steps += self._steps
        self._steps = self._content = 0
        if self._all_steps > MAX_STEPS:
            raise Refusal(TOO_MUCH)
        interpreter.process_page(source)
        _settle(self.page, self._raw, self._view)
        self._raw = []
        return self.page

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        corners = [apply_matrix_pt(ctm, corner) for corner in (page.cropbox[:2], page.cropbox[2:])]
        (ax, ay), (bx, by) = corners
        self._view = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def step(self) -> None:
        """One step of work; refuses a page, or a document, that takes too many."""
        self._steps += 1
        if self._steps > MAX_PAGE_STEPS:
            raise Refusal(TOO_MUCH)

    def spend(self, size: int) -> None:
        """So many bytes of content more; refuses a page, or a document, that has too many."""
        self._content += size
        self._all_content += size
        if self._content > MAX_PAGE_CONTENT or self._all_content > MAX_CONTENT:
            raise Refusal(TOO_MUCH)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        if not math.isfinite(a + b + c + d + e + f + advance):
            return 0.0
        x, y = e + c * rise, f + d * rise
        size = abs(fontsize) * math.hypot(c, d)
        if font.is_vertical():
            # Written downwards: the pen starts in the middle above the glyph and moves by a negative advance.
            across = 0.35 * size / (math.hypot(a, b) or 1.0)
            x, y = x - across * a, y - across * b
            dx, dy, run = -c, -d, -advance / (scaling or 1.0)
            angle = _axis(dx, dy)
        else:
            dx, dy, run = a, b, advance
            angle = _axis(dx * fontsize, dy * fontsize)
        if angle is not None and 1.0 <= size <= 500.0:
            if len(self._raw) >= MAX_PAGE_GLYPHS:
                raise Refusal(TOO_MUCH)
            self._raw.append((text, x, y, x + dx * run, y + dy * run, size, angle, self.clip))
            if self._mode == 3:
                self.page.unseen += 1
        return advance

    def render_image(self, name: str, stream: Any) -> None:
        a, b, c, d, _, _ = self.ctm or (0, 0, 0, 0, 0, 0)
        if abs(a * d - b * c) > 0.4 * self.page.width * self.page.height:
            self.page.pictured = True

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        points: list[tuple[float, float]] = []
        if self.ctm is None:
            return
        for part in path:
            if part[0] == "m":
                self._shape(points, stroke, fill, closed=False)
                points = [apply_matrix_pt(self.ctm, part[1:])]
            elif part[0] == "h":
                self._shape(points, stroke, fill, closed=True)
                points = points[:1]
            elif points:
                points.append(apply_matrix_pt(self.ctm, part[-2:]))
        self._shape(points, stroke, fill, closed=False)

    def _shape(self, points: list[tuple[float, float]], stroke: bool, fill: bool, *, closed: bool) -> None:
        if len(points) < 2:
            return
        if len(self.page.horizontal) + len(self.page.vertical) > MAX_PAGE_RULES:
            raise Refusal(TOO_MUCH)
        if fill and not stroke:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if height <= THIN and width > height:
                self._rule((min(xs), (min(ys) + max(ys)) / 2), (max(xs), (min(ys) + max(ys)) / 2))
            elif width <= THIN and height > width:
                self._rule(((min(xs) + max(xs)) / 2, min(ys)), ((min(xs) + max(xs)) / 2, max(ys)))
            return
        ends = [*points[1:], points[0]] if closed else points[1:]
        if len(points) > 50:
            return
        for start, end in zip(points, ends, strict=False):
            self._rule(start, end)

    def _rule(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        if not math.isfinite(x0 + y0 + x1 + y1):
            return
        top = self.page.height
        if abs(y1 - y0) <= 0.5 and abs(x1 - x0) > 0.5:
            self.page.horizontal.append(Rule(top - (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 0.5 and abs(y1 - y0) > 0.5:
            self.page.vertical.append(Rule((x0 + x1) / 2, top - max(y0, y1), top - min(y0, y1)))


def _axis(dx: float, dy: float) -> int | None:
    """Degrees clockwise of a direction (y upwards) that runs along an axis, or None: a watermark runs aslant."""
    length = math.hypot(dx, dy)
    if not length or min(abs(dx), abs(dy)) > 0.09 * length:
        return None
    return _AXES[(round(dx / length), -round(dy / length))]


def _settle(page: Page, raw: list[Any], view: Box) -> None:
    """Turns the page so that most of its text is upright, and drops what lies outside of the visible page."""
    upright = [0, 0, 0, 0]
    for item in raw:
        upright[item[6] // 90] += 1
    turn = 90 * max(range(4), key=upright.__getitem__)
    width, height = page.width, page.height
    x0, y0, x1, y1 = view
    for text, sx, sy, ex, ey, size, angle, clip in raw:
        text = _clean(text)
        if not text:
            continue
        if text in LOOKALIKES:
            text = LOOKALIKES[text]
            page.lookalikes += 1
        rise = 0.35 * size
        mx = (sx + ex) / 2 + rise * _UP[angle][0]
        my = (sy + ey) / 2 + rise * _UP[angle][1]
        if not (x0 <= mx <= x1 and y0 <= my <= y1):
            continue
        hidden = False
        if clip is not None and not (clip[0] <= mx <= clip[2] and clip[1] <= my <= clip[3]):
            margin = 0.25 * size
            hidden = not (
                clip[0] - margin <= mx <= clip[2] + margin and clip[1] - margin <= my <= clip[3] + margin
            )
            mx, my = _inside(mx, clip[0], clip[2]), _inside(my, clip[1], clip[3])
        start, _ = _turned(sx, height - sy, angle, width, height)
        end, base = _turned(ex, height - ey, angle, width, height)
        cx, cy = _turned(mx, height - my, turn, width, height)
        page.glyphs.append(
            Glyph(
                text, min(start, end), max(start, end), base, size, cx, cy, (angle - turn) % 360, hidden, clip
            )
        )
    if turn:
        page.horizontal, page.vertical = _turned_rules(page, turn)
        if turn % 180:
            page.width, page.height = height, width


def _inside(value: float, low: float, high: float) -> float:
    """The value, or the nearest that lies well between two bounds."""
    margin = min(0.5, (high - low) / 2)
    return min(max(value, low + margin), high - margin)


def _turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """A point (y downwards) in the frame in which text that runs at ``turn`` degrees is upright."""
    if turn == 90:
        return y, width - x
    if turn == 180:
        return width - x, height - y
    if turn == 270:
        return height - y, x
    return x, y


def _turned_rules(page: Page, turn: int) -> tuple[list[Rule], list[Rule]]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    ends = [((rule.start, rule.at), (rule.end, rule.at)) for rule in page.horizontal]
    ends += [((rule.at, rule.start), (rule.at, rule.end)) for rule in page.vertical]
    for start, end in ends:
        x0, y0 = _turned(*start, turn, page.width, page.height)
        x1, y1 = _turned(*end, turn, page.width, page.height)
        if abs(y1 - y0) < abs(x1 - x0):
            horizontal.append(Rule(y0, min(x0, x1), max(x0, x1)))
        else:
            vertical.append(Rule(x0, min(y0, y1), max(y0, y1)))
    return horizontal, vertical


def _clean(text: str) -> str:
    if text.isprintable() or text == "\xa0":
        return text
    kept = []
    for char in text:
        if char in "\t\n\r\x0b\x0c":
            kept.append(" ")
        elif "\ud800" <= char <= "\udfff":
            kept.append(UNKNOWN)
        elif char >= " " and not "\x7f" <= char < "\xa0":
            kept.append(char)
    return "".join(kept)
