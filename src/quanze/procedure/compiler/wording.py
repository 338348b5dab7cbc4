"""A text of the list as patterns look at it: folded, with titles blotted out, and cut into sections and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from quanze.procedure.model import Passage
from quanze.prose import HAN, folded

BLOT = "\ufdd0"
"""No character of any text. Stands for each character inside 《》, and for brackets around a few (市(县)财政部门)."""

PUNCTUATION = frozenset(",。;:!?、()[]{}《》〈〉“”‘’\"'-—…·./\\")
"""What needs no step to account for it, as folded."""

_SAYS_SOMETHING = re.compile(f"[^{re.escape(''.join(sorted(PUNCTUATION)))}]")
_TITLE_MARKS = re.compile("[《》]")
_INSERTION = re.compile(rf"\((?![一二三四五六七八九十]{{1,3}}\))[{HAN}]{{1,6}}\)")
_EXAMPLES = re.compile(r"\((?:包括|包含|含|如)[^();。]{1,40}\)")
_LABEL = re.compile(
    r"\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\)|[①-⑳]|(?<![\d.第、])\d{1,2}[.、](?=[^\d])"
    rf"|(?<![{HAN}])[一二三四五六七八九十]{{1,2}}、"
)
_HEADING = re.compile(r"[^,。;:()]{1,20}:")
_BARE_HEADING = re.compile(
    rf"[{HAN}]{{1,10}}(?:责任|环节|阶段|义务|职责|程序):|[{HAN}]{{2,4}}(?:审核|审查|核查|受理|公示|上报|检查|评审):"
)
_UNNUMBERED = re.compile("(?<!法律)(?:责任|环节|阶段):")
"""The end of the heading of a stage in a cell whose stages have no numbers (…。审查责任：…)."""
_LONGEST_NAME = 10
_AFTER = ",。;:)!?"


class Wording:
    """A field's value and how it is looked at. Positions are those of ``text``, the folded and blotted form, until
    :meth:`passage` turns them back into code points of the value; ``plain`` is folded only."""

    __slots__ = ("field", "offsets", "plain", "text", "value")

    def __init__(self, field: str, value: str) -> None:
        self.field = field
        self.value = value
        self.text, self.plain, self.offsets = _looked_at(value)

    def breaks_before(self, at: int) -> bool:
        """Whether the value has a blank or line end before a position."""
        return at > 0 and self.offsets[at] > self.offsets[at - 1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the value."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def words(self, start: int, end: int) -> str:
        """The value's own text between two positions."""
        offsets = self.offsets
        return self.value[offsets[start] : offsets[end - 1] + 1] if end > start else ""

    def passage(self, start: int, end: int) -> Passage:
        """Where that text stands."""
        return Passage(self.field, *self.span(start, end))

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without punctuation at its ends; brackets and quotation marks stay where both stand inside."""
        text = self.text
        while start < end and text[start] in ",。;:!?、)-—…":
            start += 1
        while end > start and text[end - 1] in ",。;:!?、(":
            end -= 1
        if end > start and text[start] == "(" and ")" not in text[start:end]:
            start += 1
        if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
            end -= 1
        return start, end

    def says_something(self, start: int, end: int) -> bool:
        """Whether there is more than punctuation and blots between two positions."""
        if start < end and self.text[start] not in PUNCTUATION:
            return True
        return _SAYS_SOMETHING.search(self.text, start, end) is not None


@lru_cache(maxsize=512)
def _looked_at(value: str) -> tuple[str, str, list[int]]:
    """The folded and blotted text, the folded one, and the offset in the value of each of their characters."""
    plain, offsets = folded(value)
    return _blotted(plain), plain, offsets


_FORM = re.compile(rf"《([{HAN}]{{2,18}}(?:书|单|表|证|函|笔录|记录|凭证|回执))》")
"""The name of a letter that we make ourselves: no document that is cited."""


def _blotted(text: str) -> str:
    if "《" in text:
        text = _FORM.sub(rf"{BLOT}\1{BLOT}", text)
        out = []
        depth = last = 0
        for match in _TITLE_MARKS.finditer(text):
            inside = depth > 0
            out.append(BLOT * (match.start() - last) if inside else text[last : match.start()])
            depth = max(0, depth + (1 if match.group() == "《" else -1))
            out.append(BLOT if inside and depth else match.group())
            last = match.end()
        out.append(text[last:])
        text = "".join(out)
    if "(" in text:
        text = _INSERTION.sub(lambda found: f"{BLOT}{found.group()[1:-1]}{BLOT}", text)
        text = _EXAMPLES.sub(lambda found: f"{BLOT}{found.group()[1:-1]}{BLOT}", text)
    return text


class Section(NamedTuple):
    """A numbered or headed part of a duty: ``label`` and ``heading`` are spans, empty where there is none; ``body`` is
    the rest."""

    label: tuple[int, int]
    heading: tuple[int, int]
    body: tuple[int, int]


def sections(wording: Wording) -> Iterator[Section]:
    """The parts of a duty in order, whatever its numbering: 1. 1、 （1） （一） ① 一、."""
    text = wording.text
    labels: list[tuple[int, int]] = []
    for match in _LABEL.finditer(text):
        at = match.start()
        free = match.group()[0] in "(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
        follows = at == 0 or text[at - 1] in _AFTER or wording.breaks_before(at)
        if free or follows or (labels and labels[-1][1] == at):
            if labels and labels[-1][1] == at:
                labels[-1] = (labels[-1][0], match.end())
            else:
                labels.append(match.span())
    if not labels:
        labels = [(start, start) for start in _unnumbered(wording)]
    if not labels or labels[0][0] > 0:
        labels.insert(0, (0, 0))
    for (start, end), following in zip(labels, [*labels[1:], (len(text), len(text))], strict=True):
        heading = (_HEADING if end > start else _BARE_HEADING).match(text, end, following[0])
        until = end if heading is None else heading.end()
        yield Section((start, end), (end, until), (until, following[0]))


def _unnumbered(wording: Wording) -> Iterator[int]:
    """Where headings of stages begin in a text without numbers: on a line of their own or behind a full stop."""
    text = wording.text
    for found in _UNNUMBERED.finditer(text):
        at = found.start()
        while at > 0 and not wording.breaks_before(at) and text[at - 1] not in _AFTER:
            at -= 1
            if found.start() - at > _LONGEST_NAME:
                break
        else:
            if at < found.start():
                yield at


def sentences(wording: Wording, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between full stops and semicolons."""
    return _pieces(wording.text[start:end], start, "。", ";!?")


def clauses(wording: Wording, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between commas, colons and brackets."""
    return _pieces(wording.text[start:end], start, ",", ":()")


def _pieces(text: str, at: int, mark: str, others: str) -> list[tuple[int, int]]:
    """Spans of what stands between marks, in a text that begins at a position: cut at one, once all are alike."""
    for other in others:
        text = text.replace(other, mark)
    out = []
    for piece in text.split(mark):
        end = at + len(piece)
        if end > at:
            out.append((at, end))
        at = end + 1
    return out
