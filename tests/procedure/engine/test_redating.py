"""A calendar is loaded: the deadlines that were provisional move, and it is kept which moved from when to when."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.clocks.calendar import Calendar, CalendarYear, DayKind, SpecialDay
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import About, Event, State, acts, deadlines, redated, replay
from quanze.procedure.engine.events import Redated
from quanze.procedure.model import Limit, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import APPLICANT, Case, walk_to_the_end
from tests.procedure.engine.test_any_case import ANY_PROCEDURE, RULES_OF_THE_HOUSE, SCRIPT, play

BEFORE = Calendar((CalendarYear(2026, (), "试验：只有周末"),))
SPRING = tuple(SpecialDay(date(2027, 1, day), DayKind.OFF, "某节") for day in (1, 5, 6, 7))
AFTER = BEFORE.with_year(CalendarYear(2027, SPRING, "试验〔2026〕9号"))
ADMIN = "admin"


def late_in_the_year() -> Case:
    """Being decided since 14 December 2026, with twenty working days."""
    case = Case(procedures.permit(), now=datetime(2026, 12, 14, 9, tzinfo=SHANGHAI), calendar=BEFORE)
    case.do(acts.Submit(("申请报告",)), APPLICANT)
    case.do(acts.Accept("accept1"))
    case.do(acts.Review("review1", "齐全"))
    return case


def test_the_event_tells_which_deadline_moved_from_which_day_to_which():
    case = late_in_the_year()
    (found,) = deadlines(case.procedure, case.state, BEFORE)
    assert found.provisional
    events = redated(case.procedure, case.state, BEFORE, AFTER, by=ADMIN, now=case.now)
    assert events == (
        Event(case.now, ADMIN, Redated("decide1", About.STEP, date(2027, 1, 12), date(2027, 1, 15))),
    )
    (found,) = deadlines(case.procedure, case.state, AFTER)
    assert (found.due, found.provisional) == (date(2027, 1, 15), False)


def test_the_state_holds_no_day_and_the_deadline_is_the_same_without_the_event():
    case = late_in_the_year()
    events = redated(case.procedure, case.state, BEFORE, AFTER, by=ADMIN, now=case.now)
    told = replay(case.procedure, [*case.history, *events])
    differs = {
        field.name for field in fields(State) if getattr(told, field.name) != getattr(case.state, field.name)
    }
    assert differs == {"count"}
    assert deadlines(case.procedure, told, AFTER) == deadlines(case.procedure, case.state, AFTER)


def test_the_promised_limit_is_redated_too():
    case = late_in_the_year()
    promised = Limit(25, Unit.WORKING_DAY)
    events = redated(case.procedure, case.state, BEFORE, AFTER, by=ADMIN, now=case.now, promised=promised)
    assert {event.what.about for event in events} == {About.STEP, About.CASE}


@pytest.mark.parametrize("calendar", [BEFORE, AFTER])
def test_loading_what_was_loaded_moves_nothing(calendar):
    case = late_in_the_year()
    assert redated(case.procedure, case.state, calendar, calendar, by=ADMIN, now=case.now) == ()


def test_a_case_that_is_over_is_left_alone():
    case = walk_to_the_end(late_in_the_year())
    assert redated(case.procedure, case.state, BEFORE, AFTER, by=ADMIN, now=case.now) == ()


def test_a_moment_without_its_zone_is_no_moment():
    case = late_in_the_year()
    with pytest.raises(ValueError, match="time zone"):
        redated(case.procedure, case.state, BEFORE, AFTER, by=ADMIN, now=case.now.replace(tzinfo=None))


@settings(max_examples=40, deadline=None)
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE, st.integers(0, 330))
def test_whatever_the_case_each_deadline_that_moves_is_told_once_with_both_its_days(
    procedure, script, house, shift
):
    case = play(procedure, script, house, begin=timedelta(days=shift))
    events = redated(case.procedure, case.state, BEFORE, AFTER, by=ADMIN, now=case.now)
    before = {(each.step, each.about): each for each in deadlines(procedure, case.state, BEFORE)}
    after = {(each.step, each.about): each for each in deadlines(procedure, case.state, AFTER)}
    told = {(event.what.step, event.what.about): event.what for event in events}
    assert len(told) == len(events)
    for key in before.keys() | told.keys():
        moved = before[key].due != after[key].due
        assert moved == (key in told)
        if moved:
            assert (told[key].was, told[key].becomes) == (before[key].due, after[key].due)
            assert before[key].provisional
