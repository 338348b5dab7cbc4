"""The official layout's tables as HTML draws them: cells with their spans and their underlines."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from quanze.lists.layout import LaidTable, Role
from quanze.site.official import inline, underlined


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell to draw. ``heading`` names its column, for a phone, where the row becomes a card."""

    html: SafeString
    rowspan: int
    colspan: int
    field: str
    heading: str
    header: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row to draw; ``matter`` is the index of its matter, ``opens`` says that it is the first of it."""

    role: str
    cells: tuple[ShownCell, ...]
    matter: int | None
    opens: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table to draw."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[ShownRow, ...]


def table_rows(table: LaidTable) -> ShownTable:
    """A laid-out table ready to draw."""
    columns = table.columns
    rows: list[ShownRow] = []
    seen: int | None = None
    for laid in table.rows[1:]:
        cells = []
        for cell in laid.cells:
            column = columns[cell.column]
            across = laid.role is not Role.MATTER
            cells.append(
                ShownCell(
                    html=inline(cell.text.rstrip("\n"), [underlined(cell.marks)]),
                    rowspan=cell.rowspan,
                    colspan=cell.colspan,
                    field="across" if across else column.field.partition("[")[0].replace(".", "-"),
                    heading="" if across else column.heading,
                    header=column.field == "name" and not across,
                )
            )
        opens = laid.matter is not None and laid.matter != seen
        seen = laid.matter if laid.matter is not None else seen
        rows.append(ShownRow(laid.role.value, tuple(cells), laid.matter, opens))
    headings = tuple((column.field.partition("[")[0].replace(".", "-"), column.heading) for column in columns)
    return ShownTable(headings, tuple(rows))
