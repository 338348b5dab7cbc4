"""Laws named without 《》, found by the titles that the library knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from quanze.law.citations.cleaning import clean, compact

PREFIX = "中华人民共和国"

_NOT_AFTER_LAW = "律规制院人定官庭学治案典纪"
"""What must not follow a title that ends in 法, since the word goes on: 煤炭法律, 行政许可法定."""
_IMPLEMENTED = re.compile("(?:实施|施行)(?:条例|细则|办法|规定|意见)")
_NOT_BEFORE = re.compile(r"[省市县区州旗]$")
_END = ""

_Node: TypeAlias = "dict[str, _Node]"


class KnownTitles:
    """Titles for finding: a trie of them, read from their ends. Finding takes time linear in the text, whatever the
    number of titles. Titles of national laws are also found without 中华人民共和国."""

    __slots__ = ("_ends", "_root")

    def __init__(self, titles: Iterable[str]) -> None:
        self._root: _Node = {}
        for title in titles:
            name = compact(clean(title)).strip("《》")
            for spelling in {name, name.removeprefix(PREFIX)}:
                if len(spelling) >= 2:
                    self._add(spelling)
        self._ends = re.compile(f"[{re.escape(''.join(self._root))}]") if self._root else None

    @classmethod
    def of(cls, titles: Iterable[str] | KnownTitles) -> KnownTitles:
        """The same, where it is one already."""
        return titles if isinstance(titles, KnownTitles) else cls(titles)

    def __bool__(self) -> bool:
        return self._ends is not None

    def _add(self, spelling: str) -> None:
        node = self._root
        for char in reversed(spelling):
            node = node.setdefault(char, {})
        node[_END] = {}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of the longest titles in a clean text, in order of their ends. Of two that overlap the later is
        told only where it begins after the earlier one ends or holds it whole."""
        if self._ends is None:
            return
        held: tuple[int, int] | None = None
        for match in self._ends.finditer(text):
            end = match.end()
            start = self._start(text, end)
            if start is None or not stands_alone(text, start, end):
                continue
            if held is not None and start >= held[1]:
                yield held
            held = (start, end) if held is None or start >= held[1] or start <= held[0] else held
        if held is not None:
            yield held

    def _start(self, text: str, end: int) -> int | None:
        node = self._root
        best = None
        position = end
        while position and (following := node.get(text[position - 1])) is not None:
            node = following
            position -= 1
            if _END in node:
                best = position
        return best


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name without marks is a title there, and no part of a longer word or title."""
    name = text[start:end]
    if name.endswith("法") and text[end : end + 1] and text[end] in _NOT_AFTER_LAW:
        return False
    if _IMPLEMENTED.match(text, end):
        return False  # the document that implements it, which has a title of its own
    return name.startswith(PREFIX) or _NOT_BEFORE.search(text, max(0, start - 1), start) is None
