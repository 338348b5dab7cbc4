"""A matter's texts with their citations linked where they stand. The words stay as they are, character for character:
a link only lies over them, and its mark is drawn by the style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quanze.law import ordinals
from quanze.law.citations.model import Ordinal
from quanze.law.currency import State
from quanze.library.models import Instrument
from quanze.library.queries import Linked
from quanze.lists.labels import field_label
from quanze.lists.model import Matter, fields
from quanze.site.official import Link, linked_paragraphs, underlined

KEYS = {
    State.IN_FORCE: "in-force",
    State.AMENDED: "amended",
    State.REPEALED: "repealed",
    State.LAPSED: "lapsed",
    State.EXPIRED: "expired",
    State.NOT_YET: "not-yet",
    State.UNVERIFIED: "unverified",
}
"""The names of the states in the style sheet."""

PLAIN = frozenset({State.IN_FORCE, State.UNVERIFIED})
"""States whose links carry no mark of their own: the table below the texts tells them."""


@dataclass(frozen=True, slots=True)
class Leaned:
    """An instrument that a matter leans on: ``where`` names the fields that cite it, in their order."""

    instrument: Instrument
    state: State
    reason: str
    where: tuple[str, ...]


def anchor(ordinal: Ordinal) -> str:
    """Where an article stands on its instrument's page: ``a26``, ``a120-1``."""
    return f"a{ordinal.n}-{ordinal.inserted}" if ordinal.inserted else f"a{ordinal.n}"


def drawn(matter: Matter, citations: Iterable[Linked]) -> dict[str, SafeString]:
    """Every text of a matter in paragraphs, by the path of its field, with underlines and links."""
    by_field: dict[str, list[Link]] = {}
    for cited in citations:
        by_field.setdefault(cited.citation.field, []).extend(links(cited))
    return {
        path: linked_paragraphs(text.value, by_field.get(path, ()), [underlined(text.marks)])
        for path, text in fields(matter)
    }


def links(cited: Linked) -> list[Link]:
    """The links of a citation: its names with the mark of its state, and, where the text is held, the articles."""
    if cited.instrument is None or cited.status is None:
        return []
    page = reverse("instrument", args=[cited.instrument.pk])
    state, reason = cited.status.state, cited.status.reason
    mark = "" if state in PLAIN else format_html(' data-mark="{}"', state.value)
    opening = format_html(
        '<a class="cites {}" href="{}"{} title="{}：{}">', KEYS[state], page, mark, state.value, reason
    )
    found = [Link(start, end, opening) for start, end in cited.spans]
    if cited.instrument.state != Instrument.State.HELD:
        return found
    for start, end, text in cited.citation.locators:
        match = ordinals.ARTICLE.match(text)
        if match:
            place = anchor(ordinals.ordinal_of(match))
            found.append(Link(start, end, format_html('<a class="cites article" href="{}#{}">', page, place)))
    return found


def leaned_on(citations: Iterable[Linked]) -> tuple[Leaned, ...]:
    """The instruments that are cited, in the order of the first citation. One that is cited as an earlier text in one
    place is shown with the state that wants more attention."""
    found: dict[int, list[Linked]] = {}
    for cited in citations:
        if cited.instrument is not None and cited.status is not None:
            found.setdefault(cited.instrument.pk, []).append(cited)
    return tuple(_leaned(each) for each in found.values())


def _leaned(citations: Sequence[Linked]) -> Leaned:
    told = [(each.instrument, each.status) for each in citations if each.instrument and each.status]
    instrument, status = max(told, key=lambda pair: pair[1].state not in PLAIN)
    where = dict.fromkeys(field_label(each.citation.field) for each in citations)
    return Leaned(instrument, status.state, status.reason, tuple(where))
