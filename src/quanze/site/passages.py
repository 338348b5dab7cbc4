"""A text of the list with the passages that steps come from: each can be pointed at, and leads to its step.

Passages may lie within one another; where two overlap crosswise, the later one is cut where the earlier one ends. Each
begins with a reference, a link with the step's number, which is also the anchor that the step leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import count

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: code points ``start`` to ``end``; ``key`` of what it belongs to, ``label`` of its reference (``3``,
    ``？``), ``words`` for those who hear it. ``first``: the one that the step leads to."""

    start: int
    end: int
    key: str
    label: str
    words: str
    first: bool = True
    continued: bool = False
    open: bool = False


def marked(text: str, places: Iterable[Place]) -> SafeString:
    """``text`` escaped, line ends as ``<br>``, with its passages."""
    return mark_safe("".join(_pieces(text, places)))  # noqa: S308  each piece is escaped


def _pieces(text: str, places: Iterable[Place]) -> Iterator[str]:
    """Opens and closes passages in one walk; what would cross the end of an open one is cut there and waits again."""
    order = count()
    waiting = [
        (max(place.start, 0), -min(place.end, len(text)), place.label, next(order), place)
        for place in places
        if max(place.start, 0) < min(place.end, len(text))
    ]
    heapify(waiting)
    ends: list[int] = []
    at = 0
    while waiting or ends:
        if ends and (not waiting or ends[-1] <= waiting[0][0]):
            yield _plain(text[at : ends[-1]]) + "</span>"
            at = ends.pop()
            continue
        start, negative, label, _, place = heappop(waiting)
        end = -negative
        if ends and end > ends[-1]:
            heappush(waiting, (ends[-1], -end, label, next(order), replace(place, continued=True)))
            end = ends[-1]
        yield _plain(text[at:start]) + _opened(place)
        at = start
        ends.append(end)
    yield _plain(text[at:])


def _opened(place: Place) -> str:
    kind = "passage open" if place.open else "passage"
    span = format_html('<span class="{}" data-step="{}">', kind, place.key)
    if place.continued:
        return span
    anchor = format_html(' id="text-{}"', place.key) if place.first else ""
    return span + format_html(
        '<a class="ref"{} href="#step-{}" title="{}"><span class="visually-hidden">{}，</span>{}</a>',
        anchor,
        place.key,
        place.words,
        place.words,
        place.label,
    )


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
