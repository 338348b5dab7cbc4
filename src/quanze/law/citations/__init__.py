"""Citations in Chinese official prose: clean, tokenize, extract, resolve, annotate.

The door: :func:`cite` for a text, :func:`cite_list` for a list, :func:`pieces` for showing a text with its citations,
:func:`key` for telling whether two titles are the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from quanze.law.citations.extracting import extract
from quanze.law.citations.known import KnownTitles
from quanze.law.citations.model import Citation, Locator, Ordinal
from quanze.law.citations.naming import key

__all__ = ["Citation", "KnownTitles", "Locator", "Ordinal", "cite", "key"]


def cite(text: str, *, known_titles: Iterable[str] | KnownTitles = ()) -> tuple[Citation, ...]:
    """The citations of a text in the order in which they stand. ``known_titles`` are found without 《》 too; whoever
    reads many texts hands in one :class:`KnownTitles`."""
    known = known_titles if isinstance(known_titles, KnownTitles) else KnownTitles(known_titles)
    return tuple(draft.freeze(text) for draft in extract(text, known))
