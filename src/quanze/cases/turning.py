"""How a case moves on: one act, under the lock of its row, with everything that belongs to it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from quanze.audit.services import Origin, Thing, record
from quanze.cases import facts, messages, projection, words
from quanze.cases.hindered import Hindered
from quanze.cases.history import append, history
from quanze.cases.models import Case
from quanze.cases.partners import partner_of
from quanze.cases.pinned import Pinned, pinned
from quanze.cases.playing import moment, played
from quanze.letters.models import Letter
from quanze.people.models import Agency, Person
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import (
    Action,
    Event,
    Facts,
    Hindrance,
    Place,
    State,
    acts,
    advance,
    course_of,
    replay,
)
from quanze.procedure.engine.codec import TAGS
from quanze.rulebook.queries import calendar

WITH = (
    "agency",
    "office",
    "procedure",
    "kit",
    "applicant",
    "partner",
    "handler",
    "matter",
    "edition",
    "round",
)
"""What is read with a case, so that nothing is asked for later."""

LASTING = ("procedure", "kit", "matter", "edition", "agency", "office", "applicant")
"""What of that no act writes, and the lock of a case does not hold: whoever has just read it need not read it anew."""

BESIDE = ("handler", "followed", "dated", "edition", "procedure", "kit", "round", "matter", "matter_name")
"""The columns beside the projection that a turn may change."""


def locked(case: Case) -> Case:
    """The case as it is now, its row locked until the transaction ends. Two queries; one on SQLite, which has one
    writer at a time, from the beginning of a transaction on."""
    if connection.features.has_select_for_update:
        # The lock first and alone: what is joined would be read as it was before the lock was there.
        Case.objects.select_for_update(no_key=True).filter(pk=case.pk).values_list("pk", flat=True).get()
    known = [name for name in LASTING if name in case._state.fields_cache]
    now = Case.objects.select_related(*(name for name in WITH if name not in known)).get(pk=case.pk)
    for name in known:
        if getattr(now, f"{name}_id") == getattr(case, f"{name}_id"):
            setattr(now, name, getattr(case, name))
    return now


@dataclass(slots=True)
class Turn:
    """A case under its lock, and what happens to it in this transaction. ``fresh`` are the events of this turn,
    ``issued`` the letter that goes with it."""

    case: Case
    pinned: Pinned
    history: tuple[Event, ...]
    now: datetime
    days: Calendar
    fresh: tuple[Event, ...] = ()
    issued: Letter | None = None

    @property
    def state(self) -> State:
        """Where the case stands now."""
        return replay(self.pinned.procedure, (*self.history, *self.fresh))

    @property
    def open(self) -> tuple[Place, ...]:
        """The steps whose turn it is."""
        return course_of(self.pinned.procedure).open(self.state)

    @property
    def version(self) -> int:
        """How many events there are now."""
        return len(self.history) + len(self.fresh)


def begin(case: Case, now: datetime | None = None) -> Turn:
    """A turn of a case that is locked. Two queries."""
    return Turn(case, pinned(case), history(case), now or moment(case.agency), calendar())


def demand_seen(turn: Turn, act: acts.Act, by: str, seen: int | None) -> None:
    """Raise :class:`Hindered` where the case moved on since whoever acts had looked: that comes before whatever else
    may be wrong with what they hand in."""
    if seen is None or seen == turn.version:
        return
    found = advance(turn.pinned.procedure, turn.state, Action(by, act, seen), Facts(), turn.now, turn.days)
    if isinstance(found, Hindrance):
        raise Hindered(found, _since(turn, seen))


def do(turn: Turn, act: acts.Act, by: str) -> tuple[Event, ...]:
    """Let the engine do this act; what follows is kept with :func:`keep`. Raises :class:`Hindered`."""
    named = {by, *words.people_in(act)}
    world = facts.gather(turn.case, turn.pinned, named, act=type(act))
    found = advance(turn.pinned.procedure, turn.state, Action(by, act), world, turn.now, turn.days)
    if isinstance(found, Hindrance):
        raise Hindered(found)
    turn.fresh += found
    return found


def keep(turn: Turn, person: Person | None, *, where: Origin | None, verb: str = "case.act") -> Case:
    """Keep what happened: events, projection, messages, and last of all the record, which is the narrow gate."""
    case, held_by, asked = turn.case, turn.case.holder, turn.case.partner_id
    append(case, len(turn.history), turn.fresh)
    reproject(turn)
    messages.compose(case, turn.fresh, person, held_by, asked)
    thing = Thing("cases.Case", str(case.pk), case.number)
    detail: dict[str, Any] = {
        "version": case.version,
        "events": [TAGS[type(event.what)] for event in turn.fresh],
    }
    if turn.issued is not None:
        detail["letter"] = turn.issued.reference
    at: datetime | None = turn.now
    if (then := played(case.agency)) is not None:
        detail["played"], at = then.isoformat(), None
    record(case.agency.code, verb, who=person, thing=thing, where=where, detail=detail, at=at)
    return case


def reproject(turn: Turn) -> None:
    """Write what the case's row says of its events."""
    case = turn.case
    known: dict[str, Agency | None] = {}

    def partner(said: str) -> Agency | None:
        if said not in known:
            known[said] = partner_of(case.agency, said)
        return known[said]

    found = projection.project(turn.pinned, (*turn.history, *turn.fresh), turn.days, partner)
    for name, value in found.items():
        setattr(case, name, value)
    case.save(update_fields=[*projection.FIELDS, *BESIDE])


def _since(turn: Turn, seen: int) -> Sequence[tuple[str, Event]]:
    """The acts that others did since whoever acts had looked."""
    later = [event for event in turn.history[max(seen, 0) :] if isinstance(event.what, acts.Act)]
    ids = {number for event in later if (number := words.person_id(event.by)) is not None}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        (names.get(words.person_id(event.by) or 0) or words.CALLED.get(event.by, "系统"), event)
        for event in later
    ]
