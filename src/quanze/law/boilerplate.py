"""Boilerplate: words that repeat an article of a law without naming it, found in a library and compared.

Each clause of each article is filed under a hash; the clauses of a text vote for the articles that have them. So a
slip in one clause does not hide the article, and finding takes no longer for thousands of laws than for ten.
"""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from quanze.law.currency import version_on
from quanze.law.instruments import Article, Instrument, Version
from quanze.law.library import Library
from quanze.law.quotation import ALIKE, Difference, differences, likeness
from quanze.lists.compare.texts import segments
from quanze.prose import fold, folded

SHORTEST = 7
"""A clause of fewer characters says too little to be filed."""
ENOUGH = 40
"""So many characters of an article must be repeated word for word, in two clauses at least."""
SHARE = 0.6
"""Of the repeated stretch of the article, so much must be repeated word for word."""
COMMON = 60
"""A clause that more articles have (构成犯罪的，依法追究刑事责任) has no vote."""
MOST = 100_000
"""So many characters of a text are looked at."""

CANDIDATES = 20
"""So many of the articles with most votes are compared."""

_MARKS = ",.;:!?。、"
_MARK = re.compile(f"[{_MARKS}]")
_CLAUSE = re.compile(f"[^{_MARKS}]+")


class Clause(NamedTuple):
    """A clause of a folded text: its span and its hash, which is the same on every machine (CRC-32 of its UTF-8)."""

    start: int
    end: int
    hash: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A stretch of a text that repeats an article: ``start``/``end`` in the text, the law, and the differences of
    substance from it. ``whole`` says that it is the whole article."""

    start: int
    end: int
    instrument: Instrument
    version: Version
    article: Article
    whole: bool
    differences: tuple[Difference, ...]


class _Filed(NamedTuple):
    instrument: Instrument
    version: Version
    article: Article


def clauses(text: str) -> list[Clause]:
    """The clauses of a folded text that are long enough to be filed."""
    return [
        Clause(match.start(), match.end(), zlib.crc32(match.group().encode("utf-8", "surrogatepass")))
        for match in _CLAUSE.finditer(text)
        if match.end() - match.start() >= SHORTEST
    ]


class Articles:
    """The articles of a library, filed by their clauses: of each instrument the version in force on a day, or the
    newest one held."""

    __slots__ = ("_articles", "_hashes", "_owners", "_passages")

    def __init__(self, library: Library, on: date) -> None:
        self._articles: list[_Filed] = []
        self._passages: dict[int, _Passage] = {}
        entries: list[int] = []
        for instrument in library.instruments:
            version = version_on(instrument, on) or (instrument.versions[-1] if instrument.versions else None)
            if version is None:
                continue
            for article in version.articles:
                owner = len(self._articles)
                self._articles.append(_Filed(instrument, version, article))
                entries += {clause.hash << 32 | owner for clause in clauses(fold(article.text))}
        entries.sort()
        self._hashes = array("Q", (entry >> 32 for entry in entries))
        self._owners = array("Q", (entry & 0xFFFFFFFF for entry in entries))

    def copies(self, text: str) -> tuple[Copy, ...]:
        """The articles that a text repeats, in its order; no stretch twice, and of articles that read alike one."""
        found: list[Copy] = []
        taken = 0
        for copy in sorted(self._found(text[:MOST]), key=lambda copy: (copy.start, copy.start - copy.end)):
            if copy.start >= taken:
                found.append(copy)
                taken = copy.end
        return tuple(found)

    def _found(self, text: str) -> Iterator[Copy]:
        """The best copy for each stretch of the text."""
        passage = _Passage(text)
        votes: Counter[int] = Counter()
        for clause in passage.clauses:
            for owner in self._having(clause.hash):
                votes[owner] += clause.end - clause.start
        kept: list[tuple[float, Copy]] = []
        for owner, _ in votes.most_common(CANDIDATES):
            if owner not in self._passages:
                self._passages[owner] = _Passage(self._articles[owner].article.text)
            copy = _compared(self._articles[owner], self._passages[owner], passage)
            if copy is None:
                continue
            alike = likeness(copy.article.text, text[copy.start : copy.end]) * (copy.end - copy.start)
            rivals = [each for each in kept if each[1].start < copy.end and copy.start < each[1].end]
            if all(alike > rival for rival, _ in rivals):
                kept = [each for each in kept if each not in rivals]
                kept.append((alike, copy))
        yield from (copy for _, copy in kept)

    def _having(self, hash: int) -> Sequence[int]:
        at = bisect_left(self._hashes, hash)
        stop = bisect_left(self._hashes, hash + 1, at)
        return self._owners[at:stop] if stop - at <= COMMON else ()


class _Passage:
    """A text, folded, with its clauses and the places where clauses may begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.key, self.offsets = folded(text)
        self.clauses = clauses(self.key)
        self.edges = [0, *(match.end() for match in _MARK.finditer(self.key)), len(self.key)]

    def cut(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text as one of the source."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def nearest(self, to: int) -> int:
        """The edge nearest to a place."""
        at = bisect_left(self.edges, to)
        return min(self.edges[max(0, at - 1) : at + 1], key=lambda edge: abs(edge - to), default=0)


def _compared(filed: _Filed, law: _Passage, mine: _Passage) -> Copy | None:
    """The stretch of a text that repeats an article, or ``None`` where that is too little of it."""
    known = {clause.hash: clause for clause in law.clauses}
    run = _densest(
        [(clause, known[clause.hash]) for clause in mine.clauses if clause.hash in known], len(law.key)
    )
    theirs = {clause for _, clause in run}
    if len(theirs) < 2:
        return None
    first, last = min(theirs), max(theirs)
    same = sum(clause.end - clause.start for clause in theirs)
    if same < max(ENOUGH, SHARE * (last.end - first.start)):
        return None
    begin, law_begin = run[0][0].start, run[0][1].start
    if (edge := mine.nearest(max(0, begin - law_begin))) <= begin and _alike(
        law.key[:law_begin], mine.key[edge:begin]
    ):
        begin, law_begin = edge, 0
    end, law_end = run[-1][0].end, run[-1][1].end
    if (edge := mine.nearest(end + len(law.key) - law_end)) >= end and _alike(
        law.key[law_end:], mine.key[end:edge]
    ):
        end, law_end = edge, len(law.key)
    start, stop = mine.cut(begin, end)
    law_start, law_stop = law.cut(law_begin, law_end)
    found = differences(segments(law.text[law_start:law_stop], mine.text[start:stop]), start)
    whole = (law_begin, law_end) == (0, len(law.key))
    return Copy(start, stop, filed.instrument, filed.version, filed.article, whole, found)


def _densest(shared: Sequence[tuple[Clause, Clause]], size: int) -> list[tuple[Clause, Clause]]:
    """Of the clauses shared with an article of that size, the run that lies together and shares most."""
    best: list[tuple[Clause, Clause]] = []
    run: list[tuple[Clause, Clause]] = []
    for pair in (*shared, None):
        if run and (pair is None or pair[0].start - run[-1][0].end > size // 2 + ENOUGH):
            if _size(run) > _size(best):
                best = run
            run = []
        if pair is not None:
            run.append(pair)
    return best


def _size(run: Sequence[tuple[Clause, Clause]]) -> int:
    return sum(mine.end - mine.start for mine, _ in run)


def _alike(law: str, words: str) -> bool:
    """Whether the words may stand for the beginning or the end of the law."""
    return not law.strip(_MARKS) or (likeness(law, words) >= ALIKE and likeness(words, law) >= ALIKE)
