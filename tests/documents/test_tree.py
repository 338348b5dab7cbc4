"""Numbers, dates, places: what the standard says of them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.documents.fonts import FACES, Face, choose
from quanze.documents.layout import (
    LINES,
    extent,
    letterhead_size,
    lines_between,
    signature_indents,
    title_lines,
)
from quanze.documents.tree import (
    Attachments,
    Block,
    Items,
    Role,
    Signature,
    attachment_lines,
    chinese,
    dated,
    level,
    numbered,
    paragraph,
)


@pytest.mark.parametrize(
    ("depth", "number", "text"),
    [
        (1, 1, "一、总则"),
        (1, 12, "十二、总则"),
        (2, 3, "（三）总则"),
        (3, 10, "10.总则"),
        (4, 2, "（2）总则"),
    ],
)
def test_parts_are_numbered_by_their_level(depth: int, number: int, text: str) -> None:
    shown = level(depth, number, "总则")
    assert "".join(run.text for run in shown.content) == text
    assert shown.role.value == f"level{depth}"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")]
)
def test_ordinals_are_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize("number", [0, 100, -1])
def test_there_is_no_ordinal_beyond_99(number: int) -> None:
    with pytest.raises(ValueError, match="no ordinal"):
        chinese(number)


@given(st.dates())
def test_dates_are_not_padded(date: datetime.date) -> None:
    text = dated(date)
    assert [int(part) for part in text.replace("年", " ").replace("月", " ").rstrip("日").split()] == [
        date.year, date.month, date.day,
    ]  # fmt: skip
    assert "年0" not in text
    assert "月0" not in text


def test_a_document_number_has_its_own_brackets_and_no_zeros() -> None:
    assert numbered("平工信", 2026, 5) == "平工信〔2026〕5号"


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (("目录",), [("附件：", "目录")]),
        (("目录", "清单"), [("附件：1.", "目录"), ("2.", "清单")]),
    ],
)
def test_several_attachments_are_numbered(names: tuple[str, ...], lines: list[tuple[str, str]]) -> None:
    assert attachment_lines(names) == lines


DAY, LONG_DAY = datetime.date(2026, 3, 5), datetime.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("agency", "date", "sealed", "indents"),
    [
        ("平川市工信局", DAY, True, (4.0, 4.0)),
        ("平川市工业和信息化局", DAY, True, (2.0, 4.0)),
        ("工信局", DAY, True, (5.5, 4.0)),
        ("平川市城乡一体化示范区工业和信息化管理局", DAY, True, (0.0, 7.0)),
        ("平川市工业和信息化局", DAY, False, (2.0, 4.0)),
        ("工信局", LONG_DAY, False, (8.0, 2.0)),
    ],
)
def test_agency_and_date_stand_where_the_standard_says(
    agency: str, date: datetime.date, sealed: bool, indents: tuple[float, float]
) -> None:
    assert signature_indents(Signature(agency, date, sealed)) == indents


@given(st.text(alphabet="平川市局信A1", min_size=1, max_size=26), st.dates(), st.booleans())
def test_no_signature_leaves_the_page(agency: str, date: datetime.date, sealed: bool) -> None:
    left, right = signature_indents(Signature(agency, date, sealed))
    assert left >= 0
    assert right >= 0
    middle = [left + extent(agency) / 2, right + extent(dated(date)) / 2]
    if sealed:
        assert abs(middle[0] - middle[1]) < 1e-9
    elif extent(dated(date)) < extent(agency):
        assert abs((left + extent(agency)) - (right + extent(dated(date))) - 2) < 1e-9


def test_a_long_letterhead_is_set_smaller_so_that_it_stays_in_one_line() -> None:
    short, long = letterhead_size("某局文件"), letterhead_size("平川市城乡一体化示范区工业和信息化局文件")
    assert short > long
    assert long * 20 < 156 / 25.4 * 72


TEXT, SIGNED = paragraph(Role.BODY, "正文"), Signature("某局", DAY)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (paragraph(Role.NUMBER, "号"), paragraph(Role.TITLE, "题"), 2),
        (paragraph(Role.TITLE, "题"), paragraph(Role.ADDRESSEE, "某局："), 1),
        (TEXT, TEXT, 0),
        (TEXT, Attachments(("甲",)), 1),
        (Attachments(("甲",)), SIGNED, 1),
        (Items(("甲",), ()), TEXT, 1),
        (SIGNED, paragraph(Role.NOTE, "（此件公开发布）"), 0),
    ],
)
def test_blank_lines_stand_where_the_standard_asks_for_them(before: Block, after: Block, lines: int) -> None:
    assert lines_between(before, after) == lines
    assert lines < LINES


def test_a_table_whose_rows_do_not_fit_its_headings_is_none() -> None:
    with pytest.raises(ValueError, match="columns"):
        Items(("甲", "乙"), (("1",),))


# fonts


def test_the_right_font_is_taken_where_it_is_installed() -> None:
    chosen = choose(["仿宋_GB2312", "FandolFang R", "Noto Serif CJK SC", "FZXiaoBiaoSong-B05S"])
    assert chosen is not None
    assert chosen[Face.BODY].families[0] == "仿宋_GB2312"
    assert chosen[Face.TITLE].families[0] == "FZXiaoBiaoSong-B05S"
    assert not chosen[Face.TITLE].bold


def test_a_stand_in_is_taken_where_it_is_not_and_a_bold_one_for_titles() -> None:
    chosen = choose(["DejaVu Sans", "noto serif cjk sc", "Noto Sans CJK SC"])
    assert chosen is not None
    assert chosen[Face.BODY].families[0] == "noto serif cjk sc"
    assert chosen[Face.HEI].families[0] == "Noto Sans CJK SC"
    assert (chosen[Face.TITLE].families[0], chosen[Face.TITLE].bold) == ("noto serif cjk sc", True)


def test_rare_characters_are_looked_for_in_every_chinese_font() -> None:
    chosen = choose(["FandolFang R", "Noto Sans CJK SC", "SimSun-ExtB"])
    assert chosen is not None
    assert {"Noto Sans CJK SC", "SimSun-ExtB"} < set(chosen[Face.BODY].families)


@pytest.mark.parametrize("installed", [[], ["DejaVu Sans", "Liberation Serif"]])
def test_without_a_chinese_font_there_is_no_choice(installed: list[str]) -> None:
    assert choose(installed) is None


def test_each_face_has_a_name_for_word_and_fonts_to_look_for() -> None:
    assert set(FACES) == set(Face)
    for fonts in FACES.values():
        assert fonts.word in fonts.families
        assert len(set(fonts.families)) == len(fonts.families)


TITLES = [
    # title, where phrases are known to end, lines
    ("受理通知书", (), ["受理通知书"]),
    ("平川市工业和信息化局\n关于公布权责清单的通知", (), ["平川市工业和信息化局", "关于公布权责清单的通知"]),
    (
        "关于征求省级工业新产品综合评价审核意见的函",
        (4, 15),
        ["关于征求省级工业新产品综合评价", "审核意见的函"],
    ),
    (
        "关于平川市某某机械有限公司省级工业新产品综合评价的初审意见",
        (2, 13, 24),
        ["关于平川市某某机械有限公司", "省级工业新产品综合评价的初审意见"],
    ),
    (
        "关于印发某某省先进制造业项目管理办法的补充规定的通知",
        (),
        ["关于印发某某省先进制造业项", "目管理办法的补充规定的通知"],
    ),
    ("甲" * 45, (), ["甲" * 15] * 3),
    ("A" * 90, (), ["A" * 90]),
    ("", (), [""]),
]


@pytest.mark.parametrize(("title", "ends", "lines"), TITLES)
def test_a_long_title_is_broken_where_a_phrase_ends(
    title: str, ends: tuple[int, ...], lines: list[str]
) -> None:
    assert list(title_lines(title, ends)) == lines


@given(st.text(max_size=200), st.sets(st.integers(0, 200)))
def test_nothing_of_a_title_is_lost(title: str, ends: set[int]) -> None:
    lines = title_lines(title, ends)
    assert "".join(lines) == title.replace("\n", "")
