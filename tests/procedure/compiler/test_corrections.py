"""What a person makes of a proposal outlives recompilation, as long as the list's words stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quanze.lists.model import Matter
from quanze.procedure.compiler import compile_matter
from quanze.procedure.corrections import Change, ConfirmUnit, Correction, Drop, MapClause, StepOf, apply
from quanze.procedure.model import Kind, Limit, Origin, Procedure, Step, Unit
from tests.procedure.compiler.shorthand import matter

FUND = matter(
    ("受理", "材料不齐全的，应当当场或 3 日内一次告知申请人需要补正的全部内容；特事特办。"),
    ("公示", "作出决定，准予许可或者不予许可"),
    ("送达", "按规定程序上报市工信局"),
    basis="各县（市）主管部门对申报材料进行初审，并到企业现场进行真实性核查。",
)


def step(procedure: Procedure, kind: Kind, origin: Origin = Origin.DUTY) -> Step:
    [found] = [one for one in procedure.steps if one.kind is kind and one.origin is origin]
    return found


def named(procedure: Procedure, kind: Kind, origin: Origin = Origin.DUTY) -> StepOf:
    return StepOf.named(procedure, step(procedure, kind, origin))


PROPOSED = compile_matter(FUND)
CORRECTIONS: tuple[Correction, ...] = (
    Drop(named(PROPOSED, Kind.DELIVER, Origin.STAGE)),
    ConfirmUnit(named(PROPOSED, Kind.SUPPLEMENT), Unit.WORKING_DAY),
    Change(named(PROPOSED, Kind.REPORT), {"party": "市工业和信息化局", "written": True}),
    MapClause("特事特办", Kind.OTHER),
    Change(named(PROPOSED, Kind.INSPECT, Origin.BASIS), {"min_people": 2}),
)


def test_the_keeper_corrects_a_proposal() -> None:
    procedure, stale = apply(PROPOSED, CORRECTIONS)
    assert stale == ()
    assert not [one for one in procedure.steps if one.kind is Kind.DELIVER]
    assert step(procedure, Kind.SUPPLEMENT).limit == Limit(3, Unit.WORKING_DAY)
    assert (step(procedure, Kind.REPORT).party, step(procedure, Kind.REPORT).written) == (
        "市工业和信息化局",
        True,
    )
    assert step(procedure, Kind.INSPECT, Origin.BASIS).min_people == 2
    mapped = step(procedure, Kind.OTHER)
    assert (mapped.text, mapped.stage) == ("特事特办", 0)
    assert procedure.uncompiled == ()


def test_the_findings_that_they_answer_go_with_them() -> None:
    before = [finding.rule for finding in PROPOSED.findings]
    assert before == ["P101", "P101", "P105", "P108", "P108", "P107"]
    procedure, _ = apply(PROPOSED, CORRECTIONS)
    assert [finding.rule for finding in procedure.findings] == ["P101", "P108", "P108"]


def test_a_mapped_clause_stands_where_its_text_does() -> None:
    procedure, _ = apply(PROPOSED, CORRECTIONS)
    kinds = [one.kind for one in procedure.steps if one.stage == 0]
    assert kinds.index(Kind.OTHER) == kinds.index(Kind.SUPPLEMENT) + 1


def test_corrections_survive_other_changes_blanks_and_widths() -> None:
    stages = (
        matter(("受理", "材料不齐全的，应当当场或3日内一次告知申请人需要补正的全部内容；特事特办.")).stages[
            0
        ],
        *FUND.stages[1:],
    )
    later = compile_matter(replace(FUND, stages=(*matter(("公告", "予以公告。")).stages, *stages)))
    procedure, stale = apply(later, CORRECTIONS[:3])
    assert stale == ()
    assert step(procedure, Kind.SUPPLEMENT).limit == Limit(3, Unit.WORKING_DAY)


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda correction: type(correction).__name__)
def test_a_correction_whose_words_are_gone_is_stale(correction: Correction) -> None:
    other: Matter = matter(("受理", "依法受理。"))
    procedure = compile_matter(other)
    assert apply(procedure, [correction]) == (procedure, (correction,))


def test_a_limit_that_has_a_unit_needs_no_confirmation() -> None:
    procedure = compile_matter(matter(("决定", "在20个工作日内作出决定。")))
    correction = ConfirmUnit(named(procedure, Kind.DECIDE), Unit.CALENDAR_DAY)
    assert apply(procedure, [correction]) == (procedure, (correction,))


def test_nothing_is_applied_to_something_like_it() -> None:
    changed = compile_matter(matter(("送达", "按规定程序上报省工信厅")))
    _, stale = apply(changed, [CORRECTIONS[2]])
    assert stale == (CORRECTIONS[2],)


@pytest.mark.parametrize("field", ["text", "key", "passage", "origin", "nonsense"])
def test_the_list_s_own_words_are_not_to_be_changed(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Change(named(PROPOSED, Kind.REPORT), {field: "x"})
    with pytest.raises(ValueError, match=field):
        MapClause("特事特办", Kind.OTHER, {field: "x"})


def test_a_step_once_changed_can_be_named_as_it_was_proposed() -> None:
    report = named(PROPOSED, Kind.REPORT)
    procedure, stale = apply(
        PROPOSED, [Change(report, {"kind": Kind.DELIVER}), Change(report, {"written": True})]
    )
    assert stale == ()
    [changed] = [one for one in procedure.steps if one.text == report.text]
    assert (changed.kind, changed.written) == (Kind.DELIVER, True)


def test_no_correction_changes_nothing() -> None:
    assert apply(PROPOSED, []) == (PROPOSED, ())
