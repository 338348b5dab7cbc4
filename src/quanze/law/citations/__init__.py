"""Citations in Chinese official prose: clean, tokenize, extract, resolve, annotate.

The door: :func:`cite` for a text, :func:`cite_list` for a list, :func:`pieces` for showing a text with its citations,
:func:`key` for telling whether two titles are the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from quanze.law.citations.annotating import Piece, pieces
from quanze.law.citations.extracting import extract
from quanze.law.citations.known import KnownTitles
from quanze.law.citations.listing import ListCitation, cite_list
from quanze.law.citations.model import Citation, Locator, Ordinal
from quanze.law.citations.naming import key

__all__ = [
    "Citation",
    "KnownTitles",
    "ListCitation",
    "Locator",
    "Ordinal",
    "Piece",
    "cite",
    "cite_list",
    "key",
    "pieces",
]


def cite(text: str, *, known_titles: Iterable[str] | KnownTitles = ()) -> tuple[Citation, ...]:
    """The citations of a text in the order in which they stand. ``known_titles`` are found without 《》 too; whoever
    reads many texts hands in one :class:`KnownTitles`."""
    return tuple(draft.freeze(text) for draft in extract(text, KnownTitles.of(known_titles)))
