"""Cases as a bureau knows them, from the application to the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from quanze.procedure.engine import About, Ending, HouseRules, Window, acts, deadlines
from quanze.procedure.engine.choices import Fate, Outcome, Standing, Way
from quanze.procedure.engine.events import Caution, Discharged, Ended, Judged, Reopened
from quanze.procedure.engine.evidence import Delivery, Inspector, Paper
from quanze.procedure.engine.facts import Bar
from quanze.procedure.model import Kind, Limit, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import (
    APPLICANT,
    CAI,
    FACTS,
    LEADER,
    LI,
    WANG,
    Case,
    walk_to_the_end,
    whole,
)

WORKING_5 = Limit(5, Unit.WORKING_DAY)


def received(make=procedures.coal, **facts) -> Case:
    case = Case(make(), replace(FACTS, **facts))
    case.do(acts.Submit(("申请报告",)), APPLICANT)
    return case


def taken(make=procedures.coal, **facts) -> Case:
    """Received and accepted."""
    case = received(make, **facts)
    case.do(acts.Accept("accept1", whole(case.today)))
    return case


def codes(events) -> list[str]:
    return [caution.code for event in events for caution in event.cautions]


# --- receipt and notice -----------------------------------------------------------------------------------------


def test_a_paper_application_counts_from_the_day_it_really_came():
    case = Case(procedures.sme_fund())
    case.do(acts.Submit(received=date(2026, 2, 27)))
    (notice,) = (
        each for each in deadlines(case.procedure, case.state, case.calendar) if each.about is About.NOTICE
    )
    assert notice.due == date(2026, 3, 4)  # three working days from a Friday
    assert [reading.due for reading in notice.counted.readings] == [date(2026, 3, 4), date(2026, 3, 2)]


def test_the_notice_is_answered_item_by_item_and_then_accepted():
    case = received()
    case.do(acts.GiveNotice("supplement1", ("图纸", "闭坑报告"), WORKING_5))
    assert case.state.missing == ("图纸", "闭坑报告")
    assert not case.offered(acts.Accept)
    case.do(acts.HandIn(("图纸",)), APPLICANT)
    assert case.state.missing == ("闭坑报告",)
    assert not case.offered(acts.Accept)
    case.do(acts.HandIn(("闭坑报告",)), APPLICANT)
    case.do(acts.Accept("accept1"))
    assert case.state.accepted == case.now


def test_what_was_listed_and_came_incomplete_may_be_noticed_again_but_nothing_new():
    case = received()
    case.do(acts.GiveNotice("supplement1", ("图纸", "闭坑报告")))
    case.do(acts.HandIn(("图纸", "闭坑报告")), APPLICANT)
    assert case.refused(acts.GiveNotice("supplement1", ("图纸", "安全评价"))).code == "once"
    case.do(acts.GiveNotice("supplement1", ("图纸",)))
    assert case.state.missing == ("图纸",)


def test_a_second_notice_while_the_first_is_unanswered_is_refused_until_its_time_is_over():
    case = received()
    case.do(acts.GiveNotice("supplement1", ("图纸",), WORKING_5))
    assert case.refused(acts.GiveNotice("supplement1", ("图纸",))).code == "once"
    case.wait(8)
    case.do(acts.GiveNotice("supplement1", ("图纸",), WORKING_5))


def test_a_correction_on_the_spot_needs_no_notice_and_answers_one():
    case = received()
    case.do(acts.Correct(("申请表未签名",)))
    case.do(acts.GiveNotice("supplement1", ("图纸",)))
    case.do(acts.Correct(("图纸",)))
    assert case.state.missing == ()


def test_silence_of_the_bureau_accepts_from_the_day_of_receipt_where_the_matter_says_so():
    case = received(procedures.sme_fund, rules=HouseRules(silence_accepts=True))
    assert not case.offered(acts.DeemAccepted)
    case.wait(2.8)  # Thursday, after the three days read as working days
    assert not case.offered(acts.DeemAccepted)
    case.wait(1)
    case.do(acts.DeemAccepted("accept1"))
    assert case.state.accepted == case.state.received
    assert case.refused(acts.Decide("decide1", True, paper=Paper("意见.pdf"))).code == "certificate"


def test_without_such_a_rule_silence_accepts_nothing():
    case = received(procedures.sme_fund).wait(60)
    assert case.refused(acts.DeemAccepted("accept1")).code == "no_rule"


def test_a_notice_that_nobody_answers_is_a_withdrawal_where_the_matter_says_so():
    case = received(rules=HouseRules(silence_withdraws=True))
    case.do(acts.GiveNotice("supplement1", ("图纸",), WORKING_5))
    assert case.refused(acts.DeemWithdrawn()).code == "not_yet"
    case.wait(8)
    case.do(acts.DeemWithdrawn())
    assert case.state.ending is Ending.DEEMED_WITHDRAWN


# --- certificates -----------------------------------------------------------------------------------------------


def test_an_unsealed_certificate_discharges_nothing_and_its_proof_does():
    case = received(procedures.new_product)
    events = case.do(acts.Accept("accept1", Paper("受理通知书.pdf", case.today)))
    assert [event.what for event in events if isinstance(event.what, Discharged)] == []
    assert case.state.accepted is not None
    assert case.refused(acts.Review("review1", "齐全")).code == "certificate"
    sealed = Paper("受理通知书.pdf", case.today, "用印登记12号")
    assert "送达的证明" in case.refused(acts.Prove("accept1", sealed)).missing
    case.wait(1)
    delivered = replace(sealed, delivered=Delivery(Way.POST, case.today, "EMS回执"))
    (_, discharged) = case.do(acts.Prove("accept1", delivered))
    assert discharged.what == Discharged("accept1")
    case.do(acts.Review("review1", "齐全"))


def test_non_acceptance_names_who_has_the_power_and_ends_when_its_certificate_is_delivered():
    case = received(procedures.sme_fund)
    assert "有权办理的机关" in case.refused(acts.Decline("refuse1", "不属于本机关职权", ours=False)).missing
    case.do(acts.Decline("refuse1", "不属于本机关职权", False, "区应急管理局"))
    assert case.state.ending is None
    assert not case.offered(acts.Accept)
    assert case.refused(acts.Accept("accept1")).code == "declined"
    case.do(acts.Prove("refuse1", whole(case.today)))
    assert case.state.ending is Ending.DECLINED


def test_a_certificate_that_is_due_only_for_a_refusal_is_not_asked_for_otherwise():
    drafting = procedures.Drafting("某事项").stage("决定")
    procedure = drafting.step(
        Kind.DECIDE, "作出决定（不予许可的出具书面凭证）", receipt=True, only_when="不予许可的"
    )
    good, bad = Case(procedure.done()), Case(procedure.done())
    for case in (good, bad):
        case.do(acts.Submit(), APPLICANT)
        case.do(acts.Accept("engine:accept"))
    good.do(acts.Decide("decide1", True))
    assert good.state.is_done("decide1")
    bad.do(acts.Decide("decide1", False, "不符合条件", Paper("决定.pdf")))
    assert not bad.state.is_done("decide1")
    bad.do(acts.Prove("decide1", whole(bad.today)))
    assert bad.state.negative


# --- examining --------------------------------------------------------------------------------------------------


def test_whether_a_site_visit_is_needed_is_decided_with_the_reason():
    case = taken(procedures.manufacturing_fund)
    case.do(acts.Review("review1", "齐全"))
    assert case.refused(acts.Appraise("appraise1", (), "")).code == "undetermined"
    events = case.do(acts.Determine("inspect1", False, "上月已因其他项目核查过同一生产线"))
    assert events[-1].what == Discharged("inspect1")


def test_a_visit_takes_two_distinct_people_of_ours_of_whom_none_is_recused():
    case = taken(procedures.manufacturing_fund)
    case.do(acts.Review("review1", "齐全"))
    case.do(acts.Determine("inspect1", True, "新建项目"))
    for people in ((), (WANG,), (WANG, WANG), (WANG, CAI), (WANG, "nobody")):
        visit = acts.Inspect("inspect1", tuple(map(Inspector, people)), "记录.pdf")
        assert case.refused(visit).code == "people", people
    case.do(acts.Recuse(LI, "配偶持股"))
    assert (
        case.refused(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf")).code == "recused"
    )
    others_too = (Inspector(WANG), Inspector(LEADER), Inspector(CAI))
    case.do(acts.Inspect("inspect1", others_too, "记录.pdf"))


def test_a_record_of_a_visit_says_where_and_when_it_was_and_who_would_not_sign():
    case = taken(procedures.manufacturing_fund)
    case.do(acts.Review("review1", "齐全"))
    case.do(acts.Determine("inspect1", True, "新建项目"))
    bare = acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf")
    begun, over = case.now - timedelta(hours=3), case.now - timedelta(hours=1)
    whole = replace(bare, where="一号车间", began=begun, ended=over, signed=True)
    wrong = {
        "day": (
            replace(whole, began=over, ended=begun),
            replace(whole, ended=case.now + timedelta(minutes=1)),
            replace(whole, began=case.now + timedelta(minutes=1), ended=None),
        ),
        "words": (replace(whole, signed=False), replace(whole, signed=False, refusal=" ")),
    }
    for code, visits in wrong.items():
        for visit in visits:
            assert case.refused(visit).code == code, visit
    said = {
        bare: ["没有写明核查的地点、开始时间、结束时间"],
        replace(whole, ended=None): ["没有写明核查的结束时间"],
        whole: [],
        replace(whole, signed=False, refusal="法定代表人外出，见证人李某"): [],
    }
    for visit, cautions in said.items():
        event, *_ = case.attempt(visit)
        assert [each.words for each in event.cautions if each.code == "visit"] == cautions, visit


def test_whoever_is_recused_does_nothing_more():
    case = taken()
    case.do(acts.Recuse(WANG, "配偶持股"))
    assert case.refused(acts.Review("review1", "齐全"), WANG).code == "recused"
    case.do(acts.Review("review1", "齐全"), LI)


def test_credentials_are_written_down_where_list_or_bureau_asks_for_them():
    case = taken(procedures.penalty)
    assert (
        case.refused(acts.Inspect("inspect1", (Inspector(WANG, "41-1"), Inspector(LI)), "记录.pdf")).code
        == "credential"
    )
    case.do(acts.Inspect("inspect1", (Inspector(WANG, "41-1"), Inspector(LI, "41-2")), "记录.pdf"))


def test_the_finance_department_reviews_beside_us_and_before_the_verdict():
    case = taken(procedures.innovation_centre)
    case.do(acts.Review("review1", "齐全"))
    assert case.offered(acts.JointReview)
    assert case.offered(acts.Review, "review2")
    case.do(acts.JointReview("joint_review1", "同意推荐"), CAI)
    case.do(acts.Review("review2", "符合"))
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"))
    case.do(acts.Recommend("recommend1", True, document="推荐函.pdf"), LEADER)


def test_our_own_officer_enters_a_joint_opinion_only_from_the_other_agencys_document():
    case = taken(procedures.innovation_centre)
    case.do(acts.Review("review1", "齐全"))
    assert case.refused(acts.JointReview("joint_review1", "同意")).code == "party"
    case.do(acts.JointReview("joint_review1", "同意", document="财政局复函.pdf"))


def test_of_two_routes_one_is_reviewed_and_the_other_found_not_to_apply():
    case = taken(procedures.base)
    case.do(acts.Determine("review1", False, "申报省级"))
    case.do(acts.Review("review2", "符合省级条件"))
    case = taken(procedures.base)
    case.do(acts.Determine("review1", False, "申报省级"))
    assert case.refused(acts.Determine("review2", False, "也不适用")).code == "undetermined"


def test_more_may_be_asked_for_in_writing_where_the_list_says_so_as_often_as_needed():
    case = taken(procedures.coal)
    assert case.refused(acts.RequestMore("supplement2", ("巷道图",), "")).code == "document"
    case.do(acts.RequestMore("supplement2", ("巷道图",), "通知1.pdf", WORKING_5))
    case.do(acts.RequestMore("supplement2", ("火区图",), "通知2.pdf"))
    case.do(acts.HandIn(("巷道图",)), APPLICANT)
    case.do(acts.Review("review1", "已核对"))
    events = case.do(acts.Decide("decide1", True, paper=Paper("批复.pdf")))
    assert codes(events) == ["wanted"]
    assert not taken(procedures.green_factory).offered(acts.RequestMore)


# --- verdict, publicity, end ------------------------------------------------------------------------------------


def test_a_negative_decision_has_reasons_in_writing_and_leaves_only_its_delivery():
    case = taken()
    case.do(acts.Review("review1", "图纸与实际不符", favourable=False))
    assert case.refused(acts.Decide("decide1", False, "", Paper("决定.pdf"))).code == "words"
    assert case.refused(acts.Decide("decide1", False, "图纸不实")).code == "document"
    events = case.do(acts.Decide("decide1", False, "图纸不实", Paper("决定.pdf")))
    assert events[-1].what == Judged("decide1", False)
    assert case.refused(acts.Close()).code == "order"
    case.do(acts.Deliver("engine:deliver", whole(case.today)))
    case.do(acts.Close())
    assert case.state.ending is Ending.NEGATIVE


def test_a_favourable_decision_against_an_opinion_goes_through_with_a_caution():
    case = taken()
    case.do(acts.Review("review1", "图纸与实际不符", favourable=False))
    assert codes(case.do(acts.Decide("decide1", True, paper=Paper("批复.pdf")))) == ["doubt"]


def test_where_the_list_has_no_decision_the_review_may_be_negative():
    case = taken(procedures.green_factory)
    case.do(acts.Review("review1", "达不到绿色工厂要求", favourable=False))
    walk_to_the_end(case)
    assert case.state.ending is Ending.NEGATIVE


def test_a_returned_review_is_done_again_with_all_that_followed():
    case = taken(procedures.new_product)
    case.do(acts.Review("review1", "齐全"))
    case.do(acts.Determine("inspect1", False, "不需要"))
    events = case.do(acts.SendBack("review1", "没有核对检测报告"), LEADER)
    assert events[-1].what == Reopened(("review1", "inspect1", "decide1"))
    assert case.refused(acts.Decide("decide1", True)).code == "order"
    case.do(acts.Review("review1", "已核对检测报告"))
    assert case.refused(acts.Decide("decide1", True)).code == "undetermined"
    assert case.refused(acts.GiveNotice("supplement1", ("报告",))).code == "accepted"


def posted(**facts) -> Case:
    """Matter 2 in publicity, from Monday 2 March to Friday."""
    case = taken(procedures.sme_fund, **facts)
    case.do(acts.Decide("decide1", True))
    case.do(acts.Decide("decide2", True))
    case.do(acts.Post("publicize1", "区政府门户网站公示栏", "截图.png", case.today, date(2026, 3, 6)))
    return case


def test_publicity_holds_until_its_last_day_is_over():
    case = posted()
    assert case.refused(acts.EndPublicity("publicize1")).code == "too_early"
    case.wait(4.6)  # Friday evening
    assert case.today == date(2026, 3, 6)
    assert case.refused(acts.Report("report1", "市工信局", "请示.pdf")).code == "order"
    assert case.refused(acts.EndPublicity("publicize1")).code == "too_early"
    case.wait(0.5)
    case.do(acts.EndPublicity("publicize1"))


def test_publicity_is_not_shorter_than_the_list_says():
    case = taken(procedures.sme_fund)
    case.do(acts.Decide("decide1", True))
    case.do(acts.Decide("decide2", True))
    short = acts.Post("publicize1", "公示栏", "照片.png", case.today, date(2026, 3, 5))
    assert case.refused(short).code == "too_short"
    events = case.do(replace(short, end=date(2026, 3, 6)))
    assert codes(events) == ["short"]  # the day of posting counted as one of the five
    assert codes(case.do(replace(short, end=date(2026, 3, 9)))) == ["posted_again"]


def before_posting(**facts) -> Case:
    """Matter 7 decided upon, on Monday 2 March; its list says nothing of how long the publicity lasts."""
    case = taken(procedures.innovator, **facts)
    case.do(acts.Review("review1", "真实"))
    case.do(acts.Determine("inspect1", False, "材料已能说明"))
    case.do(acts.Decide("decide1", True))
    return case


def test_a_publicity_without_a_limit_of_the_list_is_warned_of_that_of_the_bureau():
    case = before_posting(publicity=WORKING_5)
    post = acts.Post("publicize1", "公示栏", "照片.png", case.today, date(2026, 3, 5))
    assert codes(case.do(post)) == ["short"]
    assert codes(case.do(replace(post, end=date(2026, 3, 6)))) == ["posted_again"]


def test_a_publicity_that_began_before_the_case_was_accepted_is_told():
    case = before_posting()
    early = acts.Post("publicize1", "公示栏", "照片.png", date(2026, 2, 20), date(2026, 3, 6))
    assert codes(case.do(early)) == ["early"]


def test_an_objection_that_makes_the_verdict_negative_is_upheld_by_a_meeting():
    case = posted(rules=HouseRules(collective_negative=True))
    case.do(acts.Object("publicize1", "设备是借来的"), "邻居")
    upheld = acts.AnswerObjection("publicize1", 1, True, "属实，不予推荐")
    assert case.refused(upheld).code == "collective"
    assert case.refused(replace(upheld, back_to="publicize1")).code != "collective"
    case.do(acts.Meet("publicize1", case.today, "纪要.pdf", ("wang", "li"), votes_for=2), LEADER)
    case.do(upheld)
    assert case.state.negative


def test_an_objection_holds_the_publicity_until_it_is_answered():
    case = posted()
    case.do(acts.Object("publicize1", "该企业已停产"), "邻居")
    case.wait(7)
    assert case.refused(acts.EndPublicity("publicize1")).code == "objections"
    assert codes(case.do(acts.Object("publicize1", "还有一事"), "邻居")) == ["late"]
    case.do(acts.AnswerObjection("publicize1", 1, False, "经核实未停产"))
    case.do(acts.AnswerObjection("publicize1", 2, False, "与本事项无关"))
    case.do(acts.EndPublicity("publicize1"))


def test_an_upheld_objection_leads_back_or_to_a_negative_end():
    back = posted()
    back.do(acts.Object("publicize1", "设备是借来的"), "邻居")
    events = back.do(acts.AnswerObjection("publicize1", 1, True, "属实，重新审查", "decide1"))
    assert events[-1].what == Reopened(("decide1", "decide2", "publicize1", "report1"))
    assert back.refused(acts.EndPublicity("publicize1")).code == "order"

    lost = posted()
    lost.do(acts.Object("publicize1", "设备是借来的"), "邻居")
    lost.do(acts.AnswerObjection("publicize1", 1, True, "属实，不予推荐"))
    walk_to_the_end(lost)
    assert lost.state.ending is Ending.NEGATIVE


def test_what_the_bureau_decides_collectively_waits_for_the_meeting():
    house = HouseRules(collective=frozenset({Kind.RECOMMEND}), collective_negative=True)
    case = taken(procedures.smart_factory, rules=house)
    case.do(acts.Review("review1", "符合"))
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"))
    letter = acts.Recommend("recommend1", True, document="推荐函.pdf", rank=1)
    assert case.refused(letter, LEADER).code == "collective"
    case.do(acts.Recuse(LI, "同学"))
    meeting = acts.Meet("recommend1", case.today, "纪要.pdf", (WANG, LI, LEADER), votes_for=2)
    assert case.refused(meeting, LEADER).code == "recused"
    case.do(replace(meeting, stood_back=(LI,)), LEADER)
    case.do(letter, LEADER)


def test_reported_upward_is_the_end_and_the_result_and_follow_up_come_after():
    case = walk_to_the_end(Case(procedures.steel()))
    assert case.state.ending is Ending.REPORTED
    assert {offer.act for offer in case.offers()} == {acts.RecordResult, acts.NoteProgress, acts.CheckUp}
    case.do(acts.RecordResult("工业和信息化部", Outcome.GRANTED, "列入第十批公告", "公告2026年第8号"))
    assert case.refused(acts.CheckUp("follow_up2", Standing.REVOKE, "仍不符合")).code == "not_rectified"
    case.do(acts.CheckUp("follow_up1", Standing.RECTIFY, "能耗超标", Limit(30, Unit.CALENDAR_DAY)))
    (rectify,) = deadlines(case.procedure, case.state, case.calendar)
    assert rectify.about is About.RECTIFY
    case.wait(31)
    case.do(acts.CheckUp("follow_up2", Standing.REVOKE, "整改后仍超标"))
    assert {offer.act for offer in case.offers()} == {acts.RecordResult, acts.NoteProgress}


@pytest.mark.parametrize("moment", range(9))
def test_the_applicant_may_withdraw_at_any_moment_before_the_end(moment):
    case = Case(procedures.coal())
    whole_way = walk_to_the_end(Case(procedures.coal())).history
    for event in [event for event in whole_way if isinstance(event.what, acts.Act)][: moment + 1]:
        case.do(event.what, event.by)
    if case.state.ending is None:
        case.do(acts.Withdraw("不再关闭"), APPLICANT)
        assert case.state.ending is Ending.WITHDRAWN
    assert case.refused(acts.Withdraw(), APPLICANT).code == "ended"


# --- clocks -----------------------------------------------------------------------------------------------------


def test_a_suspension_moves_the_deadline_by_its_days_and_holds_conclusions():
    case = taken(procedures.sealed_decision)
    case.do(acts.Review("review1", "符合"))

    def due() -> date | None:
        found = {each.step: each.due for each in deadlines(case.procedure, case.state, case.calendar)}
        return found.get("decide1")

    experts = acts.Appraise("appraise1", (), "同意")
    assert case.refused(experts).code == "people"
    case.do(acts.Suspend("专家评审", "中止告知书.pdf"))
    from quanze.procedure.engine.evidence import Expert

    case.do(replace(experts, experts=tuple(map(Expert, "甲乙丙"))))
    assert due() is None  # the clock stands still
    assert case.refused(acts.Decide("decide1", True, paper=whole(case.today))).code == "suspended"
    case.wait(7)
    case.do(acts.Resume())
    assert due() == date(2026, 4, 6)  # twenty working days after Monday 9 March, the last suspended day
    assert case.refused(acts.Suspend("现场核查", "告知书.pdf")).code == "ground"


def test_a_deadline_that_has_passed_is_a_caution_on_what_comes_late():
    case = taken(procedures.sealed_decision).wait(30)
    assert codes(case.do(acts.Review("review1", "符合"))) == ["overdue"]


# --- adjustments ------------------------------------------------------------------------------------------------


def test_a_list_adjustment_continues_switches_transfers_or_ends_the_case():
    def adjust(fate: Fate, **more) -> Case:
        case = taken()
        case.do(acts.Adjust("2026年第1次调整", fate, "职权划转", **more))
        return case

    assert adjust(Fate.CONTINUE).state.ending is None
    assert adjust(Fate.TRANSFER, receiver="区应急管理局").state.ending is Ending.TRANSFERRED
    assert adjust(Fate.END).state.ending is Ending.ABOLISHED
    case = adjust(Fate.SWITCH, kept=("accept1",))
    case.procedure = procedures.new_product()
    assert case.offered(acts.Review, "review1")
    walk_to_the_end(case)


# --- warned, not shut out ---------------------------------------------------------------------------------------


def test_window_bar_credit_and_jurisdiction_are_cautions_and_the_application_goes_in():
    case = Case(procedures.smart_factory())
    case.facts = replace(
        FACTS,
        window=Window(case.now - timedelta(days=30), case.now - timedelta(days=1)),
        bars=(Bar("两年内不得申报，至2027年5月1日"),),
        credit=("列入经营异常名录",),
        elsewhere="南阳高新区",
    )
    (event,) = case.do(acts.Submit(), APPLICANT)
    assert [caution.code for caution in event.cautions] == ["window", "bar", "credit", "jurisdiction"]
    assert Caution("jurisdiction", "可能由南阳高新区管辖") in event.cautions


def test_a_quota_that_is_used_up_warns_whoever_recommends():
    case = taken(procedures.smart_factory, quota=3, recommended=3)
    case.do(acts.Review("review1", "符合"))
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"))
    assert codes(case.do(acts.Recommend("recommend1", True, document="推荐函.pdf"), LEADER)) == ["quota"]


def test_of_two_officers_at_once_the_second_is_told():
    from quanze.procedure.engine import Action, Hindrance, advance

    case = taken()
    seen = case.state.count
    case.do(acts.Review("review1", "齐全"))
    action = Action(LI, acts.Review("review1", "齐全"), seen=seen)
    told = advance(case.procedure, case.state, action, case.facts, case.now, case.calendar)
    assert isinstance(told, Hindrance)
    assert told.code == "stale"


def test_the_last_event_says_how_it_ended():
    case = walk_to_the_end(Case(procedures.sme_fund()))
    assert case.history[-1].what == Ended(Ending.REPORTED)


def relief(condition: str = "对不予批准的") -> Case:
    """救助: decided, told to whom it is not granted, paid to whom it is, raised where it was late."""
    drafting = (
        procedures.Drafting("救助").stage("审批").step(Kind.ACCEPT, "受理").step(Kind.DECIDE, "作出审批决定")
    )
    drafting.step(
        Kind.NOTIFY, "对不予批准的，三日内书面告知申请人并说明理由", condition=condition, written=True
    )
    drafting.stage("给付").step(Kind.DELIVER, "准予给付的，按月足额发放", condition="准予给付的")
    drafting.step(Kind.ENFORCE, "逾期发放的，予以补发", condition="逾期发放的")
    return taken(drafting.done)


def test_what_is_due_to_the_refused_is_owed_to_no_other():
    case = relief()
    assert not case.offered(acts.Perform)
    case.do(acts.Decide("decide1", True))
    assert case.refused(acts.Perform("notify1", Paper("告知书.pdf"))).code == "not_negative"
    case.do(acts.Deliver("deliver1", whole(case.today)))
    walk_to_the_end(case)
    assert case.state.ending is Ending.COMPLETED
    assert not case.state.is_done("notify1")


def test_what_is_due_to_the_refused_is_what_is_owed_to_them():
    case = relief()
    case.do(acts.Decide("decide1", False, "不符合条件", Paper("决定.pdf")))
    assert case.refused(acts.Close()).step == "notify1"
    assert case.refused(acts.Deliver("deliver1", whole(case.today))).code == "negative"
    case.do(acts.Perform("notify1", whole(case.today)))
    assert case.refused(acts.SendBack("decide1", "再议"), LEADER).code == "delivered"
    case.do(acts.Close())
    assert case.state.ending is Ending.NEGATIVE


def test_a_duty_for_a_case_that_is_not_this_one_is_found_not_to_apply():
    case = relief()
    case.do(acts.Decide("decide1", True))
    case.do(acts.Deliver("deliver1", whole(case.today)))
    assert "不适用于本件的，写明理由" in case.refused(acts.Close()).remedy
    events = case.do(acts.Determine("enforce1", False, "按月发放，没有逾期"))
    assert events[-1].what == Discharged("enforce1")
    case.do(acts.Close())
