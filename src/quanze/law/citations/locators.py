"""Places in instruments: 条款项目 with lists and ranges, chapters, and the outline numbers of notices.

A notice is cited by its outline (三、有关要求（一）), for its parts have no 条 (GB/T 9704—2012 7.3.3:
结构层次序数依次用“一、”“（一）”“1.”“（1）”标注). Items stand without brackets (第二项), as laws refer to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quanze.law.citations.cleaning import compact
from quanze.law.citations.model import Locator, Ordinal
from quanze.prose import NUMERAL, chinese, numeral

_PARTS = r"章(?!程)|节(?!能|约|目|水|点)|编(?!制|号|写|办)|部分|点(?!击|位)"
_UNITS = rf"条(?!件|例|约)|款(?!项)|项(?!目)|目(?!录|标|的)|{_PARTS}"
"""条 to 目, and the larger parts; not where the word goes on (第一节能)."""
_ONE = rf"(?:\(\s?{NUMERAL}\s?\)|{NUMERAL})"
_JOIN = r"(?:[、,和及与或至到-]|以及)"

PLACE = rf"第\s{{0,2}}{_ONE}(?:\s?{_JOIN}\s?{_ONE}){{0,30}}\s{{0,2}}(?:{_UNITS})"
"""The first step of a place, as the tokenizer looks for it: 第十八条, 第十八、十九条, 第（二）项, 第三章."""

_UNIT = re.compile(
    rf"""\s{{0,2}}(?P<nth>第)?\s{{0,2}}(?P<numbers>{_ONE}(?:\s?{_JOIN}\s?{_ONE}){{0,30}})\s{{0,2}}(?P<unit>{_UNITS})
         (?:\s?之\s?(?P<inserted>[一二三四五六七八九十]{{1,2}})(?![般切定类个种条款项]))?""",
    re.VERBOSE,
)
_BETWEEN = re.compile(rf"\s?{_JOIN}\s?")
_NUMBER = re.compile(NUMERAL)
_NUMBERED = re.compile(rf"\(?\s?(?P<n>{NUMERAL})\s?\)?")
_DEPTH = {"编": 0, "章": 0, "节": 0, "部分": 0, "点": 0, "条": 1, "款": 2, "项": 3, "目": 4}
_FIELDS = {1: "article", 2: "paragraph", 3: "item", 4: "point"}
_RANGE = frozenset("至到-")
_LONGEST_RANGE = 50

OUTLINE = re.compile(
    r"[\s,:“\"的中第之]{0,3}(?:[一二三四五六七八九十]{1,3}\s?、|\([一二三四五六七八九十]{1,3}\))"
)
"""Where an outline number directly behind a citation begins."""

_HEADING = r"(?P<heading>[^。、,;:!?()《》<>“”\n]{1,16}?)?"
_STEPS = (
    re.compile(rf"\s?(?P<mark>[一二三四五六七八九十]{{1,3}}\s?、)\s?(?:{_HEADING}(?=[。:(\n]))?", re.VERBOSE),
    re.compile(
        rf"\s?(?P<mark>\(\s?[一二三四五六七八九十]{{1,3}}\s?\))\s?(?:{_HEADING}(?=[。:\n]|\s?[0-9]\.))?",
        re.VERBOSE,
    ),
    re.compile(rf"\s?(?P<mark>[0-9]{{1,2}}\s?\.)(?![0-9])\s?(?:{_HEADING}(?=[。:\n]))?", re.VERBOSE),
)
_LEAD = re.compile(r"[\s,:“\"的中第之]{0,3}")
_ANNEX = re.compile(rf"[\s,:的之]{{0,2}}(?P<what>附件|附表|附录)\s?(?P<n>{NUMERAL}|[A-Z])(?!日|月|年|份|张)")


def places(text: str, start: int) -> tuple[tuple[Locator, ...], int]:
    """The places that begin at an offset of a clean text, and where they end; none and the offset itself where no
    place begins there."""
    found: list[Locator] = []
    joined = ""
    step = _UNIT.match(text, start)
    while step is not None and _continues(found, step, joined):
        _add(found, step, joined, text)
        between = _BETWEEN.match(text, step.end())
        joined = "" if between is None else between.group().strip()
        step = _UNIT.match(text, step.end() if between is None else between.end())
    return tuple(found), found[-1].end if found else start


def _continues(found: list[Locator], step: re.Match[str], joined: str) -> bool:
    """Whether a step names a place: by 第, or without it after another, in brackets (第三条（二）项) or in a list of
    its own unit (第十八条、十九条)."""
    if step["nth"]:
        return True
    if not found:
        return False
    return "(" in step["numbers"] or (bool(joined) and _depth(found[-1]) == _DEPTH[step["unit"]])


def _depth(locator: Locator) -> int:
    return next((depth for depth in (4, 3, 2, 1) if getattr(locator, _FIELDS[depth]) is not None), 0)


def _add(found: list[Locator], step: re.Match[str], joined: str, text: str) -> None:
    """Append what one step names; ``joined`` is what stands between it and the place before."""
    depth = _DEPTH[step["unit"]]
    begin = step.start("nth") if step["nth"] else step.start("numbers")
    inserted = 0 if step["inserted"] is None else numeral(step["inserted"])
    within = found[-1] if found else None
    refines = within is not None and not joined and _depth(within) < depth
    if within is not None and refines:
        found.pop()
        begin = within.start
    ranged = joined in _RANGE and bool(joined)
    numbers = list(_NUMBERED.finditer(text, *step.span("numbers")))
    for index, match in enumerate(numbers):
        last = index == len(numbers) - 1
        ordinal = Ordinal(numeral(match["n"]), inserted if last else 0)
        start, end = match.start() if index else begin, step.end() if last else match.end()
        if index:
            ranged = not _RANGE.isdisjoint(text[numbers[index - 1].end() : start])
        if ranged and found and (_depth(found[-1]) == depth or depth == 1 < _depth(found[-1])):
            _extend(found, depth, ordinal, end)
        else:
            base = within if refines else _parent(found, depth)
            found.append(_at(base, depth, ordinal, step["unit"], start, end))


def _parent(found: list[Locator], depth: int) -> Locator | None:
    """What a further number of a depth stands in: the last place that is deep enough, less what is deeper."""
    for locator in reversed(found):
        if depth == 0:
            return None
        if _depth(locator) >= depth - 1 or locator.article is not None:
            return locator
    return found[-1] if found and depth > 1 else None


def _at(within: Locator | None, depth: int, ordinal: Ordinal, unit: str, start: int, end: int) -> Locator:
    article = within.article if within is not None and depth > 1 else None
    paragraph = within.paragraph if within is not None and depth > 2 else None
    item = within.item if within is not None and depth > 3 else None
    sections = within.sections if within is not None else ()
    point = None
    if depth == 0:
        sections = (*sections, f"第{chinese(ordinal.n)}{unit}")
    elif depth == 1:
        article = ordinal
    elif depth == 2:
        paragraph = ordinal.n
    elif depth == 3:
        item = ordinal.n
    else:
        point = ordinal.n
    return _named(Locator(start, end, "", article, paragraph, item, point, sections))


def _extend(found: list[Locator], depth: int, ordinal: Ordinal, end: int) -> None:
    """Let the last place run on to a number: one locator for articles, one for each 款, 项 or 目."""
    last = found.pop()
    if depth <= 1:
        found.append(_named(replace(last, end=end, through=ordinal if depth else None)))
        return
    low = getattr(last, _FIELDS[depth])
    values = range(low, ordinal.n + 1) if low < ordinal.n <= low + _LONGEST_RANGE else (low, ordinal.n)
    for value in values:
        found.append(
            _named(
                replace(
                    last,
                    end=end,
                    paragraph=value if depth == 2 else last.paragraph,
                    item=value if depth == 3 else last.item,
                    point=value if depth == 4 else last.point,
                )
            )
        )


def _named(locator: Locator) -> Locator:
    text = "".join(locator.sections)
    if locator.article is not None:
        text += _article(locator.article)
    for value, unit in ((locator.paragraph, "款"), (locator.item, "项"), (locator.point, "目")):
        if value is not None:
            text += f"第{chinese(value)}{unit}"
    if locator.through is not None:
        text += f"至{_article(locator.through)}"
    return replace(locator, text=text)


def _article(ordinal: Ordinal) -> str:
    return f"第{chinese(ordinal.n)}条" + (f"之{chinese(ordinal.inserted)}" if ordinal.inserted else "")


def outline(text: str, source: str, start: int) -> Locator | None:
    """The outline place that stands at an offset ("三、有关要求（一）", "（二）", "附件1"), or ``None``."""
    annex = _ANNEX.match(text, start)
    if annex is not None:
        name = f"{annex['what']}{annex['n']}"
        return Locator(annex.start("what"), annex.end(), name, sections=(name,))
    lead = _LEAD.match(text, start)
    position = start if lead is None else lead.end()
    begin = position
    sections: list[str] = []
    marks: list[str] = []
    for pattern in _STEPS:
        step = pattern.match(text, position)
        if step is None or (not sections and pattern is _STEPS[2]):
            continue
        if not sections:
            begin = step.start("mark")
        mark = _outline_mark(step["mark"])
        marks.append(mark)
        sections.append(mark + compact(source[slice(*step.span("heading"))] if step["heading"] else ""))
        position = step.end()
    if not sections:
        return None
    return Locator(begin, position, "".join(marks), sections=tuple(sections))


def _outline_mark(mark: str) -> str:
    return compact(mark).replace(" ", "").replace("(", "（").replace(")", "）")


def next_in_outline(text: str, start: int, last: Locator) -> Locator | None:
    """The next number of the same level where a quotation goes on ("（二）" after 三、（一）), or ``None``."""
    if not last.sections or last.article is not None:
        return None
    mark = re.match(r"\(\s?([一二三四五六七八九十]{1,3})\s?\)", text[start : start + 12])
    level = next((i for i, name in enumerate(last.sections) if name.startswith("（")), None)
    if mark is None or level is None:
        return None
    before = _NUMBER.search(last.sections[level])
    if before is None or numeral(mark[1]) != numeral(before.group()) + 1:
        return None
    kept = last.sections[:level]
    name = f"（{mark[1]}）"
    return Locator(start, start + mark.end(), "".join(_marks_of(kept)) + name, sections=(*kept, name))


def _marks_of(sections: tuple[str, ...]) -> Iterator[str]:
    for name in sections:
        match = re.match(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}\.", name)
        yield match.group() if match else name
