"""Two lists: annex by annex, matter by matter, field by field, down to the characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from quanze.lists.compare.matching import align_stages, match_matters
from quanze.lists.compare.texts import Nature, Segment, fold, segments
from quanze.lists.model import Annex, AnnexKind, CategoryHead, ListDocument, Matter, Stage, Text, fields


class Kind(StrEnum):
    """What happened to the thing that a change speaks of."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``matter`` and ``number`` are those of the new list, or of the old one for what is gone; both are ``None`` where
    an annex as a whole changed, and ``annex`` too where the list did. ``field`` is ``None`` where a whole matter was
    added or removed: ``before`` or ``after`` then hold its name. Otherwise it is a field path whose indices count in
    the new list, or in the old one for what is gone. A ``stages[2]`` that was added or removed holds name and duty,
    joined by ``：``. ``before`` and ``after`` are the texts; ``None`` says that there is none.

    ``substantive`` is false where the texts differ in blanks, line ends or width alone, and for ``number``: a place
    in the order is not content.
    """

    annex: AnnexKind | None
    matter: str | None
    number: str | None
    kind: Kind
    field: str | None
    before: str | None
    after: str | None
    substantive: bool
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, in the order of the new list.

    An annex that only one list has is named once, in ``only_in_old`` or ``only_in_new``, and its matters are no
    changes. Where the lists have no annex in common, ``names_only`` is true: then the names of their fullest
    annexes are compared and nothing else.
    """

    changes: tuple[Change, ...]
    only_in_old: tuple[AnnexKind, ...] = ()
    only_in_new: tuple[AnnexKind, ...] = ()
    names_only: bool = False

    @property
    def same(self) -> bool:
        """Whether there is no difference at all, not even in form."""
        return not (self.changes or self.only_in_old or self.only_in_new)


FULLEST = (AnnexKind.RETAINED, AnnexKind.CATALOGUE, AnnexKind.ADJUSTED)
"""Which annex stands for a list where only names can be compared."""

ORDER_ONLY = frozenset({"number"})
"""Fields that say where a matter stands, not what it is."""


def compare(old: ListDocument, new: ListDocument) -> Comparison:
    """What changed from one list to the other. Underlines, column headings and exact spellings of normalised names
    are not compared."""
    changes = [*_change(None, None, "agency", old.agency, new.agency)]
    only_in_old: list[AnnexKind] = []
    only_in_new: list[AnnexKind] = []
    common = False
    for kind in AnnexKind:
        left = [annex for annex in old.annexes if annex.kind is kind]
        right = [annex for annex in new.annexes if annex.kind is kind]
        for mine, theirs in zip_longest(left, right):
            if mine is None:
                only_in_new.append(kind)
            elif theirs is None:
                only_in_old.append(kind)
            else:
                common = True
                changes.extend(_annex_changes(mine, theirs))
    if not common:
        changes.extend(_name_changes(old, new))
    return Comparison(tuple(changes), tuple(only_in_old), tuple(only_in_new), names_only=not common)


def _annex_changes(old: Annex, new: Annex) -> Iterator[Change]:
    kind = new.kind
    yield from _change(kind, None, "label", old.label, new.label)
    yield from _change(kind, None, "title", old.title, new.title)
    yield from _change(kind, None, "head", _lines(old.head), _lines(new.head))
    yield from _change(kind, None, "declared_total", _count(old.declared_total), _count(new.declared_total))
    yield from _category_changes(kind, old.categories, new.categories)
    for i, j in match_matters(old.matters, new.matters):
        if i is not None and j is not None:
            if old.matters[i] != new.matters[j]:
                yield from _matter_changes(kind, old.matters[i], new.matters[j])
        elif i is not None:
            yield from _change(kind, old.matters[i], None, old.matters[i].name.value, None)
        elif j is not None:
            yield from _change(kind, new.matters[j], None, None, new.matters[j].name.value)
    for field in ("service_phone", "complaint_body", "complaint_phone", "address"):
        before: str | None = getattr(old.contact, field, None)
        after: str | None = getattr(new.contact, field, None)
        yield from _change(kind, None, f"contact.{field}", before, after)
    yield from _change(kind, None, "tail", _lines(old.tail), _lines(new.tail))


def compare_matters(annex: AnnexKind, old: Matter, new: Matter) -> tuple[Change, ...]:
    """What changed from one text of a matter to another, in the order of the columns. It is for the caller to know
    that the two are one matter."""
    return () if old == new else tuple(_matter_changes(annex, old, new))


def _name_changes(old: ListDocument, new: ListDocument) -> Iterator[Change]:
    left, right = _fullest(old), _fullest(new)
    if left is None or right is None:
        return
    mine, theirs = _bare(left.matters), _bare(right.matters)
    for i, j in match_matters(mine, theirs):
        if i is not None and j is not None:
            yield from _change(right.kind, theirs[j], "name", mine[i].name.value, theirs[j].name.value)
        elif i is not None:
            yield from _change(left.kind, mine[i], None, mine[i].name.value, None)
        elif j is not None:
            yield from _change(right.kind, theirs[j], None, None, theirs[j].name.value)


def _fullest(document: ListDocument) -> Annex | None:
    return next((annex for kind in FULLEST if (annex := document.annex(kind)) is not None), None)


def _bare(matters: Sequence[Matter]) -> list[Matter]:
    return [Matter(matter.number, matter.name) for matter in matters]


COLUMNS = (
    "number",
    "name",
    "basis",
    "category",
    "stages",
    "liability",
    "office",
    "extra",
    "before",
    "adjustment",
)
"""The official order of columns, by the first word of a field path."""


def _matter_changes(kind: AnnexKind, old: Matter, new: Matter) -> list[Change]:
    left, right = _texts(old), _texts(new)
    changes = [*_stage_changes(kind, new, old.stages, new.stages)]
    for path in dict.fromkeys((*left, *right)):
        changes.extend(_change(kind, new, path, left.get(path), right.get(path)))
    return sorted(changes, key=lambda change: COLUMNS.index(re.split(r"[\[.]", change.field or "")[0]))


def _texts(matter: Matter) -> Mapping[str, str]:
    """Each text but those of the stages, which are aligned first."""
    return {path: text.value for path, text in fields(matter) if not path.startswith("stages[")}


def _stage_changes(
    kind: AnnexKind, matter: Matter, old: tuple[Stage, ...], new: tuple[Stage, ...]
) -> Iterator[Change]:
    if old == new:
        return
    for i, j in align_stages(old, new):
        if i is not None and j is not None:
            path = f"stages[{j}]"
            yield from _change(kind, matter, f"{path}.name", _value(old[i].name), _value(new[j].name))
            yield from _change(kind, matter, f"{path}.duty", _value(old[i].duty), _value(new[j].duty))
        elif i is not None:
            yield from _change(kind, matter, f"stages[{i}]", _stage_text(old[i]), None, whole=True)
        elif j is not None:
            yield from _change(kind, matter, f"stages[{j}]", None, _stage_text(new[j]), whole=True)


def _stage_text(stage: Stage) -> str:
    return "：".join(text.value for text in (stage.name, stage.duty) if text is not None and text.value)


def _category_changes(
    kind: AnnexKind, old: Sequence[CategoryHead], new: Sequence[CategoryHead]
) -> Iterator[Change]:
    """By name: the order of the ten is fixed, and an empty one may be left out."""
    waiting = {key: (index, old[index]) for index, key in _by_name(old)}
    for index, key in _by_name(new):
        if key in waiting:
            before, after = waiting.pop(key)[1].declared, new[index].declared
            yield from _change(kind, None, f"categories[{index}].declared", _count(before), _count(after))
        else:
            yield from _change(kind, None, f"categories[{index}]", None, new[index].exact, whole=True)
    for index, head in waiting.values():
        yield from _change(kind, None, f"categories[{index}]", head.exact, None, whole=True)


def _by_name(heads: Sequence[CategoryHead]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Index and key of each head: its name, and which one of that name it is."""
    seen: Counter[str] = Counter()
    for index, head in enumerate(heads):
        name = fold(head.name)
        yield index, (name, seen[name])
        seen[name] += 1


def _change(
    annex: AnnexKind | None,
    matter: Matter | None,
    field: str | None,
    before: str | None,
    after: str | None,
    *,
    whole: bool = False,
) -> Iterator[Change]:
    """The change from one text to another, or none. A column that the document lacks and a blank cell are alike.

    ``whole`` says that the field is a thing of its own, which is added or removed, not filled or emptied.
    """
    if before == after or not (before or after or whole or field is None):
        return
    kind = Kind.CHANGED
    if whole or field is None:
        kind = Kind.ADDED if before is None else Kind.REMOVED
    runs = segments(before or "", after or "")
    yield Change(
        annex=annex,
        matter=None if matter is None else matter.name.value,
        number=None if matter is None or matter.number is None else matter.number.value,
        kind=kind,
        field=field,
        before=before,
        after=after,
        substantive=kind is not Kind.CHANGED
        or (field not in ORDER_ONLY and any(run.nature is Nature.SUBSTANCE for run in runs)),
        segments=runs,
    )


def _value(text: Text | None) -> str | None:
    return None if text is None else text.value


def _lines(lines: tuple[str, ...]) -> str | None:
    return "\n".join(lines) or None


def _count(number: int | None) -> str | None:
    return None if number is None else str(number)
