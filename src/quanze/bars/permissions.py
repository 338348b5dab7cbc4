"""Who may do what with bars. Nobody but the keeper of the list and a leader records one: it stands against somebody."""

from __future__ import annotations

from quanze.bars.models import Bar
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds_any, rule
from quanze.people.queries import parties_of
from quanze.people.roles import RoleKind

RECORDING = (RoleKind.LIST_KEEPER, RoleKind.LEADER)

SEEING = (*RECORDING, RoleKind.HANDLER, RoleKind.OFFICE_HEAD, RoleKind.SUPERVISOR)


@rule("bar.record")
def _record(person: Person | None, agency: Agency) -> Verdict:
    """Record a decision, an appeal, a lifting."""
    return holds_any(person, RECORDING, agency)


@rule("bar.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """The whole register: whoever records, and whoever handles, heads or supervises."""
    return holds_any(person, SEEING, agency)


@rule("bar.view")
def _view(person: Person | None, bar: Bar) -> Verdict:
    """One bar: the same, and whoever acts for the party that it names, once a window has seen whose that party is: a
    code can be registered by anybody."""
    if person is None:
        return Verdict(False, "请先登录。")
    found = holds_any(person, SEEING, bar.agency)
    if (
        not found
        and parties_of(person).filter(credit_code=bar.credit_code, verified_at__isnull=False).exists()
    ):
        return Verdict(True, f"您代表{bar.name}。")
    return found


@bound_as("bar")
def _scan(person: Person | None, deposit: Deposit) -> Verdict:
    """Its decisions: whoever sees the bar."""
    number = deposit.bound_to.removeprefix("bar:")
    bar = Bar.objects.filter(pk=int(number)).select_related("agency").first() if number.isdecimal() else None
    return Verdict(False, "没有这条登记。") if bar is None else _view(person, bar)
