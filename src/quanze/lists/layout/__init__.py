"""An annex as its official layout shows it: lines and tables of cells that every writer draws alike.

Label, title and head lines; then a table under the document's own headings, one row per stage with the other cells
merged over them, categories as rows across the table, 调整情况 and 调整原因 across it below their matter, the contact
as its foot; then what stood after. Reading what was drawn gives the annex again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from quanze.lists.grid import Cell
from quanze.lists.headings import CATEGORIES, category_line, declared_total
from quanze.lists.layout.arrangement import Arrangement, arrange
from quanze.lists.layout.columns import (
    NOTES,
    columns_of,
    is_line,
    lacks,
    last_text,
    note_at,
    stage_text,
    text_at,
)
from quanze.lists.layout.drawing import Drawing, contact_lines, drawn, note_line, part_marks
from quanze.lists.model import Annex, CategoryHead, Column, ListDocument, Matter, Text


class Role(StrEnum):
    """What a line or a row is to the annex; writers choose its look by it."""

    LABEL = "label"
    TITLE = "title"
    HEAD = "head"
    HEADER = "header"
    CATEGORY = "category"
    MATTER = "matter"
    ADJUSTMENT = "adjustment"
    FOOT = "foot"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A paragraph outside the tables."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row: the cells that begin in it, by column. ``matter`` is the index in ``Annex.matters`` that it shows."""

    role: Role
    cells: tuple[Cell, ...]
    matter: int | None = None


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table; its first row is the header. A row across the table has one cell over all ``columns``."""

    columns: tuple[Column, ...]
    rows: tuple[LaidRow, ...]


@dataclass(frozen=True, slots=True)
class LaidAnnex:
    """One annex. There is more than one table only where the annex has matters under different headings."""

    annex: Annex
    above: tuple[LaidLine, ...]
    tables: tuple[LaidTable, ...]
    below: tuple[LaidLine, ...]


def lay_out(document: ListDocument) -> tuple[LaidAnnex, ...]:
    """The layout of each annex."""
    return tuple(lay_out_annex(annex) for annex in document.annexes)


def lay_out_annex(annex: Annex) -> LaidAnnex:
    """The layout of one annex."""
    above = []
    if annex.label is not None:
        above.append(LaidLine(Role.LABEL, annex.label))
    if annex.title is not None:
        above.append(LaidLine(Role.TITLE, annex.title))
    above += [LaidLine(Role.HEAD, line) for line in annex.head]
    total = annex.declared_total
    if total is not None and all(declared_total(line) is None for line in annex.head):
        above.append(LaidLine(Role.HEAD, f"（共 {total} 项）"))
    return LaidAnnex(
        annex, tuple(above), _tables(annex), tuple(LaidLine(Role.TAIL, line) for line in annex.tail)
    )


# tables


def _tables(annex: Annex) -> tuple[LaidTable, ...]:
    """The annex's tables; before them all headings by themselves where no matter's table has them all in order."""
    columns = columns_of(annex)
    tables = tuple(_filled_tables(annex, columns))
    if tuple(dict.fromkeys(column for table in tables for column in table.columns)) == columns:
        return tables
    return (_TableDraft(columns).table(), *tables)


def _filled_tables(annex: Annex, columns: tuple[Column, ...]) -> Iterator[LaidTable]:
    draft = _TableDraft(columns)
    heads = sorted(annex.categories, key=lambda head: head.at)
    for index, matter in enumerate(annex.matters):
        due = [head for head in heads if head.at <= index]
        del heads[: len(due)]
        if due:
            draft.part()
        needed = draft.columns_for(matter, columns)
        if needed != draft.columns:
            if draft.rows:
                yield draft.table()
            draft = _TableDraft(needed)
        for head in due:
            draft.across(Role.CATEGORY, _category_text(head))
        draft.matter(index, matter)
    for head in heads:
        draft.across(Role.CATEGORY, _category_text(head))
    for line in contact_lines(annex.contact):
        draft.across(Role.FOOT, line)
    yield draft.table()


def _category_text(head: CategoryHead) -> str:
    if category_line(head.exact.strip()) == (head.name, head.declared):
        return head.exact
    ordinal = f"{'一二三四五六七八九十'[CATEGORIES.index(head.name)]}、" if head.name in CATEGORIES else ""
    count = "" if head.declared is None else f"（{head.declared}项）"
    return f"{ordinal}{head.name}{count}"


class _TableDraft:
    """A table while its rows are drawn."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        self.rows: list[tuple[Role, int | None]] = []
        self._drawing = Drawing(len(columns))
        self._above: dict[str, Text | None] = {}

    def table(self) -> LaidTable:
        """The finished table, header first."""
        header = tuple(Cell(column.heading, at) for at, column in enumerate(self.columns))
        rows = [LaidRow(Role.HEADER, header)]
        for (role, matter), cells in zip(self.rows, self._drawing.rows(), strict=True):
            rows.append(LaidRow(role, cells, matter))
        return LaidTable(self.columns, tuple(rows))

    def columns_for(self, matter: Matter, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns of the matter's table: all but those of which it has nothing, not even a blank."""
        mine = {column.field for column in self.columns}

        def has(field: str) -> bool:
            return (
                field in mine
                if field.startswith("stages.") and not matter.stages
                else not lacks(matter, field)
            )

        same = tuple(column for column in columns if has(column.field) or self._merged(matter, column.field))
        return same if same == self.columns else tuple(column for column in columns if has(column.field))

    def part(self) -> None:
        """Ends what can be merged with the matters above."""
        self._above = {}

    def across(self, role: Role, text: str, matter: int | None = None) -> None:
        """A row of one text over the whole table."""
        self.rows.append((role, matter))
        self._drawing.across(text)
        self.part()

    def matter(self, index: int, matter: Matter) -> None:
        """The rows of a matter and of its adjustment."""
        fields = [column.field for column in self.columns]
        merged = {field for field in fields if self._merged(matter, field)}
        rows = arrange(matter, fields, merged)
        count = rows.count
        start = self._drawing.add(count)
        self.rows += [(Role.MATTER, index)] * count
        for column, field in enumerate(fields):
            if field.startswith("stages."):
                self._stages(matter, column, start, rows, merged)
            elif field in merged:
                self._drawing.extend(column, start + count)
            elif field in matter.parts:
                self._parts(matter, column, start, count)
            else:
                before = None if f"before[{field}]" in fields else (matter.before or {}).get(field)
                row = rows.lowered.get(field, 0)
                if row:
                    self._drawing.cell(("", ()), column, start, row)
                self._drawing.cell(drawn(text_at(matter, field), before), column, start + row, count - row)
        self._above = {field: last_text(matter, field) for field in fields}
        for field in NOTES:
            note = note_at(matter, field)
            if note is not None and (field not in fields or is_line(note, field)):
                self.across(Role.ADJUSTMENT, note_line(field, note), index)

    def _parts(self, matter: Matter, column: int, start: int, count: int) -> None:
        """A column divided along the rows. Each text holds until the next one."""
        field = self.columns[column].field
        parts = matter.parts[field]
        marks = part_marks(text_at(matter, field), parts)
        for row in range(count):
            text = parts[row] if row < len(parts) else ""
            if text or row == 0:
                self._drawing.cell((text, marks.get(row, ())), column, start + row)
            else:
                self._drawing.extend(column, start + row + 1)

    def _stages(self, matter: Matter, column: int, start: int, rows: Arrangement, merged: set[str]) -> None:
        """A column of the stages. A stage without an exact text is covered by the cell above it, and so is a row
        without a stage that lies between."""
        field = self.columns[column].field
        attribute = field.removeprefix("stages.")
        texts = [stage_text(stage, field) for stage in matter.stages]
        places = rows.stages
        covered = [
            text is not None and text.exact is None and (place > 0 or field in merged)
            for text, place in zip(texts, places, strict=True)
        ]
        for row in range(rows.count):
            if row in places:
                index = places.index(row)
                if covered[index]:
                    self._drawing.extend(column, start + row + 1)
                else:
                    before = (matter.before or {}).get(f"stages[{index}].{attribute}")
                    self._drawing.cell(drawn(texts[index], before), column, start + row)
                continue
            below = next((index for index, place in enumerate(places) if place > row), None)
            if row == 0 or below is None or not covered[below]:
                self._drawing.cell(("", ()), column, start + row)

    def _merged(self, matter: Matter, field: str) -> bool:
        """Whether the matter's text stands in the cell above, merged over both matters."""
        text = stage_text(matter.stages[0], field) if matter.stages else None
        if not field.startswith("stages."):
            text = text_at(matter, field)
        above = self._above.get(field)
        return (
            text is not None
            and text.exact is None
            and text.value != ""
            and above is not None
            and above.value.endswith(text.value)
        )
