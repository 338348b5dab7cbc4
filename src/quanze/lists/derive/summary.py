"""调整情况: what an adjustment does, in a phrase, as the keeper would write it ("修改依据和追责情形")."""

from __future__ import annotations

from collections.abc import Sequence

from quanze.lists.compare.matching import align_stages
from quanze.lists.derive.adjustment import Adjustment, Kind, stage_words, value
from quanze.lists.model import Matter, Stage, Text

WORDS: dict[str, str] = {
    "name": "名称",
    "basis": "依据",
    "category": "职权类别",
    "stages.duty": "责任事项",
    "liability": "追责情形",
    "office": "责任股室",
}
"""What a summary calls each field, in the order of the official columns. The check of summaries (C204) knows the same
words."""

CHANGED, FILLED, EMPTIED = "修改", "增加", "删去"
COUNTERPART: dict[Kind, str] = {Kind.DELEGATED: "至", Kind.TRANSFERRED: "至", Kind.TAKEN_ON: "自"}


def summary(adjustment: Adjustment) -> str:
    """The adjustment's own summary, or the one that its kind and its changed fields make."""
    if adjustment.summary is not None:
        return adjustment.summary
    kind, other = adjustment.kind, adjustment.counterpart
    if kind is Kind.CHANGED and adjustment.before and adjustment.after:
        return "；".join(_changes(adjustment.before[0], adjustment.after[0])) or kind.value
    if kind is Kind.MERGED:
        return f"将{_named(adjustment.before)}合并为{_named(adjustment.after)}"
    if kind is Kind.DIVIDED:
        return f"将{_named(adjustment.before)}分设为{_named(adjustment.after)}"
    if other and kind in COUNTERPART:
        return f"{kind.value}{COUNTERPART[kind]}{other}"
    return kind.value


def changed_fields(before: Matter, after: Matter) -> list[str]:
    """The field paths of the new state whose texts differ, in the official order; of its stages those that go on from
    one of the old. Differences of mere form count: the list's own words changed."""
    found = [
        field for field in ("name", "basis", "category") if value_at(before, field) != value_at(after, field)
    ]
    for i, j in align_stages(before.stages, after.stages):
        if i is not None and j is not None:
            old, new = before.stages[i], after.stages[j]
            found += [f"stages[{j}].name"] if value(old.name) != value(new.name) else []
            found += [f"stages[{j}].duty"] if value(old.duty) != value(new.duty) else []
    found += [field for field in ("liability", "office") if value_at(before, field) != value_at(after, field)]
    found += [
        path
        for heading in dict.fromkeys((*before.extra, *after.extra))
        if value_at(before, path := f"extra[{heading}]") != value_at(after, path)
    ]
    return found


def value_at(matter: Matter, field: str) -> str:
    """The value of a field that is no stage's."""
    if field.startswith("extra["):
        return value(matter.extra.get(field[6:-1]))
    text: Text | None = getattr(matter, field)
    return value(text)


def _changes(before: Matter, after: Matter) -> list[str]:
    """The phrases of a 变更: fields changed, filled and emptied, then stages renamed, new and gone."""
    groups: dict[str, list[str]] = {CHANGED: [], FILLED: [], EMPTIED: []}
    for path in changed_fields(before, after):
        if path.startswith("stages["):
            verb, word = CHANGED, WORDS["stages.duty"]
            if path.endswith(".name"):
                continue
        else:
            old, new = value_at(before, path).strip(), value_at(after, path).strip()
            verb = CHANGED if old and new else FILLED if new else EMPTIED
            word = path[6:-1] if path.startswith("extra[") else WORDS[path]
        if word not in groups[verb]:
            groups[verb].append(word)
    said = [f"{verb}{_listed(words)}" for verb, words in groups.items() if words]
    for i, j in align_stages(before.stages, after.stages):
        if i is None and j is not None:
            said.append(f"{FILLED}{stage_words(after.stages[j])}")
        elif j is None and i is not None:
            said.append(f"{EMPTIED}{_gone(before.stages[i])}")
        elif i is not None and j is not None:
            old, new = value(before.stages[i].name).strip(), value(after.stages[j].name).strip()
            if old != new:
                said.append(f"办理环节“{old}”改为“{new}”")
    return said


def _gone(stage: Stage) -> str:
    """A stage that is gone stands in no row of the annex, so the summary keeps its words."""
    name, duty = value(stage.name).strip(), value(stage.duty).strip()
    return f"“{name}”环节（{duty}）" if name and duty else stage_words(stage)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{'、'.join(words[:-1])}和{words[-1]}"


def _named(matters: Sequence[Matter]) -> str:
    return "".join(f"“{matter.name.value}”" for matter in matters)
