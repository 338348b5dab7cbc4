"""How a place decides its adjustments: its chain, its time limits, and which agency does what for which bureau."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quanze.adjustments import chain, limits
from quanze.adjustments.acting import run_clock
from quanze.adjustments.models import Adjustment, Regime, Responsible
from quanze.audit.services import Origin, Thing, record
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.registry.services import Unacceptable

UNCHANGED = object()


@transaction.atomic
def set_regime(
    bureau: Agency,
    person: Person,
    *,
    chain_data: object = UNCHANGED,
    limits_data: object = UNCHANGED,
    where: Origin | None = None,
) -> Regime:
    """Set the chain and the limits of a bureau from JSON; ``None`` is the default. What is under review goes on through
    the chain with which it was submitted; running clocks are counted anew.

    Raises ``Denied``; :class:`Unacceptable` for what is no chain or no limit.
    """
    demand(person, "adjustment.configure", bureau)
    regime, _ = Regime.objects.select_for_update().get_or_create(bureau=bureau)
    try:
        if chain_data is not UNCHANGED:
            regime.chain = None if chain_data is None else chain.dump(chain.load(chain_data))
        if limits_data is not UNCHANGED:
            regime.limits = None if limits_data is None else limits.dump(limits.load(limits_data))
    except chain.Unfit as unfit:
        raise Unacceptable(f"{unfit}。") from unfit
    regime.save()
    thing = Thing("adjustments.Regime", str(bureau.pk), bureau.name)
    detail = {"chain": regime.chain, "limits": regime.limits}
    record(bureau.code, "adjustment.configure", who=person, thing=thing, where=where, detail=detail)
    if limits_data is not UNCHANGED:
        redate(bureau)
    return regime


@transaction.atomic
def name_responsible(
    bureau: Agency, organ: Agency, *, by: Person | None, where: Origin | None = None
) -> Responsible:
    """Say which staffing office, justice bureau or government (by the agency's own kind) decides for this bureau.
    ``by`` is ``None`` for the installation itself. Raises ``Denied``, :class:`Unacceptable`."""
    if by is not None:
        demand(by, "adjustment.configure", bureau)
    if organ.kind not in chain.ROLES or organ.kind == chain.BUREAU or organ.pk == bureau.pk:
        raise Unacceptable(f"“{organ.name}”不是编办、司法局或政府，不能审核、批准清单调整。")
    responsible, _ = Responsible.objects.update_or_create(
        bureau=bureau, organ=organ.kind, defaults={"agency": organ}
    )
    thing = Thing("people.Agency", str(organ.pk), organ.name)
    detail = {"organ": organ.kind, "agency": organ.code}
    record(bureau.code, "adjustment.responsible", who=by, thing=thing, where=where, detail=detail)
    return responsible


@transaction.atomic
def redate(agency: Agency) -> int:
    """Count the running clocks of an agency anew, after its limits or the calendar changed; how many dates moved."""
    moved = 0
    running = Adjustment.objects.select_for_update().filter(agency=agency, due_on__isnull=False)
    for adjustment in running:
        before = adjustment.due_on, adjustment.due_provisional
        run_clock(adjustment, adjustment.clock, adjustment.clock_from)
        if (adjustment.due_on, adjustment.due_provisional) != before:
            adjustment.save(update_fields=["due_on", "due_provisional"])
            moved += 1
    if moved:
        thing = Thing("people.Agency", str(agency.pk), agency.name)
        detail = {"moved": moved, "on": timezone.localdate().isoformat()}
        record(agency.code, "adjustment.redate", who=None, thing=thing, detail=detail)
    return moved
