"""Places in instruments: 条款项目 with lists and ranges, and the chapters above them.

《立法法》第六十五条: 法律根据内容需要，可以分编、章、节、条、款、项、目. Items are written without
brackets (第二项), as laws refer to them.
"""

from __future__ import annotations

import re

from quanze.law.citations.model import Locator, Ordinal
from quanze.prose import NUMERAL, chinese, numeral

_PARTS = r"章(?!程)|节(?!能|约|目|水|点)|编(?!制|号|写|办)|部分|点(?!击|位)"
_UNITS = rf"条(?!件|例|约)|款(?!项)|项(?!目)|目(?!录|标|的)|{_PARTS}"
"""条 to 目, and the larger parts; not where the word goes on (第一节能)."""
_FIGURES = rf"{NUMERAL}(?:\s{NUMERAL})?"
"""A number, which a line's end may part (第十 三条)."""
_BRACKETED = rf"\(\s?{NUMERAL}\s?\)"
_ONE = rf"(?:{_BRACKETED}(?:\s?{_BRACKETED}){{0,30}}|{_FIGURES})"
"""A number, or several in brackets with nothing between them: 第（一）（二）项."""
_JOIN = r"(?:以及|或者|及其|[、,和及与或至到-])"

PLACE = rf"第\s{{0,2}}{_ONE}(?:\s?{_JOIN}\s?第?\s?{_ONE}){{0,30}}\s{{0,2}}(?:{_UNITS})"
"""The first step of a place, as the tokenizer looks for it: 第十八条, 第十八、十九条, 第（二）项, 第三章."""

_UNIT = re.compile(
    rf"""\s{{0,2}}(?P<nth>第)?\s{{0,2}}(?P<numbers>{_ONE}(?:\s?{_JOIN}\s?第?\s?{_ONE}){{0,30}})\s{{0,2}}(?P<unit>{_UNITS})
         (?:\s?之\s?(?P<inserted>[一二三四五六七八九十]{{1,2}})(?![般切定类个种条款项]))?""",
    re.VERBOSE,
)
_BETWEEN = re.compile(rf"\s?{_JOIN}\s?")
_NUMBER = re.compile(NUMERAL)
_NUMBERED = re.compile(rf"\(?\s?(?P<n>{_FIGURES})\s?\)?")
_DEPTH = {"编": -3, "章": -2, "部分": -2, "节": -1, "点": -1, "条": 1, "款": 2, "项": 3, "目": 4}
_ANNEX_DEPTH = -4
_FIELDS = {1: "article", 2: "paragraph", 3: "item", 4: "point"}
_RANGE = frozenset("至到-")
_LONGEST_RANGE = 50


def places(text: str, start: int, within: Locator | None = None) -> tuple[Locator, ...]:
    """The places that begin at an offset of a clean text; with ``within``, in the annex that stands before."""
    found: list[Locator] = [] if within is None else [within]
    joined = ""
    step = _UNIT.match(text, start)
    while step is not None and _continues(found, step, joined):
        _add(found, step, joined, text)
        between = _BETWEEN.match(text, step.end())
        joined = "" if between is None else between.group().strip()
        step = _UNIT.match(text, step.end() if between is None else between.end())
    return tuple(found)


def _continues(found: list[Locator], step: re.Match[str], joined: str) -> bool:
    """Whether a step names a place: by 第, or without it after another, in brackets (第三条（二）项) or in a list of
    its own unit (第十八条、十九条)."""
    if step["nth"]:
        return True
    if not found:
        return False
    return "(" in step["numbers"] or (bool(joined) and _depth(found[-1]) == _DEPTH[step["unit"]])


def _depth(locator: Locator) -> int:
    """How deep a place lies, in the terms of ``_DEPTH``; annexes and outline numbers hold all else."""
    for depth in (4, 3, 2, 1):
        if getattr(locator, _FIELDS[depth]) is not None:
            return depth
    return _section_depth(locator.sections[-1])


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
    ranged = joined in _RANGE
    numbers = list(_NUMBERED.finditer(text, *step.span("numbers")))
    for index, match in enumerate(numbers):
        last = index == len(numbers) - 1
        ordinal = Ordinal(numeral("".join(match["n"].split())), inserted if last else 0)
        start, end = match.start() if index else begin, step.end() if last else match.end()
        if index:
            ranged = not _RANGE.isdisjoint(text[numbers[index - 1].end() : start])
        if ranged and found and depth > 0 and (_depth(found[-1]) == depth or depth == 1 < _depth(found[-1])):
            _extend(found, depth, ordinal, end)
        else:
            base = within if refines and not index else found[-1] if found else None
            found.append(_at(base, depth, ordinal, step["unit"], start, end))


def _at(within: Locator | None, depth: int, ordinal: Ordinal, unit: str, start: int, end: int) -> Locator:
    """The place of a number in another one, or beside it: what of that one is as deep or deeper is left out."""
    article = paragraph = item = point = None
    sections: tuple[str, ...] = ()
    if within is not None:
        article = within.article if depth > 1 else None
        paragraph = within.paragraph if depth > 2 else None
        item = within.item if depth > 3 else None
        sections = tuple(name for name in within.sections if depth > 1 or _section_depth(name) < depth)
    if depth < 1:
        sections = (*sections, f"第{chinese(ordinal.n)}{unit}")
    elif depth == 1:
        article = ordinal
    elif depth == 2:
        paragraph = ordinal.n
    elif depth == 3:
        item = ordinal.n
    else:
        point = ordinal.n
    return _place(start, end, sections, article, paragraph, item, point)


def _section_depth(name: str) -> int:
    return next((depth for unit, depth in _DEPTH.items() if depth < 1 and name.endswith(unit)), _ANNEX_DEPTH)


def _extend(found: list[Locator], depth: int, ordinal: Ordinal, end: int) -> None:
    """Let the last place run on to a number: one locator for articles, one for each 款, 项 or 目."""
    last = found.pop()
    if depth == 1:
        place = (last.article, last.paragraph, last.item, last.point)
        found.append(_place(last.start, end, last.sections, *place, through=ordinal))
        return
    low = getattr(last, _FIELDS[depth])
    values = range(low, ordinal.n + 1) if low < ordinal.n <= low + _LONGEST_RANGE else (low, ordinal.n)
    for value in values:
        paragraph = value if depth == 2 else last.paragraph
        item = value if depth == 3 else last.item
        point = value if depth == 4 else last.point
        found.append(_place(last.start, end, last.sections, last.article, paragraph, item, point))


def _place(
    start: int,
    end: int,
    sections: tuple[str, ...],
    article: Ordinal | None,
    paragraph: int | None,
    item: int | None,
    point: int | None,
    through: Ordinal | None = None,
) -> Locator:
    """A place with its canonical text."""
    text = "".join(sections)
    if article is not None:
        text += _article(article)
    for value, unit in ((paragraph, "款"), (item, "项"), (point, "目")):
        if value is not None:
            text += f"第{chinese(value)}{unit}"
    if through is not None:
        text += f"至{_article(through)}"
    return Locator(start, end, text, article, paragraph, item, point, sections, through)


def _article(ordinal: Ordinal) -> str:
    return f"第{chinese(ordinal.n)}条" + (f"之{chinese(ordinal.inserted)}" if ordinal.inserted else "")
