"""Who acts for a party: asked for, granted, handed over, ended. A party that has an owner never loses its last one:
an owner hands over, and whoever lost theirs is given one at the window of an agency.

Every service locks the party first, then looks at the membership as it is now.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.people.models import Agency, Membership, Party, Person
from quanze.people.parties import locked, one_line
from quanze.people.permissions import Denied, Window, demand
from quanze.people.recording import record_party
from quanze.people.unacceptable import Unacceptable

MOST_ASKED = 20
"""So many requests of one person may wait at a time."""

Role, State = Membership.Role, Membership.State


@transaction.atomic
def ask_to_join(
    person: Person,
    party: Party,
    *,
    role: str = Role.MEMBER,
    note: str = "",
    mandate: str = "",
    since: date | None = None,
    until: date | None = None,
    where: Origin | None = None,
) -> Membership:
    """A request to act for ``party``, which its owner decides; as an agent, with what the mandate says."""
    demand(person, "party.register")
    now = locked(party, person)
    if role not in (Role.MEMBER, Role.AGENT):
        raise Unacceptable("请选择以成员还是委托代理人的身份加入。")
    if Membership.objects.filter(person=person, state=State.ASKED).count() >= MOST_ASKED:
        raise Unacceptable(f"您已有{MOST_ASKED}项申请在等待同意，请先等候或撤回。")
    membership = Membership(
        party=now,
        person=person,
        role=role,
        state=State.ASKED,
        note=one_line(note, 500, "附言"),
        asked_at=timezone.now(),
    )
    if role == Role.AGENT:
        _give_mandate(membership, mandate, since, until)
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError:
        held = Membership.objects.filter(party=now, person=person, state__in=Membership.OPEN).first()
        if held is None:
            raise
        already = (
            "已申请加入，正在等待同意" if held.state == State.ASKED else f"已是{held.get_role_display()}"
        )
        raise Unacceptable(f"您{already}。") from None
    record_party("ask", now, person, where, membership)
    return membership


@transaction.atomic
def withdraw_request(membership: Membership, person: Person, *, where: Origin | None = None) -> Membership:
    """Take back one's own request."""
    party, now = _locked(membership, person)
    if now.person_id != person.pk:
        raise Denied("只能撤回自己的申请。")
    _demand_state(now, State.ASKED)
    return _close(party, now, State.WITHDRAWN, person, "", "withdraw", where)


@transaction.atomic
def admit(
    membership: Membership,
    person: Person,
    *,
    role: str | None = None,
    mandate: str | None = None,
    since: date | None = None,
    until: date | None = None,
    where: Origin | None = None,
) -> Membership:
    """Grant a request, as the owner of the party; ``role`` and the mandate where they differ from what was asked."""
    party, now = _locked(membership, person)
    demand(person, "party.manage", party)
    _demand_state(now, State.ASKED)
    now.role = now.role if role is None else role
    if now.role == Role.AGENT:
        _give_mandate(
            now, now.mandate if mandate is None else mandate, since or now.since, until or now.until
        )
    elif now.role == Role.MEMBER:
        now.mandate, now.since, now.until = "", None, None
    else:
        raise Unacceptable("请选择以成员还是委托代理人的身份加入。")
    now.state, now.decided_by, now.decided_at = State.GRANTED, person, timezone.now()
    return _saved(party, now, person, "admit", where)


@transaction.atomic
def decline(
    membership: Membership, person: Person, reason: str = "", *, where: Origin | None = None
) -> Membership:
    """Refuse a request, as the owner of the party."""
    party, now = _locked(membership, person)
    demand(person, "party.manage", party)
    _demand_state(now, State.ASKED)
    now.decided_by, now.decided_at = person, timezone.now()
    now.state, now.reason = State.REFUSED, one_line(reason, 500, "理由")
    return _saved(party, now, person, "decline", where)


@transaction.atomic
def renew_mandate(
    membership: Membership,
    person: Person,
    mandate: str,
    since: date | None,
    until: date | None,
    *,
    where: Origin | None = None,
) -> Membership:
    """Another mandate or term for an agent, given by the owner. What it was before stays in the record."""
    party, now = _locked(membership, person)
    demand(person, "party.manage", party)
    _demand_state(now, State.GRANTED)
    if now.role != Role.AGENT:
        raise Unacceptable("只有委托代理人有授权期限。")
    _give_mandate(now, mandate, since, until)
    return _saved(party, now, person, "mandate", where)


@transaction.atomic
def hand_over(membership: Membership, person: Person, *, where: Origin | None = None) -> Membership:
    """Make a member the owner; who was it becomes a member. Returns the new owner's membership."""
    party, now = _locked(membership, person)
    demand(person, "party.manage", party)
    _demand_state(now, State.GRANTED)
    if now.role != Role.MEMBER:
        raise Unacceptable("只能移交给成员；委托代理人请先改为成员。")
    if not now.person.is_active:
        raise Unacceptable(f"{now.person.name}的账号已停用，不能移交。")
    former = _owner(party)
    if former is None:
        raise Unacceptable("这个申请人现在没有管理人。")
    former.role = Role.MEMBER
    former.save()
    now.role = Role.OWNER
    return _saved(party, now, person, "hand_over", where, former=former.pk)


@transaction.atomic
def leave(membership: Membership, person: Person, *, where: Origin | None = None) -> Membership:
    """Stop acting for a party, of one's own accord. The owner hands over first."""
    party, now = _locked(membership, person)
    if now.person_id != person.pk:
        raise Denied("只能由本人退出。")
    _demand_state(now, State.GRANTED)
    if now.role == Role.OWNER:
        raise Unacceptable("您是管理人，请先把管理人移交给其他成员，再退出。")
    return _close(party, now, State.ENDED, person, "", "leave", where)


@transaction.atomic
def end_membership(
    membership: Membership, person: Person, reason: str = "", *, where: Origin | None = None
) -> Membership:
    """End another's membership, as the owner of the party."""
    party, now = _locked(membership, person)
    demand(person, "party.manage", party)
    _demand_state(now, State.GRANTED)
    if now.role == Role.OWNER:
        raise Unacceptable("管理人不能终止，只能移交。")
    return _close(party, now, State.ENDED, person, reason, "end", where)


@transaction.atomic
def confirm_identity(
    membership: Membership, agency: Agency, officer: Person, how: str, *, where: Origin | None = None
) -> Party:
    """At the window of ``agency`` an officer saw that this person may act for the party: they are its owner from now
    on, and the party is 已核验. ``how`` says what was shown.

    The way for a party without an owner, or whose owner is gone, or that somebody else registered: an owner whom
    nobody verified is ended, a verified one stays as a member.
    """
    party, now = _locked(membership, officer)
    demand(officer, "party.verify", Window(agency, party))
    if now.person_id == officer.pk:
        raise Denied("不能核验自己的身份，请由其他工作人员核验。")
    how = one_line(how, 1000, "核验方式")
    if not how:
        raise Unacceptable("请写明核验了哪些证件和文件。")
    if now.state not in Membership.OPEN or now.role == Role.AGENT:
        raise Unacceptable("只能核验管理人、成员，或者申请成为成员的人；委托代理人由申请人自己授权。")
    former = _owner(party)
    if former is not None and former.pk != now.pk:
        if party.verified:
            former.role = Role.MEMBER
        else:
            former.state, former.ended_by, former.ended_at = State.ENDED, officer, timezone.now()
            former.reason = f"{agency.name}在窗口核验身份后，由他人担任管理人"
        former.save()
    if now.state == State.ASKED:
        now.decided_by, now.decided_at = officer, timezone.now()
    now.state, now.role = State.GRANTED, Role.OWNER
    party.verified_by, party.verified_in = officer, agency
    party.verified_at, party.verified_how = timezone.now(), how
    party.save()
    told = {"agency": agency.code, "former": None if former in (None, now) else former.pk}
    _saved(party, now, officer, "verify", where, **told)
    return party


def _locked(membership: Membership, person: Person) -> tuple[Party, Membership]:
    """The party, its row locked, and the membership as it is under that lock."""
    party = locked(membership.party, person)
    now = Membership.objects.select_related("person").get(pk=membership.pk)
    now.party = party
    return party, now


def _owner(party: Party) -> Membership | None:
    return Membership.objects.filter(party=party, role=Role.OWNER, state=State.GRANTED).first()


def _demand_state(membership: Membership, state: Membership.State) -> None:
    if membership.state != state:
        raise Unacceptable(
            f"{membership.person.name}的这一项{membership.get_state_display()}，不能这样办理。"
        )


def _give_mandate(membership: Membership, mandate: str, since: date | None, until: date | None) -> None:
    mandate = one_line(mandate, 300, "授权委托书")
    if not mandate:
        raise Unacceptable("请写明授权委托书（例如名称、日期、编号）。")
    if since is None or until is None:
        raise Unacceptable("请写明授权的起止日期。")
    if until < since:
        raise Unacceptable("授权的截止日期早于起始日期，请核对。")
    membership.mandate, membership.since, membership.until = mandate, since, until


def _close(
    party: Party,
    membership: Membership,
    state: Membership.State,
    person: Person,
    reason: str,
    verb: str,
    where: Origin | None,
) -> Membership:
    membership.state, membership.ended_by, membership.ended_at = state, person, timezone.now()
    membership.reason = one_line(reason, 500, "理由")
    return _saved(party, membership, person, verb, where)


def _saved(
    party: Party, membership: Membership, person: Person, verb: str, where: Origin | None, **detail: object
) -> Membership:
    membership.save()
    for each in (person, membership.person):
        each.__dict__.pop("_memberships", None)
    record_party(verb, party, person, where, membership, **detail)
    return membership
