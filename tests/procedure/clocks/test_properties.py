"""What holds of every deadline, whatever the term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.clocks.calendar import ONE_DAY, Calendar, CalendarYear
from quanze.procedure.clocks.deadline import Cause, Deadline, Paused, deadline
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.clocks.sentence import sentence
from quanze.procedure.clocks.strip import Mark, weeks
from quanze.procedure.clocks.suspension import GROUNDS, Suspension, stopping
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit
from tests.procedure.clocks.terms import WITH_2027

moments = st.datetimes(datetime(2003, 6, 1), datetime(2027, 6, 1), timezones=st.just(SHANGHAI))  # noqa: DTZ001
RECENT = Calendar(seeded().years[-5:])
calendars = st.sampled_from([seeded(), WITH_2027, Calendar()])


@st.composite
def suspensions(draw: st.DrawFn, began: date, *, closed: bool = False) -> Suspension:
    begun = began + ONE_DAY * draw(st.integers(-5, 40))
    ended = begun + ONE_DAY * draw(st.integers(0, 30))
    open_end = not closed and draw(st.integers(0, 3)) == 0
    notified = begun + ONE_DAY * draw(st.integers(-3, 5))
    ground = draw(st.sampled_from(sorted(GROUNDS)))
    return Suspension(ground, begun, None if open_end else ended, "告知书", notified)


@st.composite
def terms(draw: st.DrawFn, *, closed: bool = False, most: int = 60) -> Term:
    start = draw(moments)
    unit = draw(st.sampled_from(Unit))
    limit = Limit(draw(st.integers(1, 15 if unit is Unit.MONTH else most)), unit)
    stops = draw(st.lists(suspensions(start.date(), closed=closed), max_size=3))
    return Term(start, limit, tuple(stops))


def every(found: Deadline) -> list[date]:
    """The days after the event up to the last one, or up to the pause."""
    end = found.reading.end
    last = end.since - ONE_DAY if isinstance(end, Paused) else end
    return [found.term.began + n * ONE_DAY for n in range(1, (last - found.term.began).days + 1)]


@given(terms(), calendars)
def test_counted_and_skipped_days_cover_the_time_exactly(term: Term, calendar: Calendar) -> None:
    found = deadline(term, calendar)
    days = [*found.reading.counted, *(skip.day for skip in found.reading.skipped)]
    assert sorted(days) == every(found)


@given(terms(), calendars)
def test_what_counts_was_not_suspended_and_what_is_due_is_worked(term: Term, calendar: Calendar) -> None:
    for reading in deadline(term, calendar).readings:
        assert not any(stopping(day, term.suspensions) for day in reading.counted)
        if reading.unit is Unit.WORKING_DAY:
            assert not any(calendar.why_off(day) for day in reading.counted)
        if reading.due is not None:
            assert reading.due > term.began
            assert calendar.why_off(reading.due) is None
            assert reading.counted[-1] == reading.due


@given(terms(), calendars)
def test_each_skipped_day_is_skipped_for_what_it_says(term: Term, calendar: Calendar) -> None:
    for reading in deadline(term, calendar).readings:
        for skip in reading.skipped:
            stopped = stopping(skip.day, term.suspensions)
            assert (skip.cause is Cause.SUSPENDED) == (stopped is not None)
            said = f"中止：{stopped.ground}" if stopped else calendar.why_off(skip.day)
            assert said is not None
            assert skip.why.startswith(said)


@given(terms(), calendars)
def test_what_is_left_in_a_pause_is_what_was_not_counted(term: Term, calendar: Calendar) -> None:
    reading = deadline(term, calendar).reading
    whole = deadline(replace(term, suspensions=()), calendar).reading
    if isinstance(reading.end, Paused):
        assert len(reading.counted) + reading.end.left >= term.limit.n
        assert reading.end.left > 0
        if reading.unit is not Unit.MONTH:
            assert len(reading.counted) + reading.end.left == term.limit.n == len(whole.counted)


@given(terms(closed=True), calendars)
def test_more_time_is_never_earlier(term: Term, calendar: Calendar) -> None:
    longer = replace(term, limit=replace(term.limit, n=term.limit.n + 1))
    less, more = deadline(term, calendar), deadline(longer, calendar)
    assert less.due is not None
    assert more.due is not None
    assert less.due <= more.due
    if less.reading.unit is Unit.WORKING_DAY:
        assert less.due < more.due


@given(terms(closed=True), calendars, st.integers(1, 40))
def test_a_later_event_is_never_due_earlier(term: Term, calendar: Calendar, days: int) -> None:
    plain = replace(term, suspensions=())
    later = replace(plain, start=plain.start + timedelta(days=days))
    assert (deadline(plain, calendar).due or date.max) <= (deadline(later, calendar).due or date.min)


@given(terms(closed=True), calendars)
def test_calendar_days_are_never_due_after_as_many_working_days(term: Term, calendar: Calendar) -> None:
    found = deadline(replace(term, limit=Limit(term.limit.n, Unit.DAY)), calendar)
    assert found.due is not None
    assert found.readings[1].due == found.warn_on
    assert found.readings[1].due <= found.due


@given(terms(closed=True), calendars)
def test_a_suspension_never_brings_a_deadline_forward(term: Term, calendar: Calendar) -> None:
    without = deadline(replace(term, suspensions=()), calendar)
    assert without.due is not None
    assert without.due <= (deadline(term, calendar).due or date.max)


@given(terms(), st.permutations(RECENT.years), st.integers(0, 5))
def test_redating_is_counting_afresh_and_a_date_that_needs_no_year_stays(
    term: Term, years: list[CalendarYear], loaded: int
) -> None:
    calendar = Calendar(tuple(years[:loaded]))
    before = deadline(term, calendar)
    for year in years[loaded:]:
        calendar = calendar.with_year(year)
    after = deadline(before.term, calendar)
    assert after == deadline(term, RECENT)
    assert before.provisional or before == after
    assert set(after.needs) <= set(before.needs)


@settings(max_examples=50)
@given(terms(), calendars)
def test_every_deadline_can_be_told_and_drawn(term: Term, calendar: Calendar) -> None:
    found = deadline(term, calendar)
    told = sentence(found)
    assert told.endswith("。")
    assert told.count("。") == 1
    for reading in found.readings:
        cells = [cell for week in weeks(term.began, reading) for cell in week or ()]
        numbers = [cell.number for cell in cells if cell.number is not None]
        assert numbers == sorted(numbers)
        assert sum(cell.mark is Mark.DUE for cell in cells) == (reading.due is not None)
