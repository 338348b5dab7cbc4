"""Lists without a table: a line for each heading and its value ("职权名称：…"), one matter below another; or lines
whose texts tabs part, where the format at hand does not make a table of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.header import CORE
from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Place

MIN_TABS = 2
_LABELLED = re.compile(r"\s*(?P<heading>[^:：\n]{1,16})[:：][^\S\n]*(?P<value>.*)", re.DOTALL)


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
    blocks: list[Block] = []
    rows: list[list[Cell]] = []
    places: list[Place] = []
    fields: set[str] = set()

    def close() -> None:
        if rows:
            made = tuple(Row(tuple(cells), place) for cells, place in zip(rows, places, strict=True))
            blocks.append(Table(made, 2, places[0]))
            rows.clear()
            places.clear()

    for line in lines:
        match = _LABELLED.fullmatch(line.text)
        if match is not None and headings.is_heading(match["heading"]):
            fields.add(headings.field_of(match["heading"]) or "")
            start = match.start("value")
            rows.append([Cell(match["heading"], 0), _value(match["value"], line, start)])
            places.append(line.place)
        elif rows and not _parts(line.text):
            rows[-1][1] = _joined(rows[-1][1], line)
        else:
            close()
            blocks.append(line)
    close()
    return blocks if "name" in fields and not fields.isdisjoint(CORE) else None


def _parts(text: str) -> bool:
    """Whether a line stands between matters."""
    stripped = text.strip()
    return (
        titles.annex_label(stripped) is not None
        or titles.is_title(stripped)
        or headings.category_line(stripped) is not None
    )


def _value(text: str, line: Line, start: int) -> Cell:
    marks = tuple((max(a, start) - start, b - start) for a, b in line.marks if b > start)
    return Cell(text, 1, marks=marks)


def _joined(above: Cell, line: Line) -> Cell:
    size = len(above.text) + 1 if above.text else 0
    text = f"{above.text}\n{line.text}" if above.text else line.text
    return Cell(text, 1, marks=(*above.marks, *((a + size, b + size) for a, b in line.marks)))
