"""追责情形 compiled: acts, degrees, the sanctions that each degree allows, and clauses of their own.

《公职人员政务处分法》第三十八条 is what most such clauses repeat. Nothing is repaired: two degrees of one name stay two
degrees, and what the text does not number has no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from quanze.procedure.compiler.patterns import any_hint, clause_rows, words
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


def sanctions_in(text: str) -> tuple[str, ...]:
    """The sanctions that a text names, by the names of the table, each once, in its order."""
    return tuple(dict.fromkeys(_sanction().findall(text[:LONGEST])))


@cache
def _acts() -> re.Pattern[str]:
    return re.compile("|".join(words("liability", "acts")))


@cache
def _hinted() -> re.Pattern[str]:
    return any_hint(row.hints for row in clause_rows())


def may_be_special(sentence: str) -> bool:
    """Whether a row of the special clauses may find anything in a sentence: one look for all of them."""
    return _hinted().search(sentence) is not None


@lru_cache(maxsize=512)
def compile_liability(value: str) -> Liability:
    """The clause as data; passages are code points of the field ``liability``."""
    wording = Wording(FIELD, value[:LONGEST])
    labels = list(_ITEM.finditer(wording.text))
    items = list(_items(wording, labels))
    acts = tuple(
        Misconduct(number, wording.words(start, end), wording.passage(start, end))
        for number, start, end in items
    )
    degrees: list[Degree] = []
    specials: list[SpecialClause] = []
    rest: list[Uncompiled] = []
    for begin, end in sentences(wording, 0, len(wording.text)):
        start, end = _without_items(wording, begin, end, labels, items)
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


class _Item(NamedTuple):
    """A numbered act where it stands."""

    number: int
    start: int
    end: int


def _items(wording: Wording, labels: list[re.Match[str]]) -> Iterator[_Item]:
    """The numbered acts; each ends where the next one begins or its sentence does. A degree that is numbered
    ("（一）情节较轻的，给予批评教育") is no act."""
    text = wording.text
    for at, label in enumerate(labels):
        until = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        stop = text.find("。", label.end(), until)
        start, end = wording.trimmed(label.end(), until if stop < 0 else stop)
        if end > start and not any(degree.name for degree in _degrees(wording, start, end)):
            yield _Item(_number(label), start, end)


def _number(label: re.Match[str]) -> int:
    if label["circle"]:
        return ord(label["circle"]) - ord("①") + 1
    return numeral(label["han"] or label["bracket"] or label["plain"])


def _without_items(
    wording: Wording, begin: int, end: int, labels: list[re.Match[str]], items: list[_Item]
) -> tuple[int, int]:
    """The part of a sentence that is no numbered act: they follow what leads them in."""
    first = next((item.start for item in items if begin <= item.start < end), begin)
    until = -1
    for label in labels:
        if label.end() > first:
            break
        if label.start() >= begin:
            until = label.start()
    if until >= 0:
        return wording.trimmed(begin, until)
    if any(item.start <= begin and end <= item.end for item in items):
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
        sanctions = sanctions_in(piece)
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
    if not may_be_special(sentence):
        return
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
            tuple(dict.fromkeys(_acts().findall(sentence))),
            sanctions_in(sentence),
            years,
            _GRAVITY.search(sentence) is not None,
        )
