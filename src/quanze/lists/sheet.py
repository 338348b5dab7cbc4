"""Rows of a table seen column by column, and the headings above them: in rows, on several levels, or in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from quanze.lists import headings
from quanze.lists.alignment import looks_like_duty, looks_like_number, shift_of
from quanze.lists.foot import LABELS, contact_fields
from quanze.lists.grid import Cell, Table
from quanze.lists.model import AnnexKind, Column, Place

CONTACT_LABELS = frozenset(label for labels in LABELS.values() for label in labels)
ADJUSTMENT_LABELS = {
    heading: field
    for field in ("adjustment.summary", "adjustment.reason")
    for heading in headings.COLUMN_FIELDS[field]
}
SUB_ITEM = frozenset(
    {"子项", "子项名称", "子项事项", "子项事项名称", "小项名称", "业务办理项", "业务办理项名称", "办理项名称"}
)
"""Extra columns that divide a matter: each of their cells makes a matter of its own under the same name."""

MAX_HEADER_ROWS = 3
MAX_HEADING = 40


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table: the field of each grid column, the columns as the document heads them, and how many
    rows they take."""

    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    depth: int = 1
    kind: AnnexKind | None = None

    def at(self, field: str) -> int | None:
        """The grid column of a field, or ``None``."""
        return self.fields.index(field) if field in self.fields else None


@dataclass(frozen=True, slots=True)
class Slots:
    """One row: for each grid column the cell that begins there, if any, and whether the column is free, that is,
    not covered by a cell merged from above. ``moved`` says what was repaired."""

    cells: tuple[Cell | None, ...]
    free: tuple[bool, ...]
    place: Place
    moved: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether the row has no text of its own."""
        return not any(cell.text.strip() for cell in self.own())

    def own(self) -> Iterator[Cell]:
        """The cells that begin in this row."""
        return (cell for cell in self.cells if cell is not None)

    def text(self, column: int | None) -> str:
        """The text that begins in a column, stripped; "" where none does."""
        cell = None if column is None or column >= len(self.cells) else self.cells[column]
        return "" if cell is None else cell.text.strip()

    def spanning_text(self, width: int, header: Header | None) -> str | None:
        """The row as one line of text, where it is one: merged across the table, or a category, note or foot that
        only fills the first cell; else ``None``."""
        filled = [cell for cell in self.own() if cell.text.strip()]
        if not filled or not all(self.free):
            return None
        first = filled[0]
        if len(filled) == 1:
            if width > 1 and first.colspan >= width:
                return first.text
            if header is None:
                return first.text
            if first.column == 0 and (
                _is_known_line(first.text)
                or (header.fields[0] != "name" and not looks_like_number(first.text))
            ):
                return first.text
            return None
        texts = [cell.text.strip() for cell in filled]
        label = texts[0].rstrip("：:").strip()
        if len(filled) == 2 and label in ADJUSTMENT_LABELS and header is not None:
            return f"{label}：{filled[1].text}"
        if all(contact_fields(text) is not None for text in texts):
            return "  ".join(texts)
        labels = [text.rstrip("：:").strip() for text in texts[::2]]
        if len(texts) % 2 == 0 and all(item in CONTACT_LABELS for item in labels):
            return "  ".join(f"{item}：{value}" for item, value in zip(labels, texts[1::2], strict=True))
        return None

    def starts_matter(self, header: Header) -> bool:
        """Whether a new matter begins in this row: it has a number or a name of its own."""
        return bool(self.text(header.at("number")) or self.text(header.at("name")))

    def starts_sub_item(self, header: Header) -> bool:
        """Whether a 子项 of its own begins in this row."""
        return any(
            field.startswith("extra[") and field[6:-1] in SUB_ITEM and self.text(column)
            for column, field in enumerate(header.fields)
        )

    def repaired(self, header: Header, spans_known: bool, known_duties: Set[str]) -> Slots:
        """The row with shifted cells put back, or itself."""
        if any(cell.colspan > 1 for cell in self.own()):
            return self
        width = len(header.fields)
        cells = [*self.cells[:width], *[None] * (width - len(self.cells))]
        texts = ["" if cell is None else cell.text for cell in cells]
        free = [*self.free[:width], *[True] * (width - len(self.free))]
        shift = shift_of(texts, header.fields, free, known_duties)
        if shift is None:
            return self
        at, by = shift
        targets = [column for column in range(at, width) if free[column]]
        moved = list(cells)
        for column in targets:
            moved[column] = None
        for source, target in zip(targets, targets[by:], strict=False):
            cell = cells[source]
            if cell is not None:
                moved[target] = replace(cell, column=target)
        if not spans_known:
            for column in targets[:by]:
                moved[column] = Cell("", column)
        else:
            for column in targets[:by]:
                original = cells[column]
                moved[column] = None if original is None else Cell("", column)
        first = next(text.strip() for text in texts[at:] if text.strip())
        message = f"从“{first[:20]}”起，单元格向左错了{by}列，已按内容放回相应的列"
        return Slots(tuple(moved), self.free, self.place, message)


def _is_known_line(text: str) -> bool:
    stripped = text.strip()
    return (
        headings.category_line(stripped) is not None
        or headings.annex_label(stripped) is not None
        or headings.is_title(stripped)
        or contact_fields(stripped) is not None
        or stripped[:4] in ADJUSTMENT_LABELS
        or (len(stripped) < 30 and headings.declared_total(stripped) is not None)
    )


def slots_of(table: Table) -> list[Slots]:
    """The rows of a table, column by column, with what merged cells cover."""
    remaining = [0] * table.width
    rows = []
    for row in table.rows:
        free = tuple(left == 0 for left in remaining)
        cells: list[Cell | None] = [None] * table.width
        remaining = [max(0, left - 1) for left in remaining]
        for cell in row.cells:
            if cell.column >= table.width:
                continue
            cells[cell.column] = cell
            if cell.rowspan > 1:
                for column in range(cell.column, min(cell.column + cell.colspan, table.width)):
                    remaining[column] = cell.rowspan - 1
        rows.append(Slots(tuple(cells), free, row.place))
    return rows


def header_at(rows: Sequence[Slots], index: int, table: Table) -> Header | None:
    """The header that begins at this row, or ``None`` where it is no header row.

    A header row has a heading for the matter's name or number and at least one other known heading, and at least
    half of its texts are headings that we know.
    """
    top = rows[index]
    texts = [cell.text for cell in top.own() if cell.text.strip()]
    if len(texts) < 2 or any(len(text) > MAX_HEADING for text in texts):
        return None
    known = [field for text in texts if (field := headings.field_of(text)) is not None]
    if len(known) < 2 or 2 * len(known) < len(texts):
        return None
    depth = min(
        max(cell.rowspan for cell in top.own() if cell.text.strip()), MAX_HEADER_ROWS, len(rows) - index
    )
    if depth == 1 and index + 1 < len(rows) and _is_second_level(top, rows[index + 1]):
        depth = 2
    paths = _paths(rows[index : index + depth], table.width)
    header = _header(paths, depth, _filled_columns(rows[index + depth :], paths), top)
    if "name" not in header.fields:
        return None
    return header


def _is_second_level(top: Slots, below: Slots) -> bool:
    texts = [cell for cell in below.own() if cell.text.strip()]
    if not texts or any(len(cell.text) > 20 or looks_like_number(cell.text) for cell in texts):
        return False
    wide = {
        column: cell.text
        for cell in top.own()
        if cell.text.strip() and (cell.colspan > 1)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    if not all(cell.column in wide for cell in texts):
        return False
    return any(headings.column_field([wide[cell.column], cell.text]) is not None for cell in texts)


def _paths(levels: Sequence[Slots], width: int) -> list[list[str]]:
    paths: list[list[str]] = [[] for _ in range(width)]
    for level in levels:
        for cell in level.own():
            if cell.text.strip():
                for column in range(cell.column, min(cell.column + cell.colspan, width)):
                    paths[column].append(cell.text)
    return paths


def _filled_columns(rows: Sequence[Slots], paths: Sequence[list[str]]) -> set[int]:
    """Columns without a heading that hold text all the same."""
    unnamed = [column for column, path in enumerate(paths) if not path]
    if not unnamed:
        return set()
    return {column for row in rows for column in unnamed if row.text(column)}


def _header(paths: Sequence[list[str]], depth: int, filled: set[int], top: Slots) -> Header:
    fields: list[str] = []
    columns: list[Column] = []
    guessed = [_field(path) for path in paths]
    for cell in top.own():
        covered = range(cell.column, min(cell.column + cell.colspan, len(paths)))
        if (
            cell.colspan == 2
            and [guessed[column] for column in covered] == ["stages.duty", "stages.duty"]
            and "stages.name" not in guessed
        ):
            guessed[cell.column] = "stages.name"
    for column, path in enumerate(paths):
        heading = "\n".join(path)
        field = guessed[column]
        if not path:
            if column not in filled:
                fields.append("")
                continue
            heading = f"第{column + 1}列"
        if field is None or field in fields:
            field = f"extra[{_unused(headings.plain(heading), fields)}]"
        fields.append(field)
        columns.append(Column(heading, field))
    return Header(tuple(fields), tuple(columns), depth)


def _field(path: list[str]) -> str | None:
    if not path:
        return None
    if len(path) == 1 and "\n" in path[0]:
        return headings.field_of(path[0]) or headings.column_field(path[0].split("\n"))
    return headings.column_field(path)


def _unused(key: str, fields: Sequence[str]) -> str:
    found, count = key, 1
    while f"extra[{found}]" in fields:
        count += 1
        found = f"{key}（{count}）"
    return found


def is_pairs(table: Table) -> bool:
    """Whether the table gives a matter as heading and value side by side instead of one row below headings."""
    if table.width < 2 or len(table.rows) < 3:
        return False
    keys = set()
    for row in table.rows[:60]:
        filled = [cell for cell in row.cells if cell.text.strip()]
        if len(filled) >= 2 or (filled and filled[0].colspan < table.width):
            field = headings.field_of(filled[0].text)
            if field is not None:
                if len(filled) > 2 and all(headings.field_of(cell.text) is not None for cell in filled):
                    return False
                keys.add(field)
    return "name" in keys and len(keys) >= 3 and not looks_like_duty(table.rows[0].cells[0].text)
