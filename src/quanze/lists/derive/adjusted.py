"""附件 2: the matters that an adjustment touches, old text above new with the new underlined, and below them why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from quanze.lists.assemble.adjusted import split_old_new
from quanze.lists.compare import Op, segments
from quanze.lists.compare.matching import align_stages
from quanze.lists.derive.adjustment import Adjustment, Kind, value
from quanze.lists.derive.summary import changed_fields, summary, value_at
from quanze.lists.layout.columns import OFFICIAL, columns_of
from quanze.lists.model import AdjustmentNote, Annex, AnnexKind, Column, Matter, Span, Stage, Text
from quanze.lists.underline import tidy

MOSTLY = 0.5
"""A text of which more than this share is new is a new text."""


def adjusted(
    adjustments: Iterable[Adjustment],
    title: str,
    *,
    label: str = "附件2",
    columns: Sequence[Column] = OFFICIAL,
) -> Annex:
    """The annex. Its matters are numbered from 1, as in the order given."""
    matters = [matter for adjustment in adjustments for matter in entries(adjustment)]
    annex = Annex(
        kind=AnnexKind.ADJUSTED,
        title=title,
        label=label,
        columns=tuple(columns),
        matters=tuple(
            replace(matter, number=Text.plain(str(number))) for number, matter in enumerate(matters, start=1)
        ),
    )
    return replace(annex, columns=columns_of(annex))


def entries(adjustment: Adjustment) -> tuple[Matter, ...]:
    """The adjustment's matters as the annex shows them, each with its note: a changed one once, with both texts; what
    ends as it stood; what begins with all its text underlined."""
    note = AdjustmentNote(_note("调整情况", summary(adjustment)), _note("调整原因", adjustment.reason))
    if adjustment.kind is Kind.CHANGED and len(adjustment.before) == len(adjustment.after):
        pairs = zip(adjustment.before, adjustment.after, strict=True)
        shown = [_changed(old, new) for old, new in pairs]
    else:
        shown = [*map(plain, adjustment.before), *map(_new, adjustment.after)]
    return tuple(replace(matter, adjustment=note) for matter in shown)


def _note(label: str, text: str) -> Text | None:
    return Text(text, f"{label}：{text}") if text else None


def plain(matter: Matter) -> Matter:
    """The matter without underlines and without what an earlier adjustment left."""
    return _with(replace(matter, before={}, adjustment=None), lambda _, text: replace(text, marks=()))


def _new(matter: Matter) -> Matter:
    """The matter with all its text underlined but number and category, which are no text of its own."""

    def marked(path: str, text: Text) -> Text:
        return text if path == "category" else _underlined(text)

    return _with(plain(matter), marked)


def _changed(before: Matter, after: Matter) -> Matter:
    """The new state with the old text of each field that changed."""
    after = plain(after)
    to = {j: i for i, j in align_stages(before.stages, after.stages) if i is not None and j is not None}
    old: dict[str, Text] = {}
    paths = set(changed_fields(before, after))

    def marked(path: str, text: Text) -> Text:
        if path.startswith("stages["):
            index, _, part = path[7:].partition("].")
            if int(index) not in to:
                return _underlined(text)
            # The name of a stage is too short for two texts: its old one stands in the summary.
            was = "" if part == "name" else value(before.stages[to[int(index)]].duty)
        else:
            was = value_at(before, path)
        if path not in paths or not text.value.strip():
            return text
        if not was.strip():
            return _underlined(text)
        old[path] = Text.plain(was)
        return Text(text.value, text.value, _marks(was, text.value))

    shown = _with(after, marked)
    return replace(
        shown, before=old, parts={path: parts for path, parts in after.parts.items() if path not in old}
    )


def _marks(old: str, new: str) -> tuple[Span, ...]:
    """The underlines of a new text: the characters that are new; or all of it where most are, or where the new alone
    would not show where the old text ends."""
    end = 0
    spans: list[Span] = []
    for segment in segments(old, new):
        if segment.op is Op.INSERT:
            spans.append((end, end + len(segment.text)))
        if segment.op is not Op.DELETE:
            end += len(segment.text)
    marks = tidy(new, spans)
    offset = len(old) + 1
    moved = tuple((start + offset, stop + offset) for start, stop in marks)
    if sum(stop - start for start, stop in marks) > MOSTLY * len(new) or split_old_new(
        f"{old}\n{new}", moved
    ) != (old, new, marks):
        return tidy(new, [(0, len(new))])
    return marks


def _underlined(text: Text) -> Text:
    if text.exact is None:  # the cell above shows it
        return text
    return replace(text, marks=tidy(text.value, [(0, len(text.value))]))


def _with(matter: Matter, change: Callable[[str, Text], Text]) -> Matter:
    """The matter with each of its texts but the number changed, by its field path."""

    def changed(path: str, text: Text | None) -> Text | None:
        return None if text is None else change(path, text)

    return replace(
        matter,
        name=change("name", matter.name),
        basis=changed("basis", matter.basis),
        category=changed("category", matter.category),
        stages=tuple(
            Stage(changed(f"stages[{index}].name", stage.name), changed(f"stages[{index}].duty", stage.duty))
            for index, stage in enumerate(matter.stages)
        ),
        liability=changed("liability", matter.liability),
        office=changed("office", matter.office),
        extra={heading: change(f"extra[{heading}]", text) for heading, text in matter.extra.items()},
    )
