"""What the events of a case say, put together. Nothing here is decided, and the procedure is never asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quanze.procedure.engine.acts import Act
from quanze.procedure.engine.choices import Standing
from quanze.procedure.engine.events import Ending
from quanze.procedure.model import Limit


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice, or a request during review: what was asked for, when, and for how long."""

    step: str
    items: tuple[str, ...]
    at: datetime
    within: Limit | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Awaiting:
    """An act that took effect, and whose duty waits for its certificate to be proven."""

    step: str
    act: Act
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A duty that was discharged, and when."""

    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection; ``upheld`` is ``None`` until it is answered, ``name`` blank where nobody gave one."""

    number: int
    step: str
    by: str
    text: str
    at: datetime
    upheld: bool | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """What was posted for a step: its first and its last day."""

    step: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Suspension:
    """Time that does not count, and the notice by which the applicant was told; ``end`` is ``None`` while it lasts."""

    ground: str
    notice: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """The limit of a step was made longer by so much, and why."""

    step: str
    more: Limit
    reasons: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What the last follow-up found, and how long there is to mend it."""

    step: str
    standing: Standing
    at: datetime
    within: Limit | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A case as its events left it. ``count`` is their number and so the version of the case.

    ``missing``: what the notices ask for and nobody has brought yet; ``wanted``: the same of requests during review.
    ``handed_in``: when something was last brought at the gate. ``needed``, ``waived``: what was determined of optional
    steps. ``doubts``: steps whose opinion was unfavourable. ``met``: steps on which a meeting decided. ``reopened``:
    when a step was last sent back.
    """

    count: int = 0
    at: datetime | None = None
    received: datetime | None = None
    accepted: datetime | None = None
    declined: bool = False
    notices: tuple[Asked, ...] = ()
    missing: tuple[str, ...] = ()
    requests: tuple[Asked, ...] = ()
    wanted: tuple[str, ...] = ()
    handed_in: datetime | None = None
    needed: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    awaiting: tuple[Awaiting, ...] = ()
    done: tuple[Done, ...] = ()
    doubts: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    postings: tuple[Posting, ...] = ()
    objections: tuple[Objection, ...] = ()
    negative: bool = False
    reopened: tuple[Done, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extended, ...] = ()
    recused: tuple[str, ...] = ()
    results: int = 0
    checked: Checked | None = None
    ending: Ending | None = None

    def is_done(self, step: str) -> bool:
        """Whether the duty of this step is discharged."""
        return any(done.step == step for done in self.done)

    @property
    def at_gate(self) -> bool:
        """Received, and neither accepted nor declined yet."""
        return self.received is not None and self.accepted is None and not self.declined

    @property
    def suspended(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.suspensions) and self.suspensions[-1].end is None

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections that nobody has answered."""
        return tuple(objection for objection in self.objections if objection.upheld is None)

    def posting(self, step: str) -> Posting | None:
        """What was last posted for this step."""
        return next((posting for posting in reversed(self.postings) if posting.step == step), None)
