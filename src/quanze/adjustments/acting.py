"""How every act is done: under the lock of the adjustment's row, upon the version that was seen, kept and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from quanze.adjustments import limits
from quanze.adjustments.models import Act, Adjustment, Regime
from quanze.audit.services import Origin, Thing, record
from quanze.people.models import Agency, Person
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.registry.services import Unacceptable
from quanze.rulebook.queries import calendar


class Conflict(Unacceptable):
    """Somebody else wrote meanwhile. ``str()`` tells who changed what; ``acts`` are what happened since."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = tuple(acts)
        told = "；".join(_told(act) for act in self.acts[-5:])
        super().__init__(f"您打开以后，{told}。您的改动没有保存，请看过现在的内容再改。")


def locked(adjustment: Adjustment, version: int | None) -> Adjustment:
    """The adjustment as it is now, its row locked. Raises :class:`Conflict` where it is no longer at ``version``; with
    ``None`` it is for the caller to compare the line's."""
    # Without joins: what is joined would be read as it was before the lock was there.
    now = Adjustment.objects.select_for_update().get(pk=adjustment.pk)
    if version is not None and now.version != version:
        since = Act.objects.filter(adjustment=now, version__gt=version).select_related("person")
        raise Conflict([*since.order_by("version")])
    return now


def demand_state(adjustment: Adjustment, *states: str) -> None:
    """Raise :class:`Unacceptable` unless the adjustment is in one of these states."""
    if adjustment.state not in states:
        raise Unacceptable(f"这项调整{adjustment.get_state_display()}，现在不能这样办理。")


def act(
    adjustment: Adjustment,
    person: Person,
    verb: Act.Verb,
    *,
    where: Origin | None,
    agency: Agency | None = None,
    step: str = "",
    comment: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Act:
    """Save the adjustment as its next version with the act that made it, and record it. The last thing in a service."""
    adjustment.version += 1
    adjustment.save()
    made = Act.objects.create(
        adjustment=adjustment,
        version=adjustment.version,
        round=adjustment.round,
        verb=verb,
        step=step,
        agency=agency or adjustment.agency,
        person=person,
        at=timezone.now(),
        comment=comment.strip(),
        detail=dict(detail or {}),
    )
    keep_record(made, adjustment, person, where)
    return made


def keep_record(made: Act, adjustment: Adjustment, person: Person, where: Origin | None) -> None:
    """The act's link in the bureau's chain: references only, the words stay in the act."""
    thing = Thing("adjustments.Adjustment", str(adjustment.pk), adjustment.title)
    told = {
        "act": made.pk,
        "version": made.version,
        "round": made.round,
        "step": made.step,
        "agency": made.agency.code,
    }
    record(
        adjustment.agency.code, f"adjustment.{made.verb}", who=person, thing=thing, where=where, detail=told
    )


def limits_of(agency_id: int) -> dict[str, limits.Clock]:
    """The time limits of a bureau."""
    regime = Regime.objects.filter(bureau=agency_id).first()
    return limits.load(None if regime is None else regime.limits)


def run_clock(adjustment: Adjustment, clock: str, since: date | None) -> None:
    """Let this clock run, and no other; ``""`` or no date stops all. The caller saves. Raises :class:`Unacceptable` for
    a day that has not come or from which nobody counts."""
    if not clock or since is None:
        adjustment.clock, adjustment.clock_from, adjustment.due_on = "", None, None
        adjustment.due_provisional = False
        return
    if since > timezone.localdate():
        raise Unacceptable(f"{since:%Y-%m-%d}还没有到，期限不能从这一天起算。")
    try:
        due = limits.due(clock, since, limits_of(adjustment.agency_id), calendar())
    except Uncountable as why:
        raise Unacceptable(f"{why}。") from why
    adjustment.clock, adjustment.clock_from = clock, since
    adjustment.due_on, adjustment.due_provisional = due.deadline.due, due.deadline.provisional


def _told(act: Act) -> str:
    at = timezone.localtime(act.at)
    what = act.detail.get("what", "")
    return f"{act.person.name}于{at:%Y-%m-%d %H:%M}{act.get_verb_display()}{what}"
