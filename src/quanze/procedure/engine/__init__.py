"""A case as its events: what may be done, what follows, where it stands, what is due. See docs/engine.md."""

from __future__ import annotations

from quanze.procedure.engine.acts import Act, Action
from quanze.procedure.engine.advance import advance
from quanze.procedure.engine.arranging import course_of
from quanze.procedure.engine.choices import About
from quanze.procedure.engine.counting import Deadline
from quanze.procedure.engine.course import Course, Part, Place
from quanze.procedure.engine.deadlines import deadlines
from quanze.procedure.engine.events import Caution, Ending, Event
from quanze.procedure.engine.facts import Bar, Facts, HouseRules, Person, Window
from quanze.procedure.engine.hindrance import Hindrance
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.marks import Mark, mark_of
from quanze.procedure.engine.possible import Possible, possible
from quanze.procedure.engine.redating import redated
from quanze.procedure.engine.replay import apply, replay
from quanze.procedure.engine.state import State

__all__ = [
    "About",
    "Act",
    "Action",
    "Bar",
    "Caution",
    "Course",
    "Deadline",
    "Ending",
    "Event",
    "Facts",
    "Hindrance",
    "HouseRules",
    "Mark",
    "Part",
    "Person",
    "Place",
    "Possible",
    "State",
    "Who",
    "Window",
    "advance",
    "apply",
    "course_of",
    "deadlines",
    "mark_of",
    "possible",
    "redated",
    "replay",
]
