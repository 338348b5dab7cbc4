"""What stands around a token: whether a title opens a sentence, and whether what lies between two tokens joins them.

All offsets are of a clean text; each look is at a few characters only.
"""

from __future__ import annotations

import re

from quanze.law.citations.cleaning import compact
from quanze.law.citations.model import Span
from quanze.prose import HAN, NUMERAL

_OPENING = re.compile(
    r"(?:^|[。;:!?…\n〕][”\"]?)\s{0,3}(?:\(?[0-9一二三四五六七八九十]{1,3}[)、.]\s{0,2}|[①-⑳]|[-*•]\s?)?"
    r"(?:(?:根据|依据|依照|按照|执行)\s?:?)?\s?$"
)
_SENTENCE = re.compile(r"(?:^|[。;!?…\n][”\")]?)\s{0,3}$")
_CALLED = re.compile(r"(?:简称|以下称|下称|称为|合称|统称)\s?[:“\"]?\s?$")
_IMPLEMENTING = re.compile(rf"(?P<place>[{HAN}]{{2,12}}[省市区州县旗盟])(?:实施|施行|贯彻|执行)$")
_PLACE_LEAD = re.compile("^.*(?:根据|依据|按照|依照|适用|以及|及|和|与)")
_OF_IMPLEMENTING = re.compile(r"\s?的?(?:若干|暂行|具体)?(?:办法|细则|条例|规定|决定|意见)")
_BY_IMPLEMENTING = re.compile(r"\s?(?:实施|施行)(?:细则|办法|条例|规定|意见)")
_ISSUED_BY = re.compile(
    rf"(?:^|[^{HAN}]|根据|依据|按照|依照|执行|和|及|与)(?P<organ>国务院(?:办公厅)?|全国人大常委会"
    rf"|国家[{HAN}]{{2,8}}(?:局|委|委员会)|[{HAN}]{{2,9}}(?:部|厅|局|委员会|政府|人大常委会|办公厅|办公室))\s?$"
)
_DATE = r"(?:19|20)[0-9]{2}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日\s?"
_DATE_BEFORE = re.compile(f"{_DATE}$")
_ARTICLE_FOLLOWS = re.compile(rf"\s?[的中]?\s?第\s?{NUMERAL}\s?条")

_REFERRED_TO = re.compile(r"\s?(?:规定的|所称|所列|的)")

IN_LIST = re.compile(r"\s{0,3}(?:[、,和及与;]|,?以及)?\s{0,3}")
"""Between two titles of one list."""

TO_NUMBER = re.compile(
    rf"\s?(?:[,;:]?\s?(?:依据)?(?:发文|文件)?(?:文号|字号|编号)\s?:?|[,:])?\s?\(?\s?(?:{_DATE})?"
)
"""Between a title and its number."""

TO_BRACKET = re.compile(r"\s?\(\s?")
"""Between a place and the number of what it is in."""

TO_TITLE = re.compile(r"\s?\)?\s?(?:文件?)?\s?(?:(?:印发|发布|公布|颁布|颁发|制定|下发|转发)的?)?\s?:?\s?")
"""Between a number and the title behind it."""

TO_PLACE = re.compile(
    r"(?:文件?|公布|发布|(?:(?:19|20)[0-9]{2}\s?年?\s?)?(?:修订|修正)[本版]?)?[\s,:的中之内“”\"]{0,4}(?:的?(?:有关|相关)?规定)?(?:[、,和及与或并]|以及|或者)?[\s“\"]{0,2}"
)
"""Between a title, or a place in it, and the next place."""

_FAR = 24


def joins(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether what lies between two offsets is what the pattern allows there."""
    return 0 <= end - start <= _FAR and pattern.fullmatch(text, start, end) is not None


def opens_sentence(text: str, offset: int) -> bool:
    """Whether a title at an offset opens a sentence, a list's item or the text: 根据 and the like may stand before."""
    return _OPENING.search(_before(text, offset, 16)) is not None


def begins_sentence(text: str, offset: int) -> bool:
    """Whether nothing of its sentence stands before an offset."""
    return _SENTENCE.search(_before(text, offset, 8)) is not None


def _before(text: str, offset: int, size: int) -> str:
    """The characters before an offset; where the text begins among them, a line's begin stands for that."""
    return text[offset - size : offset] if offset > size else "\n" + text[:offset]


def is_called(text: str, offset: int) -> bool:
    """Whether 简称 or the like stands right before an offset."""
    return _CALLED.search(text, max(0, offset - 8), offset) is not None


def implementing(text: str, start: int, end: int) -> Span | None:
    """The span of a title whose 《》, at ``start`` to ``end``, hold only the law that it implements
    (河南省实施《…水法》办法, 《…森林法》实施条例)."""
    before = _IMPLEMENTING.search(text, max(0, start - 16), start)
    after = _OF_IMPLEMENTING.match(text, end)
    if before is not None and after is not None:
        lead = _PLACE_LEAD.match(before["place"])
        return before.start() + (0 if lead is None else lead.end()), after.end()
    after = _BY_IMPLEMENTING.match(text, end)
    return None if after is None else (start, after.end())


def issuer_before(text: str, offset: int) -> str | None:
    """The organ named right before a title (国务院《优化营商环境条例》)."""
    found = _ISSUED_BY.search(text, max(0, offset - 14), offset)
    return None if found is None else compact(found["organ"])


def date_before(text: str, offset: int) -> Span | None:
    """The span of the full date right before an offset (1996年12月1日主席令第七十五号)."""
    found = _DATE_BEFORE.search(text, max(0, offset - 20), offset)
    return None if found is None else found.span()


def is_referred_to(text: str, offset: int) -> bool:
    """Whether the words behind a place refer to it (第十五条规定的期限) instead of quoting it (第十五条规定：……)."""
    return _REFERRED_TO.match(text, offset) is not None


def article_follows(text: str, offset: int) -> bool:
    """Whether an article is cited right behind an offset."""
    return _ARTICLE_FOLLOWS.match(text, offset) is not None


def closed(text: str, end: int) -> int:
    """Behind the bracket that closes right after an offset, else the offset."""
    rest = text[end : end + 2]
    return end + rest.index(")") + 1 if rest.lstrip().startswith(")") else end
