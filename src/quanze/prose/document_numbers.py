"""As much of the grammar of citations as the form of a citation takes: titles, numbers, and which belongs to which.

What a citation *means* (article, alias, successor) is the business of the law package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

YEAR_AND_SEQUENCE = r"""
    (?P<open>[〔\[［【(（﹝{])\s*(?P<year>(?:19|20|１９|２０)[0-9０-９]{2})\s*(?P<close>[〕\]］】)）﹞}])
    \s*(?P<nth>第)?\s*(?P<seq>[0-9０-９]{1,5})\s*号
"""
"""〔年〕n号 in any bracket style, with blanks and 第 where they do not belong; for verbose patterns."""

TITLE = r"""
    《(?:[^《》。；;\t]|《(?:[^《》。；;\t]|《[^《》。；;\t]{1,99}+》){1,199}+》){1,299}+》
"""
"""A title with its marks, and others within, up to three deep; for verbose patterns. It holds no sentence's end, so
that one that is never closed does not swallow those that follow, and it is bounded, so that time stays linear."""

SHORT_NAME = (
    "(?:管理|实施|暂行|认定|评价|考核|试行|若干|指导|监督管理)?"
    "(?:办法|规定|条例|通知|意见|方案|细则|通告|公告|规程|决定)"
)
"""What a document is called in short (《管理办法》)."""

_YEAR_AND_SEQUENCE = re.compile(YEAR_AND_SEQUENCE, re.VERBOSE)
_CODE = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,12}|(?<![\u4e00-\u9fff])法)\s*$")
"""代字, right before it; of one character only that of the Supreme People's Court (法〔2019〕254号)."""

_ANY_NUMBER = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]\s*号")
_LEAD_IN = re.compile(
    r"^.*(?:根据|依据|依照|按照|参照|执行|以及|印发的|修订的|发布的|公布的|见|由|和|及|与"
    r"|按|据|依|照|的|请|是|为|同意|落实|贯彻|文件|下发|转发|违反|符合|遵循|遵守|属于"
    r"|局(?=..)|政府(?=..)|[厅部委](?=[国中京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新]))"
)
"""Words that lead to a 代字, and the names of organs before it (省工信厅豫工信企业〔2022〕100号)."""
_BRACKET_AFTER = re.compile(r"\s*[（(](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
_TITLE = re.compile(TITLE, re.VERBOSE)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class Number(NamedTuple):
    """A 文号 where it stands: ``span`` without the words that lead to it, its parts, and its canonical form."""

    start: int
    end: int
    code: str
    open: str
    close: str
    nth: bool
    sequence: str
    text: str

    @property
    def canonical(self) -> str:
        """With 〔〕, without blanks, 第 and leading zeros."""
        year = re.search(r"\d{4}", self.text.translate(_DIGITS))
        number = self.sequence.translate(_DIGITS).lstrip("0") or "0"
        return f"{self.code}〔{'' if year is None else year.group()}〕{number}号"


class Title(NamedTuple):
    """An outermost 《…》: ``start`` and ``end`` include the marks; ``name`` does not; ``bracket`` is what stands in the
    round bracket right behind it, ``number`` the 文号 in there."""

    start: int
    end: int
    name: str
    bracket: str | None
    number: Number | None

    @property
    def issuers(self) -> str:
        """The part of the title before 关于, which names the issuers; ``""`` where there is none."""
        before, found, _ = self.name.partition("关于")
        return before.strip() if found else ""

    @property
    def has_number(self) -> bool:
        return self.bracket is not None and _ANY_NUMBER.search(self.bracket) is not None


def numbers(text: str) -> Iterator[Number]:
    """Each 代字〔年〕n号 of a text."""
    if "号" not in text:
        return
    for match in _YEAR_AND_SEQUENCE.finditer(text):
        number = _number(text, match)
        if number is not None:
            yield number


def number_at(text: str, offset: int) -> Number | None:
    """The 文号 whose bracket with the year opens at an offset; ``None`` where no 代字 stands before it."""
    match = _YEAR_AND_SEQUENCE.match(text, offset)
    return None if match is None else _number(text, match)


def _number(text: str, match: re.Match[str]) -> Number | None:
    before = _CODE.search(text, max(0, match.start() - 16), match.start())
    if before is None:
        return None
    code = before["code"]
    lead = _LEAD_IN.match(code)
    if lead is not None and lead.end() < len(code) - 1:
        code = code[lead.end() :]
    start = before.end("code") - len(code)
    return Number(
        start,
        match.end(),
        code,
        match["open"],
        match["close"],
        match["nth"] is not None,
        match["seq"],
        text[start : match.end()],
    )


def is_behind_sentence(text: str, start: int) -> bool:
    """Whether a number opens a bracket behind a sentence: "……的工作。（工信部联科〔2010〕540号）"."""
    before = text[max(0, start - 8) : start].rstrip()
    return before[-1:] in ("（", "(") and before[:-1].rstrip()[-1:] in ("。", "；", "：", ";", ":")


def titles(text: str, found: Sequence[Number]) -> Iterator[Title]:
    """The outermost titles of a text whose numbers are ``found``; one that is never closed is left out."""
    for match in _TITLE.finditer(text):
        start, end = match.span()
        bracket = _BRACKET_AFTER.match(text, end)
        number = None
        if bracket is not None:
            number = next((n for n in found if bracket.start() < n.start < bracket.end()), None)
        yield Title(start, end, text[start + 1 : end - 1], bracket and bracket["inside"], number)
