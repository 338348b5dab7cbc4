"""What is drawn for a year: alike by the same seed, in its shares, on days that are worked."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quanze.procedure.clocks.moments import SHANGHAI
from quanze.simulation.habits import DAYS, FAULTS, HABITS, Fault
from quanze.simulation.planning import Inflow, Year, inflows, working_days
from quanze.simulation.timing import CLOSES, OPENS, at_work
from tests.procedure.engine.hands import CALENDAR

DAYS_OF_MARCH = working_days(date(2026, 3, 1), date(2026, 3, 31), CALENDAR)


def year(seed: int, cases: int = 100) -> Year:
    return Year(2026, seed, cases, 10, (Inflow(1, 1.0, DAYS_OF_MARCH), Inflow(7, 2.0, DAYS_OF_MARCH[:3])))


@given(st.integers(), st.integers(0, 10_000))
def test_an_application_is_drawn_alike_whatever_was_drawn_before(seed: int, number: int):
    here = year(seed)
    before = here.plan(number)
    here.plan(number + 1)
    assert year(seed).plan(number) == before
    assert here.number(here.key(number)) == number
    assert before.at.astimezone(SHANGHAI).date() in DAYS_OF_MARCH


def test_another_seed_gives_another_year():
    assert [year(1).plan(each) for each in range(5)] != [year(2).plan(each) for each in range(5)]


def test_every_quirk_has_its_share_of_the_cases_and_what_it_takes():
    plans = [year(3).plan(number) for number in range(1000)]
    counted = Counter(quirk for plan in plans for quirk in plan.quirks)
    taken = {habit.takes for habit in HABITS}
    for habit in HABITS:
        if habit.quirk not in taken:
            assert counted[habit.quirk] == habit.of_thousand, habit
        if habit.takes is not None:
            assert all(plan.has(habit.takes) for plan in plans if plan.has(habit.quirk))
    assert FAULTS.keys() == set(Fault) <= {habit.quirk for habit in HABITS}


def test_a_small_year_has_each_matter():
    assert {year(5).plan(number).matter for number in range(2)} == {1, 7}


def test_what_is_called_for_comes_within_a_window():
    days = working_days(date(2026, 1, 1), date(2026, 12, 31), CALENDAR)
    open_all_year, called = inflows(Random(1), [1, 2], days, [2])
    assert open_all_year.days == days
    assert 25 <= len(called.days) <= 45
    assert set(called.days) < set(days)


@given(st.timedeltas(timedelta(), timedelta(300)), st.integers(0, 30), st.integers())
def test_acts_of_the_bureau_fall_on_days_and_hours_that_are_worked(after: timedelta, days: int, seed: int):
    begun = datetime(2026, 1, 5, tzinfo=UTC) + after
    found = at_work(begun, days, CALENDAR, Random(seed)).astimezone(SHANGHAI)
    assert found > begun
    assert CALENDAR.why_off(found.date()) is None
    assert OPENS <= found.time() <= CLOSES
    between = working_days(begun.astimezone(SHANGHAI).date(), found.date(), CALENDAR)
    assert days <= len(between) <= days + 2


def test_days_are_lengths_of_time():
    assert all(0 <= least <= most for least, most in DAYS.values())
