"""Web pages: what stands between tables as lines, the innermost tables as tables (government pages lay out the whole
page with tables), cells merged as the HTML standard's table model says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import Place, Span
from quanze.lists.readers.flow import Flow, Style, flow_all, flow_through, style_of, with_markers
from quanze.lists.refusal import Refusal

MAX_BYTES = 64 * 1024 * 1024
MAX_CELL = 1_000_000
MAX_COLUMNS = 200
MAX_ROWSPAN = 65_534
DATA_CELLS, HEADED_CELLS, DATA_ROWS = 3, 2, 2
"""A table that holds another one is data all the same if this many rows have this many cells of plain text, one fewer
where one of them is a heading."""

Element = Any

_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_CHINESE = frozenset(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "csgb2312", "iso-ir-58", "chinese"))


def blocks(data: bytes) -> Iterator[Block]:
    """The lines and tables of the page in order. Raises :class:`Refusal` where it cannot be read."""
    if len(data) > MAX_BYTES:
        raise Refusal(f"网页超过 {MAX_BYTES // 1_048_576} MB，不像正常的清单，不予读取")
    root = _parse(decode(data))
    if root is None:
        return
    tables = _data_tables(root)
    flow = Flow()
    stops = flow_through(root, style_of(root, Style()), flow, tables)
    for ordinal, table in enumerate(stops, start=1):
        yield from _lines(flow)
        inherited = Style(space=_space_at(table))
        for caption in table.iterchildren("caption"):
            flow_all(caption, style_of(caption, inherited), flow)
            yield from _lines(flow)
        yield _table(table, inherited, ordinal)
    yield from _lines(flow)


def decode(data: bytes) -> str:
    """The page's text, by its mark, its declaration, or as UTF-8. Raises :class:`Refusal` naming the encoding that
    it looks like."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16", "UTF-16")
    if data.startswith(codecs.BOM_UTF8):
        return _decoded(data, "utf-8-sig", "UTF-8")
    declared = _META.search(data[:4096]) or _XML.search(data[:256])
    if declared is None:
        try:
            return _checked(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            place = Place(line=data.count(b"\n", 0, error.start) + 1)
            try:
                data.decode("gb18030")
            except UnicodeDecodeError:
                raise Refusal("网页没有声明编码，也不是 UTF-8，内容无法解读", place) from error
            raise Refusal(
                "网页没有声明编码，看起来是 GB18030（GBK）；请在浏览器中打开后另存，或转为 UTF-8 再试", place
            ) from error
    label = declared[1].decode("ascii", "replace").lower()
    if label in _CHINESE:
        return _decoded(data, "gb18030", label)
    if label.startswith("utf-16"):
        # What could be read as ASCII up to here is not UTF-16 (WHATWG HTML, 13.2.3.2, step 15 of the prescan).
        return _decoded(data, "utf-8", "UTF-8")
    try:
        codecs.lookup(label)
    except LookupError:
        raise Refusal(f"网页声明的编码“{label}”不认识；请转为 UTF-8 再试") from None
    return _decoded(data, label, label)


def _decoded(data: bytes, codec: str, called: str) -> str:
    try:
        return _checked(data.decode(codec))
    except UnicodeDecodeError as error:
        place = Place(line=data.count(b"\n", 0, error.start) + 1)
        raise Refusal(f"网页声明是 {called} 编码，却有无法解读的内容；请转为 UTF-8 再试", place) from error
    except LookupError:
        raise Refusal(f"网页声明的编码“{called}”不是文字编码；请转为 UTF-8 再试") from None


def _checked(text: str) -> str:
    if "\x00" in text:
        raise Refusal("文件含有二进制内容，不是网页", Place(line=text.count("\n", 0, text.index("\x00")) + 1))
    return text


def _parse(text: str) -> Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(with_markers(text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("网页无法解读；请在浏览器中打开后另存再试") from error
    for entry in parser.error_log:
        if "depth" in entry.message.lower():
            raise Refusal("网页的标签嵌套过深，不像正常的清单，不予读取", Place(line=entry.line))
    return root


def _lines(flow: Flow) -> Iterator[Line]:
    for text, marks in flow.paragraphs():
        if len(text) > MAX_CELL:
            raise Refusal(f"一段有 {len(text)} 个字，超过 {MAX_CELL} 个字的上限")
        if text.strip():
            yield Line(text, Place(), marks)


def _space_at(element: Element) -> str:
    """What becomes of white space within an element, as its ancestors have it."""
    style = Style()
    for ancestor in reversed([element, *element.iterancestors()]):
        style = style_of(ancestor, style)
    return style.space


# which tables are data


@dataclass(slots=True)
class _Seen:
    """What has been seen of a table: whether it holds another; of its row how many cells are plain text, whether one of
    them is a heading, and whether the cell at hand is no plain text; how many rows look like data."""

    nested: bool = False
    nested_here: bool = False
    cells: int = 0
    headed: bool = False
    rows: int = 0


def _data_tables(root: Element) -> set[Element]:
    """The tables that hold data: those without another inside, and those that are data themselves."""
    found: set[Element] = set()
    opened: list[_Seen] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=("table", "tr", "td", "th")):
        if element.tag == "table" and event == "start":
            if opened:
                opened[-1].nested = opened[-1].nested_here = True
            opened.append(_Seen())
        elif element.tag == "table":
            seen = opened.pop()
            if seen.nested and seen.rows >= DATA_ROWS:
                found.difference_update(element.iter("table"))
            if not seen.nested or seen.rows >= DATA_ROWS:
                found.add(element)
        elif opened and element.tag == "tr":
            least = HEADED_CELLS if opened[-1].headed else DATA_CELLS
            opened[-1].rows += event == "end" and opened[-1].cells >= least
            opened[-1].cells, opened[-1].headed = 0, False
        elif opened and event == "start":
            opened[-1].nested_here = False
        elif opened and not opened[-1].nested_here and "".join(element.itertext()).strip():
            opened[-1].cells += 1
            opened[-1].headed |= element.tag == "th"
    return found


# a table


def _table(table: Element, inherited: Style, ordinal: int) -> Table:
    """A table by the HTML standard's algorithm for forming one (4.9.12.1): cells take the first free columns, and a
    cell merged downwards ends with its group of rows."""
    drafts: list[list[tuple[str, tuple[Span, ...], int, int, int]]] = []
    for group in _groups(table, inherited):
        covered: dict[int, int] = {}
        for index, (row, style) in enumerate(group):
            cells: list[tuple[str, tuple[Span, ...], int, int, int]] = []
            column = 0
            for cell, own in _children(row, style, ("td", "th")):
                while covered.get(column, 0) > index:
                    column += 1
                if column >= MAX_COLUMNS:
                    raise Refusal(
                        f"一行超过 {MAX_COLUMNS} 列，不像正常的清单", Place(ordinal, len(drafts) + 1)
                    )
                text, marks = _cell_text(cell, own)
                if len(text) > MAX_CELL:
                    raise Refusal(
                        f"一个单元格有 {len(text)} 个字，超过 {MAX_CELL} 个字的上限",
                        Place(ordinal, len(drafts) + 1, column + 1),
                    )
                down = _span(cell.get("rowspan"), MAX_ROWSPAN)
                down = min(down or len(group), len(group) - index)
                across = max(1, _span(cell.get("colspan"), 1000))
                end = column + 1
                while end < min(column + across, MAX_COLUMNS) and covered.get(end, 0) <= index:
                    end += 1
                for each in range(column, end):
                    covered[each] = index + down
                cells.append((text, marks, column, down, end))
                column = end
            drafts.append(cells)
    width = 1 + max((column for cells in drafts for _, _, column, _, _ in cells), default=0)
    rows = tuple(
        Row(
            tuple(
                Cell(text, column, down, min(end, width) - column, marks)
                for text, marks, column, down, end in cells
            ),
            Place(table=ordinal, row=index),
        )
        for index, cells in enumerate(drafts, start=1)
    )
    return Table(rows, width, Place(table=ordinal))


def _groups(table: Element, inherited: Style) -> Iterator[list[tuple[Element, Style]]]:
    """The groups of rows as they are shown: heads first, feet last, rows outside of any group by themselves."""
    found: list[tuple[int, list[tuple[Element, Style]]]] = []
    loose: list[tuple[Element, Style]] = []
    for child, style in _children(table, style_of(table, inherited), ("tr", "thead", "tbody", "tfoot")):
        if child.tag == "tr":
            loose.append((child, style))
            continue
        if loose:
            found.append((1, loose))
            loose = []
        rank = {"thead": 0, "tbody": 1, "tfoot": 2}[child.tag]
        found.append((rank, list(_children(child, style, ("tr",)))))
    if loose:
        found.append((1, loose))
    yield from (group for _, group in sorted(found, key=lambda item: item[0]))


def _children(parent: Element, style: Style, tags: tuple[str, ...]) -> Iterator[tuple[Element, Style]]:
    """The children of these tags, through whatever a careless page has put between (a form around rows)."""
    stack: list[tuple[Iterator[Element], Style]] = [(iter(parent), style)]
    while stack:
        children, current = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        own = style_of(child, current)
        if not own.shown:
            continue
        if child.tag in tags:
            yield child, own
        elif child.tag not in ("table", "caption", "td", "th"):
            stack.append((iter(child), own))


def _cell_text(cell: Element, style: Style) -> tuple[str, tuple[Span, ...]]:
    flow = Flow()
    flow_all(cell, style, flow)
    return flow.whole()


def _span(text: str | None, most: int) -> int:
    if text is None:
        return 1
    match = re.match(r"\s*\+?([0-9]{1,9})", text)
    return 1 if match is None else min(int(match[1]), most)
