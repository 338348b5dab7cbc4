"""Each rule about the law finds what it is there for, and leaves alone what is close to it but right."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law.checks import CLASSES, RULES, check
from quanze.law.library import Library
from quanze.lists import checks as list_checks
from quanze.lists.checks import ordered
from quanze.lists.model import Finding, ListDocument, Severity, fields
from tests.law.checks.cases import CASES, HELD, MINES, NEW, OLD, REASON, Case, explained
from tests.law.laws import ON
from tests.lists.checks.lists import adjusted, basis, document, liability, matter, one, retained

NEEDS_NO_LIBRARY = {"L503", "L504", "L505", "L506", "L509", "L510", "L511"}


def of(rule: str, listed: ListDocument, held: Library = HELD, on: date = ON) -> list[Finding]:
    return [finding for finding in check(listed, held, on) if finding.rule == rule]


def pointed_at(finding: Finding, listed: ListDocument) -> str:
    for annex in listed.annexes:
        for each in annex.matters if annex.kind is finding.annex else ():
            if each.name.value == finding.matter:
                return dict(fields(each))[finding.field or ""].value[finding.start : finding.end]
    raise AssertionError(f"{finding} points nowhere")


IDS = [f"{case.rule}-{index}" for index, case in enumerate(CASES)]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_finds_what_it_is_there_for(case: Case) -> None:
    (finding,) = of(case.rule, case.bad)
    assert case.quoted in finding.message
    assert pointed_at(finding, case.bad)
    if case.spot is not None:
        assert pointed_at(finding, case.bad) == case.spot
    assert finding.suggestion == case.instead


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_leaves_alone_what_is_right(case: Case) -> None:
    assert of(case.rule, case.good) == []


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_without_a_library_only_some_rules_speak(case: Case) -> None:
    assert bool(of(case.rule, case.bad, Library())) == (case.rule in NEEDS_NO_LIBRARY)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.rule for case in CASES} == {rule.code for rule in RULES}


def test_codes_are_unique_and_in_order_and_say_whether_they_need_a_library() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes), key=lambda code: (list(CLASSES).index(code[0]), code))
    assert not set(codes) & {rule.code for rule in list_checks.RULES}
    assert {rule.code for rule in RULES if "不需要法规库" in rule.limits} == NEEDS_NO_LIBRARY


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_it_is_what_it_rests_on_and_what_it_can_miss(rule: object) -> None:
    for words in (rule.title, rule.reference, rule.limits):  # type: ignore[attr-defined]
        assert re.search("[\u4e00-\u9fff]{2}", words)
        assert "|" not in words
        assert "\n" not in words


def test_no_rule_about_the_law_is_an_error() -> None:
    """A library can be incomplete or behind the times: a person decides."""
    assert all(rule.severity is not Severity.ERROR for rule in RULES)


def test_a_plan_is_over_only_when_its_last_year_is() -> None:
    listed = basis("《中小企业发展规划（2016—2020年）》（清政〔2016〕3号）")
    assert of("L505", listed, on=date(2020, 12, 31)) == []
    assert len(of("L505", listed, on=date(2021, 1, 1))) == 1


def test_equal_texts_are_told_once_with_the_number_of_matters() -> None:
    text = f"{MINES}第四条：材料不清的，应当予以说明。"
    listed = document(retained(*(matter(f"事项{n}", number=str(n), basis=text) for n in range(1, 5))))
    (finding,) = of("Q605", listed)
    assert "另有 3 个事项相同" in finding.message


def test_an_alias_stands_for_its_instrument() -> None:
    listed = basis(
        "《关于开展2023年度申报工作的通知》（清工信〔2023〕3号，以下简称《通知》）第一条。按照《通知》执行。"
    )
    assert len(of("L506", listed)) == 1


def test_a_short_name_in_a_duty_stands_for_what_the_basis_names() -> None:
    listed = one(
        basis="《企业技术中心管理办法》（清政〔2020〕5号，以下简称《办法》）第六条。",
        stages=(("受理", "按照《办法》第六条受理。"),),
    )
    assert check(listed, HELD, ON) == ()


def test_two_matters_of_one_name_and_number_keep_their_citations_apart() -> None:
    listed = document(
        retained(matter(basis=f"{MINES}第五条：违反本法规定的，处以八万元以下罚款。"), matter(basis="无。"))
    )
    (finding,) = of("Q601", listed)
    assert pointed_at(finding, listed) == "处以八万元"


def test_the_last_day_of_the_calendar_is_a_day() -> None:
    listed = basis("《资金办法》（清财〔2022〕1号）自印发之日起施行，有效期至2027年12月31日。")
    assert of("L509", listed, on=date.max)


def test_a_law_named_without_title_marks_is_known_from_the_library() -> None:
    assert len(of("Q602", basis("按照中华人民共和国矿井法第九十条的规定"))) == 1


def test_a_quotation_that_names_its_article_is_no_unattributed_boilerplate() -> None:
    from tests.law.test_boilerplate import COPY

    listed = liability(f"《公职人员作风条例》第二条：{COPY}")
    assert [finding.rule for finding in check(listed, HELD, ON)] == ["Q605"]


PIECES = st.sampled_from(
    [MINES, "第五条：", "《老办法》", "（清政〔2001〕3号）", "同时废止。", "2016—2020年", "“", "（"]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=20).map("".join))
def test_any_text_is_checked_and_findings_lie_in_it(text: str) -> None:
    listed = one(basis=text, liability=text, stages=(("受理", text),))
    for finding in ordered(listed, check(listed, HELD, ON)):
        assert 0 <= (finding.start or 0) <= (finding.end or 0) <= len(text)
        assert "\n" not in finding.message


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_no_matter_nothing_is_said_and_of_each_what_is_said_of_all(case: Case) -> None:
    every = {
        (order, at) for order, annex in enumerate(case.bad.annexes) for at, _ in enumerate(annex.matters)
    }
    assert check(case.bad, HELD, ON, among=set()) == ()
    assert check(case.bad, HELD, ON, among=every) == check(case.bad, HELD, ON)


@pytest.mark.parametrize(("looked_at", "found"), [((0, 0), 1), ((1, 0), 1), ((1, 1), 0)])
def test_an_end_is_heard_from_every_matter_and_told_to_every_one(looked_at, found) -> None:
    listed = explained(REASON, OLD, NEW)
    findings = check(listed, HELD, ON, [rule for rule in RULES if rule.code == "L503"], {looked_at})
    assert [finding.matter for finding in findings] == ["事项1"] * found


def test_a_matter_that_tells_of_an_end_does_not_rest_on_it_in_another_annex() -> None:
    ending = "《资金办法》（清财〔2025〕1号）第九条：《资金办法》（清财〔2021〕62号）同时废止。"
    listed = document(
        adjusted(matter("甲事项", basis=ending, summary="修改依据")), retained(matter("甲事项", basis=ending))
    )
    assert of("L503", listed) == []
