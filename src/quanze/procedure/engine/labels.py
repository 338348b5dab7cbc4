"""What people call endings, those who act, and what is not done yet. Kinds of step: ``quanze.procedure.labels``."""

from __future__ import annotations

from enum import StrEnum

from quanze.procedure.engine.events import Ending
from quanze.procedure.model import Kind


class Who(StrEnum):
    """By whom an act is done. Which person that may be is for the roles of an installation to say."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    LEADER = "leader"
    PARTNER = "partner"
    PUBLIC = "public"
    KEEPER = "keeper"
    CLOCK = "clock"


WHO = {
    Who.APPLICANT: "申请人",
    Who.OFFICER: "经办人",
    Who.LEADER: "负责人",
    Who.PARTNER: "会同部门",
    Who.PUBLIC: "任何人",
    Who.KEEPER: "清单管理员",
    Who.CLOCK: "到期自动",
}

UNDONE = {
    Kind.ACCEPT: ("尚未受理", "作出受理或者不予受理的决定"),
    Kind.REVIEW: ("尚未审查", "完成审查"),
    Kind.INSPECT: ("尚未现场核查", "完成现场核查并登记核查记录"),
    Kind.APPRAISE: ("尚未评审", "完成评审"),
    Kind.JOINT_REVIEW: ("尚未联合审核", "取得会同部门的意见"),
    Kind.DECIDE: ("尚未提出意见、作出决定", "提出意见、作出决定"),
    Kind.PUBLICIZE: ("公示尚未结束", "公示，并在期满、异议均已答复后结束公示"),
    Kind.ANNOUNCE: ("尚未公告", "公告"),
    Kind.RECOMMEND: ("尚未作出推荐或者不予推荐的决定", "作出推荐或者不予推荐的决定"),
    Kind.REPORT: ("尚未上报", "上报"),
    Kind.DELIVER: ("尚未送达申请人", "送达申请人并登记送达证明"),
    Kind.NOTIFY: ("尚未告知", "书面告知"),
    Kind.HEAR: ("尚未听证", "组织听证"),
    Kind.ENFORCE: ("尚未执行", "执行"),
}
"""Kind of a step that is owed → how people say that it is not done, and what has to be done first."""

ENDINGS = {
    Ending.DECLINED: "不予受理",
    Ending.WITHDRAWN: "申请人撤回",
    Ending.DEEMED_WITHDRAWN: "逾期未补正，视为撤回",
    Ending.NEGATIVE: "不予通过",
    Ending.REPORTED: "转报办结",
    Ending.COMPLETED: "办结",
    Ending.TRANSFERRED: "移送其他机关",
    Ending.ABOLISHED: "因清单调整终结",
}


def negative_name(kind: Kind) -> str:
    """What a negative verdict of a step of this kind is called. They are no permits: nobody says 不予许可."""
    return "不予推荐" if kind is Kind.RECOMMEND else "不予通过"
