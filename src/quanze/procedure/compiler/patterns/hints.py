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
from typing import Generic, Protocol, TypeVar

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


class Sieve(Generic[R]):
    """A table sorted by the hints of its rows, so that one pass over a text tells for all rows where they may stand."""

    __slots__ = ("_always", "_begins", "_numbers", "_rows")

    def __init__(self, rows: Iterable[R]) -> None:
        self._rows = tuple(rows)
        self._always = frozenset(at for at, row in enumerate(self._rows) if not row.hints)
        self._numbers: dict[str, frozenset[int]] = {}
        for at, row in enumerate(self._rows):
            for hint in row.hints:
                self._numbers[hint] = self._numbers.get(hint, frozenset()) | {at}
        pairs = [hint for hint in self._numbers if len(hint) > 1]
        alone = [hint for hint in self._numbers if len(hint) == 1]
        first, second = (_class(pair[at] for pair in pairs) for at in (0, 1))
        self._begins = re.compile(f"{first}(?={second})|{_class(alone)}")

    def over(self, text: str) -> Sifted[R]:
        """The text with the places of all hints in it."""
        places: list[int] = []
        seen: list[frozenset[int]] = []
        for match in self._begins.finditer(text):
            at = match.start()
            for hint in (text[at], text[at : at + 2]):
                numbers = self._numbers.get(hint)
                if numbers is not None:
                    places.append(at)
                    seen.append(numbers)
        return Sifted(self._rows, self._always, places, seen)


class Sifted(Generic[R]):
    """Where in a text hints of which rows stand, in order."""

    __slots__ = ("_always", "_places", "_rows", "_seen")

    def __init__(
        self, rows: tuple[R, ...], always: frozenset[int], places: list[int], seen: list[frozenset[int]]
    ) -> None:
        self._rows = rows
        self._always = always
        self._places = places
        self._seen = seen

    def rows(self, start: int = 0, end: int = sys.maxsize) -> list[R]:
        """The rows that may find anything between two positions, in the order of their table: few of it."""
        first = bisect_left(self._places, start)
        seen = self._seen[first : bisect_left(self._places, end, first)]
        if not seen and not self._always:
            return []
        return [self._rows[at] for at in sorted(self._always.union(*seen))]


def _class(chars: Iterable[str]) -> str:
    """A pattern that finds any one of the characters."""
    found = "".join(sorted(set(chars)))
    return f"[{re.escape(found)}]" if found else "(?!)"
