"""Names of matters that no heading names: numbered, in a line above the headings and values of the matter, or in a row
of their own ("（一）取水许可")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.pairs import is_pairs
from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Place, Span

MAX_NAME = 80
ORDINAL = (
    r"(?:[(（](?:[一二三四五六七八九十]{1,3}|\d{1,3})[)）]|(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、.．])"
)
NUMBER, NAME = (headings.COLUMN_FIELDS[field][0] for field in ("number", "name"))
_NAMED = re.compile(rf"\s*(?P<ordinal>{ORDINAL})\s*(?P<name>\S[^。；;：:\n]*)")


def name_in(text: str) -> re.Match[str] | None:
    """The ``ordinal`` and ``name`` of a matter that a text is; ``None`` where it is something else, or stands between
    matters."""
    found = _NAMED.fullmatch(text)
    return found if found is not None and len(found["name"]) <= MAX_NAME and not is_between(text) else None


def is_between(text: str) -> bool:
    """Whether a line stands between matters."""
    stripped = text.strip()
    return (
        titles.annex_label(stripped) is not None
        or titles.is_title(stripped)
        or headings.category_line(stripped) is not None
    )


def named(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, such names of tables under headings. A table is left as it is unless it gives matters as heading and
    value side by side then, and did not before."""
    above: Line | None = None
    for block in blocks:
        if isinstance(block, Table) and not is_pairs(block):
            inner = _named_within(block)
            outer = None if above is None else _named_above(above, block)
            made = next((each for each in (inner, outer) if each is not None and is_pairs(each)), None)
            if made is not None:
                if above is not None and made is inner:
                    yield above
                yield made
                above = None
                continue
        if above is not None:
            yield above
        above = block if isinstance(block, Line) else None
        if above is None:
            yield block
    if above is not None:
        yield above


def _named_above(line: Line, table: Table) -> Table | None:
    found = name_in(line.text)
    if found is None:
        return None
    return replace(table, rows=(*_headed(found, line.marks, line.place), *table.rows))


def _named_within(table: Table) -> Table | None:
    """With the row above each first heading of a matter taken for its name; ``None`` where one of them is missing or
    reads as something else."""
    keys = [_key(row) for row in table.rows]
    first = next((key for key in keys if key is not None), None)
    rows: list[Row] = []
    for index, (row, key) in enumerate(zip(table.rows, keys, strict=True)):
        if first is not None and key == first:
            above = _lone(table.rows[index - 1]) if index else None
            found = None if above is None else name_in(above.text)
            if above is None or found is None:
                return None
            rows[-1:] = _headed(found, above.marks, table.rows[index - 1].place)
        rows.append(row)
    return replace(table, rows=tuple(rows))


def _key(row: Row) -> str | None:
    """The heading at the left of a row."""
    filled = _filled(row)
    is_headed = len(filled) > 1 and headings.is_heading(filled[0].text)
    return headings.plain(filled[0].text) if is_headed else None


def _lone(row: Row) -> Cell | None:
    """The only cell of a row that is not blank."""
    filled = _filled(row)
    return filled[0] if len(filled) == 1 else None


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell.text.strip()]


def _headed(found: re.Match[str], marks: Sequence[Span], place: Place) -> tuple[Row, Row]:
    start = found.start("name")
    name = Cell(
        found["name"], 1, marks=tuple((max(a, start) - start, b - start) for a, b in marks if b > start)
    )
    return Row((Cell(NUMBER, 0), Cell(found["ordinal"], 1)), place), Row((Cell(NAME, 0), name), place)
