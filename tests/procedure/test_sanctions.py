"""What a liability clause allows for an act, and in what a decision goes beyond it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.sanctions import beyond, clause_of, table

OFFICIALS = (
    "有下列行为之一，情节较重的，予以警告、记过；情节严重的，予以降级或者撤职：（一）向企业摊派的；（二）吃拿卡要的；"
    "（三）态度粗暴的；（四）其他损害企业利益的行为。有前款第一项、第二项行为，情节特别严重的，予以开除。"
)
TWICE = "有下列行为之一，情节严重的，予以警告；情节严重的，予以撤职：（一）摊派的；（二）刁难的。"
NO_DEGREE = "有下列情形之一的，应当承担相应责任：1.不予受理的；2.不说明理由的。"
RESPONSIBLE = "有下列情形之一的，对直接负责的主管人员给予警告；情节严重的，给予撤职：（一）不具备资格的；（二）违反程序的。"
FUND = "虚报、冒领专项资金的，收回资金。工作人员徇私舞弊的，依法给予处分；构成犯罪的，移送司法机关。"


def test_acts_are_lines_and_degrees_columns():
    rows = table(clause_of(OFFICIALS))
    assert [row.act.number for row in rows] == [1, 2, 3, 4]
    assert rows[0].allowed == (("警告", "记过"), ("降级", "撤职"), ("开除",))
    assert rows[2].allowed == (("警告", "记过"), ("降级", "撤职"), ()), "rudeness never ends in dismissal"


CASES = [
    # clause, act, degree (index), sanctions -> what is flagged, with words of the clause
    (OFFICIALS, 1, 0, ["警告"], []),
    (OFFICIALS, 1, 0, ["记过处分"], []),
    (OFFICIALS, 1, 2, ["开除"], []),
    (OFFICIALS, 1, 0, ["开除"], [("“开除”不在“情节较重”的处分之内", "情节较重的，予以警告、记过")]),
    (OFFICIALS, 3, 2, ["开除"], [("“情节特别严重”只对第1项、第2项行为规定", "情节特别严重的，予以开除")]),
    (OFFICIALS, 3, None, ["开除"], [("“开除”不在追责情形对这一行为规定的处分之内", "予以降级或者撤职")]),
    (OFFICIALS, 3, None, ["撤职"], []),
    (OFFICIALS, None, None, ["警告"], [("决定认定的行为，追责情形没有列举", "向企业摊派的")]),
    (OFFICIALS, 9, None, ["警告"], [("决定认定的行为，追责情形没有列举", "向企业摊派的")]),
    (OFFICIALS, 1, 1, ["降级", "罚款"], [("“罚款”不在“情节严重”的处分之内", "情节严重的，予以降级或者撤职")]),
    (OFFICIALS, 1, 0, [], []),
    (TWICE, 1, 0, ["撤职"], [("“撤职”不在“情节严重”的处分之内", "情节严重的，予以警告")]),
    (TWICE, 1, 1, ["撤职"], []),
    (NO_DEGREE, 2, 0, ["承担相应责任"], []),
    (NO_DEGREE, 2, None, ["警告"], [("“警告”不在追责情形对这一行为规定的处分之内", "承担相应责任")]),
    (RESPONSIBLE, 1, 0, ["警告"], []),
    (FUND, None, None, ["移送司法机关"], [("决定认定的行为，追责情形没有列举", "")]),
    ("", None, None, ["警告"], [("决定认定的行为，追责情形没有列举", ""), ("“警告”不在", "")]),
]


@pytest.mark.parametrize(("text", "act", "degree", "sanctions", "flagged"), CASES)
def test_what_goes_beyond_is_named_with_the_clauses_words(text, act, degree, sanctions, flagged):
    found = beyond(clause_of(text), act, degree, sanctions)
    assert len(found) == len(flagged), found
    for each, (why, words) in zip(found, flagged, strict=True):
        assert why in each.why
        assert words in each.words
        assert all(part in text for part in each.words.split("；"))


def test_every_sanction_is_offered_once_and_none_of_those_for_applicants():
    assert clause_of(OFFICIALS).sanctions == ("警告", "记过", "降级", "撤职", "开除")
    assert clause_of(FUND).sanctions == ("依法给予处分", "移送司法机关")
    assert not clause_of(FUND).liability.acts


@settings(max_examples=40)
@given(
    st.text(alphabet="（一）二三情节较严重的，；。予以给警告记过撤职开除1.2项第、 \n𠀀", max_size=120),
    st.none() | st.integers(-2, 12),
    st.none() | st.integers(-2, 6),
    st.lists(st.text(max_size=8), max_size=3),
)
def test_whatever_a_clause_says_there_is_an_answer(text, act, degree, sanctions):
    clause = clause_of(text)
    for row in table(clause):
        assert len(row.allowed) == len(clause.degrees())
    within = beyond(clause, act, degree, [])
    assert len(within) <= 2
    assert set(within) <= set(beyond(clause, act, degree, sanctions))
