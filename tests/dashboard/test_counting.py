"""What is counted of a bureau besides its past: open cases by their dates, complaints, the list; and when it is counted
again. The figures of a year: ``tests/simulation/test_figures.py``."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from quanze.cases.dates import OURS
from quanze.cases.models import Case
from quanze.complaints.services import Told, file, register_interference
from quanze.dashboard import queries as dashboard_queries
from quanze.dashboard.counting import open_by_due, stale_cases
from quanze.dashboard.due import Due
from quanze.dashboard.models import Board, Cell, Counted
from quanze.dashboard.services import count, count_agency
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from quanze.rulebook.models import CalendarYear
from tests.cases.conftest import House
from tests.cases.test_matter_five import step


def board(house: House) -> Board:
    return Board.objects.get(agency=house.bureau)


def open_now(house: House) -> Counter[str]:
    found: Counter[str] = Counter()
    for *_, due, n in board(house).open:
        found[due] += n
    return found


def received(house: House) -> int:
    return sum(cell.body.get("received", 0) for cell in Cell.objects.filter(agency=house.bureau))


def test_a_case_is_counted_once_and_again_when_something_happened(house: House):
    first = house.submitted()
    house.submitted()
    assert count() == 2
    assert (received(house), board(house).behind) == (2, 0)
    assert count() == 0
    house.do(first, acts.Withdraw("另行申报"), house.chen)
    assert count() == 1
    ended = [cell.body.get("ended:withdrawn") for cell in Cell.objects.filter(agency=house.bureau)]
    assert (received(house), ended) == (2, [1])


def test_a_case_that_belongs_elsewhere_now_is_counted_there(house: House):
    case = house.submitted()
    count()
    other = house.bureau.offices.exclude(pk=case.office_id).first()
    Case.objects.filter(pk=case.pk).update(office=other)
    assert count() == 1
    assert [(cell.office, cell.body["received"]) for cell in Cell.objects.all()] == [(other.pk, 1)]


def test_a_case_is_counted_again_with_another_calendar_and_when_its_date_passed(house: House):
    house.confirm_unit()
    case = house.submitted()
    now = timezone.now()
    count(now)
    loaded = CalendarYear.objects.count()
    assert not stale_cases(house.bureau, loaded, now).exists()
    assert list(stale_cases(house.bureau, loaded + 1, now)) == [case]
    later = now + timedelta(12)
    assert list(stale_cases(house.bureau, loaded, later)) == [case]
    assert count(later) == 1
    assert sum(cell.body.get("timed:overdue", 0) for cell in Cell.objects.all()) == 1
    assert count(later + timedelta(seconds=1)) == 0
    assert count(later + timedelta(1)) == 1, "on another day it is looked at again"
    house.do(case, acts.Decline(step(case, Kind.REFUSE), "不属于本机关职权范围，请向住建部门提出"))
    count(later + timedelta(1))
    assert not any("timed:overdue" in cell.body for cell in Cell.objects.all())


DATES = [
    # days from the moment, about, provisional, suspended
    (-1, "step", False, False, Due.OVERDUE),
    (-1, "step", True, False, Due.DOUBTFUL),
    (-1, "answer", False, False, Due.ELAPSED),
    (-1, "publicity", False, False, Due.ELAPSED),
    (0.05, "notice", False, False, Due.TODAY),
    (3, "step", False, False, Due.WEEK),
    (30, "case", True, False, Due.LATER),
    (30, "step", False, True, Due.PAUSED),
    (None, "", False, False, Due.NONE),
]


def test_open_cases_stand_by_their_next_date(house: House):
    at = datetime(2150, 5, 6, 12, tzinfo=timezone.get_current_timezone())
    cases = [house.submitted() for _ in DATES]
    for case, (days, about, provisional, suspended, _) in zip(cases, DATES, strict=True):
        due = None if days is None else at + timedelta(days)
        Case.objects.filter(pk=case.pk).update(
            due_at=due,
            due_on=due and timezone.localdate(due),
            about=about,
            owed_at=None if provisional or about not in OURS else due,
            provisional=provisional,
            suspended=suspended,
        )
    said = Counter(due for *_, due, n in open_by_due(house.bureau, at) for _ in range(n))
    assert said == Counter(each[-1].value for each in DATES)
    for due in Due:
        alone = dashboard_queries.standing_so(house.bureau, due, at)
        assert alone.count() == said[due.value], "the list behind a figure"
    midnight = datetime(2150, 5, 7, tzinfo=timezone.get_current_timezone())
    Case.objects.update(due_at=midnight, owed_at=midnight, suspended=False, provisional=False)
    assert {due for *_, due, _ in open_by_due(house.bureau, at)} == {"today"}, "a last day ends at midnight"


def test_a_case_past_the_later_of_two_dates_is_overdue_whichever_holds(house: House):
    """Only whether days are working days is not confirmed; no calendar moves the date."""
    case, now = house.submitted(), timezone.now()
    past = now - timedelta(1)
    for provisional, due in ((False, "overdue"), (True, "doubtful")):
        Case.objects.filter(pk=case.pk).update(
            due_at=past, owed_at=None if provisional else past, provisional=provisional, unconfirmed=True
        )
        assert [(stands, n) for *_, stands, n in open_by_due(house.bureau, now)] == [(due, 1)]


def test_of_complaints_only_how_many_and_where_they_are(house: House):
    file(house.bureau, Told("经办人索要好处", "陈某", "13800000000", "王某"), "token-1")
    register_interference(house.bureau, house.wang, Told("有人打招呼", whom="某领导"), "token-2")
    count()
    month = f"{timezone.localdate():%Y-%m}"
    assert board(house).complaints == {month: {"filed": 1}}


def test_the_list_is_looked_over_once_a_day(house: House, django_assert_max_num_queries):
    now = timezone.now()
    count(now)
    found = board(house).findings
    assert found.keys() == {"list", "law"}
    assert all(sum(by.values()) > 0 for by in found.values())
    Board.objects.update(findings={})
    with django_assert_max_num_queries(16):
        count_agency(house.bureau, now)
    assert board(house).findings == {}, "not again on the same day"
    count(now + timedelta(1))
    assert board(house).findings.keys() == {"list", "law"}


def test_a_run_does_so_many_and_says_how_many_are_left(house: House):
    for _ in range(3):
        house.submitted()
    assert count(most=2) == 2
    assert board(house).behind == 1
    assert count(most=2) == 1
    assert (received(house), board(house).behind) == (3, 0)


def test_all_of_it_may_be_counted_anew_by_a_command(house: House, capsys):
    house.submitted()
    count()
    Cell.objects.update(body={"received": 7})
    call_command("recount", house.bureau.code)
    assert received(house) == Counted.objects.count() == 1
    with pytest.raises(CommandError, match="没有代码为"):
        call_command("recount", "nobody")
