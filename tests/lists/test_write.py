"""The files that are written: what office programs make of them, and lists that were typed by hand."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from quanze.lists import readers, writers
from quanze.lists.codec import load_document
from quanze.lists.layout import Role, lay_out
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Text
from quanze.lists.refusal import Refusal

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.docx"


@pytest.fixture(scope="module")
def sample() -> ListDocument:
    return readers.read(SAMPLE)


def written(document: ListDocument, format: str) -> bytes:
    out = io.BytesIO()
    writers.write(document, format, out)
    return out.getvalue()


def a_list(*matters: dict[str, object], **annex: object) -> ListDocument:
    """A list typed by hand as JSON, with nothing but what its author cares for."""
    return load_document({"annexes": [{"kind": "retained", "matters": list(matters), **annex}]})


# the official layout


def test_the_layout_is_the_official_one(sample: ListDocument) -> None:
    catalogue, adjusted, retained = lay_out(sample)
    assert [(line.role, line.text) for line in catalogue.above] == [
        (Role.LABEL, "附件 1"),
        (Role.TITLE, "南阳市卧龙区工业和信息化局权责清单目录"),
        (Role.HEAD, "(共 10 项)"),
    ]
    (table,) = catalogue.tables
    assert [row.role for row in table.rows] == [Role.HEADER] + [Role.CATEGORY] * 10 + [Role.MATTER] * 10
    (table,) = adjusted.tables
    assert [row.role for row in table.rows if row.matter == 0] == [Role.MATTER] * 4 + [Role.ADJUSTMENT] * 2
    basis = table.rows[1].cells[2]
    assert basis.rowspan == 4
    old, new = basis.text.split("\n")
    assert basis.marks == ((len(old) + 1, len(old) + 1 + len(new)),)
    (table,) = retained.tables
    assert [row.role for row in table.rows[-2:]] == [Role.FOOT] * 2
    assert [cell.colspan for cell in table.rows[-1].cells] == [8]


def test_a_list_typed_by_hand_gets_official_headings_and_lines() -> None:
    document = load_document(
        {
            "annexes": [
                {
                    "kind": "adjusted",
                    "declared_total": 1,
                    "categories": [{"name": "行政处罚", "declared": 3}],
                    "matters": [
                        {
                            "name": "某项目申报",
                            "basis": "新依据",
                            "before": {"basis": "旧依据"},
                            "stages": [{"name": "受理", "duty": "受理申报材料"}],
                            "extra": {"备注": "无"},
                            "adjustment": {"summary": "修改依据"},
                        }
                    ],
                    "contact": {"service_phone": "12345", "address": "某路6号"},
                }
            ]
        }
    )
    (laid,) = lay_out(document)
    assert [line.text for line in laid.above] == ["（共 1 项）"]
    (table,) = laid.tables
    shown = [[(cell.text, cell.marks) for cell in row.cells] for row in table.rows]
    assert shown == [
        [(heading, ()) for heading in ("项目名称", "实施依据", "办理环节", "责任事项", "备注")],
        [("二、行政处罚（3项）", ())],
        [
            ("某项目申报", ()),
            ("旧依据\n新依据", ((4, 7),)),
            ("受理", ()),
            ("受理申报材料", ()),
            ("无", ()),
        ],
        [("调整情况：修改依据", ())],
        [("服务电话：12345", ())],
        [("受理地点：某路6号", ())],
    ]
    (annex,) = readers.read_bytes(written(document, "docx"), "x.docx").annexes
    (matter,) = annex.matters
    assert matter.before is not None
    assert matter.before["basis"].value == "旧依据"
    assert annex.categories[0].declared == 3


def test_a_column_divided_along_the_stages_stays_divided() -> None:
    matter = {
        "name": "某项目申报",
        "basis": "《条例》第一条",
        "stages": [{"name": name, "duty": f"{name}申报材料，依法办理"} for name in ("受理", "审查", "决定")],
        "office": "甲股\n乙股",
        "parts": {"office": ["甲股", "", "乙股"]},
    }
    (laid,) = lay_out(a_list(matter))
    offices = [cell for row in laid.tables[0].rows[1:] for cell in row.cells if cell.column == 4]
    assert [(cell.text, cell.rowspan) for cell in offices] == [("甲股", 2), ("乙股", 1)]


def test_a_text_that_no_cell_of_its_own_holds_is_merged_with_the_one_above() -> None:
    first = Matter(Text.plain("1"), Text.plain("甲"), liability=Text.plain("予以警告"))
    second = Matter(Text.plain("2"), Text.plain("乙"), liability=Text("予以警告", None))
    (laid,) = lay_out(ListDocument(None, None, (Annex(AnnexKind.RETAINED, None, matters=(first, second)),)))
    liabilities = [cell for row in laid.tables[0].rows[1:] for cell in row.cells if cell.column == 2]
    assert [(cell.text, cell.rowspan) for cell in liabilities] == [("予以警告", 2)]


# Word


def test_word_opens_the_document_with_its_merges_header_and_underlines(sample: ListDocument) -> None:
    document = docx.Document(io.BytesIO(written(sample, "docx")))
    catalogue, adjusted, retained = document.tables
    assert len(catalogue.rows) == 21
    assert adjusted.cell(1, 1).text == adjusted.cell(4, 1).text == "省先进制造业发展专项资金项目申报"
    runs = [run for paragraph in adjusted.cell(1, 2).paragraphs for run in paragraph.runs]
    assert [bool(run.underline) for run in runs] == [False, True]
    for table in document.tables:
        header = table.rows[0]._tr.trPr
        assert header is not None
        assert header.find(qn("w:tblHeader")) is not None
    assert retained.rows[-1].cells[0].text == "受理地点：卧龙区工业南路 6 号"
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)


def test_a_short_row_is_not_torn_but_the_last_of_a_matter_may_go_on() -> None:
    """What is merged over a matter's rows makes the last of them as high as it needs, be it more than a page."""
    stages = [
        {"name": "受理", "duty": "受理申请。"},
        {"name": "审查", "duty": "长" * 900},
        {"name": "决定", "duty": "作出决定。"},
    ]
    matter = {"name": "甲", "basis": "依据" * 900, "stages": stages}
    (table,) = docx.Document(io.BytesIO(written(a_list(matter), "docx"))).tables
    properties = [row._tr.trPr for row in table.rows]
    kept = [each is not None and each.find(qn("w:cantSplit")) is not None for each in properties]
    assert kept == [True, True, False, False]


def test_each_annex_begins_on_a_new_page(sample: ListDocument) -> None:
    document = docx.Document(io.BytesIO(written(sample, "docx")))
    breaking = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaking == ["附件 2", "附件 3"]


def test_an_annex_without_a_line_above_its_table_begins_on_a_new_page_too(sample: ListDocument) -> None:
    bare = replace(sample.annexes[0], label=None, title=None, head=(), declared_total=None)
    document = docx.Document(io.BytesIO(written(replace(sample, annexes=(bare, bare)), "docx")))
    assert [p.text for p in document.paragraphs if p.paragraph_format.page_break_before] == [""]


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_every_part_of_an_office_document_is_sound_xml(sample: ListDocument, format: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(sample, format))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for name in names:
            etree.fromstring(archive.read(name))
        types = etree.fromstring(archive.read("[Content_Types].xml"))
    listed = {item.get("PartName", "").lstrip("/") for item in types}
    assert {
        name for name in names if not name.endswith(".rels") and name != "[Content_Types].xml"
    } == listed - {""}


# Excel


@pytest.fixture(scope="module")
def sheets(sample: ListDocument) -> list[Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(written(sample, "xlsx")), rich_text=True)
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def test_excel_opens_a_sheet_per_annex_ready_to_print(sheets: list[Worksheet]) -> None:
    assert [sheet.title for sheet in sheets] == ["附件1 目录", "附件2 调整", "附件3 保留"]
    catalogue, adjusted, _ = sheets
    assert (catalogue.freeze_panes, catalogue.print_title_rows) == ("A5", "$4:$4")
    assert (adjusted.freeze_panes, adjusted.print_title_rows) == ("A4", "$3:$3")
    assert adjusted.page_setup.orientation == "landscape"
    assert adjusted.page_setup.fitToWidth == 1
    assert "A4:A7" in {str(area) for area in adjusted.merged_cells.ranges}


def test_excel_shows_old_and_new_text_with_the_new_underlined(sheets: list[Worksheet]) -> None:
    old, new = sheets[1]["C4"].value
    assert old.font.u is None
    assert new.font.u == "single"
    assert new.text.startswith("《河南省财政厅")


def test_a_formula_in_a_list_is_a_text_in_excel() -> None:
    texts = ["=SUM(1)", "+1", "-1", "@A1", "'1", "=cmd|' /C calc'!A0"]
    document = a_list(*({"name": text, "basis": text} for text in texts))
    book = openpyxl.load_workbook(io.BytesIO(written(document, "xlsx")))
    sheet = book.worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_sheet_names_are_such_as_excel_takes() -> None:
    label = "附件" + "一" * 40 + "[1]:*?/\\'"
    annex = Annex(AnnexKind.RETAINED, "某局权责清单", label=label, matters=(Matter(None, Text.plain("甲")),))
    bare = replace(annex, label=None, title=None)
    book = openpyxl.load_workbook(io.BytesIO(written(ListDocument(None, None, (annex, annex, bare)), "xlsx")))
    first, second, third = book.sheetnames
    assert len(first) == len(second) == 31
    assert first != second
    assert not set("[]:*?/\\'") & set(first + second)
    assert third == "Sheet3"


# HTML


def test_the_page_stands_alone_and_escapes_what_it_shows(sample: ListDocument) -> None:
    hostile = '<script>alert("&")</script>'
    first, *others = sample.annexes
    matter = replace(first.matters[0], name=Text.plain(hostile))
    document = replace(sample, annexes=(replace(first, title=hostile, matters=(matter,)), *others))
    page = written(document, "html").decode()
    assert "<script" not in page
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="zh-CN">' in page
    assert '<th scope="col">' in page
    assert "src=" not in page
    assert "href=" not in page
    assert "url(" not in page


# what cannot be written


def matter_with(text: str) -> ListDocument:
    return a_list(
        {"name": "甲申报", "basis": "依据"},
        {"name": "乙申报", "basis": text},
        title="某局权责清单",
        label="附件 1",
    )


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "html"])
@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\r", "\ud800", "\ufffe"])
def test_a_character_that_no_document_holds_is_refused_with_its_place(format: str, char: str) -> None:
    out = io.BytesIO()
    message = rf"“某局权责清单”第2项“乙申报”的“实施依据”一栏第3个字是文档不能保存的字符（U\+{ord(char):04X}）"
    with pytest.raises(Refusal, match=message):
        writers.write(matter_with(f"依据{char}"), format, out)
    assert out.getvalue() == b""


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\r", "\ud800", "\ufffe", "\u2028"])
def test_json_holds_every_character(char: str) -> None:
    document = matter_with(f"依据{char}")
    assert readers.read_bytes(written(document, "json"), "x.json").annexes == document.annexes


def test_a_title_that_cannot_be_written_is_refused_as_such() -> None:
    document = a_list({"name": "甲"}, title="某局\x01权责清单", tail=["尾\x02"])
    with pytest.raises(Refusal, match="“某局□权责清单”的表外文字第3个字"):
        written(document, "docx")


@pytest.mark.parametrize(
    ("text", "fits"), [("长" * 32_767, True), ("长" * 32_768, False), ("𠀀" * 16_384, False)]
)
def test_a_text_longer_than_excel_holds_is_refused_for_excel_only(text: str, fits: bool) -> None:
    document = matter_with(text)
    if fits:
        assert readers.read_bytes(written(document, "xlsx"), "x.xlsx").annexes[0].matters[
            1
        ].basis == Text.plain(text)
    else:
        with pytest.raises(
            Refusal, match=r"第2项“乙申报”的“实施依据”一栏.*超过 Excel 每个单元格32767个字的上限"
        ):
            written(document, "xlsx")
    assert readers.read_bytes(written(document, "docx"), "x.docx").annexes[0].matters[1].basis == Text.plain(
        text
    )


def test_a_format_that_is_not_written_is_refused(sample: ListDocument) -> None:
    with pytest.raises(Refusal, match="不能写成 odt；可用的格式：docx、xlsx、pdf、html、json"):
        written(sample, "odt")
