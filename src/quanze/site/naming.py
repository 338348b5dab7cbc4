"""Another instrument, as somebody writes it in a form: a title with or without 《》, a number, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quanze.law.instruments import Reference
from quanze.library import queries
from quanze.library.models import Instrument

_BOTH = re.compile(r"《(?P<title>.+)》\s*(?:[（(](?P<number>[^（）()]+)[）)])?")
_NUMBER = re.compile(
    r"[^《》]{0,30}[〔\[【（(﹝]?\s?(?:19|20)\d\d\s?[〕\]】）)﹞年]\s?第?\s?\d{1,5}\s?号"
    r"|[^《》]{1,20}令第?[^《》]{1,12}号"
)
SUGGESTED = 12


class Ambiguous(ValueError):
    """Several instruments answer to what was written; ``str()`` says which, for the form."""


@dataclass(frozen=True, slots=True)
class Named:
    """What was written, and what it is: an instrument of the library, or a reference to one that nobody knows yet."""

    written: str
    known: Instrument | None
    reference: Reference

    @property
    def meant(self) -> Instrument | Reference:
        """For the services."""
        return self.known or self.reference


def read(written: str) -> Named | None:
    """What was written, ``None`` for nothing. Raises :class:`Ambiguous`. At most four queries."""
    words = written.replace("\0", "").strip()
    if not words:
        return None
    title, number = _parts(words)
    found = queries.answering(number) if number else ()
    if title and len(found) != 1:
        by_title = queries.answering(title)
        found = tuple(each for each in found if each in by_title) or (() if number else by_title)
    if len(found) > 1:
        which = "、".join(str(each) for each in found[:4])
        raise Ambiguous(f"库中有{len(found)}个文件叫这个名称，请连文号一起写：{which}")
    return Named(words, found[0] if found else None, Reference(title or None, number or None))


def _parts(words: str) -> tuple[str, str]:
    both = _BOTH.fullmatch(words)
    if both:
        return both["title"], (both["number"] or "").strip()
    return ("", words) if _NUMBER.fullmatch(words) else (words, "")


def suggestions(begun: str) -> tuple[Instrument, ...]:
    """Instruments whose title or number contains what was begun. Three queries."""
    words = begun.replace("\0", "").strip().strip("《》")[:100]
    if len(words) < 2:
        return ()
    return tuple(row.instrument for row in queries.shelf(words, per_page=SUGGESTED).rows)
