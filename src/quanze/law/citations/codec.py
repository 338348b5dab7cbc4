"""Citations as JSON values, as ``docs/schema/citations.json`` describes them."""

from __future__ import annotations

from typing import Any

from quanze.law.citations.listing import ListCitation
from quanze.law.citations.model import Citation, Span


def dump_citation(citation: Citation) -> dict[str, Any]:
    """The JSON value of a citation of a plain text."""
    return {
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "title": citation.title,
        "number": citation.number,
        "issuer": citation.issuer,
        "locators": [locator.text for locator in citation.locators],
        "alias_of": citation.alias_of,
        "alias": citation.alias,
        "issued": citation.issued,
        "edition": citation.edition,
        "dates": [day.isoformat() for day in citation.dates],
        "title_span": _span(citation.title_span),
        "number_span": _span(citation.number_span),
        "locator_spans": [[locator.start, locator.end] for locator in citation.locators],
    }


def dump_list_citation(found: ListCitation) -> dict[str, Any]:
    """The JSON value of a citation of a list, cell in front. ``number`` is the instrument's, so the matter's 序号 is
    ``matter_number``."""
    return {
        "annex": found.annex.value,
        "matter": found.matter,
        "matter_number": found.number,
        "field": found.field,
        **dump_citation(found.citation),
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)
