"""Each rule finds what it is there for, and leaves alone what is close to it but right."""

from __future__ import annotations

import re

import pytest

from quanze.lists.checks import CLASSES, RULES, check
from quanze.lists.model import Finding, ListDocument, fields
from tests.lists.checks.cases import CASES, Case
from tests.lists.checks.lists import document, matter, retained

IDS = [f"{case.rule}-{case.quoted[:12]}" for case in CASES]


def of(rule: str, listed: ListDocument) -> list[Finding]:
    return [finding for finding in check(listed) if finding.rule == rule]


def pointed_at(finding: Finding, listed: ListDocument) -> str:
    """The text at which a finding points."""
    for annex in listed.annexes:
        if annex.kind is finding.annex:
            for each in annex.matters:
                number = None if each.number is None else each.number.value
                if (each.name.value, number) == (finding.matter, finding.number):
                    value = dict(fields(each))[finding.field or ""].value
                    return value[finding.start : finding.end]
    raise AssertionError(f"{finding} points nowhere")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_finds_what_it_is_there_for(case: Case) -> None:
    (finding,) = of(case.rule, case.bad)
    assert case.quoted in finding.message
    if case.spot is not None:
        assert pointed_at(finding, case.bad) == case.spot
    assert finding.suggestion == case.instead


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_leaves_alone_what_is_right(case: Case) -> None:
    assert of(case.rule, case.good) == []


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.rule for case in CASES} == {rule.code for rule in RULES}


def test_codes_are_unique_and_ordered_by_class() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes, key=lambda code: (list(CLASSES).index(code[0]), code))
    assert all(re.fullmatch("[SCWZ][1-4][0-9]{2}", code) for code in codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_it_is_what_it_rests_on_and_what_it_can_miss(rule: object) -> None:
    for words in (rule.title, rule.reference, rule.limits):  # type: ignore[attr-defined]
        assert re.search("[\u4e00-\u9fff]{2}", words)
        assert "|" not in words
        assert "\n" not in words


def test_what_the_cases_are_built_of_is_in_order() -> None:
    assert check(document(retained(matter()))) == ()
