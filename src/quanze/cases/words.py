"""What people call the acts and events of a case, and those who did them."""

from __future__ import annotations

from quanze.procedure.engine import acts, events
from quanze.procedure.engine.table import RULES
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind

SYSTEM = "system"
"""Who acts where nobody does: a deadline that ran out, a list that took effect."""

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


def reference(person_id: int) -> str:
    """How events name a person."""
    return f"{PERSON}{person_id}"


def person_id(reference: str) -> int | None:
    """The person whom an event names, ``None`` where it names none."""
    number = reference.removeprefix(PERSON)
    return int(number) if reference.startswith(PERSON) and number.isdecimal() else None


def people_in(act: acts.Act) -> frozenset[str]:
    """The people whom an act names beside whoever does it."""
    if isinstance(act, acts.Inspect):
        return frozenset(each.person for each in act.people)
    if isinstance(act, acts.Meet):
        return frozenset((*act.people, *act.stood_back))
    return frozenset((act.person,)) if isinstance(act, acts.Recuse) else frozenset()
