"""Another bureau comes to work by its own list alone, walked: rows of the table in ``paths``. What its list is, is told
in ``tests.elsewhere``."""

from __future__ import annotations

from tests.elsewhere.bureau import (
    CODE,
    CROPS,
    FARM,
    FARMS,
    FINANCE,
    LIST,
    MACHINES,
    NAME,
    PERMIT,
    SUBSIDY,
    list_file,
)
from tests.walks.forms import Papers, Rows, Term
from tests.walks.keeping import Bureau, Confirm, Corrects, Drops, Founded, Maps, Official
from tests.walks.path import Path, accept, post
from tests.walks.sights import Closed, Due, NotOffered, Public, Reads, Sight, Stands, TakesHome, Verified
from tests.walks.turns import Apply, Delivered, Do, Refused, Register, Serve, TimePasses

KEEPER, LEADER, SUPERVISOR = "清单王某", "局长褚某", "监察卫某"
CROP, CROP2, MACHINE, FARMER, FARMER2 = "农药周某", "农药吴某", "农机郑某", "农经冯某", "农经陈某"

HERE = Bureau(
    CODE,
    ((CODE, NAME, "bureau"), ("pingchuan-czj", FINANCE, "finance")),
    Official("pc-wang", KEEPER, CODE, "list_keeper"),
    (
        Official("pc-zhou", CROP, CODE, "handler", CROPS),
        Official("pc-wu", CROP2, CODE, "handler", CROPS),
        Official("pc-zheng", MACHINE, CODE, "handler", MACHINES),
        Official("pc-feng", FARMER, CODE, "handler", FARMS),
        Official("pc-chen", FARMER2, CODE, "office_head", FARMS),
        Official("pc-chu", LEADER, CODE, "leader"),
        Official("pc-wei", SUPERVISOR, CODE, "supervisor"),
    ),
    LIST,
    list_file(),
    (PERMIT.name, "窗口接件 → 实地查验 → 审定签批", CROPS, "职权编码"),
)

WHY = {"理由或来源": "局务会议纪要〔2026〕3号"}
VERDICT = "按结论出具：决定书（同意）或者决定书（不同意）"


def visit(who: str, other: str, cards: tuple[str, ...] = ()) -> Do:
    """现场核查 by two; ``cards``: those that they showed."""
    said = {
        "核查人员": (f"@{who}", f"@{other}"),
        **{f"{name}的证件号": card for name, card in zip((who, other), cards, strict=False)},
        "核查情况": "与所报情况一致。",
        "核查记录的签字": "核查人员和被核查单位均已签字",
        "结论": "符合、同意",
        "现场核查记录": "上传文件",
        "现场核查记录：上传的文件": Papers(("查验表.pdf",)),
    }
    return Do(who, "现场核查", said)


GRANTED = (
    Founded(HERE),
    Maps(KEEPER, "逐项清点", {"步骤种类": "其他责任", **WHY}),
    Corrects(KEEPER, "送达", {"单位": "工作日", **WHY}, "制作许可证"),
    Confirm(KEEPER),
    Register("沈某", "平川县走查农资有限公司", "91419900MA9900001"),
    Apply("沈某", {"项目名称": "走查农药经营门店"}),
    Reads("沈某", (PERMIT.name, "已收到，尚未受理", CROPS)),
    Closed(CROP, ("neighbour", "stranger", "handler", "leader", "supervisor", MACHINE, KEEPER)),
    accept(CROP, leaves="待登记凭证的盖章和送达"),
    Serve(CROP, "受理通知书", by_hand=True),
    TakesHome("沈某", "受理通知书", says=(NAME, PERMIT.name)),
    Due(CROP, "本环节办理", Term(12)),
    Refused(
        CROP,
        "现场核查",
        {
            "核查人员": (f"@{CROP}",),
            "核查情况": "与所报情况一致。",
            "核查记录的签字": "核查人员和被核查单位均已签字",
            "结论": "符合、同意",
            "现场核查记录": "上传文件",
            "现场核查记录：上传的文件": Papers(("查验表.pdf",)),
        },
        "两名以上",
    ),
    visit(CROP, CROP2, ("豫R0301", "豫R0302")),
    Due(LEADER, "本环节办理", Term(3)),
    NotOffered((CROP, CROP2), ("作出决定",)),
    Do(
        LEADER,
        "作出决定",
        {"结论": "准予许可", "意见和理由": "门店和仓库符合经营条件。", "决定书": VERDICT},
        letter="准予许可决定书",
    ),
    Reads("沈某", ("正在办理",), but_not=("准予许可", "门店和仓库符合")),
    Serve(CROP, "准予许可决定书", by_hand=True),
    TakesHome("沈某", "准予许可决定书", says=("决定准予许可",)),
    Verified(CROP, "准予许可决定书", hidden=("门店和仓库符合", "走查农药经营门店")),
    Delivered(CROP, "准予许可决定书"),
    Do(
        CROP,
        "公告",
        {"办理情况": "已在县政府网站公布。"},
        {"事由": "农药经营许可", "告知内容": "准予平川县走查农资有限公司经营农药。"},
        letter=f"{NAME}关于农药经营许可的公告",
    ),
    Do(CROP, "办结", leaves="办结"),
    NotOffered((CROP, LEADER), ("登记上级结果",)),
    Do(CROP, "后续监管", {"检查结论": "符合", "检查的情况": "随机抽查，符合经营条件。", "检查文书": "没有"}),
    Reads("沈某", ("办结", "准予许可决定书", "随机抽查，符合经营条件")),
    Sight(CROP, "门店和仓库符合", (), ("neighbour", "handler", "supervisor", MACHINE), SUPERVISOR),
)

RECOGNISED = (
    Founded(HERE),
    Maps(KEEPER, "形成入选建议", {"步骤种类": "其他责任", **WHY}),
    Drops(KEEPER, "评审", "聘请三名以上专家", "与逐项打分是同一步。"),
    Corrects(KEEPER, "告知补正", {"单位": "自然日", **WHY}, "附件残缺"),
    Confirm(KEEPER),
    Register("韩某", "平川县走查家庭农场", "91419900MA9900002"),
    Apply("韩某", {"项目名称": "走查家庭农场"}),
    accept(FARMER),
    visit(FARMER, FARMER2),
    Do(
        FARMER2,
        "评审",
        {
            "专家": Rows((("王教授", ""), ("刘教授", ""), ("孙教授", ""))),
            "评审意见": "建议入选。",
            "结论": "符合、同意",
        },
    ),
    *post(FARMER, Term(7), "平川县人民政府网站"),
    Public(("平川县走查家庭农场", NAME, "平川县人民政府网站"), but_not=("韩某", "建议入选")),
    NotOffered((LEADER,), ("作出决定",)),
    TimePasses(16),
    Do(FARMER, "结束公示"),
    Do(
        LEADER,
        "作出决定",
        {"结论": "予以确认", "意见和理由": "公示期满，无人反映问题。", "决定书": VERDICT},
        letter="予以确认决定书",
    ),
    Serve(FARMER, "予以确认决定书", by_hand=True),
    TakesHome("韩某", "予以确认决定书", says=("决定予以确认",)),
    Delivered(FARMER, "予以确认决定书"),
    Do(FARMER, "办结", leaves="办结"),
    Reads("韩某", ("办结", "予以确认决定书"), but_not=("建议入选",)),
    Sight(FARMER, "建议入选", (), ("neighbour", "stranger", CROP, MACHINE), SUPERVISOR),
)

TURNED_AWAY = (
    Founded(HERE),
    Corrects(KEEPER, "决定", {"步骤种类": "不予受理", **WHY}, "不予登记"),
    Corrects(KEEPER, "公示", {"单位": "自然日", **WHY}, "不少于7天"),
    Confirm(KEEPER),
    Register("杨某", "平川县走查农机合作社", "93419900MA9900003", "其他"),
    Apply("杨某", {"项目名称": "植保无人机"}),
    Stands(MACHINE, ("当场一次性指出", "无人经办")),
    NotOffered((LEADER, SUPERVISOR), ("受理", "作出不予受理决定")),
    Do(
        MACHINE,
        "作出不予受理决定",
        {"不予受理的理由": "所购机具超出补贴目录。"},
        leaves="不予受理",
        letter="不予受理通知书",
    ),
    Serve(MACHINE, "不予受理通知书", by_hand=True),
    TakesHome("杨某", "不予受理通知书", says=("所购机具超出补贴目录",)),
    Verified(MACHINE, "不予受理通知书", hidden=("超出补贴目录", "无人机")),
    Reads("杨某", ("不予受理",), but_not=("撤回申请",)),
    Sight(MACHINE, "超出补贴目录", (), ("neighbour", "finance", CROP, FARMER, KEEPER), SUPERVISOR),
)

PATHS = (
    Path(PERMIT.name, "另一机关的清单：导入、确认，准予许可", GRANTED, CODE),
    Path(FARM.name, "另一机关的清单：公示后予以确认", RECOGNISED, CODE),
    Path(SUBSIDY.name, "另一机关的清单：不予登记", TURNED_AWAY, CODE),
)
