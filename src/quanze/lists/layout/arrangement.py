"""Which row of a matter each of its stages, and each text that cannot stand in the first row, is drawn in.

Mostly a row for each stage, and all else merged over them. Where a column is divided along the rows there can be
rows without a stage; such a row must not be blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quanze.lists.headings import is_sub_item
from quanze.lists.layout.columns import stage_text, text_at
from quanze.lists.model import Matter

FIRST = frozenset({"number", "name", "before[name]"})
"""Columns whose texts begin a matter and so stand in its first row."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How many rows the matter takes, the row of each stage, and the rows of texts that stand lower than the first."""

    count: int
    stages: tuple[int, ...]
    lowered: Mapping[str, int] = field(default_factory=dict)


def arrange(matter: Matter, fields: Sequence[str], merged: set[str]) -> Arrangement:
    """The rows of a matter in a table of these columns, of which some are merged with the matter above."""
    first = int(_is_below_blank(matter, merged))
    stages = len(matter.stages)
    if not matter.parts:
        return Arrangement(max(1, first + stages), tuple(range(first, first + stages)))
    count = max(first + stages, *(len(parts) for parts in matter.parts.values()))
    weak = [row for row in range(first, count) if _is_weak(matter, row)]
    wanted = [0, *weak] if merged & {"stages.name", "stages.duty"} and not first else weak
    chosen = list(dict.fromkeys(wanted))[:stages]
    chosen += [row for row in range(first, count) if row not in chosen][: stages - len(chosen)]
    movable = (name for name in fields if name not in merged and _is_movable(matter, name))
    left = (row for row in weak if row not in chosen)
    return Arrangement(count, tuple(sorted(chosen)), dict(zip(movable, left, strict=False)))


def _is_below_blank(matter: Matter, merged: set[str]) -> bool:
    """Whether a blank cell that begins above it covers the first stage's name or duty."""
    if not matter.stages:
        return False
    texts = [(name, stage_text(matter.stages[0], name)) for name in ("stages.name", "stages.duty")]
    return any(
        text is not None and text.exact is None and text.value == "" and name not in merged
        for name, text in texts
    )


def _is_weak(matter: Matter, row: int) -> bool:
    """Whether the row would be blank, were it without a stage."""
    return row > 0 and not any(row < len(parts) and parts[row].strip() for parts in matter.parts.values())


def _is_movable(matter: Matter, name: str) -> bool:
    """Whether a column's one text may stand in any row."""
    if name in FIRST or name in matter.parts or name.startswith("stages.") or is_sub_item(name):
        return False
    text = text_at(matter, name)
    return text is not None and bool((text.exact or "").strip())
