"""Numbered items in a cell: where all of them stand at the beginning of lines, each is a paragraph of its own.

A line that happens to be full does not tell whether a paragraph ends with it; the numbers of a list do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

CHINESE = "一二三四五六七八九十"

STYLES: tuple[tuple[re.Pattern[str], Callable[[str], int], int], ...] = (
    (re.compile(r"(?<![\d.．〔])(\d{1,2})[.．、]"), int, 2),
    (re.compile(rf"(?<![{CHINESE}第])([{CHINESE}])、"), lambda text: CHINESE.index(text) + 1, 2),
    (re.compile(r"([①-⑳])"), lambda text: ord(text) - ord("①") + 1, 2),
    (re.compile(r"[（(](\d{1,2})[)）]"), int, 3),
    (re.compile(rf"[（(]([{CHINESE}])[)）]"), lambda text: CHINESE.index(text) + 1, 3),
)
"""How items are numbered: the pattern, the number of what it finds, and how many items make a list. Numbers in brackets
also part the clauses of one sentence, so that two of them at the beginning of lines prove nothing."""


def item_starts(texts: Sequence[str]) -> set[int]:
    """The indices of the lines that begin the second or a later item of a list."""
    starts: set[int] = set()
    for pattern, number, enough in STYLES:
        expected = 1
        found: list[int] = []
        for index, text in enumerate(texts):
            for match in pattern.finditer(text):
                if number(match[1]) != expected:
                    continue
                if text[: match.start()].strip():
                    break
                found.append(index)
                expected += 1
            else:
                continue
            break
        else:
            if len(found) >= enough:
                starts.update(found[1:])
    return starts
