"""Which round a case belongs to, when an officer finds that it is another."""

from __future__ import annotations

from django.db import transaction

from quanze.audit.services import Origin, Thing, record
from quanze.cases import turning
from quanze.cases.models import Case, Note
from quanze.cases.playing import moment
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.rounds.models import Round
from quanze.rounds.queries import OVER, call_of

LONGEST_REASON = 500


@transaction.atomic
def place(case: Case, person: Person, round: Round, reason: str, *, where: Origin | None = None) -> Case:
    """Move a case to another round of its matter; a note says from where, to where and why. The kit stays the one under
    which the application was handed in. Raises ``Denied``, ``Unacceptable``."""
    held = turning.locked(case)
    demand(person, "case.place", held)
    why = " ".join(reason.replace("\0", "").split())
    if not why:
        raise Unacceptable("请写明移到另一批次的理由。")
    if len(why) > LONGEST_REASON:
        raise Unacceptable(f"理由不能超过{LONGEST_REASON}个字。")
    if held.ending:
        raise Unacceptable("本件已经结束，不再改批次。")
    to = call_of(round.pk)
    if to.round.matter_id != held.matter_id:
        raise Unacceptable("只能移到同一事项的批次。")
    if to.state in OVER:
        raise Unacceptable(f"“{to.round.title}”{to.state.label}，不能移入。")
    if held.round_id == to.round.pk:
        raise Unacceptable("本件已经在这一批次。")
    before = held.round
    held.round = to.round
    held.save(update_fields=["round"])
    was = f"，原在“{before.title}”" if before else ""
    said = f"移到“{to.round.title}”{was}。理由：{why}"
    made = Note.objects.create(case=held, by=person, at=moment(held.agency), words=said)
    thing = Thing("cases.Case", str(held.pk), held.number)
    detail = {"from": None if before is None else before.pk, "to": to.round.pk, "note": made.pk}
    record(held.agency.code, "case.place", who=person, thing=thing, where=where, detail=detail)
    return held
