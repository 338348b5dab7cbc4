"""The columns of an annex, and the text that a matter has in each."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.lists.assemble.rows import adjustment_label
from quanze.lists.headings import COLUMN_FIELDS
from quanze.lists.model import Annex, AnnexKind, Column, Matter, Stage, Text

OFFICIAL: tuple[Column, ...] = (
    Column("序号", "number"),
    Column("项目名称", "name"),
    Column("实施依据", "basis"),
    Column("职权类别", "category"),
    Column("办理环节", "stages.name"),
    Column("责任事项", "stages.duty"),
    Column("追责情形", "liability"),
    Column("责任股室", "office"),
)
"""The columns of the adjusted and the retained annex where the list does not bring its own."""

OFFICIAL_CATALOGUE: tuple[Column, ...] = (
    Column("序号", "number"),
    Column("职权名称", "name"),
    Column("职权类别", "category"),
)

NOTES = ("adjustment.summary", "adjustment.reason")


def columns_of(annex: Annex) -> tuple[Column, ...]:
    """The annex's own columns, and the official ones for what its matters say beyond them."""
    official = OFFICIAL_CATALOGUE if annex.kind is AnnexKind.CATALOGUE else OFFICIAL
    if not annex.columns and not annex.matters:
        return official
    known = {column.field for column in annex.columns}
    said: set[str] = set()
    for matter in annex.matters:
        said.update(_said(matter))
    missing = [column for column in official if column.field in said - known]
    others = sorted(said - known - {column.field for column in missing})
    return (*annex.columns, *missing, *(Column(_heading(field), field) for field in others))


def _said(matter: Matter) -> Iterator[str]:
    """The fields that need a column: those whose text stands in a cell."""
    yield "name"
    for field in ("number", "basis", "category", "liability", "office"):
        text: Text | None = getattr(matter, field)
        if text is not None and text.exact is not None:
            yield field
    for stage in matter.stages:
        if stage.name is not None:
            yield "stages.name"
        if stage.duty is not None:
            yield "stages.duty"
    for heading in matter.extra:
        yield f"extra[{heading}]"


def _heading(field: str) -> str:
    return field[6:-1] if field.startswith("extra[") else COLUMN_FIELDS[field][0]


def lacks(matter: Matter, field: str) -> bool:
    """Whether the matter comes from a table without the column."""
    if field.startswith("stages."):
        attribute = field.removeprefix("stages.")
        return bool(matter.stages) and all(getattr(stage, attribute) is None for stage in matter.stages)
    if field == "category":
        return matter.category is None or matter.category.exact is None
    return field != "name" and text_at(matter, field) is None


def text_at(matter: Matter, field: str) -> Text | None:
    """The text of a column that is no stage's."""
    if field.startswith("extra["):
        return matter.extra.get(field[6:-1])
    if field.startswith("before["):
        return (matter.before or {}).get(field[7:-1])
    if field in NOTES:
        text = note_at(matter, field)
        return None if text is None or is_line(text, field) else text
    found: Text | None = getattr(matter, field, None)
    return found


def note_at(matter: Matter, field: str) -> Text | None:
    """调整情况 or 调整原因, wherever it stands."""
    if matter.adjustment is None:
        return None
    return matter.adjustment.summary if field == NOTES[0] else matter.adjustment.reason


def is_line(text: Text, field: str) -> bool:
    """Whether a note stood in a line of its own ("调整原因：…") rather than in a column."""
    if text.exact is None or text.exact == text.value:
        return False
    found = adjustment_label(text.exact)
    return found is not None and found[0] == field


def stage_text(stage: Stage, field: str) -> Text | None:
    """A stage's text of the column ``stages.name`` or ``stages.duty``."""
    return stage.name if field == "stages.name" else stage.duty


def last_text(matter: Matter, field: str) -> Text | None:
    """The text in the last cell that the matter has in a column."""
    if field.startswith("stages."):
        return stage_text(matter.stages[-1], field) if matter.stages else None
    return text_at(matter, field)
