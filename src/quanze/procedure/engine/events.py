"""What happened in a case: acts that were let through, and the consequences that the engine drew from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from quanze.procedure.engine.acts import Act
from quanze.procedure.engine.choices import About


class Ending(StrEnum):
    """How a case ended."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    NEGATIVE = "negative"
    REPORTED = "reported"
    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    ABOLISHED = "abolished"


@dataclass(frozen=True, slots=True)
class Discharged:
    """The duty of this step is done."""

    step: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of this step: favourable, or the case goes the negative way."""

    step: str
    favourable: bool


@dataclass(frozen=True, slots=True)
class Reopened:
    """These steps are to be done again, whatever of them was done or begun."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The case is over."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class Redated:
    """A deadline of this step ended on the day ``was``, as far as anybody knew, and ends on ``becomes`` by a calendar
    that was loaded since. It is a record, nothing follows from it: deadlines are derived."""

    step: str
    about: About
    was: date
    becomes: date


Consequence = Discharged | Judged | Reopened | Ended | Redated


@dataclass(frozen=True, slots=True)
class Caution:
    """What whoever acted was warned of. ``code`` is stable, ``words`` is Chinese."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """One link of a case's history. ``by`` did the act, or the act from which the consequence follows; ``at`` knows
    its time zone."""

    at: datetime
    by: str
    what: Act | Consequence
    cautions: tuple[Caution, ...] = ()
