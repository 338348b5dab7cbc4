"""Patterns worth a look: each found where it is, and not where everything is in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanze.procedure.engine import Caution, acts, course_of
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.evidence import Delivery, Inspector, Paper
from quanze.procedure.model import Kind, Limit, Procedure, Unit
from quanze.procedure.oversight import patterns, several
from quanze.procedure.oversight.patterns import OF_ONE_CASE, PATTERNS, hints
from quanze.procedure.oversight.reasons import hollow, substance
from quanze.procedure.oversight.told import CaseTold, Hint, Looked, RankingTold, Said, Saying
from tests.procedure.engine.hands import (
    APPLICANT,
    BEGIN,
    CALENDAR,
    LEADER,
    LI,
    WANG,
    ZHAO,
    Case,
    walk_to_the_end,
    whole,
)
from tests.procedure.engine.procedures import Drafting
from tests.procedure.engine.test_any_case import ANY_PROCEDURE, RULES_OF_THE_HOUSE, SCRIPT, play

REASON = "上年度营业收入低于申报通知要求的两千万元"


def bureau(**publicity) -> Procedure:
    """A gate with a certificate, a visit by two, an opinion, a publicity of five working days, a report."""
    asked = {"limit": Limit(5, Unit.WORKING_DAY), **publicity}
    return (
        Drafting("某项目申报")
        .stage("受理")
        .step(Kind.SUPPLEMENT, "一次性告知需要补正的全部内容")
        .step(Kind.ACCEPT, "予以受理，出具书面凭证", receipt=True)
        .step(Kind.REFUSE, "不予受理的说明理由", reasons=True)
        .stage("审查")
        .step(Kind.INSPECT, "指派两名以上工作人员核查", min_people=2)
        .step(Kind.DECIDE, "提出意见")
        .stage("公示")
        .step(Kind.PUBLICIZE, "公示五个工作日", **asked)
        .stage("上报")
        .step(Kind.REPORT, "报市局")
        .done()
    )


def submitted(procedure: Procedure | None = None) -> Case:
    case = Case(procedure or bureau())
    case.do(acts.Submit(("申请表",)), APPLICANT)
    return case


def accepted(procedure: Procedure | None = None, by: str = WANG) -> Case:
    case = submitted(procedure)
    case.do(acts.Accept("accept1", whole(case.today)), by)
    return case


def visited(*people: str, by: str = LI) -> Case:
    case = accepted()
    case.do(acts.Inspect("inspect1", tuple(Inspector(each) for each in people or (LI, ZHAO)), "记录.pdf"), by)
    return case


def decided(by: str = LEADER, procedure: Procedure | None = None) -> Case:
    case = visited() if procedure is None else accepted(procedure)
    if procedure is not None:
        case.do(acts.Inspect("inspect1", (Inspector(LI), Inspector(ZHAO)), "记录.pdf"), LI)
    case.do(acts.Decide("decide1", True, "", whole(case.today)), by)
    return case


def post(case: Case, days: int = 8, **more: object) -> Case:
    """Posted today, until so many days later."""
    said = {"address": "http://example.invalid/1", "picture": "截图.png", **more}
    case.do(acts.Post("publicize1", start=case.today, end=case.today + timedelta(days), **said))  # type: ignore[arg-type]
    return case


def ended(case: Case) -> Case:
    case.wait(30).do(acts.EndPublicity("publicize1"))
    case.do(acts.Report("report1", "市局", "请示.pdf"))
    case.do(acts.Close())
    return case


def told(case: Case, key: int = 1, applicant: int = 1) -> CaseTold:
    return CaseTold(key, 7, applicant, course_of(case.procedure), tuple(case.history))


def found(
    *cases: Case | CaseTold, rankings: tuple[RankingTold, ...] = (), later: int = 0
) -> tuple[Hint, ...]:
    known = [each if isinstance(each, CaseTold) else told(each, key) for key, each in enumerate(cases, 1)]
    last = max((event.at for each in known for event in each.history), default=BEGIN)
    return hints(Looked(tuple(known), rankings, CALENDAR, last + timedelta(later)))


def codes(*cases: Case | CaseTold, **more) -> set[str]:
    return {each.pattern.code for each in found(*cases, **more)}


def evidence(case: Case, hint: Hint) -> list[str]:
    """The kinds of the events that show it."""
    return [type(case.history[position - 1].what).__name__ for position in hint.seen[0].events]


def test_the_table_says_of_every_pattern_what_it_is_good_for():
    assert len({each.code for each in PATTERNS}) == len(PATTERNS) == 13
    for each in PATTERNS:
        assert each.code.startswith("P8")
        assert all(len(words) > 8 for words in (each.why, each.innocent, each.blind)), each.code
    assert {each.code for each in PATTERNS} > OF_ONE_CASE
    assert "不是结论" in patterns.NO_VERDICT


def test_a_case_that_was_handled_as_it_should_be_shows_nothing():
    assert found(ended(post(decided()))) == ()


# In one case -----------------------------------------------------------------------------------------------------


def test_a_visit_by_one_person():
    case = accepted(
        Drafting("甲").stage("受理").step(Kind.ACCEPT, "受理").stage("查").step(Kind.INSPECT, "核查").done()
    )
    case.do(acts.Inspect("inspect1", (Inspector(LI),), "记录.pdf"), LI)
    (hint,) = found(case)
    assert (hint.pattern.code, evidence(case, hint), hint.seen[0].step) == ("P801", ["Inspect"], "inspect1")
    assert "1人" in hint.words
    assert "P801" not in codes(visited(LI, ZHAO))


def test_a_second_notice():
    once = submitted()
    once.do(acts.GiveNotice("supplement1", ("图纸",)))
    assert "P802" not in codes(once)
    once.do(acts.HandIn(("图纸",)), APPLICANT)
    once.wait(1).do(acts.GiveNotice("supplement1", ("图纸",)))
    (hint,) = [each for each in found(once) if each.pattern.code == "P802"]
    assert (hint.words, evidence(once, hint)) == ("告知补正2次。", ["GiveNotice", "GiveNotice"])


def test_a_publicity_that_was_found_not_to_be_needed():
    optional = bureau(optional=True, condition="必要时")
    case = decided(procedure=optional)
    case.do(acts.Determine("publicize1", False, "涉及商业秘密"))
    assert "P803" not in codes(case), "the case is not over"
    case.do(acts.Report("report1", "市局", "请示.pdf"))
    case.do(acts.Close())
    (hint,) = found(case)
    assert (hint.pattern.code, evidence(case, hint)) == ("P803", ["Determine", "Close"])
    needed = decided(procedure=optional)
    needed.do(acts.Determine("publicize1", True, "按规定公示"))
    assert found(ended(post(needed))) == ()


def test_a_refused_case_needs_no_publicity():
    case = visited()
    case.do(acts.Decide("decide1", False, REASON, whole(case.today)), LEADER)
    walk_to_the_end(case)
    assert "P803" not in codes(case)


def test_a_publicity_that_is_short():
    case = post(decided(), 8)
    short = told(case)
    events = list(short.history)
    at = next(n for n, event in enumerate(events) if isinstance(event.what, acts.Post))
    begins = events[at].what.start
    events[at] = replace(events[at], what=replace(events[at].what, end=begins + timedelta(3)))
    (hint,) = found(replace(short, history=tuple(events)))
    assert (hint.pattern.code, hint.seen[0].events) == ("P804", (at + 1,))
    assert "按清单最早应到" in hint.words
    assert found(case) == ()


def test_a_publicity_of_which_was_warned_when_it_was_posted():
    case = post(decided(procedure=bureau(limit=None)))
    events = [
        replace(each, cautions=(Caution("short", "本机关公布的公示期是7日"),))
        if isinstance(each.what, acts.Post)
        else each
        for each in case.history
    ]
    (hint,) = found(replace(told(case), history=tuple(events)))
    assert hint.pattern.code == "P804"
    assert "本机关公布的公示期是7日" in hint.words
    assert found(case) == ()


def test_a_publicity_that_was_changed_after_it_was_posted():
    case = post(decided())
    case.wait(1)
    post(case, 10, address="http://example.invalid/2")
    (hint,) = found(case)
    assert (hint.pattern.code, evidence(case, hint)) == ("P805", ["Post", "Post"])
    assert "网址或者地点" in hint.words
    assert "公示的文书" not in hint.words
    again = post(decided())
    again.do(acts.SendBack("decide1", "核对不细"), LEADER)
    again.do(acts.Decide("decide1", True, "", whole(again.today)), LEADER)
    assert found(post(again, 10)) == (), "it had to be posted anew"


REASONS = [
    # reasons -> hollow
    ("", True),
    ("不符合条件", True),
    ("经研究，不予受理。", True),
    ("根据《某某管理办法》第十二条，你单位申报材料不齐全，不予通过", True),
    ("综合考虑工作需要", True),
    ("企业已停产", False),
    ("材料不全，缺2025年度审计报告", False),
    (REASON, False),
    ("不符合申报条件：成立未满三年", False),
]


@pytest.mark.parametrize(("reasons", "empty"), REASONS)
def test_reasons_that_say_nothing_of_the_case(reasons, empty):
    assert hollow(reasons) is empty, substance(reasons)
    assert hollow(f" {reasons} \n") is empty


@given(st.text())
def test_any_text_is_weighed_and_what_is_added_only_adds(text):
    assert not hollow(f"{text}。上年度营业收入低于两千万元")
    assert len(substance(text)) <= 5 * 5000


def test_a_refusal_without_real_reasons():
    for reasons, empty in (("不符合条件", True), (REASON, False)):
        case = visited()
        case.do(acts.Decide("decide1", False, reasons, whole(case.today)), LEADER)
        assert ("P806" in codes(case)) is empty
        gate = submitted()
        gate.do(acts.Decline("refuse1", reasons))
        assert ("P806" in codes(gate)) is empty
    elsewhere = submitted()
    elsewhere.do(acts.Decline("refuse1", "不予受理", False, "区应急管理局", whole(elsewhere.today)))
    assert "P806" not in codes(elsewhere), "who has the power is the reason"


def by_opinion() -> Procedure:
    """No decision and no recommendation: the opinion of the review is the verdict."""
    made = Drafting("某项目申报").stage("受理").step(Kind.ACCEPT, "予以受理，出具书面凭证", receipt=True)
    return made.stage("审查").step(Kind.REVIEW, "审核材料").stage("上报").step(Kind.REPORT, "报市局").done()


def test_a_refusal_by_an_opinion_without_real_reasons():
    for opinion, empty in (("不符合条件", True), (REASON, False)):
        case = accepted(by_opinion())
        case.do(acts.Review("review1", opinion, False))
        assert ("P806" in codes(case)) is empty
    several_of_them = []
    for _ in range(3):
        case = accepted(by_opinion())
        case.do(acts.Review("review1", REASON, False))
        several_of_them.append(case)
    assert "P807" in codes(*several_of_them)


def test_an_opinion_before_the_decision_is_no_refusal():
    case = accepted()
    case.do(acts.Inspect("inspect1", (Inspector(LI), Inspector(ZHAO)), "记录.pdf", "不符合条件", False), LI)
    assert "P806" not in codes(case)


def test_a_certificate_that_reached_the_applicant_late():
    case = submitted()
    case.do(acts.Accept("accept1"))
    assert "P810" not in codes(case, later=4)
    (hint,) = found(case, later=20)
    assert (hint.pattern.code, evidence(case, hint)) == ("P810", ["Accept"])
    assert "仍没有盖章、送达的证明" in hint.words
    case.wait(20).do(acts.Prove("accept1", whole(case.today)))
    (hint,) = found(case)
    assert (evidence(case, hint), "14个工作日才送达" in hint.words) == (["Accept", "Prove"], True)


def test_a_certificate_that_was_delivered_at_once_and_recorded_later():
    case = submitted()
    case.do(acts.Accept("accept1"))
    on = case.today
    case.wait(20).do(
        acts.Prove("accept1", Paper("凭证.pdf", on, "用印登记", Delivery(Way.DIRECT, on, "回证")))
    )
    assert found(case) == ()


def test_one_person_accepts_visits_and_decides():
    case = visited(WANG, ZHAO, by=ZHAO)
    case.do(acts.Decide("decide1", True, "", whole(case.today)), WANG)
    (hint,) = found(case)
    assert (hint.pattern.code, hint.person) == ("P811", WANG)
    assert evidence(case, hint) == ["Accept", "Inspect", "Decide"]
    assert found(decided(LEADER)) == ()


# Over many cases -------------------------------------------------------------------------------------------------


def refused(reasons: str) -> Case:
    case = submitted()
    case.do(acts.Decline("refuse1", reasons))
    return case


def test_the_same_reasons_for_several():
    hint = next(
        each for each in found(*(refused(f" {REASON}。") for _ in range(3))) if each.pattern.code == "P807"
    )
    assert [each.case for each in hint.seen] == [1, 2, 3]
    assert hint.words.startswith("3件用同一段理由")
    assert "P807" not in codes(refused(REASON), refused(REASON), refused("企业已停产"))


def said(*what: tuple[Said, int | None, int]) -> tuple[RankingTold, ...]:
    sayings = (
        Saying(position, kind, case, place, LEADER, BEGIN + timedelta(position))
        for position, (kind, case, place) in enumerate(what, 1)
    )
    return (RankingTold(5, tuple(sayings)),)


SCORES = ((Said.SCORE, 1, 0), (Said.SCORE, 2, 0))

RANKINGS = [
    # what was said after the scores -> which patterns
    ((), set()),
    (((Said.FIXED, None, 0),), set()),
    (((Said.MOVE, 2, 1),), {"P808"}),
    (((Said.MOVE, 2, 1), (Said.MOVE, 2, 0)), set()),
    (((Said.MOVE, 2, 1), (Said.MEETING, None, 0), (Said.FIXED, None, 0)), set()),
    (((Said.FIXED, None, 0), (Said.RELEASED, None, 0), (Said.FIXED, None, 0)), set()),
    (((Said.FIXED, None, 0), (Said.RELEASED, None, 0), (Said.SCORE, 1, 0), (Said.FIXED, None, 0)), {"P809"}),
    (((Said.FIXED, None, 0), (Said.RELEASED, None, 0), (Said.MOVE, 1, 2)), {"P808", "P809"}),
]


@pytest.mark.parametrize(("after", "which"), RANKINGS)
def test_a_ranking_that_was_changed_after_the_scores(after, which):
    held = found(rankings=said(*SCORES, *after))
    assert {each.pattern.code for each in held} == which
    for each in held:
        assert each.seen[0].ranking == 5
        assert each.seen[0].sayings
        assert each.person == LEADER


def test_a_move_before_anybody_scored_is_the_order_of_those_without_scores():
    assert codes(rankings=said((Said.MOVE, 2, 1), *SCORES)) == set()


def many(hands: list[str], applicants: list[int] | None = None) -> list[CaseTold]:
    by = {hand: accepted(by=hand) for hand in set(hands)}
    whose = applicants or list(range(len(hands)))
    return [
        told(by[hand], key, applicant)
        for key, (hand, applicant) in enumerate(zip(hands, whose, strict=True), 1)
    ]


def test_one_officer_always():
    (hint,) = found(*many([WANG] * several.ALWAYS))
    assert (hint.pattern.code, hint.person, len(hint.seen)) == ("P812", WANG, several.ALWAYS)
    assert codes(*many([WANG] * (several.ALWAYS - 1))) == set()
    assert codes(*many([WANG] * 6 + [LI] * 6)) == set()


def test_one_officer_always_for_one_applicant():
    held = found(*many([WANG, WANG, WANG, LI, LI], [1, 1, 1, 2, 3]))
    assert [(each.pattern.code, each.person, len(each.seen)) for each in held] == [("P813", WANG, 3)]
    assert codes(*many([WANG, WANG, LI], [1, 1, 1])) == set()
    assert codes(*many([WANG] * 4, [1] * 4)) == set(), "nobody else handles the matter"


# Whatever the procedure ------------------------------------------------------------------------------------------

HANDS = {acts.Inspect: LI, acts.Decide: LEADER, acts.Recommend: LEADER}


def clean(procedure: Procedure) -> Case:
    """A case that careful people bring to its end: two visit, another accepts, another decides."""
    case = Case(procedure)
    do = case.do

    def by_others(act: acts.Act, by: str = WANG):
        if isinstance(act, acts.Inspect):
            act = replace(act, people=tuple(Inspector(each, f"证{each}") for each in (LI, ZHAO, "qian")))
        return do(act, HANDS.get(type(act), by))

    case.do = by_others  # type: ignore[method-assign]
    case.facts = replace(
        case.facts, people=(*case.facts.people, replace(case.facts.people[0], id="qian", name="钱四"))
    )
    return walk_to_the_end(case, limit=120)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_PROCEDURE)
def test_a_course_that_is_clean_shows_no_pattern(procedure):
    case = clean(procedure)
    assert found(case) == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_in_any_case_what_is_found_points_at_acts_that_show_it(procedure, script, house):
    case = play(procedure, script, house)
    for hint in found(case, later=30):
        assert hint.words.endswith("。")
        for seen in hint.seen:
            assert seen.events == tuple(sorted(set(seen.events)))
            whats = [case.history[position - 1].what for position in seen.events]
            assert whats
            assert all(isinstance(what, acts.Act) for what in whats)
            if hint.pattern.code not in ("P802", "P803", "P811", "P812"):
                assert {getattr(what, "step", "") for what in whats} == {seen.step}
