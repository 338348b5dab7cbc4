"""Places in notices: outline numbers and annexes.

A notice is cited by its outline (三、有关要求（一）), for its parts have no 条 (GB/T 9704—2012 7.3.3:
结构层次序数依次用“一、”“（一）”“1.”“（1）”标注). A heading is told where the text shows its end; where the words go on
after it without a mark, only the number is.
"""

from __future__ import annotations

import re

from quanze.law.citations.cleaning import compact
from quanze.law.citations.locators import places
from quanze.law.citations.model import Locator
from quanze.prose import NUMERAL, numeral

_ORDINAL = "[一二三四五六七八九十]{1,3}"
_HEADING = r"(?P<heading>[^。、,;:!?()《》<>“”\n]{1,16}?)?"
_LEAD = re.compile(r"[\s,:“\"的中之]{0,3}")
_STEPS = (
    re.compile(rf"\s?(?P<mark>{_ORDINAL}\s?、)\s?(?:{_HEADING}(?=[。:(\n]))?"),
    re.compile(rf"\s?(?P<mark>\(\s?{_ORDINAL}\s?\))\s?(?:{_HEADING}(?=[。:\n]|\s?[0-9]\.))?"),
    re.compile(rf"\s?(?P<mark>[0-9]{{1,2}}\s?\.)(?![0-9])\s?(?:{_HEADING}(?=[。:\n]))?"),
)
_MARK = re.compile(rf"{_ORDINAL}、|（{_ORDINAL}）|[0-9]{{1,2}}\.")
_SECOND = re.compile(rf"\(\s?(?P<n>{_ORDINAL})\s?\)")
_ANNEX = re.compile(
    rf"[\s,:、的之和及]{{0,2}}(?P<annex>(?:附件|附表|附录)\s?(?:{NUMERAL}(?![日月年份张个])|[A-Z](?![A-Za-z])|(?=\s?第)))"
)


def outline(text: str, source: str, start: int) -> tuple[Locator, ...]:
    """The outline number with those below it that stands right behind a citation ("三、有关要求（一）"), or annexes
    with the items cited of them ("附件1第二十三项、附件2")."""
    found = annexes(text, start)
    if found:
        return found
    lead = _LEAD.match(text, start)
    position = start if lead is None else lead.end()
    begin = position
    sections: list[str] = []
    for pattern in _STEPS:
        step = pattern.match(text, position)
        if step is None or (not sections and pattern is _STEPS[-1]):
            continue
        if not sections:
            begin = step.start("mark")
        sections.append(_written(step["mark"]) + compact(source[slice(*step.span("heading"))]))
        position = step.end()
    if not sections or (sections[0].startswith("（") and ":" in text[start:begin]):
        return ()  # （一） behind a colon begins a list of the text's own
    return (Locator(begin, position, _numbers(sections), sections=tuple(sections)),)


def annexes(text: str, start: int) -> tuple[Locator, ...]:
    """The annexes named right behind an offset, with the items cited of them."""
    found: list[Locator] = []
    position = start
    while (annex := _ANNEX.match(text, position)) is not None:
        name = compact(annex["annex"]).replace(" ", "")
        found += places(text, annex.end(), Locator(*annex.span("annex"), name, sections=(name,)))
        position = found[-1].end
    return tuple(found)


def next_in_outline(text: str, start: int, last: Locator) -> Locator | None:
    """The next number of the same level where a quotation goes on ("（二）" after 三、（一）), or ``None``."""
    level = next((index for index, name in enumerate(last.sections) if name.startswith("（")), None)
    mark = _SECOND.match(text, start)
    if mark is None or level is None or last.article is not None:
        return None
    name = _written(mark.group())
    before = _MARK.match(last.sections[level])
    if before is None or numeral(mark["n"]) != numeral(before.group()[1:-1]) + 1:
        return None
    sections = [*last.sections[:level], name]
    return Locator(start, mark.end(), _numbers(sections), sections=tuple(sections))


def _written(mark: str) -> str:
    return compact(mark).replace(" ", "").replace("(", "（").replace(")", "）")


def _numbers(sections: list[str]) -> str:
    """The numbers alone, without headings."""
    return "".join(match.group() for name in sections if (match := _MARK.match(name)) is not None)
