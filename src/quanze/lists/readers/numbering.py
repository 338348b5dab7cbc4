"""Word's automatic numbering: the 序号 that people see is often not in the text but counted by Word."""

from __future__ import annotations

from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
MAX_STYLES = 12
"""How many styles may stand between one and the numbered one that it is based on."""
DIGITS = "零一二三四五六七八九"

Element = Any


class Numbering:
    """Counters for the numbered paragraphs of one document, and the character styles that underline.

    ``label(numPr)``, or ``label_of_style`` where the paragraph's style numbers it, must be called once for each
    numbered paragraph in the order of the document.
    """

    def __init__(self, numbering: bytes | None, styles: bytes | None) -> None:
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        self._numbered_styles: dict[str, tuple[str, int]] = {}
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
            self._read_styles(root)

    def _read_levels(self, root: Element) -> None:
        abstract: dict[str, dict[int, tuple[int, str, str]]] = {}
        for item in root.iter(W + "abstractNum"):
            key = item.get(W + "abstractNumId", "")
            levels = abstract.setdefault(key, {})
            for level in item.iter(W + "lvl"):
                style = level.find(W + "pStyle")
                if style is not None:
                    self._style_levels[key, style.get(VAL, "")] = _int(level.get(W + "ilvl"))
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
                number, key = item.get(W + "numId", ""), link.get(VAL, "")
                self._levels[number] = abstract.get(key, {})
                for (of, style), at in list(self._style_levels.items()):
                    if of == key:
                        self._style_levels[number, style] = at

    def _read_styles(self, root: Element) -> None:
        """The styles of paragraphs that number them, by themselves or by the one that they are based on."""
        parents: dict[str, str] = {}
        for style in root.iter(W + "style"):
            name = style.get(W + "styleId", "")
            parent = style.find(W + "basedOn")
            if parent is not None:
                parents[name] = parent.get(VAL, "")
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if style.get(W + "type") == "paragraph" and number is not None:
                key = number.get(VAL, "")
                depth = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
                at = _int(depth.get(VAL)) if depth is not None else self._style_levels.get((key, name), 0)
                self._numbered_styles[name] = key, at
        for name in parents:
            above, steps = parents[name], 0
            while above not in self._numbered_styles and above in parents and steps < MAX_STYLES:
                above, steps = parents[above], steps + 1
            if name not in self._numbered_styles and above in self._numbered_styles:
                self._numbered_styles[name] = self._numbered_styles[above]

    @property
    def by_styles(self) -> bool:
        """Whether any style numbers its paragraphs."""
        return bool(self._numbered_styles)

    def label_of_style(self, paragraph: Element) -> str:
        """The number that a paragraph has by its style, where it has no numbering of its own."""
        properties = paragraph.find(W + "pPr")
        style = None if properties is None else properties.find(W + "pStyle")
        found = None if style is None else self._numbered_styles.get(style.get(VAL, ""))
        if found is None or properties.find(W + "numPr") is not None:
            return ""
        return self._next(*found)

    def label(self, properties: Element) -> str:
        """The number that Word shows in front of this paragraph ("1", "（二）"), or "" where it shows none."""
        if not self._levels or properties.getparent().getparent().tag != W + "p":
            return ""
        number = properties.find(W + "numId")
        depth = properties.find(W + "ilvl")
        key = "" if number is None else number.get(VAL, "")
        return self._next(key, 0 if depth is None else _int(depth.get(VAL)))

    def _next(self, key: str, at: int) -> str:
        levels = self._levels.get(key)
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
