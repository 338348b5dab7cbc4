"""Workbooks as Excel and WPS write them: merges, rich text, numbers and dates, stray formatting, broken files."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from quanze.lists.grid import Table
from quanze.lists.model import Place
from quanze.lists.readers import read_bytes
from quanze.lists.readers import xlsx as reader
from quanze.lists.readers.shown import shown
from quanze.lists.refusal import Refusal
from tests.lists.books import cell, merges, rows, xlsx


def tables(data: bytes) -> list[Table]:
    return [block for block in reader.blocks(data) if isinstance(block, Table)]


def only(data: bytes) -> Table:
    (found,) = tables(data)
    return found


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_from_excel_is_read_whole() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某县林业局保留的权责清单"])
    sheet.append(["序号", "项目名称", "实施依据", "办理环节", "责任事项", "责任股室"])
    sheet.append([1, "林木采伐许可", "《森林法》第五十七条", "受理", "受理申请材料，一次告知", "林政股"])
    sheet.append([None, None, None, "决定", "作出决定，书面告知申请人"])
    sheet.append(["服务电话：12345"])
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A5:F5")
    for column in "ABCF":
        sheet.merge_cells(f"{column}3:{column}4")
    document = read_bytes(saved(book), "清单.xlsx")
    (annex,) = document.annexes
    assert annex.title == "某县林业局保留的权责清单"
    assert document.agency == "某县林业局"
    (matter,) = annex.matters
    assert matter.number is not None
    assert matter.number.value == "1"
    assert [stage.name.value for stage in matter.stages if stage.name] == ["受理", "决定"]
    assert annex.contact is not None
    assert annex.contact.service_phone == "12345"


def test_merged_ranges_become_spans_and_cover_what_they_cover() -> None:
    found = only(xlsx(rows(("甲", "乙", "丙"), ("", "丁", "戊")) + merges("A1:A2", "B2:C2")))
    assert [(c.text, c.column, c.rowspan, c.colspan) for c in found.rows[0].cells] == [
        ("甲", 0, 2, 1),
        ("乙", 1, 1, 1),
        ("丙", 2, 1, 1),
    ]
    assert [(c.text, c.column, c.rowspan, c.colspan) for c in found.rows[1].cells] == [("丁", 1, 1, 2)]
    (note,) = found.notes
    assert note.code == "hidden"
    assert "戊" in note.message
    assert note.place == Place(sheet="Sheet1", row=2, column=3)


def test_a_text_centred_over_its_neighbours_spans_them() -> None:
    styles = '<cellXfs><xf/><xf><alignment horizontal="centerContinuous"/></xf></cellXfs>'
    title = cell("标题", "A1", more="s='1'")
    across = f'<row r="1">{title}<c r="B1" s="1"/><c r="C1" s="1"/></row>'
    below = f'<row r="2">{cell("甲", "A2")}{cell("乙", "B2")}{cell("丙", "C2")}</row>'
    found = only(xlsx(f"<sheetData>{across}{below}</sheetData>", styles=styles))
    assert [(c.text, c.colspan) for c in found.rows[0].cells] == [("标题", 3)]


def test_blank_rows_part_tables_and_blank_margins_count_for_nothing() -> None:
    found = tables(xlsx(rows((), ("", "甲", "乙"), (), ("", "丙", ""), ())))
    assert [texts(table) for table in found] == [[["甲", "乙"]], [["丙", ""]]]
    assert [table.width for table in found] == [2, 2]
    assert found[1].rows[0].place == Place(sheet="Sheet1", row=4)


def test_a_blank_row_below_a_merged_cell_parts_nothing() -> None:
    found = only(xlsx(rows(("甲", "乙"), (), ("", "丙")) + merges("A1:A3")))
    assert texts(found) == [["甲", "乙"], ["丙"]]
    assert found.rows[0].cells[0].rowspan == 2


def test_a_blank_range_that_begins_in_a_blank_row_begins_with_the_text_beside_it() -> None:
    found = tables(xlsx(rows(("甲", "乙"), (), ("", "丙"), ("", "丁")) + merges("A2:A4")))[1]
    assert [(c.text, c.rowspan) for c in found.rows[0].cells] == [("", 2), ("丙", 1)]
    assert texts(found) == [["", "丙"], ["丁"]]


def test_underlines_of_runs_and_of_the_cells_font() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = CellRichText("旧\n", TextBlock(InlineFont(u="single"), "新的\n文字"))
    sheet["B1"] = "整格"
    sheet["B1"].font = Font(underline="single")
    sheet["C1"] = CellRichText(TextBlock(InlineFont(u="none"), "不划"), "线")
    found = only(saved(book))
    assert [(c.text, c.marks) for c in found.rows[0].cells] == [
        ("旧\n新的\n文字", ((2, 4), (5, 7))),
        ("整格", ((0, 2),)),
        ("不划线", ()),
    ]


def test_escapes_line_ends_and_phonetic_guides() -> None:
    strings = (
        "<si><t>甲_x000D_\n乙_x005F_x000D_</t></si>"
        "<si><r><t>漢</t></r><rPh sb='0' eb='1'><t>hàn</t></rPh></si><si><t xml:space='preserve'> 空 </t></si>"
    )
    sheet = (
        '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row></sheetData>'
    )
    assert texts(only(xlsx(sheet, strings=strings))) == [["甲\n乙_x000D_", "漢", " 空 "]]


def test_numbers_dates_and_formulas_as_people_see_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        [1, 1.0, 0.1 + 0.2, date(2025, 3, 1), datetime(2025, 3, 1, 8, 30, tzinfo=UTC).replace(tzinfo=None)]
    )
    sheet.append([0.125, True, 5, "001", "=1+1"])
    sheet["A2"].number_format = "0.0%"
    sheet["C2"].number_format = '0"个工作日"'
    found = only(saved(book))
    assert texts(found) == [
        ["1", "1", "0.3", "2025-03-01", "2025-03-01 08:30:00"],
        ["12.5%", "TRUE", "5个工作日", "001", ""],
    ]
    (note,) = found.notes
    assert note.code == "no-formula-value"
    assert str(note.place) == "工作表“Sheet”第2行第5列"


def test_a_formula_shows_the_value_that_was_saved_with_it() -> None:
    sheet = '<sheetData><row><c t="str"><f>A2&amp;"乙"</f><v>甲乙</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    assert texts(only(xlsx(sheet))) == [["甲乙", "#DIV/0!"]]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("13800138000", None, "13800138000"),
        ("123456789012345680000", None, "123456789012345680000"),
        ("1E-3", None, "0.001"),
        ("-2.50", "0.0;[Red]-0.0", "-2.5"),
        ("-2.50", "0.00", "-2.50"),
        ("7", "000", "007"),
        ("1234.5", "#,##0.00_ ", "1,234.50"),
        ("3", '"第"0"号"', "第3号"),
        ("0.5", "0.##", "0.5"),
        ("2", 'General"条"', "2条"),
        ("0.25", "# ?/?", "0.25"),
        ("45366", "yyyy/m/d;@", "2024-03-15"),
        ("45366", '[$-804]yyyy"年"m"月"', "2024-03"),
        ("45366.75", 'm"月"d"日" h"时"', "2024-03-15 18:00"),
        ("0.5", "h:mm:ss", "12:00:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("1e400", "0", "1e400"),
        ("99999999", "yyyy-mm-dd", "99999999"),
        ("不是数", "0.00", "不是数"),
        ("5", ";;;", "5"),
        ("5", "@", "5"),
    ],
)
def test_a_number_shows_as_its_format_has_it(value: str, code: str | None, expected: str) -> None:
    assert shown(value, code) == expected


def test_dates_of_a_workbook_that_counts_from_1904() -> None:
    assert shown("43904", "yyyy-mm-dd", date1904=True) == "2024-03-15"


def test_hidden_rows_and_columns_are_read_and_told_and_hidden_sheets_only_told() -> None:
    first = f'<cols><col min="2" max="2" hidden="1"/></cols>{rows(("甲", "乙"), ("丙", "丁"))}'
    first = first.replace('<row r="2">', '<row r="2" hidden="1">')
    found = tables(xlsx(first, rows(("藏",)), names=("清单", "底稿"), states=("visible", "veryHidden")))
    assert [texts(table) for table in found] == [[["甲", "乙"], ["丙", "丁"]]]
    assert sorted(note.message for note in found[0].notes) == sorted(
        ["工作表“底稿”是隐藏的，没有读入", "隐藏的第2行已一并读入", "隐藏的第2列已一并读入"]
    )


def test_the_name_of_a_sheet_without_a_title_stands_above_its_table() -> None:
    head = ("序号", "事项名称", "实施依据")
    data = xlsx(
        rows(("某县林业局权责清单",), head, ("1", "甲许可", "《甲法》第一条")),
        rows(head, ("1", "乙处罚", "《乙法》第二条")),
        rows(head, ("1", "丙奖励", "《丙法》第三条")),
        names=("许可", "行政处罚", "Sheet3"),
    )
    (annex,) = read_bytes(data, "清单.xlsx").annexes
    assert [(c.name, c.at) for c in annex.categories] == [("行政处罚", 1)]
    assert annex.tail == ()
    single = xlsx(rows(head, ("1", "甲许可", "《甲法》第一条")), names=("行政处罚",))
    (annex,) = read_bytes(single, "清单.xlsx").annexes
    assert annex.categories == ()


def test_stray_formatting_to_the_last_row_and_column_stays_cheap() -> None:
    stray = "".join(f'<row r="{number}" s="3" customFormat="1"/>' for number in range(3, 30_000))
    wide = "".join(f'<c r="{name}1" s="3"/>' for name in ("XFA", "XFB", "XFC", "XFD"))
    last = '<row r="1048576"><c r="XFD1048576" s="3"/></row>'
    head = f'<row r="1">{cell("甲", "A1")}{cell("乙", "B1")}{wide}</row><row r="2">{cell("丙", "A2")}</row>'
    data = xlsx(f"<sheetData>{head}{stray}{last}</sheetData>{merges('B1:XFD1', 'B2:B1048576')}")
    tracemalloc.start()
    found = only(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.width == 2
    assert [(c.text, c.colspan, c.rowspan) for row in found.rows for c in row.cells] == [
        ("甲", 1, 1),
        ("乙", 1, 1),
        ("丙", 1, 1),
        ("", 1, 1),
    ]
    assert peak < 10_000_000


def test_a_range_merged_down_to_the_last_row_costs_no_more_than_its_texts() -> None:
    last = f'<row r="1048576">{cell("乙", "H1048576")}</row>'
    data = xlsx(f'<sheetData><row r="1">{cell("甲", "A1")}</row>{last}</sheetData>{merges("A1:A1048576")}')
    found = only(data)
    assert [len(row.cells) for row in found.rows] == [8, 7]
    assert found.rows[0].cells[0].rowspan == 2


def test_a_gap_of_a_million_rows_is_passed_over() -> None:
    last = f'<row r="1048576">{cell("乙", "A1048576")}</row>'
    data = xlsx(f'<sheetData><row r="1">{cell("甲", "A1")}</row>{last}</sheetData>')
    assert [texts(table) for table in tables(data)] == [[["甲"]], [["乙"]]]


BOMB = "<sheetData>" + " " * 80_000_000 + "</sheetData>"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (xlsx(rows(("甲" * 1_000_001,))), "工作表“Sheet1”第1行第1列：一个单元格有 1000001 个字"),
        (xlsx(rows(("甲",)).replace("</row>", f'{cell("乙", "XFD1")}</row>')), "有 16384 列，超过 200 列"),
        (xlsx('<sheetData><row><c t="s"><v>7</v></c></row></sheetData>'), "第1行第1列：单元格所指的文字不存在"),
        (xlsx(rows(("甲",)).replace("</sheetData>", "")), "损坏"),
        (xlsx(f"<sheetData><row><c t='inlineStr'><is><t>{'甲' * 4_000_000}</t></is></c></row></sheetData>"), "超过 10 MB"),
        (xlsx(BOMB), "压缩炸弹"),
        (xlsx(rows(("甲",)))[:-200], "损坏或不完整"),
    ],
    ids=["long cell", "wide", "lost string", "cut xml", "long node", "bomb", "cut zip"],
)  # fmt: skip
def test_what_is_no_honest_workbook_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        list(reader.blocks(data))


def test_a_long_text_in_every_cell_is_refused_before_it_is_copied() -> None:
    strings = f"<si><t>{'甲' * 900_000}</t></si>"
    row = '<c t="s"><v>0</v></c>' * 100
    data = xlsx(f"<sheetData>{f'<row>{row}</row>' * 10}</sheetData>", strings=strings)
    with pytest.raises(Refusal, match="共超过 256 MB"):
        list(reader.blocks(data))


def test_an_entity_is_not_expanded() -> None:
    sheet = '<sheetData><row><c t="inlineStr"><is><t>&lol;</t></is></c></row></sheetData>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(sheet))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if "sheet1" in name:
                content = b'<!DOCTYPE x [<!ENTITY lol "' + b"ha" * 1000 + b'">]>' + content
            target.writestr(name, content)
    with pytest.raises(Refusal):
        read_bytes(out.getvalue(), "x.xlsx")


def test_an_old_workbook_and_a_renamed_one_are_told_apart() -> None:
    with pytest.raises(Refusal, match="旧版 Office"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "清单.xls")
    with pytest.raises(Refusal, match=r"扩展名是 .docx"):
        read_bytes(xlsx(rows(("甲",))), "清单.docx")
