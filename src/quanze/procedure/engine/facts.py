"""What the engine has to be told of the world: people, windows, bars, quotas, and the rules set for the matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quanze.procedure.model import Kind, Limit


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: ``agency`` is its name, ``credential`` the number of the law enforcement card."""

    id: str
    name: str
    agency: str
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """When applications of a round are taken in."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """限制申报: in force against the applicant, by which decision, in Chinese."""

    words: str


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What the bureau has set for the matter beside the list.

    ``silence_accepts``: 逾期不告知的，自收到申请材料之日起即为受理 (行政许可法 art. 32). ``silence_withdraws``:
    逾期未补正，视为撤回申请. ``credentials``: inspectors show theirs (河南省行政执法条例 art. 24). ``collective``: the
    kinds of step on which a meeting decides; ``collective_negative``: a negative verdict needs one too. ``longer``: by
    how much at most a limit may be extended of which the list does not say it, or does not say by how much (行政许可法
    art. 42: 经本行政机关负责人批准，可以延长十日).
    """

    silence_accepts: bool = False
    silence_withdraws: bool = False
    credentials: bool = False
    collective: frozenset[Kind] = frozenset()
    collective_negative: bool = False
    longer: Limit | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The world at the moment of an act. ``agency``: the name of the agency that handles the case. ``quota``: how many
    the round may recommend, ``recommended`` how many it has. ``elsewhere``: who has jurisdiction, where it seems not
    to be us. ``publicity``: how long a publicity lasts where the list does not say it, as the bureau told the public.
    ``recused``: people who may not act here, whatever the case says."""

    agency: str = ""
    people: tuple[Person, ...] = ()
    recused: frozenset[str] = frozenset()
    window: Window | None = None
    bars: tuple[Bar, ...] = ()
    credit: tuple[str, ...] = ()
    elsewhere: str = ""
    quota: int | None = None
    recommended: int = 0
    publicity: Limit | None = None
    rules: HouseRules = HouseRules()

    def person(self, reference: str) -> Person | None:
        """The person with this reference, if the facts name one."""
        return next((person for person in self.people if person.id == reference), None)

    def name(self, reference: str) -> str:
        """What to call somebody."""
        person = self.person(reference)
        return person.name if person else reference
