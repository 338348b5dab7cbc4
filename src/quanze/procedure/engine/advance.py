"""One action in, what happened out: or why it may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine.acts import Action
from quanze.procedure.engine.arranging import course_of
from quanze.procedure.engine.cautions import cautions
from quanze.procedure.engine.events import Event
from quanze.procedure.engine.facts import Facts
from quanze.procedure.engine.hindrance import Hindrance, clip, hindered
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.rule import Rule, Situation, Spot
from quanze.procedure.engine.state import State
from quanze.procedure.engine.table import RULES
from quanze.procedure.model import Procedure


def advance(
    procedure: Procedure, state: State, action: Action, facts: Facts, now: datetime, calendar: Calendar
) -> tuple[Event, ...] | Hindrance:
    """What happens when ``action`` is done ``now``: the act as an event and what follows from it, or what hinders it.

    Nothing is changed; whoever calls stores the events and takes them into the state by ``replay`` or ``apply``. Raises
    ``ValueError`` where ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    rule = RULES[type(action.act)]
    situation = Situation(course_of(procedure), state, facts, now, calendar, by=action.by)
    place = _place(situation, action)
    hindrance = _stale(situation, action) or _hindrance(situation, rule, place, action)
    if hindrance:
        return replace(hindrance, cannot=rule.name(place))
    done = Event(now, action.by, action.act, cautions(situation, place, action.act))
    following = rule.follows(situation, place, action.act)
    return done, *(Event(now, action.by, what) for what in following)


def _place(situation: Situation, action: Action) -> Spot:
    key = getattr(action.act, "step", None)
    return None if key is None else situation.course.find(key)


def _stale(situation: Situation, action: Action) -> Hindrance | None:
    """The case moved on since whoever acts looked at it, or the clock of the machine went back."""
    state = situation.state
    if action.seen is not None and action.seen != state.count:
        return hindered("stale", "办件刚刚由他人办理过，您看到的已不是最新情况", "请刷新后再办")
    if state.at is not None and situation.now < state.at:
        return hindered("time", "时间早于本件最后一次办理的时间", "请核对系统时间")
    return None


def _hindrance(situation: Situation, rule: Rule, place: Spot, action: Action) -> Hindrance | None:
    if place is None and hasattr(action.act, "step"):
        return hindered("step", "办理规程中没有这一环节", "请从本件的办理规程中选择环节")
    if not action.by.strip():
        return hindered("by", "没有写明由谁办理", "请登录后办理")
    if rule.who not in (Who.APPLICANT, Who.PUBLIC) and situation.recused(action.by):
        name = clip(situation.facts.name(action.by))
        return hindered("recused", f"{name}应当回避本件", "请改由其他人员办理", place)
    if place not in rule.spots(situation):
        return _elsewhere(place)
    return rule.hindrance(situation, place) or rule.demands(situation, place, action.act)


def _elsewhere(place: Spot) -> Hindrance:
    if place and place.external:
        return hindered(
            "external",
            f"这一环节由{place.party or '其他机关'}办理，不是本机关的责任",
            "请只作记录，或者登记上级结果",
            place,
        )
    return hindered("step", "这一环节不是用来办这件事的", "请选择与所办事情相应的环节", place)
