"""Citations as values: what a text cites, where, and which place in it.

All spans are half-open ranges of code points of the source text, so that ``source[start:end]`` is what is cited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number of an article, with what inserted articles carry: 第一百二十条之一 is ``Ordinal(120, 1)``."""

    n: int
    inserted: int = 0


@dataclass(frozen=True, slots=True)
class Locator:
    """One place in an instrument, as the text names it.

    In laws: 条 (``article``), 款 (``paragraph``), 项 (``item``), 目 (``point``). In notices: ``sections``, the outline
    numbers from the outermost inwards with their headings where these can be told from the text ("三、有关要求",
    "（一）"); also chapters and annexes ("第三章", "附件1"). ``text`` is canonical ("第二十六条第一款", "三、（一）");
    ``start``/``end`` are where it stands. A range of articles (第十条至第十二条) is one locator over the whole span
    whose ``through`` is the article that it runs to; a range or list of 款 or 项 is one locator for each.
    """

    start: int
    end: int
    text: str
    article: Ordinal | None = None
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None
    sections: tuple[str, ...] = ()
    through: Ordinal | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation of one instrument.

    ``start``/``end`` run from the first to the last character that names the instrument (title marks, the brackets with
    number and dates behind it, a number before it); ``text`` is what stands there. Locators have spans of their own,
    and so has the number: they may lie further on. ``title`` is without its outer 《》 and layout blanks, ``number``
    canonical (``豫财企〔2025〕1号``, ``国务院令第466号``, ``GB/T 9704-2012``); ``issuer`` as the text names it.
    ``alias`` is the short name that the text gives the instrument here (以下简称《通知》); ``alias_of`` the full title
    that this citation's short ``title`` stands for (the number, where the text gives no title). ``issued`` is the title
    of the document that a notice of issue carries ("关于印发X的通知": X), else ``None``; articles cited of such a
    notice are X's. ``edition`` is what the text says of the version ("2019修正", "2017年修订", "试行"), ``dates`` the
    full dates in the brackets.
    """

    start: int
    end: int
    text: str
    title: str | None
    number: str | None = None
    issuer: str | None = None
    locators: tuple[Locator, ...] = ()
    alias_of: str | None = None
    issued: str | None = None
    title_span: Span | None = None
    number_span: Span | None = None
    dates: tuple[date, ...] = ()
    alias: str | None = None
    edition: str | None = None
