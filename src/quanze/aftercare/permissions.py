"""Who may report after an end, who looks at it, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.aftercare.models import Filing
from quanze.cases.models import Case
from quanze.cases.sight import IN_CHARGE, OFFICERS, of_any
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.kits.model import FollowUp, Reporter
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds_any, may, membership_of, rule
from quanze.people.roles import RoleKind

SEEING = (*IN_CHARGE, RoleKind.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Reporting:
    """A follow-up of a case, as the thing that somebody wants to report on."""

    case: Case
    item: FollowUp


@rule("aftercare.view")
def _view(person: Person | None, case: Case) -> Verdict:
    """Whoever handles, leads or supervises the case, and whoever acts for its applicant. What partners and recorders
    have to do in a case ended with it."""
    if person is None:
        return Verdict(False, "请先登录。")
    own = may(person, "party.represent", case.applicant)
    refused = Verdict(False, "只有申请人和办理、监督本件的人员可以查看。")
    return of_any(person, SEEING, case) or (own if own else refused)


@rule("aftercare.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """The tables of an agency; what is in them follows from the roles."""
    return holds_any(person, SEEING, agency)


@rule("aftercare.file")
def _file(person: Person | None, reporting: Reporting) -> Verdict:
    """What is the applicant's to report is filled in by whoever acts for it, or by an officer from its paper; what the
    bureau records, by an officer who does not act for it."""
    case, item = reporting.case, reporting.item
    if person is None:
        return Verdict(False, "请先登录。")
    if item.by is Reporter.APPLICANT and (own := may(person, "party.represent", case.applicant)):
        return own
    return _officer(person, case, "填报" if item.by is Reporter.APPLICANT else "登记")


@rule("aftercare.reply")
def _reply(person: Person | None, case: Case) -> Verdict:
    """Look at what was reported: an officer of the case."""
    return Verdict(False, "请先登录。") if person is None else _officer(person, case, "核实")


def _officer(person: Person, case: Case, verb: str) -> Verdict:
    if membership_of(person, case.applicant) is not None:
        return Verdict(False, "您代表本件的申请人，不能办理本件。")
    refused = Verdict(False, f"由{case.office or case.agency}的经办人、股室负责人{verb}。")
    return of_any(person, OFFICERS, case) or refused


@bound_as("filing")
def _evidence(person: Person | None, deposit: Deposit) -> Verdict:
    """The papers of a filing are seen with it."""
    _, _, pk = deposit.bound_to.partition(":")
    filing = Filing.objects.select_related("case__agency", "case__office", "case__applicant").get(pk=int(pk))
    return _view(person, filing.case)
