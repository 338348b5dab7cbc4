"""What the library knows of the law is asked of an adjustment, where the adjustment touches it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from quanze.adjustments import queries, services
from quanze.adjustments.services import Unacceptable
from quanze.law.instruments import Says
from quanze.library import citing
from quanze.library.services import confirm, enter_instrument, state_validity
from quanze.lists.model import Severity

OLD = "平川市煤矿关闭暂行办法"
NEW = "平川市煤矿关闭办法"
CITING_OLD = f"《{OLD}》第三条：关闭煤矿的，提交申请报告和实测图纸。"
TEXT = """第一条 为了试验，制定本办法。
第二条 本办法适用于本市。
第三条 关闭煤矿的，提交申请报告和实测图纸。
第四条 本办法自2010年1月1日起施行。"""


@pytest.fixture(autouse=True)
def fresh_titles() -> None:
    """Databases of tests take turns under one process, which remembers the titles that it knew."""
    citing._titles.cache_clear()


@pytest.fixture
def old(house):
    """A rule that the library holds with its text."""
    return enter_instrument(
        house.keeper, title=OLD, text=TEXT, made_on=date(2009, 12, 1), in_force_from=date(2010, 1, 1)
    )


def repeal(old, keeper, on: date):
    return state_validity(
        old, keeper, Says.REPEALED, on=on, document=f"《{NEW}》第九条", words=f"《{OLD}》同时废止。"
    )


def asked(adjustment, rule: str) -> list:
    adjustment.refresh_from_db()
    return [each for each in queries.examine(adjustment).questions if each.finding.rule == rule]


def test_who_newly_cites_a_repealed_rule_must_say_why(house, old):
    repeal(old, house.keeper, date(2025, 3, 1))
    adjustment = house.adjustment()
    house.change(adjustment, 1, basis=CITING_OLD)
    (question,) = asked(adjustment, "L501")
    assert (question.finding.matter, question.finding.field) == ("采矿审核", "basis")
    assert question.finding.severity is Severity.WARNING
    assert not question.known
    assert "已废止" in question.finding.message
    adjustment.refresh_from_db()
    with pytest.raises(Unacceptable, match="没有答复"):
        services.submit(adjustment, house.keeper, adjustment.version)
    house.answer_all(adjustment, "过渡期内仍需引用")
    assert [each.answer for each in asked(adjustment, "L501")] == ["过渡期内仍需引用"]
    assert house.submit(adjustment).state == "review"


def test_a_rule_that_is_repealed_after_the_review_is_asked_about_before_publication(house, old):
    adjustment = house.adjustment()
    house.change(adjustment, 1, basis=CITING_OLD)
    house.approve(adjustment)
    repeal(old, house.keeper, date(2025, 3, 1))
    with pytest.raises(Unacceptable, match="已废止"):
        house.publish(adjustment)
    house.answer_all(adjustment)
    assert house.publish(adjustment).sequence == 2


@pytest.mark.parametrize(("days", "found"), [(10, 0), (40, 1)])
def test_the_law_is_asked_as_of_the_day_on_which_the_list_takes_effect(house, old, days, found):
    repeal(old, house.keeper, timezone.localdate() + timedelta(days=30))
    adjustment = house.adjustment(effective_from=timezone.localdate() + timedelta(days=days))
    house.change(adjustment, 1, basis=CITING_OLD)
    assert len(asked(adjustment, "L501")) == found


def test_what_is_cited_already_is_known_and_what_is_not_touched_is_not_asked(house, old):
    first = house.adjustment("第一次")
    house.change(first, 1, basis=CITING_OLD)
    house.change(first, 2, basis=CITING_OLD)
    house.approve(first)
    house.publish(first)
    repeal(old, house.keeper, date(2025, 3, 1))
    second = house.adjustment("第二次")
    house.change(second, 1, office="安全股")
    (question,) = asked(second, "L501")
    assert question.known
    assert question.finding.matter == "采矿审核"


def test_what_a_text_says_of_an_end_is_asked_until_somebody_settles_it(house, old):
    ending = TEXT.replace("第四条", "第四条 《平川市煤矿关闭暂行办法》同时废止。\n第五条").replace(
        "2010", "2020"
    )
    enter_instrument(
        house.keeper, title=NEW, text=ending, made_on=date(2019, 12, 1), in_force_from=date(2020, 1, 1)
    )
    adjustment = house.adjustment()
    house.change(adjustment, 1, basis=CITING_OLD)
    assert "同时废止" in asked(adjustment, "L502")[0].finding.message
    (proposal,) = old.statements.filter(says="repealed")
    confirm(proposal, house.keeper, on=date(2020, 1, 1))
    assert (len(asked(adjustment, "L501")), len(asked(adjustment, "L502"))) == (1, 0)


@pytest.mark.parametrize(
    ("basis", "rule", "words"),
    [
        (CITING_OLD.replace("申请报告", "申请书"), "Q601", "申请"),
        (CITING_OLD.replace("第三条", "第三十条"), "Q602", "没有第三十条"),
    ],
)
def test_what_is_quoted_is_compared_with_the_law(house, old, basis, rule, words):
    adjustment = house.adjustment()
    house.change(adjustment, 1, basis=basis)
    assert words in asked(adjustment, rule)[0].finding.message


def test_an_end_that_the_adjustment_tells_concerns_those_whom_it_does_not_touch(house):
    number = "平工信〔2018〕3号"
    first = house.adjustment("第一次")
    house.change(first, 2, basis=f"《焦化行业管理办法》（{number}）第二条：实行审核。")
    house.approve(first)
    house.publish(first)
    second = house.adjustment("第二次")
    house.change(second, 1, basis=f"《煤炭和焦化管理办法》第九条：《焦化行业管理办法》（{number}）同时废止。")
    (question,) = asked(second, "L503")
    assert question.finding.matter == "焦化审核"


def test_the_library_is_asked_a_constant_number_of_times(house, old, django_assert_max_num_queries):
    adjustment = house.adjustment()
    for number in (1, 2, 3):
        house.change(adjustment, number, basis=f"{CITING_OLD}《第{number}号规定》第一条：照办。")
    adjustment.refresh_from_db()
    queries.examine(adjustment)
    with django_assert_max_num_queries(22):
        queries.examine(adjustment)
