"""Clean: one character for one, so that an offset in the clean text is the offset in the source."""

from __future__ import annotations

import re

_CLEAN: dict[str, str] = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("[［【﹝〖{｛", "〔"),
    **dict.fromkeys("]］】﹞〗}｝", "〕"),
    "〈": "<",
    "〉": ">",
    "≪": "《",
    "≫": "》",
    "«": "《",
    "»": "》",
    "○": "〇",
    **dict.fromkeys("—–―－─‐‑﹣～~", "-"),
    **dict.fromkeys("\t\r\v\f\u00a0\u3000\u200b\ufeff\u2002\u2003\u2009", " "),
}
"""No character on the right stands on the left, so that the order of replacing does not matter."""
_UNCLEAN = re.compile(f"[{re.escape(''.join(_CLEAN))}]")

_LAYOUT = re.compile(r"(?<![\x21-\x7e])\s+|\s+(?![\x21-\x7e])")


def clean(text: str) -> str:
    """The text with half-width punctuation, digits and letters, 〔〕 for every square bracket, <> for 〈〉, - for every
    dash and plain blanks; of the same length."""
    for char in set(_UNCLEAN.findall(text)):
        text = text.replace(char, _CLEAN[char])
    return text


def compact(text: str) -> str:
    """A name without the blanks and line ends of layout: those that do not part two Latin words or figures."""
    if len(text.split()) == 1 and not text[0].isspace() and not text[-1].isspace():
        return text
    return _LAYOUT.sub("", text).strip()
