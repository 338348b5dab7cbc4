"""An administrator loads a year's holidays, and what was counted without them is counted anew."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from quanze.audit.models import Event
from quanze.people.permissions import Denied
from quanze.procedure.clocks.deadline import Deadline, deadline
from quanze.procedure.clocks.moments import read_moment
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit
from quanze.registry.services import Unacceptable
from quanze.rulebook import queries, redating
from quanze.rulebook.models import CalendarYear
from quanze.rulebook.services import import_calendar, read_arrangement

from .conftest import person

NOTICE = "国办发明电〔2026〕99号（试验用）"
Y2027 = "2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦\n2027-01-09,班,元旦\n".encode()
OVER_NEW_YEAR = Term(read_moment("2026-12-29"), Limit(3, Unit.WORKING_DAY))


@pytest.fixture
def redated() -> list[Deadline]:
    """What an app that holds this deadline makes of it whenever a calendar is loaded."""
    found: list[Deadline] = []

    def count(calendar, years):
        if years & set(deadline(OVER_NEW_YEAR, before).needs):
            found.append(deadline(OVER_NEW_YEAR, calendar))

    before = queries.calendar()
    redating.on_calendar(count)
    yield found
    redating.forget(count)


pytestmark = pytest.mark.django_db


def test_years_that_the_library_knows_are_there_from_the_start():
    assert deadline(
        Term(read_moment("2026-09-30"), Limit(2, Unit.WORKING_DAY)), queries.calendar()
    ).due == date(2026, 10, 9)


def test_a_deadline_into_a_year_that_nobody_loaded_is_provisional_and_loading_it_redates(sysadmin, redated):
    before = deadline(OVER_NEW_YEAR, queries.calendar())
    assert (before.provisional, before.needs) == (True, (2027,))
    import_calendar(Y2027, NOTICE, sysadmin)
    after = deadline(OVER_NEW_YEAR, queries.calendar())
    assert (after.provisional, after.due) == (False, date(2027, 1, 4))
    assert redated == [after]
    assert NOTICE in after.reading.arrangements


def test_what_deadlines_were_counted_by_before_a_year_was_loaded_can_still_be_asked(sysadmin):
    first = import_calendar(Y2027, NOTICE, sysadmin)
    second = import_calendar("2027-01-01,休,元旦\n".encode(), NOTICE, sysadmin)
    term = Term(read_moment("2026-12-29"), Limit(8, Unit.WORKING_DAY))
    calendars = (queries.calendar_before(first), queries.calendar_before(second), queries.calendar())
    assert [calendar.knows(2027) for calendar in calendars] == [False, True, True]
    days = [deadline(term, calendar).due for calendar in calendars]
    assert days == [date(2027, 1, 11), date(2027, 1, 9), date(2027, 1, 11)]


def test_an_arrangement_that_reaches_back_changes_the_year_before_too(sysadmin):
    told: list[frozenset[int]] = []
    listener = redating.on_calendar(lambda calendar, years: told.append(years))
    try:
        import_calendar(Y2027 + "2026-12-26,班,元旦\n".encode(), NOTICE, sysadmin)
    finally:
        redating.forget(listener)
    assert told == [frozenset({2026, 2027})]
    assert queries.calendar().makeup(date(2026, 12, 26)) == "元旦"


def test_what_a_listener_raises_undoes_the_loading(sysadmin):
    @redating.on_calendar
    def fail(calendar, years):
        raise RuntimeError("cannot be noted down")

    try:
        with pytest.raises(RuntimeError):
            import_calendar(Y2027, NOTICE, sysadmin)
    finally:
        redating.forget(fail)
    assert not CalendarYear.objects.exists()
    assert not queries.calendar().knows(2027)


def test_a_year_brought_in_again_replaces_the_first_which_stays_kept(sysadmin):
    import_calendar(Y2027, NOTICE, sysadmin)
    import_calendar(Y2027.replace("2027-01-03,休".encode(), "2027-01-04,休".encode()), NOTICE, sysadmin)
    assert queries.calendar().why_off(date(2027, 1, 4)) == "元旦"
    assert CalendarYear.objects.filter(year=2027).count() == 2


def test_the_same_year_again_is_no_news(sysadmin, redated):
    first = import_calendar(Y2027, NOTICE, sysadmin)
    assert import_calendar(Y2027, NOTICE, sysadmin) == first
    assert len(redated) == 1
    assert Event.objects.filter(verb="calendar.import").count() == 1


def test_a_year_of_the_library_can_be_corrected(sysadmin):
    import_calendar("2026-10-08,休,国庆节".encode(), NOTICE, sysadmin)
    calendar = queries.calendar()
    assert calendar.why_off(date(2026, 10, 8)) == "国庆节"
    assert calendar.why_off(date(2026, 10, 1)) is None, (
        "the year that was brought in is the whole arrangement"
    )
    assert calendar.why_off(date(2025, 10, 1)) == "国庆节"


def test_it_enters_the_record_of_the_installation(sysadmin):
    row = import_calendar(Y2027, NOTICE, sysadmin)
    event = Event.objects.get(verb="calendar.import")
    assert (event.chain, event.who, event.thing_id) == ("installation", sysadmin.pk, str(row.pk))
    assert NOTICE in event.body


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [
        (Y2027, " ", "写明放假安排的来源"),
        (Y2027, "文" * 201, "不能超过200个字"),
        (b"", NOTICE, "没有一天的安排"),
        ("2027-01-01,休,元旦\n2027-01-01,班,元旦".encode(), NOTICE, "第2行"),
        ("2027-13-01,休".encode(), NOTICE, "没有 2027年13月01日 这一天"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_nothing_is_kept(sysadmin, data, source, words):
    with pytest.raises(Unacceptable, match=words):
        import_calendar(data, source, sysadmin)
    assert not CalendarYear.objects.exists()


def test_looking_at_a_year_first_keeps_nothing():
    assert read_arrangement(Y2027, NOTICE).year == 2027
    assert not queries.calendar().knows(2027)


@pytest.mark.parametrize("who", ["keeper", "nobody"])
def test_nobody_but_a_system_administrator_loads_a_year(request, db, who):
    someone = request.getfixturevalue("keeper") if who == "keeper" else person("nobody")
    with pytest.raises(Denied, match="由系统管理员导入"):
        import_calendar(Y2027, NOTICE, someone)
    assert not CalendarYear.objects.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_year_that_was_loaded_is_never_changed(sysadmin, act):
    import_calendar(Y2027, NOTICE, sysadmin)
    rows = CalendarYear.objects.all()
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        rows.update(source="别的") if act == "update" else rows._raw_delete("default")


def test_the_calendar_costs_one_query(sysadmin, django_assert_num_queries):
    import_calendar(Y2027, NOTICE, sysadmin)
    queries.calendar()
    with django_assert_num_queries(1):
        assert queries.calendar().knows(2027)
