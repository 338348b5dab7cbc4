"""责任矩阵 and cards: each duty with its evidence, its time, its gap or its lateness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import About, Deadline, HouseRules, Mark, acts, deadlines, replay
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.events import Discharged, Reopened
from quanze.procedure.model import Kind, Limit, Unit
from quanze.procedure.oversight.cards import Colour, card
from quanze.procedure.oversight.matrix import BY_SILENCE, UNDONE, UNPROVEN, Timing, matrix
from tests.procedure.engine.hands import BEGIN, CALENDAR, Case, whole
from tests.procedure.engine.procedures import Drafting
from tests.procedure.engine.test_any_case import ANY_PROCEDURE, RULES_OF_THE_HOUSE, SCRIPT, play

FIVE = Limit(5, Unit.WORKING_DAY)


def bureau(**marks):
    """A gate with a notice within two working days, a review within five, an opinion."""
    return (
        Drafting("某项目初审")
        .stage("受理")
        .step(Kind.SUPPLEMENT, "应当在2个工作日内一次告知", limit=Limit(2, Unit.WORKING_DAY))
        .step(Kind.ACCEPT, "予以受理", **marks)
        .stage("初审")
        .step(Kind.REVIEW, "5个工作日内审核", limit=FIVE)
        .step(Kind.DECIDE, "提出初审意见")
        .done()
    )


def submitted(procedure=None) -> Case:
    case = Case(procedure or bureau())
    case.do(acts.Submit(("申请表",)), "某公司")
    return case


def cells(case: Case, promised: Limit | None = None, now: datetime | None = None):
    found = matrix(case.procedure, case.history, case.calendar, now or case.now, promised)
    return {cell.key: cell for cell in found}


def test_what_was_done_in_time_has_its_evidence_and_its_moment():
    case = submitted()
    case.wait(1).do(acts.Accept("accept1"))
    accepted = case.now
    case.wait(2).do(acts.Review("review1", "齐全"))
    found = cells(case)
    assert (found["accept1"].done_at, found["accept1"].mark) == (accepted, Mark.DONE)
    review = found["review1"]
    assert (review.timing, review.days_late) == (Timing.IN_TIME, 0)
    assert review.deadline.due == date(2026, 3, 10), "five working days from the acceptance on Tuesday"
    assert [type(case.history[position - 1].what) for position in review.evidence] == [acts.Review]
    assert found["decide1"].mark is Mark.OPEN
    assert not any(cell.gaps for cell in found.values())


def test_what_was_done_late_says_by_how_many_working_days():
    case = submitted()
    case.do(acts.Accept("accept1"))  # Monday, 2 March: due on Monday the 9th
    case.wait(10).do(acts.Review("review1", "齐全"))  # Thursday the 12th
    review = cells(case)["review1"]
    assert (review.timing, review.days_late, review.deadline.due) == (Timing.LATE, 3, date(2026, 3, 9))


def test_what_is_not_done_runs_then_is_overdue_and_a_gap():
    case = submitted()
    case.do(acts.Accept("accept1"))
    colours = {}
    for days in (1, 6, 7, 8, 9):
        review = cells(case, now=BEGIN + timedelta(days))["review1"]
        colours[days] = (
            review.timing,
            review.card.colour,
            review.card.left,
            review.days_late,
            bool(review.gaps),
        )
    assert colours == {
        1: (Timing.RUNNING, Colour.NONE, 4, 0, False),
        6: (Timing.RUNNING, Colour.YELLOW, 1, 0, False),
        7: (Timing.RUNNING, Colour.YELLOW, 0, 0, False),
        8: (Timing.OVERDUE, Colour.RED, -1, 1, True),
        9: (Timing.OVERDUE, Colour.RED, -2, 2, True),
    }


def test_a_suspension_and_an_extension_count_as_they_did_in_the_case():
    case = submitted()
    case.do(acts.Accept("accept1"))
    case.wait(1).do(acts.Suspend("专家评审", "告知书.pdf"))
    paused = cells(case)["review1"]
    assert (paused.timing, paused.card.colour, paused.card.left) == (Timing.PAUSED, Colour.PAUSED, None)
    case.wait(14).do(acts.Resume())
    case.wait(2).do(acts.Review("review1", "齐全"))
    assert cells(case)["review1"].timing is Timing.IN_TIME


def test_a_notice_has_its_own_time():
    case = submitted()
    case.wait(1).do(acts.GiveNotice("supplement1", ("图纸",)))
    found = cells(case)["supplement1"]
    assert (found.mark, found.timing, found.deadline.about) == (Mark.DONE, Timing.IN_TIME, About.NOTICE)
    late = submitted()
    late.wait(7).do(acts.GiveNotice("supplement1", ("图纸",)))
    found = cells(late)["supplement1"]
    assert (found.timing, found.days_late) == (Timing.LATE, 3)
    never = submitted()
    never.do(acts.Accept("accept1"))
    assert cells(never)["supplement1"].timing is Timing.NONE, "nothing was missing"


def test_nothing_said_in_time_is_a_gap_although_silence_accepted():
    case = submitted()
    case.facts = replace(case.facts, rules=HouseRules(silence_accepts=True))
    case.wait(4).do(acts.DeemAccepted("accept1"), "system")
    assert BY_SILENCE in cells(case)["accept1"].gaps


def test_a_certificate_that_nobody_proved_is_a_gap():
    case = submitted(bureau(receipt=True))
    case.do(acts.Accept("accept1"))
    found = cells(case)["accept1"]
    assert (found.mark, found.gaps, found.done_at) == (Mark.AWAITING, (UNPROVEN,), None)
    case.do(acts.Prove("accept1", whole(case.today)))
    assert cells(case)["accept1"].gaps == ()


def test_what_was_sent_back_is_judged_anew():
    case = submitted()
    case.do(acts.Accept("accept1"))
    case.wait(1).do(acts.Review("review1", "齐全"))
    case.wait(20).do(acts.SendBack("review1", "核对不细"), "leader")
    found = cells(case)["review1"]
    assert (found.mark, found.timing, len(found.evidence)) == (Mark.OPEN, Timing.RUNNING, 2)


def test_a_case_that_follows_the_list_keeps_what_stays_done_and_owes_the_rest_anew():
    case = submitted()
    case.do(acts.Accept("accept1"))
    accepted = case.now
    case.wait(1).do(acts.Review("review1", "齐全"))
    case.wait(1).do(acts.Adjust("调整1", Fate.SWITCH, "清单调整", ("accept1",)), "keeper")
    found = cells(case)
    assert (found["accept1"].done_at, found["accept1"].mark) == (accepted, Mark.DONE)
    assert (found["review1"].done_at, found["review1"].mark) == (None, Mark.OPEN)


def test_the_promised_limit_of_the_whole_case_is_a_duty_too():
    case = submitted()
    case.do(acts.Accept("accept1"))
    assert "" not in cells(case), "nobody promised anything"
    running = cells(case, FIVE)[""]
    assert (running.place, running.timing) == (None, Timing.RUNNING)
    case.wait(2).do(acts.Review("review1", "齐全"))
    case.wait(8).do(acts.Decide("decide1", True, "", whole(case.today)))
    case.do(acts.Close())
    assert cells(case, FIVE)[""].timing is Timing.LATE
    assert cells(case, Limit(20, Unit.WORKING_DAY))[""].timing is Timing.IN_TIME


def test_what_was_overdue_when_the_applicant_gave_up_stays_overdue():
    waiting = submitted()
    waiting.do(acts.Accept("accept1"))  # Monday, 2 March: the review is due on Monday the 9th
    waiting.wait(10).do(acts.Withdraw("等不及了"), "某公司")
    found = cells(waiting, FIVE, now=waiting.now + timedelta(100))
    for duty in (found["review1"], found[""]):
        assert (duty.timing, duty.days_late, duty.done_at) == (Timing.OVERDUE, 3, None)
        assert (duty.gaps, duty.card) == ((UNDONE,), None)
    assert found["decide1"].timing is Timing.NONE


def test_whoever_gives_up_in_time_makes_the_bureau_neither_late_nor_punctual():
    taken = submitted()
    taken.do(acts.Accept("accept1"))
    taken.wait(1).do(acts.Withdraw("另行申报"), "某公司")
    found = cells(taken, FIVE, now=taken.now + timedelta(100))
    assert {key: found[key].timing for key in ("review1", "")} == {"review1": Timing.NONE, "": Timing.NONE}
    stood = submitted()
    stood.do(acts.Accept("accept1"))
    stood.wait(1).do(acts.Suspend("专家评审", "告知书.pdf"))
    stood.wait(30).do(acts.Withdraw("另行申报"), "某公司")
    assert cells(stood)["review1"].timing is Timing.NONE, "its clock stood still"


def test_by_a_date_that_does_not_stand_nobody_is_late():
    unknown = Calendar(())
    case = submitted()
    case.calendar = unknown
    case.do(acts.Accept("accept1"))
    case.wait(30).do(acts.Review("review1", "齐全"))
    assert cells(case)["review1"].timing is Timing.DOUBTFUL
    day = (
        Drafting("甲")
        .stage("受理")
        .step(Kind.ACCEPT, "受理")
        .stage("审")
        .step(Kind.REVIEW, "5日内审核", limit=Limit(5, Unit.DAY))
    )
    case = submitted(day.done())
    case.do(
        acts.Accept("accept1")
    )  # working days until the 9th, calendar days until the 9th (the 7th is a Saturday)
    assert cells(case, now=BEGIN + timedelta(8))["review1"].timing is Timing.OVERDUE, "both readings are over"


def deadline(due: date | None, **more) -> Deadline:
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    until = None if due is None else datetime(due.year, due.month, due.day, 23, 59, tzinfo=SHANGHAI)
    return Deadline("x", About.STEP, start, due, until, **more)


CARDS = [
    # due, days after Monday 2 March, provisional -> colour, working days left
    (date(2026, 3, 9), 0, False, Colour.NONE, 5),
    (date(2026, 3, 9), 6, False, Colour.YELLOW, 1),
    (date(2026, 3, 9), 8, False, Colour.RED, -1),
    (date(2026, 3, 9), 12, False, Colour.RED, -4),
    (date(2026, 3, 9), 8, True, Colour.YELLOW, -1),
    (None, 8, False, Colour.PAUSED, None),
]


@pytest.mark.parametrize(("due", "days", "provisional", "colour", "left"), CARDS)
def test_a_card_for_what_is_not_counted_in_days_too(due, days, provisional, colour, left):
    found = card(deadline(due, provisional=provisional), BEGIN + timedelta(days), CALENDAR)
    assert (found.colour, found.left, found.provisional) == (colour, left, provisional)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_PROCEDURE, SCRIPT, RULES_OF_THE_HOUSE, st.integers(0, 40))
def test_in_any_case_the_matrix_says_what_a_slow_recount_says(procedure, script, house, later):
    """Counted from the events alone: when each duty was discharged, by the deadlines that ran just before."""
    case = play(procedure, script, house)
    now = case.now + timedelta(later)
    found = matrix(procedure, case.history, case.calendar, now, FIVE)
    done: dict[str, tuple[datetime, list[Deadline]]] = {}
    for index, event in enumerate(case.history):
        what = event.what
        if isinstance(what, Discharged):
            before = replay(procedure, case.history[:index])
            running = deadlines(procedure, before, case.calendar)
            done[what.step] = (
                event.at,
                [d for d in running if d.step == what.step and d.about is About.STEP],
            )
        for step in what.steps if isinstance(what, Reopened) else ():
            done.pop(step, None)
    state = replay(procedure, case.history)
    for cell in found:
        if cell.place is None or cell.place.kind is Kind.SUPPLEMENT:
            continue
        assert (cell.done_at is not None) == state.is_done(cell.key) == (cell.key in done)
        assert all(case.history[position - 1].what.step == cell.key for position in cell.evidence)
        if cell.done_at is not None:
            at, running = done[cell.key]
            assert cell.done_at == at
            if running:
                over = running[0].until is not None and at >= running[0].until
                assert (cell.timing in (Timing.LATE, Timing.DOUBTFUL)) == over
        if cell.card is not None:
            assert (cell.card.colour is Colour.RED) == (cell.timing is Timing.OVERDUE)
