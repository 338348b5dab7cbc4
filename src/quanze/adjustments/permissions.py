"""Who may do what with adjustments. Whether the state allows it is for the services to say."""

from __future__ import annotations

from quanze.adjustments.models import Act, Adjustment
from quanze.adjustments.ways import Turn, chains_of, organs_of, way_of
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds, rule
from quanze.people.roles import RoleKind

BOUND = "adjustment"
"""What the scan of a decision is bound to: ``adjustment:`` and the adjustment's key."""


@rule("adjustment.draft")
def _draft(person: Person | None, agency: Agency) -> Verdict:
    return holds(person, RoleKind.LIST_KEEPER, agency)


@rule("adjustment.configure")
def _configure(person: Person | None, agency: Agency) -> Verdict:
    """Not for those who draft: GB/T 22239-2019, 授权主体配置访问控制策略."""
    return holds(person, RoleKind.SECURITY_ADMIN, agency)


@rule("adjustment.edit")
@rule("adjustment.submit")
@rule("adjustment.withdraw")
@rule("adjustment.abandon")
@rule("adjustment.publish")
def _keep(person: Person | None, adjustment: Adjustment) -> Verdict:
    verdict = holds(person, RoleKind.LIST_KEEPER, adjustment.agency)
    if verdict and person is not None and _decided(person, adjustment):
        return Verdict(False, "您办理过这项调整的审核环节，不能再代起草一方办理。")
    return verdict


@rule("adjustment.decide")
def _decide(person: Person | None, turn: Turn) -> Verdict:
    """Nobody decides their own draft, and nobody takes two steps of one adjustment."""
    adjustment, step = turn.adjustment, turn.step
    way = turn.way or way_of(adjustment)
    organ = way.organs.get(step.organ)
    if organ is None:
        return Verdict(False, f"还没有指定由哪个机关为{adjustment.agency.name}办理“{step.name}”。")
    verdict = holds(person, step.role, organ)
    if not verdict or person is None:
        return verdict
    steps = {taken for who, taken in way.acted if who == person.pk}
    upload = adjustment.upload
    if "" in steps or (upload is not None and upload.by_id == person.pk):
        return Verdict(False, "这项调整有您起草的内容，须由他人审核、批准。")
    if steps - {step.code}:
        return Verdict(False, "您办理过这项调整的另一个环节，须由不同的人办理。")
    return verdict


@rule("adjustment.view")
def _view(person: Person | None, adjustment: Adjustment) -> Verdict:
    """The bureau's keeper, heads and leaders at any time; those who decide once it was submitted to them."""
    bureau = adjustment.agency
    for kind in (RoleKind.LIST_KEEPER, RoleKind.LEADER, RoleKind.OFFICE_HEAD, RoleKind.SUPERVISOR):
        if verdict := holds(person, kind, bureau):
            return verdict
    if adjustment.round:
        organs = organs_of([bureau])[bureau.pk]
        for step in chains_of([adjustment])[adjustment.pk].steps:
            organ = organs.get(step.organ)
            if organ is not None and (verdict := holds(person, step.role, organ)):
                return verdict
    return Verdict(False, f"只有{bureau.name}和办理审核、批准的机关可以查看。")


@bound_as(BOUND)
def _scan(person: Person | None, deposit: Deposit) -> Verdict:
    """Whoever may see the adjustment."""
    key = deposit.bound_to.removeprefix(f"{BOUND}:")
    adjustment = Adjustment.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    return Verdict(False, "没有这项调整。") if adjustment is None else _view(person, adjustment)


def _decided(person: Person, adjustment: Adjustment) -> bool:
    return Act.objects.filter(adjustment=adjustment, person=person).exclude(step="").exists()
