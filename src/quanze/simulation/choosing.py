"""What is done next in a simulated case: chosen among what the engine offers, by what was planned for it. Pure; nothing
here names a matter or a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import HouseRules, Place, Possible, State, acts, course_of
from quanze.procedure.engine.counting import count, is_past
from quanze.procedure.engine.course import VERDICTS, Course
from quanze.procedure.model import Kind, Procedure
from quanze.simulation.habits import Fault, Turn
from quanze.simulation.planning import Plan

ONWARD: tuple[type[acts.Act], ...] = (
    acts.AnswerObjection,
    acts.Resume,
    acts.HandIn,
    acts.Prove,
    acts.Determine,
    acts.EndPublicity,
    acts.Accept,
    acts.JointReview,
    acts.Review,
    acts.Inspect,
    acts.Appraise,
    acts.Decide,
    acts.Post,
    acts.Recommend,
    acts.Report,
    acts.Perform,
    acts.Deliver,
    acts.Close,
    acts.RecordResult,
    acts.CheckUp,
)
"""By which acts a case goes on, those first that wait for nothing else."""

NEEDED = 0.7
"""The share of steps done only where needed that are found to be."""

LATE_STEPS = 0.9
"""The share of steps with a limit that are late in a case of which some are."""

BY_OPINION = (acts.Review, acts.Inspect, acts.Appraise)


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that is to be done; ``favourable`` is its verdict, ``faults`` what is wrong with it by intent, ``slow``:
    it comes after its time."""

    possible: Possible
    favourable: bool = True
    faults: frozenset[Fault] = frozenset()
    slow: bool = False

    @property
    def act(self) -> type[acts.Act]:
        """Which act."""
        return self.possible.act


@dataclass(frozen=True)
class View:
    """A case as it stands, what may be done in it ``now``, and how its chance falls. ``version`` of the dice is the
    number of its events, so that it falls alike however often it is looked at."""

    plan: Plan
    procedure: Procedure
    rules: HouseRules
    state: State
    offered: tuple[Possible, ...]
    now: datetime
    days: Calendar
    dice: Random

    @cached_property
    def course(self) -> Course:
        """The course of its procedure."""
        return course_of(self.procedure)

    @cached_property
    def chance(self) -> float:
        """What this turn of the case depends on, from 0 to 1."""
        return self.dice.random()

    def offers(self, act: type[acts.Act]) -> Iterator[Possible]:
        """Where this act may be done."""
        return (each for each in self.offered if each.act is act)

    def place(self, possible: Possible) -> Place | None:
        """The place of an act."""
        return self.course.find(possible.step) if possible.step else None

    def posted(self) -> bool:
        """Whether a publicity runs now."""
        places = (place for place in self.course.open(self.state) if place.kind is Kind.PUBLICIZE)
        return any(self.state.posting(place.key) for place in places)


def choices(view: View) -> Iterator[Choice]:
    """What could be done next, what is planned first: the first that goes through is done. None: the case waits for a
    day to come, or for nothing any more."""
    for choice in (*_aside(view), *_onward(view)):
        if choice.faults:
            yield choice
            yield Choice(
                choice.possible, choice.favourable
            )  # where the engine does not let the fault through
        else:
            yield choice


# What is planned beside the course ---------------------------------------------------------------------------------


def _aside(view: View) -> Iterator[Choice]:
    plan, state = view.plan, view.state
    if state.ending is not None:
        return
    if state.at_gate:
        yield from _gate(view)
        return
    if state.accepted is None or state.negative:
        return
    if plan.has(Turn.RECUSED) and not state.recused:
        yield from _first(view, acts.Recuse)
    if plan.has(Turn.MORE) and not state.requests:
        yield from _first(view, acts.RequestMore)
    if plan.has(Turn.EXTENDED) and not state.extensions:
        yield from _first(view, acts.Extend)
    if plan.has(Turn.SUSPENDED) and not state.suspensions:
        yield from _first(view, acts.Suspend)
    if plan.has(Turn.WITHDRAWN) and len(state.done) > 1 and not state.postings:
        yield from _first(view, acts.Withdraw)
    if plan.has(Turn.SENT_BACK) and not state.reopened and len(state.done) > 2:
        yield from _first(view, acts.SendBack)
    if view.posted():
        if plan.has(Fault.POSTED_AGAIN) and len(state.postings) == 1:
            yield from (
                Choice(each, faults=frozenset({Fault.POSTED_AGAIN}))
                for each in view.offers(acts.Post)
                if state.posting(each.step or "")
            )
        if plan.has(Turn.OBJECTED) and not state.objections:
            yield from _first(view, acts.Object)


def _gate(view: View) -> Iterator[Choice]:
    """告知, 不予受理, and what comes of a notice that nobody answers."""
    plan, state = view.plan, view.state
    notices = len(state.notices)
    wanted = 2 if plan.has(Fault.SECOND_NOTICE) else 1
    if plan.has(Turn.INCOMPLETE) and notices < wanted and not state.missing:
        faults = frozenset({Fault.SECOND_NOTICE}) if notices else frozenset[Fault]()
        yield from (Choice(each, faults=faults) for each in view.offers(acts.GiveNotice))
    if plan.has(Turn.SILENT) and state.missing:
        last = state.notices[-1]
        if last.within is None or is_past(count(last.within, last.at, view.days), view.now):
            yield from _refused(view)
    elif plan.has(Turn.DECLINED) and not plan.has(Turn.INCOMPLETE):
        yield from _refused(view)


def _refused(view: View) -> Iterator[Choice]:
    bare = frozenset({Fault.BARE_REASONS}) if view.plan.has(Fault.BARE_REASONS) else frozenset[Fault]()
    yield from (Choice(each, False, bare) for each in view.offers(acts.Decline))


def _first(view: View, act: type[acts.Act]) -> Iterator[Choice]:
    yield from (Choice(each) for each in list(view.offers(act))[:1])


# The course ----------------------------------------------------------------------------------------------------------


def _onward(view: View) -> Iterator[Choice]:
    state = view.state
    if _silent(view):
        return
    yield from _meetings(view)
    for act in ONWARD:
        for offer in view.offers(act):
            place = view.place(offer)
            if act is acts.Determine and place is not None and place.key in state.needed:
                continue
            if act is acts.Post and state.posting(offer.step or ""):
                continue
            if act is acts.RecordResult and (state.ending is None or state.results):
                continue
            if act is acts.CheckUp and state.checked is not None:
                continue
            yield _choice(view, offer, place)


def _silent(view: View) -> bool:
    """The applicant does not answer the notice."""
    return view.plan.has(Turn.SILENT) and view.state.at_gate and bool(view.state.missing)


def _choice(view: View, offer: Possible, place: Place | None) -> Choice:
    plan, act = view.plan, offer.act
    faults: set[Fault] = set()
    favourable = not (plan.has(Turn.NEGATIVE) and _judges(view, act, place))
    slow = act is acts.HandIn and plan.has(Turn.SLOW_ANSWER)
    if act is acts.Inspect and plan.has(Fault.LONE_VISIT):
        faults.add(Fault.LONE_VISIT)
    if act is acts.Post and plan.has(Fault.SHORT_POSTING):
        faults.add(Fault.SHORT_POSTING)
    if act is acts.Prove and plan.has(Fault.LATE_RECEIPT):
        faults.add(Fault.LATE_RECEIPT)
    if not favourable and plan.has(Fault.BARE_REASONS):
        faults.add(Fault.BARE_REASONS)
    return Choice(offer, favourable, frozenset(faults), slow)


def _judges(view: View, act: type[acts.Act], place: Place | None) -> bool:
    """Whether this act may be the negative verdict: the decision where the course has one, else an opinion."""
    if place is None or not place.verdict:
        return False
    decided = any(each.kind in VERDICTS for each in view.course.path)
    return act in (acts.Decide, acts.Recommend) if decided else act in BY_OPINION


def _meetings(view: View) -> Iterator[Choice]:
    """The meetings without which the bureau lets nobody go on."""
    rules, state = view.rules, view.state
    for offer in view.offers(acts.Meet):
        place = view.place(offer)
        if place is None or place.key in state.met:
            continue
        negative = view.plan.has(Turn.NEGATIVE) and (
            place.kind in VERDICTS or (place.verdict and not _has_verdicts(view))
        )
        upheld = view.plan.has(Turn.UPHELD) and bool(state.open_objections)
        if place.kind in rules.collective or (rules.collective_negative and (negative or upheld)):
            yield Choice(offer)


def _has_verdicts(view: View) -> bool:
    return any(place.kind in VERDICTS for place in view.course.path)
