"""Clean: one character for one, so that an offset in the clean text is the offset in the source."""

from __future__ import annotations

import re

_SQUARE = {**dict.fromkeys(map(ord, "[［【﹝〖{｛"), "〔"), **dict.fromkeys(map(ord, "]］】﹞〗}｝"), "〕")}
_MARKS = {ord("〈"): "<", ord("〉"): ">", ord("≪"): "《", ord("≫"): "》", ord("«"): "《", ord("»"): "》"}
_DASHES = dict.fromkeys(map(ord, "—–―－─‐‑﹣～~"), "-")
_BLANKS = dict.fromkeys(map(ord, "\t\r\v\f\u00a0\u3000\u200b\ufeff\u2002\u2003\u2009"), " ")
_WIDTHS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CLEAN = {**_WIDTHS, ord("○"): "〇", ord("、"): "、", **_SQUARE, **_MARKS, **_DASHES, **_BLANKS}

_LAYOUT = re.compile(r"(?<![\x21-\x7e])\s+|\s+(?![\x21-\x7e])")


def clean(text: str) -> str:
    """The text with half-width punctuation, digits and letters, 〔〕 for every square bracket, <> for 〈〉, - for every
    dash and plain blanks; of the same length."""
    return text.translate(_CLEAN)


def compact(text: str) -> str:
    """A name without the blanks and line ends of layout: those that do not part two Latin words or figures."""
    return _LAYOUT.sub("", text).strip()
