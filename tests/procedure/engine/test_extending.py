"""延长期限: once, as the list or the bureau lets it, by the leader, and before the time has run out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.engine import About, Deadline, HouseRules, Who, acts, course_of, deadlines, replay
from quanze.procedure.engine.codec import event_from_json, event_to_json
from quanze.procedure.model import Kind, Limit, Procedure, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import LEADER, Case
from tests.procedure.engine.test_stories import taken

TEN = Limit(10, Unit.WORKING_DAY)
WHY, TOLD = "需要核对的数据较多", "延期告知书.pdf"


def deciding(make=procedures.permit, **facts) -> Case:
    """Accepted and reviewed on Monday, 2 March: the decision is due within twenty working days."""
    case = taken(make, **facts)
    case.do(acts.Review("review1", "齐全"))
    return case


def decision(case: Case) -> Deadline:
    (found,) = deadlines(case.procedure, case.state, case.calendar)
    return found


def extend(case: Case, more: Limit = TEN, step: str = "decide1", reasons: str = WHY, notice: str = TOLD):
    return acts.Extend(step, more, reasons, notice)


def test_the_leader_extends_the_limit_and_the_deadline_moves_and_says_why():
    case = deciding()
    assert decision(case).due == date(2026, 3, 30)
    (offer,) = [offer for offer in case.offers() if offer.act is acts.Extend]
    assert (offer.who, offer.step, offer.label) == (Who.LEADER, "decide1", "延长期限")
    assert offer.until == decision(case).until
    case.wait(20).do(extend(case), LEADER)
    found = decision(case)
    assert found.due == date(2026, 4, 13)
    assert found.explanation.startswith("2026年3月2日的次日起算20个工作日、延长10个工作日，至2026年4月13日")
    assert f"延长的理由是{WHY}" in found.explanation
    assert f"另据清单：“{procedures.LONGER}”" in found.explanation


def test_what_lets_a_limit_be_extended_is_owed_by_nobody():
    case = deciding()
    assert Kind.NOTIFY not in {place.kind for place in course_of(case.procedure).path}
    assert not case.offered(acts.Determine)
    case.do(acts.Decide("decide1", True))
    assert case.state.is_done("decide1")


def test_a_step_says_of_itself_that_it_may_take_longer():
    case = deciding(lambda: _decision(Limit(7, Unit.DAY), extendable=True, longer=Limit(5, Unit.WORKING_DAY)))
    case.do(extend(case, Limit(5, Unit.DAY)), LEADER)
    counted = decision(case).counted
    assert counted
    assert [len(reading.counted) for reading in counted.readings] == [12, 12]


def test_where_the_list_is_silent_the_bureaus_rule_holds_and_is_named():
    case = deciding(
        lambda: _decision(Limit(7, Unit.WORKING_DAY)), rules=HouseRules(longer=Limit(3, Unit.DAY))
    )
    case.do(extend(case, Limit(3, Unit.WORKING_DAY)), LEADER)
    assert decision(case).due == date(2026, 3, 16)
    assert "另据本机关为本事项设定的延长，参照《行政许可法》第四十二条第一款" in decision(case).explanation


def test_what_is_sent_back_has_its_limit_anew_and_no_second_extension():
    case = deciding()
    case.do(extend(case), LEADER)
    case.wait(1).do(acts.SendBack("review1", "漏审一项"))
    case.do(acts.Review("review1", "齐全"))
    found = decision(case)
    assert found.counted
    assert found.counted.term.length == 20
    assert case.refused(extend(case), LEADER).code == "once"


def _decision(limit: Limit, **marks: object) -> Procedure:
    drafting = procedures.Drafting("某事项").stage("办理").step(Kind.ACCEPT, "受理").step(Kind.REVIEW, "审查")
    return drafting.step(Kind.DECIDE, "作出决定", limit=limit, **marks).done()


def _late() -> Case:
    return deciding().wait(29)


def _twice() -> Case:
    case = deciding()
    case.do(extend(case), LEADER)
    return case


REFUSALS = [
    (
        "清单没有写",
        lambda: deciding(lambda: _decision(Limit(7, Unit.DAY))),
        {},
        "清单没有规定这一期限可以延长，本机关也没有为本事项设定。"
        "请在期限内办理；依法可以延长的，请先为本事项设定延长的期限及其依据。",
    ),
    (
        "清单没有写多久",
        lambda: deciding(lambda: _decision(Limit(7, Unit.DAY), extendable=True)),
        {},
        "清单没有写明可以延长多久，本机关也没有为本事项设定。清单规定：“作出决定”。"
        "请在期限内办理；依法可以延长的，请先为本事项设定延长的期限及其依据。",
    ),
    (
        "没有期限",
        lambda: taken(procedures.permit),
        {"step": "review1"},
        "当场、当日和以小时计的期限不能延长。清单规定：“24小时内审查完毕”。请尽快办理，并说明逾期的原因。",
    ),
    (
        "没有任何期限",
        lambda: taken(procedures.coal),
        {"step": "review1"},
        "审查没有可以延长的办理期限。无须延长。",
    ),
    (
        "还没有轮到",
        lambda: taken(procedures.permit),
        {},
        "尚未审查。清单规定：“24小时内审查完毕”。请先完成审查。",
    ),
    (
        "第二次",
        _twice,
        {},
        "这一期限已于2026年3月2日延长过一次。清单规定：“20个工作日内作出决定”。请在延长后的期限内办理。",
    ),
    (
        "届满以后",
        _late,
        {},
        "期限已经届满，届满后不能再延长。清单规定：“20个工作日内作出决定”。请尽快办理，并说明逾期的原因。",
    ),
    (
        "太长",
        deciding,
        {"more": Limit(11, Unit.WORKING_DAY)},
        f"可以延长1至10个工作日，却要延长11个工作日。清单规定：“{procedures.LONGER}”。"
        "请按工作日填写，不超过10个工作日。",
    ),
    (
        "另一种单位",
        deciding,
        {"more": Limit(1, Unit.MONTH)},
        f"可以延长1至10个工作日，却要延长1个月。清单规定：“{procedures.LONGER}”。"
        "请按工作日填写，不超过10个工作日。",
    ),
    (
        "单位不能相加",
        lambda: deciding(lambda: _decision(Limit(2, Unit.MONTH), extendable=True, longer=TEN)),
        {},
        "期限以月计，可以延长的却以工作日计，不能相加。清单规定：“作出决定”。请由清单管理员在办理规程中核对期限的单位。",
    ),
    (
        "没有理由",
        deciding,
        {"reasons": " "},
        "没有写明延长期限的理由。清单规定：“20个工作日内作出决定”。请写明延长期限的理由。",
    ),
    (
        "没有告知",
        deciding,
        {"notice": ""},
        "缺告知申请人延长期限及其理由的文书。清单规定：“20个工作日内作出决定”。请附上告知申请人延长期限及其理由的文书。",
    ),
]


@pytest.mark.parametrize(
    ("make", "with_", "words"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS]
)
def test_refusal(make, with_, words):
    case = make()
    assert str(case.refused(extend(case, **with_), LEADER)) == f"不能延长期限：{words}"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from((Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.DAY, Unit.MONTH)),
    st.integers(1, 30),
    st.integers(1, 20),
    st.integers(0, 40),
    st.integers(0, 400),
)
def test_an_extension_adds_just_so_many_days_and_only_in_time(unit, n, most, waited, begin):
    case = Case(
        _decision(Limit(n, unit), extendable=True, longer=Limit(most, unit)),
        now=Case(procedures.permit()).now + timedelta(days=begin),
    )
    case.do(acts.Submit(("申请报告",)), "某某公司")
    case.do(acts.Accept("accept1"))
    case.do(acts.Review("review1", "齐全"))
    before = decision(case)
    case.wait(waited)
    assert before.until
    if case.now >= before.until:
        assert case.refused(extend(case, Limit(most, unit)), LEADER).code == "too_late"
        return
    case.do(extend(case, Limit(most, unit)), LEADER)
    after = decision(case)
    assert after.about is About.STEP
    assert before.due
    assert after.due
    assert after.due >= before.due
    assert after.counted
    assert after.counted.term.length == n + most
    if unit is not Unit.MONTH:
        assert len(after.counted.reading.counted) == n + most
    stored = [event_from_json(event_to_json(event)) for event in case.history]
    assert replay(case.procedure, stored) == case.state
