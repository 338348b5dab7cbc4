"""Who may do what with rounds."""

from __future__ import annotations

from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, anyone, holds_any, rule
from quanze.people.roles import RoleKind

MANAGING = (RoleKind.LIST_KEEPER, RoleKind.OFFICE_HEAD)

SEEING = (
    *MANAGING,
    RoleKind.HANDLER,
    RoleKind.LEADER,
    RoleKind.RECORDER,
    RoleKind.SUPERVISOR,
)


@rule("round.manage")
def _manage(person: Person | None, agency: Agency) -> Verdict:
    """Open a round, change its terms, close it, call it off: whoever keeps the list, and the heads of its offices."""
    return holds_any(person, MANAGING, agency)


@rule("round.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """The rounds with what is said of them within the bureau. Which cases of a round somebody sees is for ``cases``."""
    return holds_any(person, SEEING, agency)


rule("round.view_public")(anyone)  # a call is for the public (政府信息公开条例 art. 20)


@bound_as("round")
def _scan(person: Person | None, deposit: Deposit) -> Verdict:
    """A notice is published by whoever issued it."""
    return Verdict(True, "申报通知面向社会公开。")
