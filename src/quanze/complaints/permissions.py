"""Who may do what with complaints. Anybody files one and looks up what became of it; nobody but the supervisor of the
agency reads one. Those who lead, handle or administer do not: 应当……为投诉人、举报人保密
(《河南省优化营商环境条例》第七十八条, and its like elsewhere)."""

from __future__ import annotations

from quanze.complaints.models import Complaint, Entry
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, anyone, holds, holds_any, membership_of, rule
from quanze.people.roles import RoleKind

REGISTERING = (RoleKind.HANDLER, RoleKind.OFFICE_HEAD, RoleKind.LEADER, RoleKind.LIST_KEEPER)
"""Who may say that somebody meddled: whoever handles, decides, or keeps the list."""

rule("complaint.file")(anyone)
rule("complaint.look_up")(anyone)


@rule("complaint.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """See the register, and write down what came by letter or telephone."""
    return holds(person, RoleKind.SUPERVISOR, agency)


@rule("complaint.handle")
def _handle(person: Person | None, complaint: Complaint) -> Verdict:
    """Read it, and do something about it; not whoever acts for the applicant of the case it is about. One query."""
    found = holds(person, RoleKind.SUPERVISOR, complaint.agency)
    if not found or person is None:
        return found
    ties = Entry.objects.filter(complaint=complaint, kind__in=Entry.TIES).select_related("case__applicant")
    tie = ties.order_by("-position").first()
    if tie is not None and tie.case is not None and membership_of(person, tie.case.applicant) is not None:
        return Verdict(False, "您代表所涉办件的申请人，应当回避，由其他纪检监察员办理。")
    return found


@rule("complaint.configure")
def _configure(person: Person | None, agency: Agency) -> Verdict:
    """Set the limits, and where goes what is not taken here."""
    return holds(person, RoleKind.SECURITY_ADMIN, agency)


@rule("interference.register")
def _register(person: Person | None, agency: Agency) -> Verdict:
    """Register that somebody meddled with the handling of cases."""
    return holds_any(person, REGISTERING, agency)


@bound_as("complaint")
def _document(person: Person | None, deposit: Deposit) -> Verdict:
    """The documents of decisions: whoever handles the complaint."""
    number = deposit.bound_to.removeprefix("complaint:")
    found = Complaint.objects.select_related("agency").filter(pk=int(number) if number.isdecimal() else 0)
    complaint = found.first()
    return Verdict(False, "没有这件投诉。") if complaint is None else _handle(person, complaint)
