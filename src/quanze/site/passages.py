"""A text of the list with the passages that steps come from: each can be pointed at, and leads to its step.

Passages may lie within one another; where two overlap crosswise, the later one is cut where the earlier one ends. Each
begins with a reference, a link with the step's number, which is also the anchor that the step leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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
    length = len(text)
    inside = (
        replace(place, start=max(place.start, 0), end=min(place.end, length))
        for place in places
        if place.start < min(place.end, length)
    )
    return mark_safe("".join(_nested(text, list(inside), 0, length)))  # noqa: S308  each piece is escaped


def _nested(text: str, places: list[Place], start: int, end: int) -> Iterator[str]:
    waiting = sorted(places, key=lambda place: (place.start, -place.end, place.label))
    at = start
    while waiting:
        one, *rest = waiting
        yield _plain(text[at : one.start])
        inner = [place for place in rest if place.start < one.end]
        cut = [replace(place, start=one.end, continued=True) for place in inner if place.end > one.end]
        yield _opened(one)
        yield from _nested(
            text, [replace(place, end=min(place.end, one.end)) for place in inner], one.start, one.end
        )
        yield "</span>"
        at = one.end
        waiting = sorted(
            [*cut, *(place for place in rest if place.start >= one.end)],
            key=lambda place: (place.start, -place.end, place.label),
        )
    yield _plain(text[at:end])


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
