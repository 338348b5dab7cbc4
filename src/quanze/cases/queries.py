"""The door for reading. Each function says how many SQL queries it takes."""

from quanze.cases.course_view import Mark, StageView, StepView
from quanze.cases.dates import ABOUT
from quanze.cases.drafting import given_before
from quanze.cases.intake import Ground, ground
from quanze.cases.pages import (
    CasePage,
    Item,
    Offer,
    StatusPage,
    case,
    case_page,
    drafts_of,
    status_page,
)
from quanze.cases.telling import Entry
from quanze.cases.worklist import Row, State, Whose, Work, work

__all__ = [
    "ABOUT",
    "CasePage",
    "Entry",
    "Ground",
    "Item",
    "Mark",
    "Offer",
    "Row",
    "StageView",
    "State",
    "StatusPage",
    "StepView",
    "Whose",
    "Work",
    "case",
    "case_page",
    "drafts_of",
    "given_before",
    "ground",
    "status_page",
    "work",
]
