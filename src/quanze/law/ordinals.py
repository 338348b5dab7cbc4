"""Numbers as laws write them: 第一百二十条之一, （三）, １．"""

from __future__ import annotations

import re

from quanze.law.citations.model import Ordinal

FIGURES = "〇零一二三四五六七八九十百千两"
NUMERAL = rf"(?:[{FIGURES}]{{1,12}}|[0-9０-９]{{1,5}})"
ARTICLE = re.compile(rf"第\s?(?P<n>{NUMERAL})\s?条(?:\s?之\s?(?P<inserted>{NUMERAL})(?![{FIGURES}]))?")
"""The number of an article at the beginning of a text."""

_VALUES = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_DIGITS = "〇一二三四五六七八九"


def number(text: str) -> int:
    """A number below ten thousand in Arabic figures of either width or in Chinese ones, with units (一千二百六十) or
    digit by digit (二〇二五). ``text`` must match :data:`NUMERAL`."""
    if text.isdecimal():
        return int(text)
    if len(text) > 1 and not any(char in _UNITS for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    total = current = 0
    for char in text:
        if char in _UNITS:
            total += max(current, 1) * _UNITS[char]
            current = 0
        else:
            current = _VALUES[char]
    return total + current


def numeral(n: int) -> str:
    """The Chinese numeral of a number below ten thousand: ``120`` is ``一百二十``, ``12`` is ``十二``."""
    if n < 10:
        return "零" if n == 0 else _DIGITS[n]
    out, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, value)
        if digit:
            out += ("零" if gap else "") + _DIGITS[digit] + unit
            gap = False
        elif out:
            gap = True
        if not n:
            break
    return out.removeprefix("一") if out.startswith("一十") else out


def name(ordinal: Ordinal) -> str:
    """``Ordinal(120, 1)`` as laws write it: ``第一百二十条之一``."""
    return f"第{numeral(ordinal.n)}条" + (f"之{numeral(ordinal.inserted)}" if ordinal.inserted else "")


def ordinal_of(match: re.Match[str]) -> Ordinal:
    """The number of a match of :data:`ARTICLE`."""
    return Ordinal(number(match["n"]), number(match["inserted"]) if match["inserted"] else 0)


def key(ordinal: Ordinal) -> tuple[int, int]:
    """By which articles stand in order."""
    return ordinal.n, ordinal.inserted
