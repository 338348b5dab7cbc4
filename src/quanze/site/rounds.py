"""A round for readers: its window, quota and notice in words. Pure but for the rows given."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.cases.queries import RoundCounts
from quanze.kits.additions import Additions
from quanze.procedure.clocks.moments import say_day
from quanze.rounds.models import Round
from quanze.rounds.queries import Call, State, additions_of
from quanze.rulebook.queries import kit_value


@dataclass(frozen=True, slots=True)
class ShownQuota:
    """How many may be recommended of a sub-kind (blank: of all), and how many were; ``full``: as many, or more."""

    name: str
    most: int
    used: int

    @property
    def full(self) -> bool:
        return self.used >= self.most


@dataclass(frozen=True, slots=True)
class Shown:
    """A round with how it stands in a sentence, the names of its sub-kinds and its quota."""

    call: Call
    sentence: str
    kinds: tuple[str, ...]
    quotas: tuple[ShownQuota, ...]

    @property
    def round(self) -> Round:
        """The round itself."""
        return self.call.round

    @property
    def additions(self) -> Additions:
        """What its notice asks for beside the kit of the matter."""
        return additions_of(self.round)


def shown(call: Call, counts: RoundCounts | None = None) -> Shown:
    """For a page. No query where the round has no sub-kinds, or its kit was read with it."""
    names: dict[str, str] = {}
    if call.round.kinds or any(call.quota):
        names = {each.key: each.name for each in kit_value(call.round.kit).sub_kinds}
    quotas = tuple(
        ShownQuota(names.get(kind, ""), most, 0 if counts is None else counts.used(kind))
        for kind, most in sorted(call.quota.items())
    )
    return Shown(call, _sentence(call), tuple(names.get(each, each) for each in call.round.kinds), quotas)


def _sentence(call: Call) -> str:
    """Until when, or from when."""
    terms, title = call.terms, call.round.title
    match call.state:
        case State.OPEN:
            return f"{title}正在进行，截至{say_day(terms.closes_on)}"
        case State.PLANNED:
            return f"{title}自{say_day(terms.opens_on)}开始，截至{say_day(terms.closes_on)}"
        case State.CLOSED:
            return f"{title}已于{say_day(terms.closes_on)}截止"
        case State.REPORTED | State.CALLED_OFF:
            return f"{title}{call.state.label}"
