"""What holds for any table whatever: reading ends, and no text that stood in it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.lists.assemble import assemble
from quanze.lists.codec import dump_document, load_document
from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import ListDocument, Place, fields
from quanze.lists.refusal import Refusal

HEADINGS = (
    "序号", "职权名称", "职权类别", "实施依据", "子项", "办理环节", "责任事项", "追责情形", "责任股室", "备注",
    "职权编码", "调整前", "调整后", "调整原因", "责任主体", "依据", "名称", "责任事项\n环节", "监督电话", "项目",
)  # fmt: skip
TEXTS = (
    "1", "2", "（一）", "1.1", "取水许可", "行政许可", "其他权力", "一、行政许可（3项）", "《水法》第七条规定，",
    "受理", "审查", "收到申请后五日内决定是否受理。", "其他法律法规规章文件规定应履行的责任。", "水政股", "合计", "3项",
    "调整原因：依据修订", "服务电话：6300001", "附件2", "某县水利局调整的权责清单", "某县水利局行政处罚事项清单",
    "填报单位：某县水利局", "表2-1", "<p>旧</p> <p><u>新</u></p>", "滥用职权、玩忽职守、徇私舞弊的，依法给予处分。", "注：以上",
    "甲股", "6300002", "无", " ", "　", "甲\n乙", "二、公共服务（2项）", "行政处罚：无", "第1页 共3页",
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of headings and texts, with merged cells and cells that are missing."""
    width = draw(st.integers(1, 7))
    height = draw(st.integers(1, 7))
    header = draw(st.integers(-1, 1))
    covered: dict[int, int] = {}
    rows = []
    for r in range(height):
        cells = []
        is_heading = r == header or draw(st.integers(0, 8)) == 0
        usual = draw(st.integers(0, 4)) if r == header else 0
        headed = (*HEADINGS[:usual], *draw(st.permutations(HEADINGS[usual:])))
        column = 0
        while column < width:
            if covered.get(column, 0) > r:
                column += 1
                continue
            colspan = 1 if is_heading else draw(st.sampled_from((1, 1, 1, 1, 1, 2, width)))
            free = next((n for n in range(colspan) if covered.get(column + n, 0) > r), colspan)
            colspan = max(1, min(free, width - column))
            rowspan = 1 if is_heading else draw(st.sampled_from((1, 1, 1, 2, 3)))
            text = headed[column] if is_heading else draw(st.sampled_from(("", "", *TEXTS)))
            cells.append(
                Cell(
                    text, column, rowspan, colspan, ((0, len(text)),) if draw(st.booleans()) and text else ()
                )
            )
            for n in range(colspan):
                covered[column + n] = r + rowspan
            column += colspan
        if draw(st.integers(0, 6)):
            rows.append(Row(tuple(cells), Place(table=1, row=r + 1)))
    return Table(tuple(rows), width, Place(table=1), spans_known=draw(st.booleans()))


lines = st.sampled_from(TEXTS).map(lambda text: Line(text, Place()))
documents = st.lists(st.one_of(lines, tables(), tables()), min_size=1, max_size=6)


def said(document: ListDocument) -> Iterator[str]:
    """Every text that the list keeps."""
    for annex in document.annexes:
        yield from (annex.title or "", annex.label or "", *annex.head, *annex.tail)
        yield from (column.heading for column in annex.columns)
        yield from (head.exact for head in annex.categories)
        yield from annex.contact.exact if annex.contact else ()
        for matter in annex.matters:
            for _, text in fields(matter):
                yield text.value
                yield text.exact or ""
            yield from (part for parts in matter.parts.values() for part in parts)
    yield from (finding.message for finding in document.findings)


def pieces(text: str) -> list[str]:
    """The paragraphs of a text without blanks and converter tags."""
    return ["".join(piece.split()) for piece in re.split(r"</?[pu]>|\n", text)]


def texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells)


def drawn(blocks: list[Block]) -> str:
    """The blocks for the eye: column, text and spans of each cell."""
    shown = []
    for block in blocks:
        if isinstance(block, Line):
            shown.append(block.text)
            continue
        for row in block.rows:
            shown.append(" | ".join(f"{c.column}:{c.text}[{c.rowspan},{c.colspan}]" for c in row.cells))
        shown.append("---" if block.spans_known else "--- merges unknown")
    return "\n".join(shown)


@settings(max_examples=400)
@given(documents)
def test_any_blocks_are_read_or_refused_and_no_text_is_lost(blocks: list[Block]) -> None:
    try:
        document = assemble(blocks)
    except Refusal:
        return
    kept = "".join("\n".join(said(document)).split())
    lost = [
        text
        for text in texts(blocks)
        if text not in HEADINGS and any(piece not in kept for piece in pieces(text))
    ]
    assert lost == [], drawn(blocks)
    assert load_document(dump_document(document)) == document
