"""Words in boxes: how wide they are, where their lines end, what may stand in an SVG."""

from __future__ import annotations

import html
import math
import re
import unicodedata

CLOSING = "，。、；：！？）〕】》〉”’"
"""No line begins with one of these."""

OPENING = "（〔【《〈“‘"
"""No line ends with one of these."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, not even escaped (XML 1.0, production 2)."""


def width(text: str) -> float:
    """In full-width characters, by the East Asian width of each."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)


def wrap(text: str, across: float, lines: int) -> tuple[str, ...]:
    """``text`` in at most ``lines`` lines of at most about ``across`` full-width characters, of about equal length.
    What does not fit ends in "…"."""
    plain = " ".join(clip(text, int(across * lines * 2)).split())
    room = across * lines
    if width(plain) > room:
        plain = _cut(plain, room - 1) + "…"
    count = max(1, math.ceil(width(plain) / across))
    target = width(plain) / count
    made = [""]
    for char in plain:
        full = width(made[-1]) + width(char) / 2 > target and len(made) < count
        if full and char not in CLOSING + " ":
            stays = made[-1].rstrip(OPENING + " ")
            moves = made[-1][len(stays) :].lstrip()
            made[-1:] = [stays, moves] if stays else [moves]
        made[-1] += char
    return tuple(line.strip() for line in made)


def clip(text: str, most: int) -> str:
    """The first ``most`` characters, so that no more than that is ever looked at."""
    return text if len(text) <= most else text[:most]


def _cut(text: str, room: float) -> str:
    taken = 0.0
    for index, char in enumerate(text):
        taken += width(char)
        if taken > room:
            return text[:index]
    return text


def escaped(text: str) -> str:
    """``text`` as it may stand in an element or an attribute."""
    return html.escape(_NOT_XML.sub("\ufffd", text))
