"""责任矩阵: each duty of a procedure in a case, with what was done about it, when, what is missing, and whether it was
late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import (
    About,
    Course,
    Deadline,
    Event,
    Mark,
    Part,
    Place,
    State,
    acts,
    apply,
    course_of,
    deadlines,
    mark_of,
)
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.course import NEGATIVE_DELIVERY
from quanze.procedure.engine.deadlines import notice_deadline, step_deadline
from quanze.procedure.engine.events import Discharged, Ended, Ending, Reopened
from quanze.procedure.model import Limit, Procedure
from quanze.procedure.oversight.cards import Card, Colour, card, surely_late, working_days


class Timing(StrEnum):
    """How a duty stands by its time. ``NONE``: no limit. ``DOUBTFUL``: late by a date that does not stand (provisional,
    or of an unconfirmed unit)."""

    NONE = "none"
    IN_TIME = "in_time"
    LATE = "late"
    DOUBTFUL = "doubtful"
    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"

    @property
    def label(self) -> str:
        """In words."""
        return _TIMINGS[self]


_TIMINGS = {
    Timing.NONE: "没有期限",
    Timing.IN_TIME: "按期",
    Timing.LATE: "逾期办理",
    Timing.DOUBTFUL: "是否逾期未定",
    Timing.RUNNING: "期限内",
    Timing.OVERDUE: "逾期未办",
    Timing.PAUSED: "中止计时",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One duty in one case. ``place`` is its step (``None``: the limit of the whole case that the bureau promised).
    ``evidence`` are the numbers of the events by which something was done about it, from 1; ``done_at`` when it was
    discharged last. ``deadline`` is the one by which ``timing`` is judged, ``days_late`` working days (0 on the last
    day). ``card`` is of a deadline that runs. ``gaps`` say what is missing, in words."""

    place: Place | None
    mark: Mark
    evidence: tuple[int, ...]
    done_at: datetime | None
    deadline: Deadline | None
    timing: Timing
    days_late: int
    card: Card | None
    gaps: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of its step."""
        return "" if self.place is None else self.place.key


BROKEN_OFF = (Ending.WITHDRAWN, Ending.DEEMED_WITHDRAWN, Ending.TRANSFERRED, Ending.ABOLISHED)
"""Ends that the bureau did not bring about by doing its duties: what was overdue then was never done, and what still
had time is no success."""

BY_SILENCE = "没有在期限内告知或者决定，按规定视为受理"
UNPROVEN = "凭证还没有盖章或者送达的证明"
UNDONE = "逾期没有办理"


def matrix(
    procedure: Procedure,
    history: Sequence[Event],
    calendar: Calendar,
    now: datetime,
    promised: Limit | None = None,
) -> tuple[Cell, ...]:
    """Every duty of the procedure in the case with this history, in the order of the course; last the limit of the
    whole case, where one was promised. ``now``: by which moment what is open is judged; what was open when the case was
    broken off, by that one."""
    course = course_of(procedure)
    told = _Told(course, calendar)
    for position, event in enumerate(history, 1):
        told.take(position, event)
    return tuple(_cells(procedure, told, now, promised))


@dataclass(slots=True)
class _Told:
    """What the events say of each step."""

    course: Course
    calendar: Calendar
    state: State = field(default_factory=State)
    evidence: dict[str, list[int]] = field(default_factory=dict)
    done: dict[str, tuple[datetime, Deadline | None]] = field(default_factory=dict)
    noticed: dict[str, tuple[datetime, Deadline | None]] = field(default_factory=dict)
    gaps: dict[str, list[str]] = field(default_factory=dict)
    ended_at: datetime | None = None

    def take(self, position: int, event: Event) -> None:
        """One event more."""
        before, what = self.state, event.what
        self.state = apply(before, event)
        step = getattr(what, "step", "")
        if isinstance(what, acts.Act) and step:
            self.evidence.setdefault(step, []).append(position)
            self.gaps.setdefault(step, []).extend(each.words for each in event.cautions)
        if isinstance(what, Discharged):
            place = self.course.find(what.step)
            due = None if place is None else step_deadline(self.course, place, before, self.calendar)
            self.done[what.step] = (event.at, due)
        elif isinstance(what, acts.GiveNotice):
            given = event.at, notice_deadline(self.course, before, self.calendar)
            self.noticed.setdefault(what.step, given)
        elif isinstance(what, acts.DeemAccepted):
            self.gaps.setdefault(what.step, []).append(BY_SILENCE)
        elif isinstance(what, Reopened):
            self._forget(what.steps)
        elif isinstance(what, acts.Adjust) and what.fate is Fate.SWITCH:
            self._forget(tuple(self.done.keys() - set(what.kept)))
        elif isinstance(what, Ended):
            self.ended_at = event.at

    @property
    def broken_off(self) -> datetime | None:
        """When the case came to an end that is none of the bureau's doing; ``None`` where it did not."""
        return self.ended_at if self.state.ending in BROKEN_OFF else None

    def _forget(self, steps: Sequence[str]) -> None:
        """What was done of these is to be done anew."""
        for step in steps:
            self.done.pop(step, None)


def _cells(procedure: Procedure, told: _Told, now: datetime, promised: Limit | None) -> Iterator[Cell]:
    course, state = told.course, told.state
    ran = state
    if told.broken_off is not None:
        now, ran = told.broken_off, replace(state, ending=None)  # so that its clocks still run
    running = {(each.step, each.about): each for each in deadlines(procedure, ran, told.calendar, promised)}
    places = list(course.places)
    if told.evidence.get(NEGATIVE_DELIVERY.key) or NEGATIVE_DELIVERY in course.owed(state):
        places.append(NEGATIVE_DELIVERY)
    for place in places:
        yield _cell(place, told, running, now)
    if promised is not None and state.accepted is not None:
        yield _whole(told, running.get(("", About.CASE)), procedure, promised, now)


def _cell(place: Place, told: _Told, running: dict[tuple[str, About], Deadline], now: datetime) -> Cell:
    mark = mark_of(told.course, place, told.state)
    done_at, due = told.done.get(place.key, (None, None))
    if place.part is Part.BRANCH and place.key in told.noticed:
        # A branch is no duty that is discharged; that the notice was given is known all the same. Where the list has no
        # step for it, it is given under the acceptance, and says nothing of that.
        mark, (done_at, due) = Mark.DONE, told.noticed[place.key]
    gaps = list(dict.fromkeys(told.gaps.get(place.key, ())))
    if mark is Mark.AWAITING:
        gaps.append(UNPROVEN)
    if done_at is not None:
        return _judged(place, mark, told, done_at, due, gaps)
    open_until = next(
        (each for (step, about), each in running.items() if step == place.key and about in _OURS), None
    )
    return _open(place, mark, told, open_until, now, gaps)


_OURS = (About.STEP, About.NOTICE, About.CASE)
"""Deadlines of officers. Those of answers and of mending are the applicant's, a publicity only has to last."""


def _judged(
    place: Place | None,
    mark: Mark,
    told: _Told,
    done_at: datetime,
    due: Deadline | None,
    gaps: Sequence[str],
) -> Cell:
    """What is done, by its deadline."""
    timing, late = Timing.NONE, 0
    if due is not None and due.until is not None:
        timing = Timing.IN_TIME
        if done_at >= due.until:
            timing = Timing.LATE if surely_late(due, done_at) else Timing.DOUBTFUL
            late = -working_days(due, done_at, told.calendar)
    evidence = tuple(told.evidence.get("" if place is None else place.key, ()))
    return Cell(place, mark, evidence, done_at, due, timing, late, None, tuple(gaps))


def _open(
    place: Place | None,
    mark: Mark,
    told: _Told,
    due: Deadline | None,
    now: datetime,
    gaps: Sequence[str],
) -> Cell:
    """What is not done, by the deadline that runs."""
    evidence = tuple(told.evidence.get("" if place is None else place.key, ()))
    over = due is not None and due.until is not None and now >= due.until
    if due is None or (told.broken_off is not None and not over):
        return Cell(place, mark, evidence, None, None, Timing.NONE, 0, None, tuple(gaps))
    found = None if told.broken_off else card(due, now, told.calendar)
    timing, late = Timing.RUNNING, 0
    if found is not None and found.colour is Colour.PAUSED:
        timing = Timing.PAUSED
    elif over:
        timing = Timing.OVERDUE if surely_late(due, now) else Timing.DOUBTFUL
        late = -working_days(due, now, told.calendar)
    if timing is Timing.OVERDUE:
        gaps = [*gaps, UNDONE]
    return Cell(place, mark, evidence, None, due, timing, late, found, tuple(gaps))


def _whole(
    told: _Told, running: Deadline | None, procedure: Procedure, promised: Limit, now: datetime
) -> Cell:
    """The promised limit of the whole case (承诺时限)."""
    if told.ended_at is None or told.broken_off is not None:
        mark = Mark.OPEN if told.ended_at is None else Mark.DROPPED
        return _open(None, mark, told, running, now, ())
    before = replace(told.state, ending=None)  # so that its clocks still run
    found = deadlines(procedure, before, told.calendar, promised)
    due = next((each for each in found if each.about is About.CASE), None)
    return _judged(None, Mark.DONE, told, told.ended_at, due, ())
