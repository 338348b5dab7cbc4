"""Events put together to a state: one small function for each kind of event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import datetime, time
from operator import attrgetter
from typing import Any

from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import acts, events
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.events import Event
from quanze.procedure.engine.state import (
    Asked,
    Awaiting,
    Checked,
    Done,
    Extended,
    Objection,
    Posting,
    State,
    Suspension,
)
from quanze.procedure.model import Procedure

Changes = dict[str, Any]

_values = attrgetter(*(field.name for field in fields(State)))
"""A state is copied by its values, in half the time of ``dataclasses.replace``."""

_put = object.__setattr__


def replay(procedure: Procedure, history: Iterable[Event]) -> State:
    """The state of a case with this history.

    ``procedure`` is the one that the case is pinned to now. It is not asked: an event holds what followed from it, so
    that a history reads the same under a later version of the engine.
    """
    state = State()
    for event in history:
        _take(state, event)
    return state


def apply(state: State, event: Event) -> State:
    """The state after one more event."""
    after = State(*_values(state))
    _take(after, event)
    return after


def _take(state: State, event: Event) -> None:
    """Let a state of our own, which nobody else has seen yet, take one more event. To make a new one for each event is
    most of what replaying takes."""
    _put(state, "count", state.count + 1)
    _put(state, "at", event.at)
    handler = _HANDLERS.get(type(event.what))
    if handler:
        for name, value in handler(state, event.what, event).items():
            _put(state, name, value)


def _submit(state: State, act: acts.Submit, event: Event) -> Changes:
    day = act.received
    if day is None or day == event.at.astimezone(SHANGHAI).date():
        return {"received": event.at}
    return {"received": datetime.combine(day, time(), SHANGHAI)}


def _without(items: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    leaving = set(gone)
    return tuple(item for item in items if item not in leaving)


def _merged(items: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items + more))


def _give_notice(state: State, act: acts.GiveNotice, event: Event) -> Changes:
    asked = Asked(act.step, act.items, event.at, act.within)
    return {"notices": (*state.notices, asked), "missing": _merged(state.missing, act.items)}


def _request_more(state: State, act: acts.RequestMore, event: Event) -> Changes:
    asked = Asked(act.step, act.items, event.at, act.within)
    return {"requests": (*state.requests, asked), "wanted": _merged(state.wanted, act.items)}


def _hand_in(state: State, act: acts.HandIn | acts.Correct, event: Event) -> Changes:
    changes: Changes = {
        "missing": _without(state.missing, act.items),
        "wanted": _without(state.wanted, act.items),
    }
    if state.at_gate:
        changes["handed_in"] = event.at
        if state.notices:
            changes["notices"] = (*state.notices[:-1], replace(state.notices[-1], answered=True))
    return changes


def _awaiting(state: State, act: Any, event: Event) -> Changes:
    """Every act by which a duty is done waits for that; mostly :class:`Discharged` follows at once."""
    return {"awaiting": (*state.awaiting, Awaiting(act.step, act, event.at))}


def _accept(state: State, act: acts.Accept, event: Event) -> Changes:
    return {"accepted": state.accepted or event.at} | _awaiting(state, act, event)


def _deem_accepted(state: State, act: acts.DeemAccepted, event: Event) -> Changes:
    return {"accepted": state.received} | _awaiting(state, act, event)


def _decline(state: State, act: acts.Decline, event: Event) -> Changes:
    return {"declined": True} | _awaiting(state, act, event)


def _determine(state: State, act: acts.Determine, event: Event) -> Changes:
    needed, waived = _without(state.needed, (act.step,)), _without(state.waived, (act.step,))
    if act.needed:
        return {"needed": (*needed, act.step), "waived": waived}
    return {"needed": needed, "waived": (*waived, act.step)}


def _opinion(state: State, act: Any, event: Event) -> Changes:
    clear = _without(state.doubts, (act.step,))
    return {"doubts": clear if act.favourable else (*clear, act.step)} | _awaiting(state, act, event)


def _meet(state: State, act: acts.Meet, event: Event) -> Changes:
    return {"met": _merged(state.met, (act.step,))}


def _post(state: State, act: acts.Post, event: Event) -> Changes:
    return {"postings": (*state.postings, Posting(act.step, act.start, act.end))}


def _object(state: State, act: acts.Object, event: Event) -> Changes:
    number = len(state.objections) + 1
    objection = Objection(number, act.step, event.by, act.text, event.at, name=act.name)
    return {"objections": (*state.objections, objection)}


def _answer(state: State, act: acts.AnswerObjection, event: Event) -> Changes:
    return {
        "objections": tuple(
            replace(objection, upheld=act.upheld) if objection.number == act.number else objection
            for objection in state.objections
        )
    }


def _suspend(state: State, act: acts.Suspend, event: Event) -> Changes:
    return {"suspensions": (*state.suspensions, Suspension(act.ground, act.notice, event.at))}


def _resume(state: State, act: acts.Resume, event: Event) -> Changes:
    return {"suspensions": (*state.suspensions[:-1], replace(state.suspensions[-1], end=event.at))}


def _extend(state: State, act: acts.Extend, event: Event) -> Changes:
    extended = Extended(act.step, act.more, act.reasons, event.at)
    return {"extensions": (*state.extensions, extended)}


def _recuse(state: State, act: acts.Recuse, event: Event) -> Changes:
    return {"recused": _merged(state.recused, (act.person,))}


def _result(state: State, act: acts.RecordResult, event: Event) -> Changes:
    return {"results": state.results + 1}


def _check_up(state: State, act: acts.CheckUp, event: Event) -> Changes:
    return {"checked": Checked(act.step, act.standing, event.at, act.within)}


def _adjust(state: State, act: acts.Adjust, event: Event) -> Changes:
    if act.fate is not Fate.SWITCH:
        return {}
    times = {done.step: done.at for done in state.done}
    kept = tuple(Done(step, times.get(step, event.at)) for step in dict.fromkeys(act.kept))
    return {
        "done": kept,
        "needed": (),
        "waived": (),
        "awaiting": (),
        "doubts": (),
        "met": (),
        "postings": (),
    }


def _discharged(state: State, what: events.Discharged, event: Event) -> Changes:
    others = tuple(waiting for waiting in state.awaiting if waiting.step != what.step)
    return {"done": (*state.done, Done(what.step, event.at)), "awaiting": others}


def _judged(state: State, what: events.Judged, event: Event) -> Changes:
    return {"negative": not what.favourable}


def _reopened(state: State, what: events.Reopened, event: Event) -> Changes:
    again = set(what.steps)
    times = (
        *(each for each in state.reopened if each.step not in again),
        *(Done(s, event.at) for s in what.steps),
    )
    return _forget(state, again) | {"negative": False, "reopened": times}


def _forget(state: State, steps: set[str]) -> Changes:
    """What was done or begun of these steps is done anew. Objections stay: they were handed in."""
    return {
        "done": tuple(done for done in state.done if done.step not in steps),
        "needed": _without(state.needed, steps),
        "waived": _without(state.waived, steps),
        "awaiting": tuple(waiting for waiting in state.awaiting if waiting.step not in steps),
        "doubts": _without(state.doubts, steps),
        "met": _without(state.met, steps),
        "postings": tuple(posting for posting in state.postings if posting.step not in steps),
    }


def _ended(state: State, what: events.Ended, event: Event) -> Changes:
    return {"ending": what.ending}


_HANDLERS: dict[type, Callable[[State, Any, Event], Changes]] = {
    acts.Submit: _submit,
    acts.Correct: _hand_in,
    acts.HandIn: _hand_in,
    acts.GiveNotice: _give_notice,
    acts.RequestMore: _request_more,
    acts.Accept: _accept,
    acts.DeemAccepted: _deem_accepted,
    acts.Decline: _decline,
    acts.Determine: _determine,
    acts.Review: _opinion,
    acts.Inspect: _opinion,
    acts.Appraise: _opinion,
    acts.JointReview: _opinion,
    acts.Decide: _awaiting,
    acts.Recommend: _awaiting,
    acts.Meet: _meet,
    acts.Post: _post,
    acts.Object: _object,
    acts.AnswerObjection: _answer,
    acts.EndPublicity: _awaiting,
    acts.Report: _awaiting,
    acts.Perform: _awaiting,
    acts.Deliver: _awaiting,
    acts.Suspend: _suspend,
    acts.Resume: _resume,
    acts.Extend: _extend,
    acts.Recuse: _recuse,
    acts.RecordResult: _result,
    acts.CheckUp: _check_up,
    acts.Adjust: _adjust,
    events.Discharged: _discharged,
    events.Judged: _judged,
    events.Reopened: _reopened,
    events.Ended: _ended,
}
"""What changes nothing but the count (a remark, a proof, a closing, progress above, a deadline that was re-dated) has
no row."""
