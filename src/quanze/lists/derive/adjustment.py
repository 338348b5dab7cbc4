"""An adjustment as a value: what kind, which matters it ends, which it leaves, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from quanze.lists.compare import match_matters
from quanze.lists.compare.texts import fold
from quanze.lists.model import Matter, Stage, Text, fields


class Kind(StrEnum):
    """The kinds of adjustment. Sources: the rules on keeping such lists name 新增 (增加), 取消, 下放, 承接, 变更, 合并,
    分设 (拆分) and 划转 as its causes."""

    ADDED = "新增"
    CANCELLED = "取消"
    DELEGATED = "下放"
    TAKEN_ON = "承接"
    CHANGED = "变更"
    MERGED = "合并"
    DIVIDED = "分设"
    TRANSFERRED = "划转"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One adjustment. ``before`` are the matters as they stood, ``after`` as they will stand; a kind that only ends
    or only begins matters has none on one side. ``counterpart`` is to whom a matter goes (下放, 划转) or from whom it
    comes (承接). ``summary`` is the keeper's own 调整情况; where it is ``None`` one is made from what changed."""

    kind: Kind
    before: tuple[Matter, ...]
    after: tuple[Matter, ...]
    reason: str = ""
    counterpart: str | None = None
    summary: str | None = None


def proposed(before: Sequence[Matter], after: Sequence[Matter]) -> list[Adjustment]:
    """What lies between two states of a list: 变更, 新增 and 取消, without their reasons. That two matters became one,
    or that one went elsewhere, no comparison can know: the keeper says so."""
    found = []
    for i, j in match_matters(before, after):
        if i is None and j is not None:
            found.append(Adjustment(Kind.ADDED, (), (after[j],)))
        elif i is not None and j is None:
            found.append(Adjustment(Kind.CANCELLED, (before[i],), ()))
        elif i is not None and j is not None and not alike(before[i], after[j]):
            found.append(Adjustment(Kind.CHANGED, (before[i],), (after[j],)))
    return found


def alike(before: Matter, after: Matter) -> bool:
    """Whether two states of a matter say the same, its number and mere form aside."""
    return _said(before) == _said(after)


def _said(matter: Matter) -> dict[str, str]:
    return {
        path: text
        for path, found in fields(matter)
        if not path.startswith(("number", "before[", "adjustment.")) and (text := fold(found.value))
    }


def value(text: Text | None) -> str:
    """The text's value, "" where there is none."""
    return "" if text is None else text.value


def stage_words(stage: Stage) -> str:
    """How a summary names a stage."""
    name, duty = value(stage.name).strip(), value(stage.duty).strip()
    return f"“{name}”环节" if name else f"责任事项“{duty}”"
