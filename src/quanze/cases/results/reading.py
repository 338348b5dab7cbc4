"""A spreadsheet of results (XLSX or CSV) → its rows, as they stand in the file. Real ones have a title above the
heading, merged cells, a heading on every page, columns of their own, blank rows.

The child (``python -m quanze.cases.results.reading FILE NAME``) imports no Django.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from quanze.cases.results.columns import NAMES, NEEDED, Column, column_of
from quanze.files.apart import answer, ask
from quanze.lists.grid import Row, Table
from quanze.lists.readers import sniff, xlsx
from quanze.lists.readers.archive import open_archive, open_member
from quanze.lists.readers.workbook import Workbook, local, open_workbook, streamed
from quanze.lists.refusal import Refusal

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 1000
HEADING_WITHIN = 20
"""Rows with text of a sheet among which its heading is looked for."""
MOST_TEXT = 2000
"""Characters of a cell; a result says no more."""

DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: where it stands in the file, what its columns hold (by the value of :class:`Column`; blank ones are left
    out), and in which of these a formula stands, whose stored value that is."""

    place: str
    cells: Mapping[str, str]
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that say something, in their order. ``notes`` are what was passed over, in sentences."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]


Cells = tuple[str, dict[int, str], frozenset[int]]
"""A row: where it stands, the text of each column, the columns with a formula."""
Grid = list[Cells]


def read_apart(path: Path, name: str) -> Sheet:
    """Read it in a child process. Raises :class:`Refusal`."""
    told = ask(__spec__.name, path, name)
    lines = (Line(each["place"], each["cells"], tuple(each["formulas"])) for each in told["lines"])
    return Sheet(tuple(lines), tuple(told["notes"]))


def read(data: bytes) -> Sheet:
    """The rows of a file. Raises :class:`Refusal` where it is none, or has no heading that is known."""
    if len(data) > MOST_BYTES:
        raise Refusal(f"文件超过 {MOST_BYTES >> 20} MB 的上限；结果表请去掉图片等内容，或者拆成几份")
    if not data.strip(b"\0 \r\n\t"):
        raise Refusal("文件是空的")
    format = sniff(data)
    if format not in ("xlsx", "text", "json"):  # text may begin with a bracket
        raise Refusal("这不是表格；请上传 .xlsx 或者 .csv 文件")
    lines: list[Line] = []
    notes: list[str] = []
    grids = _workbook(data, notes) if format == "xlsx" else {"": _separated(data)}
    for name, grid in grids.items():
        lines += _lines(name, grid, notes)
        if len(lines) > MOST_ROWS:
            raise Refusal(f"超过 {MOST_ROWS} 行，请拆成几份上传")
    if not lines and not any("表头" in note for note in notes):
        notes.append("表头以下没有内容。")
    return Sheet(tuple(lines), tuple(dict.fromkeys(notes)))


# --- the table in the grid ------------------------------------------------------------------------------------------


def _lines(name: str, grid: Grid, notes: list[str]) -> Iterator[Line]:
    """The rows below the heading of a sheet; without one, a note."""
    heads: dict[int, Column] | None = None
    for number, (place, texts, formulas) in enumerate(grid):
        found = {at: column for at, text in texts.items() if (column := column_of(text))}
        if set(NEEDED) <= set(found.values()):
            if heads is None:
                notes += _unused(texts, found)
            heads = _once(found, place)
        elif heads is None:
            if number >= HEADING_WITHIN:
                break
        else:
            cells = {
                column.value: texts[at].strip() for at, column in heads.items() if texts.get(at, "").strip()
            }
            if long := next((key for key, text in cells.items() if len(text) > MOST_TEXT), None):
                raise Refusal(f"{place}的“{NAMES[Column(long)]}”超过 {MOST_TEXT} 个字，请核对")
            if cells:
                within = (heads[at].value for at in sorted(formulas) if at in heads)
                yield Line(place, cells, tuple(within))
    if heads is None and grid:
        needed = "”、“".join(NAMES[each] for each in NEEDED)
        where = f"工作表“{name}”" if name else "表格"
        notes.append(f"{where}没有带“{needed}”两栏的表头，没有读入。")


def _once(found: dict[int, Column], place: str) -> dict[int, Column]:
    for column in Column:
        if sum(each is column for each in found.values()) > 1:
            raise Refusal(f"{place}有不止一栏是“{NAMES[column]}”，请只留一栏")
    return found


def _unused(texts: Mapping[int, str], found: Mapping[int, Column]) -> Iterator[str]:
    left = [text.strip()[:20] for at, text in texts.items() if at not in found and text.strip()]
    if left:
        yield f"没有用到的栏：{'、'.join(left[:10])}{'等' if len(left) > 10 else ''}。"


# --- files ----------------------------------------------------------------------------------------------------------


def _workbook(data: bytes, notes: list[str]) -> dict[str, Grid]:
    """By visible sheet."""
    formulas = _formulas(data)
    grids: dict[str, Grid] = {}
    for block in xlsx.blocks(data):
        if isinstance(block, Table):
            notes += (f"{note.place}：{note.message}。" for note in block.notes)
            sheet = block.place.sheet or ""
            grids.setdefault(sheet, []).extend(_spread(block.rows, formulas))
    several = len(grids) > 1
    return {
        name: [(f"工作表“{name}”{place}" if several else place, texts, held) for place, texts, held in grid]
        for name, grid in grids.items()
    }


def _spread(rows: Iterable[Row], formulas: set[tuple[str, int, int]]) -> Iterator[Cells]:
    """The rows with what merged cells say said in each row that they cover."""
    above: dict[int, tuple[str, int]] = {}
    for row in rows:
        texts = {at: text for at, (text, left) in above.items() if left > 0}
        above = {at: (text, left - 1) for at, (text, left) in above.items() if left > 1}
        for cell in row.cells:
            texts[cell.column] = cell.text
            if cell.rowspan > 1:
                above[cell.column] = (cell.text, cell.rowspan - 1)
        number = row.place.row or 0
        held = frozenset(
            cell.column for cell in row.cells if (row.place.sheet or "", number, cell.column) in formulas
        )
        yield f"第{number}行", texts, held


def _formulas(data: bytes) -> set[tuple[str, int, int]]:
    """Sheet, row (from 1) and column (from 0, beginning with the first that has text) of each cell with a formula."""
    archive = open_archive(data)
    workbook = open_workbook(archive)
    found: set[tuple[str, int, int]] = set()
    for name, part in workbook.sheets:
        cells: list[tuple[int, int]] = []
        columns: set[int] = set()
        with open_member(archive, part) as stream:
            for element in streamed(stream, ("c",)):
                place = xlsx.position(element)
                if place is None:
                    continue
                parts = {local(child): child for child in element}
                if _has_text(element, parts, workbook):
                    columns.add(place[1])
                if "f" in parts:
                    cells.append(place)
        found |= {(name, row, column - min(columns)) for row, column in cells if columns}
    return found


def _has_text(element: Any, parts: Mapping[str, Any], workbook: Workbook) -> bool:
    if "is" in parts:
        return any(text.strip() for text in parts["is"].itertext())
    value: str = (parts["v"].text or "").strip() if "v" in parts else ""
    if element.get("t") == "s" and value.isdecimal() and int(value) < len(workbook.strings):
        return bool(workbook.string(int(value), underlined=False)[0].strip())
    return bool(value)


def _separated(data: bytes) -> Grid:
    """Text parted by commas, tabs or semicolons. Line numbers are those of the file."""
    text = _decoded(data)
    head = list(islice((line for line in text.splitlines() if line.strip()), HEADING_WITHIN))
    delimiter = next((each for each in DELIMITERS if any(map(partial(_is_heading, each), head))), ",")
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    grid: Grid = []
    before = 0
    try:
        for texts in reader:
            at, before = before + 1, reader.line_num
            if any(each.strip() for each in texts):
                cells = {column: _bare(each) for column, each in enumerate(texts[: xlsx.MAX_COLUMNS])}
                grid.append((f"第{at}行", cells, frozenset()))
    except csv.Error:
        raise Refusal(f"第{before + 1}行无法解读；请用 Excel 或 WPS 另存为 .xlsx 再试") from None
    return grid


def _is_heading(delimiter: str, line: str) -> bool:
    return set(NEEDED) <= {column_of(each.strip(' "')) for each in line.split(delimiter)}


def _bare(cell: str) -> str:
    """A cell that was written so that no spreadsheet changes it: ``="0123"``, ``'=x``."""
    said = cell.strip()
    if said.startswith('="') and said.endswith('"') and len(said) > 2:
        return said[2:-1]
    return said[1:] if said[:1] == "'" and said[1:2] in tuple("=+-@") else cell


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030, in which Excel for China writes CSV."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codecs: tuple[str, ...] = ("utf-16",)
    else:
        codecs = ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal("不是文本，内容无法解读；请用 Excel 或 WPS 另存为 .xlsx 再试")


def main(path: str, name: str) -> None:
    """What the child does."""

    def work() -> dict[str, Any]:
        sheet = read(Path(path).read_bytes())
        return {"lines": [asdict(line) for line in sheet.lines], "notes": list(sheet.notes)}

    answer(work)


if __name__ == "__main__":
    main(*sys.argv[1:])
