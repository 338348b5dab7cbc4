"""What stands in the round bracket behind a title: number, dates, version, short name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from quanze.law.citations.cleaning import compact
from quanze.law.citations.model import Span
from quanze.law.citations.naming import edition_in
from quanze.prose import NUMERAL, numeral
from quanze.prose.document_numbers import YEAR_AND_SEQUENCE, number_at
from quanze.prose.order_numbers import ORDER, ORDER_BEHIND, STANDARD, order_number, standard_code

BRACKET = re.compile(r"\s{0,3}\((?P<inside>(?:[^()]|\([^()]{0,99}+\)){1,299}+)\)")

_NUMBER = re.compile(
    rf"(?=[令公通纪号〔(A-Z])"
    rf"(?:(?P<order>{ORDER}|{ORDER_BEHIND})|(?P<number>{YEAR_AND_SEQUENCE})|(?P<standard>{STANDARD}))",
    re.VERBOSE,
)
_UNBRACKETED = re.compile(
    r"\s?(?P<code>[\u4e00-\u9fff]{2,10})\s{1,3}(?P<year>(?:19|20)[0-9]{2})\s{1,3}(?P<n>[0-9]{1,4})\s?号"
)
_NTH_OF_YEAR = re.compile(rf"\s?(?P<year>(?:19|20)[0-9]{{2}})\s?年\s?第\s?(?P<n>{NUMERAL})\s?号\s?(?=[,)])")
_DATE = re.compile(r"((?:19|20)[0-9]{2})\s?[年.-]\s?([01]?[0-9])\s?[月.-]\s?([0-3]?[0-9])(?:\s?日|(?![0-9]))")
_ENACTING = re.compile("通过|公布|发布|修正|修订|修改|施行|实施|批准|颁布|印发|次会议|废止")
_SHORT = re.compile(
    r"[\s,;(]{0,3}(?:以下|以后|下文)?(?:统一?|合|并)?(?:简称|称|下称|统称)(?:之?为|作)?\s?[:]?\s?"
    r"[“\"'‘「]?(?P<mark>[《<])?(?P<name>[^《》<>“”\"'‘’「」(),。;:\n]{1,30})[》>]?[”\"'’」]?\)?"
)
_SHORT_WORD = re.compile("以下|简称|下称")
_WORDS = re.compile("[,;、]")


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number: where it stands without its bracket, canonical, with the organ that it names."""

    start: int
    end: int
    number: str
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class BracketFound:
    """What a bracket behind a title says; ``end`` is behind the bracket."""

    end: int
    number: NumberFound | None
    dates: tuple[date, ...]
    edition: str | None
    alias: str | None


def number_of(text: str, kind: str, start: int, end: int) -> NumberFound | None:
    """The number that the tokenizer found at a span of a clean text, by the name of its part."""
    if kind == "standard":
        return NumberFound(start, end, standard_code(text[start:end]))
    if kind == "order":
        order = order_number(text, start, end)
        return (
            None
            if order is None
            else NumberFound(order.start, order.end, order.canonical, order.organ or None)
        )
    number = number_at(text, start)
    return None if number is None else NumberFound(number.start, number.end, number.canonical)


def bracket_at(text: str, offset: int, announced: str | None = None) -> BracketFound | None:
    """The bracket at an offset of a clean text where it speaks of the instrument, else ``None``. ``announced`` is what
    a bare 2018年第12号 leaves out, behind the title of an announcement."""
    bracket = BRACKET.match(text, offset)
    if bracket is None:
        return None
    start, end = bracket.span("inside")
    quoted = text.find("《", start, end)
    number = _number_within(text, start, end if quoted < 0 else quoted)
    if number is None and announced is not None:
        number = _nth_of_year(text, start, announced)
    dates = dates_in(text, start, end)
    alias = alias_at(text, start, end) if "称" in bracket["inside"] else None
    words = [edition_in(piece) for piece in _WORDS.split(bracket["inside"])]
    edition = next((word for word in words if word is not None), None)
    if (
        number is None
        and alias is None
        and edition is None
        and not (dates and _ENACTING.search(bracket["inside"]))
    ):
        return None
    return BracketFound(bracket.end(), number, dates, edition, None if alias is None else alias[0])


def _number_within(text: str, start: int, end: int) -> NumberFound | None:
    for match in _NUMBER.finditer(text, start, end):
        found = number_of(text, str(match.lastgroup), *match.span())
        if found is not None and found.start >= start:
            return found
    bare = _UNBRACKETED.match(text, start, end)
    if bare is None:
        return None
    return NumberFound(bare.start("code"), bare.end(), f"{bare['code']}〔{bare['year']}〕{int(bare['n'])}号")


def _nth_of_year(text: str, start: int, announced: str) -> NumberFound | None:
    found = _NTH_OF_YEAR.match(text, start)
    if found is None:
        return None
    return NumberFound(
        found.start("year"), found.end(), f"{announced}{found['year']}年第{numeral(found['n'])}号"
    )


def dates_in(text: str, start: int, end: int) -> tuple[date, ...]:
    """The full dates of a span that a calendar has."""
    found = []
    for match in _DATE.finditer(text, start, end):
        try:
            found.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            continue
    return tuple(found)


def alias_at(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The short name that a span introduces (以下简称《通知》), with the span of the words that do so."""
    word = _SHORT_WORD.search(text, start, end)
    if word is None:
        return None
    match = _SHORT.match(text, word.start(), end)
    return None if match is None else (compact(match["name"]), match.span())
