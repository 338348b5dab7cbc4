"""What a flow chart shows: boxes in rows, with what stands beside them. Nothing is placed yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine.arranging import course_of
from quanze.procedure.engine.course import REPORTING, Course, Part, Place, When, alongside
from quanze.procedure.engine.events import Ending
from quanze.procedure.engine.labels import ENDINGS, negative_name
from quanze.procedure.engine.state import State
from quanze.procedure.labels import KINDS, time_words
from quanze.procedure.model import Kind, Procedure, Step


class Shape(StrEnum):
    """The outline of a box; it tells, without colour, what the box is."""

    TERMINAL = "terminal"
    STEP = "step"
    VERDICT = "verdict"
    OPTIONAL = "optional"
    BRANCH = "branch"
    ASIDE = "aside"


class Mark(StrEnum):
    """What a case has made of a step."""

    NONE = ""
    DONE = "done"
    NOW = "now"
    WAIVED = "waived"
    DROPPED = "dropped"


MARKS = {
    Mark.DONE: "✓ 已办",
    Mark.NOW: "▶ 正在办理",
    Mark.WAIVED: "— 不需要",
    Mark.DROPPED: "— 不再办理",
}


@dataclass(frozen=True, slots=True)
class Box:
    """``title`` what it is, ``words`` the list's own words or what follows, ``mark`` where a case is, ``day`` when it
    was done."""

    shape: Shape
    title: str
    words: str = ""
    mark: Mark = Mark.NONE
    day: str = ""

    @property
    def note(self) -> str:
        """The mark in words, so that nobody has to see it."""
        return f"{MARKS[self.mark]} {self.day}".strip() if self.mark else ""


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes that are done beside each other, and what branches off them or stands beside. ``stage`` is the name of the
    stage where the row is its first."""

    boxes: tuple[Box, ...]
    beside: tuple[Box, ...] = ()
    stage: str = ""


@dataclass(slots=True)
class _Group:
    """A row in the making."""

    stage: int | None
    main: list[Place]
    beside: list[Place] = field(default_factory=list)


def rows_of(procedure: Procedure, state: State | None = None) -> tuple[Row, ...]:
    """The rows of the chart of a procedure, or of a case in this state."""
    course = course_of(procedure)
    mark = (Mark.DONE if state.received else Mark.NOW) if state else Mark.NONE
    rows = [Row((Box(Shape.TERMINAL, "申请、收件", mark=mark),))]
    groups = _groups(procedure, course)
    for before, group in zip((None, *groups), groups, strict=False):
        name = _stage_name(procedure, group.stage)
        first = before is None or before.stage != group.stage
        rows.append(_row(group, name if first else "", course, state))
    rows.append(_end(procedure, course, state))
    return (*rows, *_tail(procedure, course, {group.stage for group in groups}))


def _tail(procedure: Procedure, course: Course, named: set[int | None]) -> Iterator[Row]:
    """What follows the end. Duties that the list puts into one sentence are one box."""
    drawn: set[Box] = set()
    for place in course.places:
        box = Box(Shape.OPTIONAL, KINDS[place.kind], _words(place))
        if place.part is not Part.TAIL or box in drawn:
            continue
        drawn.add(box)
        yield Row((box,), stage="" if place.stage in named else _stage_name(procedure, place.stage))
        named = named | {place.stage}


def _stage_name(procedure: Procedure, stage: int | None) -> str:
    return "" if stage is None else procedure.stages[stage]


def _groups(procedure: Procedure, course: Course) -> list[_Group]:
    """Every stage with a name has a row of its own, if only to say that nothing is written there or that others act."""
    groups: list[_Group] = []
    waiting: list[Place] = []
    busy = {place.stage for place in course.places if place.part in (Part.PATH, Part.TAIL)}
    for place in course.places:
        if place.part is Part.TAIL or (place.kind is Kind.OTHER and not _alone(place, busy, procedure)):
            continue
        if (place.part is Part.PATH and not _branches(place)) or _alone(place, busy, procedure):
            last = groups[-1] if groups else None
            if last and len(last.main) == 1 and alongside(last.main[0], place):
                last.main.append(place)
            else:
                groups.append(_Group(place.stage, [place], waiting))
                waiting = []
        elif groups and groups[-1].stage == place.stage:
            groups[-1].beside.append(place)
        else:
            waiting.append(place)
    groups[-1].beside += waiting
    _add_empty(groups, procedure, course)
    return groups


def _branches(place: Place) -> bool:
    """Whether it leads off the way that all go well on."""
    return place.part is Part.BRANCH or place.when is When.NEGATIVE


def _alone(place: Place, busy: set[int | None], procedure: Procedure) -> bool:
    """Whether this step stands for its whole stage, since nothing else of it is in the row of what is owed."""
    return place.stage not in busy and bool(_stage_name(procedure, place.stage).strip())


def _add_empty(groups: list[_Group], procedure: Procedure, course: Course) -> None:
    """Stages of which no step speaks, in their places."""
    spoken = {place.stage for place in course.places}
    for stage, name in enumerate(procedure.stages):
        if stage not in spoken and name.strip():
            later = (i for i, group in enumerate(groups) if group.stage is not None and group.stage > stage)
            groups.insert(next(later, len(groups)), _Group(stage, []))


def _row(group: _Group, stage: str, course: Course, state: State | None) -> Row:
    """What branches off comes first beside a row, then what others do."""
    boxes = tuple(_box(place, course, state) for place in group.main)
    branches = [_box(place, course, state) for place in group.beside if _branches(place)]
    asides = [_box(place, course, state) for place in group.beside if not _branches(place)]
    if any(place.verdict for place in group.main) and not any(
        _late_refusal(each, course) for each in group.beside
    ):
        mark = _negative_mark(group.main, course, state)
        branches.append(
            Box(Shape.BRANCH, negative_name(group.main[0].kind), "书面说明理由，送达申请人", mark)
        )
    return Row(boxes or (Box(Shape.ASIDE, "清单没有写责任事项"),), (*branches, *asides), stage)


def _end(procedure: Procedure, course: Course, state: State | None) -> Row:
    reports = any(place.kind in REPORTING for place in course.path)
    title, mark = ENDINGS[Ending.REPORTED if reports else Ending.COMPLETED], Mark.NONE
    if state and state.ending is not None:
        title, mark = ENDINGS[state.ending], Mark.DONE
    elif state and state.received and not course.owed(state):
        mark = Mark.NOW
    busy = {place.stage for place in course.places if place.part in (Part.PATH, Part.TAIL)}
    others = tuple(
        Box(Shape.ASIDE, KINDS[Kind.OTHER], place.words)
        for place in course.places
        if place.kind is Kind.OTHER and not _alone(place, busy, procedure)
    )
    unread = tuple(Box(Shape.ASIDE, "尚未编入规程的责任", each.text) for each in procedure.uncompiled)
    return Row((Box(Shape.TERMINAL, title, mark=mark),), (*others, *unread))


def _box(place: Place, course: Course, state: State | None) -> Box:
    mark = _mark(place, course, state) if state else Mark.NONE
    done = next((done for done in state.done if done.step == place.key), None) if state else None
    day = done.at.astimezone(SHANGHAI) if done and mark is Mark.DONE else None
    title = _title(place)
    if place.extends or (place.part is Part.BRANCH and not course.at_gate(place)):
        title = title.replace(KINDS[place.kind], _LATE[place.kind], 1)
    return Box(_shape(place), title, _words(place), mark, f"{day.month}月{day.day}日" if day else "")


_LATE = {Kind.SUPPLEMENT: "书面要求补充材料", Kind.REFUSE: "不予通过", Kind.NOTIFY: "延长期限"}
"""What the branches are called after the acceptance."""


def _shape(place: Place) -> Shape:
    if place.part is Part.ASIDE:
        return Shape.ASIDE
    if _branches(place):
        return Shape.BRANCH
    return Shape.VERDICT if place.verdict else Shape.OPTIONAL if place.optional else Shape.STEP


# --- where a case is --------------------------------------------------------------------------------------------


def _mark(place: Place, course: Course, state: State) -> Mark:
    if place.key in state.waived:
        return Mark.WAIVED
    if place.part is Part.BRANCH:
        return _branch_mark(place, course, state)
    if state.is_done(place.key):
        return Mark.DONE
    if place.part is Part.ASIDE:
        return Mark.NONE
    if place.when is When.NEGATIVE and not state.negative:
        return Mark.NONE
    if state.ending is not None or state.declined or (state.negative and place not in course.owed(state)):
        return Mark.DROPPED
    return Mark.NOW if state.received and place in course.open(state) else Mark.NONE


def _branch_mark(place: Place, course: Course, state: State) -> Mark:
    over = state.ending is not None
    if place.extends:
        extended = (course.find(each.step) for each in state.extensions)
        return Mark.DONE if any(each and course.extending(each) is place for each in extended) else Mark.NONE
    if any(each.step == place.key for each in (*state.notices, *state.requests)):
        waiting = state.missing if course.at_gate(place) else state.wanted
        return Mark.NOW if waiting and not over else Mark.DONE
    if _late_refusal(place, course) and state.negative:
        return Mark.NOW if course.owed(state) and not over else Mark.DONE
    if any(waiting.step == place.key for waiting in state.awaiting):
        return Mark.NOW
    return Mark.DONE if state.is_done(place.key) else Mark.NONE


def _late_refusal(place: Place, course: Course) -> bool:
    """Whether the list itself says what follows from a negative verdict."""
    if place.part is not Part.BRANCH:
        return place.when is When.NEGATIVE
    return place.kind is Kind.REFUSE and not course.at_gate(place)


def _negative_mark(group: list[Place], course: Course, state: State | None) -> Mark:
    """A negative verdict is shown at the last step that could give it."""
    if state is None or not state.negative:
        return Mark.NONE
    judged = [done.step for done in state.done if (place := course.find(done.step)) and place.verdict]
    if not judged or judged[-1] not in {place.key for place in group}:
        return Mark.NONE
    return Mark.NOW if course.owed(state) and state.ending is None else Mark.DONE


# --- words ------------------------------------------------------------------------------------------------------


def _title(place: Place) -> str:
    """The kind of step with what the list demands of it, in brackets."""
    demands = tuple(_demands(place.step)) if place.step else ("清单未写明",)
    if place.alternative:
        demands = ("择一适用", *demands)
    if place.external:
        demands = (f"由{_by(place.party or '其他机关')}办理", *demands)
    return KINDS[place.kind] + (f"（{'，'.join(demands)}）" if demands else "")


_LONG = 16


def _by(party: str) -> str:
    """An organ as a box has room for it; of many the first."""
    first, more, _ = party.partition("、")
    return f"{first}等" if more and len(party) > _LONG else party


def _demands(step: Step) -> Iterator[str]:
    if step.optional:
        yield "需要时"
    yield from time_words(step)
    if step.min_people:
        yield f"{step.min_people}人以上"
    if step.receipt:
        yield "出具凭证"
    if step.kind is Kind.JOINT_REVIEW and step.party:
        yield f"会同{step.party.removeprefix('会同')}"


def _words(place: Place) -> str:
    """The list's own words, unless they only repeat the title."""
    if place.step is None or place.words == KINDS[place.kind]:
        return ""
    return place.words
