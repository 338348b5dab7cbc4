"""What a case's row says of its events, so that lists find it. It can be made anew from the events at any time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from quanze.cases.dates import OURS, running, silence_from, unconfirmed
from quanze.cases.models import FAR, Holder
from quanze.cases.pinned import Pinned
from quanze.people.models import Agency
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import Event, Place, State, acts, course_of, replay
from quanze.procedure.engine.choices import Outcome, Standing
from quanze.procedure.engine.course import VERDICTS
from quanze.procedure.engine.events import Ended
from quanze.procedure.engine.labels import ENDINGS
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind, Procedure

PartnerOf = Callable[[str], Agency | None]
"""Which agency a list means by these words."""

FIELDS = (
    "version",
    "received_at",
    "accepted_at",
    "ended_at",
    "stage",
    "standing",
    "open",
    "holder",
    "partner",
    "due_at",
    "due_on",
    "due_step",
    "about",
    "provisional",
    "unconfirmed",
    "owed_at",
    "owed_on",
    "owed_about",
    "order_at",
    "silence_at",
    "suspended",
    "negative",
    "reported",
    "ending",
    "public_from",
    "public_until",
    "granted_on",
    "left_on",
    "checked_on",
    "revoke_on",
)
"""The columns that :func:`project` gives."""


def project(
    pinned: Pinned, history: Sequence[Event], calendar: Calendar, partner_of: PartnerOf
) -> dict[str, Any]:
    """The columns of :data:`FIELDS` for a case with this history."""
    state = replay(pinned.procedure, history)
    course = course_of(pinned.procedure)
    found = running(pinned, state, calendar)
    dated = [each for each in found if each.until is not None]
    first = next(iter(dated), None)
    owed = next((each for each in dated if each.about in OURS and not each.provisional), None)
    open_now = () if state.ending is not None else course.open(state)
    return {
        "version": state.count,
        "received_at": state.received,
        "accepted_at": state.accepted,
        "ended_at": next((event.at for event in history if isinstance(event.what, Ended)), None),
        "stage": _stage(pinned.procedure, open_now)[:200],
        "standing": _standing(state, open_now)[:300],
        "open": [place.key for place in open_now],
        "holder": _holder(state, open_now),
        "partner": _partner(open_now, partner_of),
        "due_at": None if first is None else first.until,
        "due_on": None if first is None else first.due,
        "due_step": "" if first is None else first.step,
        "about": "" if first is None else first.about.value,
        "provisional": first is not None and first.provisional,
        "unconfirmed": first is not None and unconfirmed(first),
        "owed_at": None if owed is None else owed.until,
        "owed_on": None if owed is None else owed.due,
        "owed_about": "" if owed is None else owed.about.value,
        "order_at": FAR if first is None or first.until is None else first.until,
        "silence_at": silence_from(pinned, state, found),
        "suspended": state.suspended,
        "negative": state.negative,
        "reported": course.reported(state),
        "ending": "" if state.ending is None else state.ending.value,
        **_public(state, open_now),
        **_followed(history),
    }


def _public(state: State, open_now: tuple[Place, ...]) -> dict[str, Any]:
    """The first and the last day of the publicity that runs: posted, its step not done and not sent back."""
    found = next((each for place in open_now if (each := state.posting(place.key))), None)
    return {
        "public_from": None if found is None else found.start,
        "public_until": None if found is None else found.end,
    }


def _followed(history: Sequence[Event]) -> dict[str, Any]:
    """Since when the applicant is on the list of the higher authority, until when it was, when it was last checked,
    and when its revocation was proposed."""
    found: dict[str, Any] = dict.fromkeys(("granted_on", "left_on", "checked_on", "revoke_on"))
    for event in history:
        act, day = event.what, event.at.astimezone(SHANGHAI).date()
        if isinstance(act, acts.RecordResult) and act.outcome is Outcome.GRANTED:
            found |= {"granted_on": found["granted_on"] or act.on or day, "left_on": None}
        elif isinstance(act, acts.RecordResult) and found["granted_on"]:
            found["left_on"] = act.on or day
        elif isinstance(act, acts.CheckUp):
            found["checked_on"] = day
            found["revoke_on"] = day if act.standing is Standing.REVOKE else None
    return found


def _stage(procedure: Procedure, open_now: tuple[Place, ...]) -> str:
    """The name of the stage that the first open step belongs to, "" where no stage of the list does."""
    if not open_now or open_now[0].stage is None:
        return ""
    return procedure.stages[open_now[0].stage]


def _standing(state: State, open_now: tuple[Place, ...]) -> str:
    """What is to be done now, in few words."""
    if state.ending is not None:
        return ENDINGS[state.ending]
    if state.awaiting:
        return "待登记凭证的盖章和送达"
    if state.at_gate and state.missing:
        return f"待申请人补正{len(state.missing)}项材料"
    if state.wanted:
        return f"待申请人补充{len(state.wanted)}项材料"
    if state.open_objections:
        return f"待答复{len(state.open_objections)}件异议"
    return "、".join(dict.fromkeys(KINDS[place.kind] for place in open_now)) or "待办结"


def _holder(state: State, open_now: tuple[Place, ...]) -> Holder:
    """Who has to act. Of several, whoever is nearest to the case: officer, leader, partner."""
    if state.ending is not None:
        rectifying = state.checked is not None and state.checked.standing is Standing.RECTIFY
        return Holder.APPLICANT if rectifying else Holder.NONE
    if state.declined or state.awaiting:
        return Holder.OFFICER
    if (state.at_gate and state.missing) or state.wanted:
        return Holder.APPLICANT
    wanted = {_HOLDERS.get(place.kind, Holder.OFFICER) for place in open_now}
    return next(
        (each for each in (Holder.OFFICER, Holder.LEADER, Holder.PARTNER) if each in wanted), Holder.OFFICER
    )


_HOLDERS = {Kind.JOINT_REVIEW: Holder.PARTNER} | dict.fromkeys(VERDICTS, Holder.LEADER)
"""Kinds of step that somebody else than an officer does, as the engine's rules say."""


def _partner(open_now: tuple[Place, ...], partner_of: PartnerOf) -> Agency | None:
    """The agency whose opinion is waited for, where the installation knows it."""
    asked = next((place for place in open_now if place.kind is Kind.JOINT_REVIEW), None)
    return None if asked is None else partner_of(asked.party)
