"""Key/value layouts: a small table per matter, headings on the left and values on the right."""

from __future__ import annotations

from quanze.lists import headings
from quanze.lists.grid import Cell, Table
from quanze.lists.model import Column, Place
from quanze.lists.rows import MatterRows, adjustment_label
from quanze.lists.sheet import Header


def pairs(table: Table, category: str | None) -> list[tuple[MatterRows, list[tuple[str, Place]]]]:
    """The matters of the table, each with the lines (title, foot, 调整原因) that follow it.

    A row is heading, value, heading, value …; a heading merged downwards holds for the rows that it covers. Under
    a heading for duties, two values in a row are a stage and its duty.
    """
    fields = _fields(table)
    header = Header(tuple(field for field, _ in fields), tuple(Column(text, field) for field, text in fields))
    known = {headings.plain(text): field for field, text in fields}
    matters: list[tuple[MatterRows, list[tuple[str, Place]]]] = []
    leading: list[tuple[str, Place]] = []
    covering: tuple[str, int] | None = None
    for row in table.rows:
        cells = [cell for cell in row.cells if cell.text.strip()]
        if not cells:
            continue
        if (
            len(cells) == 1
            and (cells[0].colspan >= table.width or known.get(headings.plain(cells[0].text)) is None)
            and (covering is None or cells[0].colspan >= table.width)
        ):
            (matters[-1][1] if matters else leading).append((cells[0].text, row.place))
            continue
        if covering is not None and covering[1] > 0:
            field, left = covering
            covering = (field, left - 1)
            _values(matters[-1][0], field, cells, row.place)
            continue
        covering = None
        index = 0
        while index < len(cells):
            field_or_none = known.get(headings.plain(cells[index].text))
            if field_or_none is None:
                (matters[-1][1] if matters else leading).append((cells[index].text, row.place))
                index += 1
                continue
            values: list[Cell] = []
            following = index + 1
            while following < len(cells) and (
                not values or known.get(headings.plain(cells[following].text)) is None
            ):
                values.append(cells[following])
                following += 1
            if (field_or_none == "name" or not matters) and (not matters or matters[-1][0].has("name")):
                matters.append((MatterRows(header, category), []))
            if values and adjustment_label(f"{cells[index].text.strip().rstrip('：:')}：") is not None:
                matters[-1][0].add_note(f"{cells[index].text.strip().rstrip('：:')}：{values[0].text}")
            else:
                _values(matters[-1][0], field_or_none, values, row.place)
            if cells[index].rowspan > 1:
                covering = (field_or_none, cells[index].rowspan - 1)
            index = following
    if matters and leading:
        matters[0][1][:0] = leading
    return matters


def _values(rows: MatterRows, field: str, cells: list[Cell], place: Place) -> None:
    if field in ("stages.duty", "stages.name") and len(cells) >= 2:
        rows.add_value("stages.name", cells[0], place)
        rows.add_value("stages.duty", cells[1], place)
        return
    for cell in cells:
        rows.add_value(field, cell, place)


def _fields(table: Table) -> list[tuple[str, str]]:
    """Field and heading of each key of the table, in order of appearance; unknown keys are extra columns where they
    stand in the column of keys."""
    found: dict[str, str] = {}
    for row in table.rows:
        cells = [cell for cell in row.cells if cell.text.strip()]
        for position, cell in enumerate(cells):
            if len(cell.text) > 40 or position == len(cells) - 1:
                continue
            field = headings.field_of(cell.text)
            if field is None and position == 0 and cell.column == 0 and len(cells) == 2:
                field = f"extra[{headings.plain(cell.text)}]"
            if field is not None and (field.startswith("extra[") or position % 2 == 0):
                found.setdefault(field, cell.text)
    if "stages.duty" in found and "stages.name" not in found and _has_stage_values(table):
        found["stages.name"] = "办理环节"
    return list(found.items())


def _has_stage_values(table: Table) -> bool:
    for row in table.rows:
        cells = [cell for cell in row.cells if cell.text.strip()]
        if len(cells) >= 3 and headings.field_of(cells[0].text) == "stages.duty":
            return headings.field_of(cells[2].text) is None
    return False
