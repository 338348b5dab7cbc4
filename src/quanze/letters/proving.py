"""What proves a letter: its seal on paper, its delivery, that it no longer counts; what the engine is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.letters.models import Delivery, Letter, Sealing, Voiding
from quanze.letters.ways import RULES, settled
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import evidence as engine
from quanze.procedure.engine.choices import Way


@transaction.atomic
def record_seal(
    letter: Letter,
    person: Person,
    proof: Deposit,
    *,
    on: date | None = None,
    at: datetime | None = None,
    where: Origin | None = None,
) -> Sealing:
    """The letter was sealed on paper, as ``proof`` shows: the scan of what went out, which is bound to the letter.

    Raises ``Denied``, :class:`Unacceptable`."""
    demand(person, "letter.seal", letter)
    now = at or timezone.now()
    letter = _locked(letter)
    if not letter.sealed:
        raise Unacceptable(f"{letter.about.title}不盖章。")
    day = _day(letter, on, now, "盖章日期")
    reference = _bound(letter, proof, person)
    sealing = Sealing.objects.create(
        letter=letter, means=Sealing.Means.PAPER, on=day, proof=reference, by=person, at=now
    )
    _record(letter, "letter.seal", person, where, {"proof": sealing.proof, "on": day.isoformat()})
    return sealing


@transaction.atomic
def record_delivery(
    letter: Letter,
    person: Person,
    way: Way,
    on: date,
    *,
    proof: Deposit | str,
    recipient: str = "",
    details: Mapping[str, str] | None = None,
    at: datetime | None = None,
    where: Origin | None = None,
) -> Delivery:
    """The letter reached its addressee on that day. ``details`` are what ``ways.RULES`` asks for; ``proof`` is the
    scan or picture that shows it, or refers to a record of the program's own (of an electronic delivery:
    "message:8").

    Raises ``Denied``, :class:`Unacceptable`."""
    demand(person, "letter.deliver", letter)
    now = at or timezone.now()
    letter = _locked(letter)
    if letter.about.draft:
        raise Unacceptable(f"{letter.about.title}只是内部草稿，不对外送达。")
    day = _day(letter, on, now, "送达日期")
    kept = settled(way, day, details or {})
    if isinstance(proof, str) and way is not Way.ELECTRONIC:
        raise Unacceptable(f"请上传{RULES[way].label}的证明：{RULES[way].proof}。")
    reference = proof if isinstance(proof, str) else _bound(letter, proof, person)
    if not reference.strip():
        raise Unacceptable(f"请写明{RULES[way].label}的证明：{RULES[way].proof}。")
    whom = recipient.strip() or letter.addressee
    if not whom:
        raise Unacceptable("请填写受送达人。")
    delivery = Delivery.objects.create(
        letter=letter,
        way=way,
        on=day,
        recipient=whom[:200],
        details=kept,
        proof=reference.strip(),
        by=person,
        at=now,
    )
    detail = {"way": way.value, "on": day.isoformat(), "proof": delivery.proof}
    _record(letter, "letter.deliver", person, where, detail)
    return delivery


@transaction.atomic
def void(
    letter: Letter,
    person: Person,
    kind: Voiding.Kind,
    reason: str,
    *,
    at: datetime | None = None,
    where: Origin | None = None,
) -> Voiding:
    """The letter no longer counts: 作废 before it went out, 撤回 after. It stays as it is, and its number is not given
    again. Raises ``Denied``, :class:`Unacceptable`."""
    demand(person, "letter.void", letter)
    letter = _locked(letter)
    if not reason.strip():
        raise Unacceptable(f"请写明{kind.label}的理由。")
    if kind is Voiding.Kind.VOID and letter.deliveries.exists():
        raise Unacceptable("文书已经送达，不能作废；确有错误的，请撤回并说明理由。")
    voiding = Voiding.objects.create(
        letter=letter, kind=kind, reason=reason.strip()[:500], by=person, at=at or timezone.now()
    )
    _record(letter, "letter.void", person, where, {"kind": kind.value})
    return voiding


def evidence(letter: Letter) -> engine.Paper:
    """What the engine is told of a letter: its day, what proves its seal, how it arrived. Three queries.

    A signature with a certificate for tests proves nothing outside of a demo; a letter that no longer counts is no
    document at all.
    """
    if Voiding.objects.filter(letter=letter).exists():
        return engine.Paper("")
    sealing = next(
        (each for each in letter.sealings.order_by("pk") if not each.test or letter.agency.demo), None
    )
    delivery = letter.deliveries.order_by("pk").first()
    return engine.Paper(
        letter.reference,
        letter.dated,
        None if sealing is None else sealing.reference,
        None if delivery is None else engine.Delivery(Way(delivery.way), delivery.on, delivery.proof),
    )


def _bound(letter: Letter, proof: Deposit, person: Person) -> str:
    """The reference of a proof, which from now on belongs to the letter, unless it belongs to what the letter is about.
    Raises :class:`Unacceptable` for what somebody else handed in, or what is used elsewhere."""
    if proof.bound_to == letter.subject:
        return f"deposit:{proof.pk}"
    if proof.person_id != person.pk:
        raise Unacceptable("证明文件不是您上传的，请自己上传一份。")
    bind(proof, letter.reference)
    return f"deposit:{proof.pk}"


def _locked(letter: Letter) -> Letter:
    """The letter, locked so that nobody makes it void meanwhile. Raises :class:`Unacceptable` where somebody has."""
    locked = Letter.objects.select_for_update(of=("self",)).select_related("agency").get(pk=letter.pk)
    gone = Voiding.objects.filter(letter=locked).first()
    if gone is not None:
        raise Unacceptable(f"{locked.number}已经{gone.get_kind_display()}。")
    return locked


def _day(letter: Letter, on: date | None, now: datetime, name: str) -> date:
    today = timezone.localdate(now)
    day = on or today
    if day > today:
        raise Unacceptable(f"{name}晚于今天，请按实际发生的日期填写。")
    if day < letter.dated:
        raise Unacceptable(f"{name}早于文书的日期{letter.dated:%Y-%m-%d}，请核对。")
    return day


def _record(
    letter: Letter, verb: str, person: Person, where: Origin | None, detail: Mapping[str, str]
) -> None:
    thing = Thing("letters.Letter", str(letter.pk), str(letter)[:300])
    record(letter.agency.code, verb, who=person, thing=thing, where=where, detail=detail)
