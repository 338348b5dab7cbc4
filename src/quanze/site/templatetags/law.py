"""Filters and tags of the pages about the law. No decision is taken here."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quanze.law import ordinals
from quanze.law.citations.model import Ordinal
from quanze.law.currency import State
from quanze.library.models import Citation
from quanze.site import linking

register = template.Library()


@register.filter
def at(texts: Mapping[str, SafeString], path: str) -> SafeString | str:
    """The text of a field."""
    return texts.get(path, "")


@register.filter
def count_of(counts: Mapping[int, int], pk: int) -> int:
    """The count of an agency."""
    return counts.get(pk, 0)


@register.filter
def extra(texts: Mapping[str, SafeString], heading: str) -> SafeString | str:
    """The text of a column of the list's own."""
    return texts.get(f"extra[{heading}]", "")


@register.filter
def state_mark(state: str) -> SafeString:
    """A state of validity in words, with the shape that the stylesheet gives it."""
    known = State(state)
    return format_html('<span class="state {}">{}</span>', linking.KEYS[known], known.value)


@register.filter
def article_name(ordinal: Ordinal) -> str:
    """第二十六条."""
    return ordinals.name(ordinal)


@register.filter
def anchor(ordinal: Ordinal) -> str:
    """Where an article stands on the page."""
    return linking.anchor(ordinal)


@register.filter
def via(how: str) -> str:
    """How a matter cites an instrument, in words."""
    if how.startswith("successor: "):
        name = how.removeprefix("successor: ")
        numbered = "〔" in name and name.endswith("号")
        return f"引用的是它所取代的{name if numbered else f'《{name}》'}"
    return str(Citation.Via(how).label)
