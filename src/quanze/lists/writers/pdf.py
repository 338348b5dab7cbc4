"""PDF by typst, landscape, tagged, with the exact list attached as JSON.

A page shows where a line ends, not whether a blank or a paragraph's end stood there. The attachment says that; reading
trusts it only where it agrees with what is visible (:mod:`quanze.lists.readers.attached`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, BinaryIO

from quanze.documents.typesetting import NotTypeset, typeset
from quanze.lists.codec import ATTACHED_AS, to_json
from quanze.lists.grid import Cell
from quanze.lists.layout import LaidAnnex, LaidLine, LaidRow, LaidTable, Role
from quanze.lists.model import ListDocument, Span
from quanze.lists.refusal import Refusal
from quanze.lists.underline import split
from quanze.lists.writers.proportions import prose, shares
from quanze.lists.writers.writable import refuse_unshown

MAX_CELL = None
WIDE = 6
"""Columns from which a table is set in small type."""
KEPT_WHOLE = 200
"""Characters up to which a row across the table is not divided between pages."""
TEXT_WIDTH, INSET = 728.5, 7.0
"""Points between the margins, and between a cell's edges and its text."""
SIZE, SMALL_SIZE = 12.0, 9.0
LETTER = 0.7
"""How wide a Latin letter may be, by the size of the text."""

Json = dict[str, Any]


def write(annexes: Sequence[LaidAnnex], document: ListDocument, stream: BinaryIO) -> None:
    """Writes the annexes, each from a new page on. Raises :class:`Refusal` where no font shows a character."""
    title = next((laid.annex.title for laid in annexes if laid.annex.title), document.agency or "权责清单")
    stream.write(drawn(annexes, title, to_json(document)))


def drawn(annexes: Sequence[LaidAnnex], title: str, attachment: str) -> bytes:
    """The PDF that shows the annexes and carries the attachment. Raises :class:`Refusal`."""
    data: Json = {
        "title": " ".join(_INVISIBLE.sub("", title).split()) or "权责清单",
        "attachment": ATTACHED_AS,
        "about": "权责清单的准确文字",
        "annexes": [_annex(number, laid) for number, laid in enumerate(annexes)],
    }
    template = files("quanze.lists.writers").joinpath("annexes.typ").read_text(encoding="utf-8")
    try:
        return typeset(template, data, attachment)
    except NotTypeset as error:
        if error.missing is not None:
            refuse_unshown(annexes, error.missing, str(error))
        raise Refusal(str(error)) from error


def _annex(number: int, laid: LaidAnnex) -> Json:
    titled = any(line.role is Role.TITLE for line in laid.above)
    below = 2 if titled else 1
    return {
        "number": number,
        "above": [_line(line) for line in laid.above],
        "tables": [_table(table, below) for table in laid.tables],
        "below": [_line(line) for line in laid.below],
    }


def _line(line: LaidLine) -> Json:
    return {"role": line.role.value, "lines": _lines(line.text, (), _room(1.0, SIZE))}


def _table(table: LaidTable, level: int) -> Json:
    widths = shares(table)
    small = len(table.columns) >= WIDE
    rooms = [_room(share, SMALL_SIZE if small else SIZE) for share in widths]
    return {
        "shares": widths,
        "prose": prose(table),
        "small": small,
        "rows": list(_rows(table, rooms, level)),
    }


def low_rows(rows: Sequence[LaidRow]) -> set[int]:
    """The rows that typst would give no height, since every cell in them is merged with another row's, although a
    border must show there. None of them has all the rows of a cell, whose text could not be held then."""
    wanting = {
        index for index, row in enumerate(rows) if row.cells and all(cell.rowspan > 1 for cell in row.cells)
    }
    spans: dict[int, list[range]] = {index: [] for index in wanting}
    for index, row in enumerate(rows):
        for cell in row.cells:
            span = range(index, index + cell.rowspan)
            for covered in wanting.intersection(span) if cell.rowspan > 1 else ():
                spans[covered].append(span)
    low: set[int] = set()
    for index in sorted(wanting):
        if all(any(other != index and other not in low for other in span) for span in spans[index]):
            low.add(index)
    return low


def _room(share: float, size: float) -> int:
    """How many Latin letters surely stand in a line of a column."""
    return max(1, int((share * TEXT_WIDTH - INSET) / (LETTER * size)))


def _rows(table: LaidTable, rooms: Sequence[int], level: int) -> Iterator[Json]:
    """The rows. Where a category or a matter begins, its text is a bookmark."""
    names = [column for column, shown in enumerate(table.columns) if shown.field == "name"]
    low = low_rows(table.rows)
    for index, row in enumerate(table.rows):
        marked = [0] if row.role is Role.CATEGORY else names if row.role is Role.MATTER else []
        yield {
            "role": row.role.value,
            "whole": _is_whole(row),
            "low": index in low,
            "cells": [_cell(cell, rooms, level if cell.column in marked else None) for cell in row.cells],
        }


def _cell(cell: Cell, rooms: Sequence[int], level: int | None) -> Json:
    """A cell. ``level`` makes it a bookmark, if there is anything to be seen in it."""
    return {
        "column": cell.column,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "level": level if _INVISIBLE.sub("", cell.text).strip() else None,
        "lines": _lines(cell.text, cell.marks, sum(rooms[cell.column : cell.column + cell.colspan])),
    }


def _is_whole(row: LaidRow) -> bool:
    return row.role not in (Role.HEADER, Role.MATTER) and len(row.cells[0].text) <= KEPT_WHOLE


def _lines(text: str, marks: tuple[Span, ...], room: int) -> list[list[Json]]:
    """The text by lines of runs. A word that has no room in a line may be broken anywhere."""
    lines: list[list[Json]] = [[]]
    for piece, underlined in split(text, marks):
        first, *others = piece.split("\n")
        lines[-1] += _run(first, underlined, room)
        for line in others:
            lines.append(_run(line, underlined, room))
    return lines


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u0080-\u009f]")
"""Format and control characters: they show nothing, and files made for keeping may not hold some of them."""
_WORD = re.compile("[^\\s\u2e80-\uffef]+")
"""What typst breaks nowhere, or not everywhere: all that is not Chinese."""


def _run(text: str, underlined: bool, room: int) -> list[Json]:
    """The runs of a text in one line. A line under blanks alone would pass for a border of the table."""
    shown = _INVISIBLE.sub("", text).replace("\t", "    ")
    letters = shown.strip() if underlined else ""
    before, _, after = shown.partition(letters) if letters else (shown, "", "")
    parts = ((before, False), (letters, True), (after, False))
    return [{"underlined": under, "pieces": list(_pieces(part, room))} for part, under in parts if part]


def _pieces(text: str, room: int) -> Iterator[str]:
    """The text in pieces between which a line may break."""
    end = 0
    for found in _WORD.finditer(text):
        if len(found.group()) > room:
            if found.start() > end:
                yield text[end : found.start()]
            yield from found.group()
            end = found.end()
    if end < len(text):
        yield text[end:]
