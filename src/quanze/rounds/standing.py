"""How a round stands on a day, and which one an application belongs to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quanze.rounds.models import Round, Terms


class State(StrEnum):
    """How a round stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    State.PLANNED: "尚未开始",
    State.OPEN: "正在申报",
    State.CLOSED: "已截止",
    State.REPORTED: "已上报",
    State.CALLED_OFF: "已取消",
}

OVER = (State.REPORTED, State.CALLED_OFF)
"""In which nothing of a round changes any more."""


@dataclass(frozen=True, slots=True)
class Call:
    """A round with what holds of it, on a day."""

    round: Round
    terms: Terms
    day: date

    @property
    def state(self) -> State:
        """By what somebody said, else by the dates: the last day belongs to the window."""
        if self.terms.act != Terms.Act.SET:
            return State(self.terms.act)
        if self.day < self.terms.opens_on:
            return State.PLANNED
        return State.OPEN if self.day <= self.terms.closes_on else State.CLOSED

    @property
    def quota(self) -> dict[str, int]:
        """How many may be recommended, by sub-kind, ``""`` for all together."""
        return dict(self.terms.quota)

    def takes(self, kind: str) -> bool:
        """Whether the round is for this sub-kind; one that nobody has chosen yet may still become any."""
        return not self.round.kinds or not kind or kind in self.round.kinds

    def away(self) -> int:
        """How many days lie between the day and the window; 0 within it."""
        terms = self.terms
        return max((terms.opens_on - self.day).days, (self.day - terms.closes_on).days, 0)


def chosen(calls: Iterable[Call], kind: str) -> Call | None:
    """The round of an application that comes in on the day of ``calls``: of those that are open the one that names its
    sub-kind, of several the one that closes first; where none is open, the nearest. One that was called off is none."""
    found = [each for each in calls if each.takes(kind) and each.state is not State.CALLED_OFF]
    return min(found, key=lambda call: _rank(call, kind), default=None)


def _rank(call: Call, kind: str) -> tuple[bool, int, bool, date, int]:
    named = kind in call.round.kinds
    return (
        call.state is not State.OPEN,
        call.away(),
        not named,
        call.terms.closes_on,
        call.round.pk,
    )
