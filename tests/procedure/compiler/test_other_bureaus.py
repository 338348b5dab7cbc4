"""Whole matters of other bureaus, in the words that public lists use: what their stages become."""

from __future__ import annotations

import pytest

from quanze.lists.model import Matter, Stage, Text
from quanze.procedure.compiler import compile_matter
from quanze.procedure.model import Origin, Procedure
from tests.procedure.compiler.shorthand import matter

Rows = tuple[tuple[str | None, str], ...]

PERMIT_IN_ONE_CELL: Rows = (
    (
        None,
        "1.受理责任：公示办理条件、程序、期限和需要提交的全部材料目录；一次性告知补正材料；依法受理或者不予受理，不予受理的应当说明理由。\n"
        "2.审查责任：对申请材料进行书面审查；需要实地核查的，指派两名以上工作人员到场核查，核查人员应当出示执法证件并制作笔录；提出审查意见。\n"
        "3.决定责任：自受理之日起15个工作日内作出准予许可或者不予许可的书面决定；不予许可的，说明理由，并告知申请人复议、诉讼的权利。\n"
        "4.送达责任：准予许可的，自作出决定之日起五个工作日内制发许可证，送达申请人并信息公开。\n"
        "5.事后监管责任：对被许可人的经营活动开展日常监督检查，发现违法行为的，责令改正或者依法撤销许可。\n"
        "6.其他法律法规规章文件规定应履行的责任。",
    ),
)

PENALTY_IN_ONE_CELL: Rows = (
    (
        None,
        "1.立案环节：对检查中发现、群众举报、上级交办、其他机关移送的违法线索进行核查，符合立案条件的，自发现线索之日起十五个工作日内"
        "予以立案；不符合条件的，不予立案。\n"
        "2.调查环节：立案后及时指派2名以上执法人员调查取证，执法人员与案件有利害关系的应当回避；询问当事人应当制作笔录。\n"
        "3.审查环节：对调查终结的案件进行法制审核，提出处理建议。\n"
        "4.告知环节：作出处罚决定前，书面告知当事人拟处罚的内容及事实、理由、依据，告知其陈述、申辩权利；符合听证条件的，告知有权要求听证。\n"
        "5.听证环节：当事人要求听证的，依法组织听证，听证结束后制作听证报告。\n"
        "6.决定环节：自立案之日起九十日内作出处罚决定；情节复杂或者重大违法行为给予行政处罚的，由负责人集体讨论决定。\n"
        "7.送达环节：处罚决定书在宣告后当场交付当事人；当事人不在场的，七日内送达。\n"
        "8.执行环节：监督当事人在规定期限内缴纳罚款；逾期不缴纳的，每日按罚款数额的百分之三加处罚款，或者申请人民法院强制执行。\n"
        "9.事后监管责任：案件执行完毕后立卷归档，对当事人整改情况进行复查。",
    ),
)

BENEFIT: Rows = (
    (
        "申请受理",
        "村（居）民委员会协助申请人向乡镇人民政府提出申请，乡镇人民政府自收到申请之日起3个工作日内作出是否受理的决定。",
    ),
    (
        "调查审核",
        "自受理申请之日起二十个工作日内，组织两名以上工作人员入户调查，开展家庭经济状况核对，提出审核意见，并在村务公开栏公示七日。",
    ),
    (
        "审批",
        "自收到审核意见之日起十五个工作日内作出审批决定，对不予批准的，三日内书面告知申请人并说明理由。",
    ),
    ("给付", "自批准之月起，按月足额发放救助金。"),
    ("动态管理", "每半年复核一次家庭状况，不再符合条件的，停发救助金。"),
)

FILING: Rows = (
    (
        "接收材料",
        "收到备案材料后当场审核，材料齐全的，当场出具备案回执；材料不齐全的，一次性书面告知需要补充的内容。",
    ),
    ("办结", "将备案信息录入管理系统，并在3日内向社会公开。"),
    ("监督", "对备案事项开展抽查，发现提供虚假材料的，撤销备案。"),
)

YEARLY_INSPECTION: Rows = (
    ("受理", "每年1月1日至3月31日接收年度检验材料。"),
    ("检查", "对申报单位进行书面检查和实地抽查，实地抽查不得少于两人。"),
    (
        "结论",
        "根据检查结果确定年检结论，年检合格的，在登记证副本上加盖年检印章；基本合格、不合格的，出具整改通知书，责令限期整改。",
    ),
    ("公告", "年检结果于6月30日前在部门网站公告。"),
)

LEVY: Rows = (
    ("核定", "依据标准核定缴费人应缴数额。"),
    ("告知", "向缴费人发出缴费通知书，告知缴费数额、期限和方式。"),
    ("征收", "足额征收，开具财政票据，所收款项当日缴入国库。"),
    ("监管", "对未按规定缴纳的，责令限期缴纳，并依法加收滞纳金。"),
)

INSPECTION: Rows = (
    ("制定计划", "编制年度检查计划，报县人民政府备案。"),
    (
        "实施检查",
        "检查人员不得少于2名，应当出示执法证件，说明检查事由，制作现场检查笔录，由被检查单位负责人签字。",
    ),
    (
        "处理",
        "对存在隐患的，下达责令限期整改指令书；整改期满后组织复查；逾期未整改的，移送有关部门依法查处。",
    ),
    ("归档", "检查资料及时归档。"),
)

CONFIRMATION: Rows = (
    ("受理", "依法受理或不予受理，不予受理的，书面说明理由。"),
    ("审核", "组织专家对申请人的资格进行评定，评定期限为三个月。"),
    ("确认", "符合条件的，予以确认并颁发证书；不符合条件的，书面通知申请人。"),
    ("其他责任", "法律法规规定的其他责任。"),
)

ENFORCEMENT: Rows = (
    ("催告", "实施强制前，书面催告当事人，听取其陈述和申辩。"),
    ("决定", "经催告仍不履行且无正当理由的，作出强制执行决定。"),
    (
        "执行",
        "由两名以上执法人员实施，制作现场笔录，通知当事人到场；采取查封、扣押措施的，当场交付决定书和清单。",
    ),
    ("解除", "期限届满或者不再需要采取措施的，及时解除查封、扣押，返还财物。"),
)

REWARD: Rows = (
    ("制定方案", "制定评选方案并向社会公布。"),
    ("推荐", "各乡镇人民政府组织推荐候选人，报送推荐材料。"),
    ("评审公示", "会同人力资源社会保障部门组织评审，拟定表彰名单并公示5个工作日。"),
    ("审批表彰", "报县人民政府批准后予以表彰，颁发证书和奖金。"),
)

MATTERS: dict[str, tuple[Rows, list[str]]] = {
    "行政许可，一格写完": (
        PERMIT_IN_ONE_CELL,
        [
            "受理：other supplement accept refuse",
            "审查：review inspect",
            "决定：decide",
            "送达：deliver deliver announce",
            "事后监管：follow_up follow_up follow_up other",
        ],
    ),
    "行政处罚，一格写完": (
        PENALTY_IN_ONE_CELL,
        [
            "立案：follow_up accept refuse",
            "调查：inspect inspect",
            "审查：review",
            "告知：notify notify notify",
            "听证：hear hear",
            "决定：decide",
            "送达：deliver deliver",
            "执行：enforce enforce",
            "事后监管：follow_up follow_up",
        ],
    ),
    "行政给付": (
        BENEFIT,
        [
            "申请受理：other accept refuse",
            "调查审核：inspect review publicize",
            "审批：decide notify",
            "给付：deliver",
            "动态管理：review follow_up",
        ],
    ),
    "备案": (
        FILING,
        ["接收材料：review deliver supplement", "办结：decide announce", "监督：follow_up follow_up"],
    ),
    "年检": (
        YEARLY_INSPECTION,
        ["受理：accept", "检查：inspect", "结论：decide follow_up follow_up", "公告：announce"],
    ),
    "行政征收": (LEVY, ["核定：decide", "告知：notify", "征收：enforce", "监管：enforce enforce"]),
    "行政检查": (
        INSPECTION,
        [
            "制定计划：other report",
            "实施检查：inspect",
            "处理：follow_up follow_up report",
            "归档：follow_up",
        ],
    ),
    "行政确认": (
        CONFIRMATION,
        ["受理：accept refuse", "审核：appraise", "确认：decide deliver", "其他责任：other"],
    ),
    "行政强制": (
        ENFORCEMENT,
        ["催告：notify hear", "决定：decide", "执行：enforce notify deliver", "解除：enforce enforce"],
    ),
    "行政奖励": (
        REWARD,
        [
            "制定方案：other announce",
            "推荐：recommend report",
            "评审公示：joint_review publicize",
            "审批表彰：report decide deliver",
        ],
    ),
}
"""Kind of matter → its rows, and its stages with the kinds of their steps."""


def outline(procedure: Procedure) -> list[str]:
    return [
        f"{stage}：{' '.join(step.kind.value for step in procedure.steps if step.stage == index)}"
        for index, stage in enumerate(procedure.stages)
    ]


@pytest.mark.parametrize("kind", MATTERS)
def test_the_stages_of_a_matter(kind: str) -> None:
    rows, expected = MATTERS[kind]
    procedure = compile_matter(matter(*rows), agency="清河县某局")
    assert outline(procedure) == expected
    assert procedure.uncompiled == ()


def test_an_inspection_told_only_by_what_it_asks() -> None:
    procedure = compile_matter(matter(*INSPECTION), agency="清河县应急管理局")
    [inspection] = [step for step in procedure.steps if step.stage == 1]
    assert (inspection.origin, inspection.min_people) == (Origin.DUTY, 2)
    assert inspection.credentials
    assert inspection.record


def test_two_limits_of_one_stage_are_two_steps() -> None:
    procedure = compile_matter(matter(*BENEFIT), agency="清河县民政局")
    limits = {step.kind.value: step.limit and step.limit.n for step in procedure.steps if step.stage == 2}
    assert limits == {"decide": 15, "notify": 3}


def test_a_second_limit_of_one_step_is_left_to_a_person() -> None:
    procedure = compile_matter(
        matter(("公示", "在5个工作日内予以公示，公示时间不少于7天，公示无异议的，行文上报市局。"))
    )
    assert [step.limit and step.limit.n for step in procedure.steps] == [5, None]
    assert [clause.text for clause in procedure.uncompiled] == ["公示时间不少于7天"]


def test_what_a_condition_mentions_keeps_the_promise_of_the_stage() -> None:
    procedure = compile_matter(matter(("审核", "对申报材料审核后，上报市工信局。")))
    assert outline(procedure) == ["审核：review report"]


def test_telling_a_refused_applicant_is_no_second_decision() -> None:
    procedure = compile_matter(
        matter(("决定", "作出许可或者不予许可的决定。"), ("送达", "不予许可的，书面告知申请人并说明理由。"))
    )
    assert outline(procedure) == ["决定：decide", "送达：deliver"]


def test_the_headings_of_one_cell_are_the_stages() -> None:
    procedure = compile_matter(matter(*PENALTY_IN_ONE_CELL), agency="清河县市场监督管理局")
    assert procedure.stages[0] == "立案"
    assert {step.passage.field for step in procedure.steps} == {"stages[0].duty"}
    assert [note.text for note in procedure.notes][:2] == ["1.", "立案环节："]


def test_a_heading_of_an_unforeseen_name_is_a_stage_too() -> None:
    cell = (
        "1.受理责任：依法受理。2.斡旋责任：组织当事人调解。3.缴库责任：当日缴入国库。4.裁决责任：依法裁决。"
    )
    procedure = compile_matter(matter((None, cell)))
    assert outline(procedure) == ["受理：accept", "斡旋：hear", "缴库：enforce", "裁决：decide"]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_headings_of_one_cell_need_no_numbers(gap: str) -> None:
    end = "" if gap else "。"
    cell = gap.join(
        [
            f"受理责任：依法受理{end}",
            f"审查责任：对申请人提交的全部材料进行审查{end}",
            "送达责任：5日内送达。",
        ]
    )
    procedure = compile_matter(matter((None, cell)))
    assert outline(procedure) == ["受理：accept", "审查：review", "送达：deliver"]
    assert procedure.uncompiled == ()


def merged(*rows: tuple[Text | None, Text | None]) -> Matter:
    return Matter(None, Text.plain("某事项"), stages=tuple(Stage(*row) for row in rows))


def test_one_duty_merged_over_all_stages_goes_to_each_by_its_headings() -> None:
    duty = "1.受理责任：依法受理。2.审查责任：对材料进行审查。3.决定责任：作出决定。"
    covered = Text(duty, None)
    procedure = compile_matter(
        merged(
            (Text.plain("受理"), Text.plain(duty)),
            (Text.plain("审查"), covered),
            (Text.plain("决定"), covered),
        )
    )
    assert outline(procedure) == ["受理：accept", "审查：review", "决定：decide"]


def test_one_duty_merged_over_all_stages_goes_to_each_by_what_it_says() -> None:
    duty = "依法受理，对材料进行审查，并作出决定，送达申请人。"
    covered = Text(duty, None)
    procedure = compile_matter(
        merged(
            (Text.plain("受理"), Text.plain(duty)),
            (Text.plain("审查"), covered),
            (Text.plain("决定"), covered),
            (Text.plain("送达"), covered),
        )
    )
    assert outline(procedure) == ["受理：accept", "审查：review", "决定：decide", "送达：deliver"]


def test_one_stage_merged_over_several_duties_is_one_stage() -> None:
    procedure = compile_matter(
        merged(
            (Text.plain("审查"), Text.plain("对材料进行审查。")),
            (Text("审查", None), Text.plain("组织专家评审。")),
            (Text.plain("决定"), Text.plain("作出决定。")),
        )
    )
    assert outline(procedure) == ["审查：review appraise", "决定：decide"]


def test_a_stage_without_a_duty_proposes_what_its_name_says() -> None:
    procedure = compile_matter(matter(("受理", ""), ("现场核查", ""), ("颁证", "")))
    assert outline(procedure) == ["受理：accept", "现场核查：inspect", "颁证：deliver"]
    assert {step.origin for step in procedure.steps} == {Origin.STAGE}


def test_a_stage_of_unknown_name_without_a_duty_is_uncompiled() -> None:
    procedure = compile_matter(matter(("收尾", "")))
    assert [clause.text for clause in procedure.uncompiled] == ["收尾"]


def test_a_clause_that_no_pattern_covers_stays_in_full() -> None:
    procedure = compile_matter(matter(("受理", "依法受理；涉及历史遗留问题的，参酌往年惯例妥为斟酌。")))
    assert [(clause.text, clause.stage) for clause in procedure.uncompiled] == [
        ("涉及历史遗留问题的，参酌往年惯例妥为斟酌", 0)
    ]
    assert [finding.rule for finding in procedure.findings] == ["P107"]


def test_what_the_province_does_is_our_own_work_at_the_province() -> None:
    rows = matter(("评审", "省农业农村厅组织专家评审并公布结果。"))
    county = compile_matter(rows, agency="清河县农业农村局")
    province = compile_matter(rows, agency="河南省农业农村厅")
    assert [step.external for step in county.steps if step.origin is Origin.DUTY] == [True, True]
    assert [step.external for step in province.steps] == [False, False]
