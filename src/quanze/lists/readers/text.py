"""Plain text: lines, and tables whose cells are separated by tabs. Merged cells are not known here."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Place
from quanze.lists.refusal import Refusal

MAX_CELL = 1_000_000
MAX_COLUMNS = 200
MAX_QUOTED_LINES = 400


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
    """The lines and tab-separated tables of the text, in order."""
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows: list[Row] = []
    first = 0
    tables = 0
    index = 0
    while index < len(lines):
        number = index + 1
        line = lines[index]
        index += 1
        if "\t" in line:
            line, index = _quoted(lines, index, line)
            if not rows:
                first = number
                tables += 1
            rows.append(_row(line, Place(table=tables, row=len(rows) + 1, line=number)))
            continue
        if rows:
            yield _table(rows, tables, first)
            rows = []
        if len(line) > MAX_CELL:
            raise Refusal(f"一行有 {len(line)} 个字，超过 {MAX_CELL} 个字的上限", Place(line=number))
        if line.strip():
            yield Line(line, Place(line=number))
    if rows:
        yield _table(rows, tables, first)


def _quoted(lines: list[str], index: int, line: str) -> tuple[str, int]:
    """A line with the ones that follow it, where a cell pasted from a spreadsheet spans them in quotes."""
    if not any(cell.startswith('"') for cell in line.split("\t")) or line.count('"') % 2 == 0:
        return line, index
    joined = line
    for ahead in range(index, min(index + MAX_QUOTED_LINES, len(lines))):
        joined += "\n" + lines[ahead]
        if joined.count('"') % 2 == 0:
            return joined, ahead + 1
    return line, index


def _row(line: str, place: Place) -> Row:
    texts = line.split("\t")
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
