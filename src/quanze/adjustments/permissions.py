"""Who may do what with adjustments. Whether the state allows it is for the services to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quanze.adjustments import chain as chains
from quanze.adjustments.models import Act, Adjustment, Responsible
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds, rule
from quanze.people.roles import RoleKind


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of an adjustment's chain, as the thing that somebody wants to take."""

    adjustment: Adjustment
    step: chains.Step


def organ_of(bureau: Agency, step: chains.Step) -> Agency | None:
    """The agency that takes this step for the bureau, or ``None`` where nobody said which."""
    if step.organ == chains.BUREAU:
        return bureau
    found = Responsible.objects.filter(bureau=bureau, organ=step.organ).select_related("agency").first()
    return None if found is None else found.agency


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
    if verdict and person is not None and _acts(person, adjustment).exclude(step="").exists():
        return Verdict(False, "您办理过这项调整的审核环节，不能再代起草一方办理。")
    return verdict


@rule("adjustment.decide")
def _decide(person: Person | None, turn: Turn) -> Verdict:
    """Nobody decides their own draft, and nobody takes two steps of one adjustment."""
    adjustment, step = turn.adjustment, turn.step
    organ = organ_of(adjustment.agency, step)
    if organ is None:
        return Verdict(False, f"还没有指定由哪个机关为{adjustment.agency.name}办理“{step.name}”。")
    verdict = holds(person, step.role, organ)
    if not verdict or person is None:
        return verdict
    acts = _acts(person, adjustment)
    upload = adjustment.upload
    if acts.filter(step="").exists() or (upload is not None and upload.by_id == person.pk):
        return Verdict(False, "这项调整有您起草的内容，须由他人审核、批准。")
    if acts.exclude(step__in=["", step.code]).exists():
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
        chain = chains.DEFAULT if adjustment.chain is None else chains.load(adjustment.chain)
        for step in chain.steps:
            organ = organ_of(bureau, step)
            if organ is not None and (verdict := holds(person, step.role, organ)):
                return verdict
    return Verdict(False, f"只有{bureau.name}和办理审核、批准的机关可以查看。")


def _acts(person: Person, adjustment: Adjustment) -> Any:
    return Act.objects.filter(adjustment=adjustment, person=person)
