"""The law's values (:mod:`quanze.law.instruments`) as JSON, and back. Pure, no Django.

A version is split in two: its *text* (all words, by whose digest it is recognised) and its *facts* (dates, history,
source), which are enough to tell its currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from quanze.law.citations import Ordinal
from quanze.law.instruments import (
    Act,
    Article,
    Change,
    Evidence,
    Instrument,
    Item,
    Kind,
    Making,
    Paragraph,
    Point,
    Reference,
    Says,
    Section,
    Statement,
    Version,
)

Json = dict[str, Any]


def text_of(version: Version) -> Json:
    """All the words of a version."""
    return {
        "preamble": list(version.preamble),
        "articles": [_article(article) for article in version.articles],
        "sections": [
            {
                "labels": list(section.labels),
                "heading": section.heading,
                "paragraphs": list(section.paragraphs),
            }
            for section in version.sections
        ],
        "annex": list(version.annex),
    }


def facts_of(version: Version) -> Json:
    """What is known of a version besides its words."""
    return {
        "made_on": _iso(version.made_on),
        "making": version.making.value,
        "in_force_from": _iso(version.in_force_from),
        "assumed": version.assumed,
        "commenced": _iso(version.commenced),
        "history": [[change.act.value, change.on.isoformat(), change.text] for change in version.history],
        "evidence": dump_evidence(version.evidence),
    }


def version_of(facts: Mapping[str, Any], text: Mapping[str, Any] | None = None) -> Version:
    """The inverse of both; without ``text`` a version that has no words, which is enough for its currency."""
    bare = Version(
        made_on=_date(facts["made_on"]),
        making=Making(facts["making"]),
        in_force_from=_date(facts["in_force_from"]),
        assumed=facts["assumed"],
        evidence=load_evidence(facts["evidence"]),
        commenced=_date(facts["commenced"]),
        history=tuple(Change(Act(act), date.fromisoformat(on), text) for act, on, text in facts["history"]),
    )
    if text is None:
        return bare
    return replace(
        bare,
        preamble=tuple(text["preamble"]),
        articles=tuple(_load_article(article) for article in text["articles"]),
        sections=tuple(
            Section(tuple(section["labels"]), section["heading"], tuple(section["paragraphs"]))
            for section in text["sections"]
        ),
        annex=tuple(text["annex"]),
    )


def dump_evidence(evidence: Evidence) -> Json:
    """Document, words and span."""
    return {
        "document": evidence.document,
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
    }


def load_evidence(data: Mapping[str, Any]) -> Evidence:
    """The inverse of :func:`dump_evidence`."""
    return Evidence(data["document"], data["text"], data["start"], data["end"])


def _article(article: Article) -> Json:
    found: Json = {
        "n": article.ordinal.n,
        "inserted": article.ordinal.inserted,
        "headings": list(article.headings),
        "paragraphs": [_paragraph(paragraph) for paragraph in article.paragraphs],
    }
    if article.caption is not None:
        found["caption"] = article.caption
    return found


def _paragraph(paragraph: Paragraph) -> Any:
    """A 款 without 項 is its text; most are."""
    if not paragraph.items:
        return paragraph.text
    items = [
        [item.n, item.text, [[point.n, point.text] for point in item.points]] for item in paragraph.items
    ]
    return [paragraph.text, items]


def _load_article(data: Mapping[str, Any]) -> Article:
    return Article(
        Ordinal(data["n"], data["inserted"]),
        tuple(data["headings"]),
        tuple(_load_paragraph(paragraph) for paragraph in data["paragraphs"]),
        data.get("caption"),
    )


def _load_paragraph(data: Any) -> Paragraph:
    if isinstance(data, str):
        return Paragraph(data)
    text, items = data
    return Paragraph(
        text,
        tuple(Item(n, words, tuple(Point(*point) for point in points)) for n, words, points in items),
    )


def dump_instrument(instrument: Instrument) -> Json:
    """A whole instrument, as one process hands it to another."""
    return {
        "title": instrument.title,
        "bare": instrument.bare,
        "kind": instrument.kind.value,
        "issuers": list(instrument.issuers),
        "number": instrument.number,
        "issued": instrument.issued,
        "versions": [
            {"facts": facts_of(version), "text": text_of(version)} for version in instrument.versions
        ],
        "statements": [dump_statement(statement) for statement in instrument.statements],
    }


def load_instrument(data: Mapping[str, Any]) -> Instrument:
    """The inverse of :func:`dump_instrument`."""
    return Instrument(
        title=data["title"],
        bare=data["bare"],
        kind=Kind(data["kind"]),
        issuers=tuple(data["issuers"]),
        number=data["number"],
        issued=data["issued"],
        versions=tuple(version_of(version["facts"], version["text"]) for version in data["versions"]),
        statements=tuple(load_statement(statement) for statement in data["statements"]),
    )


def dump_statement(statement: Statement) -> Json:
    """A statement that a text makes; nobody has confirmed it."""
    by = statement.by
    return {
        "says": statement.says.value,
        "on": _iso(statement.on),
        "months": statement.months,
        "years": None if statement.years is None else list(statement.years),
        "by": None if by is None else [by.title, by.number],
        "evidence": dump_evidence(statement.evidence),
    }


def load_statement(data: Mapping[str, Any]) -> Statement:
    """The inverse of :func:`dump_statement`."""
    return Statement(
        says=Says(data["says"]),
        evidence=load_evidence(data["evidence"]),
        on=_date(data["on"]),
        months=data["months"],
        years=None if data["years"] is None else (data["years"][0], data["years"][1]),
        by=None if data["by"] is None else Reference(*data["by"]),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
