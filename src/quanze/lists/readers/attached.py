"""The list that a PDF carries as an attachment, believed only as far as the pages show the same.

A page shows every letter, but not whether a blank or a paragraph's end stood where a line ends. So a PDF of ours
carries its list as JSON. Nobody sees an attachment: whoever made the file could let it say something else than the
pages do. Therefore the list is laid out again, and every line and cell of it must be the one that is visible, letter by
letter and underline by underline; only then do its blanks and line ends count. Nothing else is ever taken from it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, zip_longest

from quanze.lists.grid import Block, Cell, Line, Note, Row, Table
from quanze.lists.layout import LaidAnnex, LaidLine, LaidTable, lay_out_annex
from quanze.lists.layout.columns import columns_of
from quanze.lists.model import Annex, Place, Span
from quanze.lists.readers import json
from quanze.lists.readers.pdf.lookalikes import LOOKALIKES
from quanze.lists.refusal import Refusal

SETTLED = frozenset({"joined", "cut-off", "guessed-table"})
"""Doubts of the reader about what the pages mean; where the attachment says the same, they are none."""

BASE_BYTES, BYTES_PER_LETTER = 1_000_000, 200
"""How long an honest attachment may be for the letters that are visible."""


def confirmed(visible: Sequence[Block], attachment: bytes) -> list[Block]:
    """The visible blocks with the exact texts of the attachment, if it agrees with them; else the visible blocks with
    a note that says where it does not."""
    try:
        wanted = _laid(visible, attachment)
        return list(_agreeing(visible, wanted))
    except Refusal as refusal:
        return _noted(
            visible, f"PDF 所附的数据不是可用的清单（{refusal.reason}），已按页面上看得见的文字读取"
        )
    except _Differs as differs:
        message = f"PDF 所附的数据与页面上看得见的文字不同（{differs}），已按看得见的文字读取，请与原件核对"
        return _noted(visible, message, differs.place)


class _Differs(Exception):
    def __init__(self, what: str, place: Place) -> None:
        super().__init__(what)
        self.place = place


def _laid(visible: Sequence[Block], attachment: bytes) -> list[LaidAnnex]:
    """The attached list as its pages would show it. What is larger than the pages is not even laid out."""
    letters = sum(len(text) for block in visible for text in _texts(block))
    if len(attachment) > BASE_BYTES + BYTES_PER_LETTER * letters:
        raise Refusal("远多于页面上的文字")
    annexes = json.document(attachment).annexes
    tables = [block for block in visible if isinstance(block, Table)]
    if sum(_rows(annex) for annex in annexes) > sum(len(table.rows) for table in tables):
        raise Refusal("行数多于页面上的表格")
    if any(len(columns_of(annex)) > sum(table.width for table in tables) for annex in annexes):
        raise Refusal("栏目多于页面上的表格")
    return [lay_out_annex(annex) for annex in annexes]


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (cell.text for row in block.rows for cell in row.cells)


def _rows(annex: Annex) -> int:
    """How many rows the annex takes at least."""
    return len(annex.categories) + sum(
        max(1, len(matter.stages), *(len(parts) for parts in matter.parts.values()))
        for matter in annex.matters
    )


# agreement


def _agreeing(visible: Sequence[Block], wanted: Sequence[LaidAnnex]) -> Iterator[Block]:
    """The visible blocks with the wanted texts. Raises where they differ."""
    ours: list[LaidLine | LaidTable] = []
    for laid in wanted:
        ours += [*laid.above, *laid.tables, *laid.below]
    theirs = [list(group) for _, group in groupby(visible, key=_kind)]
    runs = [list(group) for _, group in groupby(ours, key=lambda item: isinstance(item, LaidTable))]
    place = Place()
    for found, run in zip_longest(theirs, runs):
        if found is None or run is None:
            raise _Differs("表格和段落的数目不同", place if found is None else found[0].place)
        place = found[0].place
        if isinstance(found[0], Table) != isinstance(run[0], LaidTable):
            raise _Differs("表格和段落的次序不同", place)
        if isinstance(run[0], LaidTable):
            tables = [item for item in run if isinstance(item, LaidTable)]
            if len(tables) != len(found):
                raise _Differs("表格的数目不同", place)
            for table, block in zip(tables, found, strict=True):
                if isinstance(block, Table):
                    yield _table(block, table)
        else:
            lines = [item.text for item in run if isinstance(item, LaidLine)]
            shown = "".join(_bare(text) for block in found for text in _texts(block))
            if shown != "".join(map(_bare, lines)):
                raise _Differs("表格之外的文字", place)
            yield from (Line(text, place) for text in lines)


def _kind(block: Block) -> bool:
    return isinstance(block, Table)


def _table(shown: Table, wanted: LaidTable) -> Table:
    """The visible table with the wanted texts. A row in which no cell begins shows on no page."""
    seen = [row for row in shown.rows if row.cells]
    if len(seen) != sum(bool(row.cells) for row in wanted.rows):
        raise _Differs("表格的行数", shown.place)
    here, there = _begun([row.cells for row in shown.rows]), _begun([row.cells for row in wanted.rows])
    rows: list[Row] = []
    at = 0
    for laid in wanted.rows:
        if not laid.cells:
            rows.append(Row((), rows[-1].place if rows else shown.place))
            continue
        place = seen[at].place
        if here[at] != there[at]:
            raise _Differs("单元格的合并", place)
        for cell, ours in zip(seen[at].cells, laid.cells, strict=True):
            if _letters(cell) != _letters(ours):
                what = "文字" if _bare(cell.text) != _bare(ours.text) else "下划线"
                raise _Differs(f"单元格的{what}", replace(place, column=cell.column + 1))
        rows.append(Row(laid.cells, place))
        at += 1
    notes = tuple(note for note in shown.notes if note.code not in SETTLED)
    return replace(shown, rows=tuple(rows), notes=notes)


def _begun(rows: Sequence[tuple[Cell, ...]]) -> list[list[tuple[int, int, int]]]:
    """Column, height and width of each cell, row by row, as if rows in which no cell begins were not there."""
    above = list(accumulate((bool(cells) for cells in rows), initial=0))
    return [
        [
            (cell.column, above[min(row + cell.rowspan, len(rows))] - above[row], cell.colspan)
            for cell in cells
        ]
        for row, cells in enumerate(rows)
        if cells
    ]


def _letters(cell: Cell) -> tuple[str, str]:
    """What can be seen of a cell: its letters, and those that are underlined."""
    return _bare(cell.text), _underlined(cell.text, cell.marks)


def _underlined(text: str, marks: Sequence[Span]) -> str:
    """The underlined letters where they stand, with ``_`` for each of the others before them."""
    out, end = [], 0
    for start, stop in marks:
        letters = _bare(text[start:stop])
        if letters:
            out += ["_" * len(_bare(text[end:start])), letters]
            end = stop
    return "".join(out)


class _Letters(dict[int, str]):
    """Code point → what a page shows of it, for :meth:`str.translate`: nothing of blanks and format characters."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        invisible = char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
        self[code] = "" if invisible else LOOKALIKES.get(char, char)
        return self[code]


_LETTERS = _Letters()


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_LETTERS))


# disagreement


def _noted(visible: Sequence[Block], message: str, place: Place | None = None) -> list[Block]:
    """The blocks, the first table of which says the message."""
    blocks = list(visible)
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            note = Note("attached", block.place if place is None else place, message)
            blocks[index] = replace(block, notes=(note, *block.notes))
            break
    return blocks
