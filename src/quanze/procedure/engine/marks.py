"""How each step of a course stands in a case."""

from __future__ import annotations

from enum import StrEnum

from quanze.procedure.engine.course import Course, Part, Place, When
from quanze.procedure.engine.state import State


class Mark(StrEnum):
    """How a step stands."""

    DONE = "done"
    OPEN = "open"
    AWAITING = "awaiting"
    AHEAD = "ahead"
    WAIVED = "waived"
    DROPPED = "dropped"
    BRANCH = "branch"
    ASIDE = "aside"
    AFTER = "after"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Mark.DONE: "已办",
    Mark.OPEN: "正在办理",
    Mark.AWAITING: "待凭证",
    Mark.AHEAD: "待办",
    Mark.WAIVED: "不需要",
    Mark.DROPPED: "不再办理",
    Mark.BRANCH: "需要时办理",
    Mark.ASIDE: "不由本机关办理或者只作记录",
    Mark.AFTER: "办结以后",
}


def mark_of(course: Course, place: Place, state: State) -> Mark:
    """How this step stands."""
    if place.key in state.waived:
        return Mark.WAIVED
    if any(each.step == place.key for each in state.awaiting):
        return Mark.AWAITING
    if state.is_done(place.key):
        return Mark.DONE
    if place.part is not Part.PATH:
        return {Part.BRANCH: Mark.BRANCH, Part.TAIL: Mark.AFTER}.get(place.part, Mark.ASIDE)
    if state.ending is not None or state.declined or place not in course.owed(state):
        return Mark.BRANCH if place.when is When.NEGATIVE and not state.negative else Mark.DROPPED
    return Mark.OPEN if place in course.open(state) else Mark.AHEAD
