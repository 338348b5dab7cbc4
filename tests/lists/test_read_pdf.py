"""PDF files as programs make them: ruled tables over pages, text without paragraphs, and files that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.lists.grid import Block, Cell, Line, Table
from quanze.lists.readers import docx, pdf, read_bytes
from quanze.lists.refusal import Refusal
from tests.lists.papers import Layout, Sheet, paper, table
from tests.lists.papers import pdf as file_of

Shape = list[list[tuple[str, int, int, int]]]

HEADING = [Cell("序号", 0), Cell("职权名称", 1), Cell("责任事项", 2)]
WIDTHS = (40.0, 90.0, 160.0)
ACCEPTANCE = "受理责任：受理申报材料，一次性告知补正材料；依法受理或不予受理（不予受理的依法告知理由）。"
DECISION = "作出准予或者不准予的决定，自受理之日起 20 个工作日内办结，并书面说明理由。"


def read(data: bytes) -> list[Block]:
    return list(pdf.blocks(data))


def only_table(data: bytes) -> Table:
    (found,) = [block for block in pdf.blocks(data) if isinstance(block, Table)]
    return found


def lines(data: bytes) -> list[str]:
    return [block.text for block in pdf.blocks(data) if isinstance(block, Line)]


def shape(found: Table) -> Shape:
    return [
        [(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row.cells] for row in found.rows
    ]


def drawn(rows: Sequence[Sequence[Cell]]) -> Shape:
    return [[(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in rows]


def codes(found: Table) -> list[str]:
    return [note.code for note in found.notes]


def matters(count: int) -> list[list[Cell]]:
    """A heading and matters of two stages each, number and name merged over both."""
    rows = [HEADING]
    for number in range(1, count + 1):
        name = "建设工程消防设计审查" + "甲乙丙丁戊己庚辛壬癸"[number % 10] + "类事项"
        rows.append([Cell(str(number), 0, rowspan=2), Cell(name, 1, rowspan=2), Cell(ACCEPTANCE, 2)])
        rows.append([Cell(DECISION, 2)])
    return rows


# the sample

LOST: dict[tuple[int | None, int | None, int], str] = {
    # The file itself ends these texts early (LibreOffice draws no more of a merged cell than the page's rows have room
    # for), drops a blank at a line's end, and writes no-break blanks as common ones.
    (2, 2, 3): "cut-off",
    (2, 2, 7): "cut-off",
    (6, 6, 7): "cut-off",
    (3, 2, 4): "blank",
    (8, 9, 1): "blank",
}


def test_the_sample_has_the_cells_of_its_word_file(sample_pdf: Path, sample_docx: Path) -> None:
    expected = list(docx.blocks(sample_docx.read_bytes()))
    found = read(sample_pdf.read_bytes())
    assert [type(block) for block in found] == [type(block) for block in expected]
    differing: dict[tuple[int | None, int | None, int], tuple[str, str]] = {}
    for theirs, ours in zip(expected, found, strict=True):
        if isinstance(theirs, Line) and isinstance(ours, Line):
            assert ours.text == theirs.text.strip()
            continue
        assert isinstance(theirs, Table)
        assert isinstance(ours, Table)
        for row, other in zip(theirs.rows, ours.rows, strict=True):
            for cell, twin in zip(row.cells, other.cells, strict=True):
                assert (twin.column, twin.rowspan, twin.colspan) == (cell.column, cell.rowspan, cell.colspan)
                if (twin.text, twin.marks) != (cell.text, cell.marks):
                    differing[other.place.table, other.place.row, twin.column + 1] = (cell.text, twin.text)
    assert differing.keys() == LOST.keys()
    for place, (whole, read_as) in differing.items():
        if LOST[place] == "blank":
            assert "".join(read_as.split()) == "".join(whole.split())
        else:
            assert whole.startswith(read_as)


def test_what_the_sample_lost_is_told(sample_pdf: Path) -> None:
    notes = [
        note for block in read(sample_pdf.read_bytes()) if isinstance(block, Table) for note in block.notes
    ]
    told = {(note.place.table, note.place.row, note.place.column): note.code for note in notes}
    assert told == {place: code for place, code in LOST.items() if code == "cut-off"}


# tables over pages


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param(Layout(WIDTHS, lines=200), id="one-page"),
        pytest.param(Layout(WIDTHS, lines=17), id="rows-break"),
        pytest.param(Layout(WIDTHS, lines=17, again=1), id="heading-repeated"),
        pytest.param(Layout(WIDTHS, lines=18, split=False), id="rows-stay-whole"),
        pytest.param(Layout(WIDTHS, lines=18, split=False, again=1), id="rows-stay-whole-under-a-heading"),
        pytest.param(Layout(WIDTHS, lines=16, closed=False), id="no-border-where-a-page-breaks-a-row"),
        pytest.param(Layout(WIDTHS, lines=17, bars=True), id="borders-of-thin-boxes"),
        pytest.param(Layout(WIDTHS, lines=17, sides=False), id="no-outer-borders"),
    ],
)
def test_matters_are_whole_wherever_a_page_ends(layout: Layout) -> None:
    rows = matters(9)
    found = only_table(paper(rows, layout))
    assert shape(found) == drawn(rows)
    assert codes(found) == []


@pytest.mark.parametrize("height", range(9, 30))
def test_matters_are_whole_on_pages_of_any_height(height: int) -> None:
    rows = matters(6)
    assert shape(only_table(paper(rows, Layout(WIDTHS, lines=height)))) == drawn(rows)


@pytest.mark.parametrize("height", range(9, 30))
def test_a_category_that_begins_with_a_page_is_another_one_though_the_text_above_fills_its_lines(
    height: int,
) -> None:
    rows = [[Cell("类别", 0), Cell("序号", 1), Cell("职权名称", 2), Cell("责任事项", 3)]]
    for number, category in enumerate(["行政许可", "行政处罚", "行政强制", "行政检查", "行政奖励"], 1):
        rows.append(
            [
                Cell(category, 0, rowspan=2),
                Cell(str(2 * number - 1), 1),
                Cell("甲事项", 2),
                Cell(ACCEPTANCE, 3),
            ]
        )
        rows.append([Cell(str(2 * number), 1), Cell("乙事项", 2), Cell(DECISION, 3)])
    layout = Layout((31.0, 40.0, 60.0, 160.0), lines=height, split=False)
    assert shape(only_table(paper(rows, layout))) == drawn(rows)


def test_each_row_knows_its_page() -> None:
    found = only_table(paper(matters(6), Layout(WIDTHS, lines=12, split=False)))
    assert found.rows[0].place.page == 1
    assert [row.place.row for row in found.rows] == list(range(1, 14))
    assert {row.place.table for row in found.rows} == {1}
    pages = [row.place.page or 0 for row in found.rows]
    assert pages == sorted(pages)
    assert pages[-1] > 1


def test_a_table_with_other_columns_begins_at_its_heading() -> None:
    first, second = matters(2), matters(3)
    sheet = table(first, Layout(WIDTHS))[0]
    foot = sheet.size[1] - min(float(part.split()[6]) for part in sheet.drawing if part.endswith(" S"))
    other = table(second, Layout((40.0, 150.0, 100.0), top=foot))[0]
    page = Sheet((sheet.size[0], 1200.0))
    page.drawing = _moved(sheet, page) + _moved(other, page)
    tables = [block for block in read(file_of([page])) if isinstance(block, Table)]
    assert [shape(found) for found in tables] == [drawn(first), drawn(second)]


def _moved(sheet: Sheet, page: Sheet) -> list[str]:
    """A sheet's drawing at the same distance from the top of a higher page."""
    return [f"q 1 0 0 1 0 {page.size[1] - sheet.size[1]} cm", *sheet.drawing, "Q"]


def test_lines_around_a_table_stay_around_it() -> None:
    first, *rest = table(matters(4), Layout(WIDTHS, lines=20, top=120))
    first.text(40, 40, "附件 3")
    first.text(80, 80, "某某市某某局保留的权责清单", 16)
    rest[-1].text(40, rest[-1].size[1] - 30, "投诉电话：12345")
    blocks = read(file_of([first, *rest]))
    assert [block.text if isinstance(block, Line) else "" for block in blocks] == [
        "附件 3",
        "某某市某某局保留的权责清单",
        "",
        "投诉电话：12345",
    ]


# what stands on every page


@pytest.mark.parametrize(
    "footer",
    [
        "- {} -",
        "— {} —",
        "{}",
        "第 {} 页",
        "第{}页 共9页",
        "{} / 9",
        "https://example.org/list 第{}页",
        "Page {} of 9",
    ],
)
def test_page_numbers_are_left_out(footer: str) -> None:
    sheets = table(matters(9), Layout(WIDTHS, lines=17))
    for number, sheet in enumerate(sheets, start=1):
        sheet.text(140, sheet.size[1] - 20, footer.format(number))
    assert len(sheets) > 3
    found = read(file_of(sheets))
    assert [shape(block) for block in found if isinstance(block, Table)] == [drawn(matters(9))]
    assert len(found) == 1


def test_a_page_number_set_along_the_side_is_left_out() -> None:
    sheets = table(matters(9), Layout(WIDTHS, lines=17))
    for number, sheet in enumerate(sheets, start=1):
        sheet.text(15, 150, f"- {number} -", turn="0 1 -1 0")
    assert len(read(file_of(sheets))) == 1


def test_a_running_header_is_read_once_and_annexes_are_no_headers() -> None:
    sheets = []
    for annex in (1, 2, 3):
        (sheet,) = table(matters(2), Layout(WIDTHS, top=100))
        sheet.text(40, 30, "某某市某某局文件")
        sheet.text(40, 60, f"附件 {annex}")
        sheets.append(sheet)
    assert lines(file_of(sheets)) == ["某某市某某局文件", "附件 1", "附件 2", "附件 3"]


# text in cells


def cell_of(*texts: tuple[float, float, str], width: float = 120.0, height: float = 200.0) -> Cell:
    """The first cell of a table of two columns, with texts at these places from its upper left corner."""
    sheet = Sheet()
    for x in (50.0, 50.0 + width, 400.0):
        sheet.line(x, 100, x, 100 + height)
    for y in (100.0, 100 + height):
        sheet.line(50, y, 400, y)
    for x, y, text in texts:
        sheet.text(50 + x, 100 + y, text)
    sheet.text(60 + width, 115, "旁边的一栏，写满二十个字的一行作为比较，再写几个")
    return only_table(file_of([sheet])).rows[0].cells[0]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["受理申报材料一次性告知", "补正材料"], "受理申报材料一次性告知补正材料", id="characters"),
        pytest.param(["《中小企业促进法》关于 ", "2017 年修订"], "《中小企业促进法》关于 2017 年修订", id="blank-kept"),
        pytest.param(["项目单位按照 World ", "Bank 的要求"], "项目单位按照 World Bank 的要求", id="latin-with-blank"),
        pytest.param(["项目单位按照规定 World", "Bank 的要求"], "项目单位按照规定 World Bank 的要求", id="latin-without"),
        pytest.param(["工业和信息化部令第四", "（一）项至第（三）项"], "工业和信息化部令第四（一）项至第（三）项", id="bracket-not-parted"),
        pytest.param(["豫工信联规文件有关规", "〔2023〕157号"], "豫工信联规文件有关规〔2023〕157号", id="document-number"),
        pytest.param(["受理", "材料初审", "决定"], "受理\n材料初审\n决定", id="short-lines-are-paragraphs"),
        pytest.param(
            ["1.受理申报材料当场答复", "2.审查申报材料当场答复", "3.送达"],
            "1.受理申报材料当场答复\n2.审查申报材料当场答复\n3.送达",
            id="numbered-items",
        ),
        pytest.param(
            ["告知：1.申报材料的种类", "2.申报材料的份数和要求"], "告知：1.申报材料的种类2.申报材料的份数和要求", id="numbers-within-a-sentence"
        ),
    ],
)  # fmt: skip
def test_wrapped_lines_are_joined_and_paragraphs_kept(texts: list[str], expected: str) -> None:
    placed = [(PAD, 15 + 14 * index, text) for index, text in enumerate(texts)]
    assert cell_of(*placed).text == expected


PAD = 5.0


def test_a_wider_gap_and_an_indent_begin_paragraphs() -> None:
    full = "受理申报材料一次性告知"
    assert (
        cell_of((PAD, 15, full), (PAD, 29, full), (PAD, 57, full), (PAD, 71, full)).text
        == f"{full}{full}\n{full}{full}"
    )
    assert cell_of((PAD, 15, full), (PAD, 29, full), (25, 43, full[:9]), (PAD, 57, full)).text == (
        f"{full}{full}\n{full[:9]}{full}"
    )


def test_centred_lines_are_joined() -> None:
    assert cell_of(
        (5, 15, "中小企业服务办公室信息"), (5, 29, "化工作股以及其他各有关"), (50, 43, "股室")
    ).text == ("中小企业服务办公室信息化工作股以及其他各有关股室")


def test_words_set_apart_without_blanks_get_one() -> None:
    assert lines(file_of([_line((50, "服务电话：12345"), (200, "投诉电话：54321"))])) == [
        "服务电话：12345 投诉电话：54321"
    ]
    assert lines(file_of([_line((50, "序"), (90, "号"))])) == ["序号"]


def _line(*parts: tuple[float, str]) -> Sheet:
    sheet = Sheet()
    for x, text in parts:
        sheet.text(x, 100, text)
    return sheet


def test_a_bold_face_made_by_printing_twice_is_read_once() -> None:
    sheet = _line((50, "权责清单"), (50.3, "权责清单"))
    assert lines(file_of([sheet])) == ["权责清单"]


def test_underlines_are_marks_and_no_borders() -> None:
    sheet = table([HEADING, [Cell("1", 0), Cell("保留的旧文字新文字", 1), Cell("甲", 2)]], Layout(WIDTHS))[0]
    sheet.bar(135, 74 + 10 + 1.5, 165, 74 + 10 + 2)
    found = only_table(file_of([sheet]))
    assert found.rows[1].cells[1] == Cell("保留的旧文字新文字", 1, marks=((5, 8),))
    assert len(found.rows) == 2


def test_turned_text_in_a_cell_reads_in_its_own_direction() -> None:
    sheet = Sheet()
    for x in (50.0, 90.0, 300.0):
        sheet.line(x, 100, x, 300)
    for y in (100.0, 300.0):
        sheet.line(50, y, 300, y)
    sheet.text(75, 250, "职权类别", turn="0 1 -1 0")
    sheet.text(100, 150, "其他职权，横着写的一行文字")
    assert [cell.text for cell in only_table(file_of([sheet])).rows[0].cells] == [
        "职权类别",
        "其他职权，横着写的一行文字",
    ]


@pytest.mark.parametrize("how", ["rotate-90", "rotate-270", "drawn-turned"])
def test_pages_lie_on_their_side(how: str) -> None:
    sheets = table(matters(3), Layout(WIDTHS))
    for sheet in sheets:
        if how == "drawn-turned":
            sheet.turned = True
        else:
            sheet.rotate = int(how.removeprefix("rotate-"))
    assert shape(only_table(file_of(sheets))) == drawn(matters(3))


def test_radicals_become_the_characters_that_they_look_like() -> None:
    found = only_table(
        paper([HEADING, [Cell("1", 0), Cell("⼯业⾏业⺠用", 1), Cell("〈办法〉", 2)]], Layout(WIDTHS))
    )
    assert [cell.text for cell in found.rows[1].cells] == ["1", "工业行业民用", "〈办法〉"]
    assert [(note.code, note.place.page) for note in found.notes] == [("lookalike", 1)]


# bounds that are not drawn


def test_rows_told_only_by_horizontal_rules() -> None:
    rows = [HEADING, *([Cell(str(n), 0), Cell("事项名称", 1), Cell(ACCEPTANCE, 2)] for n in range(1, 5))]
    (sheet,) = table(rows, Layout((40.0, 100.0, 200.0)))
    sheet.drawing = [part for part in sheet.drawing if not _is_vertical(part)]
    found = only_table(file_of([sheet]))
    assert shape(found) == drawn(rows)
    assert codes(found) == ["guessed-table"]


def test_a_table_without_any_rule() -> None:
    rows = [HEADING, *([Cell(str(n), 0), Cell("事项名称", 1), Cell(ACCEPTANCE, 2)] for n in range(1, 5))]
    (sheet,) = table(rows, Layout((40.0, 100.0, 200.0)))
    sheet.drawing = [part for part in sheet.drawing if not part.endswith(" S")]
    found = only_table(file_of([sheet]))
    assert shape(found) == drawn(rows)
    assert codes(found) == ["guessed-table"]


def test_rows_that_only_their_numbers_part() -> None:
    rows = [HEADING, *([Cell(str(n), 0), Cell("事项名称", 1), Cell(ACCEPTANCE, 2)] for n in range(1, 5))]
    (sheet,) = table(rows, Layout((40.0, 100.0, 200.0)))
    ys = sorted(
        {part.split()[3] for part in sheet.drawing if part.endswith(" S") and not _is_vertical(part)},
        key=float,
    )
    sheet.drawing = [
        part
        for part in sheet.drawing
        if not part.endswith(" S") or _is_vertical(part) or part.split()[3] not in ys[1:-2]
    ]
    found = only_table(file_of([sheet]))
    assert shape(found) == drawn(rows)
    assert codes(found) == ["guessed-table"]


def _is_vertical(part: str) -> bool:
    return part.endswith(" S") and part.split()[2] == part.split()[5]


def test_a_frame_around_the_page_is_no_table() -> None:
    (sheet,) = table(matters(2), Layout(WIDTHS, top=100))
    wide, high = sheet.size
    for y in (10.0, high - 10):
        sheet.line(10, y, wide - 10, y)
    for x in (10.0, wide - 10):
        sheet.line(x, 10, x, high - 10)
    sheet.text(40, 50, "附件 3")
    blocks = read(file_of([sheet]))
    assert [block.text for block in blocks if isinstance(block, Line)] == ["附件 3"]
    assert [shape(block) for block in blocks if isinstance(block, Table)] == [drawn(matters(2))]


# what the file hides or cuts


def test_text_that_a_spreadsheet_clips_stays_in_its_cell_and_is_told() -> None:
    (sheet,) = table([HEADING, [Cell("1", 0), Cell("", 1), Cell("甲", 2)]], Layout(WIDTHS))
    sheet.clip(80, 60, 170, 110)
    sheet.text(85, 85, "一个很长的没有换行的事项名称")
    sheet.unclip()
    found = only_table(file_of([sheet]))
    assert [cell.text for cell in found.rows[1].cells] == ["1", "一个很长的没有换行的事项名称", "甲"]
    assert codes(found) == ["hidden"]


def test_text_that_runs_over_the_lower_edge_belongs_to_the_cell_and_is_told() -> None:
    (sheet,) = table(
        [HEADING, [Cell("1", 0), Cell("", 1), Cell("甲", 2)], [Cell("2", 0), Cell("乙", 1), Cell("丙", 2)]],
        Layout(WIDTHS),
    )
    for index, text in enumerate(["受理材料审查决定送达和事", "后监管，"]):
        sheet.text(85, 84 + 7 * index, text, 6.5)
    found = only_table(file_of([sheet]))
    assert found.rows[1].cells[1].text == "受理材料审查决定送达和事后监管，"
    assert found.rows[2].cells[1].text == "乙"
    assert codes(found) == ["cut-off"]


# files that cannot be read


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as error:
        read_bytes(data, "清单.pdf")
    return str(error.value)


def test_an_encrypted_file_is_refused() -> None:
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'00' * 32}> >> /ID [<00> <00>]"
    )
    assert "密码" in refused(file_of([_line((50, "权责清单"))], trailer=lock))


def test_a_scan_is_refused() -> None:
    sheets = [Sheet(), Sheet()]
    for sheet in sheets:
        sheet.picture()
    assert "扫描件" in refused(file_of(sheets))


def test_a_page_that_is_a_picture_is_told() -> None:
    sheets = [Sheet(), *table(matters(9), Layout(WIDTHS, lines=17))]
    sheets[0].picture()
    found = only_table(file_of(sheets))
    assert [(note.code, note.place.page) for note in found.notes] == [("picture", 1)]


def test_recognised_text_under_a_picture_is_told() -> None:
    (sheet,) = table(matters(2), Layout(WIDTHS))
    sheet.picture()
    sheet.drawing = [part.replace("BT 0 Tr", "BT 3 Tr") for part in sheet.drawing]
    assert codes(only_table(file_of([sheet]))) == ["recognised"]


def test_empty_pages_are_refused() -> None:
    assert "没有文字" in refused(file_of([Sheet()]))


def test_text_without_its_coding_is_refused() -> None:
    sheets = [_line((50, "权责清单"))]
    assert "编码" in refused(file_of(sheets, ordering="Identity", cmap="Identity-H"))


def test_too_many_pages_are_refused() -> None:
    assert "2001 页" in refused(file_of([Sheet()] * 2_001))


@pytest.mark.parametrize("megabytes", [9, 40])
def test_a_stream_that_swells_is_refused_with_its_page(megabytes: int) -> None:
    sheets = [_line((50, "权责清单")), Sheet()]
    bomb = b" " * (megabytes * 1024 * 1024)
    assert refused(file_of(sheets, contents=[sheets[0].content(), bomb])).startswith("第2页：内容过多")


def test_a_page_of_endless_drawing_is_refused() -> None:
    assert "内容过多" in refused(file_of([Sheet()], contents=[b"0 0 m 9 9 l S\n" * 80_000]))


def test_a_page_with_too_many_characters_is_refused() -> None:
    sheet = Sheet()
    for row in range(130):
        sheet.text(10, 10 + row * 6, "权" * 500, 1.1)
    assert "内容过多" in refused(file_of([sheet]))


@pytest.mark.parametrize("wide", ["widths", "coding"])
def test_a_font_that_counts_to_thousands_of_millions_takes_no_time(wide: str) -> None:
    sheets = [_line((50, "权责清单"))]
    if wide == "widths":
        data = file_of(sheets, widths="1 95 500 200 4000000000 1000")
    else:
        ranges = b"1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"
        data = file_of(
            sheets, coding=b"/CIDInit /ProcSet findresource begin begincmap " + ranges + b" endcmap"
        )
    assert lines(data) == ["权责清单"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(sample_pdf: Path, share: float) -> None:
    data = sample_pdf.read_bytes()
    assert "损坏或不完整" in refused(data[: int(len(data) * share)])


def test_a_file_without_its_page_tree_is_refused() -> None:
    data = file_of([_line((50, "权责清单"))])
    assert "损坏或不完整" in refused(data.replace(b"/Count 1", b"/Count 7"))


# generated cases

TEXTS = st.text(
    "受理申报材料审查决定送达公示报告项目资金单位部门，。；、：（）《》0123456789", max_size=60
).map(lambda text: text.strip())


@st.composite
def tables(draw: st.DrawFn, deepest: int) -> list[list[Cell]]:
    """Tables of numbered rows, some divided, with rows across all columns between them."""
    rows = [[Cell("序号", 0), Cell("名称", 1), Cell("依据", 2), Cell("备注", 3)]]
    for number in range(1, draw(st.integers(2, 7)) + 1):
        depth = draw(st.integers(1, deepest))
        rows.append(
            [
                Cell(str(number), 0, depth),
                Cell("名" + draw(TEXTS), 1, depth),
                Cell("首" + draw(TEXTS), 2),
                Cell(draw(TEXTS), 3),
            ]
        )
        rows += [[Cell("续" + draw(TEXTS), 2), Cell(draw(TEXTS), 3)] for _ in range(depth - 1)]
        if draw(st.booleans()):
            rows.append([Cell("调整" + draw(TEXTS), 0, colspan=4)])
    return rows


@settings(max_examples=60)
@given(tables(deepest=3), st.integers(8, 40), st.booleans())
def test_a_table_is_read_as_it_was_drawn(rows: list[list[Cell]], height: int, split: bool) -> None:
    layout = Layout((30.0, 75.0, 130.0, 90.0), lines=height, split=split, closed=False)
    assert shape(only_table(paper(rows, layout))) == drawn(rows)


@settings(max_examples=40)
@given(tables(deepest=1), st.integers(8, 40), st.booleans())
def test_numbered_rows_are_told_apart_although_a_page_s_end_is_closed(
    rows: list[list[Cell]], height: int, split: bool
) -> None:
    layout = Layout((30.0, 75.0, 130.0, 90.0), lines=height, split=split)
    assert shape(only_table(paper(rows, layout))) == drawn(rows)


@settings(max_examples=40)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(sample_pdf: Path, data: st.DataObject) -> None:
    changed = bytearray(sample_pdf.read_bytes())
    places = st.integers(0, len(changed) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=20)):
        changed[place] = byte
    changed = changed[: data.draw(st.sampled_from([len(changed), data.draw(places)]))]
    with suppress(Refusal):
        assert read(bytes(changed))
