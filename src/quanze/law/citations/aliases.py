"""Resolve: which instrument a short name stands for. Nearer antecedents win; a definition (以下简称) beats them."""

from __future__ import annotations

from collections.abc import Iterable

from quanze.law.citations.draft import Draft
from quanze.law.citations.endings import SHORT_NAMES, stem
from quanze.law.citations.known import PREFIX

MOST_WORDS = 16
"""So many short names without marks are looked for at most: each costs one search through the text."""


class Aliases:
    """The short names of a text and the instruments named in it so far."""

    __slots__ = ("_drafts", "_earlier", "defined", "words")

    def __init__(self, drafts: list[Draft], earlier: Iterable[tuple[str, ...]] = ()) -> None:
        self._drafts = drafts
        self._earlier = tuple(earlier)
        self.defined: dict[str, str] = {}
        self.words: list[str] = []

    def define(self, alias: str, draft: Draft) -> None:
        """Let a name stand for an instrument from here on."""
        draft.alias = alias
        names = draft.full_titles()
        if names:
            full = next((name for name in names if stem(name).endswith(alias)), names[-1])
            self.defined[alias] = full
            if len(alias) >= 3 and not SHORT_NAMES.fullmatch(alias) and len(self.words) < MOST_WORDS:
                self.words.append(alias)

    def resolve(self, name: str) -> str | None:
        """The full title that a name between 《》 stands for; ``None`` where it stands for itself."""
        if name in self.defined:
            return self.defined[name]
        if SHORT_NAMES.fullmatch(name):
            return self.ending(name)
        national = PREFIX + name
        return (
            national
            if any(national == full for draft in self._drafts for full in draft.full_titles())
            else None
        )

    def ending(self, kind: str, *, heads: bool = False) -> str | None:
        """The full title nearest before whose last word is ``kind``; with ``heads`` only among what the text quotes."""
        if kind in self.defined:
            return self.defined[kind]
        for draft in reversed(self._drafts):
            if heads and not (draft.head and (draft.locators or draft.issued)):
                continue
            for full in draft.full_titles():
                if _ends_in(full, kind):
                    return full
        return next((full for names in self._earlier for full in names if _ends_in(full, kind)), None)


def _ends_in(title: str, kind: str) -> bool:
    name = stem(title)
    return name.endswith(kind) and name != kind and not (kind == "法" and name.endswith(("办法", "方法")))
