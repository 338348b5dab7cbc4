"""How a complaint stands, from what was done about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from quanze.complaints.limits import Extended, Limits, accept_by, answer_by
from quanze.complaints.models import Complaint, Entry
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline

Kind = Entry.Kind


class State(StrEnum):
    """Where a complaint is."""

    FILED = "filed"
    ACCEPTED = "accepted"
    TRANSFERRED = "transferred"
    DECLINED = "declined"
    HIGHER = "higher"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]

    @property
    def open(self) -> bool:
        """Whether something is owed."""
        return self in (State.FILED, State.ACCEPTED)


_LABELS = {
    State.FILED: "待受理",
    State.ACCEPTED: "办理中",
    State.TRANSFERRED: "已转送其他机关",
    State.DECLINED: "不予受理",
    State.HIGHER: "已移送上级纪检监察机关",
    State.ANSWERED: "已答复",
}

BECOMES = {
    Kind.FILED: State.FILED,
    Kind.ACCEPTED: State.ACCEPTED,
    Kind.TRANSFERRED: State.TRANSFERRED,
    Kind.DECLINED: State.DECLINED,
    Kind.HIGHER: State.HIGHER,
    Kind.ANSWERED: State.ANSWERED,
}
"""What an entry makes of a complaint; the others leave it as it is."""

POSSIBLE: dict[State, tuple[Entry.Kind, ...]] = {
    State.FILED: (Kind.ACCEPTED, Kind.TRANSFERRED, Kind.DECLINED, Kind.HIGHER, Kind.TIED, Kind.NOTED),
    State.ACCEPTED: (
        Kind.ANSWERED,
        Kind.DECIDED,
        Kind.EXTENDED,
        Kind.TRANSFERRED,
        Kind.HIGHER,
        Kind.TIED,
        Kind.NOTED,
    ),
    State.ANSWERED: (Kind.DECIDED, Kind.TIED, Kind.NOTED),
    State.TRANSFERRED: (Kind.DECIDED, Kind.NOTED),
    State.DECLINED: (Kind.NOTED,),
    State.HIGHER: (),
}
"""What may be done in each state. A decision may come after the answer, or from the organ to which it was passed on; of
what went up because it is about the supervisor, nothing more is done here."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``version`` is the number of entries, ``tie`` the one that says what it is about. ``extendable``: the rules let
    the answer take longer, and nobody made use of that yet. ``deadline``: what is owed until when, ``None`` where
    nothing is."""

    state: State
    version: int
    tie: Entry
    accepted_at: datetime | None
    extended: Extended | None
    extendable: bool
    received_on: date
    deadline: Deadline | None

    @property
    def possible(self) -> tuple[Entry.Kind, ...]:
        """What may be done now."""
        found = POSSIBLE[self.state]
        return tuple(each for each in found if each is not Kind.EXTENDED or self.extendable)

    @property
    def act_day(self) -> date:
        """The day by which liability is judged: that of the act, else that of the complaint."""
        said = self.tie.body["happened_on"]
        return self.received_on if said is None else date.fromisoformat(said)

    def late(self, now: datetime) -> bool:
        """Whether the time for what is owed has run out."""
        until = None if self.deadline is None else self.deadline.until
        return until is not None and now >= until


def standing(complaint: Complaint, entries: Sequence[Entry], limits: Limits, calendar: Calendar) -> Standing:
    """How it stands by these entries, which are all of them in their order."""
    state, accepted, extended, tie = State.FILED, None, None, entries[0]
    for each in entries:
        kind = Kind(each.kind)
        state = BECOMES.get(kind, state)
        if kind is Kind.ACCEPTED:
            accepted = each.at
        elif kind is Kind.EXTENDED:
            extended = Extended(timezone.localdate(each.at), each.body["reason"])
        elif kind is Kind.TIED:
            tie = each
    deadline = None
    if state is State.FILED:
        deadline = accept_by(complaint.received_at, limits, calendar)
    elif state is State.ACCEPTED and accepted is not None:
        deadline = answer_by(accepted, limits, calendar, extended)
    return Standing(
        state,
        len(entries),
        tie,
        accepted,
        extended,
        extended is None and limits.longer.limit.n > 0,
        timezone.localdate(complaint.received_at),
        deadline,
    )
