"""How the matters of the demo usually go, and who applied for what in its two rounds: tables to read and extend. What
takes another turn than the usual one stands in ``stories``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from quanze.cli.demo.people import (
    CENTER,
    COAL,
    FUND,
    GREEN,
    INNOVATOR,
    PARTIES,
    PRODUCTS,
    SMART,
    SME,
    STEEL,
    ZONE,
)
from quanze.cli.demo.stories import TURN, Story, product

MACHINES, MATERIALS, ROBOTS, _, PARK, MINE = (code for code, *_ in PARTIES)

GRANTED, DENIED = "granted", "denied"

USUAL: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    COAL: (("accept",), ("review",), ("draft_reply",), ("close",)),
    SME: (
        ("accept",),
        ("serve",),
        ("appraise",),
        ("decide",),
        ("post",),
        ("end_publicity",),
        ("meet",),
        ("report",),
        ("close",),
    ),
    PRODUCTS: (
        ("accept",),
        ("review",),
        ("need", False, "材料和检测报告已能说明情况。"),
        ("appraise",),
        ("review", "评价程序符合规定，结论可信。"),
        ("decide",),
        ("recommend",),
        ("close",),
    ),
    FUND: (
        ("accept",),
        ("review",),
        ("review", "项目真实，符合申报指南。"),
        ("review", "信用查询没有发现异常。"),
        ("need", False, "材料已能说明情况。"),
        ("joint",),
        ("decide",),
        ("post",),
        ("end_publicity",),
        ("meet",),
        ("recommend",),
        ("report",),
        ("close",),
    ),
    ZONE: (
        ("accept",),
        ("need", False, "申报的是省级示范基地，不按国家级的办法审查。"),
        ("review",),
        ("report",),
        ("close",),
    ),
    STEEL: (
        ("accept",),
        ("review",),
        ("need", True, "新建生产线，需要现场核对。"),
        ("inspect",),
        ("appraise",),
        ("post",),
        ("end_publicity",),
        ("report",),
        ("announce",),
        ("close",),
    ),
    INNOVATOR: (
        ("accept",),
        ("review",),
        ("need", False, "上年度已经核查，情况没有变化。"),
        ("decide",),
        ("post",),
        ("end_publicity",),
        ("meet",),
        ("recommend",),
        ("report",),
        ("tell",),
        ("close",),
    ),
    SMART: (
        ("accept",),
        ("review",),
        ("inspect",),
        ("meet",),
        ("recommend",),
        ("report",),
        ("tell",),
        ("close",),
    ),
    GREEN: (
        ("accept",),
        ("review",),
        ("review", "初审合格。"),
        ("report",),
        ("post",),
        ("end_publicity",),
        ("close",),
    ),
    CENTER: (
        ("accept",),
        ("review",),
        ("review", "初步审查合格。"),
        ("inspect",),
        ("joint",),
        ("meet",),
        ("recommend",),
        ("report",),
        ("report",),
        ("tell",),
        ("close",),
    ),
}
"""Matter → what is done one after the other, from acceptance to the end."""

AFTER: Mapping[str, int] = {
    "accept": 1,
    "review": 3,
    "inspect": 3,
    "appraise": 4,
    "joint": 3,
    "decide": 2,
    "draft_reply": 4,
    "post": 1,
    "end_publicity": 7,
    "meet": 1,
    "report": 1,
    "announce": 1,
    "tell": 1,
}
"""So many working days after what was done before; the others on the same day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case: who (a log-in) applied for what for the party with that ``code``, so many working days ago
    (``begun``), and how far it went on the usual course: until the first ``to``, blank: to its end. ``then`` are
    further turns, ``said`` goes into the form."""

    matter: str
    by: str
    code: str
    begun: int
    to: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[TURN, ...] = ()


SECOND_OFFICE = frozenset({SME, FUND, INNOVATOR, SMART, CENTER})
"""The matters that the second office of the sample answers for."""

LAST, RESULT = 425, 300
"""Working days ago: when the cases of the last rounds came in, and when the results of them came. More than a year lies
behind a result, so that what is to be reported about a year is asked for."""


def _granted(words: str, *then: TURN) -> tuple[TURN, ...]:
    return ((RESULT, "result", GRANTED, f"{words}（演示）。"), *then)


LAST_ROUNDS = (
    Row(
        PRODUCTS,
        "applicant",
        MACHINES,
        LAST,
        said=product("单缸液压圆锥破碎机", "YS-HP500"),
        then=_granted("列入省级工业新产品名单", (25, "reports", "benefit")),
    ),
    Row(
        PRODUCTS,
        "neighbour",
        MATERIALS,
        LAST,
        said=product("氧化锆增韧陶瓷球", "YS-ZTA60", "新材料", "省内领先"),
        then=_granted("列入省级工业新产品名单"),
    ),
    Row(
        SME,
        "neighbour",
        MATERIALS,
        LAST,
        said={"project": "陶瓷衬板生产线改造（演示）"},
        then=_granted("同意安排专项资金", (40, "reports", "performance")),
    ),
    Row(
        FUND,
        "applicant",
        MACHINES,
        LAST,
        said={"project": "大型破碎机数字化车间（演示）"},
        then=_granted(
            "列入资金安排计划",
            (280, "records", "paid", {"amount": "300", "document": "演示财企〔2025〕8号"}),
            (45, "reports", "progress"),
            (43, "looks", True, "与现场核查的进度一致。"),
            (42, "records", "acceptance", {"words": "（演示）建设内容已经完成，同意通过验收。"}),
            (30, "records", "clearing", {"settled": "280", "balance": "20"}),
            (20, "records", "recovery", {"amount": "20", "why": "（演示）结余资金，按决定收回。"}),
        ),
    ),
    Row(
        FUND,
        "neighbour",
        ROBOTS,
        LAST,
        "post",
        {"project": "机器人本体产线（演示）"},
        then=(
            (402, "objection", "项目设备是租来的，请核实。"),
            (398, "meet", "集体研究：设备属租赁，不符合申报指南，异议成立。"),
            (398, "answer_objection", True, "经核实，项目设备属租赁，异议成立，不予推荐。"),
            (396, "tell"),
            (396, "close"),
        ),
    ),
    Row(
        ZONE,
        "park",
        PARK,
        LAST,
        said={"base": "装备制造产业示范基地一期（演示）", "sub_kind": "provincial"},
        then=_granted("认定为省新型工业化产业示范基地"),
    ),
    Row(
        INNOVATOR,
        "applicant",
        MACHINES,
        LAST,
        said={"title": "卧龙机械省级创新示范（演示）", "sub_kind": "provincial"},
        then=_granted("认定为省级技术创新示范企业"),
    ),
    Row(
        SMART,
        "applicant",
        MACHINES,
        LAST,
        said={"project": "破碎机智能车间（演示）", "sub_kind": "workshop"},
        then=_granted("列入省级智能车间名单"),
    ),
    Row(
        SMART,
        "neighbour",
        MATERIALS,
        LAST,
        said={"project": "陶瓷智能车间（演示）", "sub_kind": "workshop"},
        then=((RESULT, "result", DENIED, "未列入名单（演示）。"),),
    ),
    Row(
        GREEN,
        "neighbour",
        MATERIALS,
        LAST,
        said={"title": "白河新材料绿色工厂（演示）", "sub_kind": "provincial_factory"},
        then=_granted("列入省级绿色工厂名单"),
    ),
    Row(
        CENTER,
        "applicant",
        MACHINES,
        LAST,
        said={"center": "破碎装备创新中心（演示）"},
        then=_granted("同意培育"),
    ),
)
"""Cases of the rounds before these, ended; most with a result, some with what came of it."""

THESE_ROUNDS = (
    Row(
        SME,
        "applicant",
        MACHINES,
        10,
        "post",
        {"project": "公共检测平台（演示）", "direction": "公共服务体系"},
    ),
    Row(FUND, "neighbour", MATERIALS, 14, "need", {"project": "导热膜量产线（演示）"}),
    Row(FUND, "neighbour", ROBOTS, 13, "review", {"project": "视觉分拣装备产业化（演示）"}),
    Row(ZONE, "park", PARK, 9, "need", {"base": "智能装备示范基地（演示）", "sub_kind": "provincial"}),
    Row(
        INNOVATOR,
        "neighbour",
        ROBOTS,
        6,
        "review",
        {"title": "独山智能创新示范（演示）", "sub_kind": "provincial"},
    ),
    Row(
        SMART,
        "applicant",
        MACHINES,
        34,
        "inspect",
        {"project": "破碎机智能工厂（演示）"},
        then=((9, "meet"), (8, "recommend")),
    ),
    Row(
        SMART,
        "neighbour",
        MATERIALS,
        33,
        "inspect",
        {"project": "导热膜智能车间（演示）", "sub_kind": "workshop"},
    ),
    Row(SMART, "neighbour", ROBOTS, 33, "inspect", {"project": "机器人智能工厂（演示）"}),
    Row(
        GREEN,
        "applicant",
        MACHINES,
        13,
        "post",
        {"title": "卧龙机械绿色工厂（演示）", "sub_kind": "provincial_factory"},
    ),
    Row(
        GREEN,
        "park",
        PARK,
        5,
        "accept",
        {"title": "卧龙产业园绿色园区（演示）", "sub_kind": "provincial_park"},
    ),
    Row(
        CENTER, "applicant", MACHINES, 18, "inspect", {"center": "智能破碎创新中心（演示）", "platform": "是"}
    ),
    Row(CENTER, "neighbour", MATERIALS, 17, "review", {"center": "导热材料创新中心（演示）"}),
)
"""Cases of the rounds that are open, or that were open until lately."""

ALL_YEAR = (
    Row(
        COAL,
        "mine",
        MINE,
        150,
        said={"mine": "演示一号井"},
        then=((90, "result", GRANTED, "同意关闭（演示）。"),),
    ),
    Row(COAL, "mine", MINE, 12, "review", {"mine": "演示二号井"}),
    Row(COAL, "mine", MINE, 1, "submit", {"mine": "演示三号井"}),
    Row(
        STEEL,
        "applicant",
        MACHINES,
        12,
        "need",
        {"firm_project": "卧龙铸钢生产线（演示）", "sub_kind": "steel"},
    ),
    Row(
        STEEL,
        "neighbour",
        ROBOTS,
        360,
        said={"firm_project": "独山焦化一厂（演示）", "sub_kind": "coke"},
        then=(
            (RESULT, "result", GRANTED, "列入规范企业名单（演示）。"),
            (70, "order_to_mend", "年度监督检查发现焦炉烟气超标。", 30),
            (70, "serve"),
            (12, "propose_revocation", "整改期满复查，焦炉烟气仍然超标。"),
        ),
    ),
)
"""Cases of matters that are taken in all year."""


def usual_stories() -> Iterator[Story]:
    """All of them as stories."""
    for row in (*LAST_ROUNDS, *THESE_ROUNDS, *ALL_YEAR):
        written = row.begun >= RESULT  # before the bureau wrote its letters with the program
        team = ("handler3", "head2") if row.matter in SECOND_OFFICE else ("handler", "handler2")
        yield Story(row.matter, row.by, row.code, (*_turns(row), *row.then), row.said, team, written=written)


def _turns(row: Row) -> Iterator[TURN]:
    day = row.begun
    yield day, "submit"
    if row.to == "submit":
        return
    for verb, *more in USUAL[row.matter]:
        day -= AFTER.get(verb, 0)
        yield day, verb, *more
        if verb == row.to:
            return
