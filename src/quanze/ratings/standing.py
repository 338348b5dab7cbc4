"""How a rating stands, from what was said and done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline
from quanze.procedure.model import Limit, Unit
from quanze.ratings.degrees import DEFAULT, Degree, Limits, answer_by
from quanze.ratings.models import Entry, Rules

Kind = Entry.Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """``degree`` is the one said last. ``bad``: one of those said was. ``open``: a bad one waits for its answer, by
    ``deadline``. ``answered``: every bad one has its answer. ``late``: an answer came, or still is, after its time.
    ``addable``: the applicant may say once more."""

    version: int
    degree: Degree
    bad: bool
    open: bool
    answered: bool
    late: bool
    addable: bool
    deadline: Deadline | None


def limits_by(rules: Rules | None) -> Limits:
    """A row of rules as limits; the default without one."""
    if rules is None:
        return DEFAULT
    return Limits(Limit(rules.answer_n, Unit(rules.answer_unit)), rules.source)


def standing(entries: Sequence[Entry], calendar: Calendar, now: datetime) -> Standing:
    """How it stands by these entries, which are all of them in their order, with their ``rules``. An answer is to every
    bad one said before it."""
    degree, late = Degree.SATISFIED, False
    waiting: Deadline | None = None
    for each in entries:
        if each.degree is not None:
            degree = Degree(each.degree)
        if each.bad and waiting is None:
            waiting = answer_by(each.at, limits_by(each.rules), calendar)
        elif each.kind == Kind.ANSWERED:
            late = late or _over(waiting, each.at)
            waiting = None
    bad = any(each.bad for each in entries)
    return Standing(
        version=len(entries),
        degree=degree,
        bad=bad,
        open=waiting is not None,
        answered=bad and waiting is None,
        late=late or _over(waiting, now),
        addable=all(each.kind != Kind.ADDED for each in entries),
        deadline=waiting,
    )


def _over(deadline: Deadline | None, at: datetime) -> bool:
    """Whether the time is over by a date that stands."""
    if deadline is None or deadline.provisional or deadline.until is None:
        return False
    return at >= deadline.until
