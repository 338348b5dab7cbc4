"""What patterns are looked for in, and what is found: cases with their events, rankings with what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import Course, Event


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A case. ``key``, ``matter`` and ``applicant`` are whatever the caller knows them by; ``course`` is that of the
    procedure by which it runs."""

    key: int
    matter: int
    applicant: int
    course: Course
    history: tuple[Event, ...]

    def numbered(self) -> Iterator[tuple[int, Event]]:
        """Its events with their numbers, from 1."""
        return enumerate(self.history, 1)


class Said(StrEnum):
    """What may be said of a ranking."""

    SCORE = "score"
    PRIORITY = "priority"
    MOVE = "move"
    MEETING = "meeting"
    FIXED = "fixed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that was said of a ranking: its ``position``, about which case (its key), for a move to which
    ``place`` (0: back to where its score puts it), by whom and when."""

    position: int
    kind: Said
    case: int | None
    place: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RankingTold:
    """A ranking, by the key of its round."""

    key: int
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything that is looked at, and until when."""

    cases: tuple[CaseTold, ...]
    rankings: tuple[RankingTold, ...]
    calendar: Calendar
    now: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Where it shows. ``events``: the numbers of the events of a case, ``step`` the key of the step that they are of
    ("" where they are of several); ``ranking`` and ``sayings``: the same of a ranking."""

    case: int | None = None
    events: tuple[int, ...] = ()
    step: str = ""
    ranking: int | None = None
    sayings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern found: in words, and where. ``person`` is whom it speaks of, "" for nobody."""

    words: str
    seen: tuple[Seen, ...]
    person: str = ""


Finder = Callable[[Looked], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of the table. ``why`` it is worth a look, when it is ``innocent``, and to what it is ``blind``: in plain
    words, for whoever reads what it found."""

    code: str
    title: str
    why: str
    innocent: str
    blind: str
    find: Finder


@dataclass(frozen=True, slots=True)
class Hint:
    """Something worth a person's look, by which pattern. It says what stands in the record, and judges nobody."""

    pattern: Pattern
    words: str
    seen: tuple[Seen, ...]
    person: str
