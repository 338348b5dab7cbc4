"""Letters of a case: sealed on paper, delivered. When a letter lacks nothing more, the duty that waited for it, and
that of telling the applicant of the verdict by it, are discharged in the same transaction: nobody has to say so twice,
in whichever order seal and delivery were recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from quanze.audit.services import Origin, Thing, record
from quanze.cases import references, turning, verdicts, words
from quanze.cases.evidence import issued, own, proven
from quanze.cases.handling import LetterOrder
from quanze.cases.models import Case
from quanze.cases.permissions import Doing
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.letters import services as letters
from quanze.letters.models import Letter
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import Who, acts
from quanze.procedure.engine.choices import Way
from quanze.procedure.model import Kind


@transaction.atomic
def issue_letter(case: Case, person: Person, order: LetterOrder, *, where: Origin | None = None) -> Letter:
    """A letter that goes with no act: 收取申请材料凭证 for what was handed in, a record to take along to the site. May
    be issued after the end too. Raises ``Denied``, ``Unacceptable``."""
    held = turning.locked(case)
    demand(person, "case.act", Doing(held, acts.Prove, Who.OFFICER))
    letter = issued(turning.begin(held), None, order.kind, order.values, person)
    detail = {"letter": letter.reference, "kind": letter.kind, "number": letter.number}
    thing = Thing("cases.Case", str(held.pk), held.number)
    record(held.agency.code, "letter.issue", who=person, thing=thing, where=where, detail=detail)
    return letter


@transaction.atomic
def seal_letter(
    case: Case,
    letter: Letter,
    person: Person,
    proof: Deposit,
    *,
    on: date | None = None,
    where: Origin | None = None,
) -> Case:
    """The letter was sealed on paper; ``proof`` is the scan of what went out. Raises ``Denied``, ``Unacceptable``."""
    turn, letter = _begin(case, letter, person, "letter.seal", proof)
    letters.record_seal(letter, person, proof, on=on, at=turn.now, where=where)
    return _follow(turn, letter, person, where)


@transaction.atomic
def deliver_letter(
    case: Case,
    letter: Letter,
    person: Person,
    way: Way,
    on: date,
    proof: Deposit,
    *,
    recipient: str = "",
    details: Mapping[str, str] | None = None,
    where: Origin | None = None,
) -> Case:
    """The letter reached its addressee; ``proof`` shows it. Raises ``Denied``, ``Unacceptable``."""
    turn, letter = _begin(case, letter, person, "letter.deliver", proof)
    letters.record_delivery(
        letter,
        person,
        way,
        on,
        proof=proof,
        recipient=recipient,
        details=details,
        at=turn.now,
        where=where,
    )
    return _follow(turn, letter, person, where)


def _begin(
    case: Case, letter: Letter, person: Person, verb: str, proof: Deposit
) -> tuple[turning.Turn, Letter]:
    held = turning.locked(case)
    demand(person, verb, letter)
    if letter.subject != held.subject:
        raise Unacceptable("这份文书不属于本件。")
    own(proof, held.subject, person)
    if not proof.bound_to:
        bind(proof, held.subject)
    return turning.begin(held), letter


def _follow(turn: turning.Turn, letter: Letter, person: Person, where: Origin | None) -> Case:
    """Discharge what waits for this letter, if it lacks nothing more: the duty whose certificate it is, and that of
    telling the applicant of the verdict which it bears."""
    paper = proven(letter)
    if paper.lacks():
        return turn.case
    by = words.reference(person.pk)
    awaiting = (each.step for each in turn.state.awaiting if letter.reference in references.named(each.act))
    if waiting := next(awaiting, None):
        turning.do(turn, acts.Prove(waiting, paper), by)
    if (place := verdicts.told_at(turn)) is not None and verdicts.tells(turn, letter):
        told = acts.Deliver if place.kind is Kind.DELIVER else acts.Perform
        turning.do(turn, told(place.key, paper), by)
    return turning.keep(turn, person, where=where) if turn.fresh else turn.case
