"""Arrangements as administrators have them: a table saved from Excel, a calendar exported from a telephone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.lists.refusal import Refusal
from quanze.procedure.clocks.arrangement import MOST_BYTES, read_year
from quanze.procedure.clocks.calendar import CalendarYear, DayKind
from quanze.procedure.clocks.deadline import deadline
from quanze.procedure.clocks.seed import seeded
from tests.procedure.clocks.terms import YEAR_2027, day, term

OFF, WORK = DayKind.OFF, DayKind.WORK
SOURCE = YEAR_2027.source

CSV = """\
date,kind,name
2026-12-26,班,元旦
2027-01-01,休,元旦
2027-01-04,休,元旦
2027-01-09,班,元旦
"""

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270101
DTEND;VALUE=DATE:20270104
SUMMARY:元旦（休）
BEGIN:VALARM
SUMMARY:明天上班
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270109
SUMMARY:上班(补元旦
 假期)
END:VEVENT
END:VCALENDAR
"""


def read(text: str) -> CalendarYear:
    return read_year(text.encode(), SOURCE)


def event(summary: str, dates: str = "DTSTART;VALUE=DATE:20270101") -> str:
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{dates}\nSUMMARY:{summary}\nEND:VEVENT\nEND:VCALENDAR\n"


def told(text: str) -> list[tuple[str, DayKind, str]]:
    return [(special.day.isoformat(), special.kind, special.name) for special in read(text).days]


def test_a_table_is_read() -> None:
    assert read(CSV) == YEAR_2027


def test_a_calendar_is_read() -> None:
    assert told(ICS) == [
        ("2027-01-01", OFF, "元旦"),
        ("2027-01-02", OFF, "元旦"),
        ("2027-01-03", OFF, "元旦"),
        ("2027-01-09", WORK, "元旦"),
    ]
    assert read(ICS).year == 2027


def test_what_was_read_redates() -> None:
    waiting = term("2026-12-29", 3)
    assert deadline(waiting, seeded()).due == day("2027-01-04")
    assert deadline(waiting, seeded().with_year(read(CSV))).due == day("2027-01-05")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [CSV, ICS])
def test_as_it_is_saved_on_any_desk(text: str, end: str, encoding: str) -> None:
    data = text.replace("\n", end).encode(encoding)
    assert read_year(data, SOURCE) == read(text)


@pytest.mark.parametrize(
    "line",
    [
        "2027-01-01,休,元旦",
        "2027/1/1,休,元旦",
        "20270101,off,元旦",
        "2027年1月1日,放假,元旦",
        ' 2027-01-01 , 休 ,"元旦",,',
    ],
)
def test_dates_and_kinds_as_people_write_them(line: str) -> None:
    assert told(line) == [("2027-01-01", OFF, "元旦")]


def test_a_day_without_a_name_gets_one() -> None:
    assert told("2027-01-01,休\n2027-01-09,班,\n") == [
        ("2027-01-01", OFF, "放假"),
        ("2027-01-09", WORK, "节假日"),
    ]


def test_a_day_of_two_holidays_has_both_names() -> None:
    assert told("2031-10-01,休,国庆节\n2031-10-01,休,中秋节\n2031-10-01,休,国庆节\n") == [
        ("2031-10-01", OFF, "国庆节、中秋节")
    ]


@pytest.mark.parametrize(
    ("summary", "kind", "name"),
    [
        ("元旦（休）", OFF, "元旦"),
        ("春节 [班]", WORK, "春节"),
        ("国庆节假期", OFF, "国庆节"),
        ("春节放假", OFF, "春节"),
        ("国庆节调休上班", WORK, "国庆节"),
        ("上班(补元旦假期)", WORK, "元旦"),
        ("（休）", OFF, "放假"),
        ("国庆节\\, 中秋节（休）", OFF, "国庆节, 中秋节"),
    ],
)
def test_what_a_calendar_calls_a_day(summary: str, kind: DayKind, name: str) -> None:
    assert told(event(summary)) == [("2027-01-01", kind, name)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第1行：文件里没有一天的安排"),
        ("date,kind,name\n", "第1行：文件里没有一天的安排"),
        ("date,kind,name\n2027-01-01,休,元旦\n2027-02-30,休,春节", "第3行：没有 2027年02月30日 这一天"),
        ("2027-01-01,休,元旦\n\n1月2日,休,元旦", "第3行：读不出日期“1月2日”，应写作 2027-01-01"),
        ("2027-01-01,假,元旦", "第1行：“假”既不是休也不是班"),
        ("2027-01-01", "第1行：应有“日期,休或班,名称”三格，却是“2027-01-01”"),
        ("2027-01-01,休,元旦,甲", "第1行：应有“日期,休或班,名称”三格"),
        ("2027-01-01,休,元旦\n2027-01-01,班,元旦", "第2行：2027-01-01 写作“班”，与第1行的“休”矛盾"),
        ("2027-01-01,休,元旦\n2026-11-30,休,甲", "第2行：2026-11-30 不在 2027 年内"),
        ("2027011,休,元旦", "第1行：读不出日期“2027011”"),
        (
            '2027-01-02,休,甲\n2027-01-01,休,"元\n旦"',
            "第2行：2027-01-01 的名称超过 40 个字，或者有不可见的字符",
        ),
        (f"2027-01-01,休,{'旦' * 41}", "第1行：2027-01-01 的名称超过"),
        ("0027-01-01,休,元旦", "第1行：27 年太远"),
        ('2027-01-01,休,"元\n旦"\n2027-01-02,休,"', "第3行：不是 CSV"),
        ("<html>不是表格</html>", "第1行：应有"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (event("除夕"), "第4行：SUMMARY“除夕”看不出是休还是班"),
        (event("调休"), "第4行：SUMMARY“调休”看不出"),
        (event("休班"), "第4行：SUMMARY“休班”看不出"),
        (event("元旦（休）", "DTSTART:20270101T090000Z"), "第3行：“20270101T090000Z”不是全天日程的日期"),
        (event("元旦（休）", "DTSTART:20270199"), "第3行：没有 2027年01月99日 这一天"),
        (event("元旦（休）", "X-NOTHING:1"), "第2行：日程没有 DTSTART"),
        (event("元旦（休）", "DTSTART:20270101\nDTEND:20270301"), "第4行：起止日期 2027-01-01 和 2027-03-01"),
        (event("元旦（休）", "DTSTART:20270105\nDTEND:20270101"), "第4行：起止日期"),
        (event("元旦（休）", "DTSTART:20270101\nRRULE:FREQ=YEARLY"), "第4行：日程带 RRULE"),
        (event("元旦（休）").replace("END:VCALENDAR\n", ""), "第1行：BEGIN:VCALENDAR 没有对应的 END"),
        (event("元旦（休）").replace("END:VEVENT\n", ""), "第5行：END:VCALENDAR 没有对应的 BEGIN"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "第1行：文件里没有一天的安排"),
    ],
)
def test_a_calendar_that_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    assert str(refused.value).startswith(said)


def test_a_file_of_another_size_or_encoding_is_none() -> None:
    with pytest.raises(Refusal, match="不是一年的放假安排"):
        read_year(b"2" * (MOST_BYTES + 1), SOURCE)
    with pytest.raises(Refusal, match="编码"):
        read_year(b"\xff\xff\xff", SOURCE)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.lists(st.sampled_from(ICS.splitlines() + CSV.splitlines()), max_size=30).map(
            lambda lines: "\n".join(["BEGIN:VCALENDAR", *lines]).encode()
        ),
        st.lists(st.sampled_from([*CSV.splitlines(), '"', ",,,", "2027-1-1,休"]), max_size=9).map(
            lambda lines: "\n".join(lines).encode()
        ),
    )
)
def test_whatever_is_brought_is_a_year_or_refused(data: bytes) -> None:
    try:
        year = read_year(data, SOURCE)
    except Refusal:
        return
    assert seeded().with_year(year).knows(year.year)
