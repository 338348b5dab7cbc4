"""Acts, events and states as JSON and back.

Events are stored for years and never rewritten. So each object names its kind by a tag of the table here, never by the
name of a class; a field at its default is left out, and a field that is not there has its default: a later version
may add fields with defaults and kinds with new tags, and still reads what is stored. A default never changes. What it
cannot read it refuses.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from quanze.procedure.engine import acts, events
from quanze.procedure.engine.acts import Act, Action
from quanze.procedure.engine.events import Event
from quanze.procedure.engine.state import State

FORMAT = 1
"""Version of the form, in every event (``v``). It changes only when the same JSON would mean something else."""

TAGS: dict[type, str] = {
    acts.Submit: "submit",
    acts.Correct: "correct",
    acts.GiveNotice: "give_notice",
    acts.HandIn: "hand_in",
    acts.Accept: "accept",
    acts.Decline: "decline",
    acts.DeemAccepted: "deem_accepted",
    acts.DeemWithdrawn: "deem_withdrawn",
    acts.Determine: "determine",
    acts.Review: "review",
    acts.Inspect: "inspect",
    acts.Appraise: "appraise",
    acts.JointReview: "joint_review",
    acts.RequestMore: "request_more",
    acts.Decide: "decide",
    acts.Recommend: "recommend",
    acts.Meet: "meet",
    acts.Post: "post",
    acts.Object: "object",
    acts.AnswerObjection: "answer_objection",
    acts.EndPublicity: "end_publicity",
    acts.Report: "report",
    acts.Perform: "perform",
    acts.Deliver: "deliver",
    acts.Prove: "prove",
    acts.SendBack: "send_back",
    acts.Close: "close",
    acts.Withdraw: "withdraw",
    acts.Suspend: "suspend",
    acts.Resume: "resume",
    acts.Extend: "extend",
    acts.Recuse: "recuse",
    acts.Remark: "remark",
    acts.Adjust: "adjust",
    acts.RecordResult: "record_result",
    acts.NoteProgress: "note_progress",
    acts.CheckUp: "check_up",
    events.Discharged: "discharged",
    events.Judged: "judged",
    events.Reopened: "reopened",
    events.Ended: "ended",
    events.Redated: "redated",
}
"""Kind of act or consequence → its name in JSON, for good."""

_CLASSES = {tag: kind for kind, tag in TAGS.items()}

Json = dict[str, Any]


class Unreadable(ValueError):
    """JSON that is no event, action or state of this form; ``str()`` says where."""


def act_to_json(act: Act | events.Consequence) -> Json:
    """``{"kind": "accept", "step": …}``."""
    return {"kind": TAGS[type(act)], **_plain(act)}


def act_from_json(value: Json) -> Any:
    """The act or consequence. Raises :class:`Unreadable`."""
    kind = _CLASSES.get(str(value.get("kind"))) if isinstance(value, dict) else None
    if kind is None:
        raise Unreadable(f"unknown kind of event: {value!r:.80}")
    return _object(kind, {key: v for key, v in value.items() if key != "kind"})


def event_to_json(event: Event) -> Json:
    """``{"v": 1, "at": …, "by": …, "what": {"kind": …}, "cautions": […]}``."""
    made: Json = {"v": FORMAT, "at": event.at.isoformat(), "by": event.by, "what": act_to_json(event.what)}
    if event.cautions:
        made["cautions"] = [_plain(caution) for caution in event.cautions]
    return made


def event_from_json(value: Json) -> Event:
    """The event. Raises :class:`Unreadable`."""
    if not isinstance(value, dict) or value.get("v") != FORMAT:
        raise Unreadable(f"not an event of format {FORMAT}: {value!r:.80}")
    try:
        return Event(
            at=_moment(value["at"]),
            by=_text(value["by"]),
            what=act_from_json(value["what"]),
            cautions=_tuple(_reader(events.Caution))(value.get("cautions", [])),
        )
    except KeyError as missing:
        raise Unreadable(f"an event without {missing}") from None


def action_to_json(action: Action) -> Json:
    """``{"v": 1, "by": …, "act": {"kind": …}, "seen": …}``."""
    made: Json = {"v": FORMAT, "by": action.by, "act": act_to_json(action.act)}
    return made if action.seen is None else {**made, "seen": action.seen}


def action_from_json(value: Json) -> Action:
    """The action. Raises :class:`Unreadable`, also for a consequence, which nobody can do."""
    if not isinstance(value, dict) or value.get("v") != FORMAT or "act" not in value:
        raise Unreadable(f"not an action of format {FORMAT}: {value!r:.80}")
    act = act_from_json(value["act"])
    if not isinstance(act, Act):
        raise Unreadable(f"nobody does this: {value['act'].get('kind')}")
    return Action(_text(value.get("by")), act, _optional(_integer)(value.get("seen")))


def state_to_json(state: State) -> Json:
    """A snapshot. It is no truth: the events are."""
    return {"v": FORMAT, **_plain(state)}


def state_from_json(value: Json) -> State:
    """The state. Raises :class:`Unreadable`."""
    if not isinstance(value, dict) or value.get("v") != FORMAT:
        raise Unreadable(f"not a state of format {FORMAT}: {value!r:.80}")
    made: State = _object(State, {key: v for key, v in value.items() if key != "v"})
    return made


# --- out --------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _tagged(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return [_tagged(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    return value


def _tagged(value: Any) -> Any:
    return act_to_json(value) if type(value) in TAGS else _plain(value)


# --- in ---------------------------------------------------------------------------------------------------------

Reader = Callable[[Any], Any]


def _object(kind: type, value: Any) -> Any:
    readers = _readers(kind)
    if not isinstance(value, dict):
        raise Unreadable(f"{kind.__name__} is no object: {value!r:.80}")
    if strange := sorted(value.keys() - readers.keys()):
        raise Unreadable(f"{kind.__name__} has no {', '.join(map(repr, strange))}")
    required = [f.name for f in fields(kind) if f.default is MISSING and f.name not in value]
    if required:
        raise Unreadable(f"{kind.__name__} lacks {', '.join(required)}")
    return kind(**{name: readers[name](each) for name, each in value.items()})


@cache
def _readers(kind: type) -> dict[str, Reader]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint: Any) -> Reader:
    if hint == Act:
        return act_from_json
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = (each for each in typing.get_args(hint) if each is not type(None))
        return _optional(_reader(inner))
    if typing.get_origin(hint) is tuple:
        return _tuple(_reader(typing.get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        kind: type = hint
        return lambda value: _object(kind, value)
    return _SIMPLE[hint]


def _optional(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _tuple(reader: Reader) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Unreadable(f"no array: {value!r:.80}")
        return tuple(reader(each) for each in value)

    return read


def _enum(kind: type[Enum]) -> Reader:
    def read(value: Any) -> Enum:
        try:
            return kind(value)
        except ValueError:
            raise Unreadable(f"no {kind.__name__}: {value!r:.80}") from None

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unreadable(f"no text: {value!r:.80}")
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f"no number: {value!r:.80}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(f"neither true nor false: {value!r:.80}")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise Unreadable(f"no day: {value!r:.80}") from None


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        raise Unreadable(f"no moment: {value!r:.80}") from None
    if moment.tzinfo is None:
        raise Unreadable(f"a moment without time zone: {value!r:.80}")
    return moment


_SIMPLE: dict[Any, Reader] = {str: _text, int: _integer, bool: _truth, date: _day, datetime: _moment}
