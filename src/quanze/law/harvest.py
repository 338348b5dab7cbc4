"""The validity that the closing words of an instrument tell, as proposals for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quanze.law.instruments import Act, Instrument, Version
from quanze.law.ordinals import name
from quanze.law.titles import key
from quanze.law.validity import Proposal, proposals

LAST_ARTICLES = 3
"""Commencement, term and repeals stand in so many of the last articles (立法技术规范（试行）（一）: 附则)."""


def harvest(instrument: Instrument, version: Version) -> Iterator[Proposal]:
    """What a version says of its own validity (``about`` is ``None``) and of that of others. Spans count in the
    article's text, or in the line of an outline; the evidence names which. A law that ends its own predecessor
    of the same title is a version of it, and says nothing here."""
    own = key(instrument.title)
    for place, text in _closing(instrument, version):
        for proposal in proposals(text, place, of=instrument.reference, issued_on=_issued_on(version)):
            about = proposal.about
            if about is None or about.title is None or key(about.title) != own or about.number is not None:
                yield proposal


def _closing(instrument: Instrument, version: Version) -> Iterator[tuple[str, str]]:
    if version.articles:
        for article in version.articles[-LAST_ARTICLES:]:
            yield f"{instrument.reference}{name(article.ordinal)}", article.text
    else:
        for line in version.lines():
            yield str(instrument.reference), line


def _issued_on(version: Version) -> date | None:
    """The day of its publication, where the history tells one."""
    told = [change.on for change in version.history if change.act is Act.PUBLISHED]
    return told[-1] if told else None
