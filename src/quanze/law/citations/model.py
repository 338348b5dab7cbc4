"""Citations as values: what a text cites, where, and which place in it.

All spans are half-open ranges of code points of the source text, so that ``source[start:end]`` is what is cited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number of an article, with what inserted articles carry: 第一百二十条之一 is ``Ordinal(120, 1)``."""

    n: int
    inserted: int = 0


@dataclass(frozen=True, slots=True)
class Locator:
    """One place in an instrument, as the text names it.

    In laws: 条 (``article``), 款 (``paragraph``), 项 (``item``), 目 (``point``). In notices: ``sections``, the outline
    numbers from the outermost inwards with their headings ("三、有关要求", "（一）"). ``text`` is canonical
    ("第二十六条第一款", "三、（一）"); ``start``/``end`` are where it stands. A range (第十条至第十二条) is one
    locator over the whole span whose ``through`` is the article that it runs to.
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

    ``start``/``end`` run from the first to the last character that names the instrument (title marks, the bracket with
    number and dates behind it, a number before it); locators have spans of their own, which may lie further on.
    ``title`` is without its outer 《》, ``number`` canonical (``豫财企〔2025〕1号``); ``issuer`` as the text names it.
    ``alias`` is the short name by which the text calls the instrument here, ``alias_of`` the full title that it stands
    for; ``issued`` is the title of the document that a notice of issue carries ("关于印发X的通知": X), else ``None``.
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
    title_span: tuple[int, int] | None = None
    number_span: tuple[int, int] | None = None
    dates: tuple[date, ...] = ()
