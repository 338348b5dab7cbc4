"""What is to be done until when, derived from the events, the limits of the procedure and a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import end_of
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine.choices import Standing
from quanze.procedure.engine.counting import About, Deadline, count
from quanze.procedure.engine.course import Course, Part, Place, course_of
from quanze.procedure.engine.state import Asked, State
from quanze.procedure.model import Kind, Limit, Procedure


def deadlines(procedure: Procedure, state: State, calendar: Calendar) -> tuple[Deadline, ...]:
    """Every deadline that runs now, the earliest first, those whose clock stands still last. A limit that cannot be
    counted has none."""
    found = list(running(course_of(procedure), state, calendar))
    return tuple(sorted(found, key=lambda each: (each.until is None, each.until or each.start)))


def running(course: Course, state: State, calendar: Calendar) -> Iterator[Deadline]:
    """The deadlines of a case, in no order."""
    if state.ending is not None:
        yield from _rectify(state, calendar)
    elif state.received is not None:
        yield from _before_the_end(course, state, state.received, calendar)


def _before_the_end(
    course: Course, state: State, received: datetime, calendar: Calendar
) -> Iterator[Deadline]:
    if state.at_gate:
        yield from _notice(course, state, received, calendar)
        yield from _answers(state.notices[-1:], state.missing, calendar)
    else:
        yield from _answers(state.requests, state.wanted, calendar)
    for place in course.open(state):
        if place.kind is Kind.PUBLICIZE:
            yield from _publicity(place, state)
        elif place.step and place.step.limit and not state.declined:
            yield from _counted(
                place, About.STEP, place.step.limit, opened(place, state, received), state, calendar
            )


def opened(place: Place, state: State, received: datetime) -> datetime:
    """When it became a step's turn: when the last of those before it was done, or it was sent back. The acceptance
    waits for what was missing (受理日期为交齐补正材料之日)."""
    moments = [done.at for done in state.done if done.step in place.after]
    moments += [each.at for each in state.reopened if each.step == place.key]
    return max(received, *moments) if moments else state.handed_in or received


def _notice(course: Course, state: State, received: datetime, calendar: Calendar) -> Iterator[Deadline]:
    """一次性告知: from receipt (行政许可法 art. 32); 当场 and no more is the same day."""
    if state.notices:
        return
    for place in course.places:
        step = place.step
        if place.kind is not Kind.SUPPLEMENT or place.part is not Part.BRANCH or not step:
            continue
        if course.at_gate(place) and step.limit:
            yield from _counted(place, About.NOTICE, step.limit, received, None, calendar)
        elif course.at_gate(place) and step.on_the_spot:
            day = received.astimezone(SHANGHAI).date()
            yield Deadline(place.key, About.NOTICE, received, day, end_of(day, None))


def _answers(asked: tuple[Asked, ...], open_items: tuple[str, ...], calendar: Calendar) -> Iterator[Deadline]:
    for each in asked:
        waits = not set(each.items).isdisjoint(open_items)
        if waits and each.within and (counted := count(each.within, each.at, calendar)):
            yield Deadline(
                each.step, About.ANSWER, each.at, counted.due, counted.until, counted.provisional, counted
            )


def _publicity(place: Place, state: State) -> Iterator[Deadline]:
    posting = state.posting(place.key)
    if posting:
        start = datetime.combine(posting.start, time(), SHANGHAI)
        yield Deadline(place.key, About.PUBLICITY, start, posting.end, end_of(posting.end, None))


def _rectify(state: State, calendar: Calendar) -> Iterator[Deadline]:
    checked = state.checked
    if checked and checked.standing is Standing.RECTIFY and checked.within:
        counted = count(checked.within, checked.at, calendar)
        if counted:
            yield Deadline(
                checked.step,
                About.RECTIFY,
                checked.at,
                counted.due,
                counted.until,
                counted.provisional,
                counted,
            )


def _counted(
    place: Place, about: About, limit: Limit, start: datetime, state: State | None, calendar: Calendar
) -> Iterator[Deadline]:
    counted = count(limit, start, calendar, state, source=place.words)
    if counted:
        yield Deadline(place.key, about, start, counted.due, counted.until, counted.provisional, counted)
