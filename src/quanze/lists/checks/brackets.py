"""Brackets, quotation marks and title marks of a text, matched."""

from __future__ import annotations

import re
from typing import NamedTuple

OPEN_OF = {
    "）": "（",
    ")": "(",
    "》": "《",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    "〕": "〔",
    "】": "【",
    "]": "[",
    "］": "［",
}
"""Closing marks and the opening ones that they end."""

MARK_NAMES = {
    "（": "括号",
    "(": "括号",
    "《": "书名号",
    "〈": "单书名号",
    "“": "引号",
    "‘": "单引号",
    "〔": "六角括号",
    "【": "方头括号",
    "[": "方括号",
    "［": "方括号",
}

_OPENERS = frozenset(OPEN_OF.values())
_WIDTH_PAIRS = {("（", ")"), ("(", "）"), ("[", "］"), ("［", "]")}
_PAIRED = re.compile("[" + re.escape("".join([*OPEN_OF, *OPEN_OF.values()])) + "]")
_NEIGHBOURS = tuple(opener + closer for closer, opener in OPEN_OF.items())
_ITEM_LABEL = re.compile(r"(?:^|[\n。；;：:，,、\s])[0-9０-９一二三四五六七八九十a-zA-Z]{1,3}$")


class Pairing(NamedTuple):
    """Brackets of a text: half-width ones that match, those whose halves differ in width, and those alone."""

    half_width: tuple[tuple[int, int], ...] = ()
    mixed: tuple[tuple[int, int], ...] = ()
    alone: tuple[int, ...] = ()


SOUND = Pairing()
"""Nothing to remark."""


def pairing(text: str) -> Pairing:
    """Match brackets, quotation and title marks.

    A closing bracket after a number ("1）") is a label. Quotation marks that open again at the beginning of a
    paragraph continue one quotation.
    """
    if "(" not in text and _cancels_out("".join(_PAIRED.findall(text))):
        return SOUND
    half_width: list[tuple[int, int]] = []
    mixed: list[tuple[int, int]] = []
    alone: list[int] = []
    stack: list[tuple[str, int]] = []
    for match in _PAIRED.finditer(text):
        char, at = match.group(), match.start()
        if char in _OPENERS:
            continues = char in "“‘" and (at == 0 or text[at - 1] in "\n \u3000")
            if not (continues and any(opener == char for opener, _ in stack)):
                stack.append((char, at))
            continue
        depth = _depth(stack, char)
        if depth is None:
            if not (char in "）)" and _ITEM_LABEL.search(text, max(0, at - 4), at)):
                alone.append(at)
            continue
        alone.extend(skipped for _, skipped in stack[len(stack) - depth + 1 :])
        opener, start = stack[-depth]
        del stack[len(stack) - depth :]
        if opener != OPEN_OF[char]:
            mixed.append((start, at))
        elif opener == "(":
            half_width.append((start, at))
    alone.extend(at for _, at in stack)
    return Pairing(tuple(half_width), tuple(mixed), tuple(sorted(alone)))


def _depth(stack: list[tuple[str, int]], closer: str) -> int | None:
    """How far down the stack stands what the closing mark ends; at most four marks left open are passed over."""
    for depth in range(1, min(len(stack), 5) + 1):
        opener = stack[-depth][0]
        if opener == OPEN_OF[closer] or (opener, closer) in _WIDTH_PAIRS:
            return depth
    return None


def _cancels_out(marks: str) -> bool:
    """Whether nothing is left when pairs that stand next to each other are taken away again and again."""
    while marks:
        shorter = marks
        for pair in _NEIGHBOURS:
            shorter = shorter.replace(pair, "")
        if len(shorter) == len(marks):
            return False
        marks = shorter
    return True
