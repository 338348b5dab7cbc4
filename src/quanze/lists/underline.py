"""Underlines in their one canonical form, so that every format tells the same of the same text."""

from __future__ import annotations

from collections.abc import Iterable

from quanze.lists.model import Span

Run = tuple[str, bool]
"""A piece of text and whether it is underlined."""


def tidy(text: str, marks: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, touching ones made one, none of them empty, outside the text or across a line end.

    A line end is never underlined: Word ends a paragraph there, a spreadsheet does not, and both mean the same.
    """
    size = len(text)
    out: list[Span] = []
    for start, end in sorted(marks):
        start, end = max(start, 0), min(end, size)
        if out and start <= out[-1][1]:
            start = out.pop()[0] if end > out[-1][1] else end
        if start < end:
            out.append((start, end))
    if "\n" not in text:
        return tuple(out)
    return tuple(piece for start, end in out for piece in _lines(text, start, end))


def _lines(text: str, start: int, end: int) -> Iterable[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if start < stop:
            yield start, stop
        start = stop + 1


def join(runs: Iterable[Run]) -> tuple[str, tuple[Span, ...]]:
    """The runs as one text with its underlines."""
    pieces: list[str] = []
    marks: list[Span] = []
    size = 0
    for text, underlined in runs:
        if underlined and text:
            marks.append((size, size + len(text)))
        pieces.append(text)
        size += len(text)
    joined = "".join(pieces)
    return joined, tidy(joined, marks) if marks else ()


def split(text: str, marks: Iterable[Span]) -> list[Run]:
    """The text as runs, the inverse of :func:`join`. The spans are in their canonical form."""
    runs: list[Run] = []
    position = 0
    for start, end in marks:
        if position < start:
            runs.append((text[position:start], False))
        runs.append((text[start:end], True))
        position = end
    if position < len(text):
        runs.append((text[position:], False))
    return runs
