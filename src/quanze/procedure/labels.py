"""What people call the kinds of steps, facts and clauses, and how they say the time that a step has."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.procedure.clocks.hours import say_minutes
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.model import ClauseKind, FactKind, Kind, Limit, Step

KINDS: dict[Kind, str] = {
    Kind.ACCEPT: "受理",
    Kind.SUPPLEMENT: "告知补正",
    Kind.REFUSE: "不予受理",
    Kind.REVIEW: "审查",
    Kind.INSPECT: "现场核查",
    Kind.APPRAISE: "评审",
    Kind.DECIDE: "决定",
    Kind.JOINT_REVIEW: "联合审核",
    Kind.PUBLICIZE: "公示",
    Kind.ANNOUNCE: "公告",
    Kind.RECOMMEND: "推荐",
    Kind.REPORT: "上报",
    Kind.DELIVER: "送达",
    Kind.FOLLOW_UP: "后续监管",
    Kind.OTHER: "其他责任",
    Kind.NOTIFY: "告知",
    Kind.HEAR: "听取意见、听证",
    Kind.ENFORCE: "执行",
}

FACTS: dict[FactKind, str] = {
    FactKind.QUOTA: "名额",
    FactKind.COPIES: "份数",
    FactKind.DEADLINE: "截止",
    FactKind.PRIORITY: "优先",
    FactKind.ELIGIBILITY: "条件",
    FactKind.JURISDICTION: "管辖",
}

CLAUSES: dict[ClauseKind, str] = {
    ClauseKind.RECOVER: "收回资金",
    ClauseKind.BAR: "限制申报",
    ClauseKind.EXPERTS: "专家、中介",
    ClauseKind.STAFF: "工作人员",
    ClauseKind.JUDICIARY: "移送、刑事责任",
    ClauseKind.ASSIST: "协助执行",
    ClauseKind.RESPONSIBLE: "负有责任的人员",
}


def limit_words(limit: Limit | None) -> str:
    """``5个工作日``; nothing for no limit."""
    return "" if limit is None else f"{limit.n}{UNITS[limit.unit]}"


def time_words(step: Step) -> Iterator[str]:
    """The time that a step has (``当场或3日``, ``24小时``), and by how much it may be extended."""
    length = limit_words(step.limit) or ("" if step.minutes is None else say_minutes(step.minutes))
    said = "或".join(filter(None, ("当场" if step.on_the_spot else "", length)))
    if said:
        yield said
    if step.extendable:
        yield f"可以延长{limit_words(step.longer)}"
