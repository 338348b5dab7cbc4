"""Acts where they stand in a text, by the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from quanze.procedure.compiler.patterns import Row


@dataclass(frozen=True, slots=True)
class Found:
    """An act where it stands."""

    start: int
    end: int
    row: Row


def candidates(text: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that may find anything in a text: few of the table, so that its clauses are quickly looked through."""
    pieces = {*text, *map("".join, pairwise(text))}
    return tuple(row for row in rows if row.may_be_in(pieces))


def find(text: str, start: int, end: int, rows: Iterable[Row]) -> list[Found]:
    """The acts between two positions, none within another: who begins first goes first, of these the longest."""
    found = []
    for order, row in enumerate(rows):
        for match in row.says.finditer(text, start, end):
            if match.end() == match.start():
                continue
            if row.unless is not None and _excepted(row.unless, text, match.start(), match.end(), end):
                continue
            found.append((match.start(), -match.end(), order, row))
    out: list[Found] = []
    for begin, negative_end, _, row in sorted(found, key=lambda item: item[:3]):
        if not out or begin >= out[-1].end:
            out.append(Found(begin, -negative_end, row))
    return out


def _excepted(unless: re.Pattern[str], text: str, start: int, end: int, limit: int) -> bool:
    """Whether what ``unless`` names overlaps the act: 受理 in 受理条件, 审核 in 审核意见."""
    near = unless.finditer(text, max(0, start - 4), min(limit, end + 24))
    return any(found.start() < end and found.end() > start for found in near)
