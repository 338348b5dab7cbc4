"""A citation while it is being read: what is found later is added to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from quanze.law.citations.endings import stem
from quanze.law.citations.model import Citation, Locator, Span


@dataclass(slots=True, eq=False)
class Draft:
    """``reach`` is the end of the last thing that belongs to it, locators included; ``head`` says that the text quotes
    the instrument here (the title opens a sentence) rather than mentions it in passing."""

    start: int
    end: int
    title: str | None
    reach: int
    head: bool
    title_span: Span | None = None
    number: str | None = None
    number_span: Span | None = None
    issuer: str | None = None
    locators: list[Locator] = field(default_factory=list)
    alias: str | None = None
    alias_of: str | None = None
    issued: str | None = None
    edition: str | None = None
    dates: tuple[date, ...] = ()
    last_article: int | None = None

    def add(self, places: tuple[Locator, ...]) -> None:
        """Append places and remember how far they go."""
        if not places:
            return
        self.locators.extend(places)
        self.reach = places[-1].end
        last = places[-1].through or places[-1].article
        self.last_article = self.last_article if last is None else last.n

    def full_titles(self) -> tuple[str, ...]:
        """What a short name may stand for here: the title (or what it is short for) and what the notice carries."""
        full = self.alias_of or self.title
        return tuple(name for name in (self.issued, full) if name is not None)

    @property
    def is_statute(self) -> bool:
        """Whether the title is that of a law or regulation, which has articles, no outline, and no 代字."""
        return (
            self.title is not None
            and stem(self.title).endswith(("法", "法典", "条例"))
            and not stem(self.title).endswith("办法")
        )

    def freeze(self, source: str) -> Citation:
        """The value."""
        return Citation(
            self.start,
            self.end,
            source[self.start : self.end],
            self.title,
            self.number,
            self.issuer,
            tuple(self.locators),
            self.alias_of,
            self.issued,
            self.title_span,
            self.number_span,
            self.dates,
            self.alias,
            self.edition,
        )
