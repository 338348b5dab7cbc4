"""Acts where they stand in a text, by the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from quanze.procedure.compiler.patterns import Row


class Found(NamedTuple):
    """An act where it stands."""

    start: int
    end: int
    row: Row


def find(text: str, start: int, end: int, rows: Iterable[Row]) -> list[Found]:
    """The acts between two positions, none within another: who begins first goes first, of these the longest."""
    found: list[tuple[int, int, int, Row]] = []
    for order, row in enumerate(rows):
        for match in row.says.finditer(text, start, end):
            begin, stop = match.span()
            if begin < stop and not (row.unless and _excepted(row.unless, text, begin, stop, end)):
                found.append((begin, -stop, order, row))
    out: list[Found] = []
    if len(found) > 1:
        found.sort()
    for begin, negative_stop, _, row in found:
        if not out or begin >= out[-1].end:
            out.append(Found(begin, -negative_stop, row))
    return out


def _excepted(unless: re.Pattern[str], text: str, start: int, end: int, limit: int) -> bool:
    """Whether what ``unless`` names overlaps the act: 受理 in 受理条件, 审核 in 审核意见."""
    for found in unless.finditer(text, max(0, start - 4), min(limit, end + 24)):
        if found.start() < end and found.end() > start:
            return True
    return False
