"""Wording: punctuation marks, brackets and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.lists.checks.brackets import MARK_NAMES, OPEN_OF
from quanze.lists.checks.listing import PROSE, Passage
from quanze.lists.checks.rules import Rule, Spot, in_texts
from quanze.lists.model import Severity
from quanze.prose import HAN, around, quote

PUNCTUATION = "GB/T 15834—2011《标点符号用法》"

_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_HALF_MARK = re.compile(rf"(?<=[{HAN}）》”〉〕])[,;:?!](?=$|\s|[{HAN}（(《“〈0-9０-９①-⑳])")
_BLANK_AT_MARK = re.compile(
    rf"(?<=[，；、：])[ \t\u3000\u00a0]{{1,2}}(?=[{HAN}《“])|(?<=[{HAN}）》”])[ \t\u3000\u00a0]{{1,2}}(?=[，。；、：])"
)
_SAME_MARK_TWICE = re.compile(r"(?<![，。；：、])([，。；：、])\1(?![，。；：、])")
_MARKS_COLLIDE = re.compile(
    r"(?<![，。；：、])(?:，[。；：、]|。[，；：、]|；[，。：、]|、[，。；：]|：[，。；、])(?![，。；：、])"
)
_WORD_TWICE = re.compile(
    r"(?P<word>应当|进行|或者|以及|不得|按照|根据|依照|予以)(?P=word)|(?<![目标有打])的的(?!确)"
)
_TWICE = re.compile(r"[，。；：、]{2}|的的|(?P<word>应当|进行|或者|以及|不得|按照|根据|依照|予以)(?P=word)")
"""What any of the three above begins with, to be ready quickly with the many texts that hold none."""


def half_width(passage: Passage) -> Iterator[Spot]:
    """Half-width marks among Chinese characters, told once for the text."""
    text = passage.text
    if text.isascii() or not any(mark in text for mark in ",;:?!("):
        return
    found = [match.span() for match in _HALF_MARK.finditer(text)]
    if "(" in text:
        found += [
            (start, end + 1) for start, end in passage.pairing.half_width if _is_chinese(text, start, end)
        ]
    if not found:
        return
    found.sort()
    start, end = found[0]
    instead = text[start].translate(_FULL) + text[start + 1 : end]
    if end - start > 1:
        instead = instead[:-1] + text[end - 1].translate(_FULL)
    marks = "".join(dict.fromkeys(text[a] + (text[b - 1] if b - a > 1 else "") for a, b in found))
    more = "" if len(found) == 1 else f"，本栏共 {len(found)} 处"
    yield Spot(
        start,
        end,
        f"{around(text, start, end, 5)}用了半角标点（{' '.join(marks)}），中文应用全角{more}",
        instead,
    )


def _is_chinese(text: str, start: int, end: int) -> bool:
    inside = text[start + 1 : end]
    before, after = text[start - 1 : start], text[end + 1 : end + 2]
    return re.search(f"[{HAN}]", inside) is not None or (
        re.fullmatch(r"\s*\d{1,3}\s*", inside) is not None
        and re.match(f"[{HAN}]", after or before) is not None
    )


def stray_blanks(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    found = [match.span() for match in _BLANK_AT_MARK.finditer(text)]
    if found:
        start, end = found[0]
        more = "" if len(found) == 1 else f"，本栏共 {len(found)} 处"
        yield Spot(start, end, f"{around(text, start - 1, end, 5)}标点旁多了空格{more}", "")


def alone_brackets(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    paired = passage.pairing
    for at in paired.alone:
        char = text[at]
        name = MARK_NAMES[OPEN_OF.get(char, char)]
        yield Spot(at, at + 1, f"{around(text, at, at + 1, 8)}中的“{char}”没有与之配对的另一半{name}")


def mixed_brackets(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    for start, end in passage.pairing.mixed:
        at = start if text[start] in "([" else end
        instead = text[at].translate(_FULL) if text[at] in "()" else None
        yield Spot(
            at,
            at + 1,
            f"{quote(text[start : end + 1])}的一对括号一半全角、一半半角",
            instead,
        )


def doubled(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    if _TWICE.search(text) is None:
        return
    for match in _SAME_MARK_TWICE.finditer(text):
        yield Spot(*match.span(), f"{around(text, *match.span())}中“{match[1]}”重复", match[1])
    for match in _MARKS_COLLIDE.finditer(text):
        yield Spot(
            *match.span(), f"{around(text, *match.span())}中两个标点“{match.group()}”连在一起，应去掉一个"
        )
    for match in _WORD_TWICE.finditer(text):
        half = match.group()[: len(match.group()) // 2]
        yield Spot(*match.span(), f"{around(text, *match.span())}中“{half}”重复", half)


RULES = (
    Rule(
        "W303",
        Severity.INFO,
        "标点旁多了空格",
        PUNCTUATION,
        "每栏合并提示一次，指第一处；条款号、编号前后的空格不算，句号之后的空格不算。",
        in_texts(PROSE, stray_blanks),
    ),
    Rule(
        "W310",
        Severity.INFO,
        "中文用了半角标点",
        f"{PUNCTUATION} 5.1：标点符号在横排文稿中占一个字的位置",
        "每栏合并提示一次，指第一处并给出该处的改法；句点、引号、小数和编号中的点不检查。",
        in_texts(PROSE, half_width),
    ),
    Rule(
        "W311",
        Severity.WARNING,
        "括号、引号或书名号不成对",
        PUNCTUATION,
        "不带方向的直引号不检查；“1）”一类编号不算；跨栏成对的标点会误为不成对。",
        in_texts(PROSE, alone_brackets),
    ),
    Rule(
        "W312",
        Severity.WARNING,
        "一对括号一半全角、一半半角",
        PUNCTUATION,
        "只看圆括号和方括号。",
        in_texts(PROSE, mixed_brackets),
    ),
    Rule(
        "W313",
        Severity.WARNING,
        "标点或词语重复",
        PUNCTUATION,
        "三个以上连用的标点（省略号等）不检查；词语只认得“应当应当”等不会合法连用的几个和“的的”。",
        in_texts(PROSE, doubled),
    ),
)
