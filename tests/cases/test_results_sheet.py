"""A sheet of results as offices fill it in: what is read of it, what is passed over, what is refused and where."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.cases.results.columns import HEADINGS, OUTCOMES, column_of, outcome_of
from quanze.cases.results.reading import MOST_BYTES, MOST_ROWS, Line, read, read_apart
from quanze.lists.refusal import Refusal
from quanze.procedure.engine.choices import Outcome

HEADS = ["办件编号", "申请人", "结果"]
ROW = ["xx-2026-00001", "甲公司", "通过"]


def workbook(
    *rows: list[object], merge: tuple[str, ...] = (), more: dict[str, list[list[object]]] | None = None
):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    for name, lines in (more or {}).items():
        other = made.create_sheet(name)
        for line in lines:
            other.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(data: bytes) -> list[dict[str, str]]:
    return [dict(line.cells) for line in read(data).lines]


def test_a_heading_means_its_column_and_a_word_its_result():
    wrong = [
        name
        for column, names in HEADINGS.items()
        for name in names
        if not column_of(name) is column_of(f" *{name}（必填）：") is column
    ]
    wrong += [
        word
        for outcome, words in OUTCOMES.items()
        for word in words
        if outcome_of(f" {word}。") is not outcome
    ]
    assert wrong == []


def test_words_of_two_minds_mean_nothing():
    for word in ("待定", "通过？", "TRUE", ""):
        with pytest.raises(LookupError):
            outcome_of(word)
    assert outcome_of("未 通 过") is Outcome.DENIED


def test_headings_and_words_are_said_once():
    for table in (HEADINGS, OUTCOMES):
        every = [word for words in table.values() for word in words]
        assert len(every) == len(set(every))


def test_a_title_a_remark_and_columns_of_ones_own_are_passed_over():
    data = workbook(
        ["2026年绿色工厂认定结果"],
        ["填表人：王某"],
        ["序号", *HEADS, "备注"],
        [1, *ROW, "县里重点"],
        [],
        [],
        [2, "xx-2026-00002", "乙公司", "未通过"],
        [],
        merge=("A1:E1",),
    )
    read_as = read(data)
    assert [dict(line.cells) for line in read_as.lines] == [
        {"number": "xx-2026-00001", "applicant": "甲公司", "outcome": "通过"},
        {"number": "xx-2026-00002", "applicant": "乙公司", "outcome": "未通过"},
    ]
    assert [line.place for line in read_as.lines] == ["第4行", "第7行"]
    assert read_as.notes == ("没有用到的栏：序号、备注。",)


def test_what_is_merged_down_holds_for_each_row_and_a_heading_on_the_next_page_is_none():
    data = workbook(
        [*HEADS, "作出结果的机关", "文件日期"],
        [*ROW, "省工信厅", date(2026, 11, 20)],
        ["xx-2026-00002", "乙公司", "不予认定", None, None],
        [*HEADS, "作出结果的机关", "文件日期"],
        ["xx-2026-00003", "丙公司", "退回", "市工信局", 46346],
        merge=("D2:D3", "E2:E3"),
    )
    found = cells(data)
    assert [row["organ"] for row in found] == ["省工信厅", "省工信厅", "市工信局"]
    assert [row["on"] for row in found] == ["2026-11-20", "2026-11-20", "46346"]


def test_formulas_are_told_with_their_columns():
    data = workbook([None, *HEADS], [None, "xx-2026-00001", "甲公司", '=IF(1,"通过","")'])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<v></v>" in sheet or b"<v/>" in sheet or b"<v />" in sheet
    for blank in (b"<v></v>", b"<v/>", b"<v />"):
        sheet = sheet.replace(blank, "<v>通过</v>".encode())
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="D2">', b'<c r="D2" t="str">')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    (line,) = read(out.getvalue()).lines
    assert line == Line(
        "第2行", {"number": "xx-2026-00001", "applicant": "甲公司", "outcome": "通过"}, ("outcome",)
    )


def test_a_formula_that_was_never_counted_is_blank_and_told():
    read_as = read(workbook(HEADS, ["xx-2026-00001", "甲公司", "=A1"]))
    assert "outcome" not in read_as.lines[0].cells
    assert any("公式没有保存结果" in note for note in read_as.notes)


def test_every_sheet_with_a_heading_is_read_and_another_is_told_of():
    read_as = read(workbook(HEADS, ROW, more={"第二批": [HEADS, ROW], "说明": [["填表说明"]]}))
    assert [line.place for line in read_as.lines] == ["工作表“Sheet”第2行", "工作表“第二批”第2行"]
    assert read_as.notes == ("工作表“说明”没有带“办件编号”、“结果”两栏的表头，没有读入。",)


TEXT = '结果登记表\n\n办件编号,申请人,结果,结果的内容\nxx-2026-00001,甲公司,通过,"列入名单，\n第3号"\n\n,,,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_as_excel_for_china_writes_it(encoding, delimiter):
    (line,) = read(TEXT.replace(",", delimiter).encode(encoding)).lines
    assert line.place == "第4行"
    assert line.cells["words"] == "列入名单，\n第3号"


def test_what_was_written_so_that_no_spreadsheet_changes_it_is_read_bare():
    said = "办件编号,申请人,结果,文号\n=\"xx-2026-00001\",'=甲公司,通过,'豫工信\n"
    assert cells(said.encode()) == [
        {"number": "xx-2026-00001", "applicant": "=甲公司", "outcome": "通过", "paper": "'豫工信"}
    ]


REFUSED = {
    "nothing": (b"", "文件是空的"),
    "blanks": (b" \r\n\0", "文件是空的"),
    "too large": (b"a" * (MOST_BYTES + 1), "超过 20 MB"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .docx、.xlsx"),
    "a PDF": (b"%PDF-1.4\n", "这不是表格"),
    "no text": (b"\x81\x20\xff\xff\x00", "不是文本"),
    "a broken archive": (b"PK\x03\x04" + b"\0" * 40, "损坏"),
    "a column twice": ("办件编号,编号,结果\n1,2,3\n".encode(), "第1行有不止一栏是“办件编号”"),
    "too many rows": (
        ("办件编号,结果\n" + "1,通过\n" * (MOST_ROWS + 1)).encode(),
        f"超过 {MOST_ROWS} 行",
    ),
    "a cell without end": (f"办件编号,结果\n1,{'通' * 3000}\n".encode(), "第2行的“结果”超过 2000 个字"),
    "a field beyond what a reader takes": (f"办件编号,结果\n1,{'x' * 200_000}\n".encode(), "第2行"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_such_sheet_is_refused_with_the_reason(data, words):
    with pytest.raises(Refusal, match=words):
        read(data)


def test_an_archive_that_inflates_beyond_reason_is_refused():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(70):
            part.write(b"\0" * (1 << 20))
    with pytest.raises(Refusal, match="压缩炸弹"):
        read(out.getvalue())


def test_a_sheet_without_the_heading_gives_nothing_and_says_so():
    read_as = read("姓名,电话\n张三,123\n".encode())
    assert read_as.lines == ()
    assert read_as.notes == ("表格没有带“办件编号”、“结果”两栏的表头，没有读入。",)
    assert read("办件编号,结果\n".encode()).notes == ("表头以下没有内容。",)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        found = read(("办件编号,结果\n" + text).encode("utf-8", "surrogatepass"))
    except Refusal:
        return
    assert all(set(line.cells) <= {"number", "outcome"} for line in found.lines)


def test_it_is_read_in_a_process_of_its_own(tmp_path: Path):
    file = tmp_path / "held"
    file.write_bytes(workbook(HEADS, ROW))
    assert read_apart(file, "结果.xlsx") == read(file.read_bytes())
