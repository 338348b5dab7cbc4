"""Smaller promises: days, votes, what is done anew, who may do what until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import About, HouseRules, Who, Window, acts, deadlines, possible
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.codec import TAGS
from quanze.procedure.engine.events import Ending, Reopened
from quanze.procedure.engine.evidence import Delivery, Inspector, Paper
from quanze.procedure.engine.table import RULES
from quanze.procedure.model import Kind, Limit, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import (
    APPLICANT,
    BEGIN,
    FACTS,
    LEADER,
    LI,
    WANG,
    Case,
    walk_to_the_end,
    whole,
)
from tests.procedure.engine.test_stories import received, taken


def test_what_was_decided_in_a_meeting_is_decided_anew_when_the_case_was_sent_back():
    case = taken(procedures.smart_factory, rules=HouseRules(collective=frozenset({Kind.RECOMMEND})))
    case.do(acts.Review("review1", "符合"))
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"))
    case.do(acts.Meet("recommend1", case.today, "纪要.pdf", (WANG, LEADER), votes_for=2), LEADER)
    case.do(acts.SendBack("inspect1", "照片不清"), LEADER)
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录2.pdf"))
    assert case.refused(acts.Recommend("recommend1", True, document="推荐函.pdf")).code == "collective"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"votes_for": 3}, "votes"),
        ({"votes_against": -1}, "votes"),
        ({"people": (WANG, WANG)}, "people"),
        ({"people": (WANG,), "stood_back": (WANG,), "votes_for": 0}, "people"),
        ({"minutes": ""}, "document"),
        ({"on": date(2026, 3, 3)}, "day"),
    ],
)
def test_a_meeting_is_written_down_as_it_was(change, code):
    case = taken(procedures.sme_fund)
    meeting = acts.Meet("decide1", case.today, "纪要.pdf", (WANG, LI), votes_for=2)
    assert case.refused(replace(meeting, **change)).code == code
    case.do(meeting)


def test_a_negative_turn_after_a_delivery_is_delivered_too():
    drafting = (
        procedures.Drafting("先送达后公示").stage("办理").step(Kind.DECIDE, "决定").step(Kind.DELIVER, "送达")
    )
    case = taken_own(drafting.step(Kind.PUBLICIZE, "公示").done())
    case.do(acts.Decide("decide1", True))
    case.do(acts.Deliver("deliver1", whole(case.today)))
    case.do(acts.Post("publicize1", "公示栏", "照片.png", case.today, case.today))
    case.do(acts.Object("publicize1", "材料造假"), "邻居")
    events = case.do(acts.AnswerObjection("publicize1", 1, True, "属实，撤回原决定"))
    assert events[1].what == Reopened(("deliver1",))
    assert case.refused(acts.Close()).step == "deliver1"
    walk_to_the_end(case)
    assert case.state.ending is Ending.NEGATIVE


def test_a_case_declined_before_what_its_list_puts_first_ends_and_leaves_the_acceptance_undone():
    case = Case(procedures.odd_order())
    case.do(acts.Submit(("申请报告",), case.today))
    case.do(acts.Decline("accept1", "不符合申报条件", paper=whole(case.today)))
    assert case.state.ending is Ending.DECLINED
    assert not case.state.is_done("accept1")


def test_a_case_declined_in_its_turn_has_its_duty_done():
    case = Case(procedures.sme_fund())
    case.do(acts.Submit(("申请报告",), case.today))
    declined = next(offer.step for offer in case.offers() if offer.act is acts.Decline)
    case.do(acts.Decline(declined or "", "不符合申报条件", paper=whole(case.today)))
    assert case.state.ending is Ending.DECLINED
    assert case.state.is_done(declined or "")


def test_sending_back_never_undoes_the_acceptance():
    case = Case(procedures.odd_order())
    case.do(acts.Submit(), APPLICANT)
    case.do(acts.Review("review1", "齐全"))
    case.do(acts.Accept("accept1"))
    events = case.do(acts.SendBack("review1", "再核对"), LEADER)
    assert events[1].what == Reopened(("review1", "engine:decide"))
    assert case.state.is_done("accept1")


def test_a_step_that_was_sent_back_has_its_whole_time_again():
    case = taken(procedures.sealed_decision)
    case.do(acts.Review("review1", "符合"))
    case.wait(14)
    case.do(acts.SendBack("review1", "再核对"), LEADER)
    (review,) = (
        each for each in deadlines(case.procedure, case.state, case.calendar) if each.step == "review1"
    )
    assert review.start == case.now
    assert review.due == date(2026, 3, 30)  # ten working days after Monday 16 March


def test_the_limit_of_acceptance_runs_anew_from_the_day_the_last_item_came():
    case = received(procedures.penalty)
    assert deadlines(case.procedure, case.state, case.calendar)[0].due == date(2026, 3, 11)
    case.do(acts.GiveNotice("accept1", ("材料",)))
    case.wait(7)
    case.do(acts.HandIn(("材料",)), APPLICANT)
    assert deadlines(case.procedure, case.state, case.calendar)[0].due == date(2026, 3, 18)


def test_a_limit_that_is_no_length_of_time_has_no_deadline_and_breaks_nothing():
    drafting = procedures.Drafting("某事项").stage("审查").step(Kind.REVIEW, "审查", limit=Limit(0, Unit.DAY))
    case = taken_own(drafting.done())
    assert deadlines(case.procedure, case.state, case.calendar) == ()
    bad = acts.GiveNotice("engine:accept", ("材料",), Limit(10**9, Unit.DAY))
    fresh = Case(drafting.done())
    fresh.do(acts.Submit(), APPLICANT)
    assert fresh.refused(bad).code == "limit"


def taken_own(procedure) -> Case:
    case = Case(procedure)
    case.do(acts.Submit(), APPLICANT)
    case.do(acts.Accept("engine:accept"))
    return case


def test_a_year_whose_calendar_is_missing_decides_nothing_by_silence():
    case = received(procedures.sme_fund, rules=HouseRules(silence_accepts=True)).wait(60)
    case.calendar = Calendar()
    (notice, *_) = deadlines(case.procedure, case.state, case.calendar)
    assert notice.provisional
    assert case.refused(acts.DeemAccepted("accept1")).code == "not_yet"


def test_papers_are_not_delivered_before_they_are_dated_nor_tomorrow():
    case = received(procedures.sme_fund).wait(3)
    early = Paper(
        "通知书.pdf", case.today, "用印", Delivery(Way.DIRECT, case.today - timedelta(days=1), "回证")
    )
    assert case.refused(acts.Accept("accept1", early)).code == "day"
    assert case.refused(acts.Accept("accept1", whole(case.today + timedelta(days=1)))).code == "day"


def test_time_does_not_run_backwards_and_knows_its_zone():
    case = taken().wait(-1)
    assert case.refused(acts.Review("review1", "齐全")).code == "time"
    case.now = datetime(2026, 3, 2, 9)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        case.attempt(acts.Review("review1", "齐全"))


def test_what_may_be_done_says_by_whom_and_until_when():
    case = received(procedures.sme_fund)
    offers = {offer.act: offer for offer in case.offers()}
    assert offers[acts.GiveNotice].until == datetime.combine(
        date(2026, 3, 6), datetime.min.time(), case.now.tzinfo
    )
    assert offers[acts.GiveNotice].who is Who.OFFICER
    assert offers[acts.GiveNotice].words == "应当当场或3日内一次告知申请人需要补正的全部内容"
    assert offers[acts.Withdraw].who is Who.APPLICANT
    assert offers[acts.Withdraw].until is None
    case = taken(procedures.innovation_centre)
    case.do(acts.Review("review1", "齐全"))
    (joint,) = (offer for offer in case.offers() if offer.act is acts.JointReview)
    assert (joint.who, joint.party) == (Who.PARTNER, "财政部门")


def test_an_act_at_a_step_that_is_not_there_or_not_for_it_is_refused():
    case = taken()
    assert case.refused(acts.Review("review9", "齐全")).code == "step"
    assert case.refused(acts.Review("accept1", "齐全")).code == "step"
    assert case.refused(acts.Review("review1", "齐全"), by=" ").code == "by"


def test_looking_changes_nothing():
    case = taken()
    before = case.state
    possible(case.procedure, case.state, case.facts, case.now, case.calendar)
    case.attempt(acts.Review("review1", "齐全"))
    assert case.state is before


def test_a_notice_has_items_each_once_and_with_a_name():
    case = received()
    for items in ((), ("图纸", " "), ("图纸", "图纸")):
        assert case.refused(acts.GiveNotice("supplement1", items)).code == "items"
    case.do(acts.GiveNotice("supplement1", ("图纸",)))
    assert case.refused(acts.HandIn(("别的",)), APPLICANT).code == "items"


def test_on_the_spot_and_no_more_is_the_same_day():
    drafting = procedures.Drafting("某事项").stage("受理").step(Kind.ACCEPT, "受理")
    case = received(drafting.step(Kind.SUPPLEMENT, "应当当场一次告知", once=True, on_the_spot=True).done)
    (notice,) = deadlines(case.procedure, case.state, case.calendar)
    assert (notice.about, notice.due) == (About.NOTICE, case.today)


def test_each_request_that_is_not_answered_has_its_own_term():
    case = taken()
    case.do(acts.RequestMore("supplement2", ("巷道图",), "通知1.pdf", Limit(5, Unit.WORKING_DAY)))
    case.do(acts.RequestMore("supplement2", ("火区图",), "通知2.pdf", Limit(10, Unit.WORKING_DAY)))
    assert [each.due for each in deadlines(case.procedure, case.state, case.calendar)] == [
        date(2026, 3, 9),
        date(2026, 3, 16),
    ]
    case.do(acts.HandIn(("巷道图",), ("巷道图.pdf",)), APPLICANT)
    assert [each.due for each in deadlines(case.procedure, case.state, case.calendar)] == [date(2026, 3, 16)]
    assert case.refused(acts.HandIn(("火区图",), ("1.pdf", "2.pdf")), APPLICANT).code == "items"


def test_every_act_has_its_rule_and_its_name():
    named = [value for value in vars(acts).values() if isinstance(value, type)]
    kinds = {kind for kind in named if issubclass(kind, acts.Act)} - {acts.Act}
    assert set(RULES) == kinds
    assert kinds < set(TAGS)


def test_the_window_is_judged_by_the_day_a_paper_application_came():
    window = Window(BEGIN - timedelta(days=10), BEGIN - timedelta(days=2))
    for day, warned in (
        (date(2026, 2, 28), []),
        (date(2026, 3, 1), ["window"]),
        (date(2026, 2, 1), ["window"]),
    ):
        case = Case(procedures.coal(), replace(FACTS, window=window))
        (event,) = case.do(acts.Submit(received=day))
        assert [caution.code for caution in event.cautions] == warned, day
