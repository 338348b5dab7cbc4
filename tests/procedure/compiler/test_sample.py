"""The sample list, compiled, read by eye against the list and against what each of its matters is for.

The table is complete: for each matter every step in order as (stage, from, in short, row of the tables). 依据 stands for a
step of the basis. Nothing of the sample is uncompiled.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from quanze.lists import readers
from quanze.lists.model import AnnexKind, ListDocument
from quanze.procedure.compiler import compile_list, main_annex
from quanze.procedure.model import ClauseKind, FactKind, Kind, Origin, Procedure, Unit
from tests.procedure.compiler.shorthand import short

SAMPLE = Path(__file__).parents[3] / "examples" / "wolong" / "wolong-gxj-2025.txt"
Expected = tuple[str, str, str, str]

STEPS: dict[str, tuple[Expected, ...]] = {
    "关闭煤矿和报废矿井许可审核": (
        ("受理", "duty", "accept", "受理"),
        ("受理", "duty", "supplement 一次", "一次告知"),
        ("受理", "duty", "refuse 理由", "不予受理"),
        ("材料初审", "duty", "review", "审查"),
        ("材料初审", "duty", "supplement 需要时 书面 →申请企业 ?需补充材料的", "条件所指"),
        ("决定", "duty", "decide 理由 书面 →申请单位或企业 !对于不予行政许可的", "拟定批复"),
        ("", "duty", "other", "兜底责任"),
        ("依据", "basis", "decide 外部 →省煤炭管理部门", "上级批准"),
        ("依据", "basis", "decide 外部 →省级煤炭行业管理部门", "上级批准"),
    ),
    "国家中小企业发展专项资金项目初审": (
        (
            "受理",
            "duty",
            "accept 凭证 书面 →申请人 ?申请材料齐全、符合法定形式，或申请人按本行政机关的要求提交全部补正申请材料的",
            "受理",
        ),
        ("受理", "duty", "refuse 凭证 书面 →申请人 ?不属于本机关职权范围的", "不予受理"),
        ("受理", "duty", "supplement 3日 当场 一次 →申请人 ?申请材料不齐全或不符合法定形式的", "一次告知"),
        ("提出初审意见", "duty", "decide", "作出决定"),
        ("报送", "duty", "report →市工信局", "上报"),
        ("", "duty", "other", "兜底责任"),
        ("依据", "basis", "appraise", "评估"),
        ("依据", "basis", "publicize", "公示"),
        ("依据", "basis", "other", "建立项目库"),
        ("依据", "basis", "follow_up", "监督检查"),
        ("依据", "basis", "follow_up", "绩效评价"),
    ),
    "省先进制造业发展专项资金项目申报": (
        ("受理", "duty", "accept", "受理"),
        ("受理", "duty", "supplement 一次", "一次告知"),
        ("受理", "duty", "refuse 理由", "不予受理"),
        ("材料初审", "duty", "review ?应当受理后", "审查"),
        ("材料初审", "duty", "inspect 需要时 2人 ?需要进行现场核查的", "现场核查"),
        ("评审公示", "duty", "decide", "作出决定"),
        ("评审公示", "stage", "publicize", "环节名称"),
        ("", "duty", "other", "兜底责任"),
        ("依据", "basis", "announce 外部 →省业务主管部门", "公告"),
        ("依据", "basis", "joint_review →同级财政部门", "联合审核"),
        ("依据", "basis", "recommend", "排序推荐"),
        ("依据", "basis", "report", "联合上报"),
        ("依据", "basis", "review", "真实性核查"),
        ("依据", "basis", "review", "信用审查"),
        ("依据", "basis", "follow_up", "监督检查"),
        ("依据", "basis", "follow_up", "考核验收"),
        ("依据", "basis", "follow_up", "绩效评价"),
        ("依据", "basis", "follow_up", "资金清算"),
        ("依据", "basis", "follow_up", "协助追回"),
    ),
    "省新型工业化产业示范基地申报": (
        ("受理", "duty", "accept", "受理"),
        ("受理", "duty", "supplement 一次", "一次告知"),
        ("受理", "duty", "refuse 理由", "不予受理"),
        ("审查", "duty", "review ?国家新型工业化产业示范基地申报", "审查"),
        ("审查", "duty", "review ?省级新型工业化产业示范基地", "审查"),
        ("审查", "duty", "appraise 外部 →省工信厅", "评估"),
        ("审查", "duty", "inspect 外部 需要时 →省工信厅", "现场核查"),
        ("审查", "duty", "appraise 外部 →省工信厅", "专家评审"),
        ("审查", "duty", "review 外部 →省工信厅 ?在组织专家论证的基础上", "审查意见"),
        ("报送", "duty", "report →市工信局 ?对符合条件的企业", "上报"),
        ("", "duty", "other", "兜底责任"),
        (
            "依据",
            "basis",
            "follow_up 外部 →各省、自治区、直辖市及计划单列市、新疆生产建设兵团工业和信息化主管部门、通信行业主管部门",
            "指导管理",
        ),
        ("依据", "basis", "review 外部 →省级工业和信息化主管部门、通信行业主管部门", "上级审查"),
        ("依据", "basis", "report 外部 →省级工业和信息化主管部门、通信行业主管部门", "上级转报"),
    ),
    "省级工业新产品综合评价": (
        (
            "受理",
            "duty",
            "accept 凭证 书面 →申请人 ?申请材料齐全、符合法定形式，或申请人按本行政机关的要求提交全部补正申请材料的",
            "受理",
        ),
        ("受理", "duty", "refuse 凭证 书面 →申请人 ?不属于本机关职权范围的", "不予受理"),
        ("受理", "duty", "supplement 2日 当场 一次 →申请人 ?申请材料不齐全或不符合法定形式的", "一次告知"),
        ("材料初审", "duty", "review ?应当受理后", "审查"),
        ("材料初审", "duty", "inspect 需要时 2人 ?需要进行现场核查的", "现场核查"),
        ("决定", "duty", "decide", "作出决定"),
        ("", "duty", "other", "兜底责任"),
        ("依据", "basis", "recommend", "排序推荐"),
        ("依据", "basis", "appraise", "委托评价"),
        ("依据", "basis", "review", "结论审核"),
        ("依据", "basis", "follow_up", "效益统计"),
        ("依据", "basis", "follow_up", "跟踪政策"),
    ),
    "钢铁、焦化等工业行业规范公告申报": (
        ("受理", "duty", "accept", "受理"),
        ("受理", "duty", "supplement 一次", "一次告知"),
        ("受理", "duty", "refuse 理由", "不予受理"),
        ("材料初审", "duty", "review ?应当受理后", "审查"),
        ("材料初审", "duty", "inspect 需要时 2人 ?需要进行现场核查的", "现场核查"),
        ("评审公示", "duty", "publicize ?符合规范条件要求的", "公示"),
        ("评审公示", "stage", "appraise", "环节名称"),
        ("公告", "duty", "announce ?无异议后", "公告"),
        ("动态管理", "duty", "follow_up ?不符合规范条件的", "整改"),
        ("动态管理", "duty", "follow_up ?整改仍不符合条件", "撤销"),
        ("依据", "basis", "review 外部 →各省、自治区、直辖市工业主管部门", "审查"),
        ("依据", "basis", "report →工业和信息化部", "上报"),
    ),
    "国家及省级技术创新示范企业认定申报": (
        ("申请受理", "duty", "accept", "受理"),
        ("申请受理", "duty", "supplement 一次", "一次告知"),
        ("申请受理", "duty", "refuse 理由", "不予受理"),
        ("组织评审", "duty", "review ?应当受理后", "审查"),
        ("组织评审", "duty", "inspect 需要时 2人 ?需要进行现场核查的", "现场核查"),
        ("公示", "duty", "decide", "作出决定"),
        ("公示", "stage", "publicize", "环节名称"),
        ("送达", "duty", "report →市工信局", "上报"),
        ("送达", "stage", "deliver", "环节名称"),
        ("依据", "basis", "follow_up", "复核评价"),
        ("依据", "basis", "joint_review 外部 →工业和信息化部", "联合审核"),
        (
            "依据",
            "basis",
            "joint_review 外部 →各省、自治区、直辖市、计划单列市工业和信息化主管部门",
            "联合审核",
        ),
        ("依据", "basis", "follow_up 外部 →各省、自治区、直辖市、计划单列市工业和信息化主管部门", "指导管理"),
        ("依据", "basis", "recommend", "排序推荐"),
    ),
    "省级智能工厂、智能车间申报": (
        ("申请受理", "duty", "accept", "受理"),
        ("申请受理", "duty", "supplement 一次", "一次告知"),
        ("申请受理", "duty", "refuse 理由", "不予受理"),
        ("推荐", "duty", "review ?应当受理后", "审查"),
        ("推荐", "duty", "recommend 书面 →市工业和信息化局 ?汇总排序后", "排序推荐"),
        ("送达", "duty", "report →市工信局", "上报"),
        ("送达", "stage", "deliver", "环节名称"),
        ("依据", "basis", "inspect", "现场核查"),
    ),
    "国家级和省级绿色工厂、绿色园区申报": (
        ("申请受理", "duty", "accept", "受理"),
        ("申请受理", "duty", "supplement 一次", "一次告知"),
        ("申请受理", "duty", "refuse 理由", "不予受理"),
        ("材料审核", "duty", "review ?应当受理后", "审查"),
        ("地方初审上报", "duty", "report →市工信部门", "上报"),
        ("地方初审上报", "duty", "publicize", "公示"),
        ("地方初审上报", "stage", "review", "环节名称"),
        ("依据", "basis", "follow_up", "动态管理"),
    ),
    "河南省制造业创新中心申报": (
        ("申请受理", "duty", "accept", "受理"),
        ("申请受理", "duty", "supplement 一次", "一次告知"),
        ("申请受理", "duty", "refuse 理由", "不予受理"),
        ("初审筛选汇总", "duty", "review ?应当受理后", "审查"),
        ("择优申报", "duty", "review", "审查"),
        ("择优申报", "duty", "inspect", "现场核查"),
        ("择优申报", "duty", "recommend", "排序推荐"),
        ("送达", "duty", "report →市工信局", "上报"),
        ("送达", "stage", "deliver", "环节名称"),
        ("依据", "basis", "joint_review →同级财政部门", "联合审核"),
        ("依据", "basis", "report 书面 →上级工业和信息化主管部门、财政部门", "联合上报"),
    ),
}

FACTS: dict[str, list[tuple[FactKind, int | None, bool, str]]] = {
    "省先进制造业发展专项资金项目申报": [(FactKind.JURISDICTION, None, False, "属地管理原则")],
    "省新型工业化产业示范基地申报": [(FactKind.ELIGIBILITY, None, False, "原则上应为省级示范基地")],
    "国家及省级技术创新示范企业认定申报": [
        # the quota is the province's, so is the joint work with finance
        (FactKind.QUOTA, 3, True, "推荐企业不超过3家"),
        (FactKind.QUOTA, 4, True, "推荐企业不超过4家"),
        (FactKind.QUOTA, 1, True, "推荐1家"),
    ],
    "河南省制造业创新中心申报": [
        (FactKind.PRIORITY, None, False, "优先支持拥有国家级创新平台的申报单位"),
        (
            FactKind.JURISDICTION,
            None,
            False,
            "本单位注册地所在的县区、省级以上开发区工业和信息化主管部门",
        ),
    ],
}

MATERIALS: dict[str, list[str]] = {
    "关闭煤矿和报废矿井许可审核": [
        "申请报告",
        "实测图纸资料",
        "事故隐患资料",
        "闭坑报告",
        "地质资料",
        "图件",
    ],
    "国家级和省级绿色工厂、绿色园区申报": ["企业自评价报告", "第三方评估报告"],
}

FINDINGS: dict[str, list[tuple[str, str]]] = {
    # who decides: by the basis the province
    "关闭煤矿和报废矿井许可审核": [("P103", "省煤炭管理部门")],
    "国家中小企业发展专项资金项目初审": [("P105", "3 日"), ("P104", "省财政部门、省行业管理部门")],
    "省先进制造业发展专项资金项目申报": [
        ("P101", "没有写“公示”"),
        ("P204", "主体责任"),
        ("P204", "账务处理"),
    ],
    "省新型工业化产业示范基地申报": [
        ("P106", "进行评估"),
        ("P106", "实地考察"),
        ("P106", "专家论证"),
        ("P106", "提出审核意见"),
        ("P201", "情节严重"),
    ],
    "省级工业新产品综合评价": [("P105", "2 日")],
    # by the basis the ministry announces
    "钢铁、焦化等工业行业规范公告申报": [("P102", "没有写“评审”"), ("P109", "工业和信息化部")],
    "国家及省级技术创新示范企业认定申报": [("P101", "没有写“公示”"), ("P101", "没有写“送达”")],
    "省级智能工厂、智能车间申报": [("P101", "没有写“送达”"), ("P104", "省工业和信息化厅")],
    "国家级和省级绿色工厂、绿色园区申报": [("P101", "没有写“初审”")],
    "河南省制造业创新中心申报": [("P101", "没有写“送达”")],
}
"""Findings but P108, of which there is one for each step of the basis that is ours: rule, words of its message."""


@pytest.fixture(scope="module")
def document() -> ListDocument:
    return readers.read(SAMPLE)


@pytest.fixture(scope="module")
def procedures(document: ListDocument) -> dict[str, Procedure]:
    return {procedure.matter: procedure for procedure in compile_list(document)}


def test_the_retained_annex_is_compiled(document: ListDocument, procedures: dict[str, Procedure]) -> None:
    annex = main_annex(document)
    assert annex is not None
    assert annex.kind is AnnexKind.RETAINED
    assert list(procedures) == [matter.name.value for matter in annex.matters] == list(STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_a_matter_has_these_steps_and_no_others(name: str, procedures: dict[str, Procedure]) -> None:
    procedure = procedures[name]
    found = [
        (
            "依据" if step.stage is None else procedure.stages[step.stage],
            step.origin.value,
            short(step),
            step.pattern,
        )
        for step in procedure.steps
    ]
    assert found == list(STEPS[name])


@pytest.mark.parametrize("name", STEPS)
def test_nothing_is_uncompiled(name: str, procedures: dict[str, Procedure]) -> None:
    assert [clause.text for clause in procedures[name].uncompiled] == []


@pytest.mark.parametrize("name", STEPS)
def test_the_facts_of_a_matter(name: str, procedures: dict[str, Procedure]) -> None:
    found = [(fact.kind, fact.n, fact.external, fact.text) for fact in procedures[name].facts]
    assert found == FACTS.get(name, [])


@pytest.mark.parametrize("name", STEPS)
def test_the_materials_that_a_matter_names(name: str, procedures: dict[str, Procedure]) -> None:
    assert [material.name for material in procedures[name].materials] == MATERIALS.get(name, [])


@pytest.mark.parametrize("name", STEPS)
def test_what_is_found_in_a_matter(name: str, procedures: dict[str, Procedure]) -> None:
    procedure = procedures[name]
    found = [finding for finding in procedure.findings if finding.rule != "P108"]
    assert [finding.rule for finding in found] == [rule for rule, _ in FINDINGS[name]]
    for finding, (_, words) in zip(found, FINDINGS[name], strict=True):
        assert words in finding.message
    from_basis = [step for step in procedure.steps if step.origin is Origin.BASIS and not step.external]
    assert sum(finding.rule == "P108" for finding in procedure.findings) == len(from_basis)


def test_a_limit_in_days_stays_days(procedures: dict[str, Procedure]) -> None:
    limits = {
        (step.limit.n, step.limit.unit)
        for procedure in procedures.values()
        for step in procedure.steps
        if step.limit is not None
    }
    assert limits == {(3, Unit.DAY), (2, Unit.DAY)}


def test_the_ministry_and_the_province_never_owe_us_anything(procedures: dict[str, Procedure]) -> None:
    ours = [step for procedure in procedures.values() for step in procedure.steps if not step.external]
    assert not [step.text for step in ours if step.text.startswith(("省工信厅", "各省、"))]


def test_texts_are_the_list_s_own(document: ListDocument, procedures: dict[str, Procedure]) -> None:
    annex = main_annex(document)
    assert annex is not None
    for matter in annex.matters:
        for step in procedures[matter.name.value].steps:
            field = step.passage.field
            if field.startswith("stages"):
                stage = matter.stages[int(field[7 : field.index("]")])]
                value = stage.duty if field.endswith("duty") else stage.name
            else:
                value = matter.basis if field == "basis" else matter.liability
            assert value is not None
            assert value.value[step.passage.start : step.passage.end] == step.text


COMMON = [
    ("情节较重", ("警告", "记过", "记大过"), None),
    ("情节严重", ("降级", "撤职"), None),
    ("情节特别严重", ("开除",), (1, 2, 5)),
]
FUND = "省先进制造业发展专项资金项目申报"
ALIKE = "省新型工业化产业示范基地申报"


@pytest.mark.parametrize("name", [name for name in STEPS if name not in (FUND, ALIKE)])
def test_five_acts_and_three_degrees(name: str, procedures: dict[str, Procedure]) -> None:
    liability = procedures[name].liability
    assert [act.number for act in liability.acts] == [1, 2, 3, 4, 5]
    assert [(degree.name, degree.sanctions, degree.acts) for degree in liability.degrees] == COMMON
    assert liability.open_ended
    assert (liability.clauses, liability.rest) == ((), ())


def test_two_degrees_worded_alike_stay_as_they_stand(procedures: dict[str, Procedure]) -> None:
    degrees = procedures[ALIKE].liability.degrees
    assert [degree.name for degree in degrees] == ["情节严重", "情节严重", "情节特别严重"]
    assert [degree.sanctions for degree in degrees] == [sanctions for _, sanctions, _ in COMMON]


def test_the_fund_clause_replaces_the_five_acts(procedures: dict[str, Procedure]) -> None:
    liability = procedures[FUND].liability
    assert liability.acts == ()
    clauses = {clause.kind: clause for clause in liability.clauses}
    assert set(clauses) == {
        ClauseKind.RECOVER,
        ClauseKind.BAR,
        ClauseKind.EXPERTS,
        ClauseKind.STAFF,
        ClauseKind.JUDICIARY,
        ClauseKind.ASSIST,
    }
    assert clauses[ClauseKind.RECOVER].acts == ("虚报", "冒领", "截留", "挪用")
    assert clauses[ClauseKind.BAR].years == 2
    assert clauses[ClauseKind.BAR].gravity
    assert clauses[ClauseKind.EXPERTS].acts == ("虚假", "伪造")
    assert clauses[ClauseKind.STAFF].acts == ("滥用职权", "玩忽职守", "徇私舞弊")


def test_only_the_staged_supplement_is_once(procedures: dict[str, Procedure]) -> None:
    notices = [
        step for step in procedures["关闭煤矿和报废矿井许可审核"].steps if step.kind is Kind.SUPPLEMENT
    ]
    assert [(step.once, step.written) for step in notices] == [(True, False), (False, True)]
