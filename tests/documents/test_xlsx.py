"""A document of tables as a workbook, read by another program."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from quanze.documents import xlsx
from quanze.documents.tree import Attachments, Document, Items, Role, paragraph
from quanze.documents.writable import NotWritten


def read(document: Document):
    out = io.BytesIO()
    xlsx.write(document, out)
    return openpyxl.load_workbook(out).active


def table(*rows: tuple[str, ...]) -> Document:
    return Document("汇总表", (paragraph(Role.TITLE, "汇总表"), Items(("序号", "单位"), rows, (1, 4))))


def test_title_headings_and_rows_stand_below_each_other():
    sheet = read(table(("1", "甲公司"), ("2", "乙公司")))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["汇总表", None],
        ["序号", "单位"],
        ["1", "甲公司"],
        ["2", "乙公司"],
    ]
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:B1"]
    assert sheet.column_dimensions["B"].width == pytest.approx(4 * sheet.column_dimensions["A"].width)


def test_a_long_note_is_read_whole_though_merged_cells_do_not_grow():
    note = "统计有期限的责任，以项次计。" * 12  # 168 signs, two wide each, in lines of some 108
    blocks = (paragraph(Role.BODY, "短"), paragraph(Role.NOTE, note), Items(("甲", "乙"), (("一", "二"),)))
    sheet = read(Document("表", blocks))
    assert [sheet.row_dimensions[n].height for n in (1, 2, 3, 4)] == [None, 60, None, None]


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "<b>&", " 前后有空格 ", "0012", "第一行\n第二行"])
def test_every_cell_is_the_text_that_it_was(text):
    cell = read(table((text, text)))["A3"]
    assert (cell.value, cell.data_type) == (text, "s")


FIGURES = [
    ("1234", 1234),
    ("0", 0),
    ("-3.5", -3.5),
    ("97.5%", 0.975),
    ("100%", 1),
    ("0012", "0012"),
    ("1234567890123456", "1234567890123456"),
    ("1,234", "1,234"),
    ("１２", "１２"),
    ("=1+1", "=1+1"),
    ("1E3", "1E3"),
]


@pytest.mark.parametrize(("text", "value"), FIGURES)
def test_figures_can_be_added_up_where_they_are_wanted(text, value):
    out = io.BytesIO()
    xlsx.write(table((text, text)), out, figures=True)
    name, figure = openpyxl.load_workbook(out).active[3]
    assert name.value == text, "the first column names the row"
    assert figure.value == value
    assert type(figure.value) is not bool
    assert figure.data_type != "f"
    assert ("%" in figure.number_format) == ("%" in text)


def test_what_looks_like_an_escape_is_none():
    """ST_Xstring (ECMA-376, part 1, 22.9.2.19), which openpyxl leaves to its caller for texts within the sheet."""
    assert unescape(read(table(("_x000A_", "甲")))["A3"].value) == "_x000A_"


def test_equal_documents_give_equal_files():
    one, other = io.BytesIO(), io.BytesIO()
    xlsx.write(table(("1", "甲")), one)
    xlsx.write(table(("1", "甲")), other)
    assert one.getvalue() == other.getvalue()


def test_many_columns_have_their_names():
    heads = tuple(f"第{n}列" for n in range(30))
    sheet = read(Document("宽表", (Items(heads, (heads,)),)))
    assert sheet["AD1"].value == "第29列"


def test_what_is_no_table_is_refused():
    with pytest.raises(ValueError, match="Attachments"):
        read(Document("信", (Attachments(("附件",)),)))
    with pytest.raises(NotWritten):
        read(table(("\x01", "甲")))
