"""What stands in the way of an act by the order of the course alone."""

from __future__ import annotations

from quanze.procedure.engine.course import EXAMINING, Place, When
from quanze.procedure.engine.hindrance import Hindrance, day_of, hindered, listed
from quanze.procedure.engine.labels import ENDINGS, UNDONE
from quanze.procedure.engine.rule import Situation, Spot
from quanze.procedure.labels import KINDS


def underway(situation: Situation, place: Spot) -> Hindrance | None:
    """The application was received, and the case is not over."""
    state = situation.state
    if state.ending is not None:
        return hindered(
            "ended",
            f"办件已经结束（{ENDINGS[state.ending]}）",
            "有新的情况，请另行申请；上级结果和后续监管仍可登记",
        )
    if state.received is None:
        return hindered("not_received", "尚未收到申请", "请先登记收件")
    return None


def at_gate(situation: Situation, place: Spot) -> Hindrance | None:
    """Neither accepted nor declined."""
    state = situation.state
    if state.accepted is not None:
        return hindered(
            "accepted",
            f"申请已于{day_of(state.accepted)}受理",
            "受理后发现问题的，在审查环节提出意见，或者退回重办",
            place,
        )
    return not_declined(situation)


def accepted(situation: Situation, place: Spot) -> Hindrance | None:
    """The application was accepted."""
    if situation.state.accepted is None:
        return not_declined(situation) or hindered(
            "order", "申请尚未受理", "请先作出受理或者不予受理的决定", situation.course.gate
        )
    return None


def not_declined(situation: Situation, place: Spot = None) -> Hindrance | None:
    """Nobody decided against acceptance."""
    state = situation.state
    if not state.declined:
        return None
    waiting = next((situation.course.find(waiting.step) for waiting in state.awaiting), None)
    return hindered(
        "declined",
        "已经决定不予受理，只待书面凭证盖章并送达",
        "请登记不予受理凭证的盖章和送达证明",
        waiting,
    )


def turn(situation: Situation, place: Place) -> Hindrance | None:
    """Nothing that comes before is still owed, and the step itself is not done."""
    state, course = situation.state, situation.course
    if declined := not_declined(situation):
        return declined
    done = next((done for done in state.done if done.step == place.key), None)
    if done:
        return hindered("done", f"这项责任已于{day_of(done.at)}履行", "需要重办的，请先退回到这一环节", place)
    owed = course.owed(state)
    if place.when is When.NEGATIVE and not state.negative:
        return hindered("not_negative", "没有作出不予通过的决定", "只在不予通过时办理这一环节", place)
    if place not in owed:
        return hindered(
            "negative",
            "已经作出不予通过的决定，其后的环节不再办理",
            "请将决定和理由送达申请人后办结；认为决定有误的，退回重办",
        )
    waiting = next((each for each in state.awaiting if each.step in {place.key, *place.after}), None)
    if waiting:
        return awaiting(situation, course.find(waiting.step))
    before = course.before(place, state)
    if before is None:
        return None
    if before.optional and before.key not in state.needed:
        return hindered(
            "undetermined",
            f"尚未决定是否需要{KINDS[before.kind]}",
            f"请先写明需要或者不需要{KINDS[before.kind]}及其理由",
            before,
        )
    return undone(before)


def undone(place: Place) -> Hindrance:
    """This step has to be done first."""
    missing, first = UNDONE[place.kind]
    otherwise = "；不适用于本件的，写明理由" if place.when is When.SOMETIMES else ""
    return hindered("order", missing, f"请先{first}{otherwise}", place)


def awaiting(situation: Situation, place: Place | None) -> Hindrance:
    """The certificate of this step is not proven yet."""
    waiting = next((each for each in situation.state.awaiting if place and each.step == place.key), None)
    paper = getattr(waiting.act, "paper", None) if waiting else None
    lacks = paper.lacks() if paper else ("书面凭证", "加盖印章的证明", "送达的证明")
    return hindered(
        "certificate",
        f"{KINDS[place.kind] if place else ''}的书面凭证还缺{listed(lacks)}，这项责任尚未履行",
        "请登记加盖印章、注明日期的凭证及其送达证明",
        place,
    )


def determined(situation: Situation, place: Place) -> Hindrance | None:
    """An optional step was found necessary before it is done."""
    if place.optional and place.key not in situation.state.needed:
        name = KINDS[place.kind]
        return hindered("undetermined", f"尚未决定是否需要{name}", f"请先写明需要{name}的理由", place)
    return None


def clock_runs(situation: Situation, place: Spot) -> Hindrance | None:
    """While the clock stands still a case may be examined, but nothing is concluded."""
    if not situation.state.suspended or (place and place.kind in EXAMINING):
        return None
    ground = situation.state.suspensions[-1].ground
    return hindered("suspended", f"办理期限因“{ground}”中止", "请先恢复计时")


IN_TURN = (underway, turn, determined, clock_runs)
"""What hinders any step of the path."""
