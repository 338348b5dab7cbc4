"""Resolve: which instrument a short name stands for. Nearer antecedents win; a definition (以下简称) beats them."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.law.citations.cleaning import clean
from quanze.law.citations.draft import Draft
from quanze.law.citations.endings import SHORT_NAMES, is_instrument, stem
from quanze.law.citations.known import PREFIX

_MOST_HEADS = 8
_LONGEST = 6
MOST_WORDS = 16
"""So many short names without marks are looked for at most: each costs one search through the text."""


class Aliases:
    """The short names of a text, or of several that belong together, and the instruments named in it so far."""

    __slots__ = ("_endings", "_heads", "_sizes", "_titles", "defined", "words")

    def __init__(self) -> None:
        self.defined: dict[str, str] = {}
        self.words: list[str] = []
        self._sizes: set[int] = set()
        self._endings: dict[str, str] = {}
        self._titles: set[str] = set()
        self._heads: list[Draft] = []

    def begin_text(self) -> None:
        """Go on to another text: what was quoted before is quoted no more."""
        self._heads.clear()

    def add(self, draft: Draft) -> None:
        """Let an instrument be what short names after it may stand for."""
        if draft.title is None:
            return
        if draft.alias_of is None:
            self._remember((draft.title, draft.issued) if draft.issued else (draft.title,))
        if draft.head:
            self._heads.append(draft)

    def _remember(self, names: tuple[str, ...]) -> None:
        for full in names:
            self._titles.add(full)
            self._endings.update(dict.fromkeys(_short_for(full), full))

    def define(self, alias: str, draft: Draft) -> None:
        """Let a name stand for an instrument from here on: for its title, or its number where it has no title."""
        draft.alias = alias
        names = draft.full_titles() or ((draft.number,) if draft.number else ())
        if names:
            full = next((name for name in names if stem(name).endswith(alias)), names[-1])
            self.defined[alias] = full
            self._sizes.add(len(alias))
            if len(self.words) < MOST_WORDS and is_instrument(alias) and not SHORT_NAMES.fullmatch(alias):
                self.words.append(alias)

    def resolve(self, name: str) -> str | None:
        """The full title that a name between 《》 stands for; ``None`` where it stands for itself."""
        if clean(name) in self.defined:
            return self.defined[clean(name)]
        if SHORT_NAMES.fullmatch(name):
            return self._endings.get(name)
        national = PREFIX + name
        return national if national in self._titles else None

    def before(self, text: str, offset: int) -> str | None:
        """The defined short name that ends at an offset, the longest of several."""
        names = (text[offset - size : offset] for size in sorted(self._sizes, reverse=True) if size <= offset)
        return next((name for name in names if name in self.defined), None)

    def ending(self, kind: str) -> str | None:
        """The full title nearest before that ends in a word (该条例)."""
        return self.defined.get(kind) or self._endings.get(kind)

    def quoted(self, kind: str) -> str | None:
        """The full title nearest before that ends in a word and whose text is being quoted (本条例)."""
        if kind in self.defined:
            return self.defined[kind]
        for draft in self._heads[: -_MOST_HEADS - 1 : -1]:
            if draft.locators or draft.issued:
                for full in draft.full_titles():
                    if kind in _short_for(full):
                        return full
        return None


def _short_for(title: str) -> Iterator[str]:
    """The names, of those that a document may have in short, in which a title ends."""
    name = stem(title)
    for size in range(1, min(len(name), _LONGEST + 1)):
        ending = name[-size:]
        if SHORT_NAMES.fullmatch(ending) and not (ending == "法" and name.endswith(("办法", "方法"))):
            yield ending
