"""Extract: from tokens to citations, in one pass, with work only where a token is."""

from __future__ import annotations

import re
from collections.abc import Callable

from quanze.law.citations.aliases import Aliases
from quanze.law.citations.brackets import NumberFound, alias_at, bracket_at, dates_in, number_of
from quanze.law.citations.cleaning import clean, compact
from quanze.law.citations.draft import Draft
from quanze.law.citations.endings import PLANS, SHORT_NAMES, is_instrument
from quanze.law.citations.known import KnownTitles
from quanze.law.citations.locators import places
from quanze.law.citations.model import Locator
from quanze.law.citations.naming import edition_of, issued_in, issuer_in
from quanze.law.citations.outlines import next_in_outline, outline
from quanze.law.citations.tokens import TOKEN
from quanze.prose import NUMERAL

_HAN = "\u4e00-\u9fff"
_CALLED = re.compile(r"(?:简称|以下称|下称|称为|合称|统称)\s?[:“\"]?\s?$")
_IMPLEMENTING = re.compile(rf"(?P<place>[{_HAN}]{{2,12}}[省市区州县旗盟])(?:实施|施行|贯彻|执行)$")
_PLACE_LEAD = re.compile("^.*(?:根据|依据|按照|依照|适用|以及|及|和|与)")
_OF_IMPLEMENTING = re.compile(r"\s?的?(?:若干|暂行|具体)?(?:办法|细则|条例|规定|决定|意见)")
_BY_IMPLEMENTING = re.compile(r"\s?(?:实施|施行)(?:细则|办法|条例|规定|意见)")
_ARTICLE_FOLLOWS = re.compile(rf"\s?(?:的|中)?\s?第\s?{NUMERAL}\s?条")

_TO_NUMBER = re.compile(r"\s?(?:[,;:]?\s?(?:依据)?(?:发文|文件)?(?:文号|字号|编号)\s?:?|[,:])?\s?\(?\s?")
_TO_BRACKET = re.compile(r"\s?\(\s?")
_BETWEEN_NUMBER_AND_TITLE = re.compile(
    r"\s?\)?\s?(?:文件?)?\s?(?:(?:印发|发布|公布|颁布|颁发|制定|下发|转发)的?)?\s?[,:、]?\s?"
)
_TO_PLACE = re.compile(
    r"[\s,:的中之内“\"]{0,4}(?:的?(?:有关|相关)?规定)?(?:[、,和及与或]|以及|并|并依照)?[\s“\"]{0,2}"
)
_SENTENCE_BEFORE = re.compile(r"(?:^|[。;!?\n][”\")]?)\s{0,3}$")
_HEAD_BEFORE = re.compile(
    r"(?:^|[。;:!?\n][”\"]?|^[〔】].{0,10})\s{0,3}(?:[(]?[0-9一二三四五六七八九十]{1,3}[)、.]\s{0,2}|[①-⑳]|[-*•]\s?)?"
    r"(?:(?:根据|依据|依照|按照|执行)\s?:?)?\s?$"
)
_LIST_BETWEEN = re.compile(r"\s{0,3}(?:[、,和及与;]|以及|,以及|和)?\s{0,3}")
_DATE_BEFORE = re.compile(r"(?:19|20)[0-9]{2}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日\s?$")
_ISSUED_BY = re.compile(
    rf"(?:^|[^{_HAN}]|根据|依据|按照|依照|执行|和|及|与)(?P<organ>国务院(?:办公厅)?|全国人大常委会"
    rf"|国家[{_HAN}]{{2,8}}(?:局|委|委员会)|[{_HAN}]{{2,9}}(?:部|厅|局|委员会|政府|人大常委会|办公厅|办公室))\s?$"
)
_MOST_BRACKETS = 4


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
        self.handlers: dict[str, Callable[[re.Match[str]], int]] = {
            "title": self.title,
            "order": self.number,
            "number": self.number,
            "standard": self.number,
            "place": self.place,
            "national": lambda match: self.cited(*match.span(), match.group()),
            "this": self.this,
            "outline": self.outline,
        }

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
                position = self.handlers[str(token.lastgroup)](token)

    # names without marks

    def named(self, position: int, limit: int) -> tuple[int, int] | None:
        """The first title without 《》 that begins between two offsets."""
        while self.next_known is not None and self.next_known[0] < position:
            self.next_known = next(self.known, None)
        best = self.next_known
        for word in self.aliases.words:
            at = self.next_words.get(word, -1)
            if at < position:
                at = self.text.find(word, position)
                self.next_words[word] = at = len(self.text) if at < 0 else at
            if at < len(self.text) and (best is None or at < best[0]):
                best = (at, at + len(word))
        return (
            best
            if best is not None and best[0] <= limit and best[1] > best[0] and best[0] < len(self.text)
            else None
        )

    # titles

    def title(self, token: re.Match[str]) -> int:
        start, end = token.span()
        width = 2 if self.text.startswith("<<", start) else 1
        name = compact(self.source[start + width : end - width])
        if not name:
            return end
        if _CALLED.search(self.text, max(0, start - 8), start):
            if self.drafts and start - self.drafts[-1].reach <= 20:
                self.aliases.define(name, self.drafts[-1])
            return end
        around = self._around(start, end)
        if around is not None:
            start, end = around
            return self.cited(start, end, compact(self.source[start:end]))
        return self.cited(start, end, name, marked=True)

    def _around(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of a title whose 《》 hold only the law that it implements (河南省实施《…水法》办法)."""
        before = _IMPLEMENTING.search(self.text, max(0, start - 16), start)
        after = _OF_IMPLEMENTING.match(self.text, end)
        if before is not None and after is not None:
            lead = _PLACE_LEAD.match(before["place"])
            return before.start() + (0 if lead is None else lead.end()), after.end()
        after = _BY_IMPLEMENTING.match(self.text, end)
        return None if after is None else (start, after.end())

    def cited(self, start: int, end: int, name: str, *, marked: bool = False) -> int:
        """A title at a span; returns where to go on."""
        draft = Draft(start, end, compact(name), end, self._is_head(start), title_span=(start, end))
        self._brackets(draft)
        short = SHORT_NAMES.fullmatch(name) is not None
        if draft.number is None:
            draft.alias_of = self.aliases.resolve(name)
        if marked and draft.number is None and draft.alias_of is None:
            unknown = (short and name in PLANS) or not is_instrument(name)
            if unknown and not _ARTICLE_FOLLOWS.match(self.text, draft.end):
                return start + 1 if "号" in name else end  # 《豫政〔2009〕12号》: a number between marks
        draft.issuer = draft.issuer or (None if draft.alias_of else issuer_in(name))
        if draft.issuer is None and marked:
            by = _ISSUED_BY.search(self.text, max(0, start - 14), start)
            draft.issuer = None if by is None else compact(by["organ"])
        draft.issued = None if draft.alias_of else issued_in(name)
        draft.edition = draft.edition or edition_of(name)
        self._take_number_before(draft)
        self._add(draft)
        if not draft.is_statute:
            draft.add(outline(self.text, self.source, draft.end))
        return draft.reach

    def _brackets(self, draft: Draft) -> None:
        for _ in range(_MOST_BRACKETS):
            found = bracket_at(self.text, draft.end)
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

    def _take_number_before(self, draft: Draft) -> None:
        """Let the number right before a title be the title's, where it has none of its own."""
        if draft.number is not None or not self.drafts:
            return
        before = self.drafts[-1]
        if before.title is not None or before.locators:
            return
        if _BETWEEN_NUMBER_AND_TITLE.fullmatch(self.text, before.end, draft.start) is None:
            return
        self.drafts.pop()
        opened = (
            before.start and self.text[before.start - 1] == "(" and ")" in self.text[before.end : draft.start]
        )
        draft.start = before.start - 1 if opened else before.start
        draft.number, draft.number_span = before.number, before.number_span
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
        if self.drafts:
            last = self.drafts[-1]
            if start - last.reach <= 6 and _LIST_BETWEEN.fullmatch(self.text, last.reach, start):
                return last.head
        low = max(0, start - 24)
        return (
            _HEAD_BEFORE.search(self.text[low:start] if low == 0 else "x" + self.text[low:start]) is not None
        )

    # numbers

    def number(self, token: re.Match[str]) -> int:
        found = number_of(self.text, str(token.lastgroup), *token.span())
        if found is None:
            return token.end()
        owner = self._owner(found)
        if owner is not None:
            _number(owner, found)
            if owner.reach == owner.end and owner is self.drafts[-1]:
                owner.end = owner.reach = self._closed(found.end)
            elif owner is self.drafts[-1]:
                owner.reach = self._closed(found.end)
            return max(token.end(), found.end)
        if token.lastgroup == "order" and found.issuer is None:
            return token.end()  # an order of no organ and no title
        if token.lastgroup == "standard" and not found.number.startswith("GB") and "-" not in found.number:
            return token.end()  # letters and figures of any kind
        draft = Draft(found.start, found.end, None, found.end, self._is_head(found.start))
        _number(draft, found)
        dated = _DATE_BEFORE.search(self.text, max(0, found.start - 20), found.start)
        if dated is not None:
            draft.dates = dates_in(self.text, *dated.span())
            draft.start = dated.start()
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
            between = _TO_BRACKET if last.reach > last.end else _TO_NUMBER
            if found.start - last.reach <= 16 and between.fullmatch(self.text, last.reach, found.start):
                return last
        head = self.head
        if head is not None and _may_own(head, found) and self._alone_in_bracket(found):
            return head
        return None

    def _alone_in_bracket(self, found: NumberFound) -> bool:
        """Whether the number stands alone in a bracket behind a sentence: "……的工作。（工信部联科〔2010〕540号）"."""
        before = self.text[max(0, found.start - 4) : found.start].rstrip()
        return (
            before.endswith("(")
            and before[:-1].rstrip()[-1:] in ("。", ";", ":")
            and self.text[found.end : found.end + 2].lstrip()[:1] == ")"
        )

    def _closed(self, end: int) -> int:
        """Behind the bracket that closes after a number."""
        rest = self.text[end : end + 2]
        return end + len(rest) - len(rest.lstrip()) + 1 if rest.lstrip()[:1] == ")" else end

    # places

    def place(self, token: re.Match[str]) -> int:
        found = places(self.text, token.start())
        if not found:
            return token.end()
        target = self._target(token.start())
        if target is None:
            target = self._short_before(token.start())
        if target is None and _SENTENCE_BEFORE.search(self._before(token.start(), 8)):
            head = self.head
            if head is None:
                self.own = self.own or found[0].article is not None
            elif not self.own and _goes_on(head, found):
                target = head
        if target is not None:
            target.add(found)
        return found[-1].end

    def _before(self, start: int, size: int) -> str:
        return self.text[start - size : start] if start >= size else "\n" + self.text[:start]

    def _target(self, start: int) -> Draft | None:
        """The citation right before a place."""
        if not self.drafts:
            return None
        last = self.drafts[-1]
        if start - last.reach > 16 or _TO_PLACE.fullmatch(self.text, last.reach, start) is None:
            return None
        return last

    def _short_before(self, start: int) -> Draft | None:
        """A defined short name without marks right before a place (办法第三条)."""
        name = self.aliases.before(self.text, start)
        if name is None or (self.drafts and start - len(name) < self.drafts[-1].reach):
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
