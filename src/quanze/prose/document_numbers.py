"""As much of the grammar of citations as the form of a citation takes: titles, numbers, and which belongs to which.

What a citation *means* (article, alias, successor) is the business of the law package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_YEAR_AND_SEQUENCE = re.compile(
    r"""(?P<open>[〔\[［【(（﹝{])\s*(?P<year>(?:19|20|１９|２０)[0-9０-９]{2})\s*(?P<close>[〕\]］】)）﹞}])
        \s*(?P<nth>第)?\s*(?P<seq>[0-9０-９]{1,5})\s*号""",
    re.VERBOSE,
)
"""〔年〕n号 in any bracket style, with blanks and 第 where they do not belong."""

_CODE = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,12})\s*$")
"""代字, right before it."""

ORDER_NUMBER = re.compile(
    r"(?:令|公告)\s*(?:[12][0-9]{3}\s*年)?\s*第\s*[0-9〇零一二三四五六七八九十百]+\s*号"
)
"""××令第n号, ××公告2020年第n号."""

_ANY_NUMBER = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]\s*号")
_LEAD_IN = re.compile(r"^.*(?:根据|依据|依照|按照|参照|执行|以及|印发的|修订的|发布的|公布的|见|由|和|及|与)")
_BRACKET_AFTER = re.compile(r"\s*[（(](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
_TITLE_MARK = re.compile("[《》]")
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
        before = _CODE.search(text, max(0, match.start() - 16), match.start())
        if before is None:
            continue
        code = before["code"]
        lead = _LEAD_IN.match(code)
        if lead is not None and lead.end() < len(code) - 1:
            code = code[lead.end() :]
        start = before.end("code") - len(code)
        yield Number(
            start,
            match.end(),
            code,
            match["open"],
            match["close"],
            match["nth"] is not None,
            match["seq"],
            text[start : match.end()],
        )


def titles(text: str, found: Sequence[Number]) -> Iterator[Title]:
    """The outermost titles of a text whose numbers are ``found``; one that is never closed is left out."""
    depth = 0
    start = 0
    for match in _TITLE_MARK.finditer(text):
        if match.group() == "《":
            if depth == 0:
                start = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                end = match.end()
                bracket = _BRACKET_AFTER.match(text, end)
                if bracket is None:
                    yield Title(start, end, text[start + 1 : end - 1], None, None)
                    continue
                number = next((n for n in found if bracket.start() < n.start < bracket.end()), None)
                yield Title(start, end, text[start + 1 : end - 1], bracket["inside"], number)
