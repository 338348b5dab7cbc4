"""Reading Chinese official prose: folding away what the eye does not see, cutting it into clauses, quoting it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WIDTHS = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLANKS = " \t\r\n\v\f\u00a0\u3000\u200b\ufeff\u2002\u2003\u2009"
_BLANK = re.compile(f"[{_BLANKS}]+")
_FOLD = {**_WIDTHS, **dict.fromkeys(_BLANKS, "")}
_FOLDED = re.compile(f"[{''.join(map(re.escape, _FOLD))}]")

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
"""Chinese characters, for use inside a class of a pattern."""

_CHINESE = "〇一二三四五六七八九"
_FIGURES = {char: value for value, char in enumerate(_CHINESE)} | {"零": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[0-9０-９〇○零一二三四五六七八九十百千两]{1,9}"
"""A number in Arabic or Chinese figures, as a pattern; :func:`numeral` reads it."""
_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")
_SENTENCE = re.compile(r"[^。；！？;\n]+")
_QUOTED = 60


def fold(text: str) -> str:
    """The text with half-width punctuation, digits and letters and without blanks: equal for texts that a reader
    would call the same."""
    for char in set(_FOLDED.findall(text)):
        text = text.replace(char, _FOLD[char])
    return text


def folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset in the source; ends with the source's length."""
    if text.isprintable() and " " not in text:
        return fold(text), list(range(len(text) + 1))
    offsets: list[int] = []
    at = 0
    for blank in _BLANK.finditer(text):
        offsets.extend(range(at, blank.start()))
        at = blank.end()
    offsets.extend(range(at, len(text) + 1))
    return fold(text), offsets


def numeral(text: str) -> int:
    """A number below ten thousand in Arabic or Chinese figures: ``12``, ``十二``, ``两``, ``一百零三``, ``二〇一九``.

    Its characters are those of :data:`NUMERAL`."""
    if text.isdecimal():
        return int(text)
    if not any(char in _TENS for char in text):
        return int("".join(str(_figure(char)) for char in text))
    total = current = 0
    for char in text:
        if char in _TENS:
            total += max(current, 1) * _TENS[char]
            current = 0
        else:
            current = _figure(char)
    return total + current


def _figure(char: str) -> int:
    return _FIGURES[char] if char in _FIGURES else int(char)


def chinese(number: int) -> str:
    """A number from 1 to 9999 as articles write it: ``十二``, ``一百零三``; others in Arabic figures."""
    if not 0 < number < 10_000:
        return str(number)
    written = ""
    gap = False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        figure = number // size % 10
        if figure:
            written += ("零" if gap else "") + _CHINESE[figure] + unit
            gap = False
        else:
            gap = bool(written)
    return written[1:] if written.startswith("一十") else written


def clauses(text: str) -> Iterator[re.Match[str]]:
    """The pieces between commas, semicolons, colons, full stops and line ends."""
    return _CLAUSE.finditer(text)


def sentences(text: str) -> Iterator[re.Match[str]]:
    """The pieces between full stops, semicolons and line ends."""
    return _SENTENCE.finditer(text)


def quote(text: str) -> str:
    """The text in quotation marks on one line, shortened in the middle where it is long."""
    line = " ".join(text.split("\n"))
    if len(line) > _QUOTED:
        line = f"{line[: _QUOTED // 2]}……{line[-_QUOTED // 2 :]}"
    return f"“{line}”"


def around(text: str, start: int, end: int, reach: int = 6) -> str:
    """The span with a few characters on either side, within its clause, in quotation marks."""
    left = start
    while left > 0 and start - left < reach and text[left - 1] not in "，。；：\n,;:":
        left -= 1
    right = end
    while right < len(text) and right - end < reach and text[right] not in "，。；：\n,;:":
        right += 1
    return quote(text[left:right])


def listed(items: list[str], most: int = 4) -> str:
    """Items joined for a sentence; beyond ``most`` only their number is told."""
    shown = "、".join(items[:most])
    return shown if len(items) <= most else f"{shown}等 {len(items)} 处"
