"""Rankings of rounds in a simulated year: when a round has closed its applications are scored, a meeting decides where
the bureau's rules ask for one, and the order is fixed. Step by step; what is next follows from what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from quanze.cases.models import Case
from quanze.people.models import Person
from quanze.people.permissions import may
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import end_of
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.rounds.models import Round
from quanze.rounds.queries import call_of
from quanze.selection import services
from quanze.selection.models import Entry
from quanze.selection.queries import Placed, Ranking, ranking
from quanze.simulation.cast import MARK, Cast
from quanze.simulation.habits import Fault
from quanze.simulation.moving import Told
from quanze.simulation.papers import material
from quanze.simulation.planning import Plan, Year
from quanze.simulation.timing import at_work

SCORED_AFTER, NEXT_AFTER = (8, 15), (1, 4)
"""Working days from the last day of a round until its applications are scored, and from one step to the next."""

MOST = 6
"""So many applications of a round are scored, those that came first: each score reads the whole round."""

REVIEWER = f"{MARK}评审专家"

Kind = Entry.Kind

Plans = Callable[[Case], Plan | None]
"""What was planned for a case; ``None`` for one that came otherwise."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The ranking of a round at the moment in which something is said of it."""

    held: Ranking
    cast: Cast
    plans: Plans
    dice: Random
    at: datetime

    @property
    def officer(self) -> Person:
        """Who enters scores: the head of the office, or the leader where cases are of several."""
        office = self.held.ranked[0].office_id
        head = self.cast.heads.get(office) or self.cast.heads[None]
        return head if may(head, "ranking.arrange", self.held.round) else self.cast.leader

    def of(self, fault: Fault) -> list[Placed]:
        """The applications with whose score, or place behind another, this goes wrong."""
        rows = (row for each in self.held.live for row in each.rows if row.said.score is not None)
        mine = [row for row in rows if (plan := self.plans(row.case)) and plan.has(fault)]
        return [row for row in mine if row.place > 1 or fault is not Fault.MOVED]

    def told(self, row: Placed, fault: Fault) -> tuple[Told, ...]:
        return (Told(row.case.number, fault, self.at.astimezone(SHANGHAI).date()),)


def next_at(year: Year, round: Round, cast: Cast, plans: Plans, days: Calendar) -> datetime | None:
    """When something is said next of the ranking of a round; ``None`` where nothing is. Three queries."""
    held = ranking(call_of(round.pk))
    dice = _dice(year, held)
    if not held.entries:
        return at_work(end_of(held.call.terms.closes_on, None), dice.randint(*SCORED_AFTER), days, dice)
    since = held.entries[-1].at
    if _step(Scene(held, cast, plans, dice, since)) is None:
        return None
    return at_work(since, dice.randint(*NEXT_AFTER), days, dice)


def say(year: Year, round: Round, cast: Cast, plans: Plans, at: datetime) -> tuple[Told, ...]:
    """What is next is said, if anything is. Gives what was wrong with it by intent."""
    held = ranking(call_of(round.pk))
    scene = Scene(held, cast, plans, _dice(year, held), at)
    step = _step(scene)
    return () if step is None else step(scene)


def _dice(year: Year, held: Ranking) -> Random:
    return year.dice("ranks", held.round.matter_id, held.version)


Step = Callable[[Scene], tuple[Told, ...]]


def _step(scene: Scene) -> Step | None:
    held, said = scene.held, [each.kind for each in scene.held.entries]
    if not held.ranked:
        return None
    if not said:
        return _score
    if held.fixed is not None:
        return _release if Kind.RELEASED not in said and scene.of(Fault.CHANGED) else None
    if said[-1] == Kind.RELEASED and scene.of(Fault.CHANGED):
        return _change
    if held.needs_meeting:
        return _fix if held.meeting_holds else _meet
    return _move if Kind.MOVE not in said and scene.of(Fault.MOVED) else _fix


def _score(scene: Scene) -> tuple[Told, ...]:
    for case in scene.held.ranked[:MOST]:
        services.score(scene.held.round, scene.officer, case, REVIEWER, _points(scene), 0)
    return ()


def _points(scene: Scene) -> Mapping[str, Decimal]:
    """Half of what can be given at the least."""
    return {
        each.key: Decimal(scene.dice.randint(int(each.most) // 2, int(each.most)))
        for each in scene.held.criteria
    }


def _move(scene: Scene) -> tuple[Told, ...]:
    """One place up, and no meeting looks at it."""
    row = scene.of(Fault.MOVED)[0]
    services.move(
        scene.held.round, scene.officer, row.case, row.place - 1, f"（{MARK}）综合考虑。", scene.held.version
    )
    return scene.told(row, Fault.MOVED)


def _meet(scene: Scene) -> tuple[Told, ...]:
    by = scene.cast.leader
    meeting = services.Meeting(
        scene.at.astimezone(SHANGHAI).date(),
        material(by, "会议记录"),
        [by, scene.cast.heads[None]],
        votes_for=2,
    )
    services.meet(scene.held.round, by, meeting, scene.held.version)
    return ()


def _fix(scene: Scene) -> tuple[Told, ...]:
    services.fix(scene.held.round, scene.cast.leader, scene.held.version)
    return ()


def _release(scene: Scene) -> tuple[Told, ...]:
    services.release(
        scene.held.round, scene.cast.leader, f"（{MARK}）有一件的评分需要核对。", scene.held.version
    )
    return ()


def _change(scene: Scene) -> tuple[Told, ...]:
    """After the order was fixed, a score becomes another."""
    row = scene.of(Fault.CHANGED)[0]
    points = {key: point - 1 for key, point in row.said.reviews[REVIEWER].points.items()}
    services.score(scene.held.round, scene.officer, row.case, REVIEWER, points, row.said.seen)
    return scene.told(row, Fault.CHANGED)
