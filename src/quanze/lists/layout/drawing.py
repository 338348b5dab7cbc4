"""What a cell or line shows of a text, and the cells of a table as they are drawn. Used by ``layout``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quanze.lists import headings, names
from quanze.lists.assemble.foot import LABELS
from quanze.lists.assemble.rows import adjustment_label
from quanze.lists.grid import Cell
from quanze.lists.model import Contact, Span, Text
from quanze.lists.underline import tidy

Drawn = tuple[str, tuple[Span, ...]]
"""A cell's text and its underlines."""


def drawn(text: Text | None, before: Text | None = None) -> Drawn:
    """A text as its cell shows it: exactly as it stood, old and new one below the other where it has an old one."""
    content, marks = _exact(text)
    if before is None:
        return content, marks
    old = _exact(before)[0]
    offset = len(old) + 1
    if not marks:
        marks = tidy(content, [(0, len(content))])
    return f"{old}\n{content}", tuple((start + offset, end + offset) for start, end in marks)


def _exact(text: Text | None) -> Drawn:
    if text is None:
        return "", ()
    if text.exact is None or text.exact == text.value or not text.marks:
        content = text.value if text.exact is None else text.exact
        return content, tidy(content, text.marks) if text.marks else ()
    kept = names.positions(text.exact)
    marks = [
        (kept[start], kept[min(end, len(kept)) - 1] + 1) for start, end in text.marks if start < len(kept)
    ]
    return text.exact, tidy(text.exact, marks)


def part_marks(text: Text | None, parts: Sequence[str]) -> dict[int, tuple[Span, ...]]:
    """The underlines of a divided column, row by row: its value joins the parts that are not blank."""
    if text is None or not text.marks:
        return {}
    found: dict[int, tuple[Span, ...]] = {}
    offset = 0
    for row, part in enumerate(parts):
        if part.strip():
            size = len(part)
            found[row] = tidy(part, [(start - offset, end - offset) for start, end in text.marks])
            offset += size + 1
    return found


def note_line(field: str, note: Text) -> str:
    """The line of 调整情况 or 调整原因, with its label."""
    exact = note.value if note.exact is None else note.exact
    found = adjustment_label(exact)
    if found is not None and found[0] == field:
        return exact
    return f"{headings.COLUMN_FIELDS[field][0]}：{note.value}"


def contact_lines(contact: Contact | None) -> tuple[str, ...]:
    """The foot's lines as they stood, or in the official form where only their contents are known."""
    if contact is None:
        return ()
    if contact.exact:
        return contact.exact
    phones = [
        f"{LABELS[field][0]}：{value}"
        for field in ("service_phone", "complaint_body", "complaint_phone")
        if (value := getattr(contact, field)) is not None
    ]
    address = [] if contact.address is None else [f"{LABELS['address'][0]}：{contact.address}"]
    return tuple(line for line in ("      ".join(phones), *address) if line)


class Drawing:
    """The cells of a table while they are drawn, column by column."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows: list[list[_Open]] = []
        self._last: list[_Open | None] = [None] * width

    def add(self, rows: int) -> int:
        """Adds rows; returns the index of the first."""
        first = len(self._rows)
        self._rows += [[] for _ in range(rows)]
        return first

    def across(self, text: str) -> None:
        """Adds a row of one text over the whole width."""
        row = self.add(1)
        self._rows[row].append(_Open(text, 0, row, row + 1, (), self._width))

    def cell(self, drawn: Drawn, column: int, row: int, rowspan: int = 1) -> None:
        """Draws a cell. In one column cells are drawn from above to below."""
        opened = _Open(drawn[0], column, row, row + rowspan, drawn[1])
        self._last[column] = opened
        self._rows[row].append(opened)

    def extend(self, column: int, end: int) -> None:
        """Merges the last cell of the column downwards, to before the row ``end``."""
        last = self._last[column]
        if last is not None:
            last.end = end

    def rows(self) -> list[tuple[Cell, ...]]:
        """The cells that begin in each row."""
        return [
            tuple(
                Cell(cell.text, cell.column, cell.end - cell.row, cell.colspan, cell.marks)
                for cell in sorted(row, key=lambda cell: cell.column)
            )
            for row in self._rows
        ]


@dataclass(slots=True)
class _Open:
    text: str
    column: int
    row: int
    end: int
    marks: tuple[Span, ...]
    colspan: int = 1
