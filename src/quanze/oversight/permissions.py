"""Who looks at how duties are done: over a whole agency whoever leads or supervises it, in one case whoever sees the
whole file."""

from __future__ import annotations

from quanze.cases.models import Case
from quanze.cases.queries import sight
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds_any, rule
from quanze.people.roles import RoleKind

OVERSEEING = (RoleKind.LEADER, RoleKind.SUPERVISOR)


@rule("oversight.view")
def _view(person: Person | None, agency: Agency) -> Verdict:
    """Cards and the duties of many cases."""
    return holds_any(person, OVERSEEING, agency)


@rule("oversight.case")
def _case(person: Person | None, case: Case) -> Verdict:
    """The duties of one case, with who did what and what is missing: what a bureau does within."""
    found = sight(person, case).whole
    return found or Verdict(False, "只有办理、监督本件的人员可以查看。")
