"""By which letter, and at which step, the applicant is told of the verdict."""

from __future__ import annotations

from quanze.cases import references
from quanze.cases.turning import Turn
from quanze.letters.kinds import To
from quanze.letters.models import Letter
from quanze.procedure.engine import Facts, Place, acts, course_of, possible
from quanze.procedure.engine.events import Judged, Reopened
from quanze.procedure.model import Kind

GIVEN_BY = (acts.Decide, acts.Recommend, acts.Review, acts.Inspect, acts.Appraise, acts.AnswerObjection)
"""The acts from which a verdict can follow."""


def told_at(turn: Turn) -> Place | None:
    """The step whose turn it is to tell the applicant of the verdict, if it has come."""
    course = course_of(turn.pinned.procedure)
    offered = possible(turn.pinned.procedure, turn.state, Facts(), turn.now, turn.days)
    places = (course.find(each.step or "") for each in offered if each.act in (acts.Deliver, acts.Perform))
    return next(
        (each for each in places if each and (each.kind is Kind.DELIVER or each.told_to_applicant)), None
    )


def tells(turn: Turn, letter: Letter) -> bool:
    """Whether this letter tells the applicant of the verdict: it was issued with it; or, where no letter to the
    applicant was that still counts, it is of a kind that does. At most one query."""
    given = _given(turn)
    if letter.about.to is not To.APPLICANT or not given:
        return False
    named = {said for act in given for said in references.named(act)}
    if letter.reference in named:
        return True
    of_such_acts = letter.about.negative or any(type(act).__name__ in letter.about.acts for act in given)
    if turn.state.negative != letter.about.negative or not of_such_acts:
        return False
    parsed = filter(None, map(references.parse, named))
    ids = [each.id for each in parsed if each.house == references.LETTER and each.id is not None]
    issued = Letter.objects.filter(pk__in=ids, voiding__isnull=True)
    return not any(each.about.to is To.APPLICANT for each in issued)


def _given(turn: Turn) -> list[acts.Act]:
    """The acts by which the verdict was given that holds; of what was sent back none."""
    found: list[acts.Act] = []
    judged: set[str] = set()
    for event in reversed((*turn.history, *turn.fresh)):
        what = event.what
        if isinstance(what, Reopened) and not judged:
            break
        if isinstance(what, Judged) and what.favourable != turn.state.negative:
            judged.add(what.step)
        elif isinstance(what, GIVEN_BY) and what.step in judged:
            found.append(what)
            judged.discard(what.step)
    return found
