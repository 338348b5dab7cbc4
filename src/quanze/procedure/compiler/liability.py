"""追责情形 compiled: acts, degrees, the sanctions that each degree allows, and clauses of their own.

《公职人员政务处分法》第三十八条 is what most such clauses repeat. Nothing is repaired: two degrees of one name stay two
degrees, and what the text does not number has no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from quanze.procedure.compiler.patterns import clause_rows, words
from quanze.procedure.compiler.wording import Wording, clauses, sentences
from quanze.procedure.model import (
    ClauseKind,
    Degree,
    Liability,
    Misconduct,
    Passage,
    SpecialClause,
    Uncompiled,
)
from quanze.prose import numeral

FIELD = "liability"
LONGEST = 60_000

_ITEM = re.compile(
    r"\((?P<han>[一二三四五六七八九十]{1,3})\)|\((?P<bracket>\d{1,2})\)|(?P<circle>[①-⑳])|(?<![\d第])(?P<plain>\d{1,2})[.、](?=[^\d])"
)
_DEGREE = re.compile(
    r"(?:情节|后果|影响|损失|危害)[^,。;:]{0,8}|[^,。;:]{0,12}(?:严重|较重|轻微|恶劣)[^,。;:]{0,6}"
)
_GIVES = re.compile(r"予以|给予|追究|责令|移送|移交|处以|承担")
_ITEMS_NAMED = re.compile(r"第(?P<n>[一二三四五六七八九十]{1,3})项")
_YEARS = re.compile(r"(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})个?年")
_GRAVITY = re.compile("情节轻重|视情节|根据情节")


@cache
def _sanction() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("liability", "sanctions"), key=lambda word: -len(word))))


@cache
def _acts() -> re.Pattern[str]:
    return re.compile("|".join(words("liability", "acts")))


@lru_cache(maxsize=4096)
def compile_liability(value: str) -> Liability:
    """The clause as data; passages are code points of the field ``liability``."""
    wording = Wording(FIELD, value[:LONGEST])
    acts = tuple(_items(wording))
    inside = [(act.passage.start, act.passage.end) for act in acts]
    degrees: list[Degree] = []
    specials: list[SpecialClause] = []
    rest: list[Uncompiled] = []
    for begin, end in sentences(wording, 0, len(wording.text)):
        start, end = _without_items(wording, begin, end, inside)
        if not wording.says_something(start, end):
            continue
        found = list(_degrees(wording, start, end))
        special = list(_specials(wording, start, end))
        degrees.extend(degree for degree in found if degree.name or not special)
        specials.extend(special)
        if not found and not special:
            rest.append(Uncompiled(wording.words(start, end), wording.passage(start, end)))
    if len(value) > LONGEST:
        rest.append(Uncompiled(value[LONGEST:], Passage(FIELD, LONGEST, len(value))))
    return Liability(
        acts,
        tuple(degrees),
        tuple(specials),
        any(act.text.startswith(("其他", "其它")) for act in acts),
        tuple(rest),
    )


def _items(wording: Wording) -> Iterator[Misconduct]:
    """The numbered acts; each ends where the next one begins or its sentence does. A degree that is numbered
    ("（一）情节较轻的，给予批评教育") is no act."""
    text = wording.text
    labels = list(_ITEM.finditer(text))
    for at, label in enumerate(labels):
        until = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        stop = text.find("。", label.end(), until)
        start, end = wording.trimmed(label.end(), until if stop < 0 else stop)
        if end > start and not any(degree.name for degree in _degrees(wording, start, end)):
            yield Misconduct(_number(label), wording.words(start, end), wording.passage(start, end))


def _number(label: re.Match[str]) -> int:
    if label["circle"]:
        return ord(label["circle"]) - ord("①") + 1
    return numeral(label["han"] or label["bracket"] or label["plain"])


def _without_items(wording: Wording, begin: int, end: int, inside: list[tuple[int, int]]) -> tuple[int, int]:
    """The part of a sentence that is no numbered act: they follow what leads them in."""
    one, two = wording.span(begin, end)
    first = min((start for start, _ in inside if one <= start < two), default=one)
    labels = [
        label
        for label in _ITEM.finditer(wording.text, begin, end)
        if wording.span(label.end(), end)[0] <= first
    ]
    if labels:
        return wording.trimmed(begin, labels[-1].start())
    if any(start <= one and two <= stop for start, stop in inside):
        return begin, begin
    return wording.trimmed(begin, end)


def _degrees(wording: Wording, begin: int, end: int) -> Iterator[Degree]:
    """情节较重的，予以警告、记过或者记大过: a condition of gravity, then what is given."""
    text = wording.text
    if _GIVES.search(text, begin, end) is None:
        return
    named = tuple(numeral(found["n"]) for found in _ITEMS_NAMED.finditer(text, begin, end)) or None
    name, since = "", begin
    for start, stop in clauses(wording, begin, end):
        piece = text[start:stop]
        gives = _GIVES.search(piece)
        degree = _DEGREE.match(piece if gives is None else piece[: gives.start()])
        if degree is not None:
            name, since = degree.group().removesuffix("的"), start
        if gives is None:
            continue
        sanctions = tuple(dict.fromkeys(_sanction().findall(piece)))
        if not sanctions:
            continue
        yield Degree(name, sanctions, wording.passage(*wording.trimmed(since, stop)), named)
        name, since = "", stop


def _specials(wording: Wording, begin: int, end: int) -> Iterator[SpecialClause]:
    text = wording.text
    sentence = text[begin:end]
    if _ITEMS_NAMED.search(sentence):
        return
    span = wording.trimmed(begin, end)
    acts = tuple(dict.fromkeys(_acts().findall(sentence)))
    for row in clause_rows():
        found = row.says.search(sentence)
        if found is None:
            continue
        years = None
        if row.kind is ClauseKind.BAR:
            number = _YEARS.search(sentence, max(0, found.start() - 8))
            years = None if number is None else numeral(number["n"])
        yield SpecialClause(
            row.kind,
            wording.words(*span),
            wording.passage(*span),
            acts,
            tuple(dict.fromkeys(_sanction().findall(sentence))),
            years,
            _GRAVITY.search(sentence) is not None,
        )
