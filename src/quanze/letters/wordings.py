"""The wording of each kind of letter: the agency's own, or the one that comes with the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from quanze.letters.form import template_digest
from quanze.letters.kinds import Kind
from quanze.letters.models import Template as Kept
from quanze.letters.template import Template, check, parse
from quanze.people.models import Agency


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its digest. ``row`` is what the agency saved last, if it did."""

    text: str
    digest: str
    row: Kept | None = None


@lru_cache(maxsize=256)
def default_text(key: str) -> str:
    """The wording that comes with the program."""
    return files("quanze.letters").joinpath(f"wording/{key}.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def checked(kind: Kind, text: str) -> Template:
    """The template, once it is one and suits the kind; what was found fit once is held in memory.

    Raises :class:`~quanze.letters.template.Unfit`."""
    template = parse(text)
    check(template, kind)
    return template


def wording(agency: Agency, kind: Kind) -> Wording:
    """By what a letter of that kind is composed now. One query."""
    row = Kept.objects.filter(agency=agency, kind=kind.key).select_related("by").order_by("-pk").first()
    if row is not None and row.text:
        return Wording(row.text, row.digest, row)
    text = default_text(kind.key)
    return Wording(text, template_digest(text), row)
