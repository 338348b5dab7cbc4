"""What a basis asks of us, shows of others, fixes in numbers, and names to be brought."""

from __future__ import annotations

import pytest

from quanze.procedure.compiler import compile_matter
from quanze.procedure.compiler.facts import read_facts
from quanze.procedure.compiler.materials import read_materials
from quanze.procedure.compiler.parties import Level, level_of, level_of_agency
from quanze.procedure.model import FactKind, Origin
from tests.procedure.compiler.shorthand import matter, short

COUNTY = "清河县工业和信息化局"

BASES: tuple[tuple[str, list[str]], ...] = (
    (
        "第五条 县级主管部门对申报企业进行实地核查，会同同级财政部门联合审核后，于每年6月底前上报省工业和信息化厅。",
        ["inspect", "joint_review →同级财政部门", "report →省工业和信息化厅"],
    ),
    (
        "省工业和信息化厅组织专家对申报材料进行评审，并在门户网站公告。",
        ["appraise 外部 →省工业和信息化厅", "announce 外部 →省工业和信息化厅"],
    ),
    (
        "申报单位应当按照要求提交申请报告，并对材料的真实性负责。",
        [],
    ),
    (
        "由当地民政部门查询申请人信用情况，建立项目库，组织开展绩效自评。",
        ["review", "other", "follow_up"],
    ),
    (
        "建设单位编制方案，报省水利厅批准。",
        ["decide 外部 →省水利厅"],
    ),
    (
        "《关于组织2025年示范企业复核评价工作的通知》（工信厅科函〔2025〕26号）",
        ["follow_up"],
    ),
    ("第三条 为了促进中小企业发展，制定本办法。", []),
)
"""A sentence of a basis, and the steps that it proposes beside a duty to accept."""


@pytest.mark.parametrize(("basis", "steps"), BASES, ids=[basis[:16] for basis, _ in BASES])
def test_what_a_basis_proposes(basis: str, steps: list[str]) -> None:
    procedure = compile_matter(matter(("受理", "依法受理。"), basis=basis), agency=COUNTY)
    assert [short(step) for step in procedure.steps if step.origin is Origin.BASIS] == steps


def test_what_a_duty_has_already_is_not_proposed_again() -> None:
    basis = "县级主管部门对申报材料进行初审，到企业现场进行核查，择优推荐。"
    duty = "对申报材料进行审核，需要时进行现场核查，择优推荐上报。"
    procedure = compile_matter(matter(("审核", duty), basis=basis), agency=COUNTY)
    assert {step.origin for step in procedure.steps} == {Origin.DUTY}


def test_another_recipient_is_a_finding() -> None:
    procedure = compile_matter(
        matter(("上报", "按规定程序上报市工信局"), basis="各县主管部门择优向省工业和信息化厅推荐。"),
        agency=COUNTY,
    )
    [found] = [finding for finding in procedure.findings if finding.rule == "P104"]
    assert "省工业和信息化厅" in found.message
    assert found.field == "stages[0].duty"


@pytest.mark.parametrize(
    ("field", "text", "facts"),
    [
        ("stages[0].duty", "每县推荐企业不超过3家", [(FactKind.QUOTA, 3, False)]),
        ("stages[0].duty", "报送纸质材料一式三份", [(FactKind.COPIES, 3, False)]),
        (
            "basis",
            "各县（市）汇总后于每年7月底前报省工信委（纸质材料1式5份和电子稿）",
            [(FactKind.DEADLINE, None, False), (FactKind.COPIES, 5, False)],
        ),
        ("basis", "省工业和信息化厅推荐企业不超过4家", [(FactKind.QUOTA, 4, True)]),
        ("stages[0].duty", "每年3月31日前受理年检材料", [(FactKind.DEADLINE, None, False)]),
        ("stages[0].duty", "同等条件下优先支持专精特新企业", [(FactKind.PRIORITY, None, False)]),
        ("stages[0].duty", "依法受理", []),
    ],
)
def test_what_a_text_fixes(field: str, text: str, facts: list[tuple[FactKind, int | None, bool]]) -> None:
    found = read_facts(field, text, Level.COUNTY)
    assert [(fact.kind, fact.n, fact.external) for fact in found] == facts
    for fact in found:
        assert text[fact.passage.start : fact.passage.end] == fact.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "应当提交可行性研究报告、营业执照复印件和法定代表人身份证明",
            ["可行性研究报告", "营业执照复印件", "法定代表人身份证明"],
        ),
        ("审核申请材料，包括企业自评价报告、第三方评估报告", ["企业自评价报告", "第三方评估报告"]),
        ("审核申请材料，包括企业自评 价报告、ISO 9001 证书", ["企业自评价报告", "ISO 9001 证书"]),
        ("矿井闭坑报告必须有完善的各种地质资料", ["地质资料"]),
        ("在相应图件上标注采空区、煤柱、井筒等", ["图件"]),
        ("提供虚假证明的，撤销许可", []),
        ("提交申请材料和有关资料", []),
        ("制作现场检查报告", []),
    ],
)
def test_the_materials_that_a_text_names(text: str, names: list[str]) -> None:
    assert [material.name for material in read_materials("basis", text)] == names


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("工业和信息化部", Level.STATE),
        ("国务院煤炭管理部门", Level.STATE),
        ("省工信厅", Level.PROVINCE),
        ("省级煤炭行业管理部门", Level.PROVINCE),
        ("市工信局", Level.CITY),
        ("市场监管部门", Level.COUNTY),
        ("县人民政府", Level.COUNTY),
        ("同级财政部门", Level.COUNTY),
    ],
)
def test_how_high_an_organ_stands(organ: str, level: Level) -> None:
    assert level_of(organ) is level


@pytest.mark.parametrize(
    ("agency", "level"),
    [
        ("南阳市卧龙区工业和信息化局", Level.COUNTY),
        ("清河县民政局", Level.COUNTY),
        ("南阳市工业和信息化局", Level.CITY),
        ("河南省工业和信息化厅", Level.PROVINCE),
        (None, Level.COUNTY),
        ("清河县柳林镇人民政府", Level.TOWNSHIP),
        ("柳林街道办事处", Level.TOWNSHIP),
    ],
)
def test_how_high_we_stand(agency: str | None, level: Level) -> None:
    assert level_of_agency(agency) is level


@pytest.mark.parametrize(("agency", "external"), [(COUNTY, True), ("清河县柳林镇人民政府", False)])
def test_the_work_of_a_township_is_its_own_where_the_list_is(agency: str, external: bool) -> None:
    duty = ("审核", "镇人民政府自收到材料之日起10日内入户核查。")
    (step, *_) = compile_matter(matter(duty), agency=agency).steps
    assert step.external is external
