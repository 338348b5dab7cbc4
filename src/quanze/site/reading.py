"""The text of an instrument for reading: its chapters, its articles under their headings. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quanze.law.citations.model import Ordinal
from quanze.law.instruments import Article, Paragraph, Version


@dataclass(frozen=True, slots=True)
class Part:
    """An article, with the headings that begin above it: the level (from 0), the words, and an anchor."""

    headings: tuple[tuple[int, str, str], ...]
    article: Article

    @property
    def ordinal(self) -> Ordinal:
        return self.article.ordinal

    @property
    def first(self) -> str:
        """The words that follow the number on its line."""
        paragraphs = self.article.paragraphs
        return paragraphs[0].text if paragraphs else ""

    @property
    def first_items(self) -> tuple[str, ...]:
        """The 项 and 目 of the first 款."""
        paragraphs = self.article.paragraphs
        return tuple(_below(paragraphs[0])) if paragraphs else ()

    @property
    def more(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The other 款, each with its 项 and 目."""
        for paragraph in self.article.paragraphs[1:]:
            yield paragraph.text, tuple(_below(paragraph))


def parts(version: Version | None) -> tuple[Part, ...]:
    """The articles in order."""
    found: list[Part] = []
    above: tuple[str, ...] = ()
    count = 0
    for article in () if version is None else version.articles:
        same = 0
        while same < min(len(above), len(article.headings)) and above[same] == article.headings[same]:
            same += 1
        headings = []
        for level, words in enumerate(article.headings[same:], same):
            count += 1
            headings.append((level, words, f"c{count}"))
        found.append(Part(tuple(headings), article))
        above = article.headings
    return tuple(found)


def chapters(version: Version | None) -> tuple[tuple[int, str, str], ...]:
    """Every heading with its level and anchor, for the table of contents."""
    return tuple(heading for part in parts(version) for heading in part.headings)


def _below(paragraph: Paragraph) -> Iterator[str]:
    for item in paragraph.items:
        yield item.text
        for point in item.points:
            yield point.text
