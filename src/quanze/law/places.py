"""The text that stands at a place in an instrument: an article, some 款 or 项 of it, or a section of an outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quanze.law.citations.model import Locator
from quanze.law.instruments import Article, Item, Paragraph, Section, Version
from quanze.law.ordinals import key
from quanze.prose import fold

_LABEL = re.compile(r"[（(][^（()）]{1,6}[）)]|[^、.．\s]{1,6}(?=[、.．])")


def units(version: Version, locator: Locator) -> tuple[str, ...]:
    """The texts at a place, one for each 款 of an article (one alone where the locator names a 款 or 项); empty where
    the version has no such place."""
    if locator.article is not None:
        return tuple(text for article in _articles(version, locator) for text in _within(article, locator))
    if locator.sections:
        return tuple(_sections(version.sections, locator.sections))
    return ()


def missing(version: Version, locator: Locator) -> bool:
    """Whether the version certainly has no such article, 款 or 项, or not all of a range of articles.

    Never said of an outline, whose labels vary, nor of a text that is held without its articles.
    """
    if locator.article is None or not version.articles:
        return False
    beyond = locator.through is not None and key(locator.through) > key(version.articles[-1].ordinal)
    return beyond or not units(version, locator)


def _articles(version: Version, locator: Locator) -> Iterator[Article]:
    if locator.article is None:
        return
    first = key(locator.article)
    last = first if locator.through is None else key(locator.through)
    for article in version.articles:
        if first <= key(article.ordinal) <= last:
            yield article


def _within(article: Article, locator: Locator) -> Iterator[str]:
    paragraphs: Iterable[Paragraph] = article.paragraphs
    if locator.paragraph is not None:
        paragraphs = (
            article.paragraphs[locator.paragraph - 1 : locator.paragraph] if locator.paragraph > 0 else ()
        )
    if locator.item is None:
        yield from ("\n".join(paragraph.lines()) for paragraph in paragraphs)
        return
    for paragraph in paragraphs:
        for item in paragraph.items:
            if item.n == locator.item:
                yield from _item(item, locator.point)
                return


def _item(item: Item, point: int | None) -> Iterator[str]:
    if point is None:
        yield "\n".join((item.text, *(each.text for each in item.points)))
    else:
        yield from (each.text for each in item.points if each.n == point)


def _sections(sections: Iterable[Section], wanted: tuple[str, ...]) -> Iterator[str]:
    """The section whose labels end with those wanted, and the sections below it."""
    path = tuple(_label(each) for each in wanted)
    found: tuple[str, ...] | None = None
    for section in sections:
        labels = tuple(_label(each) for each in section.labels)
        if found is None and labels[-len(path) :] == path:
            found = labels
            yield section.text
        elif found is not None:
            if labels[: len(found)] != found:
                return
            yield f"{section.labels[-1]}{section.text}"


def _label(text: str) -> str:
    match = _LABEL.match(text)
    return fold(text if match is None else match.group())
