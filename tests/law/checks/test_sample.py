"""The sample list beside real laws: what is quoted exactly, what is repeated and where it departs, what is past."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quanze.law.checks import check
from quanze.law.folder import Read, read_folder
from quanze.law.library import Library
from quanze.lists import readers
from quanze.lists.model import Finding, ListDocument
from tests.law.laws import LAWS, needs_laws

ON = date(2026, 11, 26)


@pytest.fixture(scope="module")
def sample(sample_file: Path) -> ListDocument:
    return readers.read(sample_file)


def told(findings: tuple[Finding, ...], *rules: str) -> list[tuple[str, str, str, str]]:
    """Rule, annex, number and the part of the message that is in 《》 or “”."""
    return [
        (finding.rule, str(finding.annex), finding.number or "", finding.message)
        for finding in findings
        if finding.rule in rules
    ]


def test_what_the_list_says_by_itself_needs_no_library(sample: ListDocument) -> None:
    findings = check(sample, Library(), ON)
    assert {finding.rule for finding in findings} == {"L504", "L505", "L506", "L510"}
    (repealed,) = told(findings, "L504")
    assert "（豫财企〔2021〕62号）已经废止，由" in repealed[3]
    assert "（豫财企〔2025〕1号）废止" in repealed[3]
    (plan,) = told(findings, "L505")
    assert (plan[1:3], "2016—2020年" in plan[3]) == (("retained", "2"), True)
    (older,) = told(findings, "L510")
    assert "豫财企〔2018〕16号" in older[3]
    assert "豫财企〔2025〕1号" in older[3]
    yearly = [
        (annex, number, message.split("（")[-1][:20]) for _, annex, number, message in told(findings, "L506")
    ]
    assert len(yearly) == len(told(findings, "L506")) == 11
    assert {(annex, number) for annex, number, _ in yearly} == {
        ("adjusted", "2"),
        ("retained", "7"),
        ("retained", "8"),
        ("retained", "9"),
        ("retained", "10"),
    }


@needs_laws
def test_beside_real_laws(sample: ListDocument) -> None:
    library = Library(found.instrument for found in read_folder(LAWS) if isinstance(found, Read))
    findings = check(sample, library, ON)
    quoted = [
        (finding.rule, finding.number, finding.message)
        for finding in findings
        if finding.rule.startswith("Q60") and finding.field == "basis"
    ]
    assert quoted == [
        ("Q605", "1", "所引《中华人民共和国煤炭法》第二十六条与2016年11月7日修正文本一致"),
        ("Q605", "1", "所引《河南省煤炭条例》第二十条与2016年3月29日修正文本一致"),
        ("Q605", "2", "所引《中华人民共和国中小企业促进法》第八条与2017年9月1日修订文本一致"),
    ]
    (departs,) = [finding for finding in findings if finding.rule == "Q606"]
    assert (departs.number, departs.suggestion) == ("4", "情节较重的")
    assert "《中华人民共和国公职人员政务处分法》第三十八条" in departs.message
    named, *shorter = [finding for finding in findings if finding.rule == "Q607"]
    assert "《中华人民共和国公职人员政务处分法》第三十八条（" in named.message
    # A page break of the PDF cuts one copy short, which is told by itself.
    pdf = sample.source is not None and sample.source.format == "pdf"
    assert f"另有 {6 if pdf else 7} 个事项相同" in named.message
    assert ["第三十八条的一部分" in finding.message for finding in shorter] == [True] * pdf
    assert not [
        finding for finding in findings if finding.rule in ("L501", "L502", "L507", "Q601", "Q602", "Q603")
    ]
