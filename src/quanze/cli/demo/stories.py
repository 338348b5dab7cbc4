"""What happened in the demo's cases: who applied for what, and on which day what was done. A table to read and extend.

A turn is ``(days, verb, …)``: so many working days ago, what was done (``verbs``), and what it takes. The first turn
makes the case. Days are worked days, so that a date that is due tomorrow, or overdue, is so whenever the demo is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quanze.cli.demo.people import FUND, PARTIES, PRODUCTS

TURN = tuple[Any, ...]

MACHINES, MATERIALS, ROBOTS, ELECTRIC, PARK, _ = (code for code, *_ in PARTIES)


@dataclass(frozen=True, slots=True)
class Story:
    """One case. ``by`` is the log-in of who applies, for the party with that ``code``; ``team`` are those who handle
    it, the first of them its handler; ``said`` goes into the form before what is plausible; ``stamped``: its letters
    are sealed on paper. ``written``: until its end they were made outside the program, which has scans of them."""

    matter: str
    by: str
    code: str
    turns: tuple[TURN, ...]
    said: Mapping[str, Any] = field(default_factory=dict)
    team: tuple[str, str] = ("handler", "handler2")
    stamped: bool = False
    written: bool = False


def product(name: str, model: str, category: str = "装备制造", level: str = "国内先进") -> dict[str, Any]:
    """What the form of a new product says beside what is plausible anywhere."""
    return {
        "product": f"{name}（演示）",
        "model": model,
        "category": category,
        "level": level,
        "stage": "小批量生产",
        "staff": "126",
        "standard_kind": "企业标准",
        "standard": f"Q/YS 001—2026 {name}",
        "compare": [{"item": "主要性能", "mine": "提高15%", "domestic": "基准", "abroad": "相当"}],
        "environment": "是",
    }


TEST, USERS, STANDARD = "产品检测报告", "用户使用意见", "产品标准"

STORIES = (
    Story(  # to the recorded result, and what came afterwards
        PRODUCTS,
        "applicant",
        MACHINES,
        (
            (78, "submit"),
            (77, "notice", (TEST, USERS)),
            (77, "serve"),
            (72, "answer"),
            (71, "accept"),
            (71, "serve"),
            (67, "review", "材料齐全，内容真实，与产品一致。"),
            (67, "need", True, "首次申报，需要核对生产条件和检测记录。"),
            (64, "inspect", "产品、设备和检测记录与申报材料一致。"),
            (58, "appraise", "技术方案合理，主要指标达到国内先进水平，建议通过。"),
            (56, "review", "评价程序符合规定，结论可信。"),
            (54, "decide", True, "符合评价条件，通过初审。"),
            (54, "serve"),
            (53, "recommend", True, "产品技术先进，有推广价值。"),
            (52, "close"),
            (15, "result", "granted", "列入省级工业新产品名单（演示）。"),
            (4, "check_up", "报送的效益统计完整，产品销售稳定。"),
        ),
        product("高效节能圆锥破碎机", "YS-PYG900"),
    ),
    Story(  # reported up, its result outstanding
        PRODUCTS,
        "agent",
        MATERIALS,
        (
            (52, "submit"),
            (51, "accept"),
            (51, "serve"),
            (46, "review", "材料齐全，内容真实。"),
            (46, "need", False, "材料和检测报告已能说明情况。"),
            (40, "appraise", "配方和工艺有新意，检测数据可靠，建议通过。"),
            (38, "review", "评价程序符合规定，结论可信。"),
            (36, "decide", True, "符合评价条件，通过初审。"),
            (36, "serve"),
            (35, "recommend", True, "填补省内空白，建议推荐。"),
            (34, "close"),
        ),
        product("高强耐磨陶瓷衬板", "YS-AL95", "新材料", "省内领先"),
    ),
    Story(  # a negative decision, taken in a meeting
        PRODUCTS,
        "neighbour",
        ROBOTS,
        (
            (48, "submit"),
            (47, "accept"),
            (47, "serve"),
            (43, "review", "检测报告的型号与申报型号不一致，请核对。", False),
            (43, "need", True, "需要核对检测样品与申报产品是否一致。"),
            (40, "inspect", "现场产品与送检样品的型号、配置不同。", False),
            (34, "appraise", "送检样品不是申报产品，主要指标没有依据。", False),
            (32, "review", "评价程序符合规定，结论可信。", False),
            (30, "meet", "集体研究：检测报告不能证明申报产品的指标，不通过初审。"),
            (30, "decide", False, "检测报告的样品与申报产品的型号、配置不一致，主要指标没有依据。"),
            (29, "serve"),
            (28, "close"),
        ),
        product("六轴码垛机器人", "YS-R50"),
    ),
    Story(  # not ours
        PRODUCTS,
        "neighbour",
        ROBOTS,
        (
            (31, "submit"),
            (30, "decline", "申报的是食品新品种，不属于本机关的职权范围。", "卧龙区市场监督管理局"),
            (30, "serve"),
        ),
        product("即食山药片", "YS-F01", "食品轻纺"),
    ),
    Story(  # withdrawn by the applicant
        PRODUCTS,
        "colleague",
        MACHINES,
        (
            (27, "submit"),
            (26, "notice", (TEST,)),
            (26, "serve"),
            (20, "withdraw", "产品还要改进，改进后重新申报。"),
        ),
        product("移动式反击破碎站", "YS-MI120"),
    ),
    Story(  # before the leader
        PRODUCTS,
        "neighbour",
        MATERIALS,
        (
            (24, "submit"),
            (23, "accept"),
            (23, "serve"),
            (18, "review", "材料齐全，内容真实。"),
            (18, "need", False, "上年度同一生产线已经核查，情况没有变化。"),
            (9, "appraise", "产品性能稳定，建议通过。"),
            (6, "review", "评价程序符合规定，结论可信。"),
            (6, "note", "用户意见有两份是传真件，已请企业月底前补原件。"),
        ),
        product("再生铝合金棒材", "YS-6061R", "新材料", "国内先进"),
    ),
    Story(  # the notice was not answered in time
        PRODUCTS,
        "neighbour",
        ROBOTS,
        (
            (19, "submit"),
            (18, "notice", (TEST, STANDARD), 10),
            (18, "serve"),
        ),
        product("视觉分拣工作站", "YS-V8"),
    ),
    Story(  # being inspected
        PRODUCTS,
        "applicant",
        MACHINES,
        (
            (16, "submit"),
            (15, "accept"),
            (15, "serve"),
            (11, "review", "材料齐全，内容真实。"),
            (11, "need", True, "新增生产线，需要现场核对。"),
            (11, "note", "已与企业电话约定核查时间，两人前往。"),
        ),
        product("双动颚颚式破碎机", "YS-PEV600"),
    ),
    Story(  # a partner's opinion is waited for
        FUND,
        "applicant",
        MACHINES,
        (
            (15, "submit"),
            (14, "accept"),
            (14, "serve"),
            (10, "review", "申报材料齐全。"),
            (10, "review", "项目真实，符合申报指南。"),
            (9, "review", "信用查询没有发现异常。"),
            (9, "need", False, "设备已在前期核查。"),
        ),
        {"project": "破碎机智能装配线建设（演示）"},
        team=("handler3", "head2"),
    ),
    Story(  # at the window, sealed on paper
        PRODUCTS,
        "handler",
        ELECTRIC,
        (
            (12, "take_in", 13),
            (12, "accept"),
            (12, "stamp"),
            (12, "serve"),
        ),
        product("智能环网柜", "YS-RMU12"),
        stamped=True,
    ),
    Story(  # answered; to be looked at
        PRODUCTS,
        "agent",
        MATERIALS,
        (
            (8, "submit"),
            (7, "notice", (TEST, USERS), 10),
            (7, "serve"),
            (1, "answer"),
        ),
        product("石墨烯导热膜", "YS-GF25", "新材料"),
    ),
    Story(  # the answer to the notice is due tomorrow
        PRODUCTS,
        "colleague",
        MACHINES,
        (
            (10, "submit"),
            (9, "notice", (STANDARD,), 10),
            (9, "serve"),
        ),
        product("变频直驱球磨机", "YS-MQ21"),
    ),
    Story(  # accepted, its certificate not delivered yet
        PRODUCTS,
        "applicant",
        MACHINES,
        (
            (3, "submit"),
            (2, "accept"),
        ),
        product("重型筛分机", "YS-ZK36"),
    ),
    Story(  # just submitted, nobody's yet
        PRODUCTS,
        "neighbour",
        ROBOTS,
        ((1, "submit"),),
        product("协作装配机器人", "YS-C7"),
    ),
    Story(
        "省新型工业化产业示范基地申报",
        "park",
        PARK,
        ((2, "submit"),),
        {"base": "装备制造产业示范基地（演示）"},
    ),
    Story(
        "国家中小企业发展专项资金项目初审",
        "neighbour",
        MATERIALS,
        ((2, "submit"),),
        {"project": "导热膜生产线技术改造（演示）"},
        team=("handler3", "head2"),
    ),
    Story(  # in publicity, with an objection to be answered
        "国家及省级技术创新示范企业认定申报",
        "applicant",
        MACHINES,
        (
            (18, "submit"),
            (17, "accept"),
            (13, "review", "材料齐全，内容真实。"),
            (13, "need", False, "上年度已经核查，情况没有变化。"),
            (9, "decide", True, "符合申报条件。"),
            (2, "post"),
            (1, "objection", "公示单位的一项发明专利已经失效，请核实。"),
        ),
        {"title": "卧龙机械技术创新示范企业（演示）"},
        team=("handler3", "head2"),
    ),
    Story(  # on the announced list, and told to mend
        "钢铁、焦化等工业行业规范公告申报",
        "neighbour",
        MATERIALS,
        (
            (128, "submit"),
            (127, "accept"),
            (123, "review", "材料齐全，内容真实。"),
            (123, "need", False, "项目验收时已经核查。"),
            (118, "appraise", "符合规范条件，建议公示。"),
            (116, "post"),
            (108, "end_publicity"),
            (107, "report"),
            (106, "announce"),
            (105, "close"),
            (61, "result", "granted", "列入规范企业名单（演示）。"),
            (11, "order_to_mend", "年度监督检查发现除尘设施停运。", 30),
            (11, "serve"),
        ),
        {"firm_project": "白河新材料冶炼生产线（演示）"},
    ),
    Story(  # at the window, by somebody who is barred from it
        FUND,
        "handler3",
        ELECTRIC,
        ((8, "take_in", 8),),
        {"project": "环网柜自动化产线（演示）"},
        team=("handler3", "head2"),
    ),
    Story(PRODUCTS, "applicant", MACHINES, ((0, "draft"),), product("立式冲击破碎机", "YS-VSI95")),
)
