"""Pairs of characters of which a text needs one to fit a row: what need not be looked for can be told quickly.

Of all pairs that a phrase needs, the one is taken that is met least: 不予立案 is looked for by 予立, not by 不予. How
often a pair is met the tables themselves tell, which are written in the words of such texts.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from operator import add
from typing import Generic, NamedTuple, Protocol, TypeVar

from quanze.procedure.compiler.patterns.notation import is_word, signs

Hints = frozenset[str]


def usual(texts: Iterable[str]) -> Counter[str]:
    """How often each pair, and each character, stands in the texts."""
    return Counter(pair for text in texts for pair in chain(text, map("".join, pairwise(text))))


def hints(phrases: Iterable[str], met: Counter[str]) -> Hints:
    """Pairs of which any text that fits one of the phrases has at least one; a word of one character is its own. Empty
    where a phrase needs none."""
    return _either([_needed(iter((*signs(phrase), ")")), met) for phrase in phrases])


def any_hint(found: Iterable[Hints]) -> re.Pattern[str]:
    """A pattern that finds something wherever one of the rows with these hints may."""
    each = tuple(found)
    if not all(each):
        return re.compile("")
    return re.compile("|".join(map(re.escape, sorted(Hints().union(*each)))) or "(?!)")


def _needed(rest: Iterator[str], met: Counter[str]) -> Hints:
    """The hints of what follows up to the bracket that closes it."""
    alternatives: list[Hints] = []
    choices: list[Hints] = []
    for sign in rest:
        if sign in ("(", "["):
            within = _needed(rest, met)
            if sign == "(" and within:
                choices.append(within)
        elif sign in ("|", ")", "]"):
            alternatives.append(
                min(choices, key=lambda some: sum(met[pair] for pair in some), default=Hints())
            )
            choices = []
            if sign != "|":
                break
        elif is_word(sign):
            choices.extend(Hints({pair}) for pair in map("".join, pairwise(sign)))
            if len(sign) == 1:
                choices.append(Hints({sign}))
    return _either(alternatives)


def _either(alternatives: list[Hints]) -> Hints:
    return Hints().union(*alternatives) if all(alternatives) else Hints()


class Hinted(Protocol):
    """A row of a table."""

    @property
    def hints(self) -> Hints:
        """See :func:`hints`."""


R = TypeVar("R", bound=Hinted)


class Scan(NamedTuple):
    """Where in a text hints may stand, in order, and the pairs that stand there."""

    places: list[int]
    pairs: list[str]


class Scanner:
    """Finds hints: one pass over a text serves all tables whose rows have them."""

    __slots__ = ("_begins",)

    def __init__(self, hints: Iterable[str]) -> None:
        known = frozenset(hints)
        pairs = [hint for hint in known if len(hint) > 1]
        alone = [hint for hint in known if len(hint) == 1]
        first, second = (_class(pair[at] for pair in pairs) for at in (0, 1))
        self._begins = re.compile(f"{first}(?={second})|{_class(alone)}")

    def over(self, text: str) -> Scan:
        """The places of all hints in a text."""
        places = [match.start() for match in self._begins.finditer(text)]
        return Scan(places, [text[at : at + 2] for at in places])


class Sieve(Generic[R]):
    """A table sorted by the hints of its rows, so that one pass over a text tells for all rows where they may stand.
    ``scanner`` finds these hints, and maybe those of other tables too."""

    __slots__ = ("_chars", "_pairs", "alone", "always", "numbers", "rows", "scanner")

    def __init__(self, rows: Iterable[R], scanner: Scanner | None = None) -> None:
        self.rows = tuple(rows)
        self.always = frozenset(at for at, row in enumerate(self.rows) if not row.hints)
        self.numbers: dict[str, list[int]] = {}
        self.alone: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            for hint in row.hints:
                (self.alone if len(hint) == 1 else self.numbers).setdefault(hint, []).append(at)
        self._pairs, self._chars = frozenset(self.numbers), frozenset(self.alone)
        self.scanner = Scanner((*self.numbers, *self.alone)) if scanner is None else scanner

    def among(self, text: str) -> list[R]:
        """The rows that may find anything in a short text."""
        found = set(self.always)
        for pair in self._pairs.intersection(map(add, text, text[1:])):
            found.update(self.numbers[pair])
        for char in self._chars.intersection(text):
            found.update(self.alone[char])
        return [self.rows[at] for at in sorted(found)]

    def over(self, text: str) -> Sifted[R]:
        """The table as a text needs it."""
        return Sifted(self, self.scanner.over(text))


class Sifted(Generic[R]):
    """A table before a text that was scanned for its hints."""

    __slots__ = ("_scan", "_sieve")

    def __init__(self, sieve: Sieve[R], scan: Scan) -> None:
        self._sieve = sieve
        self._scan = scan

    def rows(self, start: int = 0, end: int = sys.maxsize) -> list[R]:
        """The rows that may find anything between two positions, in the order of their table: few of it."""
        places, pairs = self._scan
        first = bisect_left(places, start)
        numbers, alone = self._sieve.numbers, self._sieve.alone
        found = set(self._sieve.always)
        for pair in pairs[first : bisect_left(places, end, first)]:
            if pair in numbers:
                found.update(numbers[pair])
            if pair[0] in alone:
                found.update(alone[pair[0]])
        if not found:
            return []
        rows = self._sieve.rows
        return [rows[at] for at in sorted(found)]


def _class(chars: Iterable[str]) -> str:
    """A pattern that finds any one of the characters."""
    found = "".join(sorted(set(chars)))
    return f"[{re.escape(found)}]" if found else "(?!)"
