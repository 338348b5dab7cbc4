"""Lists without a table: a line for each heading and its value ("职权名称：…"), one matter below another, its name in
a line of its own where no heading names it ("（一）取水许可"); or lines whose texts tabs part, where the format at hand
does not make a table of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from quanze.lists import headings
from quanze.lists.assemble.header import CORE
from quanze.lists.assemble.named import NAME, NUMBER, ORDINAL, is_between, name_in
from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Place

MIN_TABS = 2
_LABELLED = re.compile(
    rf"\s*(?P<ordinal>{ORDINAL})?\s*(?P<heading>[^:：\n]{{1,16}})[:：][^\S\n]*(?P<value>.*)", re.DOTALL
)


def tabled(lines: Sequence[Line]) -> list[Block] | None:
    """The lines with those that are a table's rows as a table, which is then read as any other; ``None`` where there
    are none."""
    return _labelled(lines) or _tabbed(lines)


def _tabbed(lines: Sequence[Line]) -> list[Block] | None:
    blocks: list[Block] = []
    for is_tabbed, group in groupby(lines, lambda line: line.text.count("\t") >= MIN_TABS):
        if not is_tabbed:
            blocks += group
            continue
        rows = tuple(Row(_cells(line), line.place) for line in group)
        width = max(len(row.cells) for row in rows)
        blocks.append(Table(rows, width, rows[0].place, spans_known=False))
    return blocks if any(isinstance(block, Table) for block in blocks) else None


def _cells(line: Line) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    start = 0
    for column, text in enumerate(line.text.split("\t")):
        end = start + len(text)
        marks = tuple(
            (max(a, start) - start, min(b, end) - start) for a, b in line.marks if a < end and b > start
        )
        cells.append(Cell(text, column, marks=marks))
        start = end + 1
    return tuple(cells)


def _labelled(lines: Sequence[Line]) -> list[Block] | None:
    """Headings and values as a table of two columns. A line that is neither heading nor title carries on the value
    above it."""
    matches = [_match(line) for line in lines]
    fields = {headings.field_of(match["heading"]) or "" for match in matches if match is not None}
    numbered = {
        headings.field_of(match["heading"]) for match in matches if match is not None and match["ordinal"]
    }
    names = {} if "name" in fields else _names(lines, matches)
    if fields.isdisjoint(CORE) or ("name" not in fields and not names):
        return None
    blocks: list[Block] = []
    rows: list[list[Cell]] = []
    places: list[Place] = []

    def close() -> None:
        if rows:
            made = tuple(Row(tuple(cells), place) for cells, place in zip(rows, places, strict=True))
            blocks.append(Table(made, 2, places[0]))
            rows.clear()
            places.clear()

    def add(heading: str, value: Cell, place: Place) -> None:
        rows.append([Cell(heading, 0), value])
        places.append(place)

    for index, (line, match) in enumerate(zip(lines, matches, strict=True)):
        name = names.get(index)
        if name is not None:
            add(NUMBER, Cell(name["ordinal"], 1), line.place)
            add(NAME, _value(name["name"], line, name.start("name")), line.place)
        elif match is not None:
            if numbered == {"name"} and match["ordinal"]:
                add(NUMBER, Cell(match["ordinal"], 1), line.place)
            add(match["heading"], _value(match["value"], line, match.start("value")), line.place)
        elif rows and not is_between(line.text):
            rows[-1][1] = _joined(rows[-1][1], line)
        else:
            close()
            blocks.append(line)
    close()
    return blocks


def _match(line: Line) -> re.Match[str] | None:
    found = _LABELLED.fullmatch(line.text)
    return found if found is not None and headings.is_heading(found["heading"]) else None


def _names(lines: Sequence[Line], matches: Sequence[re.Match[str] | None]) -> dict[int, re.Match[str]]:
    """The numbered lines that stand above each first heading of a matter, by index; none where one of them is missing
    or reads as something else."""
    first = next((match["heading"] for match in matches if match is not None), None)
    found: dict[int, re.Match[str]] = {}
    for index, match in enumerate(matches):
        if match is None or match["heading"] != first:
            continue
        above = name_in(lines[index - 1].text) if index else None
        if above is None:
            return {}
        found[index - 1] = above
    return found


def _value(text: str, line: Line, start: int) -> Cell:
    marks = tuple((max(a, start) - start, b - start) for a, b in line.marks if b > start)
    return Cell(text, 1, marks=marks)


def _joined(above: Cell, line: Line) -> Cell:
    size = len(above.text) + 1 if above.text else 0
    text = f"{above.text}\n{line.text}" if above.text else line.text
    return Cell(text, 1, marks=(*above.marks, *((a + size, b + size) for a, b in line.marks)))
