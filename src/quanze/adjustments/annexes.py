"""The annex of adjustments, from the changes: old text above new with the new underlined, and below them why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from quanze.adjustments.kinds import Kind
from quanze.lists.compare import Op, compare_matters, segments
from quanze.lists.edits import text_at, with_text
from quanze.lists.labels import FIELDS
from quanze.lists.model import AdjustmentNote, AnnexKind, Matter, Span, Text
from quanze.lists.underline import tidy

_Marks = Callable[[str, Text], Sequence[Span]]

TOLD = ("name", "basis", "category", "stages", "liability", "office")
"""The fields that 调整情况 names, in the order of the official columns."""

WORDS = {**FIELDS, "name": "名称", "basis": "依据", "stages": "办理环节和责任事项"}


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the annex tells of it. ``summary`` is the keeper's own 调整情况, or ``""``."""

    kind: Kind
    before: tuple[Matter, ...]
    after: tuple[Matter, ...]
    summary: str
    reason: str
    counterpart: str = ""


def rows(told: Told) -> tuple[Matter, ...]:
    """The rows of one change: a changed matter once, with both texts; what ends as it stood, what begins with all its
    text underlined."""
    note = AdjustmentNote(_note("调整情况", told.summary or summary(told)), _note("调整原因", told.reason))
    if told.kind is Kind.CHANGED:
        shown = [_changed(old, new) for old, new in zip(told.before, told.after, strict=True)]
    else:
        shown = [*map(plain, told.before), *map(_underlined, told.after)]
    return tuple(replace(matter, adjustment=note) for matter in shown)


def summary(told: Told) -> str:
    """调整情况 as it follows from the change: 修改依据和追责情形."""
    before, after = ("".join(f"“{each.name.value}”" for each in side) for side in (told.before, told.after))
    match told.kind:
        case Kind.CHANGED:
            fields = changed_fields(told.before[0], told.after[0])
            said = [WORDS[field] for field in TOLD if field in fields]
            said += [field for field in fields if field not in TOLD]
            return f"修改{_listed(said)}" if said else "文字不变"
        case Kind.MERGED:
            return f"{before}合并为{after}"
        case Kind.DIVIDED:
            return f"{before}分设为{after}"
        case Kind.DELEGATED:
            return f"下放至{told.counterpart}"
        case Kind.TAKEN_ON:
            return f"承接自{told.counterpart}"
        case Kind.TRANSFERRED:
            return f"划转至{told.counterpart}" if told.before else f"由{told.counterpart}划入"
    return told.kind.label


def changed_fields(before: Matter, after: Matter) -> list[str]:
    """Which fields differ: the first words of their paths, or the headings of further columns."""
    found: dict[str, None] = {}
    for change in compare_matters(AnnexKind.RETAINED, before, after):
        path = change.field or ""
        word = path[6:-1] if path.startswith("extra[") else path.partition("[")[0]
        if word not in ("number", "before", "adjustment.summary", "adjustment.reason"):
            found.setdefault(word)
    return list(found)


def plain(matter: Matter) -> Matter:
    """The matter without underlines and without what an earlier adjustment left."""
    return _marked(replace(matter, before=None, adjustment=None), lambda _, text: ())


def _changed(before: Matter, after: Matter) -> Matter:
    """The new state with the old text of each field that changed, the new characters underlined."""
    old: dict[str, Text] = {}

    def marks(path: str, text: Text) -> Sequence[Span]:
        was = text_at(before, path)
        if was is None or was.value == text.value:
            return () if was is not None else ((0, len(text.value)),)
        if was.value.strip():
            old[path] = Text.plain(was.value)
        return inserted(was.value, text.value)

    shown = _marked(plain(after), marks)
    parts = {path: found for path, found in shown.parts.items() if path not in old}
    return replace(shown, before=old, parts=parts)


def inserted(old: str, new: str) -> tuple[Span, ...]:
    """Which characters of the new text are new."""
    spans, end = [], 0
    for segment in segments(old, new):
        if segment.op is Op.INSERT:
            spans.append((end, end + len(segment.text)))
        if segment.op is not Op.DELETE:
            end += len(segment.text)
    return tidy(new, spans)


def _underlined(matter: Matter) -> Matter:
    return _marked(
        plain(matter),
        lambda path, text: () if path == "category" else tidy(text.value, [(0, len(text.value))]),
    )


def _marked(matter: Matter, marks: _Marks) -> Matter:
    for path in (*_paths(matter),):
        text = text_at(matter, path)
        if text is not None and text.exact is not None:
            spans = tuple(marks(path, text))
            if spans != text.marks:
                parts = matter.parts
                matter = replace(with_text(matter, path, replace(text, marks=spans)), parts=parts)
    return matter


def _paths(matter: Matter) -> Iterable[str]:
    yield from ("name", "basis", "category", "liability", "office")
    for at in range(len(matter.stages)):
        yield from (f"stages[{at}].name", f"stages[{at}].duty")
    yield from (f"extra[{heading}]" for heading in matter.extra)


def _note(label: str, text: str) -> Text | None:
    return Text(text, f"{label}：{text}") if text else None


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{'、'.join(words[:-1])}和{words[-1]}"
