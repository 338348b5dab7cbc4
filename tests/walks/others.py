"""The other matters, walked: rows of the table in ``paths``."""

from __future__ import annotations

from tests.walks.forms import Term
from tests.walks.keeping import Confirm, Corrects
from tests.walks.path import (
    BY_VERDICT,
    Path,
    accept,
    agree,
    decide,
    inspect,
    meet,
    need,
    recommend,
    report,
    result,
    review,
    sight,
    tell,
)
from tests.walks.sights import Closed, Due, NotOffered, Reads, Stands, TakesHome
from tests.walks.turns import Apply, Delivered, Do, Refused, Register, Serve, TimePasses

COAL = "关闭煤矿和报废矿井许可审核"

SUSPENDED = (
    Register("孙工", "走查第一矿业有限公司", "91411303MA9800011"),
    Apply("孙工", {"矿井名称": "走查一号井"}),
    accept("handler"),
    Do(
        "handler",
        "中止计时",
        {"中止计时的事由": "鉴定"},
        {"所需时间": "20个工作日"},
        letter="特别程序告知书",
    ),
    Serve("handler", "特别程序告知书"),
    TakesHome("孙工", "特别程序告知书"),
    Reads("孙工", ("中止",)),
    review("handler", "图纸与实测一致。"),
    NotOffered(("leader",), ("作出决定",)),
    TimePasses(10),
    Do("handler", "恢复计时", {"恢复的原因": "鉴定报告已经收到。"}),
    Do(
        "leader",
        "作出决定",
        {"结论": "审核同意", "意见和理由": "关闭方案可行。", "决定书": "现在出具批复（草稿）"},
        {"批复内容": "原则同意关闭走查一号井。"},
        letter=f"关于{COAL}的批复",
    ),
    Reads("孙工", ("正在办理",), but_not=("批复", "关闭方案可行")),
    Do("handler", "办结", leaves="办结"),
    Reads("孙工", ("办结", "特别程序告知书"), but_not=("原则同意",)),
    Closed("handler", ("applicant", "handler3", "finance", "recorder")),
    *sight("handler", "图纸与实测一致", reported=False),
)

REFUSED = (
    Register("孙工", "走查第二矿业有限公司", "91411303MA9800012"),
    Apply("孙工", {"矿井名称": "走查二号井"}),
    accept("handler"),
    review("handler", "采空区范围没有标注。", "不符合、不同意"),
    Refused(
        "leader",
        "作出决定",
        {"结论": "审核不同意", "意见和理由": "图纸不全。", "决定书": BY_VERDICT},
        "集体决策",
    ),
    Refused(
        "head",
        "集体决策",
        {"参会人员": ("@leader", "@head", "@handler2"), "赞成票": "4", "反对票": "0", "会议纪要": "没有"},
        "票数",
    ),
    meet("head", ("leader", "head", "handler2"), stood_back=("handler2",)),
    Stands("supervisor", ("集体决策", "演示经办人乙")),
    decide("审核不同意", "采空区范围没有标注，不能判断隐患。", "不予通过初审决定书"),
    Reads("孙工", ("正在办理",), but_not=("采空区范围没有标注", "集体")),
    Serve("handler", "不予通过初审决定书", by_hand=True),
    TakesHome("孙工", "不予通过初审决定书"),
    Delivered("handler", "不予通过初审决定书"),
    Do("handler", "办结", leaves="不予通过"),
    NotOffered(("handler", "leader"), ("登记上级结果", "后续监管")),
    Reads("孙工", ("不予通过",)),
    *sight("handler", "采空区范围没有标注", reported=False),
)

BASE = "省新型工业化产业示范基地申报"

PARK = (
    Register("李主任", "走查产业园区管理委员会", "12411303MB9800004", "园区管理机构"),
    Apply("李主任", {"示范基地名称": "走查装备制造产业示范基地"}, sub_kind="省级示范基地"),
    accept("handler"),
    Stands("handler", ("国家新型工业化产业示范基地",)),
    need("handler", "否", "申报的是省级示范基地，不按国家级的办法审查。"),
    review("handler", "按省级的办法审查，符合条件。"),
    report("handler", "示范基地申报书"),
    Do("handler", "办结", leaves="转报办结"),
    result("列入省新型工业化产业示范基地"),
    Reads("李主任", ("转报办结", "列入省新型工业化产业示范基地"), but_not=("按省级的办法审查",)),
    *sight("handler", "按省级的办法审查，符合条件"),
)

WORKSHOP = "省级智能工厂、智能车间申报"

EXTENDED = (
    Corrects(
        "keeper",
        "审查",
        {
            "期限": "20",
            "单位": "工作日",
            "最多延长": "10",
            "期限可以延长": True,
            "理由或来源": "走查：局务会议决定",
        },
    ),
    Confirm("keeper"),
    Register("吴工", "走查智能制造有限公司", "91411303MA9800008"),
    Apply("吴工", sub_kind="智能车间"),
    accept("handler3"),
    Due("handler3", "本环节办理", Term(20)),
    NotOffered(("handler3", "head2"), ("延长期限",)),
    Refused(
        "leader",
        "延长期限",
        {"延长多久": Term(15), "延长的理由": "涉及三个车间。", "告知申请人的文书": "没有"},
        "文书",
    ),
    Do(
        "leader",
        "延长期限",
        {"延长多久": Term(10), "延长的理由": "涉及三个车间，需要分别核查。"},
        letter="延长办理期限告知书",
    ),
    Due("handler3", "本环节办理", Term(30)),
    NotOffered(("leader",), ("延长期限",)),
    Serve("handler3", "延长办理期限告知书"),
    TakesHome("吴工", "延长办理期限告知书"),
    review("handler3"),
    inspect("handler3", "head2"),
    meet("leader", ("leader", "head2", "handler3"), against="1"),
    recommend("省级智能车间"),
    report("handler3", "省级智能车间申报材料"),
    *tell("handler3", "已推荐你单位申报省级智能车间。"),
    Do("handler3", "办结", leaves="转报办结"),
    result("列入省级智能车间名单"),
    Reads("吴工", ("转报办结", "列入省级智能车间名单"), but_not=("反对",)),
    *sight("handler3", "材料齐全，内容真实"),
)

CENTER = "河南省制造业创新中心申报"

JOINT = (
    Confirm("keeper"),
    Register("郑工", "走查创新中心有限公司", "91411303MA9800010"),
    Apply("郑工"),
    accept("handler3"),
    review("handler3"),
    review("handler3", "初步审查合格。"),
    inspect("handler3", "head2"),
    NotOffered(("handler3",), ("推荐",)),
    agree("finance", "财政部门审核同意。"),
    meet("leader", ("leader", "head2")),
    recommend("河南省制造业创新中心"),
    report("handler3", "创新中心申报材料"),
    report("handler3", "创新中心申报材料（联合行文）"),
    *tell("handler3", "已推荐你单位申报河南省制造业创新中心。"),
    Do("handler3", "办结", leaves="转报办结"),
    result("同意培育"),
    Reads("郑工", ("转报办结", "同意培育"), but_not=("财政部门审核同意",)),
    *sight("handler3", "初步审查合格", "finance"),
)

PATHS = (
    Path(COAL, "鉴定期间中止计时，审核同意", SUSPENDED),
    Path(COAL, "集体研究，审核不同意", REFUSED),
    Path(BASE, "按省级办法审查，上报", PARK),
    Path(WORKSHOP, "延长期限，推荐上报", EXTENDED),
    Path(CENTER, "与财政部门联合审核，推荐上报", JOINT),
)
