"""Quotations: the text behind a citation's article, compared with the law's own text at a date.

What is quoted has no marks of its own in a basis ("第二十六条：关闭煤矿…", "第八条中央财政应当…"), so its extent is
found by the law's text: it runs to the next citation that the article itself does not contain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from quanze.law.citations.model import Citation, Locator, Ordinal
from quanze.law.currency import version_on
from quanze.law.instruments import Instrument, Version
from quanze.law.library import Library
from quanze.law.places import missing, units
from quanze.lists.compare.characters import hunks
from quanze.lists.compare.texts import Nature, Op, Segment, fold, segments
from quanze.lists.model import Span
from quanze.prose import HAN


class Match(StrEnum):
    """How a quotation stands to the law."""

    EXACT = "exact"
    """The article as a whole, or whole 款 of it; blanks, width and paragraph ends do not count."""
    PART = "part"
    """Only part of the article, word for word."""
    DIFFERS = "differs"
    """The article, but in other words."""
    ELSEWHERE = "elsewhere"
    """Not this article: the text stands at another number, or in another version."""
    MISSING = "missing"
    """The law has no such article."""


class Stand(NamedTuple):
    """Where a text stands in a law."""

    version: Version
    ordinal: Ordinal


class Difference(NamedTuple):
    """Where the quoted words depart from the law's: what the law has, what is quoted, and the span of the latter in the
    source (empty where words were left out)."""

    law: str
    quoted: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a text quotes of an instrument. ``start``/``end`` are the quoted words in the source, ``cited`` the place
    that is named ("第二十六条"), ``version`` the text compared with.

    ``differences`` are those of substance; ``form`` says that there are others, of blanks or width; ``elided`` that the
    text itself marks what it leaves out (……); ``stands`` where the words do stand, if elsewhere.
    """

    match: Match
    instrument: Instrument
    cited: str
    start: int
    end: int
    version: Version
    differences: tuple[Difference, ...] = ()
    form: bool = False
    elided: bool = False
    stands: Stand | None = None


ALIKE = 0.5
"""With less agreement than this, words behind an article are not taken for a quotation of it."""
LONG = 12
"""Fewer characters than this may stand anywhere, and are a quotation only behind a colon or a quotation mark."""
MOST = 20_000
"""So many characters of a text are compared with one article."""

SHORT = 2
"""A difference of at most so many characters is told with those around it."""

_HAN_TAIL = re.compile(f"[{HAN}]{{1,2}}\\Z")
_HAN_HEAD = re.compile(f"[{HAN}]{{1,2}}")
_LEAD = re.compile(
    r"(?:\s|中?的?(?:明确)?(?:规定|要求|指出|提出)的?(?=\s*[:：，,“\"])|[【\[][^】\]\n]{1,40}[】\]]|[:：，,“\"「『])*"
)
_MARKED = re.compile(r"[:：“\"「『]")
_TAIL = re.compile(r"[\s；;，,、”\"」』（(]+\Z")
_NEXT_LABEL = re.compile(
    r"(?<=[。；;.”\"」』\s])\s*(?:[0-9０-９]{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑳]"
    r"|[-*•·●■◆]|(?:[0-9]{1,2}[.．、]\s?)?【[^【】\n]{1,12}】[:：]?)\s*\Z"
)
"""The number, mark or kind of the next basis in a list of several (2.《……》, 【部门规章】《……》)."""
_JOINS = re.compile(r"[\s、和及与至到，,或－—-]{0,8}")
_OWN_WORDS = re.compile(r"\s*\n|\s*[（(]")
_ENDS = ".;:,"
_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"'}
_ITEM_LABEL = re.compile(r"[（(][^（()）]{1,6}[）)]\s*")
_CLOSING = '。；：，.;:,”"」』'
_WINDOW = 8


def quotations(source: str, citations: Sequence[Citation], library: Library, on: date) -> Iterator[Quotation]:
    """The quotations behind the citations of a text whose instruments the library holds, in order; also articles that
    are named and do not exist. The text in force on the day is compared, or the nearest one held."""
    stops = _stops(citations)
    quoted: list[Span] = []
    for citation in citations:
        instrument = library.resolve(citation) if citation.locators else None
        if instrument is None or not instrument.versions:
            continue
        version = version_on(instrument, on) or instrument.versions[-1]
        for group in _groups(source, citation.locators):
            if any(start <= group[0].start < end for start, end in quoted):
                continue  # the law's own words name the article (本法第二十三条)
            found = _quotation(source, group, instrument, version, library, stops)
            if found is not None:
                if found.match is not Match.MISSING or found.stands is not None:
                    quoted.append((found.start, found.end))
                yield found


def _stops(citations: Iterable[Citation]) -> list[Span]:
    """Where quoted words may end: before the next citation, number or locator. 本法 is a word of the law's own."""
    found: set[Span] = set()
    for citation in citations:
        if citation.text.startswith("本"):
            continue
        found.add((citation.start, citation.end))
        if citation.number_span is not None:
            found.add(citation.number_span)
        found.update((locator.start, locator.end) for locator in citation.locators)
    return sorted(found)


def _groups(source: str, locators: Sequence[Locator]) -> Iterator[tuple[Locator, ...]]:
    """Locators that stand side by side (第十八条、第十九条) share the words behind the last of them."""
    group: list[Locator] = [locators[0]]
    for last, locator in pairwise(locators):
        if locator.start >= last.end and _JOINS.fullmatch(source, last.end, locator.start):
            group.append(locator)
        else:
            yield tuple(group)
            group = [locator]
    yield tuple(group)


def _quotation(
    source: str,
    group: Sequence[Locator],
    instrument: Instrument,
    version: Version,
    library: Library,
    stops: Sequence[Span],
) -> Quotation | None:
    parts = [text for locator in group for text in units(version, locator)]
    target = "\n".join(parts)
    start, end, marked = _extent(source, group[-1].end, stops, fold(target))
    cited = "、".join(locator.text for locator in group)
    if parts and group[0].item is not None and not fold(source[start:end]).startswith("("):
        parts[0] = _ITEM_LABEL.sub("", parts[0])
        target = "\n".join(parts)
    found = Quotation(Match.DIFFERS, instrument, cited, start, end, version)
    key = _key(source[start:end])
    absent = [locator.text for locator in group if missing(version, locator)]
    if absent:
        stands = _stand(instrument, version, key, library)
        return replace(found, match=Match.MISSING, cited="、".join(absent), stands=stands)
    if not key or not target:
        return None
    whole = _whole(source, start, end, parts)
    if whole is not None:
        text, stop = whole
        form = "".join(source[start:stop].split()).rstrip("。；;.") != "".join(text.split()).rstrip("。；;.")
        return replace(found, match=Match.EXACT, end=stop, form=form)
    words = source[start:end]
    if len(key) < LONG and not marked:
        return None
    if _is_part(words, target):
        return replace(found, match=Match.PART, elided="…" in fold(words))
    stands = _stand(instrument, version, key, library)
    if stands is not None:
        return replace(found, match=Match.ELSEWHERE, stands=stands)
    if likeness(target, words) >= ALIKE or (len(key) >= LONG and marked):
        return replace(found, differences=_differences(target, words, start))
    return None


def _key(words: str) -> str:
    return fold(words).rstrip(_ENDS)


def _extent(source: str, begin: int, stops: Sequence[Span], target: str) -> tuple[int, int, bool]:
    """The span of the words behind a locator, and whether a colon or a quotation mark opens them.

    A citation ends them unless the article itself goes on like that, with the citation or behind it.
    """
    lead = _LEAD.match(source, begin)
    start = begin if lead is None else lead.end()
    end = len(source)
    for first, last in stops[bisect_left(stops, (begin, begin)) :]:
        if first > start + MOST or not (_goes_on(source, first, target) or _goes_on(source, last, target)):
            end = first
            break
    end = max(start, min(end, start + MOST))
    end = _closing(source, start, end)
    label = _NEXT_LABEL.search(source, max(start, end - 24), end)
    if label is not None:
        end = label.start()
    tail = _TAIL.search(source[start:end])
    if tail is not None:
        end = start + tail.start()
    return start, end, lead is not None and _MARKED.search(lead.group()) is not None


def _closing(source: str, start: int, end: int) -> int:
    """Where the quotation mark is closed that stands right before the words; their end where there is none."""
    opened = source[start - 1 : start]
    closing = _QUOTES.get(opened)
    if closing is None:
        return end
    depth = 1
    for at in range(start, end):
        if source[at] == closing:
            depth -= 1
            if not depth:
                return at
        elif source[at] == opened:
            depth += 1
    return end


def _goes_on(source: str, at: int, target: str) -> bool:
    ahead = fold(source[at : at + _WINDOW])
    return len(ahead) > _WINDOW // 2 and ahead in target


def _whole(source: str, start: int, end: int, parts: Sequence[str]) -> tuple[str, int] | None:
    """The text and the end of the quoted words, where these are whole 款 of the article one after another. Behind them
    may stand words of one's own, on a line of their own or in brackets."""
    words = source[start:end]
    key = _key(words)
    best: tuple[str, int] | None = None
    for first in range(len(parts)):
        if not key.startswith(_key(parts[first])):
            continue
        for last in range(len(parts), first, -1):
            text = "\n".join(parts[first:last])
            wanted = _key(text)
            if not wanted or not key.startswith(wanted):
                continue
            if key == wanted:
                return text, end
            stop = start + _reach(words, len(wanted))
            while stop < end and source[stop] in _CLOSING:
                stop += 1
            rest = source[stop:end]
            more = likeness("\n".join(parts), rest) >= ALIKE
            if _OWN_WORDS.match(rest) and not more and (best is None or stop > best[1]):
                best = text, stop
    return best


def _reach(words: str, size: int) -> int:
    """How many characters of a text make so many folded ones."""
    return bisect_left(range(len(words)), size, key=lambda at: len(fold(words[:at])))


def _is_part(words: str, target: str) -> bool:
    """Whether the words are the target's own, some of it left out: marked by ……, before and behind, or whole sentences
    in between."""
    law, key = _key(target), _key(words)
    at = 0
    for piece in key.split("…"):
        piece = piece.strip(_ENDS)
        found = law.find(piece, at)
        if found < 0:
            break
        at = found + len(piece)
    else:
        return bool(key.strip("…" + _ENDS))
    return all(hunk.b0 == hunk.b1 and _is_sentences(law, hunk.a0, hunk.a1) for hunk in hunks(law, key))


def _is_sentences(law: str, start: int, end: int) -> bool:
    """Whether a span is one or more whole sentences or 项."""
    return (start == 0 or law[start - 1] in ".;:") and (end == len(law) or law[end - 1] in ".;:")


def _stand(instrument: Instrument, version: Version, key: str, library: Library) -> Stand | None:
    """Where in the instrument the words stand word for word: in the same version, else in another one, the newest
    first."""
    if len(key) < LONG:
        return None
    others = [other for other in reversed(instrument.versions) if other is not version]
    for held in (version, *others):
        for ordinal, text in library.folded(held):
            if key in text:
                return Stand(held, ordinal)
    return None


def likeness(law: str, words: str) -> float:
    """Which share of the words, 0 to 1, the law has in the same order."""
    a, b = fold(law), fold(words)
    if not b:
        return 0.0
    return 1 - sum(hunk.b1 - hunk.b0 for hunk in hunks(a, b)) / len(b)


def _differences(law: str, words: str, start: int) -> tuple[Difference, ...]:
    """Of substance, in order. What the law has before and behind the quoted words is no difference if it is whole
    sentences."""
    found = differences(segments(law, words), start)
    if found and not found[0].quoted and found[0].start <= start and fold(found[0].law)[-1:] in ".;:":
        found = found[1:]
    if found and not found[-1].quoted and found[-1].end >= start + len(words):
        found = found[:-1]
    return found


def differences(found: Iterable[Segment], start: int) -> tuple[Difference, ...]:
    """The differences of substance among segments that lead from the law to words that begin at ``start``. A short one
    takes along the characters around it that both texts share, so that it can be read."""
    pieces = tuple(found)
    out: list[Difference] = []
    at = start
    law = ""
    for index, segment in enumerate(pieces):
        if segment.op is Op.DELETE:
            law = segment.text if segment.nature is Nature.SUBSTANCE else ""
            if law and not (index + 1 < len(pieces) and pieces[index + 1].op is Op.INSERT):
                out.append(_readable(Difference(law, "", at, at), pieces, index, index + 1))
                law = ""
            continue
        size = len(segment.text)
        if segment.op is Op.INSERT and segment.nature is Nature.SUBSTANCE:
            first = index - 1 if law else index
            out.append(_readable(Difference(law, segment.text, at, at + size), pieces, first, index + 1))
        law = ""
        at += size
    return tuple(out)


def _readable(difference: Difference, pieces: Sequence[Segment], first: int, after: int) -> Difference:
    """情节较重 for 较: some shared Chinese characters on either side of a short difference."""
    if max(len(difference.law), len(difference.quoted)) > SHORT:
        return difference
    before = pieces[first - 1].text if first and pieces[first - 1].op is Op.EQUAL else ""
    behind = pieces[after].text if after < len(pieces) and pieces[after].op is Op.EQUAL else ""
    head = _HAN_TAIL.search(before)
    tail = _HAN_HEAD.match(behind)
    left = "" if head is None else head.group()
    right = "" if tail is None else tail.group()
    return Difference(
        f"{left}{difference.law}{right}",
        f"{left}{difference.quoted}{right}",
        difference.start - len(left),
        difference.end + len(right),
    )
