"""Applicants: registered by somebody who acts for them, or entered by an officer who has their papers before them."""

from __future__ import annotations

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.people import credit_code
from quanze.people.models import Agency, Membership, Party, Person
from quanze.people.permissions import Window, demand
from quanze.people.recording import record_party
from quanze.people.unacceptable import Unacceptable

MOST_UNVERIFIED = 20
"""So many parties that nobody verified can one person own: enough for an agency of agents, too few to take codes away
from those to whom they belong."""


class AlreadyRegistered(Unacceptable):
    """The code is taken: whoever wants to act for ``party`` asks to join."""

    def __init__(self, party: Party) -> None:
        self.party = party
        super().__init__(f"“{party.credit_code}”已由{party.name}登记，请申请加入。")


@transaction.atomic
def register_party(
    person: Person,
    kind: str,
    name: str,
    code: str,
    *,
    code_reason: str = "",
    address: str = "",
    phone: str = "",
    demo: bool = False,
    where: Origin | None = None,
) -> Party:
    """A new party whose owner is ``person``. A code that looks wrong is taken with a reason.

    Raises :class:`AlreadyRegistered`, or :class:`Unacceptable`.
    """
    demand(person, "party.register")
    # One row at a time for one person, so that the limit holds for registrations at once.
    Person.objects.select_for_update().get(pk=person.pk)
    owned = Membership.objects.filter(
        person=person,
        role=Membership.Role.OWNER,
        state=Membership.State.GRANTED,
        party__verified_at__isnull=True,
    )
    if owned.count() >= MOST_UNVERIFIED:
        raise Unacceptable(f"您登记的申请人中已有{MOST_UNVERIFIED}个身份待核验，请先到窗口核验。")
    party = _made(person, kind, name, code, code_reason, address, phone, demo)
    now = timezone.now()
    membership = Membership.objects.create(
        party=party,
        person=person,
        role=Membership.Role.OWNER,
        state=Membership.State.GRANTED,
        asked_at=now,
        decided_at=now,
        decided_by=person,
    )
    person.__dict__.pop("_memberships", None)
    record_party("register", party, person, where, membership)
    return party


@transaction.atomic
def enter_party(
    agency: Agency,
    officer: Person,
    kind: str,
    name: str,
    code: str,
    *,
    code_reason: str = "",
    address: str = "",
    phone: str = "",
    demo: bool = False,
    where: Origin | None = None,
) -> Party:
    """The party with that code, for an officer at the window of ``agency``: entered without an owner if nobody
    registered it. One that exists is returned as it is, whatever ``name`` says: the caller shows both.
    """
    demand(officer, "party.verify", Window(agency))
    found = Party.objects.filter(credit_code=credit_code.read(code).value).first()
    if found is not None:
        return found
    try:
        party = _made(officer, kind, name, code, code_reason, address, phone, demo)
    except AlreadyRegistered as taken:
        return taken.party
    record_party("enter", party, officer, where, agency=agency.code)
    return party


@transaction.atomic
def revise_party(
    party: Party,
    person: Person,
    *,
    kind: str,
    name: str,
    address: str = "",
    phone: str = "",
    where: Origin | None = None,
) -> Party:
    """What a party says of itself, said anew by its owner. The code stays. Another name or kind than the one that was
    verified is 待核验 again."""
    now = locked(party, person)
    demand(person, "party.manage", now)
    before = (now.kind, now.name)
    now.kind, now.name = _kind(kind), _name(name)
    now.address, now.phone = one_line(address, 300, "住所"), one_line(phone, 50, "联系电话")
    if before != (now.kind, now.name):
        now.verified_by = now.verified_in = now.verified_at = None
        now.verified_how = ""
    now.save()
    record_party("revise", now, person, where)
    return now


def locked(party: Party, person: Person) -> Party:
    """The party as it is now, its row locked: whatever happens to it and its memberships happens under this lock. What
    was known before of whom ``person`` acts for is forgotten."""
    person.__dict__.pop("_memberships", None)
    return Party.objects.select_for_update().get(pk=party.pk)


def _made(
    person: Person, kind: str, name: str, code: str, reason: str, address: str, phone: str, demo: bool
) -> Party:
    found = credit_code.read(code)
    reason = one_line(reason, 1000, "说明")
    if found.doubt and not reason:
        raise Unacceptable(f"{found.doubt}。请对照证照核对；确属证照上的代码的，请写明说明。")
    party = Party(
        kind=_kind(kind),
        name=_name(name),
        credit_code=found.value,
        code_doubt=found.doubt,
        code_reason=reason if found.doubt else "",
        address=one_line(address, 300, "住所"),
        phone=one_line(phone, 50, "联系电话"),
        opened_by=person,
        demo=demo,
    )
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        taken = Party.objects.filter(credit_code=found.value).first()
        if taken is None:
            raise
        raise AlreadyRegistered(taken) from None
    return party


def _kind(kind: str) -> str:
    if kind not in Party.Kind.values:
        raise Unacceptable("请选择申请人的类别。")
    return str(kind)


def _name(name: str) -> str:
    name = one_line(name, 200, "名称")
    if len(name) < 2:
        raise Unacceptable("请按证照填写申请人的全称。")
    return name


def one_line(text: str, most: int, what: str) -> str:
    """One line without what cannot be seen. Blanks of any kind count as one."""
    seen = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )
    line = re.sub(r" +", " ", seen).strip()
    if len(line) > most:
        raise Unacceptable(f"{what}最多{most}个字，现在有{len(line)}个。")
    return line
