"""The library finds an instrument under each of its names, and gives none where two answer."""

from __future__ import annotations

from datetime import date

import pytest

from quanze.law.citations import cite
from quanze.law.instruments import Instrument, Kind, Reference, Says
from quanze.law.library import Library, number_key
from tests.law.laws import CONDUCT, MINES_2009, MINES_2022, library

NOTICE = Instrument(
    "清河县财政局清河县工业局关于印发清河县专项资金管理办法的通知",
    "清河县财政局清河县工业局关于印发清河县专项资金管理办法的通知",
    Kind.NOTICE,
    number="清财〔2025〕1号",
    issued="清河县专项资金管理办法",
)
OLDER = Instrument(NOTICE.title, NOTICE.bare, Kind.NOTICE, number="清财〔2021〕62号", issued=NOTICE.issued)
LOCAL = Instrument("清河县实施《矿井法》办法", "清河县实施《矿井法》办法", Kind.RULE)
HELD = Library([*library(MINES_2009, MINES_2022, CONDUCT).instruments, NOTICE, LOCAL])

NAMES = [
    ("《中华人民共和国矿井法》第一条", "中华人民共和国矿井法"),
    ("《矿井法》第一条", "中华人民共和国矿井法"),
    ("《矿井法》（2022年修订）第一条", "中华人民共和国矿井法"),
    ("《中华人民共和国矿井法（2015修正）》第一条", "中华人民共和国矿井法"),
    ("《公职人员作风条例》（国务院令第700号）", "公职人员作风条例"),
    (
        "《清河县财政局 清河县工业局关于印发〈清河县专项资金管理办法〉的通知》（清财[2025]1 号）第一条",
        NOTICE.title,
    ),
    ("《清河县专项资金管理办法》第一条", NOTICE.title),
    ("《关于印发清河县专项资金管理办法的通知》（清财〔2025〕1号）", NOTICE.title),
    ("《清河县实施〈中华人民共和国矿井法〉办法》第一条", "清河县实施《矿井法》办法"),
    ("《清河县矿井法》第一条", None),
    ("《关于另一件事的通知》（清财〔2024〕9号）", None),
]


@pytest.mark.parametrize(("text", "title"), NAMES)
def test_a_citation_is_resolved(text: str, title: str | None) -> None:
    found = HELD.resolve(cite(text)[0])
    assert (None if found is None else found.title) == title


def test_where_two_bear_one_title_the_number_decides_and_the_title_alone_does_not() -> None:
    held = Library([NOTICE, OLDER])
    assert held.find(NOTICE.title) is None
    assert held.find(NOTICE.title, "清财〔2021〕62号") is OLDER
    assert held.find(None, "清财[2025] 1号") is NOTICE


NUMBERS = [
    ("豫财企〔2025〕1号", "豫财企[2025] 1 号"),
    ("豫财企〔2025〕1号", "豫财企（2025）第1号"),
    ("主席令第七十五号", "中华人民共和国主席令第75号"),
    ("工业和信息化部公告2020年第28号", "工业和信息化部公告 2020年 第 28 号"),
]


@pytest.mark.parametrize(("one", "two"), NUMBERS)
def test_one_number_however_written(one: str, two: str) -> None:
    assert number_key(one) == number_key(two)


def test_numbers_that_differ_stay_apart() -> None:
    assert (
        len(
            {
                number_key(text)
                for text in ("清财〔2025〕1号", "清财〔2025〕11号", "清财〔2021〕1号", "清政〔2025〕1号")
            }
        )
        == 4
    )


def test_what_a_law_says_of_the_end_of_another() -> None:
    (said,) = HELD.said_of(Reference("小矿井管理办法"))
    assert (said.says, said.on, said.confirmed) == (Says.REPEALED, date(2023, 3, 1), False)
    assert str(said.by) == "《中华人民共和国矿井法》"
    assert HELD.said_of(Reference("中华人民共和国矿井法")) == ()


def test_a_law_that_ends_parts_of_another_or_its_own_predecessor_ends_none() -> None:
    text = MINES_2022.replace(
        "《小矿井管理办法》同时废止", "《甲办法》第三条同时废止。2009年公布的《矿井法》同时废止"
    )
    held = library(text)
    assert held.said_of(Reference("甲办法")) == ()
    assert held.said_of(Reference("矿井法")) == ()


def test_an_empty_library_is_false() -> None:
    assert not Library()
    assert HELD
