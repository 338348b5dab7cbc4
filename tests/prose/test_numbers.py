"""Chinese numbers, and the numbers of orders and standards."""

from __future__ import annotations

import pytest

from quanze.prose import chinese, numeral
from quanze.prose.order_numbers import ORDER_NUMBER, STANDARD_CODE, order_number, standard_code

FIGURES = [
    (1, "一"),
    (10, "十"),
    (12, "十二"),
    (20, "二十"),
    (100, "一百"),
    (103, "一百零三"),
    (110, "一百一十"),
    (1000, "一千"),
    (1004, "一千零四"),
    (1030, "一千零三十"),
    (1260, "一千二百六十"),
    (9999, "九千九百九十九"),
]


@pytest.mark.parametrize(("number", "written"), FIGURES)
def test_numbers_are_written_as_articles_write_them(number: int, written: str) -> None:
    assert chinese(number) == written
    assert numeral(written) == number


def test_every_number_reads_back() -> None:
    assert [numeral(chinese(number)) for number in range(1, 10_000)] == list(range(1, 10_000))


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (10_000, "10000"), (-3, "-3")])
def test_other_numbers_stay_in_figures(number: int, written: str) -> None:
    assert chinese(number) == written


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("两", 2),
        ("二〇一九", 2019),
        ("二○一九", 2019),
        ("百", 100),
        ("1十", 10),
        ("〇", 0),
    ],
)
def test_other_spellings_are_read(written: str, number: int) -> None:
    assert numeral(written) == number


ORDERS = [
    ("依据国务院令第466号", "国务院令第466号", "国务院"),
    ("根据工业和信息化部令第5号", "工业和信息化部令第5号", "工业和信息化部"),
    ("和财政部 税务总局公告2019年第39号", "财政部税务总局公告2019年第39号", "财政部税务总局"),
    ("1996年12月1日主席令第七十五号", "主席令第七十五号", "主席"),
    ("1996 年 12 月 1 日主席令第 75 号", "主席令第七十五号", "主席"),
    ("（公告2020年第28号）", "公告2020年第28号", ""),
    ("公告〔2020〕28号", "公告〔2020〕28号", ""),
]


@pytest.mark.parametrize(("text", "canonical", "organ"), ORDERS)
def test_an_order_is_read_with_its_organ(text: str, canonical: str, organ: str) -> None:
    match = ORDER_NUMBER.search(text)
    assert match is not None
    found = order_number(text, *match.span())
    assert found is not None
    assert (found.canonical, found.organ) == (canonical, organ)


@pytest.mark.parametrize("text", ["责令1号井停产", "命令第3号", "发令第3号"])
def test_what_no_organ_gave_is_no_order(text: str) -> None:
    match = ORDER_NUMBER.search(text)
    assert match is not None
    assert order_number(text, *match.span()) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GB/T 9704—2012", "GB/T 9704-2012"),
        ("GB13271-2014", "GB 13271-2014"),
        ("HJ2.1－2016", "HJ 2.1-2016"),
        ("DB41/T 1234-2015", "DB41/T 1234-2015"),
        ("DB4113/T23-2020", "DB4113/T 23-2020"),
        ("DB41 1234-2015", "DB41 1234-2015"),
        ("T/CECS 123-2020", "T/CECS 123-2020"),
        ("GB / T 9704 - 2012", "GB/T 9704-2012"),
    ],
)
def test_codes_of_standards_are_told_in_one_form(written: str, code: str) -> None:
    match = STANDARD_CODE.fullmatch(written)
    assert match is not None
    assert standard_code(match.group()) == code
