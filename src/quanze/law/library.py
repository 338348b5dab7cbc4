"""The law library in memory: instruments found by title, by number, by whatever form a citation has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from quanze.law.citations.model import Citation, Ordinal
from quanze.law.citations.naming import issued_in
from quanze.law.harvest import harvest
from quanze.law.instruments import Instrument, Kind, Making, Reference, Says, Statement, Version
from quanze.law.titles import STATE
from quanze.law.titles import key as title_key
from quanze.lists.compare.texts import fold as fold_text
from quanze.prose import fold, numeral

_CHINESE_FIGURES = re.compile("[〇○零一二三四五六七八九十百千]{1,9}(?=号)")
_DROPPED = str.maketrans("", "", "[](){}〔〕【】﹝﹞第年")


def number_key(number_text: str) -> str:
    """A form that is equal for all ways of writing one 文号: 〔2025〕1号 and [2025] 1 号, 第七十五号 and 第75号."""
    plain = fold(number_text).translate(_DROPPED).replace(STATE, "")
    return _CHINESE_FIGURES.sub(lambda match: str(numeral(match.group())), plain)


class Library:
    """Instruments, frozen once built. Lookups never guess: where two instruments answer to a name, neither is given."""

    def __init__(self, instruments: Iterable[Instrument] = ()) -> None:
        self.instruments: tuple[Instrument, ...] = tuple(instruments)
        self._by_title: dict[str, list[Instrument]] = {}
        self._by_number: dict[str, list[Instrument]] = {}
        for instrument in self.instruments:
            for key in _title_keys(instrument):
                self._by_title.setdefault(key, []).append(instrument)
            if instrument.number is not None:
                self._by_number.setdefault(number_key(instrument.number), []).append(instrument)

    def __bool__(self) -> bool:
        return bool(self.instruments)

    def by_title(self, title: str) -> tuple[Instrument, ...]:
        """The instruments of a title, in any of its forms; for a notice of issue also those that it issues."""
        found = self._by_title.get(title_key(title))
        if found is None:
            carried = issued_in(title)
            found = None if carried is None else self._by_title.get(title_key(carried))
        if found is None:
            _, about, subject = title.partition("关于")
            found = self._by_title.get(title_key(about + subject)) if subject else None
        return tuple(found or ())

    def by_number(self, text: str) -> tuple[Instrument, ...]:
        """The instruments of a 文号, however written."""
        return tuple(self._by_number.get(number_key(text), ()))

    def find(self, title: str | None = None, number_text: str | None = None) -> Instrument | None:
        """The one instrument of this title, number, or both; ``None`` where there is none or more than one. A title
        that is found wins over a number that is not known, not over one that belongs to another instrument."""
        titled = () if title is None else self.by_title(title)
        numbered = () if number_text is None else self.by_number(number_text)
        if len(titled) > 1 and numbered:
            titled = tuple(instrument for instrument in titled if instrument in numbered)
        if len(titled) == 1:
            return titled[0]
        if not titled and len(numbered) == 1 and (title is None or _may_be(numbered[0], title)):
            return numbered[0]
        return None

    def resolve(self, citation: Citation) -> Instrument | None:
        """The instrument that a citation cites: by what its alias stands for, by its title and number, by what it
        issues."""
        for title in (citation.alias_of, citation.title, citation.issued):
            if title is not None:
                found = self.find(title, citation.number)
                if found is not None:
                    return found
        return self.find(None, citation.number) if citation.title is None and citation.number else None

    def said_of(self, reference: Reference) -> tuple[Statement, ...]:
        """What texts of the library say of the end of another instrument ("《…》同时废止"): proposals, not facts."""
        keys = [title_key(reference.title)] if reference.title is not None else []
        keys += [number_key(reference.number)] if reference.number is not None else []
        return tuple(dict.fromkeys(statement for key in keys for statement in self._said.get(key, ())))

    def folded(self, version: Version) -> tuple[tuple[Ordinal, str], ...]:
        """The articles of a version of this library, each with its text as comparing folds it; made once."""
        found = self._folded.get(id(version))
        if found is None:
            found = tuple((article.ordinal, fold_text(article.text)) for article in version.articles)
            self._folded[id(version)] = found
        return found

    @cached_property
    def _folded(self) -> dict[int, tuple[tuple[Ordinal, str], ...]]:
        return {}

    @cached_property
    def _said(self) -> dict[str, list[Statement]]:
        said: dict[str, list[Statement]] = {}
        for instrument in self.instruments:
            for version in instrument.versions:
                for reference, statement in _repeals(instrument, version):
                    for key in (
                        None if reference.title is None else title_key(reference.title),
                        None if reference.number is None else number_key(reference.number),
                    ):
                        if key is not None:
                            said.setdefault(key, []).append(statement)
        return said


def _title_keys(instrument: Instrument) -> set[str]:
    keys = {title_key(instrument.title)}
    if instrument.issued is not None:
        keys.add(title_key(instrument.issued))
    head, about, subject = instrument.title.partition("关于")
    if head and subject and instrument.issued is not None:
        keys.add(title_key(about + subject))
    return keys


def _may_be(instrument: Instrument, title: str) -> bool:
    """Whether a title that is not known may be a short form of the instrument that has the number."""
    return title_key(title) in title_key(instrument.title) or instrument.kind in (Kind.NOTICE, Kind.NORMATIVE)


def _repeals(instrument: Instrument, version: Version) -> Iterator[tuple[Reference, Statement]]:
    """The instruments that a version ends by its last articles."""
    for proposal in harvest(instrument, version):
        statement, about = proposal.statement, proposal.about
        if about is not None and statement.says in (Says.REPEALED, Says.LAPSED):
            yield about, _dated(statement, version)


def _dated(statement: Statement, version: Version) -> Statement:
    whole = version.making in (Making.ADOPTED, Making.REVISED)
    on = statement.on or (version.in_force_from if whole else version.commenced)
    return Statement(statement.says, statement.evidence, on=on, by=statement.by)
