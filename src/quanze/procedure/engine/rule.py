"""What a rule is, and what it is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine.course import Course, Part, Place
from quanze.procedure.engine.events import Consequence
from quanze.procedure.engine.facts import Facts
from quanze.procedure.engine.hindrance import Hindrance
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.state import State
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind


@dataclass(frozen=True, slots=True)
class Situation:
    """A case at a moment, and the world around it. ``by``: who acts, ``""`` where nobody does yet."""

    course: Course
    state: State
    facts: Facts
    now: datetime
    calendar: Calendar
    by: str = ""

    @property
    def today(self) -> date:
        """The day in China."""
        return self.now.astimezone(SHANGHAI).date()

    def recused(self, person: str) -> bool:
        """Whether this person has to stand back."""
        return person in self.state.recused or person in self.facts.recused


Spot = Place | None
"""Where an act takes place; ``None``: it concerns the case as a whole."""

Hinder = Callable[[Situation, Any], Hindrance | None]
Demand = Callable[[Situation, Any, Any], Hindrance | None]


def nothing_follows(situation: Situation, place: Any, act: Any) -> tuple[Consequence, ...]:
    """The act is recorded, and that is all."""
    return ()


def whole_case(situation: Situation) -> tuple[Spot, ...]:
    """The act has no step."""
    return (None,)


def demands_nothing(situation: Situation, place: Any, act: Any) -> Hindrance | None:
    """Whatever is handed in will do."""
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule for one kind of act.

    ``label``: what people call it (``""``: as its step). ``who`` may do it. ``spots``: where it may take place in this
    procedure. ``hinders`` are asked in turn what stands in the way, whatever is handed in; ``demands`` what its
    contents lack. ``follows``: what comes of it.
    """

    act: type
    label: str
    who: Who
    hinders: tuple[Hinder, ...]
    spots: Callable[[Situation], tuple[Spot, ...]] = whole_case
    demands: Demand = demands_nothing
    follows: Callable[[Situation, Any, Any], tuple[Consequence, ...]] = nothing_follows

    def name(self, place: Spot) -> str:
        """What people call the act at this place."""
        return self.label or (KINDS[place.kind] if place else "办理")

    def hindrance(self, situation: Situation, place: Spot) -> Hindrance | None:
        """The first thing that stands in the way at this place."""
        for hinder in self.hinders:
            if found := hinder(situation, place):
                return found
        return None


def on_path(*kinds: Kind) -> Callable[[Situation], tuple[Spot, ...]]:
    """The owed steps of these kinds."""
    wanted = frozenset(kinds)

    def spots(situation: Situation) -> tuple[Spot, ...]:
        return tuple(place for place in situation.course.path if place.kind in wanted)

    return spots


def on_part(part: Part) -> Callable[[Situation], tuple[Spot, ...]]:
    """The steps that play this part."""

    def spots(situation: Situation) -> tuple[Spot, ...]:
        return tuple(place for place in situation.course.places if place.part is part)

    return spots
