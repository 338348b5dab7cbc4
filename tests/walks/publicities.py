"""Matters with a publicity, walked: rows of the table in ``paths``."""

from __future__ import annotations

from tests.walks.forms import Term
from tests.walks.path import (
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
    tell,
)
from tests.walks.turns import (
    Apply,
    Do,
    Followed,
    NotOffered,
    Public,
    Reads,
    Refused,
    Register,
    Serve,
    Stands,
    TakesHome,
    TimePasses,
    Unpublished,
)

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
    post("handler3"),
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
    post("handler"),
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
)

SME = "国家中小企业发展专项资金项目初审"

REPORTED = (
    Register("冯工", "走查中小企业有限公司", "91411303MA9800013"),
    Apply("冯工", {"项目名称": "走查生产线改造"}),
    accept("handler3", leaves="待登记凭证的盖章和送达"),
    Serve("handler3", "受理通知书"),
    appraise("handler3"),
    decide("通过初审"),
    post("handler3"),
    Public(("走查中小企业有限公司", "走查生产线改造", "申请专项资金"), but_not=("冯工", "绩效")),
    TimePasses(15),
    Do("handler3", "结束公示"),
    NotOffered(("handler3",), ("上报",)),
    meet("leader", ("leader", "head2", "handler3")),
    report("handler3", "专项资金安排方案"),
    Do("handler3", "办结", leaves="转报办结"),
    result("同意安排", organ=CITY),
    Reads("冯工", ("转报办结", "同意安排")),
)

FUND = "省先进制造业发展专项资金项目申报"

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
    post("handler3"),
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
)

GREEN = "国家级和省级绿色工厂、绿色园区申报"

LISTED = (
    Register("褚工", "走查绿色制造有限公司", "91411303MA9800009"),
    Apply("褚工", {"申报名称": "走查绿色工厂", "用地集约化：容积率": "1.2"}, sub_kind="省级绿色工厂"),
    accept("handler"),
    review("handler"),
    review("handler", "初审合格。"),
    report("handler", "绿色工厂申报材料"),
    post("handler"),
    Public(("走查绿色制造有限公司", "省级绿色工厂"), but_not=("褚工",)),
    TimePasses(15),
    Do("handler", "结束公示"),
    Do("handler", "办结", leaves="转报办结"),
    result("列入省级绿色工厂名单"),
    Followed("head", ("走查绿色制造有限公司", "在名单")),
    Reads("褚工", ("转报办结", "列入省级绿色工厂名单")),
)

PATHS = (
    Path(SME, "公示、集体研究，上报", REPORTED),
    Path(FUND, "公示期的异议成立，不予推荐", UPHELD),
    Path(STEEL, "公告，整改后仍不符合，建议撤销", REVOKED),
    Path(INNOVATOR, "公示期的异议不成立，上报", NOT_UPHELD),
    Path(GREEN, "上报并公示，列入名单", LISTED),
)
