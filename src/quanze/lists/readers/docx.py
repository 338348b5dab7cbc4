"""Word documents, read as a stream of ``document.xml`` so that a long list costs little more than its parsing."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from quanze.lists.grid import Block, Cell, Line, Note, Row, Table
from quanze.lists.model import Place, Span
from quanze.lists.readers.archive import open_archive, open_member, read_member, stored_name
from quanze.lists.readers.numbering import Numbering
from quanze.lists.refusal import Refusal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
P, T, R, TAB, BR, CR, U, STYLE = (W + name for name in ("p", "t", "r", "tab", "br", "cr", "u", "rStyle"))
NO_BREAK_HYPHEN, NUM_PR, MOVED = W + "noBreakHyphen", W + "numPr", W + "moveFrom"
TBL, TR, TC, VAL = W + "tbl", W + "tr", W + "tc", W + "val"
TC_PR, GRID_SPAN, V_MERGE, H_MERGE = W + "tcPr", W + "gridSpan", W + "vMerge", W + "hMerge"
TR_PR, GRID_BEFORE, SDT = W + "trPr", W + "gridBefore", W + "sdt"
INLINE = (P, T, TAB, BR, CR, U, STYLE, NO_BREAK_HYPHEN, NUM_PR, MOVED, MC_FALLBACK)

INSERTED, DELETED = W + "ins", W + "del"

TRANSITIONAL = W[1:-1].encode()
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The namespace of documents saved as "Strict Open XML" (ISO/IEC 29500-1), which else are alike."""

MAX_SMALL_PART = 32 * 1024 * 1024
MAX_CELL = 1_000_000
MAX_BETWEEN_ROWS = 48 * 1024 * 1024
MAX_COLUMNS = 200

Element = Any


class _Metered:
    """The XML stream, refusing a single row or paragraph that is larger than any honest one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.since_row = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size).replace(STRICT, TRANSITIONAL)
        self.since_row += len(chunk)
        if self.since_row > MAX_BETWEEN_ROWS:
            raise Refusal(
                f"一行表格或一个段落超过 {MAX_BETWEEN_ROWS // 1_048_576} MB，不像正常的清单，不予读取"
            )
        return chunk


def blocks(data: bytes) -> Iterator[Block]:
    """The paragraphs and tables of a DOCX in order. Raises :class:`Refusal` where it cannot be read."""
    archive = open_archive(data)
    numbering = Numbering(_small_part(archive, "word/numbering.xml"), _small_part(archive, "word/styles.xml"))
    with open_member(archive, stored_name(archive.NameToInfo, "word/document.xml")) as stream:
        try:
            yield from _walk(_Metered(stream), numbering)
            yield from _notes(_small_part(archive, "word/footnotes.xml"), numbering)
            yield from _notes(_small_part(archive, "word/endnotes.xml"), numbering)
        except etree.XMLSyntaxError as error:
            if "huge text node" in str(error) or "too long" in str(error):
                raise Refusal("一个单元格或段落的文字超过 10 MB，不像正常的清单，不予读取") from error
            raise Refusal(f"文件损坏或不完整（{_where(error)}）；请重新取得或另存一份再试") from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Refusal("文件损坏或不完整；请重新取得或另存一份再试") from error


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    data = read_member(archive, stored_name(archive.NameToInfo, name), MAX_SMALL_PART)
    return None if data is None else data.replace(STRICT, TRANSITIONAL)


def _notes(data: bytes | None, numbering: Numbering) -> Iterator[Line]:
    """Footnotes and endnotes as lines that follow all else. Those with a type are only the rules above them."""
    if data is None:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for note in etree.fromstring(data, parser).iterchildren(W + "footnote", W + "endnote"):
        text, marks = _text(note, numbering)
        if note.get(W + "type") is None and text.strip():
            yield Line(text, Place(), marks)


def _where(error: etree.XMLSyntaxError) -> str:
    line, column = error.position
    return f"document.xml 第 {line} 行第 {column} 列"


def _walk(stream: _Metered, numbering: Numbering) -> Iterator[Block]:
    depth = 0
    tables = 0
    builder: _TableBuilder | None = None
    context = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=(TBL, TR, P),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in context:
        tag = element.tag
        if event == "start":
            if tag == TBL:
                depth += 1
                if depth == 1:
                    tables += 1
                    builder = _TableBuilder(tables, numbering)
            continue
        if tag == TBL:
            depth -= 1
            if depth == 0 and builder is not None:
                yield builder.table()
                builder = None
                _forget(element)
        elif tag == TR:
            if depth == 1 and builder is not None:
                builder.add(element)
                stream.since_row = 0
                _forget(element)
        elif depth == 0 and not _inside_box(element):
            text, marks = _text(element, numbering)
            if text.strip():
                yield Line(text, Place(), marks)
            stream.since_row = 0
            _forget(element)


def _inside_box(paragraph: Element) -> bool:
    """Whether the paragraph lies in a text box: its text is read with the paragraph that holds the box."""
    parent = paragraph.getparent()
    return parent is not None and parent.tag == W + "txbxContent"


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is None or parent.tag == SDT:
        return
    previous = element.getprevious()
    while previous is not None:
        parent.remove(previous)
        previous = element.getprevious()


class _TableBuilder:
    """Rows of one table as they pass by; vertical merges are settled when the table ends."""

    def __init__(self, ordinal: int, numbering: Numbering) -> None:
        self._ordinal = ordinal
        self._numbering = numbering
        self._rows: list[list[list[Any]]] = []
        self._open: dict[int, list[Any]] = {}
        self._notes: list[Note] = []
        self._is_tracked = False
        self._width = 0

    def add(self, row: Element) -> None:
        ordinal = len(self._rows) + 1
        if not self._is_tracked and next(row.iter(INSERTED, DELETED, MOVED), None) is not None:
            self._is_tracked = True
            message = "有尚未接受的修订，按全部接受之后的文字读入"
            self._notes.append(Note("tracked", Place(self._ordinal, ordinal), message))
        cells: list[list[Any]] = []
        column = 0
        last: list[Any] | None = None
        for child in row.iterchildren(TR_PR, TC, SDT, W + "customXml"):
            if child.tag == TR_PR:
                before = child.find(GRID_BEFORE)
                if before is not None:
                    column += _number(before.get(VAL), 0)
                continue
            for cell in (child,) if child.tag == TC else child.iter(TC):
                span, vertical, horizontal = _shape(cell)
                if column + span > MAX_COLUMNS:
                    raise Refusal(f"一行超过 {MAX_COLUMNS} 列，不像正常的清单", Place(self._ordinal, ordinal))
                if horizontal == "continue" and last is not None:
                    last[3] += span
                    column += span
                    continue
                opened = self._open.get(column)
                if vertical == "continue" and opened is not None and opened[3] == span:
                    opened[2] += 1
                    hidden, _ = _text(cell, self._numbering)
                    if hidden.strip():
                        self._note(
                            ordinal, column, f"被合并的单元格里另有文字“{hidden.strip()[:20]}”，未显示"
                        )
                    last = opened
                else:
                    text, marks = _text(cell, self._numbering)
                    if len(text) > MAX_CELL:
                        raise Refusal(
                            f"一个单元格有 {len(text)} 个字，超过 {MAX_CELL} 个字的上限",
                            Place(self._ordinal, ordinal, column + 1),
                        )
                    last = [text, column, 1, span, marks]
                    cells.append(last)
                    for covered in range(column, column + span):
                        self._open.pop(covered, None)
                    if vertical == "restart":
                        self._open[column] = last
                column += span
        self._width = max(self._width, column)
        self._rows.append(cells)

    def _note(self, row: int, column: int, message: str) -> None:
        self._notes.append(Note("hidden", Place(self._ordinal, row, column + 1), message))

    def table(self) -> Table:
        rows = tuple(
            Row(tuple(Cell(*cell) for cell in cells), Place(table=self._ordinal, row=index))
            for index, cells in enumerate(self._rows, start=1)
        )
        return Table(rows, self._width, Place(table=self._ordinal), notes=tuple(self._notes))


def _shape(cell: Element) -> tuple[int, str | None, str | None]:
    """Grid columns spanned; ``restart``/``continue``/None for the vertical and the horizontal merge."""
    properties = cell.find(TC_PR)
    if properties is None:
        return 1, None, None
    span, vertical, horizontal = 1, None, None
    for item in properties.iterchildren(GRID_SPAN, V_MERGE, H_MERGE):
        if item.tag == GRID_SPAN:
            span = max(1, _number(item.get(VAL), 1))
        elif item.tag == V_MERGE:
            vertical = item.get(VAL) or "continue"
        else:
            horizontal = item.get(VAL) or "continue"
    return span, vertical, horizontal


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 5 else default


def _text(container: Element, numbering: Numbering) -> tuple[str, tuple[Span, ...]]:
    """The text of a cell or paragraph: paragraphs and line ends as ``\\n``, and its underlined spans."""
    pieces: list[str] = []
    size = 0
    paragraphs = 0
    underlined: Element = None
    spans: list[list[int]] = []
    skipped: set[Element] | None = None
    for item in container.iter(*INLINE):
        tag = item.tag
        if tag == T:
            piece = item.text
            if not piece or (skipped is not None and item in skipped):
                continue
        elif tag == P:
            if skipped is not None and item in skipped:
                continue
            paragraphs += 1
            piece = "\n" if paragraphs > 1 else ""
            if numbering.by_styles:
                piece += numbering.label_of_style(item)
            if not piece:
                continue
        elif tag in (U, STYLE):
            run = item.getparent().getparent()
            if run.tag != R:
                continue
            on = (
                item.get(VAL, "single") != "none"
                if tag == U
                else item.get(VAL) in numbering.underlining_styles
            )
            if on:
                underlined = run
            elif tag == U and underlined is run:
                underlined = None
            continue
        elif tag == NUM_PR:
            piece = numbering.label(item)
            if not piece:
                continue
        elif tag in (MOVED, MC_FALLBACK):
            skipped = (skipped or set()) | set(item.iter(T, P))
            continue
        elif item.getparent().tag != R:
            continue
        elif tag == BR:
            if item.get(W + "type") is not None and item.get(W + "type") != "textWrapping":
                continue
            piece = "\n"
        else:
            piece = {TAB: "\t", CR: "\n", NO_BREAK_HYPHEN: "\u2011"}[tag]
        if underlined is not None and piece[0] != "\n":
            if item.getparent() is not underlined:
                underlined = None
            elif spans and spans[-1][1] == size:
                spans[-1][1] = size + len(piece)
            else:
                spans.append([size, size + len(piece)])
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces), tuple((start, end) for start, end in spans)
