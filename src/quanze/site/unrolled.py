"""A row of the list unrolled for reading: its stages with their duties, and what an adjustment changed in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.lists.compare import Op, Segment, segments
from quanze.lists.labels import field_label
from quanze.lists.model import Matter, Text

SCARCE = 4
"""Where less than one part in so many of a text stayed, it was replaced as a whole."""


@dataclass(frozen=True, slots=True)
class ShownStage:
    """A stage with all its duties. ``name`` is blank where the list names none; ``office`` is given where the list
    divides the offices along the stages. ``number`` counts the named ones; ``fields`` are the paths of the duties."""

    number: int | None
    name: str
    duties: tuple[Text, ...]
    office: str | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A field that the annex of adjustments shows in its old and its new text. ``whole`` says that so little stayed
    that single differences would tell nothing."""

    field: str
    before: Text
    after: Text
    segments: tuple[Segment, ...]
    whole: bool

    @property
    def label(self) -> str:
        """The field in words."""
        return field_label(self.field)


def stages(matter: Matter) -> tuple[ShownStage, ...]:
    """The stages in their order; a name that is merged over several rows is one stage with several duties."""
    offices = matter.parts.get("office", ())
    shown: list[ShownStage] = []
    number = 0
    for row, stage in enumerate(matter.stages):
        name = stage.name
        duties = () if stage.duty is None or not stage.duty.value.strip() else (stage.duty,)
        places = (f"stages[{row}].duty",) if duties else ()
        office = offices[row].strip() if row < len(offices) else ""
        continued = shown and name is not None and name.exact is None and name.value == shown[-1].name
        if continued or (shown and name is None):
            last = shown[-1]
            shown[-1] = ShownStage(
                last.number,
                last.name,
                (*last.duties, *duties),
                last.office or office or None,
                (*last.fields, *places),
            )
            continue
        words = "" if name is None else name.value.strip()
        number += bool(words)
        shown.append(ShownStage(number if words else None, words, duties, office or None, places))
    return tuple(stage for stage in shown if stage.name or stage.duties)


def revisions(matter: Matter) -> tuple[Revision, ...]:
    """What the annex of adjustments changed in a matter, field by field, down to the characters."""
    found = []
    for field, before in (matter.before or {}).items():
        after = _text_at(matter, field) or Text.plain("")
        parts = segments(before.value, after.value)
        shared = sum(len(part.text) for part in parts if part.op is Op.EQUAL)
        longer = max(len(before.value), len(after.value))
        found.append(Revision(field, before, after, parts, whole=shared * SCARCE < longer))
    return tuple(found)


def _text_at(matter: Matter, field: str) -> Text | None:
    if field.startswith("extra["):
        return matter.extra.get(field[6:-1])
    if field.startswith("stages["):
        index, _, part = field[7:].partition("].")
        return getattr(matter.stages[int(index)], part, None) if int(index) < len(matter.stages) else None
    return getattr(matter, field, None)
