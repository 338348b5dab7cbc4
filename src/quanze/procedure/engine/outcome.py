"""What follows when a duty is done, goes the negative way, or is to be done again."""

from __future__ import annotations

from typing import Any

from quanze.procedure.engine import acts
from quanze.procedure.engine.course import VERDICTS, Place
from quanze.procedure.engine.events import Consequence, Discharged, Ended, Ending, Judged, Reopened
from quanze.procedure.engine.evidence import Paper
from quanze.procedure.engine.rule import Situation
from quanze.procedure.model import Kind


def is_favourable(place: Place, act: Any) -> bool:
    """Whether an act of this step lets the case go on. An unfavourable opinion does, where somebody decides later."""
    if isinstance(act, acts.Decline):
        return False
    return not place.verdict or getattr(act, "favourable", True)


def discharge(situation: Situation, place: Place, act: Any) -> tuple[Consequence, ...]:
    """What follows from the act that does a duty: nothing yet where a certificate is due and not proven."""
    paper: Paper | None = getattr(act, "paper", None)
    if place.certified(is_favourable(place, act)) and (paper is None or paper.lacks()):
        return ()
    return discharged(situation, place, act)


def discharged(situation: Situation, place: Place, act: acts.Act) -> tuple[Consequence, ...]:
    """What follows when everything that the duty asks for is there."""
    done = Discharged(place.key)
    if isinstance(act, acts.Decline):
        # 不予受理 waits for nothing; where the list puts something before it, no duty is done out of turn.
        early = situation.course.before(place, situation.state) is not None
        return (Ended(Ending.DECLINED),) if early else (done, Ended(Ending.DECLINED))
    if not is_favourable(place, act):
        return done, *negative(situation, place)
    if place.verdict and place.kind in VERDICTS:
        return done, Judged(place.key, True)
    return (done,)


def negative(situation: Situation, place: Place) -> tuple[Consequence, ...]:
    """The case goes the negative way. What was delivered before was something else: the delivery is owed again."""
    delivered = tuple(
        place.key
        for place in situation.course.path
        if place.told_to_applicant and situation.state.is_done(place.key)
    )
    again = (Reopened(delivered),) if delivered else ()
    return *again, Judged(place.key, False)


def back_to(situation: Situation, place: Place) -> tuple[Consequence, ...]:
    """This step and all that follow it are to be done again."""
    keys = [each.key for each in situation.course.path if each.kind is not Kind.ACCEPT]
    return (Reopened(tuple(keys[keys.index(place.key) :])),)


def ending(situation: Situation) -> Ending:
    """How a case ends that is closed now."""
    if situation.state.negative:
        return Ending.NEGATIVE
    return Ending.REPORTED if situation.course.reported(situation.state) else Ending.COMPLETED
