"""Which instrument a text means by a title and a number. Pure: the instruments that might be meant are handed in.

A number of the kind 代字〔年〕n号 belongs to one document: it decides, and two of one title with different numbers
are two (a bureau issues its 管理办法 anew under the same title). A number of an order (国务院令第466号) or of a 公告
only tells which text of an instrument is meant, or is repeated with each term of office (主席令第七号): there the title
decides. Where two answer to a name, or the title is one's and the number another's, neither is taken: what nobody knows
is not guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from quanze.law.citations.naming import issued_in
from quanze.law.citations.naming import key as title_key
from quanze.law.library import number_key
from quanze.library.models import Instrument, Name

LONGEST_KEY = 300


@dataclass(frozen=True, slots=True)
class Called:
    """How an instrument is called somewhere: title without 《》, canonical number, title of what it issues."""

    title: str = ""
    number: str = ""
    issued: str = ""

    @property
    def title_key(self) -> str:
        return key_of(self.title)

    @property
    def carried(self) -> str:
        """The title of what is issued, as told or as the title tells it."""
        return self.issued or issued_in(self.title) or ""

    @property
    def issued_key(self) -> str:
        return key_of(self.carried)

    @property
    def number_key(self) -> str:
        return number_key(self.number)[:100] if self.number else ""

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """``(kind, key)`` of every form by which the instrument can be found."""
        every = (
            (Name.Kind.TITLE, self.title_key),
            (Name.Kind.ISSUED, self.issued_key),
            (Name.Kind.NUMBER, self.number_key),
        )
        return frozenset((str(kind), key) for kind, key in every if key)


def column(text: str | None, length: int) -> str:
    """A text for a column of that length: PostgreSQL's text has no U+0000."""
    return (text or "").replace("\0", "").strip()[:length]


def key_of(title: str) -> str:
    """The form that is equal for all ways of writing a title."""
    return title_key(title)[:LONGEST_KEY] if title else ""


def decides(number: str) -> bool:
    """Whether a number, in its key form, alone tells the document: 代字〔年〕n号 does, orders and announcements not."""
    return bool(number) and "令" not in number and "公告" not in number and number.endswith("号")


@dataclass(frozen=True, slots=True)
class Answer:
    """The instrument meant, ``None`` where there is none yet or, with ``doubt``, more than one. ``also`` is a second
    row that turned out to be the same: one was known by number alone, the other by title alone."""

    instrument: Instrument | None
    doubt: bool = False
    also: Instrument | None = None


class Candidates:
    """Instruments by the forms under which they are found; new ones may be added as they come."""

    def __init__(self, known: Iterable[tuple[str, str, Instrument]] = ()) -> None:
        """``known`` are ``(kind, key, instrument)``, one object per instrument."""
        self._by_name: dict[tuple[str, str], list[Instrument]] = defaultdict(list)
        for kind, key, instrument in known:
            self.add(kind, key, instrument)

    @property
    def instruments(self) -> list[Instrument]:
        """Every one of them, once."""
        found = {id(each): each for every in self._by_name.values() for each in every}
        return list(found.values())

    def add(self, kind: str, key: str, instrument: Instrument) -> None:
        """Let ``instrument`` be found under that form too."""
        found = self._by_name[str(kind), key]
        if instrument not in found:
            found.append(instrument)

    def forget(self, instrument: Instrument, instead: Instrument) -> None:
        """Where ``instrument`` was found, find ``instead``."""
        for found in self._by_name.values():
            if instrument in found:
                found.remove(instrument)
                if instead not in found:
                    found.append(instead)

    def answer(self, called: Called) -> Answer:
        """Who is meant."""
        titled = self._titled(called)
        numbered = self._by_name.get((Name.Kind.NUMBER, called.number_key), []) if called.number else []
        if decides(called.number_key):
            return self._by_number(called, titled, numbered)
        if not called.title:
            return _only(numbered)
        if len(titled) > 1 and numbered:
            titled = [instrument for instrument in titled if instrument in numbered] or titled
        return _only(titled)

    def every(self, called: Called) -> list[Instrument]:
        """All who may be meant."""
        answer = self.answer(called)
        if answer.instrument is not None:
            return [answer.instrument]
        numbered = self._by_name.get((Name.Kind.NUMBER, called.number_key), []) if called.number else []
        return list(self._titled(called) or numbered) if answer.doubt else []

    def _by_number(self, called: Called, titled: list[Instrument], numbered: list[Instrument]) -> Answer:
        open_titled = [each for each in titled if not decides(each.number_key)]
        if len(numbered) > 1:
            return _only([each for each in numbered if each in titled] or numbered)
        if not numbered:
            return _only(open_titled)
        (found,) = numbered
        if found.title:
            return Answer(found) if found in titled or not titled else Answer(None, doubt=True)
        if len(open_titled) == 1 and open_titled[0] is not found:
            return Answer(open_titled[0], also=found)
        return Answer(found)

    def _titled(self, called: Called) -> list[Instrument]:
        """By title first, then by what is issued; what issues the title counts as the title."""
        for key in (called.title_key, called.issued_key):
            if not key:
                continue
            for kind in (Name.Kind.TITLE, Name.Kind.ISSUED):
                found = self._by_name.get((kind, key))
                if found:
                    return found
        return []


def _only(found: list[Instrument]) -> Answer:
    return Answer(found[0]) if len(found) == 1 else Answer(None, doubt=len(found) > 1)
