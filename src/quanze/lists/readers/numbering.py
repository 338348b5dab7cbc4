"""Word's automatic numbering: the 序号 that people see is often not in the text but counted by Word."""

from __future__ import annotations

from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
DIGITS = "零一二三四五六七八九"

Element = Any


class Numbering:
    """Counters for the numbered paragraphs of one document, and the character styles that underline.

    ``label(numPr)`` must be called once for each numbered paragraph in the order of the document.
    """

    def __init__(self, numbering: bytes | None, styles: bytes | None) -> None:
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self.underlining_styles: frozenset[str] = frozenset()
        root = _parse(numbering)
        if root is not None:
            self._read_levels(root)
        root = _parse(styles)
        if root is not None:
            self.underlining_styles = frozenset(
                style.get(W + "styleId", "")
                for style in root.iter(W + "style")
                if style.get(W + "type") == "character"
                and (mark := style.find(f"{W}rPr/{W}u")) is not None
                and mark.get(VAL, "single") != "none"
            )

    def _read_levels(self, root: Element) -> None:
        abstract: dict[str, dict[int, tuple[int, str, str]]] = {}
        for item in root.iter(W + "abstractNum"):
            levels = abstract.setdefault(item.get(W + "abstractNumId", ""), {})
            for level in item.iter(W + "lvl"):
                start = level.find(W + "start")
                form = level.find(W + "numFmt")
                text = level.find(W + "lvlText")
                levels[_int(level.get(W + "ilvl"))] = (
                    1 if start is None else _int(start.get(VAL), 1),
                    "decimal" if form is None else form.get(VAL, "decimal"),
                    "" if text is None else text.get(VAL, ""),
                )
        for item in root.iter(W + "num"):
            link = item.find(W + "abstractNumId")
            if link is not None:
                self._levels[item.get(W + "numId", "")] = abstract.get(link.get(VAL, ""), {})

    def label(self, properties: Element) -> str:
        """The number that Word shows in front of this paragraph ("1", "（二）"), or "" where it shows none."""
        if not self._levels or properties.getparent().getparent().tag != W + "p":
            return ""
        number = properties.find(W + "numId")
        depth = properties.find(W + "ilvl")
        key = "" if number is None else number.get(VAL, "")
        levels = self._levels.get(key)
        at = 0 if depth is None else _int(depth.get(VAL))
        if not levels or at not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        counts[at] = counts.get(at, levels[at][0] - 1) + 1
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]
        _start, form, pattern = levels[at]
        if form in ("bullet", "none") or "%" not in pattern:
            return ""
        for level, (first, shape, _) in levels.items():
            pattern = pattern.replace(f"%{level + 1}", _numeral(counts.get(level, first), shape))
        return pattern


def _parse(data: bytes | None) -> Element:
    if data is None:
        return None
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 9 else default


def _numeral(value: int, form: str) -> str:
    if form.startswith(("chinese", "ideograph", "japanese")) and 0 <= value < 1000:
        return _chinese(value)
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr((97 if form == "lowerLetter" else 65) + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    if value < 10:
        return DIGITS[value]
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")
