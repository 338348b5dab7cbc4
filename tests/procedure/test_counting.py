"""What a case adds to a bureau's figures, and what is read from their sums."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import Ending, acts, replay
from quanze.procedure.engine.events import Discharged, Ended
from quanze.procedure.model import Limit, Unit
from quanze.procedure.oversight.counting import JUDGED, counted, elapsed
from quanze.procedure.oversight.figures import Days, Figure, Figures, Span, key, span, span_key
from quanze.procedure.oversight.matrix import Timing, matrix
from tests.procedure.engine.hands import BEGIN, CALENDAR, Case, whole
from tests.procedure.engine.test_any_case import ANY_PROCEDURE, RULES_OF_THE_HOUSE, SCRIPT, play
from tests.procedure.test_oversight import FIVE, submitted


def figures(case: Case, now: datetime | None = None, promised=None) -> dict[str, dict[str, int]]:
    found = counted(case.procedure, case.history, case.calendar, now or case.now, promised)
    return {month: dict(by) for month, by in found.items()}


def test_a_case_counts_in_the_months_in_which_it_came_on():
    case = submitted()  # Monday, 2 March 2026
    case.wait(1).do(acts.Accept("accept1"))
    case.wait(2).do(acts.Review("review1", "齐全"))
    case.wait(40).do(acts.Decide("decide1", True, "", whole(case.today)))
    case.do(acts.Close())
    assert figures(case) == {
        "2026-03": {
            "received": 1,
            "accepted": 1,
            "timed:in_time": 1,
            "stage:work:1:00.受理": 1,
            "stage:day:1:00.受理": 1,
        },
        "2026-04": {
            "ended:completed": 1,
            "stage:work:30:01.初审": 1,
            "stage:day:42:01.初审": 1,
            "whole:work:30:": 1,
            "whole:day:42:": 1,
        },
    }


def test_what_is_overdue_counts_in_the_month_of_its_last_day():
    case = submitted()
    case.wait(28).do(
        acts.Accept("accept1")
    )  # Monday the 30th: five working days until 6 April, of weekends alone
    assert "timed:overdue" not in figures(case)["2026-03"]
    assert figures(case, case.now + timedelta(60))["2026-04"] == {"timed:overdue": 1}


def test_a_last_day_at_the_end_of_a_month_is_of_that_month():
    case = submitted()
    case.wait(22).do(acts.Accept("accept1"))  # Tuesday, 24 March: until Tuesday the 31st
    assert figures(case, case.now + timedelta(20))["2026-03"]["timed:overdue"] == 1


def test_what_was_taken_back_makes_nobody_quicker():
    case = submitted()
    case.do(acts.Accept("accept1"))
    case.wait(1).do(acts.Withdraw("另行申报"), "某公司")
    found = Figures(sum(counted(case.procedure, case.history, CALENDAR, case.now).values(), Counter()))
    assert found.endings[Ending.WITHDRAWN] == found.ended == 1
    assert found.whole(Days.WORKING) is None
    assert list(found.stages(Days.WORKING)) == ["受理"], "the review was never done"


def test_what_was_overdue_when_it_was_taken_back_counts_in_the_month_of_its_last_day():
    case = submitted()
    case.wait(22).do(acts.Accept("accept1"))  # Tuesday, 24 March: until Tuesday the 31st
    case.wait(20).do(acts.Withdraw("等不及了"), "某公司")
    assert figures(case)["2026-03"]["timed:overdue"] == 1
    assert figures(case)["2026-04"] == {"ended:withdrawn": 1}


def test_a_stage_that_is_sent_back_is_not_over_and_then_lasted_all_the_while():
    case = submitted()
    case.do(acts.Accept("accept1"))
    case.wait(1).do(acts.Review("review1", "齐全"))
    case.wait(6).do(acts.SendBack("review1", "核对不细"), "leader")
    assert not any("初审" in name for by in figures(case).values() for name in by)
    case.wait(1).do(acts.Review("review1", "齐全"))
    case.do(acts.Decide("decide1", True, "", whole(case.today)))
    assert figures(case)["2026-03"]["stage:day:8:01.初审"] == 1


def test_days_on_which_the_clock_stood_still_are_no_days():
    case = submitted()
    case.do(acts.Accept("accept1"))
    case.wait(1).do(acts.Suspend("专家评审", "告知书.pdf"))
    case.wait(14).do(acts.Resume())
    stood = replay(case.procedure, case.history).suspensions
    assert elapsed(BEGIN, case.now, stood, CALENDAR) == (0, 0), (
        "neither the first day of it counts nor the last"
    )
    assert elapsed(BEGIN, case.now + timedelta(1), stood, CALENDAR) == (1, 1)
    assert elapsed(BEGIN, case.now, (), CALENDAR) == (11, 15)
    assert elapsed(BEGIN + timedelta(8), case.now, stood, CALENDAR) == (0, 0), "it stood still before"


@pytest.mark.parametrize(("waited", "late"), [(6, False), (7, True)])
def test_what_takes_as_long_as_its_limit_is_in_time(waited, late):
    """However often the clock stood still, and be it on the same day again."""
    promised, case = Limit(8, Unit.WORKING_DAY), submitted()  # Monday, 2 March 2026
    case.do(acts.Accept("accept1"))
    case.wait(1).do(acts.Suspend("专家评审", "告知书.pdf"))
    case.wait(14).do(acts.Resume())
    case.wait(0).do(acts.Suspend("检测", "告知书.pdf"))
    case.wait(2).do(acts.Resume())  # Thursday the 19th
    case.wait(6).do(acts.Review("review1", "齐全"))
    case.wait(waited).do(
        acts.Decide("decide1", True, "", whole(case.today))
    )  # eight or nine working days later
    case.do(acts.Close())
    found = figures(case, promised=promised)
    by = {name: n for month in found.values() for name, n in month.items()}
    assert ("timed:late" in by) == late
    assert by[f"whole:work:{waited + 2}:"] == 1


LENGTHS = [
    ({}, None),
    ({3: 1}, Span(1, 3, 3)),
    ({0: 9, 30: 1}, Span(10, 0, 0)),
    ({0: 8, 30: 2}, Span(10, 0, 30)),
    ({1: 1, 2: 1, 3: 1, 4: 1}, Span(4, 2, 4)),
]


@pytest.mark.parametrize(("lengths", "found"), LENGTHS)
def test_a_median_and_what_nine_tenths_keep_within(lengths, found):
    assert span(lengths) == found


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_lengths_counted_are_those_in_a_row(days):
    found = span(Counter(days))
    row = sorted(days)
    assert found == Span(len(row), row[(len(row) - 1) // 2], row[-(-9 * len(row) // 10) - 1])


def test_stages_of_one_name_are_one_and_stand_in_their_order():
    named = {"00.受理": (1, 2), "02.初审：复核": (5, 1), "01.初审": (3, 1), "03.受理": (9, 1)}
    counts = Counter({span_key(Figure.STAGE, Days.WORKING, n, name): m for name, (n, m) in named.items()})
    assert Figures(counts).stages(Days.WORKING) == {
        "受理": Span(3, 1, 9),
        "初审": Span(1, 3, 3),
        "初审：复核": Span(1, 5, 5),
    }
    assert Figures(counts).stages(Days.CALENDAR) == {}


def test_the_rate_is_of_what_stands():
    def rate(**n: int) -> float | None:
        return Figures(Counter({key(Figure.TIMED, kind): each for kind, each in n.items()})).on_time

    assert rate() is None
    assert rate(doubtful=4) is None
    assert rate(in_time=2, late=1) == 66.7
    assert rate(in_time=3, overdue=1, doubtful=9) == 75.0
    assert rate(in_time=1, late=15) == 6.3, "四舍五入, as clerks do by hand"
    assert rate(in_time=1999, late=1) == 99.9, (
        "a hundred percent is said where nothing was late, and nowhere else"
    )
    assert (rate(in_time=9999), rate(late=9)) == (100, 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE, st.integers(0, 40))
def test_in_any_case_the_figures_are_what_its_events_say(procedure, script, house, later):
    case = play(procedure, script, house)
    now = case.now + timedelta(later)
    found = counted(procedure, case.history, case.calendar, now, FIVE)
    total = Figures(sum(found.values(), Counter()))
    tags = [type(event.what) for event in case.history]
    assert total.of(Figure.RECEIVED) == int(acts.Submit in tags)
    assert total.of(Figure.ACCEPTED) == int(bool({acts.Accept, acts.DeemAccepted} & set(tags)))
    assert total.ended == int(Ended in tags)
    cells = matrix(procedure, case.history, case.calendar, now, FIVE)
    for timing in Timing:
        n = sum(cell.timing is timing for cell in cells) if timing in JUDGED else 0
        assert total.timed(timing) == n
    received = replay(procedure, case.history).received or now
    most = (now.astimezone(SHANGHAI).date() - received.astimezone(SHANGHAI).date()).days
    done = sum(isinstance(event.what, Discharged) for event in case.history)
    for days in Days:
        stages = total.stages(days)
        assert len(stages) <= min(done, len(procedure.stages))
        assert all(0 <= each.median <= each.p90 <= most for each in stages.values())
        whole_case = total.whole(days)
        assert whole_case is None or 0 <= whole_case.median <= most
        # Each length is counted in both kinds of days.
        assert {name: each.count for name, each in stages.items()} == {
            name: each.count for name, each in total.stages(Days.WORKING).items()
        }
    assert all(n > 0 for by in found.values() for n in by.values())
