"""How long a complaint may take, and whether it is late. Pure.

《河南省优化营商环境条例》第七十八条 is an example of what places lay down: “……应当在三十日内办结并答复，情况复杂的
案件，经行政机关负责人同意可以延长三十日。对不属于本部门职权范围内的投诉举报，应当在五日内转有关部门办理……”.
A place sets its own (``models.Rules``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline, counted
from quanze.procedure.clocks.extension import Extension, ExtensionRule
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit

ASSUMED = "假定，本地另有规定的由安全管理员设定"
"""The source of a limit for which nobody has named one."""

APPROVER = "本机关负责人"


@dataclass(frozen=True, slots=True)
class Clock:
    """How long, and the rule that says so."""

    limit: Limit
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """``accept``: from receipt until it is accepted, passed on or declined. ``answer``: from acceptance until the
    answer. ``longer``: by so much, in the unit of ``answer``, it may be made longer once; 0: not at all. ``clues_to``,
    ``higher_to``: who takes what is not taken here."""

    accept: Clock
    answer: Clock
    longer: Clock
    clues_to: str
    higher_to: str


DEFAULT = Limits(
    Clock(Limit(5, Unit.WORKING_DAY), ASSUMED),
    Clock(Limit(30, Unit.CALENDAR_DAY), ASSUMED),
    Clock(Limit(30, Unit.CALENDAR_DAY), ASSUMED),
    "有管辖权的纪检监察机关（举报电话12388）",
    "本机关的上级纪检监察机关，或者派驻本机关的纪检监察组（举报电话12388）",
)


@dataclass(frozen=True, slots=True)
class Extended:
    """The decision to take longer: on which day, and why."""

    on: date
    reason: str


def accept_by(received: datetime, limits: Limits, calendar: Calendar) -> Deadline:
    """Until when it has to be accepted, passed on or declined."""
    return counted(Term(received, limits.accept.limit, source=limits.accept.source), calendar)


def answer_by(
    accepted: datetime, limits: Limits, calendar: Calendar, extended: Extended | None = None
) -> Deadline:
    """Until when it has to be answered."""
    answer, longer = limits.answer, limits.longer
    extensions: tuple[Extension, ...] = ()
    if extended is not None and longer.limit.n:
        rule = ExtensionRule(longer.limit, 1, APPROVER, longer.source)
        extensions = (Extension(longer.limit.n, rule, extended.on, extended.reason),)
    return counted(Term(accepted, answer.limit, extensions=extensions, source=answer.source), calendar)
