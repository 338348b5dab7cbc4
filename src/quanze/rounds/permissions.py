"""Who may do what with rounds."""

from __future__ import annotations

from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, anyone, holds, rule
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
    found = next((verdict for kind in MANAGING if (verdict := holds(person, kind, agency))), None)
    return found or _refused(person, agency, MANAGING)


@rule("round.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """The rounds with what is said of them within the bureau. Which cases of a round somebody sees is for ``cases``."""
    found = next((verdict for kind in SEEING if (verdict := holds(person, kind, agency))), None)
    return found or _refused(person, agency, SEEING)


@rule("round.view_public")
def _view_public(person: Person | None, agency: Agency) -> Verdict:
    """A call is for the public (政府信息公开条例 art. 20)."""
    return anyone(person, agency)


def _refused(person: Person | None, agency: Agency, kinds: tuple[RoleKind, ...]) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录。")
    return Verdict(False, f"只有{agency.name}的{'、'.join(kind.label for kind in kinds)}可以进行此操作。")


@bound_as("round")
def _scan(person: Person | None, deposit: Deposit) -> Verdict:
    """A notice is published by whoever issued it."""
    return Verdict(True, "申报通知面向社会公开。")
