"""What holds for every finding, whatever the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from quanze.lists import readers
from quanze.lists.assemble import assemble
from quanze.lists.checks import RULES, check, ordered
from quanze.lists.grid import Block
from quanze.lists.model import AnnexKind, Finding, ListDocument, Matter, Severity, Stage, Text, fields
from quanze.lists.refusal import Refusal
from tests.lists.checks.cases import CASES
from tests.lists.checks.lists import adjusted, catalogue, document, entries, matter, named, retained
from tests.lists.strategies import files

SEVERITIES = {rule.code: rule.severity for rule in RULES}

PIECES = (
    "应当受理后。", "对申请资料进行审核", "准予许可或者不予许可", "自收到申请之日起", "3 日内", "一次告知补正",
    "（2）", "(1)", "2.", "（一）", "前款第九项", "《关于印发《甲办法》的通知》", "（清政[2020]第05 号)", "《管理办法》",
    " and ", "情节严重的，予以警告；情节严重的，予以开除", "，，", "的的", "《", "》", "“", "）", "<p>", "&nbsp;", "自评 价",
    "自评价报告", "省工信厅会同", "上报市工信局", "作出决定", "公示", "；", ":", "\n", " ", "县级会同同级财政部门", "A", "7",
)  # fmt: skip
"""What rules look for, to be put together in every way."""

PROSE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@st.composite
def lists_of_pieces(draw: st.DrawFn) -> ListDocument:
    """Lists whose texts are made of what rules look for."""

    def text() -> Text:
        return Text.plain(draw(PROSE))

    def matters(count: int) -> tuple[Matter, ...]:
        return tuple(
            matter(
                draw(st.sampled_from(("甲、乙等申报", "丙申报", ""))),
                number=draw(st.sampled_from(("1", "2", "7", "", "甲"))),
                category=draw(st.sampled_from(("其他职权", "行政许可", "", "别的"))),
                summary=draw(st.sampled_from((None, "修改依据", "取消"))),
                before=draw(st.sampled_from((None, {"basis": "旧"}))),
            )
            for _ in range(count)
        )

    annexes = []
    for make in (catalogue, adjusted, retained):
        rows = tuple(
            replace(
                each,
                basis=text(),
                liability=text(),
                stages=tuple(
                    Stage(Text.plain(draw(st.sampled_from(("受理", "公示", "送达", "")))), text())
                    for _ in range(draw(st.integers(0, 3)))
                ),
            )
            for each in matters(draw(st.integers(0, 3)))
        )
        annexes.append(make(*rows, declared_total=draw(st.sampled_from((None, 0, 2)))))
    return document(*annexes)


def values(listed: ListDocument) -> dict[tuple[AnnexKind, str, str | None, str], set[str]]:
    """The values of each field; several where rows share name and number."""
    out: dict[tuple[AnnexKind, str, str | None, str], set[str]] = {}
    for annex in listed.annexes:
        for each in annex.matters:
            number = None if each.number is None else each.number.value
            for path, text in fields(each):
                out.setdefault((annex.kind, each.name.value, number, path), set()).add(text.value)
    return out


def is_sound(finding: Finding, listed: ListDocument) -> bool:
    assert finding.severity is SEVERITIES[finding.rule]
    assert finding.message
    assert "\n" not in finding.message
    assert finding.reference
    assert (finding.start is None) == (finding.end is None)
    if finding.start is not None and finding.end is not None:
        assert finding.annex is not None
        assert finding.matter is not None
        assert finding.field is not None
        texts = values(listed)[finding.annex, finding.matter, finding.number, finding.field]
        assert 0 <= finding.start <= finding.end
        assert any(finding.end <= len(text) for text in texts)
        if finding.suggestion is not None:
            assert any(text[finding.start : finding.end] != finding.suggestion for text in texts)
    else:
        assert finding.suggestion is None
    return True


@given(lists_of_pieces())
@settings(max_examples=150, deadline=None)
def test_every_finding_points_into_the_list(listed: ListDocument) -> None:
    found = check(listed)
    assert all(is_sound(finding, listed) for finding in found)
    assert check(listed) == found


@given(files())
@settings(max_examples=60, deadline=None)
def test_whatever_a_file_may_hold_can_be_checked(blocks: list[Block]) -> None:
    try:
        listed = assemble(blocks)
    except Refusal:
        reject()  # what is no list has nothing to check
    assert all(is_sound(finding, listed) for finding in check(listed))


@pytest.mark.parametrize(
    "nothing", [document(), document(retained()), document(catalogue(), adjusted(), retained())]
)
def test_an_empty_list_can_be_checked(nothing: ListDocument) -> None:
    assert [finding for finding in check(nothing) if finding.severity is not Severity.INFO] == []


def test_findings_come_in_the_order_of_the_document(sample_txt: Path) -> None:
    sample = readers.read(sample_txt)
    found = check(sample)
    assert ordered(sample, found[::-1]) == found
    kinds = [annex.kind for annex in sample.annexes]
    places = [(kinds.index(f.annex), int(f.number or 0)) for f in found if f.annex is not None]
    assert places == sorted(places)
    basis = [f.start for f in found if (f.annex, f.number, f.field) == (AnnexKind.RETAINED, "7", "basis")]
    assert basis == sorted(basis)
    assert len(basis) > 2


def test_findings_of_reading_are_put_in_their_place(sample_txt: Path) -> None:
    sample = readers.read(sample_txt)
    found = ordered(sample, [*sample.findings, *check(sample)])
    numbers = [(f.annex, int(f.number)) for f in found if f.annex is AnnexKind.RETAINED and f.number]
    assert numbers == sorted(numbers)
    assert {"R102", "C213"} <= {f.rule for f in found}


def mended(listed: ListDocument, finding: Finding) -> ListDocument:
    """The list with the finding's suggestion in place of the characters at which it points."""

    def edited(path: str, text: Text | None) -> Text | None:
        if text is None or path != finding.field:
            return text
        assert finding.suggestion is not None
        return Text.plain(text.value[: finding.start] + finding.suggestion + text.value[finding.end :])

    def edit(each: Matter) -> Matter:
        note = each.adjustment
        return replace(
            each,
            basis=edited("basis", each.basis),
            liability=edited("liability", each.liability),
            stages=tuple(
                Stage(stage.name, edited(f"stages[{index}].duty", stage.duty))
                for index, stage in enumerate(each.stages)
            ),
            adjustment=None
            if note is None
            else replace(note, reason=edited("adjustment.reason", note.reason)),
        )

    return replace(
        listed,
        annexes=tuple(
            replace(
                annex,
                matters=tuple(
                    edit(each)
                    if annex.kind is finding.annex
                    and each.number is not None
                    and (each.name.value, each.number.value) == (finding.matter, finding.number)
                    else each
                    for each in annex.matters
                ),
            )
            for annex in listed.annexes
        ),
    )


def test_suggestions_taken_one_by_one_leave_nothing_to_suggest_and_spoil_nothing(sample_txt: Path) -> None:
    listed = readers.read(sample_txt)
    severe = [f.rule for f in check(listed) if f.severity is not Severity.INFO]
    for _ in range(200):
        suggested = [f for f in check(listed) if f.suggestion is not None]
        if not suggested:
            break
        listed = mended(listed, suggested[-1])
    left = [f.rule for f in check(listed) if f.severity is not Severity.INFO]
    assert [f for f in check(listed) if f.suggestion is not None] == []
    assert set(left) < set(severe)
    assert not {"W301", "C212", "C213", "Z401", "W312", "W302"} & set(left)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.instead is not None],
    ids=lambda case: f"{case.rule}-{case.instead}",
)
def test_a_suggestion_mends_what_it_was_made_for(case: object) -> None:
    bad, rule = case.bad, case.rule  # type: ignore[attr-defined]
    before = [f for f in check(bad) if f.rule == rule]
    after = [f for f in check(mended(bad, before[0])) if f.rule == rule]
    assert [f for f in after if f.start == before[0].start] == []


def test_old_text_that_goes_is_not_checked() -> None:
    old = {"basis": "《甲办法》（清政[2020]5号），，按照国家 and 省规定。", "liability": "旧条款（。"}
    listed = document(adjusted(matter(before=old, summary="修改依据和追责情形")))
    assert check(listed) == ()


def test_a_cell_merged_over_several_rows_is_looked_at_once() -> None:
    bad = "按照国家 and 省有关规定处理。"
    first = matter("甲申报")
    second = matter("乙申报", number="2")
    listed = document(
        retained(replace(first, liability=Text.plain(bad)), replace(second, liability=Text(bad, None)))
    )
    assert [f.matter for f in check(listed) if f.rule == "W301"] == ["甲申报"]


def test_a_duty_that_serves_several_stages_belongs_to_each() -> None:
    stages = (
        Stage(Text.plain("受理"), Text.plain("受理申报材料，公示后作出决定，上报市主管部门。")),
        Stage(Text.plain("送达"), Text("受理申报材料，公示后作出决定，上报市主管部门。", None)),
    )
    assert check(document(retained(replace(matter(), stages=stages)))) == ()


def test_missing_entries_are_told_one_by_one_only_where_most_are_there() -> None:
    few = document(
        catalogue(*entries("甲申报", "乙认定", "丙推荐", "丁奖励")),
        retained(*named("甲申报", "乙认定", "丙推荐")),
    )
    assert [f.rule for f in check(few)] == ["S105"]
    other_division = document(
        catalogue(*entries(*(f"第{n}类主项" for n in range(9)))),
        retained(*named(*(f"办理子项{n}" for n in range(30)))),
    )
    assert [(f.rule, f.matter) for f in check(other_division)] == [("S105", None), ("S106", None)]


def test_what_a_county_must_report_up_a_province_decides_itself() -> None:
    row = matter(
        basis="《煤矿管理规程》（令第8号）第二十一条：报省级煤炭管理部门批准。",
        stages=(("受理", "受理申请。"), ("决定", "作出决定。"), ("评审", "省工信厅会同有关部门组织评审。")),
    )
    county = document(retained(row), agency="清河县工业和信息化局")
    province = document(retained(row), agency="河南省工业和信息化厅")
    assert [f.rule for f in check(county)] == ["C224", "W317"]
    assert check(province) == ()


def test_many_blanks_in_words_are_told_once_for_a_field() -> None:
    whole = "对企业自评价报告和第三方评估报告进行审查。"
    listed = document(
        retained(
            matter("甲申报", stages=(("审查", whole),)),
            matter("乙申报", number="2", stages=(("审查", "对企业自评 价报告和第三 方评估报告进行审 查。"),)),
        )
    )
    (finding,) = [f for f in check(listed) if f.rule == "W302"]
    assert finding.message == "“对企业自评 价报告和第”的词中多了空格，本栏共 3 处"


def test_a_blank_after_a_date_is_no_blank_in_a_word() -> None:
    listed = document(
        retained(
            matter("甲申报", basis="《甲条例》（2007年4月22日 国务院发布）第一条"),
            matter("乙申报", number="2", basis="《乙条例》第二条：与公布同日国务院令一并施行。"),
        )
    )
    assert [f for f in check(listed) if f.rule == "W302"] == []
