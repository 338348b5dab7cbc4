"""公布: an approved adjustment becomes the next edition, in one transaction with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.adjustments.acting import act, demand_state, locked, run_clock
from quanze.adjustments.examining import examine
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Act, Adjustment, Before, Change
from quanze.adjustments.outcome import New, Outcome, Owner
from quanze.adjustments.ways import chains_of
from quanze.audit.services import Origin
from quanze.library.models import Task
from quanze.library.services import close_task
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.registry import form, publication, published_files, queries
from quanze.registry.differences import Fate
from quanze.registry.models import Edition, Matter, Succession, Upload
from quanze.registry.services import Unacceptable


@dataclass(frozen=True, slots=True)
class Cover:
    """What the keeper records of the notice by which the bureau publishes: 发文字号, 成文日期, 主送机关. What is not
    known is left out, and stays a blank in the notice."""

    number: str = ""
    on: date | None = None
    addressee: str = ""


LINKS = {Kind.MERGED: Succession.Kind.MERGED, Kind.DIVIDED: Succession.Kind.SPLIT}
"""The kinds of change by which matters come of others."""


@transaction.atomic
def publish(
    adjustment: Adjustment,
    person: Person,
    version: int,
    *,
    effective_from: date | None = None,
    published_on: date | None = None,
    cover: Cover | None = None,
    where: Origin | None = None,
) -> Edition:
    """Publish an approved adjustment as the agency's next edition, from ``effective_from`` on (the date drafted, else
    today); it may lie ahead.

    Where another edition was published since the draft began, the changes are made upon that one, if it touched none of
    the same matters; else it is refused, and the adjustment must be withdrawn and put upon the new edition. The
    documents are asked for, not made (``issuing``); ``cover`` is what is known of the notice among them. Raises
    ``Denied``, :class:`Unacceptable`: that, an error that it would bring in now, a finding unanswered, a date before
    that of the last edition, a notice of a day that has not come.
    """
    demand(person, "adjustment.publish", adjustment)
    # The agency first, as every publication does: two at once follow one another, and neither waits for the other.
    agency = Agency.objects.select_for_update().get(pk=adjustment.agency_id)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, Adjustment.State.APPROVED)
    base = queries.last(agency) or adjustment.base
    if base.pk != adjustment.base_id:
        _refuse_touched(adjustment, base)
    today = timezone.localdate()
    told = _told(cover or Cover(), today)
    effective_from = effective_from or adjustment.effective_from or today
    examined = examine(adjustment, base, max(effective_from, today))
    if examined.outcome is None or examined.obstacle:
        raise Unacceptable(examined.obstacle or "调整还不完整。")
    fresh = _fresh(agency, examined.outcome)
    try:
        edition = publication.publish(
            agency,
            form.take_apart(examined.outcome.document(agency.name)),
            effective_from=effective_from,
            published_on=published_on or today,
            origin=Edition.Origin.CORRECTION if adjustment.corrects else Edition.Origin.ADJUSTMENT,
            identities=_identities(examined.outcome, fresh),
            links=_links(adjustment, fresh),
            corrects=adjustment.corrects,
            note="：".join(text for text in (adjustment.title, adjustment.cause) if text),
            approval=approval_of(adjustment),
        )
    except publication.Unpublishable as reason:
        raise Unacceptable(str(reason)) from reason
    adjustment.state, adjustment.edition = Adjustment.State.PUBLISHED, edition
    run_clock(adjustment, "", None)
    if adjustment.upload_id is not None:
        Upload.objects.filter(pk=adjustment.upload_id, state=Upload.State.READ).update(
            state=Upload.State.IMPORTED, edition=edition
        )
    if adjustment.task is not None and adjustment.task.state == Task.State.OPEN:
        close_task(
            adjustment.task, person, Task.State.DONE, f"已随清单第{edition.sequence}版调整。", where=where
        )
    published_files.ask(edition, [published_files.Part.NOTICE])
    detail = {
        "what": f"第{edition.sequence}版",
        "edition": edition.sequence,
        "base": base.sequence,
        "notice": told,
    }
    act(
        adjustment,
        person,
        Act.Verb.PUBLISH,
        where=where,
        detail={**detail, "digest": edition.digest, "sm3": edition.sm3},
    )
    return edition


def _told(cover: Cover, today: date) -> dict[str, str]:
    """What is known of the notice, for the act."""
    if cover.on is not None and cover.on > today:
        raise Unacceptable("公布通知的成文日期还没有到。")
    told = {
        "number": cover.number.strip(),
        "on": "" if cover.on is None else cover.on.isoformat(),
        "addressee": cover.addressee.strip(),
    }
    return {what: words for what, words in told.items() if words}


def approval_of(adjustment: Adjustment) -> dict[str, Any] | None:
    """The last organ's decision that was recorded since the adjustment was submitted, as the edition tells of it."""
    acts = Act.objects.filter(adjustment=adjustment, round=adjustment.round, verb=Act.Verb.PASS)
    for each in acts.select_related("agency").order_by("-version"):
        if each.detail:
            scan = each.detail.get("scan")
            return {
                "step": chains_of([adjustment])[adjustment.pk].step(each.step).name,
                "by": each.agency.name,
                "number": each.detail.get("number"),
                "on": each.detail.get("on"),
                "scan": None if scan is None else scan["sha256"],
            }
    return None


def _refuse_touched(adjustment: Adjustment, latest: Edition) -> None:
    """Raise :class:`Unacceptable` where what was published meanwhile touched the same matters."""
    meanwhile = {
        each.matter.pk: each
        for each in queries.between(adjustment.base, latest).matters
        if each.fate is not Fate.MOVED
    }
    mine = Before.objects.filter(
        adjustment=adjustment, change__decision=Change.Decision.ACCEPTED
    ).select_related("content")
    touched = [before.content.name for before in mine if before.matter_id in meanwhile]
    added = {form.name_key(each.after.version.name) for each in meanwhile.values() if each.after}
    for change in adjustment.changes.filter(decision=Change.Decision.ACCEPTED):
        names = [data["name"] for data in change.after if not change.befores.exists()]
        touched += [name for name in names if form.name_key(name) in added]
    if touched:
        listed = "、".join(f"“{name}”" for name in dict.fromkeys(touched))
        raise Unacceptable(
            f"起草所用的第{adjustment.base.sequence}版之后已公布第{latest.sequence}版，也改动了{listed}；"
            "请撤回，改以新版为基础，重新送审。"
        )


def _fresh(agency: Agency, outcome: Outcome) -> dict[Owner, Matter]:
    """A new matter for each that begins."""
    new = {owner for each in outcome.annexes for owner in each.owners if isinstance(owner, New)}
    ordered = sorted(new, key=lambda owner: (owner.position, owner.index))
    return dict(zip(ordered, publication.open_matters(agency, len(ordered)), strict=True))


def _identities(outcome: Outcome, fresh: Mapping[Owner, Matter]) -> dict[publication.Place, Matter]:
    kept = Matter.objects.in_bulk(
        [owner for each in outcome.annexes for owner in each.owners if isinstance(owner, int)]
    )
    counts: dict[str, int] = {}
    found: dict[publication.Place, Matter] = {}
    for each in outcome.annexes:
        kind = each.annex.kind.value
        ordinal = counts[kind] = counts.get(kind, -1) + 1
        for at, owner in enumerate(each.owners):
            found[kind, ordinal, at] = kept[owner] if isinstance(owner, int) else fresh[owner]
    return found


def _links(adjustment: Adjustment, fresh: Mapping[Owner, Matter]) -> list[publication.Link]:
    changes = adjustment.changes.filter(decision=Change.Decision.ACCEPTED, kind__in=LINKS)
    found = []
    for change in changes.prefetch_related("befores__matter__agency"):
        after = [fresh[New(change.position, index)] for index in range(len(change.after))]
        for before in change.befores.all():
            found += [publication.Link(LINKS[Kind(change.kind)], before.matter, new) for new in after]
    return found
