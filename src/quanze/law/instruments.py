"""The law as values: an instrument, its versions, their articles, and what is stated about its validity.

An instrument (法规文件) is what is cited: a law, regulation, rule or notice, one through all its changes. A version is
its text as adopted, amended or revised; several versions of one law are versions of one instrument. What anybody says
about validity is a :class:`Statement` with its evidence; :mod:`quanze.law.currency` weighs the statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quanze.law.citations.model import Ordinal


class Kind(StrEnum):
    """What an instrument is, by rank (立法法; 党政机关公文处理工作条例 第八条 for what is below the rules)."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    ADMINISTRATIVE_REGULATION = "行政法规"
    LOCAL_REGULATION = "地方性法规"
    RULE = "规章"
    INTERPRETATION = "司法解释"
    NORMATIVE = "规范性文件"
    NOTICE = "通知"
    UNKNOWN = "其他"


class Making(StrEnum):
    """How a version came to be.

    修正 changes single articles by a decision or an amendment, so that article numbers mostly stay; 修订 replaces the
    whole text, and articles are renumbered (立法技术规范（试行）（二）: 修订 for 全面修改, 修正 for 部分修改).
    """

    ADOPTED = "制定"
    AMENDED = "修正"
    REVISED = "修订"
    UNKNOWN = "未载明"


class Act(StrEnum):
    """One event in the life of an instrument, as its head tells it."""

    ADOPTED = "通过"
    PUBLISHED = "公布"
    APPROVED = "批准"
    AMENDED = "修正"
    REVISED = "修订"
    COMMENCED = "施行"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement comes from: the document, the words (``document_text[start:end] == text`` where the span is
    known), and who entered or confirmed it; ``entered_by`` is ``None`` for what a program only read."""

    document: str
    text: str
    start: int | None = None
    end: int | None = None
    entered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Another instrument, as a text names it: title without 《》, canonical number."""

    title: str | None = None
    number: str | None = None

    def __str__(self) -> str:
        """In Chinese, for people: ``《…》（豫财企〔2025〕1号）``."""
        title = "" if self.title is None else f"《{self.title}》"
        if self.number is None:
            return title
        return f"{title}（{self.number}）" if title else self.number


class Says(StrEnum):
    """What a statement of validity says of its instrument; the comment names the fields that it uses."""

    IN_FORCE_FROM = "in_force_from"
    """``on``: the first day in force (施行)."""
    UNTIL = "until"
    """``on``: the first day on which it is in force no more (有效期至 the day before)."""
    TERM = "term"
    """``months``: so long after it came into force (执行期限3年)."""
    REPEALED = "repealed"
    """``on``: since when; ``by``: the instrument that repeals it (废止)."""
    SUPERSEDED = "superseded"
    """``on``, ``by``: another took its place without repealing it in so many words."""
    LAPSED = "lapsed"
    """``on``: declared void (宣布失效)."""
    AMENDED = "amended"
    """``on``, ``by``: changed, though the changed text may not be held."""
    TRIAL = "trial"
    """试行, 暂行: no date follows from it."""
    PLAN = "plan"
    """``years``: first and last year of a plan's period (2016—2020年)."""
    YEAR = "year"
    """``years``: the one year whose work it orders (2023年度), twice."""
    STANDS = "stands"
    """``on``: somebody verified that it was in force on that day."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said about the validity of one instrument. A fact only if ``confirmed``; else a proposal that a person
    may confirm."""

    says: Says
    evidence: Evidence
    on: date | None = None
    months: int | None = None
    years: tuple[int, int] | None = None
    by: Reference | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history in the head of a text: what happened when, in the words of the head."""

    act: Act
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """目: ``n`` as numbered, ``text`` with its label ("1.…")."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """项: ``n`` as numbered, ``text`` with its label ("（一）…"); 目 below it."""

    n: int
    text: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款: its own words, then its 项."""

    text: str
    items: tuple[Item, ...] = ()

    def lines(self) -> Iterator[str]:
        """The lines as they stand."""
        if self.text:
            yield self.text
        for item in self.items:
            yield item.text
            for point in item.points:
                yield point.text


@dataclass(frozen=True, slots=True)
class Article:
    """条: its number, the headings above it from the outermost inwards ("第二编 …", "第一章 总则"), its 款, and the
    caption that some editions print ("【立法目的】"), without brackets."""

    ordinal: Ordinal
    headings: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    caption: str | None = None

    @property
    def text(self) -> str:
        """Everything but number and caption, a line for each 款, 项 and 目."""
        return "\n".join(line for paragraph in self.paragraphs for line in paragraph.lines())


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text that has an outline instead of articles: ``labels`` from the outermost inwards ("三、",
    "（一）"), its heading, and its own paragraphs (those of sections below are theirs)."""

    labels: tuple[str, ...]
    heading: str
    paragraphs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line for line in (self.heading, *self.paragraphs) if line)


@dataclass(frozen=True, slots=True)
class Version:
    """The text of an instrument from one change to the next.

    ``made_on`` is the day on which this text was adopted, amended or revised. ``in_force_from`` is its first day in
    force; ``assumed`` (假定) says that the source gives no such day and ``made_on`` stands in for it. ``commenced`` is
    the day that the text names as its commencement, which an amended text keeps from the original. ``preamble`` are
    paragraphs before the first article or section, ``annex`` those behind the last.
    """

    made_on: date | None
    making: Making
    in_force_from: date | None
    assumed: bool
    evidence: Evidence
    commenced: date | None = None
    history: tuple[Change, ...] = ()
    preamble: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    sections: tuple[Section, ...] = ()
    annex: tuple[str, ...] = ()

    def article(self, ordinal: Ordinal) -> Article | None:
        """The article of that number, or ``None``."""
        return next((article for article in self.articles if article.ordinal == ordinal), None)

    def lines(self) -> Iterator[str]:
        """Every line of the text in order, article numbers and headings left out."""
        yield from self.preamble
        for section in self.sections:
            yield from section.text.split("\n")
        for article in self.articles:
            yield from article.text.split("\n")
        yield from self.annex

    @property
    def label(self) -> str:
        """Which version this is, for people: ``2018年12月29日修订文本``."""
        if self.made_on is None:
            return "未载日期的文本"
        making = "" if self.making in (Making.UNKNOWN, Making.ADOPTED) else self.making
        return f"{self.made_on.year}年{self.made_on.month}月{self.made_on.day}日{making}文本"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A 法规文件 through all its changes.

    ``title`` is the full form as its text has it ("中华人民共和国煤炭法"); ``bare`` without 中华人民共和国; ``issued``
    the title of what a notice of issue carries ("关于印发X的通知": X). ``number`` is the canonical 文号.
    ``versions`` are in the order of time, those without a date first.
    """

    title: str
    bare: str
    kind: Kind
    issuers: tuple[str, ...] = ()
    number: str | None = None
    issued: str | None = None
    versions: tuple[Version, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def reference(self) -> Reference:
        return Reference(self.title, self.number)
