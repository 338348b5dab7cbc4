"""pdfminer, bounded: what a page may cost, and what is refused rather than silently left out."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Sequence
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.utils import apply_matrix_pt

from quanze.lists.refusal import Refusal

# What pdfminer puts up with it tells to no one who could do anything about it.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

# An ordinary page takes some 5,000 steps, 1,000 glyphs and 20 KB; each bound leaves room for many times as much.
MAX_PAGES = 2_000
MAX_PAGE_GLYPHS = 60_000
MAX_GLYPHS = 6_000_000
MAX_PAGE_RULES = 40_000
MAX_STEPS = 10_000_000
MAX_PAGE_STEPS = 300_000
MAX_CONTENT = 128 * 1024 * 1024
MAX_PAGE_CONTENT = 8 * 1024 * 1024
MAX_STREAM = 64 * 1024 * 1024
MAX_CODES = 70_000

DAMAGED = "PDF 文件损坏或不完整；请重新取得，或提供 Word 文件"
ENCRYPTED = "PDF 文件加了密码；请去掉密码后另存一份，或提供 Word 文件"
TOO_MUCH = "内容过多，不像正常的清单，不予读取；请只留下清单的页，或提供 Word 文件"

Box = tuple[float, float, float, float]


class _BoundedZlib:
    """``zlib`` as pdfminer uses it, which has no bound of its own: a stream may not swell beyond ``MAX_STREAM``, and a
    damaged one is refused, since half a page's text is worse than none."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)

    @staticmethod
    def decompress(data: bytes) -> bytes:
        # Raw inflation, so that a stream which lost only its checksum (some printers drop it) is still read.
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            out = inflater.decompress(data[2:], MAX_STREAM)
        except zlib.error as error:
            raise Refusal(DAMAGED) from error
        if inflater.unconsumed_tail and not inflater.eof:
            raise Refusal(TOO_MUCH)
        if not inflater.eof:
            raise Refusal(DAMAGED)
        check = inflater.unused_data[:4]
        if len(check) == 4 and int.from_bytes(check, "big") != zlib.adler32(out):
            raise Refusal(DAMAGED)
        return out


setattr(pdftypes, "zlib", _BoundedZlib)  # noqa: B010 - a module's own import, which no stub declares


class Fonts(PDFResourceManager):
    """Fonts without the ranges that would make pdfminer count to four thousand million."""

    def get_font(self, objid: object, spec: Any) -> Any:
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        if "Subtype" not in spec:
            raise Refusal(DAMAGED)  # pdfminer would take any font for a Latin one
        tamed = dict(spec)
        for key in ("ToUnicode", "Encoding"):
            stream = pdftypes.resolve1(tamed.get(key))
            if isinstance(stream, pdftypes.PDFStream) and _counts_far(stream.get_data()):
                del tamed[key]
        for key, size in (("W", 3), ("W2", 5)):
            widths = pdftypes.resolve1(tamed.get(key))
            if isinstance(widths, list) and _spans_far(widths, size):
                del tamed[key]
        return super().get_font(objid, tamed)


_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)end(?:bf|cid)range", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:<[^<>]*>|\[[^\]]*\]|\d+)")


def _counts_far(cmap: bytes) -> bool:
    total = 0
    for section in _RANGES.finditer(cmap):
        for low, high in _PAIR.findall(section[1]):
            first, last = (int(b"".join(code.split()) or b"0", 16) for code in (low, high))
            total += max(0, last - first + 1)
            if total > 4 * MAX_CODES:
                return True
    return False


def _spans_far(widths: Sequence[object], size: int) -> bool:
    run: list[float] = []
    total = 0.0
    for item in widths:
        item = pdftypes.resolve1(item)
        if not isinstance(item, (int, float)):
            run = []
            continue
        run.append(item)
        if len(run) == size:
            total += max(0, run[1] - run[0] + 1)
            run = []
    return total > 4 * MAX_CODES


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which counts its steps, knows the clipping box, and misses nothing silently."""

    device: Any  # a Canvas

    def push(self, obj: Any) -> None:
        if len(self.argstack) > 1_000:
            del self.argstack[:500]
        self.device.step()
        self.argstack.append(obj)

    def pop(self, n: int) -> list[Any]:
        taken = self.argstack[-n:] if n else []
        del self.argstack[len(self.argstack) - len(taken) :]
        return taken

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.clips: list[Box | None] = []

    def execute(self, streams: Sequence[object]) -> None:
        for stream in streams:
            content = pdftypes.resolve1(stream)
            if not isinstance(content, pdftypes.PDFStream):
                raise Refusal(DAMAGED)
            self.device.spend(len(content.get_data()))
        self.device.step()
        super().execute(streams)

    def do_q(self) -> None:
        self.device.step()
        self.clips.append(self.device.clip)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 - the operator's own name
        self.device.step()
        super().do_Q()
        if self.clips:
            self.device.clip = self.clips.pop()

    def do_W(self) -> None:  # noqa: N802
        corners = [apply_matrix_pt(self.ctm, part[-2:]) for part in self.curpath if len(part) >= 3]
        if corners:
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            self.device.clip = _within(self.device.clip, (min(xs), min(ys), max(xs), max(ys)))

    do_W_a = do_W  # noqa: N815

    def do_F(self) -> None:  # noqa: N802
        self.do_f()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip
        self.device.set_ctm(self.ctm)

    def do_Tf(self, fontid: Any, fontsize: Any) -> None:  # noqa: N802
        if pdftypes.resolve1(fontid) is None or getattr(fontid, "name", None) not in self.fontmap:
            raise Refusal(DAMAGED)
        super().do_Tf(fontid, fontsize)


def _within(outer: Box | None, inner: Box) -> Box:
    if outer is None:
        return inner
    return (
        max(outer[0], inner[0]),
        max(outer[1], inner[1]),
        min(outer[2], inner[2]),
        min(outer[3], inner[3]),
    )
