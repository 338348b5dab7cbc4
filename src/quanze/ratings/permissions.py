"""Who may do what with ratings. What was said is read by those who see to it that a bad one is mended, and by nobody
whom it is about: the handler learns of it from the answer, and leaders see counts."""

from __future__ import annotations

from quanze.cases.models import Case, CaseEvent
from quanze.cases.words import reference
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds, holds_any, holds_in, may, membership_of, rule
from quanze.people.roles import RoleKind
from quanze.ratings.models import Rating

SEEING = (RoleKind.OFFICE_HEAD, RoleKind.SUPERVISOR)


@rule("rating.give")
def _give(person: Person | None, case: Case) -> Verdict:
    """Whoever acts for the applicant."""
    return may(person, "party.represent", case.applicant)


@rule("rating.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """Which ratings there are, without their words: the supervisor all, a head those of the office."""
    return holds_any(person, SEEING, agency)


@rule("rating.handle")
def _handle(person: Person | None, rating: Rating) -> Verdict:
    """Read one and answer it: the head of its office or the supervisor; neither who handled the case nor who acts for
    its applicant. At most two queries."""
    found = holds(person, RoleKind.SUPERVISOR, rating.agency)
    if not found and rating.office is None:
        found = holds(person, RoleKind.OFFICE_HEAD, rating.agency)
    elif not found and rating.office is not None:
        found = holds_in(person, RoleKind.OFFICE_HEAD, rating.office)
    if person is None or not found:
        where = rating.agency.name if rating.office is None else rating.office.name
        reason = "请先登录。" if person is None else f"只有{where}的股室负责人和纪检监察员可以查看和答复。"
        return Verdict(False, reason)
    if membership_of(person, rating.case.applicant) is not None:
        return Verdict(False, "您代表本件的申请人，应当由别人答复。")
    acted = CaseEvent.objects.filter(case=rating.case_id, by=reference(person.pk))
    if person.pk in (rating.handler_id, rating.case.handler_id) or acted.exists():
        return Verdict(False, "您办理过本件，差评应当由别人核实、答复。")
    return found


@rule("rating.configure")
def _configure(person: Person | None, agency: Agency) -> Verdict:
    """Set how long there is to answer a bad one."""
    return holds(person, RoleKind.SECURITY_ADMIN, agency)
