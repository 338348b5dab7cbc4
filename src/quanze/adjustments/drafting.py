"""What is written of a draft beside its lines; put upon another edition; given up."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from quanze.adjustments.acting import act, demand_state, locked, run_clock
from quanze.adjustments.drafted import dump_after, dump_contact, entries_of, load_after, merged, standing
from quanze.adjustments.kinds import Kind
from quanze.adjustments.lines import save_line
from quanze.adjustments.models import Act, Adjustment, Before, Change
from quanze.audit.services import Origin
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.registry import queries
from quanze.registry.services import Unacceptable

LABELS = {
    "title": "标题",
    "cause": "事由",
    "cause_on": "事由发生日期",
    "effective_from": "拟生效日期",
    "contact": "附注信息",
}


@transaction.atomic
def revise(
    adjustment: Adjustment, person: Person, version: int, *, where: Origin | None = None, **fields: Any
) -> Adjustment:
    """Change what belongs to no line: ``title``, ``cause``, ``cause_on``, ``effective_from``, ``contact`` (the four
    facts of a foot, or ``None`` to leave it as it is)."""
    demand(person, "adjustment.edit", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, *Adjustment.OPEN)
    if unknown := set(fields) - {"title", "cause", "cause_on", "effective_from", "contact"}:
        raise TypeError(f"no such fields: {unknown}")
    if fields.get("contact") is not None:
        fields["contact"] = dump_contact(fields["contact"])
    for name, value in fields.items():
        setattr(adjustment, name, value)
    if not adjustment.title.strip():
        raise Unacceptable("请写明调整的标题。")
    if adjustment.state == Adjustment.State.DRAFT:
        run_clock(adjustment, "apply", adjustment.cause_on)
    act(
        adjustment,
        person,
        Act.Verb.EDIT,
        where=where,
        detail={"what": "、".join(LABELS[name] for name in fields)},
    )
    return adjustment


@transaction.atomic
def rebase(
    adjustment: Adjustment, person: Person, version: int, *, where: Origin | None = None
) -> Adjustment:
    """Put a draft upon the edition published last. Lines whose matters that edition changed, or no longer has, become
    undecided again, and fields that a line left alone become what they are now; the other lines stay as they are."""
    demand(person, "adjustment.edit", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, *Adjustment.OPEN)
    latest = queries.last(adjustment.agency)
    if latest is None or latest.pk == adjustment.base_id:
        raise Unacceptable("已经以最近公布的一版为基础。")
    rows = entries_of(latest)
    touched: set[int] = set()
    for before in Before.objects.filter(adjustment=adjustment).select_related("change"):
        entry = rows.get(before.matter_id)
        if entry is None:
            touched.add(before.change_id)
            before.delete()
        elif entry.version_id != before.content_id:
            touched.add(before.change_id)
            before.content = entry.version
            before.save()
    was = standing(adjustment.base)
    for change in adjustment.changes.filter(pk__in=touched).exclude(decision=Change.Decision.REJECTED):
        change.decision = Change.Decision.PENDING
        change.choices = {path: {**choice, "chosen": None} for path, choice in change.choices.items()}
        concerned = change.befores.values_list("matter", flat=True)
        for matter in concerned if change.kind == Kind.CHANGED else ():
            now = rows[matter].content
            change.after = [dump_after(merged(was[matter], now, load_after(each))) for each in change.after]
        save_line(change)
    old, adjustment.base = adjustment.base, latest
    detail = {
        "what": f"（第{old.sequence}版改为第{latest.sequence}版，{len(touched)}条须重新决定）",
        "base": latest.sequence,
    }
    act(adjustment, person, Act.Verb.REBASE, where=where, detail=detail)
    return adjustment


@transaction.atomic
def abandon(
    adjustment: Adjustment, person: Person, version: int, comment: str, *, where: Origin | None = None
) -> Adjustment:
    """Give a draft up, for good; it stays to be seen. Raises :class:`Unacceptable` without a reason."""
    demand(person, "adjustment.abandon", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, *Adjustment.OPEN)
    if not comment.strip():
        raise Unacceptable("请写明放弃的理由。")
    adjustment.state = Adjustment.State.ABANDONED
    run_clock(adjustment, "", None)
    act(adjustment, person, Act.Verb.ABANDON, where=where, comment=comment)
    return adjustment
