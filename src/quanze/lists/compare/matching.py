"""Which matter of one list is which of another, and which stage is which.

A matter's number is no identity. Its name is, then a code that stands with both (职权编码), then its content: a
renamed matter keeps most of its basis and duties. Nothing here is quadratic in the number of matters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from quanze.lists.compare.texts import fold
from quanze.lists.headings import plain
from quanze.lists.model import Matter, Stage, Text

Pair = tuple[int | None, int | None]
"""Indices of what belongs together; ``None`` on one side where it has no counterpart there."""

CODES = (
    "职权编码",
    "权力编码",
    "事项编码",
    "项目编码",
    "权责编码",
    "基本编码",
    "实施编码",
    "事项代码",
    "主项编码",
)
"""Headings of columns that number a matter for good."""

SUBITEMS = ("子项", "子项名称", "子项编码", "小项", "小项名称", "办理项", "办理项名称", "业务办理项")
"""Headings of columns that tell apart the rows of one matter."""

NAME_ALONE = 0.65
"""Names as alike as this are one matter renamed, where there is no content to look at (0 to 1)."""

RENAMED = 0.5
"""Name and content together as alike as this are one matter renamed."""

COMMON = 40
"""What more matters than this share is boilerplate: it proposes no pairs."""

RAREST = 12
"""So many of its rarest features propose partners for a matter."""

SAME_STAGE = 0.4
"""Stages less alike than this are two stages: one removed, one added."""

STAGE_NAME_WEIGHT = 0.6
"""What a stage's name weighs against its duty: a rewritten duty under an old name is still the same stage."""

CLAUSE = re.compile(r"[^,.;:、]{4,}")


def match_matters(old: Sequence[Matter], new: Sequence[Matter]) -> list[Pair]:
    """Pair the matters of two annexes, in the order of the new one; a matter that is gone stands behind the one
    that it followed."""
    to: dict[int, int] = {}
    taken: set[int] = set()

    def pair(key: Callable[[Matter], Hashable | None], *, once: bool) -> None:
        """Pair what has the same key, in order; or, where ``once``, only if it stands once on either side."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        calling: dict[Hashable, list[int]] = defaultdict(list)
        for matters, done, queue in ((old, to, waiting), (new, taken, calling)):
            for index, matter in enumerate(matters):
                if index not in done and (found := key(matter)) is not None:
                    queue[found].append(index)
        for found, left in waiting.items():
            right = calling.get(found, [])
            if once and (len(left), len(right)) != (1, 1):
                continue
            for i, j in zip(left, right, strict=False):
                to[i] = j
                taken.add(j)

    names = {matter.name.value: fold(matter.name.value) for matters in (old, new) for matter in matters}
    pair(lambda m: (names[m.name.value], _row_key(m), _content(m)), once=False)
    pair(lambda m: None if _row_key(m) is None else (names[m.name.value], _row_key(m)), once=False)
    pair(lambda m: names[m.name.value], once=True)
    pair(lambda m: names[m.name.value] if _row_key(m) is None else None, once=False)
    pair(_code, once=True)
    left = [i for i in range(len(old)) if i not in to]
    right = [j for j in range(len(new)) if j not in taken]
    for i, j in _renamed(old, new, left, right):
        to[i] = j
        taken.add(j)
    return _in_order(to, len(old), len(new))


def align_stages(old: Sequence[Stage], new: Sequence[Stage]) -> list[Pair]:
    """Pair stages without crossings, by name and duty, so that an inserted stage is one addition."""
    left, right = [_Looks(stage) for stage in old], [_Looks(stage) for stage in new]
    likeness = {
        (i, j): score
        for i, mine in enumerate(left)
        for j, theirs in enumerate(right)
        if (score := mine.likeness(theirs)) >= SAME_STAGE
    }
    rows, columns = len(old), len(new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            together = likeness[i, j] + best[i + 1][j + 1] if (i, j) in likeness else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if (i, j) in likeness and best[i][j] == likeness[i, j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    pairs.extend((at, None) for at in range(i, rows))
    pairs.extend((None, at) for at in range(j, columns))
    return pairs


class _Looks:
    """What a stage is recognised by."""

    def __init__(self, stage: Stage) -> None:
        self.name = frozenset(fold(_value(stage.name) or ""))
        self.duty = bigrams(_value(stage.duty) or "")

    def likeness(self, other: _Looks) -> float:
        """0 to 1. A name that one of the two lacks says nothing, and neither does a duty."""
        duties = bool(self.duty) + bool(other.duty)
        duty = dice(self.duty, other.duty) if duties else 1.0
        if not (self.name and other.name):
            return duty
        name = dice(self.name, other.name)
        return STAGE_NAME_WEIGHT * name + (1 - STAGE_NAME_WEIGHT) * duty if duties == 2 else name


def _renamed(
    old: Sequence[Matter], new: Sequence[Matter], left: list[int], right: list[int]
) -> Iterable[tuple[int, int]]:
    """Pairs among what has no namesake: candidates share something rare, the best pair goes first."""
    if not left or not right:
        return
    frequency = Counter(clause for matters in (old, new) for matter in matters for clause in _clauses(matter))
    contents = ({i: _clauses(old[i]) for i in left}, {j: _clauses(new[j]) for j in right})
    names = ({i: bigrams(_full_name(old[i])) for i in left}, {j: bigrams(_full_name(new[j])) for j in right})
    frequency.update(gram for side in names for grams in side.values() for gram in grams)

    def weight(clauses: frozenset[str]) -> float:
        return sum(len(clause) / max(frequency[clause], 2) for clause in clauses)

    scored = []
    for i, j in _candidates(contents, frequency) | _candidates(names, frequency):
        alike, wanted = _name_likeness(names[0][i], names[1][j]), NAME_ALONE
        mine, theirs = contents[0][i], contents[1][j]
        if mine and theirs:
            shared = weight(mine & theirs)
            alike = (alike + shared / (weight(mine) + weight(theirs) - shared)) / 2
            wanted = RENAMED
        if alike >= wanted:
            scored.append((-alike, i + j, abs(i - j), i, j))
    gone: set[int] = set()
    come: set[int] = set()
    for _, _, _, i, j in sorted(scored):
        if i not in gone and j not in come:
            gone.add(i)
            come.add(j)
            yield i, j


def _candidates(
    features: tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]], frequency: Counter[str]
) -> set[tuple[int, int]]:
    """Pairs that share one of the rarest features of either, boilerplate aside."""
    pairs: set[tuple[int, int]] = set()
    left, right = features
    for here, there, swapped in ((left, right, False), (right, left, True)):
        holders: dict[str, list[int]] = defaultdict(list)
        for index, found in there.items():
            for feature in found:
                holders[feature].append(index)
        for index, found in here.items():
            rare = [feature for feature in found if feature in holders and frequency[feature] <= COMMON]
            for feature in sorted(rare, key=lambda feature: (frequency[feature], feature))[:RAREST]:
                pairs.update((other, index) if swapped else (index, other) for other in holders[feature])
    return pairs


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, folded; a single character stands for itself."""
    key = fold(text)
    if len(key) < 2:
        return frozenset({key} if key else ())
    return frozenset(key[i : i + 2] for i in range(len(key) - 1))


def dice(left: frozenset[str], right: frozenset[str]) -> float:
    """How alike two sets are: 0 to 1 (twice what they share by what they hold; two empty ones are not alike)."""
    size = len(left) + len(right)
    return 2 * len(left & right) / size if size else 0.0


def _name_likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Between :func:`dice` and the part of the shorter name that the longer one holds: a name often only grows."""
    shorter = min(len(left), len(right))
    return (dice(left, right) + len(left & right) / shorter) / 2 if shorter else 0.0


def _clauses(matter: Matter) -> frozenset[str]:
    """What the basis and the duties say, in pieces. The liability is boilerplate and says nothing of the matter."""
    texts = (matter.basis, *(stage.duty for stage in matter.stages))
    return frozenset(
        clause
        for text in texts
        if text is not None and text.value
        for clause in CLAUSE.findall(fold(text.value))
    )


def _content(matter: Matter) -> Hashable:
    return (_value(matter.basis), tuple((_value(stage.name), _value(stage.duty)) for stage in matter.stages))


def _row_key(matter: Matter) -> Hashable | None:
    found = tuple(
        (heading, fold(text.value))
        for heading, text in sorted(matter.extra.items())
        if text.value and plain(heading) in (*SUBITEMS, *CODES)
    )
    return found or None


def _full_name(matter: Matter) -> str:
    subitems = [t.value for heading, t in sorted(matter.extra.items()) if plain(heading) in SUBITEMS]
    return " ".join((matter.name.value, *subitems))


def _code(matter: Matter) -> Hashable | None:
    for heading, text in sorted(matter.extra.items()):
        if text.value and plain(heading) in CODES:
            return fold(text.value)
    return None


def _value(text: Text | None) -> str | None:
    return None if text is None else text.value


def _in_order(to: dict[int, int], old_size: int, new_size: int) -> list[Pair]:
    gone_after: dict[int, list[int]] = defaultdict(list)
    place = -1
    for i in range(old_size):
        if i in to:
            place = to[i]
        else:
            gone_after[place].append(i)
    back = {j: i for i, j in to.items()}
    pairs: list[Pair] = [(i, None) for i in gone_after[-1]]
    for j in range(new_size):
        pairs.append((back.get(j), j))
        pairs.extend((i, None) for i in gone_after[j])
    return pairs
