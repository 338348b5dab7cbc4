"""追责情形 of other bureaus: acts, degrees, sanctions, clauses of their own."""

from __future__ import annotations

import pytest

from quanze.procedure.compiler.liability import compile_liability
from quanze.procedure.model import ClauseKind
from tests.procedure.compiler.shorthand import compile_matter, matter

NEGLECT = (
    "因不履行或者不正确履行职责，有下列情形之一的，行政机关及相关工作人员应当承担相应责任：\n"
    "1.对符合条件的申请不予受理的；\n2.未依法说明不予许可理由的；\n3.在办理中索取或者收受他人财物的；\n"
    "4.其他违反法律法规规章规定的行为。"
)
RESPONSIBLE = (
    "有下列情形之一的，由上级机关责令改正，对直接负责的主管人员和其他直接责任人员给予警告或者记过；情节严重的，给予降级或者撤职："
    "（一）不具备检查资格实施检查的；（二）违反检查程序的；（四）泄露商业秘密的。"
)
CRIME = "工作人员滥用职权、玩忽职守、徇私舞弊的，依法给予处分；构成犯罪的，依法追究刑事责任。"


def test_numbered_acts_and_one_degree_for_all() -> None:
    liability = compile_liability(NEGLECT)
    assert [(act.number, act.text) for act in liability.acts] == [
        (1, "对符合条件的申请不予受理的"),
        (2, "未依法说明不予许可理由的"),
        (3, "在办理中索取或者收受他人财物的"),
        (4, "其他违反法律法规规章规定的行为"),
    ]
    assert [(degree.name, degree.sanctions) for degree in liability.degrees] == [("", ("承担相应责任",))]
    assert liability.open_ended


def test_the_responsible_in_two_degrees() -> None:
    liability = compile_liability(RESPONSIBLE)
    assert [act.number for act in liability.acts] == [1, 2, 4]
    assert not liability.open_ended
    [responsible] = liability.clauses
    assert responsible.kind is ClauseKind.RESPONSIBLE
    assert responsible.sanctions == ("责令改正", "警告", "记过")
    assert [(degree.name, degree.sanctions) for degree in liability.degrees] == [
        ("情节严重", ("降级", "撤职"))
    ]


def test_staff_and_referral() -> None:
    staff, judiciary = compile_liability(CRIME).clauses
    assert (staff.kind, staff.acts) == (ClauseKind.STAFF, ("滥用职权", "玩忽职守", "徇私舞弊"))
    assert staff.sanctions == ("依法给予处分",)
    assert (judiciary.kind, judiciary.sanctions) == (ClauseKind.JUDICIARY, ("依法追究刑事责任",))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("取消今后两年本专项资金申报资格。", 2),
        ("三年内不得再次申报。", 3),
        ("取消申报资格5年。", 5),
        ("取消其申报资格。", None),
    ],
)
def test_how_long_a_bar_lasts(text: str, years: int | None) -> None:
    [bar] = [clause for clause in compile_liability(text).clauses if clause.kind is ClauseKind.BAR]
    assert bar.years == years


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("情节严重的，予以警告；情节严重的，予以撤职。", ["P201"]),
        ("情节较重的，予以警告；情节严重的，予以撤职。", []),
        (
            "有下列行为之一，情节较重的，予以警告：（一）收费的；（二）刁难的。有前款第三项行为，情节严重的，予以开除。",
            ["P202"],
        ),
        ("有下列行为之一，情节较重的，予以警告：（一）收费的；（三）刁难的。", ["P203"]),
        ("另行研究处理。", ["P204"]),
        ("", []),
    ],
)
def test_what_is_found_in_a_clause(text: str, rules: list[str]) -> None:
    procedure = compile_matter(matter(("受理", "依法受理。"), liability=text))
    assert [finding.rule for finding in procedure.findings] == rules


def test_degrees_that_are_numbered_are_no_acts() -> None:
    text = (
        "有下列行为之一的，追究责任：1.刁难企业的；2.收费的。（一）情节较轻的，给予批评教育、诫勉谈话；"
        "（二）情节严重的，给予降级、撤职或者开除处分。"
    )
    liability = compile_matter(matter(("受理", "依法受理。"), liability=text)).liability
    assert [act.text for act in liability.acts] == ["刁难企业的", "收费的"]
    assert [(degree.name, degree.sanctions) for degree in liability.degrees] == [
        ("情节较轻", ("批评教育", "诫勉谈话")),
        ("情节严重", ("降级", "撤职", "开除")),
    ]


def test_acts_of_neglect_are_no_work_to_do() -> None:
    procedure = compile_matter(
        matter(
            ("受理", "依法受理。"),
            liability="有下列情形之一的，给予处分：（一）不开展监督检查的；（二）拒不协助执行的。",
        )
    )
    assert [step.origin.value for step in procedure.steps] == ["duty"]
