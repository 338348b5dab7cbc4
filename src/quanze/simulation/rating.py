"""Ratings in a simulated year: applicants say how they were served, once their case is over; whoever sees to it answers
the bad ones, some of them late or never."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from quanze.cases.models import Case
from quanze.people.models import Person
from quanze.people.permissions import may
from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.ratings import services
from quanze.ratings.degrees import Degree
from quanze.ratings.queries import Rated, of_case
from quanze.simulation.cast import MARK, Cast
from quanze.simulation.habits import Turn
from quanze.simulation.planning import Plan, Year
from quanze.simulation.timing import at_work

SAID_AFTER = (1, 12)
"""Days after the end of the case, or after the answer, until the applicant says something."""

ANSWERED_AFTER, ANSWERED_LATE_AFTER = (1, 4), (6, 12)
"""Working days until a bad one is answered."""

LATE = 0.25
"""The share of answers that come late."""

GOOD = {Degree.VERY_SATISFIED: 6, Degree.SATISFIED: 3, Degree.FAIRLY_SATISFIED: 1}
BAD = {Degree.DISSATISFIED: 3, Degree.VERY_DISSATISFIED: 1}
"""Degree → how many of those who rate well, or badly, give it."""

WORDS = ("等了很久。", "要求补交的材料没有一次说清。", "打电话问进度没有人说得清。")


def next_at(year: Year, plan: Plan, case: Case, days: Calendar) -> datetime | None:
    """When something is said next of how a case was served; ``None`` where nothing is. Two queries where its applicant
    rates at all."""
    if not plan.has(Turn.RATED) or case.ended_at is None:
        return None
    told = of_case(case)
    dice = _dice(year, plan, told)
    if told is None:
        return _at_leisure(case.ended_at, dice)
    since = told.entries[-1].at
    if told.standing.open:
        if plan.has(Turn.UNANSWERED):
            return None
        return at_work(
            since,
            dice.randint(*(ANSWERED_LATE_AFTER if dice.random() < LATE else ANSWERED_AFTER)),
            days,
            dice,
        )
    if plan.has(Turn.RATED_AGAIN) and told.standing.answered and told.standing.addable:
        return _at_leisure(since, dice)
    return None


def say(year: Year, plan: Plan, case: Case, cast: Cast, applicant: Person) -> bool:
    """It is said. Gives whether it is a first rating."""
    told = of_case(case)
    dice = _dice(year, plan, told)
    if told is None:
        bad = plan.has(Turn.RATED_BADLY)
        words = f"（{MARK}）{dice.choice(WORDS)}" if bad else ""
        services.give(case, applicant, _degree(BAD if bad else GOOD, dice), words)
    elif told.standing.open:
        words = f"（{MARK}）经核实，已经向申请人说明，并作改进。"
        head = cast.heads.get(case.office_id) or cast.heads[None]
        by = head if may(head, "rating.handle", told.rating).allowed else cast.supervisor
        services.answer(told.rating, by, words, dice.random() < 0.5, len(told.entries))
    else:
        services.add(told.rating, applicant, _degree(GOOD, dice), f"（{MARK}）问题已经解决。")
    return told is None


def _dice(year: Year, plan: Plan, told: Rated | None) -> Random:
    return year.dice("rates", plan.number, 0 if told is None else len(told.entries))


def _degree(shares: dict[Degree, int], dice: Random) -> Degree:
    return dice.choices(list(shares), list(shares.values()))[0]


def _at_leisure(since: datetime, dice: Random) -> datetime:
    """Some days later, by day or in the evening."""
    day = since.astimezone(SHANGHAI).date() + ONE_DAY * dice.randint(*SAID_AFTER)
    return datetime.combine(day, time(8), SHANGHAI) + timedelta(minutes=dice.randint(0, 13 * 60))
