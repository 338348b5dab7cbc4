"""What is to be done until when, derived from the events, the limits of the procedure and a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline as Counted
from quanze.procedure.clocks.deadline import end_of
from quanze.procedure.clocks.extension import EXTENSIONS, Extension, ExtensionRule
from quanze.procedure.clocks.hours import (
    BY_THE_HOUR,
    SAME_DAY,
    minutes_after,
    same_day,
    say_minutes,
    say_moment,
)
from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.engine.arranging import course_of
from quanze.procedure.engine.choices import About, Standing
from quanze.procedure.engine.counting import Deadline, count
from quanze.procedure.engine.course import Course, Part, Place
from quanze.procedure.engine.state import Asked, State
from quanze.procedure.model import Kind, Limit, Procedure

ORDINARY = EXTENSIONS["ordinary"]
PROMISED = "本机关的承诺时限"


def deadlines(
    procedure: Procedure, state: State, calendar: Calendar, promised: Limit | None = None
) -> tuple[Deadline, ...]:
    """Every deadline that runs now, the earliest first, those whose clock stands still last. A limit that cannot be
    counted has none. ``promised``: the limit of the whole case, from acceptance on (承诺时限), that the bureau has set
    where the list sets none; its deadline is about no step (``""``)."""
    found = list(running(course_of(procedure), state, calendar))
    if promised is not None and state.accepted is not None and state.ending is None:
        counted = count(promised, state.accepted, calendar, state, PROMISED)
        found.extend(_explained("", About.CASE, state.accepted, counted))
    return tuple(sorted(found, key=lambda each: (each.until is None, each.until or each.start)))


def running(course: Course, state: State, calendar: Calendar) -> Iterator[Deadline]:
    """The deadlines of a case, in no order."""
    if state.ending is not None:
        yield from _rectify(state, calendar)
    elif state.received is not None:
        yield from _before_the_end(course, state, state.received, calendar)


def step_deadline(course: Course, place: Place, state: State, calendar: Calendar) -> Deadline | None:
    """The deadline of one step by its own limit, as if it were its turn; ``None`` where it has none, or for a
    publicity, whose end is what was posted."""
    if state.received is None or place.kind is Kind.PUBLICIZE:
        return None
    return next(_step(course, place, opened(place, state, state.received), state, calendar), None)


def notice_deadline(course: Course, state: State, calendar: Calendar) -> Deadline | None:
    """Until when what is missing has to be noticed, while nobody has."""
    if state.received is None or not state.at_gate:
        return None
    return next(_notice(course, state, state.received, calendar), None)


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
        elif not state.declined:
            yield from _step(course, place, opened(place, state, received), state, calendar)


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
            counted = count(step.limit, received, calendar, source=place.words)
            yield from _explained(place.key, About.NOTICE, received, counted)
        elif course.at_gate(place):
            yield from _in_hours(place, About.NOTICE, received, State(), calendar)


def _answers(asked: tuple[Asked, ...], open_items: tuple[str, ...], calendar: Calendar) -> Iterator[Deadline]:
    for each in asked:
        waits = not set(each.items).isdisjoint(open_items)
        if waits and each.within:
            yield from _explained(each.step, About.ANSWER, each.at, count(each.within, each.at, calendar))


def _publicity(place: Place, state: State) -> Iterator[Deadline]:
    posting = state.posting(place.key)
    if posting:
        start = datetime.combine(posting.start, time(), SHANGHAI)
        last = say_day(posting.end, posting.start)
        words = f"公示自{say_day(posting.start)}起，至{last}24时期满，以发布的起止日期为准。"
        yield Deadline(place.key, About.PUBLICITY, start, posting.end, end_of(posting.end, None), words=words)


def _rectify(state: State, calendar: Calendar) -> Iterator[Deadline]:
    checked = state.checked
    if checked and checked.standing is Standing.RECTIFY and checked.within:
        counted = count(checked.within, checked.at, calendar)
        yield from _explained(checked.step, About.RECTIFY, checked.at, counted)


def _step(
    course: Course, place: Place, start: datetime, state: State, calendar: Calendar
) -> Iterator[Deadline]:
    limit = place.step.limit if place.step else None
    if limit is None:
        yield from _in_hours(place, About.STEP, start, state, calendar)
        return
    extensions = tuple(_extensions(course, place, start, state))
    counted = count(limit, start, calendar, state, place.words, extensions)
    yield from _explained(place.key, About.STEP, start, counted)


def _extensions(course: Course, place: Place, start: datetime, state: State) -> Iterator[Extension]:
    """What was decided since the step became open: where it was sent back, its limit runs anew and whole."""
    saying = course.extending(place)
    source = f"清单：“{saying.words}”" if saying else f"本机关为本事项设定的延长，参照{ORDINARY.source}"
    for each in state.extensions:
        if each.step == place.key and each.at >= start:
            rule = ExtensionRule(each.more, 1, ORDINARY.approver, source)
            yield Extension(each.more.n, rule, each.at.astimezone(SHANGHAI).date(), each.reasons)


def _in_hours(
    place: Place, about: About, start: datetime, state: State, calendar: Calendar
) -> Iterator[Deadline]:
    """A limit in hours or minutes, or none but that it is due at once."""
    step = place.step
    if step is not None and step.minutes is not None:
        until = minutes_after(start, step.minutes, ((each.start, each.end) for each in state.suspensions))
        due = None if until is None else until.astimezone(SHANGHAI).date()
        ends = "现已中止" if until is None else f"至{say_moment(until, start.date())}届满"
        words = f"自{say_moment(start)}起{say_minutes(step.minutes)}，{ends}；{BY_THE_HOUR}；期限出自{place.words}。"
        yield Deadline(place.key, about, start, due, until, words=words)
    elif step is not None and step.on_the_spot:
        day, provisional = same_day(start, calendar)
        words = f"{say_day(day)}24时届满；{SAME_DAY}；期限出自{place.words}。"
        yield Deadline(place.key, about, start, day, end_of(day, None), provisional, words=words)


def _explained(step: str, about: About, start: datetime, counted: Counted | None) -> Iterator[Deadline]:
    if counted:
        yield Deadline(step, about, start, counted.due, counted.until, counted.provisional, counted)
