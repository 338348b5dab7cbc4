"""Which matter is walked on which paths: a table. A path is its turns; a further matter is further rows."""

from __future__ import annotations

from tests.walks import elsewhere, others, publicities
from tests.walks.forms import Papers, Rows, Term
from tests.walks.path import Path
from tests.walks.sights import Closed, Due, NotOffered, Reads, Stands, TakesHome, Verified
from tests.walks.turns import Answer, Apply, Do, Find, Refused, Register, Serve, TimePasses

PRODUCT = "省级工业新产品综合评价"
TEST, USERS = "产品检测报告", "用户使用意见"
REPORTS = ("工业新产品综合评价申请表", "研制总结报告", "技术报告", "经济社会效益分析报告", "产品标准")

FORM = {
    "所属行业": "通用设备制造业",
    "注册地址": "南阳市卧龙区走查路1号",
    "生产（研发）地址": "南阳市卧龙区走查路1号",
    "职工人数": "86",
    "新产品名称": "走查用圆锥破碎机",
    "规格型号": "ZC-900",
    "产品领域": "装备制造",
    "研制完成日期": "2026-03-01",
    "现在的阶段": "小批量生产",
    "主要用途和性能": "用于硬岩中细碎，处理能力每小时90吨。",
    "技术创新点": "层压破碎腔型。",
    "自评技术水平": "国内先进",
    "与同类产品比较": Rows((("单位电耗", "0.9千瓦时/吨", "1.2千瓦时/吨", ""),)),
    "研发总投入": "320",
    "是否与其他单位合作研制": "否",
    "主要研制人员": Rows((("张工", "高级工程师", "总体设计"),)),
    "是否有知识产权": "否",
    "执行的标准": "企业标准",
    "标准编号和名称": "Q/ZC 001—2026 圆锥破碎机",
    "检测机构": "走查检验检测中心",
    "检测报告编号": "ZC2026001",
    "检测报告日期": "2026-04-01",
    "是否做过科技查新": "否",
    "形成的年生产能力": "60台/年",
    "新产品效益": Rows((("0", "0", "0", ""), ("3", "240", "18", ""), ("12", "960", "77", ""))),
    "主要用户": Rows((("走查矿业有限公司", "", ""),)),
    "是否属于国家规定须经许可、认证方可生产销售的产品": "否",
    "生产是否符合环境保护、安全生产要求": "是",
    "联系人姓名": "张工",
    "联系电话": "0377-63000088",
    "真实性声明": True,
    "信用声明": True,
    "公示声明": True,
}

RECOMMENDED = (
    Register("李工", "走查第一机械有限公司", "91411303MA9800001"),
    Apply("李工", FORM, (*REPORTS, USERS)),
    Reads("李工", (PRODUCT, "受理"), but_not=("备注",)),
    Closed("handler", ("neighbour", "stranger", "finance", "handler3", "recorder", "sysadmin")),
    Stands("head", ("无人经办", "一次告知申请人需要补正的全部内容", "申请人身份待核验")),
    Do(
        "handler",
        "一次性告知补正",
        {"需要补正的全部材料": (TEST,), "补正期限": Term(5)},
        leaves="待申请人补正1项材料",
        letter="材料补正告知书",
    ),
    Due("handler", "补交材料", Term(5)),
    Serve("handler", "材料补正告知书"),
    TakesHome("李工", "材料补正告知书"),
    Reads("李工", (TEST, "补交")),
    Answer("李工", (TEST,)),
    Do("handler", "受理", leaves="待登记凭证的盖章和送达", letter="受理通知书"),
    Serve("handler", "受理通知书"),
    TakesHome("李工", "受理通知书"),
    Verified("handler", "受理通知书", hidden=("走查用圆锥破碎机", "张工")),
    Stands("handler", ("审查", "已经在规定期限")[:1]),
    Do("handler", "审查", {"审核意见": "材料齐全，内容真实。", "结论": "符合、同意"}),
    Do("handler", "认定是否需要", {"本件需要这一环节": "是", "需要或者不需要的理由": "新增生产线。"}),
    Refused(
        "handler",
        "现场核查",
        {
            "核查人员": ("@handler",),
            "核查情况": "与材料一致。",
            "核查记录的签字": "核查人员和被核查单位均已签字",
            "结论": "符合、同意",
            "现场核查记录": "上传文件",
            "现场核查记录：上传的文件": Papers(("核查记录.pdf",)),
        },
        "两名以上工作人员",
    ),
    Do(
        "handler",
        "现场核查",
        {
            "核查人员": ("@handler", "@handler2"),
            "核查情况": "与材料一致。",
            "核查记录的签字": "核查人员和被核查单位均已签字",
            "结论": "符合、同意",
            "现场核查记录": "上传文件",
            "现场核查记录：上传的文件": Papers(("核查记录.pdf",)),
        },
    ),
    Do(
        "handler2",
        "评审",
        {"专家": Rows((("王教授",),)), "评审意见": "建议通过。", "结论": "符合、同意"},
    ),
    Do("handler", "审查", {"审核意见": "结论可信。", "结论": "符合、同意"}, leaves="决定"),
    Stands("handler", ("现在没有等您办理的事项",)),
    Do(
        "leader",
        "作出决定",
        {
            "结论": "通过初审",
            "意见和理由": "符合评价条件。",
            "决定书": "按结论出具：通过初审决定书或者不予通过初审决定书",
        },
        letter="通过初审决定书",
    ),
    Reads("李工", (), but_not=("材料齐全，内容真实", "建议通过")),
    Serve("handler", "通过初审决定书", by_hand=True),
    Do(
        "leader",
        "推荐",
        {"结论": "通过初审", "意见和理由": "技术先进。"},
        {
            "主送机关": "南阳市工业和信息化局",
            "事由": "推荐省级工业新产品",
            "推荐名单": Rows((("走查第一机械有限公司", "圆锥破碎机"),)),
        },
    ),
    Do("handler", "办结", leaves="转报办结"),
    Do(
        "recorder",
        "登记上级结果",
        {
            "作出结果的机关": "河南省工业和信息化厅",
            "结果": "予以认定、列入",
            "结果的内容": "列入省级工业新产品名单",
        },
    ),
    Reads("李工", ("转报办结", "列入省级工业新产品名单", "受理通知书"), but_not=("技术先进",)),
    Closed("handler", ("neighbour", "stranger", "finance", "handler3", "sysadmin")),
)

NOT_OURS = (
    Register("王工", "走查第二食品有限公司", "91411303MA9800002"),
    Apply("王工", {**FORM, "新产品名称": "走查用即食山药片"}, (*REPORTS, TEST, USERS)),
    NotOffered(("leader", "supervisor"), ("受理", "作出不予受理决定", "一次性告知补正")),
    Refused(
        "handler",
        "作出不予受理决定",
        {"申请事项属于本机关职权": "否", "不予受理的理由": "不属于本机关职权范围。"},
        "有权",
    ),
    Do(
        "handler",
        "作出不予受理决定",
        {
            "申请事项属于本机关职权": "否",
            "有权办理的机关": "卧龙区市场监督管理局",
            "不予受理的理由": "食品新品种不属于本机关职权范围。",
        },
        leaves="待登记凭证的盖章和送达",
        letter="不予受理通知书",
    ),
    Serve("handler", "不予受理通知书", by_hand=True),
    Stands("handler", ("不予受理", "本件已经结束")),
    NotOffered(("handler", "leader"), ("受理", "一次性告知补正", "登记上级结果")),
    TakesHome("王工", "不予受理通知书"),
    Reads("王工", ("不予受理", "卧龙区工业和信息化局"), but_not=("撤回申请",)),
    Verified("handler", "不予受理通知书", hidden=("食品新品种", "山药片")),
    Closed("handler", ("applicant", "stranger", "finance", "recorder", "handler3")),
)

UNANSWERED = (
    Find("handler", "补交或者公示期已满", "视觉分拣工作站"),
    Stands("handler", ("补交期限已满", "待申请人补正2项材料")),
    Reads("neighbour", (TEST, "产品标准", "材料补正告知书")),
    NotOffered(("handler", "head"), ("受理",)),
    TimePasses(),
    Stands("supervisor", ("待申请人补正2项材料", "补交期限已满")),
    Do(
        "handler",
        "作出不予受理决定",
        {"不予受理的理由": "一次性告知以后逾期没有补正，申请材料不齐全。"},
        leaves="待登记凭证的盖章和送达",
        letter="不予受理通知书",
    ),
    Serve("handler", "不予受理通知书"),
    Stands("handler", ("不予受理", "本件已经结束")),
    TakesHome("neighbour", "不予受理通知书"),
    Reads("neighbour", ("不予受理",), but_not=("逐项补交", "撤回申请")),
    Closed("handler", ("applicant", "park", "stranger", "finance", "handler3")),
)

PATHS = (
    Path(PRODUCT, "推荐上报，登记上级结果", RECOMMENDED),
    Path(PRODUCT, "不属于本机关职权，不予受理", NOT_OURS),
    Path(PRODUCT, "逾期没有补正，不予受理", UNANSWERED),
    *publicities.PATHS,
    *others.PATHS,
    *elsewhere.PATHS,
)
