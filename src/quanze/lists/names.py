"""Normalising names: a converter leaves a blank wherever a narrow column broke a word ("绿色工 厂")."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left

from quanze.lists.model import Span, Text


def is_wide(char: str) -> bool:
    """Whether a character is written without blanks around it: CJK, full-width forms and their punctuation."""
    return unicodedata.east_asian_width(char) in "WFA" or char >= "\u2e80"


def normalise(exact: str) -> str:
    """A name without the blanks and line ends that do not belong to it.

    Blanks next to a Chinese character or between digits and one go; those between Latin words become one blank.
    """
    return _normalise(exact)[0]


def named(exact: str, marks: tuple[Span, ...] = ()) -> Text:
    """The :class:`Text` of a cell that holds a name: normalised value, exact text, marks moved with the value."""
    if not marks and not any(char.isspace() for char in exact):
        return Text(exact, exact)
    value, kept = _normalise(exact)
    if not marks:
        return Text(value, exact)
    return Text(value, exact, project(marks, kept))


def positions(exact: str) -> list[int]:
    """For each character of ``normalise(exact)`` its index in ``exact``."""
    return _normalise(exact)[1]


def project(marks: tuple[Span, ...], kept: list[int]) -> tuple[Span, ...]:
    """Spans of a source text as spans of a text made of its characters at the ``kept`` indices (ascending)."""
    moved = []
    for start, end in marks:
        first, last = bisect_left(kept, start), bisect_left(kept, end)
        if first < last:
            moved.append((first, last))
    return tuple(moved)


def _normalise(exact: str) -> tuple[str, list[int]]:
    chars: list[str] = []
    kept: list[int] = []
    blank_at: int | None = None
    for index, char in enumerate(exact):
        if char.isspace() or char in "\u200b\ufeff":
            if blank_at is None:
                blank_at = index
            continue
        if blank_at is not None and chars and not (is_wide(chars[-1]) or is_wide(char)):
            chars.append(" ")
            kept.append(blank_at)
        blank_at = None
        chars.append(char)
        kept.append(index)
    return "".join(chars), kept
