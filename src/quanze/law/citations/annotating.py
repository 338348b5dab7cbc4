"""Annotate: a text in pieces, so that a page or a terminal can show its citations where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quanze.law.citations.model import Citation, Locator


class Piece(NamedTuple):
    """A part of a text: plain, or what names an instrument (``citation``), or a place in it (``locator`` too)."""

    text: str
    citation: Citation | None = None
    locator: Locator | None = None


def pieces(text: str, citations: Iterable[Citation]) -> Iterator[Piece]:
    """The text in pieces that join to it again. Places that share one span (第一项至第三项) are one piece."""
    spans: list[tuple[int, int, Citation, Locator | None]] = []
    for citation in citations:
        spans.append((citation.start, citation.end, citation, None))
        spans += [(place.start, place.end, citation, place) for place in citation.locators]
    position = 0
    for start, end, citation, locator in sorted(spans, key=lambda span: span[:2]):
        if start < position:
            continue
        if start > position:
            yield Piece(text[position:start])
        yield Piece(text[start:end], citation, locator)
        position = end
    if position < len(text):
        yield Piece(text[position:])
