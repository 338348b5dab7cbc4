"""当场、即时、当日, 24小时内: limits that are no number of days, and the limit that the bureau promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from quanze.procedure.clocks.calendar import Calendar, CalendarYear, DayKind, SpecialDay
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import About, Deadline, acts, deadlines
from quanze.procedure.engine.cautions import Caution
from quanze.procedure.model import Limit, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import APPLICANT, Case
from tests.procedure.engine.test_stories import received, taken


def due(case: Case, about: About = About.STEP) -> Deadline:
    (found,) = [each for each in deadlines(case.procedure, case.state, case.calendar) if each.about is about]
    return found


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begun", "last"),
    [
        (at(2026, 3, 2, 9), date(2026, 3, 2)),
        (at(2026, 3, 2, 23, 59), date(2026, 3, 2)),
        (at(2026, 3, 7, 10), date(2026, 3, 9)),  # a Saturday: nobody is there
    ],
)
def test_what_is_due_at_once_is_due_by_the_end_of_the_day(begun, last):
    case = Case(procedures.permit(), now=begun)
    case.do(acts.Submit(("申请报告",)), APPLICANT)
    for about in (About.NOTICE, About.STEP):
        found = due(case, about)
        assert (found.due, found.until) == (last, at(last.year, last.month, last.day + 1))
        assert found.explanation.startswith(f"2026年3月{last.day}日24时届满；当场、即时、当日办理的")


def test_a_weekend_day_that_is_worked_is_a_day_to_do_it_on():
    worked = SpecialDay(date(2026, 3, 7), DayKind.WORK, "某节")
    case = Case(procedures.permit(), now=at(2026, 3, 7, 10))
    case.calendar = Calendar((CalendarYear(2026, (worked,), "试验"),))
    case.do(acts.Submit(("申请报告",)), APPLICANT)
    assert due(case).due == date(2026, 3, 7)


def test_a_day_in_a_year_that_is_not_loaded_is_provisional():
    case = Case(procedures.permit(), now=at(2026, 3, 7, 10), calendar=Calendar())
    case.do(acts.Submit(("申请报告",)), APPLICANT)
    assert (due(case).due, due(case).provisional) == (date(2026, 3, 9), True)


def test_hours_run_from_moment_to_moment_through_nights_and_weekends():
    case = received(procedures.permit)
    case.now = at(2026, 3, 6, 16, 30)  # a Friday
    case.do(acts.Accept("accept1"))
    found = due(case)
    assert (found.due, found.until) == (date(2026, 3, 7), at(2026, 3, 7, 16, 30))
    assert found.explanation == (
        "自2026年3月6日16时30分起24小时，至3月7日16时30分届满；按小时计算，从该时刻起连续计算，休息日也计入"
        "（《民法典》第二百零一条第二款）；期限出自24小时内审查完毕。"
    )


def test_hours_in_which_the_clock_stands_still_do_not_count():
    case = taken(procedures.permit)
    case.wait(0.5).do(acts.Suspend("鉴定", "告知书.pdf"))
    assert (due(case).due, due(case).until) == (None, None)
    assert "现已中止" in due(case).explanation
    case.wait(3).do(acts.Resume())
    assert due(case).until == at(2026, 3, 6, 9)


def test_what_comes_an_hour_late_is_told():
    case = taken(procedures.permit)
    case.wait(25 / 24)
    (event, *_) = case.do(acts.Review("review1", "齐全"))
    assert event.cautions == (Caution("overdue", "期限已于2026年3月3日届满"),)


def test_a_posted_publicity_says_that_it_ends_as_posted():
    case = taken(procedures.sme_fund)
    case.do(acts.Decide("decide1", True))
    case.do(acts.Decide("decide2", True))
    case.do(acts.Post("publicize1", "公示栏", "截图.png", case.today, date(2026, 3, 6)))
    explained = due(case, About.PUBLICITY).explanation
    assert explained == "公示自2026年3月2日起，至3月6日24时期满，以发布的起止日期为准。"


def test_a_promised_limit_runs_from_acceptance_over_the_whole_case():
    promised = Limit(15, Unit.WORKING_DAY)
    case = received(procedures.coal)
    assert deadlines(case.procedure, case.state, case.calendar, promised) == ()
    case.do(acts.Accept("accept1"))
    (found,) = deadlines(case.procedure, case.state, case.calendar, promised)
    assert (found.step, found.about, found.due) == ("", About.CASE, date(2026, 3, 23))
    assert "期限出自本机关的承诺时限" in found.explanation
    case.do(acts.Withdraw(), APPLICANT)
    assert deadlines(case.procedure, case.state, case.calendar, promised) == ()


def test_a_step_with_days_and_on_the_spot_has_its_days():
    procedure = procedures.permit()
    steps = tuple(
        replace(step, limit=Limit(3, Unit.WORKING_DAY)) if step.key == "accept1" else step
        for step in procedure.steps
    )
    case = received(lambda: replace(procedure, steps=steps))
    assert due(case).due == date(2026, 3, 5)
