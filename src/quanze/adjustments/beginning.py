"""How a draft begins: blank, from an impact task, or from the bureau's new document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from quanze.adjustments.acting import keep_record, run_clock
from quanze.adjustments.drafted import FACTS, dump_after, entries_of
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Act, Adjustment, Before, Change
from quanze.adjustments.proposals import Proposal, proposals, rows_of
from quanze.audit.services import Origin
from quanze.library.models import Task
from quanze.lists.codec import load_document
from quanze.lists.model import AnnexKind, Contact, ListDocument, Matter
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.registry import queries
from quanze.registry.models import Edition, Upload
from quanze.registry.services import Unacceptable, names_agency


@transaction.atomic
def begin(
    agency: Agency,
    person: Person,
    title: str,
    *,
    cause: str = "",
    cause_on: date | None = None,
    effective_from: date | None = None,
    corrects: Edition | None = None,
    where: Origin | None = None,
) -> Adjustment:
    """A draft upon the edition published last, in force or not; with ``corrects`` it will be a correction of that
    edition. Raises ``Denied``, :class:`Unacceptable`."""
    demand(person, "adjustment.draft", agency)
    return _begin(
        agency,
        person,
        title,
        where=where,
        cause=cause,
        cause_on=cause_on,
        effective_from=effective_from,
        corrects=corrects,
    )


@transaction.atomic
def begin_from_task(task: Task, person: Person, title: str, *, where: Origin | None = None) -> Adjustment:
    """A draft with an undecided line for each matter that an impact task names, with the reason that it drafted and the
    text as it stands: what it becomes is for the keeper to write. Publishing it closes the task.

    Raises ``Denied``, :class:`Unacceptable` where the task is closed, another draft of it is under way, or the list has
    none of its matters now.
    """
    demand(person, "task.view", task)
    demand(person, "adjustment.draft", task.agency)
    # Of two who begin at once, the second waits here and then sees the draft of the first.
    Agency.objects.select_for_update().get(pk=task.agency_id)
    task = Task.objects.select_related("agency", "statement__instrument").get(pk=task.pk)
    under_way = task.adjustments.exclude(state__in=Adjustment.CLOSED).first()
    if under_way is not None:
        raise Unacceptable(
            f"已据该任务起草第{under_way.number}号调整“{under_way.title}”，请在那里接着办，或者先放弃它。"
        )
    if task.state != Task.State.OPEN:
        raise Unacceptable(f"该任务{task.get_state_display()}，不必再据以起草调整。")
    statement = task.statement
    adjustment = _begin(
        task.agency,
        person,
        title,
        where=where,
        cause=statement.document,
        cause_on=statement.on if statement.on and statement.on <= timezone.localdate() else None,
        task=task,
        origin=Adjustment.Origin.TASK,
    )
    reasons: dict[int, dict[str, None]] = {}
    for item in task.items.order_by("pk"):
        reasons.setdefault(item.matter_id, {})[item.reason] = None
    entries = entries_of(adjustment.base)
    standing = [(entries[matter], told) for matter, told in reasons.items() if matter in entries]
    if not standing:
        raise Unacceptable("最近公布的清单已经没有该任务所说的事项。")
    for position, (entry, told) in enumerate(standing, 1):
        change = Change.objects.create(
            adjustment=adjustment,
            position=position,
            kind=Kind.CHANGED,
            after=[dump_after(entry.content)],
            choices={},
            reason="\n".join(told),
            basis=statement.document,
            decision=Change.Decision.PENDING,
        )
        Before.objects.create(
            change=change, adjustment=adjustment, matter=entry.matter, content=entry.version, position=0
        )
    return adjustment


@transaction.atomic
def begin_from_upload(
    upload: Upload,
    person: Person,
    title: str,
    *,
    cause: str = "",
    cause_on: date | None = None,
    effective_from: date | None = None,
    agency_confirmed: bool = False,
    where: Origin | None = None,
) -> Adjustment:
    """A draft with a proposal for each matter in which the document differs from the edition published last. Each is to
    be taken or left (:func:`decide`); what differs in form alone is left unless taken.

    Raises ``Denied``, :class:`Unacceptable` where nothing was read, or it names another agency and nobody confirmed it,
    or nothing differs.
    """
    demand(person, "list.import", upload)
    demand(person, "adjustment.draft", upload.agency)
    if upload.state != Upload.State.READ:
        raise Unacceptable(f"该文件{upload.get_state_display()}，不能据以起草调整。")
    document = load_document(upload.document)
    if not agency_confirmed and not names_agency(document, upload.agency):
        raise Unacceptable(
            f"文件写的是“{document.agency}”，不是“{upload.agency.name}”；确属本机关的，请确认后再起草。"
        )
    adjustment = _begin(
        upload.agency,
        person,
        title,
        where=where,
        cause=cause,
        cause_on=cause_on,
        effective_from=effective_from,
        upload=upload,
        origin=Adjustment.Origin.UPLOAD,
    )
    _propose(adjustment, document)
    adjustment.contact = _new_contact(adjustment.base, document)
    adjustment.save(update_fields=["contact"])
    if adjustment.contact is None and not adjustment.changes.exists():
        raise Unacceptable("文件与最近公布的清单没有不同，无可调整。")
    return adjustment


def _begin(agency: Agency, person: Person, title: str, *, where: Origin | None, **fields: Any) -> Adjustment:
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    base = queries.last(agency)
    if base is None:
        raise Unacceptable("还没有清单，请先导入现行清单，再起草调整。")
    if not title.strip():
        raise Unacceptable("请写明调整的标题。")
    corrects = fields.get("corrects")
    if corrects is not None and corrects.agency_id != agency.pk:
        raise Unacceptable("只能更正本机关的清单版本。")
    number = Adjustment.objects.filter(agency=agency).aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    adjustment = Adjustment(
        agency=agency,
        number=number + 1,
        title=title.strip()[:200],
        base=base,
        created_by=person,
        created_at=now,
        **fields,
    )
    run_clock(adjustment, "apply", adjustment.cause_on)
    adjustment.save()
    made = Act.objects.create(
        adjustment=adjustment,
        version=1,
        round=0,
        verb=Act.Verb.BEGIN,
        agency=agency,
        person=person,
        at=now,
        detail={"base": base.sequence},
    )
    keep_record(made, adjustment, person, where)
    return adjustment


def _propose(adjustment: Adjustment, document: ListDocument) -> None:
    base = adjustment.base
    entries = list(queries.entries(base, base.main).defer(None))
    rows = rows_of(document, AnnexKind(base.main))
    if rows is None:
        raise Unacceptable("文件里没有事项的完整内容（保留的或调整的权责清单），不能据以起草调整。")
    found = list(proposals([entry.content for entry in entries], document, rows))
    changes = [_proposed(adjustment, at, each, rows.matters) for at, each in enumerate(found, 1)]
    Change.objects.bulk_create(changes)
    Before.objects.bulk_create(
        Before(
            change=change,
            adjustment=adjustment,
            matter=entries[each.before].matter,
            content=entries[each.before].version,
            position=0,
        )
        for change, each in zip(changes, found, strict=True)
        if each.before is not None
    )


def _proposed(adjustment: Adjustment, at: int, proposal: Proposal, rows: Sequence[Matter]) -> Change:
    decision = Change.Decision.REJECTED if proposal.form_only else Change.Decision.PENDING
    return Change(
        adjustment=adjustment,
        position=at,
        kind=proposal.kind,
        after=[] if proposal.after is None else [dump_after(rows[proposal.after])],
        choices=proposal.choices,
        summary=proposal.summary,
        reason=proposal.reason,
        decision=decision,
        form_only=proposal.form_only,
    )


def _new_contact(base: Edition, document: ListDocument) -> dict[str, Any] | None:
    """The foot of the document, where it gives another than the base."""
    theirs = next((annex.contact for annex in document.annexes if annex.contact is not None), None)
    ours = queries.contact(base)
    if theirs is None or ours is None or _facts(theirs) == _facts(ours):
        return None
    return {**_facts(theirs), "exact": list(theirs.exact)}


def _facts(contact: Contact) -> dict[str, str | None]:
    return {name: getattr(contact, name) for name in FACTS}
