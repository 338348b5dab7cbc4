"""The order of a procedure, and where in it a case stands."""

from __future__ import annotations

import pytest

from quanze.procedure.engine import Part, State, course_of
from quanze.procedure.engine.course import When
from quanze.procedure.model import Kind, Origin, Procedure
from tests.procedure.engine import procedures
from tests.procedure.engine.procedures import Drafting


def path(procedure: Procedure) -> list[str]:
    return [place.key for place in course_of(procedure).path]


def test_stages_come_in_the_lists_order_and_sentences_in_theirs():
    assert path(procedures.green_factory()) == ["accept1", "review1", "report1", "publicize1"]


def test_within_a_stage_acceptance_comes_first_and_examining_before_concluding():
    drafting = Drafting("一个环节写完").stage("办理")
    drafting.step(Kind.REPORT, "上报").step(Kind.REVIEW, "审核").step(Kind.ACCEPT, "受理")
    assert path(drafting.done())[:2] == ["accept1", "review1"]
    assert path(drafting.done())[-1] == "report1"


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (procedures.sme_fund, ["accept1", "decide1", "decide2", "publicize1", "report1"]),
        (procedures.smart_factory, ["accept1", "review1", "inspect1", "recommend1", "report1", "deliver1"]),
        (procedures.steel, ["accept1", "review1", "inspect1", "publicize1", "report1", "announce1"]),
        (
            procedures.innovator,
            ["accept1", "review1", "inspect1", "decide1", "publicize1", "report1", "deliver1"],
        ),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_has_no_place_in_the_text_goes_where_it_usually_comes(make, expected):
    assert path(make()) == expected


@pytest.mark.parametrize(
    ("review", "maker", "expected"),
    [
        ("对所提交的综合评价结论进行审核", Kind.APPRAISE, ["accept1", "inspect1", "appraise1", "review1"]),
        ("对专家评审意见进行复核", Kind.APPRAISE, ["accept1", "inspect1", "appraise1", "review1"]),
        ("对现场核查结果进行审查", Kind.INSPECT, ["accept1", "inspect1", "review1"]),
        ("对申报材料的真实性进行审核", Kind.APPRAISE, ["accept1", "review1", "inspect1", "appraise1"]),
        ("对第三方检测报告进行审核", Kind.INSPECT, ["accept1", "review1", "inspect1"]),
    ],
)
@pytest.mark.parametrize("made_first", [True, False])
def test_a_review_of_what_another_step_finds_out_comes_behind_it(review, maker, expected, made_first):
    """Both stand in the basis only, in whatever order its sentences have."""
    drafting = Drafting("从依据来").stage("受理").step(Kind.ACCEPT, "受理")
    drafting.stage("审查").step(Kind.INSPECT, "现场核查")
    steps = [(Kind.REVIEW, review)]
    if maker is Kind.APPRAISE:
        steps.insert(0 if made_first else 1, (Kind.APPRAISE, "承办委托的评价工作"))
    for kind, text in steps:
        drafting.basis(kind, text)
    assert path(drafting.done())[: len(expected)] == expected


def test_what_the_duties_put_in_an_order_stays_in_it():
    drafting = Drafting("照清单").stage("受理").step(Kind.ACCEPT, "受理").stage("审查")
    drafting.step(Kind.REVIEW, "对评价报告进行审核").step(Kind.APPRAISE, "组织专家评审")
    assert path(drafting.done())[1:3] == ["review1", "appraise1"]


def test_only_a_joint_review_waits_for_nothing_in_its_stage():
    course = course_of(procedures.innovation_centre())
    joint, recommend, second = (course.find(key) for key in ("joint_review1", "recommend1", "review2"))
    assert joint.after == {"accept1", "review1"}
    assert second.after == {"accept1", "review1"}
    assert recommend.after == {"accept1", "review1", "review2", "inspect1", "joint_review1"}


def test_a_supplement_is_of_the_gate_or_of_the_review_by_where_the_list_puts_it():
    course = course_of(procedures.coal())
    assert course.at_gate(course.find("supplement1"))
    assert not course.at_gate(course.find("supplement2"))
    drafting = Drafting("一个环节写完").stage("办理").step(Kind.ACCEPT, "受理").step(Kind.REVIEW, "审核")
    course = course_of(drafting.step(Kind.SUPPLEMENT, "需补充材料的，书面告知").done())
    assert not course.at_gate(course.find("supplement1"))
    course = course_of(drafting.step(Kind.SUPPLEMENT, "一次性告知补正材料", once=True).done())
    assert course.at_gate(course.find("supplement2"))


def test_what_a_list_lacks_is_the_engines_own_and_says_so():
    own = {place.key for make in procedures.EVERY for place in course_of(make()).places if place.own}
    assert own == {"engine:accept", "engine:decide"}
    assert not any(place.own for make in procedures.THE_TEN for place in course_of(make()).places)
    assert [place.words for place in course_of(procedures.empty()).path] == ["受理申请", "提出意见"]


def test_what_others_do_and_what_the_list_leaves_open_is_never_owed():
    course = course_of(procedures.base())
    assert {place.key for place in course.places if place.part is Part.ASIDE} == {"appraise1", "other1"}
    assert not {place.key for place in course.owed(State())} & {
        "appraise1",
        "other1",
        "supplement1",
        "refuse1",
    }


def test_a_negative_verdict_is_given_by_decisions_or_else_by_what_finds_out():
    verdicts = {
        make.__name__: [place.key for place in course_of(make()).path if place.verdict]
        for make in (procedures.coal, procedures.smart_factory, procedures.steel, procedures.empty)
    }
    assert verdicts == {
        "coal": ["decide1"],
        "smart_factory": ["recommend1"],
        "steel": ["review1", "inspect1"],
        "empty": ["engine:decide"],
    }


def test_an_application_is_always_decided_upon_even_where_the_text_sounds_optional():
    drafting = Drafting("某事项").stage("受理").step(Kind.ACCEPT, "符合条件的，予以受理", optional=True)
    assert not course_of(drafting.done()).gate.optional


def test_a_stage_of_the_basis_only_is_no_stage():
    procedure = Drafting("某事项").step(Kind.REPORT, "逐级上报", Origin.BASIS).done()
    assert path(procedure) == ["engine:accept", "engine:decide", "report1"]


@pytest.mark.parametrize(
    ("condition", "when"),
    [
        ("对不予批准的", When.NEGATIVE),
        ("不准予许可的", When.NEGATIVE),
        ("不符合条件的", When.NEGATIVE),
        ("审核不通过的", When.NEGATIVE),
        ("对符合条件的企业", When.FAVOURABLE),
        ("准予许可的", When.FAVOURABLE),
        ("年检合格的", When.FAVOURABLE),
        ("无异议的", When.FAVOURABLE),
        ("应当受理后", When.ALWAYS),
        ("汇总排序后", When.ALWAYS),
        (None, When.ALWAYS),
        ("逾期不缴纳的", When.SOMETIMES),
        ("当事人不在场的", When.SOMETIMES),
        ("省级新型工业化产业示范基地", When.SOMETIMES),
    ],
)
def test_a_condition_says_in_which_cases_a_step_is_due(condition, when):
    procedure = Drafting("某事项").stage("办理").step(Kind.NOTIFY, "书面告知", condition=condition).done()
    assert course_of(procedure).find("notify1").when is when
