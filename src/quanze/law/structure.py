"""Lines of an official text → its articles or its outline, with nothing lost.

立法法 第六十五条: 法律根据内容需要，可以分编、章、节、条、款、项、目. 款 have no number of their own: each
paragraph of an article is one. What has no articles has an outline (GB/T 9704—2012 7.3.3: 结构层次序数依次用“一、”
“（一）”“1.”“（1）”标注).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from quanze.law.citations.model import Ordinal
from quanze.law.instruments import Article, Item, Paragraph, Point, Section
from quanze.law.ordinals import ARTICLE, key, ordinal_of
from quanze.prose import NUMERAL, numeral

UNITS = {"编": 1, "分编": 2, "章": 3, "节": 4, "目": 5}
"""Units above the article, from the outermost inwards."""
LONGEST_HEADING = 60

_HASHES = re.compile(r"(?P<hashes>#{1,6})\s*(?P<text>.*)")
_UNIT = re.compile(rf"第\s?{NUMERAL}\s?(?P<unit>分编|[编章节目])(?![条款项])(?=$|[\s:：]|[^，。；、的和至])")
_BOLD = re.compile(r"^(\s*)(\*\*|__)(?P<inside>.{1,80}?)\2")
_CAPTION = re.compile(r"[【\[](?P<caption>[^】\]]{1,40})[】\]]\s*")
_BEHIND = re.compile(r"[\s\u3000:：]+|(?=[【（(])|$")
_NOT_BEGUN = tuple("、，,和至及或与到之的规所第中款")
"""What follows the number of an article that is only mentioned (第八条规定的, 第九条、第十条)."""
_ITEM = re.compile(rf"[（(]\s?(?P<n>{NUMERAL})\s?[）)]")
_POINT = re.compile(r"(?P<n>[0-9０-９]{1,3})(?:[.．、](?![0-9０-９])|(?=[）)]))")
_CHAPTERED = re.compile(r"(?P<label>[一二三四五六七八九十]{1,3}(?:、|\Z))\s*(?P<rest>.*)", re.DOTALL)
_ANNEX = re.compile(
    r"附\s?(?:件|表|录|图|注)\s?(?:[0-9０-９一二三四五六七八九十]{0,3})(?=$|[\s:：．.、（(])|附[:：]"
)
_SENTENCE_END = tuple("。；;：:，,！!")


@dataclass(frozen=True, slots=True)
class Body:
    """What a text is made of. ``doubts`` are sentences about what could not be placed with certainty."""

    preamble: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    sections: tuple[Section, ...] = ()
    annex: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """An article as its lines come by."""

    ordinal: Ordinal
    headings: tuple[str, ...]
    caption: str | None
    lines: list[str] = field(default_factory=list)

    def article(self) -> Article:
        return Article(self.ordinal, self.headings, paragraphs(self.lines), self.caption)


def body(lines: Iterable[str]) -> Body:
    """The structure of a text given as lines; blank ones count for nothing. Any lines are accepted: what stands
    under no article is preamble or annex."""
    found = [line.strip() for line in lines if line and not line.isspace()]
    if any(_starts_article(line, None) for line in found):
        return _articled(found)
    preamble, sections, annex = _outlined([_plain_heading(line) for line in found])
    return Body(preamble, (), sections, annex)


def _articled(lines: list[str]) -> Body:
    preamble: list[str] = []
    annex: list[str] = []
    drafts: list[_Draft] = []
    doubts: list[str] = []
    headings = _Headings()
    in_annex = False
    for index, line in enumerate(lines):
        last = drafts[-1].ordinal if drafts else None
        start = _starts_article(line, last)
        if start is not None:
            ordinal, caption, rest = start
            if last is None or (_is_next(last, ordinal) if in_annex else key(ordinal) > key(last)):
                drafts.append(_Draft(ordinal, headings.path(), caption, [rest] if rest else []))
                in_annex = False
                continue
            if not in_annex:
                doubts.append(f"“{line[:20]}”的条号不大于前一条，作为前一条的文字保留")
        hashes, text, unit = _heading(line, lines, index)
        if unit is not None or hashes:
            if _ANNEX.match(text):
                in_annex = bool(drafts)
            if in_annex:
                annex.append(text)
            elif text:
                headings.add(hashes, unit, text)
            continue
        if drafts and _ANNEX.match(line) and len(line) <= LONGEST_HEADING:
            in_annex = True
        if in_annex:
            annex.append(line)
        elif drafts:
            drafts[-1].lines.append(line)
        else:
            preamble.append(line)
    return Body(tuple(preamble), tuple(d.article() for d in drafts), (), tuple(annex), tuple(doubts))


def _starts_article(line: str, last: Ordinal | None) -> tuple[Ordinal, str | None, str] | None:
    """Number, caption and remaining text where a line begins an article; ``last`` is the number of the one before.

    Without a blank behind the number only the very next number counts: 第八条规定的… begins no article.
    """
    if not line.startswith(("第", "**第", "__第", "#")):
        return None
    hashes = _HASHES.match(line)
    text = _unbolded(line if hashes is None else hashes["text"])
    match = ARTICLE.match(text)
    if match is None:
        return None
    ordinal = ordinal_of(match)
    rest = text[match.end() :]
    behind = _BEHIND.match(rest)
    if behind is None:
        follows = ordinal.n <= 1 if last is None else _is_next(last, ordinal)
        if not follows or rest.startswith(_NOT_BEGUN):
            return None
    else:
        rest = rest[behind.end() :]
        if rest.startswith(("规定", "所称", "所列")) and not (last is None or _is_next(last, ordinal)):
            return None
    caption = _CAPTION.match(rest)
    if caption is not None:
        return ordinal, caption["caption"], rest[caption.end() :]
    return ordinal, None, rest


def _is_next(last: Ordinal, ordinal: Ordinal) -> bool:
    return ordinal in (
        Ordinal(last.n + 1),
        Ordinal(last.n, last.inserted + 1),
    )


def _unbolded(line: str) -> str:
    match = _BOLD.match(line)
    return line if match is None else f"{match['inside']}{line[match.end() :]}"


def _plain_heading(line: str) -> str:
    match = _HASHES.fullmatch(line)
    return _unbolded(line if match is None else match["text"])


def _heading(line: str, lines: list[str], index: int) -> tuple[int, str, str | None]:
    """``(hashes, text, unit)``: a heading has hashes, a unit, or, in judicial interpretations, an outline number and
    no full stop, right before an article or another heading."""
    match = _HASHES.fullmatch(line)
    hashes, text = (0, line) if match is None else (len(match["hashes"]), match["text"].strip())
    text = _unbolded(text)
    named = _UNIT.match(text)
    if named is not None and len(text) <= LONGEST_HEADING and not text.endswith(_SENTENCE_END):
        return hashes, text, named["unit"]
    if hashes:
        return hashes, text, None
    before = lines[index - 1] if index else ""
    if _is_outline_heading(text, before) and _leads_to_article(lines, index + 1):
        return 0, text, "章" if _CHAPTERED.match(text) else "节"
    return 0, line, None


def _is_outline_heading(text: str, before: str = "") -> bool:
    """Whether a line looks like one; behind a 项 or what opens a list, a number in brackets is a 项."""
    if len(text) > LONGEST_HEADING or text.endswith(_SENTENCE_END):
        return False
    if _CHAPTERED.match(text) is not None:
        return True
    return _ITEM.match(text) is not None and not (before.endswith(("：", ":")) or _ITEM.match(before))


def _leads_to_article(lines: list[str], index: int) -> bool:
    """Whether an article comes next, with at most two more headings in between."""
    for line in lines[index : index + 3]:
        if _starts_article(line, None) is not None:
            return True
        if not (_is_outline_heading(line) or _UNIT.match(line)):
            return False
    return False


class _Headings:
    """The headings in force, from the outermost inwards."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._ranks: dict[int, int] = {}

    def add(self, hashes: int, unit: str | None, text: str) -> None:
        rank = self._ranks.get(hashes, UNITS["章"]) if unit is None else UNITS[unit]
        if unit is not None and hashes:
            self._ranks[hashes] = rank
        self._open = [entry for entry in self._open if entry[0] < rank]
        self._open.append((rank, text))

    def path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._open)


def paragraphs(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """The 款 of an article from its lines: a line with a number in brackets is a 项 of the 款 above, one with an Arabic
    number and a dot a 目 of the 项 above."""
    done: list[Paragraph] = []
    text: str | None = None
    items: list[Item] = []

    def close() -> None:
        nonlocal text
        if text is not None:
            done.append(Paragraph(text, tuple(items)))
            items.clear()
            text = None

    for line in lines:
        item = _ITEM.match(line)
        if item is not None:
            text = "" if text is None else text
            items.append(Item(numeral(item["n"]), line))
            continue
        point = _POINT.match(line) if items else None
        if point is not None:
            above = items[-1]
            items[-1] = Item(above.n, above.text, (*above.points, Point(int(point["n"]), line)))
            continue
        close()
        text = line
    close()
    return tuple(done)


def _outlined(lines: list[str]) -> tuple[tuple[str, ...], tuple[Section, ...], tuple[str, ...]]:
    """A text with an outline: preamble, sections, annex."""
    preamble: list[str] = []
    annex: list[str] = []
    sections: list[tuple[tuple[str, ...], str, list[str]]] = []
    labels: list[str] = []
    for line in lines:
        if not line:
            continue
        if annex or (_ANNEX.match(line) and len(line) <= LONGEST_HEADING and sections):
            annex.append(line)
            continue
        found = _outline_label(line)
        if found is None:
            (sections[-1][2] if sections else preamble).append(line)
            continue
        depth, label, rest = found
        del labels[depth:]
        labels.append(label)
        heading, own = _heading_of(rest)
        sections.append((tuple(labels), heading, [own] if own else []))
    return (
        tuple(preamble),
        tuple(Section(path, heading, tuple(own)) for path, heading, own in sections),
        tuple(annex),
    )


def _outline_label(line: str) -> tuple[int, str, str] | None:
    """Depth, label and the rest of a line that begins a section."""
    match = _CHAPTERED.match(line)
    if match is not None:
        return 0, match["label"], match["rest"]
    item = _ITEM.match(line)
    if item is not None and not item["n"].isdecimal():
        return 1, line[: item.end()], line[item.end() :].strip()
    return None


def _heading_of(rest: str) -> tuple[str, str]:
    """Heading and own text of a section's first line: the heading ends at the first full stop or is the line."""
    if len(rest) <= LONGEST_HEADING and not rest.endswith("。"):
        return rest, ""
    stop = rest.find("。", 0, LONGEST_HEADING)
    if 0 < stop < len(rest) - 1:
        return rest[: stop + 1], rest[stop + 1 :].strip()
    return "", rest


def sections_of(lines: Iterable[str]) -> Iterator[Section]:
    """The outline of a text that may have articles besides (a notice in front of the document that it issues)."""
    yield from _outlined([line.strip() for line in lines if line.strip()])[1]
