"""The course of a case as a page shows it: stage by stage, each duty in the list's words, done, open or still ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from quanze.cases.pinned import Pinned
from quanze.cases.telling import Entry
from quanze.procedure.engine import Course, Deadline, Mark, Place, State, course_of, mark_of
from quanze.procedure.labels import KINDS


@dataclass(frozen=True, slots=True)
class StepView:
    """A step. ``words`` is the duty in the list's words, the engine's where the step is its own (``own``). ``entries``
    are the acts by which something was done about it: the evidence."""

    key: str
    place: Place
    name: str
    words: str
    own: bool
    mark: Mark
    done_at: datetime | None
    deadline: Deadline | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of the list with its steps, in order; ``name`` is "" for what no stage speaks of."""

    name: str
    steps: tuple[StepView, ...]


def stages(
    pinned: Pinned, state: State, found: Sequence[Deadline], entries: Sequence[Entry]
) -> tuple[StageView, ...]:
    """The whole course, the steps of one stage together."""
    course = course_of(pinned.procedure)
    return tuple(
        StageView(
            "" if number is None else pinned.procedure.stages[number],
            tuple(_step(course, place, state, found, entries) for place in places),
        )
        for number, places in _by_stage(course)
    )


def _by_stage(course: Course) -> Iterator[tuple[int | None, list[Place]]]:
    number: int | None = None
    places: list[Place] = []
    for place in course.places:
        if places and place.stage != number:
            yield number, places
            places = []
        number = place.stage
        places.append(place)
    if places:
        yield number, places


def _step(
    course: Course, place: Place, state: State, found: Sequence[Deadline], entries: Sequence[Entry]
) -> StepView:
    done = next((each.at for each in reversed(state.done) if each.step == place.key), None)
    return StepView(
        key=place.key,
        place=place,
        name=KINDS[place.kind],
        words=place.words,
        own=place.own,
        mark=mark_of(course, place, state),
        done_at=done,
        deadline=next((each for each in found if each.step == place.key), None),
        entries=tuple(entry for entry in entries if entry.step == place.key),
    )
