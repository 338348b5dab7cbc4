"""Until when what is owed: the engine's deadlines, what they are called, and when silence surely counts."""

from __future__ import annotations

from datetime import datetime

from quanze.cases.models import Case
from quanze.cases.pinned import Pinned
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import About, Deadline, State, deadlines

ABOUT = {
    About.NOTICE: "一次性告知",
    About.ANSWER: "补交材料",
    About.STEP: "本环节办理",
    About.PUBLICITY: "公示期",
    About.RECTIFY: "整改",
    About.CASE: "承诺办结",
}
"""What a deadline is for, in words."""

OURS = frozenset({About.NOTICE, About.STEP, About.CASE})
"""Deadlines that are the bureau's to keep. The others are those of answers and of mending, which are the applicant's,
and the end of a publicity: when they are over, the next step is the bureau's, and nothing was missed."""


def running(pinned: Pinned, state: State, calendar: Calendar) -> tuple[Deadline, ...]:
    """Every deadline of a case that runs, the earliest first, those whose clock stands still last."""
    return deadlines(pinned.procedure, state, calendar, pinned.promised)


def unconfirmed(deadline: Deadline) -> bool:
    """Whether nobody has said yet in which days the limit is counted."""
    return deadline.counted is not None and len(deadline.counted.readings) > 1


def missed(case: Case, at: datetime) -> bool:
    """Whether the bureau let a date of an open case pass that is its to keep and stands."""
    return not case.ending and not case.suspended and case.owed_at is not None and case.owed_at <= at


def silence_from(pinned: Pinned, state: State, found: tuple[Deadline, ...]) -> datetime | None:
    """The moment from which silence counts for this case, by the rules that the bureau set; ``None`` where it never
    does. By a date that a calendar may still move, or whose unit nobody confirmed, nothing happens by itself."""
    if not state.at_gate:
        return None
    rules = pinned.rules
    counts = {About.NOTICE: rules.silence_accepts, About.ANSWER: rules.silence_withdraws}
    standing = (each for each in found if not each.provisional and not unconfirmed(each))
    return min((each.until for each in standing if each.until and counts.get(each.about)), default=None)
