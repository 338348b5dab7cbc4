"""Acts where they stand in a text, by the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from quanze.procedure.compiler.patterns import Row


class Found(NamedTuple):
    """An act where it stands."""

    start: int
    end: int
    row: Row


class Sieve:
    """A table, sorted by the pieces of which each row needs one (``Row.hints``), so that one pass over a text tells for
    all rows where they may stand."""

    __slots__ = ("always", "first", "pieces", "rows")

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self.always = frozenset(at for at, row in enumerate(self.rows) if not row.hints)
        self.pieces: dict[str, frozenset[int]] = {}
        for at, row in enumerate(self.rows):
            for piece in row.hints:
                self.pieces[piece] = self.pieces.get(piece, frozenset()) | {at}
        firsts = "".join(sorted({piece[0] for piece in self.pieces}))
        self.first = re.compile(f"[{re.escape(firsts)}]" if firsts else "(?!)")

    def over(self, text: str) -> Sifted:
        """The text with the places of all pieces in it."""
        places: list[int] = []
        numbers: list[frozenset[int]] = []
        for match in self.first.finditer(text):
            at = match.start()
            for piece in (text[at], text[at : at + 2]):
                found = self.pieces.get(piece)
                if found is not None:
                    places.append(at)
                    numbers.append(found)
        return Sifted(self, places, numbers)


class Sifted(NamedTuple):
    """Where in a text a sieve saw pieces of which rows, in order."""

    sieve: Sieve
    places: list[int]
    numbers: list[frozenset[int]]

    def rows(self, start: int, end: int) -> list[Row]:
        """The rows that may find anything between two positions, in the order of their table: few of it."""
        first = bisect_left(self.places, start)
        seen = self.numbers[first : bisect_left(self.places, end, first)]
        if not seen and not self.sieve.always:
            return []
        return [self.sieve.rows[at] for at in sorted(self.sieve.always.union(*seen))]


def find(text: str, start: int, end: int, rows: Iterable[Row]) -> list[Found]:
    """The acts between two positions, none within another: who begins first goes first, of these the longest."""
    found = []
    for order, row in enumerate(rows):
        for match in row.says.finditer(text, start, end):
            begin, stop = match.span()
            if begin < stop and not (row.unless and _excepted(row.unless, text, begin, stop, end)):
                found.append((begin, -stop, order, row))
    out: list[Found] = []
    for begin, negative_stop, _, row in sorted(found):
        if not out or begin >= out[-1].end:
            out.append(Found(begin, -negative_stop, row))
    return out


def _excepted(unless: re.Pattern[str], text: str, start: int, end: int, limit: int) -> bool:
    """Whether what ``unless`` names overlaps the act: 受理 in 受理条件, 审核 in 审核意见."""
    near = unless.finditer(text, max(0, start - 4), min(limit, end + 24))
    return any(found.start() < end and found.end() > start for found in near)
