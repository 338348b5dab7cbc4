"""Page numbers, running headers and footers are no part of the document: they are left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from quanze.lists.readers.pdf.cells import Layout, Outside, PageTable

PAGE_NUMBER = re.compile(
    r"[\-—–―－~·•|\s]*(?:第\s*|[Pp]age\s*|PAGE\s*)?(?P<number>\d{1,4}|[一二三四五六七八九十百]{1,5})(?:\s*页)?"
    r"(?:\s*(?:[/／,，]|共|of)\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[\-—–―－~·•|\s]*"
)
STAMP = re.compile(r"(?:https?|file)://|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:[上下]午\s*)?\d{1,2}:\d{2}")
"""What a browser prints into the margins: the page's address, and the moment of printing."""

PAGE_WORD = re.compile(r"页|\d[/／]\d|page", re.IGNORECASE)
"""What stands beside a number that counts pages."""

MARGIN = 0.12
"""The share of the page's height (or width, for turned text) that is its margin."""


def without_furniture(layouts: Sequence[Layout]) -> None:
    """Takes page numbers and what repeats on the pages' edges out of the layouts, in place.

    A text that stands at the head of several pages is kept once, where it first stands: it may be a title.
    """
    for layout in layouts:
        layout.items = [item for item in layout.items if not _is_page_number(item, layout)]
    repeated: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    for layout in layouts:
        for item, at_head in _edges(layout):
            repeated[_key(item, layout, at_head)].append(layout.number)
    enough = max(2, (len(layouts) + 1) // 2)
    for layout in layouts:
        drop = {
            id(item)
            for item, at_head in _edges(layout)
            if len(repeated[_key(item, layout, at_head)]) >= enough
            and not (
                at_head
                and repeated[_key(item, layout, at_head)][0] == layout.number
                and not STAMP.search(item.line.text)
            )
        }
        layout.items = [item for item in layout.items if id(item) not in drop]


def _is_page_number(item: Outside | PageTable, layout: Layout) -> bool:
    if isinstance(item, PageTable):
        return False
    line = item.line
    text = line.text.strip()
    if not PAGE_NUMBER.fullmatch(text):
        return False
    if line.turned:
        return True
    others = [other.line.base for other in layout.items if isinstance(other, Outside) and other is not item]
    tables = [edge for other in layout.items if isinstance(other, PageTable) for edge in (other.y0, other.y1)]
    around = others + tables
    lowest = all(line.base > other for other in around) and line.base > (1 - MARGIN) * layout.height
    highest = all(line.base < other for other in around) and line.base < MARGIN * layout.height
    return lowest or highest


def _edges(layout: Layout) -> Iterable[tuple[Outside, bool]]:
    """The lines above the first table and below the last one (or in the margins, on a page without tables), with
    whether they stand at the head."""
    tables = [item for item in layout.items if isinstance(item, PageTable)]
    top = min((table.y0 for table in tables), default=MARGIN * layout.height)
    bottom = max((table.y1 for table in tables), default=(1 - MARGIN) * layout.height)
    for item in layout.items:
        if isinstance(item, Outside):
            if item.line.turned or item.line.base <= top:
                yield item, not item.line.turned
            elif item.line.base - item.line.size >= bottom:
                yield item, False


def _key(item: Outside, layout: Layout, at_head: bool) -> tuple[str, int, bool]:
    """What makes two lines of two pages the same: the text and its height on the page. Numbers at the foot count pages;
    at the head they may also number annexes, and only the page's own number beside such a word is left out."""
    text = "".join(item.line.text.split())
    if STAMP.search(item.line.text) or (not at_head and item.line.base > (1 - MARGIN) * layout.height):
        text = re.sub(r"\d+", "0", text)
    elif at_head and PAGE_WORD.search(text):
        text = re.sub(rf"(?<!\d){layout.number}(?!\d)", "0", text)
    return text, round(item.line.base / 6), at_head
