"""Drafts: begun, saved again and again, furnished with files, thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.cases.evidence import own
from quanze.cases.models import Attachment, Draft, Material
from quanze.digests import canonical
from quanze.files.models import Deposit
from quanze.files.services import bind, hand_in_again, release
from quanze.people.models import Party, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter

LARGEST = 200_000
"""Characters of a form's answers as JSON."""


class Overtaken(Unacceptable):
    """The draft was saved elsewhere since it was opened. ``draft`` is what is kept now."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        at = timezone.localtime(draft.saved_at)
        super().__init__(
            f"这份草稿已于{at:%Y-%m-%d %H:%M}在另一处由{draft.person.name}保存过，"
            "您现在填写的没有覆盖它。请核对后再保存。"
        )


@transaction.atomic
def save_draft(
    person: Person,
    party: Party,
    matter: Matter,
    answers: dict[str, Any],
    *,
    draft: Draft | None = None,
    seen: int | None = None,
    where: Origin | None = None,
) -> Draft:
    """Keep what was typed: a new draft, or ``draft`` as it is now. ``seen`` is the ``version`` that was opened; without
    it the last to save wins, and to save again what is kept already is no conflict. Drafts are in no record: nothing
    was handed in.

    Raises ``Denied``, :class:`Overtaken`, ``Unacceptable`` for one that was submitted.
    """
    demand(person, "party.represent", party)
    if len(canonical(answers)) > LARGEST:
        raise Unacceptable("填写的内容太长，没有保存；长的说明请作为文件上传。")
    now = timezone.now()
    if draft is None:
        return Draft.objects.create(
            person=person, party=party, matter=matter, answers=answers, created_at=now, saved_at=now
        )
    held = open_draft(draft, person)
    if seen is not None and seen != held.version and held.answers != answers:
        raise Overtaken(held)
    if held.answers != answers:
        held.person, held.answers = person, answers
        held.version += 1
        held.saved_at = now
        held.save(update_fields=["person", "answers", "version", "saved_at"])
    return held


def open_draft(draft: Draft, person: Person) -> Draft:
    """The draft under its lock. Raises ``Denied``, and ``Unacceptable`` where it was submitted."""
    held = locked(draft)
    demand(person, "draft.edit", held)
    if held.case_id is not None:
        raise Unacceptable("这份申请已经提交，不能再修改。需要补充的，请等告知或者在办件页面办理。")
    return held


def locked(draft: Draft) -> Draft:
    """The draft as it is, under its lock. Raises ``Unacceptable`` where somebody threw it away meanwhile."""
    if not Draft.objects.select_for_update().filter(pk=draft.pk).values_list("pk", flat=True):
        raise Unacceptable("这份草稿已经删除，请回到“我的”页面查看。")
    return Draft.objects.select_related("person", "party", "matter__agency", "case").get(pk=draft.pk)


@transaction.atomic
def attach(
    draft: Draft, item: str, deposit: Deposit, person: Person, *, where: Origin | None = None
) -> Attachment:
    """Put an uploaded file with a draft, for the material ``item`` (its key in the kit). Doing so twice is no error;
    doing so for another item moves it there."""
    held = open_draft(draft, person)
    own(deposit, held.subject, person)
    found = Attachment.objects.filter(draft=held, deposit=deposit).first()
    if found is None:
        bind(deposit, held.subject)
        return Attachment.objects.create(draft=held, item=item[:100], deposit=deposit)
    if found.item != item[:100]:
        found.item = item[:100]
        found.save(update_fields=["item"])
    return found


@transaction.atomic
def attach_again(
    draft: Draft, item: str, material: Material, person: Person, *, where: Origin | None = None
) -> Attachment:
    """Put with a draft what the same applicant handed in with an earlier case: nobody has to bring twice what is there
    (政务数据共享条例, 国务院令第809号; 国令第716号 art. 7). Raises ``Denied``, ``Unacceptable``."""
    held = open_draft(draft, person)
    demand(person, "material.view", material)
    if material.deposit is None or material.case.applicant_id != held.party_id:
        raise Unacceptable("只能沿用同一申请人以前提交的电子材料。")
    again = hand_in_again(material.deposit, person, where=where)
    bind(again, held.subject)
    return Attachment.objects.create(draft=held, item=item[:100], deposit=again)


def given_before(party: Party, keys: Iterable[str]) -> dict[str, Material]:
    """The last file that this applicant handed in for each of these materials, by their keys in the kit. One query."""
    found = Material.objects.filter(case__applicant=party, key__in=list(keys), deposit__isnull=False)
    rows = found.exclude(key="").select_related("deposit__held", "case").order_by("pk")
    return {row.key: row for row in rows}


@transaction.atomic
def detach(draft: Draft, deposit: Deposit, person: Person, *, where: Origin | None = None) -> None:
    """Take a file away from a draft again."""
    held = open_draft(draft, person)
    if Attachment.objects.filter(draft=held, deposit=deposit).delete()[0]:
        release(deposit, held.subject)


@transaction.atomic
def discard_draft(draft: Draft, person: Person, *, where: Origin | None = None) -> None:
    """Throw a draft away, with its files."""
    held = open_draft(draft, person)
    for attachment in held.attachments.select_related("deposit"):
        release(attachment.deposit, held.subject)
    held.delete()
