"""Matters with a publicity, walked: rows of the table in ``paths``."""

from __future__ import annotations

from tests.walks.forms import Term
from tests.walks.keeping import Bars
from tests.walks.path import (
    BARRED,
    CITY,
    GXJ,
    Path,
    accept,
    agree,
    appraise,
    decide,
    inspect,
    meet,
    need,
    post,
    recommend,
    report,
    result,
    review,
    sight,
    tell,
)
from tests.walks.sights import (
    Closed,
    Due,
    Followed,
    NotOffered,
    Public,
    Reads,
    Stands,
    TakesHome,
    Unpublished,
    Verified,
)
from tests.walks.turns import Apply, Do, Refused, Register, Serve, TimePasses

INNOVATOR = "国家及省级技术创新示范企业认定申报"

OBJECTED = "平川市某某设备有限公司"
OBJECTION = {"异议人": OBJECTED, "异议的内容": "申报的专利已经失效。"}

NOT_UPHELD = (
    Register("周工", "走查第七创新有限公司", "91411303MA9800007"),
    Apply("周工", {"申报名称": "走查第七创新有限公司"}, sub_kind="省级技术创新示范企业"),
    accept("handler3"),
    review("handler3"),
    need("handler3", "是", "首次申报。"),
    inspect("handler3", "head2"),
    Do("leader", "作出决定", {"结论": "推荐", "意见和理由": "符合条件。"}),
    NotOffered(("handler3",), ("推荐", "上报")),
    *post("handler3"),
    Stands("handler3", ("公示",)),
    Public(("走查第七创新有限公司", "省级技术创新示范企业", "公示公告栏"), but_not=("0377-63000088", "周工")),
    Do("handler3", "提出异议", OBJECTION),
    Stands("handler3", ("第1号", OBJECTED, "专利已经失效", "待核实答复")),
    Reads("周工", ("公示",), but_not=(OBJECTED, "专利已经失效")),
    TimePasses(15),
    NotOffered(("handler3",), ("结束公示",)),
    Do(
        "handler3",
        "答复异议",
        {"异议成立": "否", "核实情况和答复": "经核实，专利有效。"},
        letter="异议答复书",
    ),
    Do("handler3", "结束公示"),
    meet("leader", ("leader", "head2", "handler3")),
    recommend("省级技术创新示范企业"),
    report("handler3", "省级技术创新示范企业申报材料"),
    *tell("handler3", "已推荐你单位申报省级技术创新示范企业。"),
    Do("handler3", "办结", leaves="转报办结"),
    result("认定为省级技术创新示范企业"),
    Followed("leader", ("走查第七创新有限公司", "在名单")),
    Reads("周工", ("转报办结", "认定为省级技术创新示范企业", "告知书"), but_not=(OBJECTED,)),
    *sight("handler3", "材料齐全，内容真实"),
)

SITE = "现场核查：需要进行现场核查的，应当指派两名以上工作人员进行现场核查"

INSPECTED_AGAIN = (
    Register("蒋工", "走查第七仪表有限公司", "91411303MA9800027"),
    Apply("蒋工", {"申报名称": "走查第七仪表有限公司"}, sub_kind="省级技术创新示范企业"),
    accept("handler3"),
    review("handler3"),
    need("handler3", "是", "首次申报。"),
    inspect("handler3", "head2"),
    decide("推荐"),
    *post("handler3"),
    Public(("走查第七仪表有限公司",), but_not=("蒋工",)),
    Do("handler3", "提出异议", {"异议人": OBJECTED, "异议的内容": "研发设备已经搬走。"}),
    TimePasses(15),
    Do(
        "handler3",
        "答复异议",
        {"异议成立": "是", "核实情况和答复": "属实，重新核查。", "异议成立的，退回哪一步重办": SITE},
        letter="异议答复书",
    ),
    Stands("head2", ("异议成立", "退回重办", "现场核查")),
    Unpublished(),
    Reads("蒋工", ("正在办理",), but_not=(OBJECTED, "研发设备已经搬走", "属实，重新核查")),
    NotOffered(("handler3", "leader"), ("推荐", "结束公示", "上报")),
    need("handler3", "是", "异议说的是现场。"),
    inspect("handler3", "head2", "不符合、不同意"),
    meet("leader", ("leader", "head2", "handler3")),
    decide("不予推荐", "研发设备不在申报地点，不符合条件。", "不予通过初审决定书"),
    Serve("handler3", "不予通过初审决定书"),
    TakesHome("蒋工", "不予通过初审决定书", says=("研发设备不在申报地点",)),
    Do("handler3", "办结", leaves="不予通过"),
    NotOffered(("handler3", "leader"), ("登记上级结果", "后续监管")),
    Reads("蒋工", ("不予通过",), but_not=(OBJECTED,)),
    *sight("handler3", "材料齐全，内容真实", reported=False),
)

STEEL = "钢铁、焦化等工业行业规范公告申报"

REVOKED = (
    Register("钱工", "走查第六焦化有限公司", "91411303MA9800006"),
    Apply("钱工", {"申报名称": "走查第六焦化有限公司焦化生产线"}, sub_kind="焦化"),
    accept("handler"),
    review("handler"),
    need("handler", "是", "新建生产线。"),
    inspect("handler", "handler2"),
    appraise("handler2"),
    *post("handler"),
    Public(("走查第六焦化有限公司", "焦化", "符合规范条件"), but_not=("钱工", "环境影响评价")),
    TimePasses(15),
    Public(("公示期已满",), listed=False),
    Do("handler", "结束公示"),
    report("handler", "焦化行业规范企业申请材料"),
    Do(
        "handler",
        "公告",
        {"办理情况": "无异议，予以公告。"},
        {"事由": "焦化行业规范企业", "告知内容": "走查第六焦化有限公司符合规范条件。"},
        letter=f"{GXJ}关于焦化行业规范企业的公告",
    ),
    Do("handler", "办结", leaves="转报办结"),
    result("列入焦化行业规范企业名单（第九批）", organ="工业和信息化部"),
    Reads("钱工", ("转报办结", "列入焦化行业规范企业名单")),
    NotOffered(("leader", "recorder"), ("后续监管",)),
    Refused(
        "handler",
        "后续监管",
        {"检查结论": "整改后仍不符合，建议撤销", "检查的情况": "排放超标。", "检查文书": "没有"},
        "限期整改",
    ),
    Do(
        "handler",
        "后续监管",
        {"检查结论": "限期整改", "检查的情况": "二号焦炉除尘设施停运。", "整改期限": Term(30)},
        letter="限期整改通知书",
    ),
    Serve("handler", "限期整改通知书"),
    TakesHome("钱工", "限期整改通知书"),
    Reads("钱工", ("整改", "二号焦炉除尘设施停运")),
    Followed("head", ("走查第六焦化有限公司", "限期整改")),
    TimePasses(60),
    Followed("head", ("走查第六焦化有限公司", "已逾期")),
    Do(
        "handler",
        "后续监管",
        {"检查结论": "整改后仍不符合，建议撤销", "检查的情况": "除尘设施仍未恢复运行。"},
        {"主送机关": "南阳市工业和信息化局"},
        letter=f"{GXJ}关于建议撤销走查第六焦化有限公司{STEEL}的函",
    ),
    Followed("head", ("走查第六焦化有限公司", "已建议撤销")),
    result("撤销规范企业公告", "不予认定、未列入", organ="工业和信息化部"),
    Followed("head", ("走查第六焦化有限公司", "已移出名单"), left=True),
    Reads("钱工", ("撤销规范企业公告",)),
    *sight("handler", "材料齐全，内容真实"),
)

ANNOUNCED = (
    Register("赵工", "走查第六钢铁有限公司", "91411303MA9800016"),
    Apply("赵工", {"申报名称": "走查第六钢铁有限公司炼钢生产线"}, sub_kind="钢铁"),
    accept("handler"),
    review("handler"),
    need("handler", "否", "上年度核查过，没有变化。"),
    appraise("handler2"),
    *post("handler"),
    Public(("走查第六钢铁有限公司", "钢铁"), but_not=("赵工", "0377-63000088")),
    NotOffered(("handler",), ("公告", "上报", "结束公示")),
    TimePasses(15),
    Do("handler", "结束公示"),
    report("handler", "钢铁行业规范企业申请材料"),
    Do(
        "handler",
        "公告",
        {"办理情况": "无异议，予以公告。"},
        {"事由": "钢铁行业规范企业", "告知内容": "走查第六钢铁有限公司符合规范条件。"},
        letter=f"{GXJ}关于钢铁行业规范企业的公告",
    ),
    Do("handler", "办结", leaves="转报办结"),
    result("列入钢铁行业规范企业名单（第五批）", organ="工业和信息化部"),
    Do("handler", "后续监管", {"检查结论": "符合", "检查的情况": "保持规范条件。", "检查文书": "没有"}),
    Followed("head", ("走查第六钢铁有限公司", "在名单")),
    Reads("赵工", ("转报办结", "列入钢铁行业规范企业名单", "保持规范条件")),
    *sight("handler", "材料齐全，内容真实"),
)

SME = "国家中小企业发展专项资金项目初审"

REPORTED = (
    Register("冯工", "走查中小企业有限公司", "91411303MA9800013"),
    Apply("冯工", {"项目名称": "走查生产线改造"}),
    accept("handler3", leaves="待登记凭证的盖章和送达"),
    Serve("handler3", "受理通知书"),
    appraise("handler3"),
    decide("通过初审"),
    *post("handler3"),
    Public(("走查中小企业有限公司", "走查生产线改造", "申请专项资金"), but_not=("冯工", "绩效")),
    TimePasses(15),
    Do("handler3", "结束公示"),
    NotOffered(("handler3",), ("上报",)),
    meet("leader", ("leader", "head2", "handler3")),
    report("handler3", "专项资金安排方案"),
    Do("handler3", "办结", leaves="转报办结"),
    result("同意安排", organ=CITY),
    Reads("冯工", ("转报办结", "同意安排")),
    *sight("handler3", "建议通过"),
)

PLAN, AUDIT = "绩效目标申报表", "上年度财务审计报告"

UNANSWERED = (
    Register("沈工", "走查小微纺织有限公司", "91411303MA9800023"),
    Apply("沈工", {"项目名称": "走查织机更新"}, ("专项资金申请报告",)),
    Closed("handler3", ("neighbour", "stranger", "finance", "handler", "recorder", "sysadmin")),
    Do(
        "handler3",
        "一次性告知补正",
        {"需要补正的全部材料": (PLAN, AUDIT), "补正期限": Term(15)},
        leaves="待申请人补正2项材料",
        letter="材料补正告知书",
    ),
    Due("handler3", "补交材料", Term(15)),
    Serve("handler3", "材料补正告知书"),
    TakesHome("沈工", "材料补正告知书", says=(PLAN, AUDIT)),
    Reads("沈工", ("请您补交2项材料", PLAN, AUDIT)),
    NotOffered(("handler3",), ("受理", "一次性告知补正")),
    TimePasses(40),
    Stands("supervisor", ("待申请人补正2项材料", "补交期限已满")),
    Reads("沈工", ("期限已经过了",)),
    Do(
        "handler3",
        "作出不予受理决定",
        {"不予受理的理由": "一次性告知以后逾期没有补正，申请材料不齐全。"},
        leaves="待登记凭证的盖章和送达",
        letter="不予受理通知书",
    ),
    Serve("handler3", "不予受理通知书", by_hand=True),
    Stands("handler3", ("不予受理", "本件已经结束")),
    TakesHome("沈工", "不予受理通知书", says=("逾期没有补正",)),
    Verified("handler3", "不予受理通知书", hidden=("逾期没有补正", "织机")),
    Reads("沈工", ("不予受理",), but_not=("逐项补交", "撤回申请")),
    NotOffered(("handler3", "leader"), ("受理", "登记上级结果")),
    *sight("handler3", "逾期没有补正", reported=False),
)

FUND = "省先进制造业发展专项资金项目申报"

ARRANGED = (
    Register("韩工", "走查先进装备有限公司", "91411303MA9800033"),
    Apply("韩工", {"项目名称": "走查数控机床"}),
    accept("handler3"),
    review("handler3"),
    review("handler3", "项目真实、合法。"),
    review("handler3", "信用没有异常。"),
    need("handler3", "是", "新建项目。"),
    inspect("handler3", "head2"),
    NotOffered(("leader",), ("联合审核", "作出决定")),
    Stands("finance", ("走查数控机床", "联合审核"), but_not=("信用没有异常",)),
    agree("finance", "财政部门同意。"),
    Closed("handler3", ("neighbour", "stranger", "handler", "recorder", "sysadmin")),
    decide("推荐"),
    *post("handler3"),
    Public(("走查先进装备有限公司", "走查数控机床"), but_not=("韩工", "0377-63000088")),
    TimePasses(15),
    Do("handler3", "结束公示"),
    meet("leader", ("leader", "head2", "handler3")),
    recommend("先进制造业发展专项资金项目"),
    report("handler3", "先进制造业发展专项资金项目申请材料"),
    Do("handler3", "办结", leaves="转报办结"),
    result("安排专项资金120万元"),
    Reads("韩工", ("转报办结", "安排专项资金120万元"), but_not=("财政部门同意", "信用没有异常")),
    *sight("handler3", "信用没有异常", "finance"),
)

UPHELD = (
    Register("陈工", "走查先进制造有限公司", "91411303MA9800003"),
    Apply("陈工", {"项目名称": "走查智能装配线"}),
    accept("handler3"),
    review("handler3"),
    review("handler3", "项目真实、合法。"),
    review("handler3", "信用没有异常。"),
    need("handler3", "否", "材料已能说明。"),
    NotOffered(("leader",), ("联合审核",)),
    agree("finance", "财政部门同意。"),
    decide("推荐"),
    *post("handler3"),
    Do("handler3", "提出异议", {"异议的内容": "项目设备是租来的。"}),
    Reads("陈工", ("公示",), but_not=("租来的",)),
    Refused(
        "handler3",
        "答复异议",
        {"异议成立": "是", "核实情况和答复": "属实，不予推荐。", "答复书": "没有"},
        "集体决策",
    ),
    meet("leader", ("leader", "head2", "handler3")),
    Do(
        "handler3",
        "答复异议",
        {"异议成立": "是", "核实情况和答复": "属实，不予推荐。", "答复书": "没有"},
    ),
    Stands("head2", ("异议成立", "匿名", "结论：不予通过")),
    Unpublished(),
    *tell("handler3", "公示期间的异议经核实成立，不予推荐。"),
    Do("handler3", "办结", leaves="不予通过"),
    Reads("陈工", ("不予通过", "告知书"), but_not=("租来的",)),
    *sight("handler3", "项目真实、合法", "finance", reported=False),
)

SWINDLER, SWINDLED = "走查虚报机械有限公司", "91411303MA9800043"
DECISION = "豫财监〔2026〕12号"

TURNED_AWAY = (
    Bars("leader", SWINDLER, SWINDLED, "省先进制造业发展专项资金", "河南省财政厅", DECISION),
    Register("许工", SWINDLER, SWINDLED),
    Apply("许工", {"项目名称": "走查虚报项目"}, warned=(BARRED, DECISION)),
    Reads("许工", ("已收到，尚未受理", BARRED, DECISION)),
    Stands("handler3", (BARRED, DECISION)),
    Stands("supervisor", (BARRED, DECISION)),
    NotOffered(("leader",), ("受理", "作出不予受理决定")),
    Do(
        "handler3",
        "作出不予受理决定",
        {"可以引用的情形": (BARRED,), "不予受理的理由": "限制申报期内不得申报本专项资金。"},
        leaves="不予受理",
        letter="不予受理通知书",
    ),
    Serve("handler3", "不予受理通知书"),
    TakesHome("许工", "不予受理通知书", says=(BARRED, DECISION, "限制申报期内不得申报本专项资金")),
    Verified("handler3", "不予受理通知书", hidden=("限制申报", "虚报项目")),
    Reads("许工", ("不予受理",), but_not=("撤回申请", "虚报项目投资额")),
    NotOffered(("handler3", "leader"), ("受理", "登记上级结果")),
    *sight("handler3", "限制申报期内不得申报本专项资金", reported=False),
)

GREEN = "国家级和省级绿色工厂、绿色园区申报"

LISTED = (
    Register("褚工", "走查绿色制造有限公司", "91411303MA9800009"),
    Apply("褚工", {"申报名称": "走查绿色工厂", "用地集约化：容积率": "1.2"}, sub_kind="省级绿色工厂"),
    accept("handler"),
    review("handler"),
    review("handler", "初审合格。"),
    report("handler", "绿色工厂申报材料"),
    *post("handler"),
    Public(("走查绿色制造有限公司", "省级绿色工厂"), but_not=("褚工",)),
    TimePasses(15),
    Do("handler", "结束公示"),
    Do("handler", "办结", leaves="转报办结"),
    result("列入省级绿色工厂名单"),
    Followed("head", ("走查绿色制造有限公司", "在名单")),
    Reads("褚工", ("转报办结", "列入省级绿色工厂名单")),
    *sight("handler", "初审合格"),
)

PATHS = (
    Path(SME, "公示、集体研究，上报", REPORTED),
    Path(SME, "逾期没有补正，不予受理", UNANSWERED),
    Path(FUND, "与财政部门联合审核，推荐上报", ARRANGED),
    Path(FUND, "公示期的异议成立，不予推荐", UPHELD),
    Path(FUND, "限制申报期内的申请，不予受理", TURNED_AWAY),
    Path(STEEL, "公告，后续监管符合", ANNOUNCED),
    Path(STEEL, "公告，整改后仍不符合，建议撤销", REVOKED),
    Path(INNOVATOR, "公示期的异议不成立，上报", NOT_UPHELD),
    Path(INNOVATOR, "异议成立，退回核查，不予推荐", INSPECTED_AGAIN),
    Path(GREEN, "上报并公示，列入名单", LISTED),
)
