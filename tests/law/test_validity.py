"""What documents say of their own validity, as proposals with the words that say it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law.instruments import Reference, Says
from quanze.law.validity import WORDINGS, of_title, proposals

TOLD = [
    ("本办法自印发之日起施行，执行期限3年。", [(Says.IN_FORCE_FROM, "自印发之日起施行", None), (Says.TERM, "执行期限3年", 36)]),
    ("本通知自2024年1月1日起施行，有效期5年。", [(Says.IN_FORCE_FROM, "自2024年1月1日起施行", date(2024, 1, 1)), (Says.TERM, "有效期5年", 60)]),
    ("本规定自发布之日起施行，有效期至2027年12月31日。", [(Says.IN_FORCE_FROM, "自发布之日起施行", None), (Says.UNTIL, "有效期至2027年12月31日", date(2028, 1, 1))]),
    ("本细则有效期限为五年。", [(Says.TERM, "有效期限为五年", 60)]),
    ("本办法自二〇二五年三月一日起实施，试行期一年。", [(Says.IN_FORCE_FROM, "自二〇二五年三月一日起实施", date(2025, 3, 1)), (Says.TERM, "试行期一年", 12)]),
    ("本方案执行期限为18个月。", [(Says.TERM, "执行期限为18个月", 18)]),
    ("本通知自 2024 年 1 月 1 日起施行。", [(Says.IN_FORCE_FROM, "自 2024 年 1 月 1 日起施行", date(2024, 1, 1))]),
    ("由省工业厅解释，自2020年3月1日起执行，暂定执行3年。", [(Says.IN_FORCE_FROM, "自2020年3月1日起执行", date(2020, 3, 1)), (Says.TERM, "执行3年", 36)]),
    # What a licence or another document has is not the validity of this one.
    ("许可证有效期5年，自颁发之日起计算。", []),
    ("本办法所称许可证有效期为5年。", []),
    ("公示期限5个工作日。", []),
    ("自2024年13月1日起施行。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_commencement_and_term(text: str, expected: list[tuple[Says, str, object]]) -> None:
    found = proposals(text, "某办法")
    assert [
        (each.statement.says, text[each.start : each.end], each.statement.on or each.statement.months)
        for each in found
    ] == expected
    assert all(each.of_itself and not each.statement.confirmed for each in found)


REPEALED = [
    ("《清河县旧办法》（清财〔2021〕62号）同时废止。", [Reference("清河县旧办法", "清财〔2021〕62号")]),
    ("《甲办法》（清政〔2010〕3号）、《乙办法》同时废止。", [Reference("甲办法", "清政〔2010〕3号"), Reference("乙办法")]),
    ("本办法自2024年1月1日起施行。《甲办法》即行废止。", [Reference("甲办法")]),
    ("本办法自2024年1月1日起施行，《甲办法》同时废止。", [Reference("甲办法")]),
    ("根据《立法法》，本办法自2024年1月1日起施行，《甲办法》同时废止。", [Reference("甲办法")]),
    ("决定废止《甲办法》《乙办法》。", [Reference("甲办法"), Reference("乙办法")]),
    ("清政〔2009〕12号文件同时废止。", [Reference(None, "清政〔2009〕12号")]),
    ("原《甲办法》（清政〔2018〕11号）、《关于招商的意见》（清政〔2019〕3号）等文件同时停止执行。", [Reference("甲办法", "清政〔2018〕11号"), Reference("关于招商的意见", "清政〔2019〕3号")]),
    ("《甲办法》（清价〔2009〕8号）已于2021年5月1日起废止。", [Reference("甲办法", "清价〔2009〕8号")]),
    ("《甲办法》与《乙办法》不一致的，以《乙办法》为准，《甲办法》相应条款废止。", []),
    ("《甲办法》第三条同时废止。", []),
    ("《甲办法》不废止。", []),
    ("《关于废止部分规章的决定》已经公布。", []),
    ("依照《甲办法》执行。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REPEALED)
def test_what_it_repeals(text: str, expected: list[Reference]) -> None:
    found = [each for each in proposals(text, "某办法") if each.statement.says is Says.REPEALED]
    assert [each.about for each in found] == expected


def test_a_reason_of_adjustment_says_who_repeals_whom_and_since_when() -> None:
    text = (
        "依据《资金管理办法》（清财〔2025〕1号）自2025年2月1日起施行，执行期限 3 年。"
        "《资金管理办法》（清财[2021]62 号)同时废止。"
    )
    new, old = Reference("资金管理办法", "清财〔2025〕1号"), Reference("资金管理办法", "清财〔2021〕62号")
    assert [(each.statement.says, each.about) for each in proposals(text, "调整原因")] == [
        (Says.IN_FORCE_FROM, new),
        (Says.TERM, new),
        (Says.REPEALED, old),
    ]
    assert proposals(text, "调整原因")[-1].statement.by == new


def test_what_is_repealed_at_the_same_time_ends_when_the_new_one_begins() -> None:
    text = "本办法自2024年3月1日起施行。《甲办法》同时废止。"
    assert [each.statement.on for each in proposals(text, "某办法")] == [date(2024, 3, 1), date(2024, 3, 1)]


def test_the_day_of_issue_makes_a_date() -> None:
    (found,) = proposals("本办法自印发之日起施行。", "某办法", issued_on=date(2025, 1, 15))
    assert found.statement.on == date(2025, 1, 15)


TITLES = [
    ("促进中小企业发展规划（2016—2020年）", [(Says.PLAN, (2016, 2020))]),
    ("河南省绿色制造体系建设实施方案（2018-2020 年）", [(Says.PLAN, (2018, 2020))]),
    ("三年行动计划（2023年至2025年）", [(Says.PLAN, (2023, 2025))]),
    ("清河县“十四五”工业发展规划", [(Says.PLAN, (2021, 2025))]),
    ("国民经济和社会发展第十四个五年规划纲要", [(Says.PLAN, (2021, 2025))]),
    ("国民经济和社会发展第十个五年计划", [(Says.PLAN, (2001, 2005))]),
    ("关于开展2023年度智能工厂申报工作的通知", [(Says.YEAR, (2023, 2023))]),
    ("关于开展 2024 年项目申报工作的通知", [(Says.YEAR, (2024, 2024))]),
    ("关于2025年度绿色制造名单推荐工作的说明", [(Says.YEAR, (2025, 2025))]),
    ("工业新产品综合评价办法（试行）", [(Says.TRIAL, None)]),
    ("示范基地暂行管理办法", [(Says.TRIAL, None)]),
    ("钢铁行业规范条件（2025年版）", []),
    ("关于印发煤炭法（2016年修正）的通知", []),
    ("关于印发2019年11月1日会议纪要的通知", []),
    ("中华人民共和国煤炭法", []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_what_a_title_says(title: str, expected: list[tuple[Says, tuple[int, int] | None]]) -> None:
    found = of_title(title, title)
    assert [(each.statement.says, each.statement.years) for each in found] == expected
    assert all(title[each.start : each.end] == each.statement.evidence.text for each in found)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.example)
def test_each_row_of_the_table_knows_its_example(wording: object) -> None:
    assert wording.pattern.fullmatch(wording.example)  # type: ignore[attr-defined]


PIECES = st.sampled_from(
    [
        "《",
        "》",
        "废止",
        "同时",
        "自印发之日起施行",
        "有效期",
        "3年",
        "本办法",
        "2024年1月1日",
        "清财〔2021〕6号",
        "。",
        "，",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_spans_always_show_the_words(text: str) -> None:
    for each in (*proposals(text, "某文"), *of_title(text, "某文")):
        assert text[each.start : each.end] == each.statement.evidence.text
        assert not each.statement.confirmed
