"""A matter as a form of fields and rows, and what was posted as a matter again. Pure but for reading the post.

Whatever was left as it was keeps its exact text, its underlines and its merged cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quanze.lists.compare import Segment, segments
from quanze.lists.compare.matching import align_stages
from quanze.lists.edits import text_at, with_text
from quanze.lists.headings import CATEGORIES
from quanze.lists.labels import field_label
from quanze.lists.model import Matter, Stage, Text

ONE_LINE = ("name", "category", "office")
"""Fields whose blanks at the ends say nothing."""

MOST_STAGES = 200
"""Rows that are taken from one post."""


@dataclass(frozen=True, slots=True)
class Field:
    """A text to be edited beside what it was. ``name`` is that of the form's field."""

    name: str
    path: str
    label: str
    value: str
    old: str | None
    segments: tuple[Segment, ...]
    options: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether it is not as it was."""
        return self.old is not None and self.old != self.value


@dataclass(frozen=True, slots=True)
class Row:
    """A stage to be edited; ``came`` is its place in the matter as the line keeps it, blank for a new one."""

    at: int
    came: str
    name: Field
    duty: Field


@dataclass(frozen=True, slots=True)
class MatterForm:
    """One matter of a line to be edited, ``at`` its place among those that the line makes. ``gone`` are the stages
    that it had and has no more."""

    at: int
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    gone: tuple[Stage, ...]
    rest: tuple[Field, ...]


def paths(matter: Matter, headings: Iterable[str]) -> tuple[list[str], list[str]]:
    """The fields before the stages and behind them, in the order of the official columns."""
    extras = dict.fromkeys([*headings, *matter.extra])
    return ["name", "basis", "category"], ["liability", "office", *(f"extra[{each}]" for each in extras)]


def drawn(
    at: int,
    matter: Matter,
    before: Matter | None,
    headings: Iterable[str],
    came: Sequence[str] | None = None,
) -> MatterForm:
    """The form for a matter, beside ``before``. ``came`` says for each stage where it stands in the matter as the line
    keeps it; left out, this is that matter."""
    first, rest = paths(matter, headings)
    named = {path: number for number, path in enumerate([*first, *rest])}

    def field(path: str) -> Field:
        old = None if before is None else _value(text_at(before, path))
        value = _value(text_at(matter, path))
        options = tuple(dict.fromkeys([*CATEGORIES, value])) if path == "category" else ()
        return Field(
            f"m{at}-{named[path]}", path, field_label(path), value, old, _differences(old, value), options
        )

    pairs = [] if before is None else align_stages(before.stages, matter.stages)
    old_of = {j: before.stages[i] for i, j in pairs if before and i is not None and j is not None}
    gone = tuple(before.stages[i] for i, j in pairs if before and i is not None and j is None)
    rows = []
    for number, stage in enumerate(matter.stages):
        old = old_of.get(number)
        rows.append(
            Row(
                number,
                str(number) if came is None else came[number],
                _part(at, number, "name", stage.name, None if old is None else _value(old.name)),
                _part(at, number, "duty", stage.duty, None if old is None else _value(old.duty)),
            )
        )
    return MatterForm(
        at, tuple(field(path) for path in first), tuple(rows), gone, tuple(field(path) for path in rest)
    )


def _part(at: int, number: int, part: str, text: Text | None, old: str | None) -> Field:
    value = _value(text)
    label = "环节名称" if part == "name" else "责任事项"
    return Field(
        f"m{at}-s{number}-{part}", f"stages[{number}].{part}", label, value, old, _differences(old, value)
    )


def _differences(old: str | None, value: str) -> tuple[Segment, ...]:
    return () if old is None or old == value else segments(old, value)


def posted(
    at: int, data: Mapping[str, str], kept: Matter, headings: Iterable[str], *, blanks: bool = False
) -> Matter:
    """The matter that was posted. ``kept`` is how the line keeps it: what equals it stays as it is there. New rows in
    which nothing stands are left out, unless the form is to be drawn again (``blanks``)."""
    first, rest = paths(kept, headings)
    matter = kept
    for number, path in enumerate([*first, *rest]):
        name = f"m{at}-{number}"
        if name not in data:
            continue
        value = typed(data[name])
        if path in ONE_LINE:
            value = value.strip()
        was = text_at(kept, path)
        if value != _typed_back(was, strip=path in ONE_LINE) and (was is not None or value):
            matter = with_text(matter, path, Text.plain(value))
    if f"m{at}-stages" not in data:
        return matter
    stages = tuple(_stages(at, data, kept, blanks=blanks))
    return replace(matter, stages=stages, parts=_parts(matter, at, data, kept))


def came_from(at: int, data: Mapping[str, str]) -> list[str]:
    """For each row of stages that was posted, where it stands in the matter as the line keeps it."""
    return [data.get(f"m{at}-s{number}-came", "") for number in range(_count(data, at))]


def _stages(at: int, data: Mapping[str, str], kept: Matter, *, blanks: bool) -> Iterable[Stage]:
    previous = -1
    for number in range(_count(data, at)):
        came = data.get(f"m{at}-s{number}-came", "")
        source = int(came) if came.isdecimal() and int(came) < len(kept.stages) else None
        was = None if source is None else kept.stages[source]
        name, duty = (typed(data.get(f"m{at}-s{number}-{part}", "")) for part in ("name", "duty"))
        follows = source is not None and source == previous + 1
        previous = -2 if source is None else source
        stage = Stage(
            _kept_or(None if was is None else was.name, name.strip(), strip=True, merged=not follows),
            _kept_or(None if was is None else was.duty, duty),
        )
        if blanks or was is not None or name.strip() or duty.strip():
            yield stage


def _kept_or(was: Text | None, value: str, *, strip: bool = False, merged: bool = False) -> Text | None:
    """The text that is kept where it says the same. A stage's name that was merged with the row above it (``exact``
    is ``None``) is one only below that row: elsewhere it becomes a name of its own."""
    if was is None:
        return Text.plain(value) if value else None
    if _typed_back(was, strip=strip) != value or (merged and was.exact is None):
        return Text.plain(value)
    return was


def _parts(matter: Matter, at: int, data: Mapping[str, str], kept: Matter) -> Mapping[str, tuple[str, ...]]:
    """A cell that is divided along the stages stays so only while the rows do."""
    kept_rows = [str(number) for number in range(len(kept.stages))]
    return matter.parts if came_from(at, data) == kept_rows else {}


def _count(data: Mapping[str, str], at: int) -> int:
    text = data.get(f"m{at}-stages", "0")
    return min(int(text), MOST_STAGES) if text.isdecimal() and len(text) < 6 else 0


def typed(text: str) -> str:
    """A text as a browser posts it, with the line ends that we keep; PostgreSQL takes no U+0000."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _typed_back(text: Text | None, *, strip: bool = False) -> str:
    value = typed(_value(text))
    return value.strip() if strip else value


def _value(text: Text | None) -> str:
    return "" if text is None else text.value


def rows_changed(order: str, data: dict[str, str]) -> None:
    """Add, remove or move a row of stages in what was posted: ``add-<matter>``, ``remove-…``, ``up-…``,
    ``down-<matter>-<row>``. What is no such order, or leads nowhere, changes nothing."""
    verb, _, rest = order.partition("-")
    at, _, row = rest.partition("-")
    if not at.isdecimal():
        return
    count = _count(data, int(at))
    rows = [
        {key: data.get(f"m{at}-s{n}-{key}", "") for key in ("came", "name", "duty")} for n in range(count)
    ]
    if verb == "add" and count < MOST_STAGES:
        rows.append({"came": "", "name": "", "duty": ""})
    elif row.isdecimal() and int(row) < count:
        number = int(row)
        other = number + {"up": -1, "down": 1}.get(verb, 0)
        if verb == "remove":
            del rows[number]
        elif 0 <= other < count:
            rows[number], rows[other] = rows[other], rows[number]
    data[f"m{at}-stages"] = str(len(rows))
    for number, each in enumerate(rows):
        for key, value in each.items():
            data[f"m{at}-s{number}-{key}"] = value
