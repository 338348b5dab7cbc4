"""The flow chart of a procedure and of a case: readable, heard as well as seen, and safe to put into a page."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.chart import NARROW, WIDE, flow_chart
from quanze.procedure.chart.figure import rows_of
from quanze.procedure.chart.layout import lay_out
from quanze.procedure.chart.words import CLOSING, OPENING, width, wrap
from quanze.procedure.engine import acts
from quanze.procedure.engine.evidence import Paper
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind, Uncompiled
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import APPLICANT, Case, walk_to_the_end
from tests.procedure.engine.test_any_case import ANY_PROCEDURE, RULES_OF_THE_HOUSE, SCRIPT, play
from tests.procedure.engine.test_stories import relief

SVG = "{http://www.w3.org/2000/svg}"


def words_of(drawn: str) -> str:
    return "".join(ElementTree.fromstring(drawn).itertext())


def told(drawn: str) -> str:
    found = ElementTree.fromstring(drawn).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""


@pytest.mark.parametrize("make", procedures.EVERY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("measure", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_step_and_stage_is_drawn_and_told(make, measure):
    procedure = make()
    drawn = flow_chart(procedure, measure=measure)
    for step in procedure.steps:
        late = {Kind.SUPPLEMENT: "书面要求补充材料", Kind.REFUSE: "不予通过"}.get(step.kind, "")
        assert KINDS[step.kind] in words_of(drawn) or late in words_of(drawn)
    for stage in filter(None, procedure.stages):
        assert f"{stage}：" in told(drawn)
    assert told(drawn).startswith("依次为：申请、收件")


def test_what_is_not_ours_is_said_to_be_anothers():
    assert "评审（由省工信厅办理）" in told(flow_chart(procedures.base()))


def test_of_many_others_a_box_names_the_first_and_breaks_off_no_bracket():
    drafting = procedures.Drafting("多个机关")
    party = "各省、自治区、直辖市及计划单列市、新疆生产建设兵团工业和信息化主管部门"
    drafting.stage("审查").step(Kind.REVIEW, "初审", external=True, party=party)
    assert "审查（由各省等办理）" in told(flow_chart(drafting.done()))


def test_limits_numbers_and_certificates_stand_in_the_titles():
    assert "告知补正（当场或3日）" in told(flow_chart(procedures.sme_fund()))
    assert "现场核查（需要时，2人以上）" in told(flow_chart(procedures.new_product()))
    assert "受理（出具凭证）" in told(flow_chart(procedures.new_product()))


def test_routes_of_which_one_applies_say_so():
    assert told(flow_chart(procedures.base())).count("审查（择一适用）") == 2


def test_duties_after_the_end_that_stand_in_one_sentence_are_one_box():
    drafting = procedures.Drafting("某事项").stage("事后监管")
    for _ in range(3):
        drafting.step(Kind.FOLLOW_UP, "开展监督检查、考核验收、绩效评价")
    drafting.step(Kind.FOLLOW_UP, "协助追回资金")
    assert told(flow_chart(drafting.done())).count("后续监管") == 2
    assert "事后监管：后续监管" in told(flow_chart(drafting.done()))


def test_a_stage_of_which_no_step_speaks_has_its_row():
    assert "空白环节：清单没有写责任事项" in told(flow_chart(procedures.odd_order()))


def test_what_no_pattern_covers_stays_visible():
    procedure = procedures.coal()
    unread = Uncompiled("做好与上级的衔接工作", procedure.steps[0].passage)
    assert "做好与上级的衔接工作" in words_of(flow_chart(replace(procedure, uncompiled=(unread,))))


def test_a_case_shows_what_is_done_where_it_is_and_what_is_not_needed():
    case = Case(procedures.new_product())
    assert "申请、收件，▶ 正在办理" in told(flow_chart(case.procedure, case.state))
    case.do(acts.Submit(), APPLICANT)
    case.do(acts.Accept("accept1"))
    assert "受理（出具凭证），▶ 正在办理" in told(flow_chart(case.procedure, case.state))  # no seal yet
    case = walk_to_the_end(Case(procedures.manufacturing_fund()))
    assert "转报办结，✓ 已办" in told(flow_chart(case.procedure, case.state))
    assert "审查，✓ 已办 3月2日" in told(flow_chart(case.procedure, case.state))
    assert "▶" not in words_of(flow_chart(case.procedure, case.state))
    case = Case(procedures.new_product())
    case.do(acts.Submit(), APPLICANT)
    case.do(acts.Withdraw(), APPLICANT)
    assert "申请人撤回，✓ 已办" in told(flow_chart(case.procedure, case.state))
    assert "受理（出具凭证），— 不再办理" in told(flow_chart(case.procedure, case.state))


def test_where_a_case_is_shows_without_colour():
    case = Case(procedures.coal())
    case.do(acts.Submit(), APPLICANT)
    now = [
        group
        for group in ElementTree.fromstring(flow_chart(case.procedure, case.state)).iter(f"{SVG}g")
        if "now" in (group.get("class") or "").split()
    ]
    assert len(now) == 1
    assert now[0][0].get("stroke-width") == "4"
    assert "▶ 正在办理" in "".join(now[0].itertext())


def test_two_charts_in_one_page_do_not_share_ids():
    one, other = (flow_chart(procedures.coal(), ident=ident) for ident in ("wide", "narrow"))
    ids = [[e.get("id") for e in ElementTree.fromstring(each).iter() if e.get("id")] for each in (one, other)]
    assert not set(ids[0]) & set(ids[1])
    root = ElementTree.fromstring(one)
    assert (root.get("aria-labelledby") or "").split() == ids[0]
    assert root.get("role") == "img"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=400), st.text(max_size=40))
def test_whatever_a_list_says_the_chart_is_well_formed_and_harmless(matter, text, stage):
    drafting = procedures.Drafting(matter).stage(stage)
    procedure = (
        drafting.step(Kind.REVIEW, text, party=stage)
        .step(Kind.OTHER, text, external=True, party=matter)
        .done()
    )
    for measure in (WIDE, NARROW):
        root = ElementTree.fromstring(flow_chart(procedure, measure=measure, ident=matter))
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "g", "rect", "polygon", "path", "text"}
        assert not any(
            name in {"style", "href"} or name.startswith("on") for e in root.iter() for name in e.attrib
        )


def test_markup_in_a_list_is_only_text():
    drafting = procedures.Drafting("<script>alert(1)</script>").stage('"><b>')
    drawn = flow_chart(drafting.step(Kind.REVIEW, "</text><script>&amp;").done())
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "<script>alert(1)</script>办理流程" in words_of(drawn)


@settings(max_examples=40, deadline=None)
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE, st.sampled_from((WIDE, NARROW)))
def test_boxes_lie_within_the_chart_and_none_covers_another(procedure, script, house, measure):
    case = play(procedure, script, house)
    chart = lay_out(rows_of(procedure, case.state), measure)
    for box in chart.boxes:
        assert box.left >= 0
        assert box.left + box.width <= chart.width
        assert 0 <= box.top < box.bottom <= chart.height
        assert all(box.top < line.y < box.bottom for line in box.lines)
    for one, other in combinations(chart.boxes, 2):
        apart = one.bottom <= other.top or other.bottom <= one.top
        beside = one.left + one.width <= other.left or other.left + other.width <= one.left
        assert apart or beside


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="申报材料（）“”，。、abc 1", max_size=80), st.integers(4, 20), st.integers(1, 3))
def test_lines_hold_all_that_fits_and_break_as_chinese_does(text, across, lines):
    made = wrap(text, across, lines)
    assert len(made) <= lines
    if width(" ".join(text.split())) <= across * lines:
        assert "".join("".join(made).split()) == "".join(text.split())
    assert all(line[:1] not in tuple(CLOSING) for line in made[1:] if line)
    assert all(line[-1:] not in tuple(OPENING) for line in made[:-1] if line)


def test_a_text_of_a_million_characters_is_cut_before_it_is_looked_at():
    procedure = (
        procedures.Drafting("某事项").stage("审查" * 500_000).step(Kind.REVIEW, "核对" * 500_000).done()
    )
    drawn = flow_chart(procedure)
    assert drawn.count("…") >= 2
    chart = lay_out(rows_of(procedure))
    assert chart.height < 600


def test_what_is_due_to_the_refused_branches_off():
    rows = rows_of(relief().procedure)
    (decision,) = (row for row in rows if row.boxes[0].title == "决定")
    assert [box.title for box in decision.beside] == ["告知"]
    case = relief()
    case.do(acts.Decide("decide1", False, "不符合条件", Paper("决定.pdf")))
    assert "决定，✓ 已办 3月2日（另有：告知，▶ 正在办理）" in told(flow_chart(case.procedure, case.state))
