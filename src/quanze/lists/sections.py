"""An annex by its categories: matters put in, taken out and counted anew, in the words of the annex's own heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quanze.lists.model import Annex, CategoryHead, Matter, Text
from quanze.prose import fold

_IN_HEAD = re.compile(r"\d+(?=\s*[项个])")
_IN_TOTAL = re.compile(r"(?<=共)(\s*)\d+(?=\s*[项个])")


@dataclass(frozen=True, slots=True)
class Section:
    """The matters under one category head; ``head`` is ``None`` for those before the first."""

    head: CategoryHead | None
    matters: tuple[Matter, ...]

    def holds(self, category: str) -> bool:
        """Is this where a matter of that category belongs?"""
        return self.head is not None and bool(category.strip()) and fold(self.head.name) == fold(category)


def sections(annex: Annex) -> tuple[Section, ...]:
    """The annex cut at its heads. Joined again, it is the same annex."""
    edges = [*(head.at for head in annex.categories), len(annex.matters)]
    under = (
        Section(head, annex.matters[start:end])
        for head, start, end in zip(annex.categories, edges, edges[1:], strict=False)
    )
    return (Section(None, annex.matters[: edges[0]]), *under)


def joined(annex: Annex, found: Iterable[Section]) -> Annex:
    """The annex with these sections. Where matters came, went or moved, its heads and its total say how many there are
    where they said so before, and its matters are numbered as they were (through the annex or through each section;
    else as they are)."""
    found = tuple(found)
    matters = [matter for section in found for matter in section.matters]
    if _places(found) == _places(sections(annex)):
        return replace(annex, matters=tuple(matters))
    heads: list[CategoryHead] = []
    at = 0
    for section in found:
        if section.head is not None:
            heads.append(_counted(replace(section.head, at=at), len(section.matters)))
        at += len(section.matters)
    out = replace(annex, categories=tuple(heads), matters=tuple(_numbered(annex, found, matters)))
    if annex.declared_total is None:
        return out
    return replace(
        out,
        declared_total=len(matters),
        title=None if annex.title is None else _total(annex.title, len(matters)),
        head=tuple(_total(line, len(matters)) for line in annex.head),
        tail=tuple(_total(line, len(matters)) for line in annex.tail),
    )


def place_for(found: Sequence[Section], category: str) -> tuple[int, int]:
    """Where a new matter of that category belongs, as indices of section and row: at the end under its head; or else
    behind the last matter of that category; or else in a section to come, where there are heads; or else at the end."""
    for at, section in enumerate(found):
        if section.holds(category):
            return at, len(section.matters)
    for at in reversed(range(len(found))):
        for index in reversed(range(len(found[at].matters))):
            other = found[at].matters[index].category
            if other is not None and category.strip() and fold(other.value) == fold(category):
                return at, index + 1
    if category.strip() and any(section.head is not None for section in found):
        return len(found), 0
    last = max((at for at, section in enumerate(found) if section.matters), default=len(found) - 1)
    return last, len(found[last].matters)


def head_for(category: str) -> CategoryHead:
    """The head of a category that had none; :func:`joined` counts what stands below it."""
    return CategoryHead(category, 0, f"{category}（0项）", 0)


def with_matter(found: Sequence[Section], matter: Matter, category: str) -> tuple[Section, ...]:
    """A new matter where it belongs. Its own row may not say the category, where the head does."""
    at, index = place_for(found, category)
    if at == len(found):
        return (*found, Section(head_for(category), (matter,)))
    rows = found[at].matters
    changed = replace(found[at], matters=(*rows[:index], matter, *rows[index:]))
    return (*found[:at], changed, *found[at + 1 :])


def without(found: Sequence[Section], gone: Matter) -> tuple[Section, ...]:
    """Without that very row (the same object)."""
    return tuple(
        replace(section, matters=tuple(each for each in section.matters if each is not gone))
        for section in found
    )


def _places(found: Iterable[Section]) -> list[list[str | None]]:
    """The numbers under each head: texts alone change none of them."""
    return [
        [None if row.number is None else row.number.value for row in section.matters] for section in found
    ]


def _counted(head: CategoryHead, count: int) -> CategoryHead:
    if head.declared is None or head.declared == count:
        return head
    exact, replaced = _IN_HEAD.subn(str(count), head.exact)
    return replace(head, declared=count, exact=exact if replaced else f"{head.name}（{count}项）")


def _total(line: str, count: int) -> str:
    return _IN_TOTAL.sub(rf"\g<1>{count}", line)


def _numbered(annex: Annex, found: Sequence[Section], matters: Sequence[Matter]) -> list[Matter]:
    if _consecutive(annex.matters):
        return [_with_number(matter, at) for at, matter in enumerate(matters, 1)]
    if all(_consecutive(section.matters) for section in sections(annex)):
        return [_with_number(matter, at) for section in found for at, matter in enumerate(section.matters, 1)]
    return list(matters)


def _consecutive(matters: Sequence[Matter]) -> bool:
    return all(
        matter.number is not None and matter.number.value.strip() == str(at)
        for at, matter in enumerate(matters, 1)
    )


def _with_number(matter: Matter, number: int) -> Matter:
    if matter.number is not None and matter.number.value.strip() == str(number):
        return matter
    return replace(matter, number=Text.plain(str(number)))
