"""Extract: from tokens to citations, in one pass, with work only where a token is."""

from __future__ import annotations

import re
from collections.abc import Callable

from quanze.law.citations.aliases import Aliases
from quanze.law.citations.brackets import NumberFound, alias_at, bracket_at, dates_in, number_of
from quanze.law.citations.cleaning import clean, compact
from quanze.law.citations.context import (
    IN_LIST,
    TO_BRACKET,
    TO_NUMBER,
    TO_PLACE,
    TO_TITLE,
    article_follows,
    begins_sentence,
    closed,
    date_before,
    implementing,
    is_called,
    is_referred_to,
    issuer_before,
    joins,
    opens_sentence,
)
from quanze.law.citations.draft import Draft
from quanze.law.citations.endings import PLANS, is_instrument
from quanze.law.citations.known import KnownTitles, stands_alone
from quanze.law.citations.locators import places
from quanze.law.citations.model import Locator
from quanze.law.citations.naming import announced_in, edition_of, issued_in, issuer_in
from quanze.law.citations.outlines import annexes, next_in_outline, outline
from quanze.law.citations.tokens import TOKEN
from quanze.prose.document_numbers import is_behind_sentence
from quanze.prose.order_numbers import STANDARD_CODE, standard_code

_MOST_BRACKETS = 4
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def extract(source: str, known: KnownTitles | None = None, aliases: Aliases | None = None) -> list[Draft]:
    """The citations of a text in order. ``aliases`` are filled with what it names, and may hold what was named before
    it (in the matter's other cells)."""
    return _Extractor(source, known, Aliases() if aliases is None else aliases).run()


class _Extractor:
    def __init__(self, source: str, known: KnownTitles | None, aliases: Aliases) -> None:
        self.source = source
        self.text = clean(source)
        self.drafts: list[Draft] = []
        self.aliases = aliases
        self.head: Draft | None = None
        self.own = False  # the text has articles of its own: 第五条 at a line's begin cites nothing
        self.known = iter(known.find(self.text)) if known else iter(())
        self.next_known = next(self.known, None)
        self.next_words: dict[str, int] = {}
        aliases.begin_text()

    def run(self) -> list[Draft]:
        position = 0
        while True:
            token = TOKEN.search(self.text, position)
            limit = len(self.text) if token is None else token.start()
            named = self.named(position, limit)
            if named is not None:
                position = self.cited(*named, self.source[slice(*named)])
            elif token is None:
                return self.drafts
            else:
                position = _HANDLERS[str(token.lastgroup)](self, token)

    # names without marks

    def named(self, position: int, limit: int) -> tuple[int, int] | None:
        """The first title without 《》 that begins between two offsets."""
        while self.next_known is not None and self.next_known[0] < position:
            self.next_known = next(self.known, None)
        best = self.next_known
        for word in self.aliases.words:
            at = self.next_words.get(word, -1)
            if at < position:
                at = self.next_words[word] = self._next_word(word, position)
            if at < limit and (best is None or at < best[0]):
                best = (at, at + len(word))
        return None if best is None or best[0] > limit else best

    def _next_word(self, word: str, position: int) -> int:
        """Where a short name without marks stands next, else the text's end."""
        while (at := self.text.find(word, position)) >= 0:
            if stands_alone(self.text, at, at + len(word)):
                return at
            position = at + len(word)
        return len(self.text)

    # titles

    def title(self, token: re.Match[str]) -> int:
        start, end = token.span()
        width = 2 if self.text.startswith("<<", start) else 1
        name = compact(self.source[start + width : end - width])
        if not name:
            return end
        if is_called(self.text, start):
            if self.drafts and start - self.drafts[-1].reach <= 20:
                self.aliases.define(name, self.drafts[-1])
            return end
        around = implementing(self.text, start, end)
        if around is not None and around[0] >= self._reach():
            start, end = around
            return self.cited(start, end, compact(self.source[start:end]))
        return self.cited(start, end, name, marked=True)

    def national(self, token: re.Match[str]) -> int:
        return self.cited(*token.span(), token.group())

    def cited(self, start: int, end: int, name: str, *, marked: bool = False) -> int:
        """A title at a span; returns where to go on."""
        draft = Draft(start, end, compact(name), end, self._is_head(start), title_span=(start, end))
        self._brackets(draft, announced_in(draft.title or ""))
        self._take_code(draft, name)
        self._take_number_before(draft)
        if draft.number is None:
            draft.alias_of = self.aliases.resolve(name)
            if marked and draft.alias_of is None and not self._is_instrument(draft, name):
                return start + 1 if "号" in name else end  # 《豫政〔2009〕12号》: a number between marks
        if draft.alias_of is None:
            draft.issuer = (
                draft.issuer or issuer_in(name) or (issuer_before(self.text, start) if marked else None)
            )
            draft.issued = issued_in(name)
        draft.edition = draft.edition or edition_of(name)
        self._add(draft)
        if not draft.is_statute:
            draft.add(outline(self.text, self.source, draft.end))
        return draft.reach

    def _is_instrument(self, draft: Draft, name: str) -> bool:
        """Whether a title without number can be cited: by its ending, or because an article of it is."""
        return (name not in PLANS and is_instrument(name)) or article_follows(self.text, draft.end)

    def _brackets(self, draft: Draft, announced: str | None) -> None:
        for _ in range(_MOST_BRACKETS):
            found = bracket_at(self.text, draft.end, announced)
            if found is None or (found.number is not None and draft.number is not None):
                break
            draft.end = draft.reach = found.end
            if found.number is not None:
                _number(draft, found.number)
            draft.dates += found.dates
            draft.edition = draft.edition or found.edition
            if found.alias is not None:
                draft.alias = found.alias
        if draft.alias is None and "称" in self.text[draft.end : draft.end + 8]:
            called = alias_at(self.text, draft.end, min(len(self.text), draft.end + 48))
            if called is not None and called[1][0] - draft.end <= 2:
                draft.alias = called[0]
                draft.end = draft.reach = called[1][1]

    def _take_code(self, draft: Draft, name: str) -> None:
        """Take the code of a standard from the begin of its title (《GB/T 19001-2016 质量管理体系 要求》)."""
        if draft.number is None and name[:1] in _CAPITALS:
            code = STANDARD_CODE.match(self.text, draft.start + 1, draft.end)
            if code is not None:
                _number(draft, NumberFound(*code.span(), standard_code(code.group())))

    def _take_number_before(self, draft: Draft) -> None:
        """Let the number right before a title be the title's, where it has none of its own or the same."""
        before = self.drafts[-1] if self.drafts else None
        if before is None or before.title is not None or before.locators:
            return
        if draft.number not in (None, before.number) or not joins(
            TO_TITLE, self.text, before.end, draft.start
        ):
            return
        self.drafts.pop()
        opened = self.text[before.start - 1 : before.start] == "("
        if opened and ")" in self.text[before.end : draft.start]:
            draft.start = before.start - 1
        else:
            draft.start = before.start
        draft.number, draft.number_span = before.number, draft.number_span or before.number_span
        draft.issuer = draft.issuer or before.issuer
        draft.dates = (*before.dates, *draft.dates)
        draft.head = draft.head or before.head

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.aliases.add(draft)
        if draft.alias is not None:
            self.aliases.define(draft.alias, draft)
        if draft.head:
            self.head = draft

    def _is_head(self, start: int) -> bool:
        if self.drafts and joins(IN_LIST, self.text, self.drafts[-1].reach, start):
            return self.drafts[-1].head
        return opens_sentence(self.text, start)

    # numbers

    def number(self, token: re.Match[str]) -> int:
        found = number_of(self.text, str(token.lastgroup), *token.span())
        if found is None or found.start < self._reach():
            return token.end()
        owner = self._owner(found)
        if owner is not None:
            _number(owner, found)
            if owner is self.drafts[-1]:
                end = closed(self.text, found.end)
                owner.end = end if owner.reach == owner.end else owner.end
                owner.reach = end
                if not owner.locators:
                    owner.add(annexes(self.text, end))
            return max(token.end(), self._reach())
        if token.lastgroup == "order" and found.issuer is None:
            return token.end()  # an order of no organ and no title
        if token.lastgroup == "standard" and not found.number.startswith("GB") and "-" not in found.number:
            return token.end()  # letters and figures of any kind
        draft = Draft(found.start, found.end, None, found.end, self._is_head(found.start))
        _number(draft, found)
        dated = date_before(self.text, found.start)
        if dated is not None and dated[0] >= self._reach():
            draft.start = dated[0]
            draft.dates = dates_in(self.text, *dated)
        self._brackets_of_number(draft)
        self._add(draft)
        return max(token.end(), draft.end)

    def _brackets_of_number(self, draft: Draft) -> None:
        if self.text.startswith(")", draft.end):
            return
        found = bracket_at(self.text, draft.end)
        if found is not None and found.number is None:
            draft.end = draft.reach = found.end
            draft.dates += found.dates
            draft.edition = found.edition
            draft.alias = found.alias

    def _owner(self, found: NumberFound) -> Draft | None:
        """The title before a number that the number belongs to."""
        last = self.drafts[-1] if self.drafts else None
        if last is not None and _may_own(last, found):
            between = TO_BRACKET if last.reach > last.end else TO_NUMBER
            if joins(between, self.text, last.reach, found.start):
                return last
        alone = is_behind_sentence(self.text, found.start) and closed(self.text, found.end) > found.end
        return self.head if alone and self.head is not None and _may_own(self.head, found) else None

    def _reach(self) -> int:
        """The end of what is read so far."""
        return self.drafts[-1].reach if self.drafts else 0

    # places

    def place(self, token: re.Match[str]) -> int:
        found = places(self.text, token.start())
        if not found:
            return token.end()
        target = self.drafts[-1] if self.drafts else None
        if target is None or not joins(TO_PLACE, self.text, target.reach, token.start()):
            target = self._short_before(token.start())
        if target is None and begins_sentence(self.text, token.start()):
            if self.head is None or not (self.head.locators or self.head.issued):
                self.own = self.own or found[0].article is not None
            elif not (self.own or is_referred_to(self.text, found[-1].end)) and _goes_on(self.head, found):
                target = self.head
        if target is not None:
            target.add(found)
            if not target.is_statute:
                target.add(annexes(self.text, target.reach))
            return target.reach
        return found[-1].end

    def _short_before(self, start: int) -> Draft | None:
        """A defined short name without marks right before a place (办法第三条)."""
        name = self.aliases.before(self.text, start)
        if name is None or start - len(name) < self._reach():
            return None
        begin = start - len(name)
        draft = Draft(
            begin, start, name, start, False, title_span=(begin, start), alias_of=self.aliases.defined[name]
        )
        self._add(draft)
        return draft

    def outline(self, token: re.Match[str]) -> int:
        head = self.head
        if head is not None and head.locators:
            place = next_in_outline(self.text, token.start(), head.locators[-1])
            if place is not None:
                head.add((place,))
        return token.end()

    # 本办法, 该条例, 同法

    def this(self, token: re.Match[str]) -> int:
        start, end = token.span()
        word = token.group()
        pointer = "上述" if word[:2] in ("上述", "前述") else word[0]
        kind = word[len(pointer) :]
        if kind == "法" and self.text[end : end + 1] and self.text[end] in "律规定人院官庭治":
            return end
        if pointer == "本" and self.own:
            return end
        full = self.aliases.quoted(kind) if pointer == "本" else self.aliases.ending(kind)
        if full is not None and not self.text.endswith(("制定", "修订"), max(0, start - 2), start):
            self._add(Draft(start, end, word, end, False, title_span=(start, end), alias_of=full))
        return end

    def implementing(self, token: re.Match[str]) -> int:
        """《……法》及其实施条例: named by the law right before it."""
        law = self.drafts[-1] if self.drafts else None
        start, end = token.span("rules")
        if law is not None and law.is_statute and start - law.reach == 2:
            rules = token["rules"]
            self._add(
                Draft(
                    start,
                    end,
                    rules,
                    end,
                    law.head,
                    title_span=(start, end),
                    alias_of=f"{law.full_titles()[-1]}{rules}",
                )
            )
        return end


_HANDLERS: dict[str, Callable[[_Extractor, re.Match[str]], int]] = {
    "title": _Extractor.title,
    "national": _Extractor.national,
    "order": _Extractor.number,
    "number": _Extractor.number,
    "standard": _Extractor.number,
    "place": _Extractor.place,
    "outline": _Extractor.outline,
    "this": _Extractor.this,
    "implementing": _Extractor.implementing,
}
"""By the names of the tokenizer's parts; each returns where to go on."""


def _number(draft: Draft, found: NumberFound) -> None:
    draft.number, draft.number_span = found.number, (found.start, found.end)
    draft.issuer = draft.issuer or found.issuer


def _may_own(draft: Draft, found: NumberFound) -> bool:
    """Whether a title may carry a number: it has none, stands for itself, and is no statute where the number is a
    代字's (statutes are promulgated by orders and announcements)."""
    if draft.title is None or draft.number is not None or draft.alias_of is not None:
        return False
    return not (
        draft.is_statute and "〔" in found.number and "令" not in found.number and "公告" not in found.number
    )


def _goes_on(head: Draft, found: tuple[Locator, ...]) -> bool:
    """Whether a quotation goes on with an article: a later one than the last cited, or the first of what is issued."""
    article = found[0].article
    if article is None:
        return False
    if head.last_article is not None:
        return article.n > head.last_article
    return head.issued is not None and not head.locators
