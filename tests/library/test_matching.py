"""Which instrument a text means."""

from __future__ import annotations

import pytest

from quanze.library.matching import Called, Candidates, decides
from quanze.library.models import Instrument


def shelf(*called: Called) -> tuple[Candidates, list[Instrument]]:
    rows = []
    candidates = Candidates()
    for number, each in enumerate(called, 1):
        row = Instrument(pk=number, title=each.title, number=each.number, number_key=each.number_key)
        rows.append(row)
        for kind, key in each.names:
            candidates.add(kind, key, row)
    return candidates, rows


LAW = Called("中华人民共和国煤炭法", "主席令第七十五号")
OTHER_LAW = Called("中华人民共和国电力法", "主席令第七十五号")
NOTICE = Called("省工信厅关于印发〈绿色工厂管理办法〉的通知", "豫工信节〔2020〕5号", "绿色工厂管理办法")
REISSUED = Called("省工信厅关于印发〈绿色工厂管理办法〉的通知", "豫工信节〔2024〕9号", "绿色工厂管理办法")
BY_NUMBER = Called("", "平政〔2011〕4号")
BY_TITLE = Called("关于加快工业发展的意见")


@pytest.mark.parametrize(
    ("held", "called", "index"),
    [
        pytest.param([LAW], Called("煤炭法"), 0, id="without 中华人民共和国"),
        pytest.param([LAW], Called("中华人民共和国煤炭法（2016修正）"), 0, id="with the year of a version"),
        pytest.param(
            [LAW, OTHER_LAW],
            Called("电力法", "主席令第75号"),
            1,
            id="numbers of orders repeat: the title decides",
        ),
        pytest.param(
            [LAW], Called("电力法", "主席令第七十五号"), None, id="an order's number makes no law of another"
        ),
        pytest.param([NOTICE], Called("绿色工厂管理办法"), 0, id="what the notice issues"),
        pytest.param([Called("绿色工厂管理办法")], NOTICE, 0, id="the notice, where what it issues is known"),
        pytest.param(
            [NOTICE], Called("", "豫工信节[2020] 5 号"), 0, id="the number alone, in other brackets"
        ),
        pytest.param([NOTICE, REISSUED], REISSUED, 1, id="one title, two numbers: two documents"),
        pytest.param([NOTICE], REISSUED, None, id="the same title with another number is another document"),
        pytest.param(
            [NOTICE, REISSUED],
            Called("绿色工厂管理办法"),
            "doubt",
            id="the title alone, of two: nobody guesses",
        ),
        pytest.param(
            [NOTICE],
            Called("绿色厂房管理办法", "豫工信节〔2020〕5号"),
            0,
            id="the number decides over a slip in the title",
        ),
        pytest.param(
            [BY_TITLE],
            Called("关于加快工业发展的意见", "平政〔2011〕4号"),
            0,
            id="a title without a number learns it",
        ),
        pytest.param(
            [NOTICE, BY_TITLE],
            Called("关于加快工业发展的意见", "豫工信节〔2020〕5号"),
            "doubt",
            id="one's title with another's number",
        ),
        pytest.param([LAW], Called("", "国务院令第100号"), None, id="nothing like it"),
        pytest.param(
            [Called("民爆条例", "国务院令第466号")],
            Called("", "国务院令第四百六十六号"),
            0,
            id="an order by number alone",
        ),
        pytest.param(
            [LAW, OTHER_LAW], Called("", "主席令第75号"), "doubt", id="an order's number alone, of two laws"
        ),
    ],
)
def test_who_is_meant(held, called, index):
    candidates, rows = shelf(*held)
    answer = candidates.answer(called)
    assert answer.doubt is (index == "doubt")
    assert answer.instrument is (rows[index] if isinstance(index, int) else None)


def test_what_was_known_by_number_alone_and_by_title_alone_turns_out_to_be_one():
    candidates, (numbered, titled) = shelf(BY_NUMBER, BY_TITLE)
    answer = candidates.answer(Called("关于加快工业发展的意见", "平政〔2011〕4号"))
    assert (answer.instrument, answer.also) == (titled, numbered)


def test_a_question_is_answered_by_all_who_may_be_meant():
    candidates, rows = shelf(NOTICE, REISSUED)
    assert candidates.every(Called("绿色工厂管理办法")) == rows
    assert candidates.every(NOTICE) == rows[:1]
    assert candidates.every(Called("没有这个文件")) == []


@pytest.mark.parametrize(
    ("number", "alone"),
    [
        ("豫财企〔2025〕1号", True),
        ("国务院令第466号", False),
        ("工业和信息化部公告2020年第28号", False),
        ("GB/T 9704-2012", False),
        ("", False),
    ],
)
def test_which_numbers_tell_the_document_alone(number, alone):
    assert decides(Called("", number).number_key) is alone
