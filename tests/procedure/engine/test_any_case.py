"""Whatever is done in whatever procedure at whatever time: what must hold of every case."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import (
    About,
    Ending,
    Hindrance,
    HouseRules,
    Part,
    Possible,
    State,
    Who,
    acts,
    apply,
    course_of,
    deadlines,
    replay,
)
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.codec import event_from_json, event_to_json, state_from_json, state_to_json
from quanze.procedure.engine.course import When
from quanze.procedure.engine.events import Discharged, Ended
from quanze.procedure.engine.table import RULES
from quanze.procedure.model import Kind, Limit, Origin, Procedure, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import FACTS, ONWARD, Case, contents, walk_to_the_end

AFTER_THE_END = {acts.RecordResult, acts.NoteProgress, acts.CheckUp}

MOVE = st.tuples(st.integers(0, 999), st.integers(0, 59), st.sampled_from((0, 0, 0, 0.1, 1, 3, 9, 40)))
"""Which of the offers, which way of doing it, and how many days pass before."""

SCRIPT = st.lists(MOVE, max_size=24)
RULES_OF_THE_HOUSE = st.builds(
    HouseRules,
    silence_accepts=st.booleans(),
    silence_withdraws=st.booleans(),
    collective_negative=st.booleans(),
    longer=st.sampled_from((None, Limit(10, Unit.WORKING_DAY), Limit(3, Unit.MONTH))),
    collective=st.sampled_from((frozenset(), frozenset({Kind.DECIDE, Kind.RECOMMEND}))),
)
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def any_procedure(draw: st.DrawFn) -> Procedure:
    """Stages and steps thrown together, as no list would have them."""
    drafting = procedures.Drafting("任意")
    for index in range(draw(st.integers(0, 4))):
        drafting.stage(f"环节{index}")
    for index in range(draw(st.integers(0, 9))):
        origin = draw(st.sampled_from(Origin)) if drafting.stages else Origin.BASIS
        marks = {
            "external": draw(st.integers(0, 5)) == 0,
            "optional": draw(st.integers(0, 3)) == 0,
            "condition": draw(st.sampled_from((None, None, "符合条件的", "对不予批准的", "逾期不缴纳的"))),
            "once": draw(st.booleans()),
            "receipt": draw(st.integers(0, 3)) == 0,
            "written": draw(st.booleans()),
            "only_when": draw(st.sampled_from((None, None, "不予许可的"))),
            "limit": draw(
                st.sampled_from((None, Limit(5, Unit.WORKING_DAY), Limit(0, Unit.DAY), Limit(3, Unit.DAY)))
            ),
            "minutes": draw(st.sampled_from((None, None, 30, 24 * 60))),
            "on_the_spot": draw(st.integers(0, 3)) == 0,
            "extendable": draw(st.integers(0, 2)) == 0,
            "longer": draw(st.sampled_from((None, Limit(3, Unit.WORKING_DAY), Limit(5, Unit.DAY)))),
            "min_people": draw(st.sampled_from((None, 2, 3))),
        }
        drafting.step(draw(st.sampled_from(Kind)), f"责任{index}", origin, **marks)
        if origin is not Origin.BASIS:
            stage = draw(st.integers(0, len(drafting.stages) - 1))
            drafting.steps[-1] = replace(drafting.steps[-1], stage=stage)
    return drafting.done()


ANY_PROCEDURE = st.one_of(st.sampled_from(procedures.EVERY).map(lambda make: make()), any_procedure())


def play(
    procedure: Procedure,
    script: list[tuple[int, int, float]],
    house: HouseRules,
    begin: timedelta = timedelta(),
) -> Case:
    """A case in which something that is offered is done again and again: two times in three something that leads on
    or holds up, else whatever there is, but seldom what would end it."""
    case = Case(procedure, replace(FACTS, rules=house)).wait(begin.days)
    for choice, variant, days in script:
        case.wait(days)
        offers = [offer for offer in case.offers() if variant % 4 == 0 or offer.act not in ENDING]
        deep = [offer for offer in offers if offer.act in LIVELY] if variant % 3 else []
        if offers:
            among = deep or offers
            case.do(*contents(among[choice % len(among)], case, variant))
    return case


ENDING = {acts.Withdraw, acts.Adjust, acts.Decline}
LIVELY = {*ONWARD, acts.GiveNotice, acts.RequestMore, acts.Object, acts.CheckUp}


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_from_every_reachable_state_an_end_is_reached(procedure, script, house):
    case = play(procedure, script, house)
    walk_to_the_end(case, limit=120)
    assert case.state.ending is not None


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_replay_gives_the_live_state_also_through_json(procedure, script, house):
    case = play(procedure, script, house)
    assert replay(procedure, case.history) == case.state
    stored = json.loads(json.dumps([event_to_json(event) for event in case.history]))
    assert [event_from_json(event) for event in stored] == case.history
    assert state_from_json(json.loads(json.dumps(state_to_json(case.state)))) == case.state


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_no_step_is_skipped(procedure, script, house):
    """A duty is discharged when all that come before it are; a case that ends well has discharged them all."""
    case = walk_to_the_end(play(procedure, script, house), limit=120)
    course = course_of(procedure)
    state = State()
    for index, event in enumerate(case.history):
        if isinstance(event.what, Discharged):
            place = course.find(event.what.step)
            assert place
            cause = next(e.what for e in reversed(case.history[:index]) if not isinstance(e.what, Discharged))
            in_order = all(state.is_done(key) for key in place.after) or state.negative
            assert in_order or isinstance(cause, acts.DeemAccepted) or place.part is Part.BRANCH
        if isinstance(event.what, Ended) and event.what.ending in (Ending.COMPLETED, Ending.REPORTED):
            due = [place for place in course.path if place.when is not When.NEGATIVE]
            assert all(state.is_done(place.key) for place in due)
        state = apply(state, event)


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_once_is_once(procedure, script, house):
    case = play(procedure, script, house)
    notices = [(i, e.what) for i, e in enumerate(case.history) if isinstance(e.what, acts.GiveNotice)]
    for (before, _), (index, notice) in pairwise(notices):
        assert set(notice.items) <= set(notices[0][1].items)
        between = [event.what for event in case.history[before:index]]
        waited = case.history[index].at - case.history[before].at
        assert any(isinstance(what, acts.HandIn | acts.Correct) for what in between) or waited.days >= 5


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_nothing_happens_after_the_end(procedure, script, house):
    case = walk_to_the_end(play(procedure, script, house), limit=120)
    over = next(i for i, event in enumerate(case.history) if isinstance(event.what, Ended))
    assert all(type(event.what) in AFTER_THE_END for event in case.history[over + 1 :])
    case.wait(30)
    assert {offer.act for offer in case.offers()} <= AFTER_THE_END
    for kind in RULES.keys() - AFTER_THE_END:
        for act in _whatever(case, kind):
            assert isinstance(case.attempt(act), Hindrance)


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_what_is_offered_goes_through_and_nothing_else_does(procedure, script, house):
    case = play(procedure, script, house)
    offered = {(offer.act, offer.step) for offer in case.offers()}
    for offer in case.offers():
        act, by = contents(offer, case)
        assert not isinstance(case.attempt(act, by), Hindrance), case.attempt(act, by)
    for kind in RULES:
        for act in _whatever(case, kind):
            if (kind, getattr(act, "step", None)) not in offered:
                hindrance = case.attempt(act)
                assert isinstance(hindrance, Hindrance)
                assert all((hindrance.cannot, hindrance.missing, hindrance.remedy))


def _whatever(case: Case, kind: type) -> list[acts.Act]:
    """Acts of a kind at every step, with contents that would be in order if it were the time for them."""
    made = []
    keys = (
        [place.key for place in course_of(case.procedure).places] if "step" in kind.__match_args__ else [None]
    )
    for key in keys:
        try:
            made.append(contents(Possible(kind, "", key, "", Who.OFFICER), case)[0])
        except (StopIteration, ZeroDivisionError):  # nothing there that it could be about
            continue
    return made


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE)
def test_deadlines_follow_their_start_and_never_count_suspended_days(procedure, script, house):
    case = play(procedure, script, house)
    for deadline in deadlines(procedure, case.state, case.calendar):
        start = deadline.start.astimezone(SHANGHAI).date()
        if deadline.due is None:
            assert case.state.suspended
            continue
        assert deadline.due >= start
        assert deadline.until is not None
        assert deadline.until > deadline.start
        if deadline.about is About.STEP and deadline.counted:
            counted = deadline.counted.reading.counted
            assert all(day > start for day in counted)
            assert not any(_suspended(case, day) for day in counted)


def _suspended(case: Case, day: date) -> bool:
    return any(
        each.start.astimezone(SHANGHAI).date() <= day
        and (each.end is None or day <= each.end.astimezone(SHANGHAI).date())
        for each in case.state.suspensions
    )


@FEW
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE, ANY_PROCEDURE, st.data())
def test_a_case_that_is_switched_to_another_procedure_reaches_an_end_under_it(
    procedure, script, house, other, data
):
    case = play(procedure, script, house)
    keys = [place.key for place in course_of(other).places]
    kept = tuple(data.draw(st.lists(st.sampled_from(keys), max_size=4))) if case.state.accepted else ()
    if case.state.ending is None and case.state.received and not case.state.open_objections:
        case.do(acts.Adjust("调整〔2026〕1号", Fate.SWITCH, "实施依据修订", kept))
        case.procedure = other
    walk_to_the_end(case, limit=120)
    assert replay(case.procedure, case.history) == case.state


@pytest.mark.parametrize("make", procedures.EVERY, ids=lambda make: make.__name__)
def test_every_procedure_runs_to_its_end_when_all_goes_well(make: Callable[[], Procedure]):
    case = walk_to_the_end(Case(make()))
    assert case.state.ending in (Ending.COMPLETED, Ending.REPORTED)
    reported = {Kind.REPORT, Kind.RECOMMEND} & {place.kind for place in course_of(case.procedure).path}
    assert (case.state.ending is Ending.REPORTED) == bool(reported)
