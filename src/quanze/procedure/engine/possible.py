"""What may be done now, by whom, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import acts
from quanze.procedure.engine.arranging import course_of
from quanze.procedure.engine.choices import About
from quanze.procedure.engine.counting import Deadline
from quanze.procedure.engine.deadlines import deadlines
from quanze.procedure.engine.facts import Facts
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.rule import Rule, Situation, Spot
from quanze.procedure.engine.state import State
from quanze.procedure.engine.table import RULES
from quanze.procedure.model import Procedure


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that goes through now if its contents are in order.

    ``act`` is the class of the act (``codec.TAGS`` gives its name in JSON), ``label`` what people call it, ``step`` the
    key of its step (``None``: it concerns the whole case), ``words`` the duty in the list's words (the engine's where
    the list has none). ``who`` may do it, ``party`` is the agency whose part it is. ``until``: the first moment that is
    too late.
    """

    act: type
    label: str
    step: str | None
    words: str
    who: Who
    party: str = ""
    until: datetime | None = None


def possible(
    procedure: Procedure, state: State, facts: Facts, now: datetime, calendar: Calendar
) -> tuple[Possible, ...]:
    """Everything that may be done now. ``advance`` lets through what is offered here with contents that are in order,
    and nothing else."""
    situation = Situation(course_of(procedure), state, facts, now, calendar)
    running = deadlines(procedure, state, calendar)
    return tuple(
        _offer(rule, place, running)
        for rule in RULES.values()
        for place in rule.spots(situation)
        if rule.hindrance(situation, place) is None
    )


def _offer(rule: Rule, place: Spot, running: tuple[Deadline, ...]) -> Possible:
    about = _ABOUT.get(rule.act, About.STEP)
    key = place.key if place else None
    until = next((each.until for each in running if each.about is about and key in (None, each.step)), None)
    if rule.act in _UNTIMED:
        until = None
    return Possible(
        act=rule.act,
        label=rule.name(place),
        step=key,
        words=place.words if place else "",
        who=rule.who,
        party=place.party if place and rule.who is Who.PARTNER else "",
        until=until,
    )


_ABOUT = {
    acts.GiveNotice: About.NOTICE,
    acts.HandIn: About.ANSWER,
    acts.Correct: About.ANSWER,
    acts.Object: About.PUBLICITY,
    acts.CheckUp: About.RECTIFY,
}
"""Acts whose time is not that of their step."""

_UNTIMED = frozenset({acts.Submit, acts.Withdraw, acts.Recuse, acts.Adjust, acts.Suspend, acts.Resume})
