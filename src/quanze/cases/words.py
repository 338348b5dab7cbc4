"""What people call the acts and events of a case, and those who did them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from quanze.procedure.engine import acts, events
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.table import RULES
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind

SYSTEM = "system"
"""Who acts where nobody does: a deadline that ran out, a list that took effect."""

PUBLIC = "public"
"""Whoever objects to a publicity, with or without a name, and without an account."""

CALLED = {SYSTEM: "系统", PUBLIC: "公众"}
"""What people call those who act and are no person of ours."""

PERSON = "person:"

_CONSEQUENCES = {
    events.Discharged: "责任履行",
    events.Judged: "结论",
    events.Reopened: "重新办理",
    events.Ended: "结束",
    events.Redated: "重新计算期限",
}


def act_label(kind: type, step_kind: Kind | None = None) -> str:
    """What people call an act or a consequence; an act that bears the name of its step, by the step's kind."""
    if kind in _CONSEQUENCES:
        return _CONSEQUENCES[kind]
    rule = RULES.get(kind)
    label = rule.label if rule else ""
    return label or (KINDS[step_kind] if step_kind else "办理")


_FATES = {
    Fate.CONTINUE: "本件仍按申请时的清单办结。",
    Fate.SWITCH: "本件改按调整后的清单办理，已经办过、清单没有改动的环节不再重办。",
    Fate.TRANSFER: "本件移送{receiver}，由其继续办理。",
    Fate.END: "本件终止办理。",
}


def fate_words(act: acts.Adjust) -> str:
    """What an adjustment of the list made of a case, for whoever applied and whoever handles it."""
    return f"{act.reason}。{_FATES[act.fate].format(receiver=act.receiver)}"


def reference(person_id: int) -> str:
    """How events name a person."""
    return f"{PERSON}{person_id}"


def person_id(reference: str) -> int | None:
    """The person whom an event names, ``None`` where it names none."""
    number = reference.removeprefix(PERSON)
    return int(number) if reference.startswith(PERSON) and number.isdecimal() else None


def moment_words(moment: datetime) -> str:
    """A moment in China as records write it: 2026年11月27日9时05分."""
    at = timezone.localtime(moment)
    return f"{at.year}年{at.month}月{at.day}日{_time(at)}"


def span_words(began: datetime | None, ended: datetime | None) -> str:
    """From when until when, the day said once where it is one day."""
    if began is None or ended is None:
        known = began or ended
        return "" if known is None else moment_words(known)
    first, last = timezone.localtime(began), timezone.localtime(ended)
    same = first.date() == last.date()
    return f"{moment_words(began)}至{_time(last) if same else moment_words(ended)}"


def _time(at: datetime) -> str:
    return f"{at.hour}时{f'{at.minute:02}分' if at.minute else ''}"


def people_in(act: acts.Act) -> frozenset[str]:
    """The people whom an act names beside whoever does it."""
    if isinstance(act, acts.Inspect):
        return frozenset(each.person for each in act.people)
    if isinstance(act, acts.Meet):
        return frozenset((*act.people, *act.stood_back))
    return frozenset((act.person,)) if isinstance(act, acts.Recuse) else frozenset()
