"""Text as a browser flows it: white space collapsed, blocks and ``<br>`` as line ends, underlines kept.

Collapsing follows CSS Text Module Level 3, section 4.1: runs of white space become one blank, and none stands at the
beginning or end of a line. A line end of the source between two Chinese characters is a blank as well, as Chromium has
it: programs that wrap their HTML do so where a blank stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from quanze.lists.model import Span
from quanze.lists.underline import Run, join

Element = Any

_SKIPPED = """
    script style template noscript head title iframe object embed svg math select button input textarea audio video
    canvas map nav footer aside rt rp col colgroup
"""
_BLOCKS = """
    address article blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre search section summary table tbody td tfoot
    th thead tr ul
"""
SKIPPED = frozenset(_SKIPPED.split())
"""Elements whose content is not the page's text."""
BLOCKS = frozenset(_BLOCKS.split())
KEEPING = frozenset(("pre", "listing", "xmp", "plaintext"))
CLOSED = frozenset(("td", "th", "caption"))
"""Elements at whose borders an open ``<u>`` ends (the markers of WHATWG HTML, 13.2.4.3)."""
MARKER = "data-underline"
_U = re.compile(r"<(?P<end>/?)u(?P<more>\s[^<>]{0,1000})?>", re.IGNORECASE)
_NO_LINE = re.compile(r"text-decoration(?:-line)?\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DECLARATION = re.compile(r"\s*(?P<name>[\w-]+)\s*:\s*(?P<value>[^;]*)")
_WHITE_SPACE = {
    "pre": "keep",
    "pre-wrap": "keep",
    "break-spaces": "keep",
    "pre-line": "lines",
    "normal": "collapse",
    "nowrap": "collapse",
}


@dataclass(frozen=True, slots=True)
class Style:
    """What an element's text inherits: whether it is underlined, and what becomes of its white space (``collapse``
    it, keep its ``lines`` only, or ``keep`` it all). ``block`` and ``shown`` are the element's own."""

    underlined: bool = False
    space: str = "collapse"
    block: bool = False
    shown: bool = True


def style_of(element: Element, inherited: Style) -> Style:
    """The style of an element within one of the style ``inherited``."""
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED or element.get("hidden") is not None:
        return replace(inherited, shown=False)
    underlined = inherited.underlined or tag == "ins"
    space = "keep" if tag in KEEPING else inherited.space
    block = tag in BLOCKS
    declared = element.get("style")
    if declared:
        for match in _DECLARATION.finditer(declared):
            name, value = match["name"].lower(), match["value"].strip().lower()
            if name in ("text-decoration", "text-decoration-line"):
                underlined = inherited.underlined or "underline" in value
            elif name == "white-space":
                space = _WHITE_SPACE.get(value.removesuffix("!important").strip(), space)
            elif name == "display":
                if value.startswith("none"):
                    return replace(inherited, shown=False)
                block = block or value.startswith(("block", "flex", "grid", "list-item", "table"))
    if underlined == inherited.underlined and space == inherited.space and block == inherited.block:
        return inherited
    return Style(underlined, space, block)


def with_markers(page: str) -> str:
    """The page's source with each ``<u>`` and ``</u>`` as an element of its own.

    Office programs nest them wrongly (``<span><u>…</span><span>…</u></span>``). A browser then goes on underlining up
    to the ``</u>``; the parser at hand would stop at the first ``</span>``.
    """

    def marker(match: re.Match[str]) -> str:
        state = "end" if match["end"] else "none" if _NO_LINE.search(match["more"] or "") else "begin"
        return f"<img {MARKER}={state}>"

    return _U.sub(marker, page)


class Flow:
    """Text as it flows: fed with texts, line ends and ends of blocks, read as paragraphs. ``opened`` has an entry for
    each ``<u>`` that is open: whether it does underline."""

    def __init__(self) -> None:
        self.opened: list[bool] = []
        self._paragraphs: list[list[Run]] = []
        self._runs: list[Run] = []
        self._blank: bool | None = None
        self._fresh = True
        self._soft_end = False

    def text(self, text: str | None, style: Style) -> None:
        """A piece of text."""
        if not text:
            return
        underlined = style.underlined or any(self.opened)
        if style.space == "keep":
            self._flush()
            self._add(text, underlined)
            return
        if style.space == "lines":
            for index, line in enumerate(text.split("\n")):
                if index:
                    self.line_end(style)
                self.text(line, replace(style, space="collapse"))
            return
        position = 0
        for match in _SPACE.finditer(text):
            self._word(text[position : match.start()], underlined)
            if not self._fresh and self._blank is None:
                self._blank = underlined
            position = match.end()
        self._word(text[position:], underlined)

    def _word(self, word: str, underlined: bool) -> None:
        if not word:
            return
        self._flush()
        self._add(word, underlined)

    def _flush(self) -> None:
        if self._blank is not None:
            self._runs.append((" ", self._blank))
            self._blank = None

    def _add(self, text: str, underlined: bool) -> None:
        self._runs.append((text, underlined))
        self._fresh = self._soft_end = False

    def mark(self, state: str) -> None:
        """A ``<u>`` or ``</u>``."""
        if state != "end":
            self.opened.append(state == "begin")
        elif self.opened:
            self.opened.pop()

    def line_end(self, style: Style) -> None:
        """A ``<br>``. The last one of a block makes no line of its own, unless white space is kept."""
        self._blank = None
        self._runs.append(("\n", False))
        self._fresh = style.space != "keep"
        self._soft_end = style.space != "keep"

    def boundary(self) -> None:
        """A block begins or ends."""
        self._blank = None
        if self._soft_end:
            self._runs.pop()
        if self._runs:
            self._paragraphs.append(self._runs)
        self._runs = []
        self._fresh = True
        self._soft_end = False

    def paragraphs(self) -> list[tuple[str, tuple[Span, ...]]]:
        """The paragraphs so far, which are forgotten."""
        self.boundary()
        found = [join(runs) for runs in self._paragraphs]
        self._paragraphs = []
        return found

    def whole(self) -> tuple[str, tuple[Span, ...]]:
        """All paragraphs as one text with line ends between them."""
        self.boundary()
        runs: list[Run] = []
        for index, paragraph in enumerate(self._paragraphs):
            if index:
                runs.append(("\n", False))
            runs += paragraph
        self._paragraphs = []
        return join(runs)


def flow_all(root: Element, style: Style, flow: Flow) -> None:
    """Feeds the text of an element's content to the flow."""
    for _ in flow_through(root, style, flow, frozenset()):
        pass


def flow_through(
    root: Element, style: Style, flow: Flow, stops: frozenset[Element] | set[Element]
) -> Iterator[Element]:
    """Feeds the text of an element's content to the flow, yielding each descendant among ``stops`` in its place
    instead of its text. Walks without recursion: pages nest deeply."""
    counters: dict[Element, int] = {}
    opened: list[list[bool]] = []
    flow.text(root.text, style)
    stack: list[tuple[Element, Style, Iterator[Element]]] = [(root, style, iter(root))]
    while stack:
        element, current, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                if element.tag in CLOSED:
                    flow.opened = opened.pop()
                if current.block:
                    flow.boundary()
                flow.text(element.tail, stack[-1][1])
            continue
        own = style_of(child, current)
        if not own.shown:
            flow.text(child.tail, current)
        elif child.tag == "img":
            if child.get(MARKER):
                flow.mark(child.get(MARKER))
            flow.text(child.tail, current)
        elif child.tag == "br":
            flow.line_end(current)
            flow.text(child.tail, current)
        elif child in stops:
            flow.boundary()
            yield child
            flow.text(child.tail, current)
        else:
            if own.block:
                flow.boundary()
                if child.tag == "li" and element.tag == "ol":
                    flow.text(_item_label(child, element, counters), Style(space="keep"))
            if child.tag in CLOSED:
                opened.append(flow.opened)
                flow.opened = []
            flow.text(child.text, own)
            stack.append((child, own, iter(child)))


def _item_label(item: Element, parent: Element, counters: dict[Element, int]) -> str:
    """The number that a browser draws before an item of an ordered list."""
    if parent.get("type", "1") != "1" or "none" in (parent.get("style") or ""):
        return ""
    number = counters.get(parent, _integer(parent.get("start"), 1) - 1) + 1
    counters[parent] = _integer(item.get("value"), number)
    return f"{counters[parent]}. "


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else default
