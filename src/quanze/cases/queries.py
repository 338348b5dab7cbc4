"""The door for reading. Each function says how many SQL queries it takes."""

from quanze.cases.circumstances import Circumstances, Warned, of_application, of_case
from quanze.cases.course_view import StageView, StepView
from quanze.cases.dates import ABOUT
from quanze.cases.drafting import given_before
from quanze.cases.followed import FollowedCase, FollowedMatter, Listed, followed
from quanze.cases.followed import lines as followed_lines
from quanze.cases.followed import matters as followed_matters
from quanze.cases.foreseen import Foreseen, Propose, foresee, hindrances, read, states_of
from quanze.cases.intake import Ground, form_of, ground, office_named
from quanze.cases.mine import cases_of
from quanze.cases.objecting import Posted, posted
from quanze.cases.pages import (
    CasePage,
    Item,
    Offer,
    StatusPage,
    case,
    case_page,
    drafts_of,
    items_in,
    letters_seen,
    offers,
    stand,
    status_page,
)
from quanze.cases.publicities import Publicity, publicity
from quanze.cases.publicities import last_day as publicity_last_day
from quanze.cases.publicities import preview as publicity_preview
from quanze.cases.publicities import running as public_now
from quanze.cases.rehearsing import letter_known
from quanze.cases.results.columns import CHOICES as RESULT_CHOICES
from quanze.cases.results.planning import Plan as ResultPlan
from quanze.cases.results.planning import Planned as PlannedResult
from quanze.cases.results.waiting import Group as ResultGroup
from quanze.cases.results.waiting import groups as result_groups
from quanze.cases.results.waiting import sheet as result_sheet
from quanze.cases.results.waiting import went_up
from quanze.cases.round_page import RoundCounts, round_counts
from quanze.cases.sight import Sight, sight
from quanze.cases.telling import Entry
from quanze.cases.turnover import count_behind, waiting_for
from quanze.cases.worklist import COUNTED, Row, Sort, State, Whose, Work, scope, waiting, work
from quanze.procedure.engine import Mark

__all__ = [
    "ABOUT",
    "COUNTED",
    "RESULT_CHOICES",
    "CasePage",
    "Circumstances",
    "Entry",
    "FollowedCase",
    "FollowedMatter",
    "Foreseen",
    "Ground",
    "Item",
    "Listed",
    "Mark",
    "Offer",
    "PlannedResult",
    "Posted",
    "Propose",
    "Publicity",
    "ResultGroup",
    "ResultPlan",
    "RoundCounts",
    "Row",
    "Sight",
    "Sort",
    "StageView",
    "State",
    "StatusPage",
    "StepView",
    "Warned",
    "Whose",
    "Work",
    "case",
    "case_page",
    "cases_of",
    "count_behind",
    "drafts_of",
    "followed",
    "followed_lines",
    "followed_matters",
    "foresee",
    "form_of",
    "given_before",
    "ground",
    "hindrances",
    "items_in",
    "letter_known",
    "letters_seen",
    "of_application",
    "of_case",
    "offers",
    "office_named",
    "posted",
    "public_now",
    "publicity",
    "publicity_last_day",
    "publicity_preview",
    "read",
    "result_groups",
    "result_sheet",
    "round_counts",
    "scope",
    "sight",
    "stand",
    "states_of",
    "status_page",
    "waiting",
    "waiting_for",
    "went_up",
    "work",
]
