"""Plain text: lines, and tables whose cells are separated by tabs, by upright strokes as in Markdown, by runs of
blanks, or by commas throughout as in a file for spreadsheets (CSV).

Merged cells are not known here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Place
from quanze.lists.refusal import Refusal

MAX_CELL = 1_000_000
MAX_LINE = 16 * MAX_CELL
MAX_COLUMNS = 200
MAX_QUOTED_LINES = 400

_PIPED = re.compile(r"\s*[|｜│┃][^|｜│┃]*[|｜│┃]")
_RULE = re.compile(r"[\s|｜:+]*[=\-\u2500-\u257f][\s|｜:+=\-\u2500-\u257f]*")
_STROKE = re.compile(r"(?<!\\)[|｜│┃]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \u3000]{2,}")
MIN_BARE = 3
"""Cells that a line without tabs or strokes at its ends must have, and the next one as many, to be a row."""
CSV_SAMPLE = 50


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (or UTF-16 with its mark). Raises :class:`Refusal` naming what it looks like."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Refusal("文本标明是 UTF-16 编码，却有无法解读的内容；请另存为 UTF-8 再试") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            raise Refusal("不是 UTF-8 文本，内容无法解读；请确认文件没有损坏", Place(line=line)) from error
        raise Refusal(
            "文本是 GB18030（GBK）编码；请用记事本“另存为”选 UTF-8 编码后再试", Place(line=line)
        ) from error
    if "\x00" in text:
        raise Refusal("文件含有二进制内容，不是文本", Place(line=text.count("\n", 0, text.index("\x00")) + 1))
    return text


def blocks(data: bytes) -> Iterator[Block]:
    """The lines and tables of the text, in order."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if _is_csv(text):
        yield _csv_table(text)
        return
    lines = text.split("\n")
    closing = _closing_quotes(lines)
    rows: list[Row] = []
    first = tables = ordinal = index = 0
    above: Parting | None = None
    while index < len(lines):
        number = index + 1
        line = lines[index]
        index += 1
        if len(line) > MAX_LINE:
            raise Refusal(f"一行有 {len(line)} 个字，超过 {MAX_LINE} 个字的上限", Place(line=number))
        if above is not None and above.how != "tabs" and line.strip() and _RULE.fullmatch(line):
            ordinal += 1
            continue
        following = next((below for below in lines[index : index + 2] if not _RULE.fullmatch(below)), "")
        above = _parting(line, above, following)
        if above is not None:
            if not ordinal:
                first = number
                tables += 1
            ordinal += 1
            if above.how == "tabs":
                line, index = _quoted(lines, index, line, closing)
            row = _row(_cells(line, above), Place(table=tables, row=ordinal, line=number))
            if line.strip():
                rows.append(row)
            continue
        if rows:
            yield _table(rows, tables, first)
        rows, ordinal = [], 0
        if line.strip():
            if len(line) > MAX_CELL:
                raise Refusal(f"一行有 {len(line)} 个字，超过 {MAX_CELL} 个字的上限", Place(line=number))
            yield Line(line, Place(line=number))
    if rows:
        yield _table(rows, tables, first)


def _closing_quotes(lines: list[str]) -> list[int]:
    """For each line the next one, itself included, that has an odd number of quotes."""
    following = len(lines)
    found = [following] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].count('"') % 2:
            following = index
        found[index] = following
    return found


def _quoted(lines: list[str], index: int, line: str, closing: list[int]) -> tuple[str, int]:
    """A line with the ones that follow it, where a cell pasted from a spreadsheet spans them in quotes."""
    if line.count('"') % 2 == 0 or not any(cell.startswith('"') for cell in line.split("\t")):
        return line, index
    end = closing[index] + 1
    if end > len(lines) or end - index > MAX_QUOTED_LINES:
        return line, index
    return "\n".join([line, *lines[index:end]]), end


@dataclass(frozen=True, slots=True)
class Parting:
    """How a line is parted into cells: by ``tabs``, by ``strokes`` that begin it as well, or by ``inner strokes`` or
    ``blanks`` that only stand between the cells, of which there are ``count``."""

    how: str
    count: int = 0


def _parting(line: str, above: Parting | None, following: str) -> Parting | None:
    """How the line is parted, ``None`` where it is no row. A bare one is a row where its neighbour has as many cells:
    the row above, else the line that follows."""
    if _PIPED.match(line):
        return Parting("strokes")
    if "\t" in line:
        return Parting("tabs")
    bare = _bare(line)
    wanted = _bare(following) if above is None else above
    return bare if bare is not None and bare == wanted else None


def _bare(line: str) -> Parting | None:
    """How a line without strokes at its ends is parted: by strokes, else by runs of blanks."""
    for how in ("inner strokes", "blanks"):
        count = len(_cells(line, Parting(how)))
        if count >= MIN_BARE:
            return Parting(how, count)
    return None


def _cells(line: str, parting: Parting) -> list[str]:
    if parting.how == "tabs":
        return line.split("\t")
    if parting.how == "blanks":
        return _BLANKS.split(line.strip(" \u3000"))
    texts = _STROKE.split(line.strip())
    return [_unescaped(text) for text in (texts[1:-1] if parting.how == "strokes" else texts)]


def _unescaped(text: str) -> str:
    return _BREAK.sub("\n", text.strip()).replace("\\|", "|")


def _row(texts: list[str], place: Place) -> Row:
    if len(texts) > MAX_COLUMNS:
        raise Refusal(f"一行有 {len(texts)} 列，超过 {MAX_COLUMNS} 列的上限", place)
    cells = []
    for column, text in enumerate(texts):
        if len(text) > MAX_CELL:
            where = Place(table=place.table, row=place.row, line=place.line, column=column + 1)
            raise Refusal(f"一个单元格有 {len(text)} 个字，超过 {MAX_CELL} 个字的上限", where)
        if "\n" in text and len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('""', '"')
        cells.append(Cell(text, column))
    return Row(tuple(cells), place)


def _table(rows: list[Row], ordinal: int, first: int) -> Table:
    width = max(len(row.cells) for row in rows)
    return Table(tuple(rows), width, Place(table=ordinal, line=first), spans_known=False)


# commas


def _is_csv(text: str) -> bool:
    """Whether commas part the cells throughout: the first rows have the same number, tabs and strokes aside."""
    head = text.lstrip()
    if head.split("\n", 1)[0].count(",") < MIN_BARE - 1:
        return False
    try:
        rows = list(islice(csv.reader(StringIO(head), strict=True), CSV_SAMPLE))
    except csv.Error:
        return False
    return len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows if row)


def _csv_table(text: str) -> Table:
    reader = csv.reader(StringIO(text))
    rows: list[Row] = []
    try:
        for texts in reader:
            if any(text.strip() for text in texts):
                rows.append(_row(texts, Place(table=1, row=len(rows) + 1, line=reader.line_num)))
    except csv.Error as error:
        raise Refusal("逗号分隔的表格无法解读，请另存为 .xlsx 再试", Place(line=reader.line_num)) from error
    return _table(rows, 1, 1)
