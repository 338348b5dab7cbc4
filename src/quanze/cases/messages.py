"""What is told to whom by e-mail when a case takes a turn. A table; the mails themselves are sent by ``outbox``.

No more is written into a mail than the number, the matter and what is to be done: contents are read after logging in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from quanze.cases.models import Case, Holder, Message
from quanze.people.models import Agency, Person, Role
from quanze.people.queries import acting_for
from quanze.people.roles import RoleKind
from quanze.procedure.engine import Event, acts
from quanze.procedure.engine.events import Ended
from quanze.procedure.engine.labels import ENDINGS

TO_APPLICANT: dict[type, str] = {
    acts.Submit: "申请已经收到。",
    acts.GiveNotice: "申请材料需要补正，请在期限内按一次性告知逐项补交。",
    acts.Accept: "申请已经受理。",
    acts.Decline: "申请不予受理，理由见书面凭证。",
    acts.RequestMore: "审查中需要补充材料，请按书面通知补交。",
    acts.Suspend: "办理期限中止计算，事由见书面通知。",
    acts.Resume: "办理期限恢复计算。",
    acts.Extend: "办理期限延长，理由见书面通知。",
    acts.Post: "本件正在公示，公示期见办件页面。",
    acts.DeemAccepted: "逾期未告知补正，申请自收到之日起即为受理。",
    acts.DeemWithdrawn: "逾期未补正，视为撤回申请。",
    acts.Report: "申请已经上报。",
    acts.Deliver: "有文书送达，请查收。",
    acts.RecordResult: "上级机关的结果已经登记。",
    acts.NoteProgress: "上级机关的办理有新的进展。",
    acts.CheckUp: "后续监管有新的情况，请查看。",
    acts.Adjust: "因权责清单调整，本件的办理有变化，请查看。",
}
"""What an applicant is told of. Opinions and decisions on their way are not told: they are told when they are
delivered."""

TO_OFFICE: dict[type, str] = {
    acts.Submit: "收到新的申请，请在期限内办理。",
    acts.HandIn: "申请人补交了材料，请继续办理。",
    acts.Withdraw: "申请人撤回了申请。",
    acts.Object: "收到对公示的异议，请核实并答复。",
    acts.DeemAccepted: "逾期未告知补正，本件已按收到之日视为受理。",
    acts.DeemWithdrawn: "申请人逾期未补正，本件已视为撤回。",
    acts.Adjust: "因权责清单调整，本件的办理有变化。",
}
"""What whoever handles the case is told of, unless they did it themselves."""

TO_LEADER, TO_PARTNER = "有办件等您决定。", "有办件等贵单位提出联合审核意见。"
"""What is told to whoever's turn it has become. A partner's opinion may be asked for while the officer goes on."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account with an address. ``desk`` is the code of the agency at whose desk they find the case; "" where they
    act for the applicant and find it among their own."""

    id: int
    address: str
    desk: str = ""


def compose(case: Case, fresh: Iterable[Event], by: Person | None, held_by: str, asked: int | None) -> None:
    """Put into the outbox what these events make due to be told. Before them ``held_by`` held the case, and ``asked``
    was the agency whose opinion was waited for."""
    fresh = tuple(fresh)
    done = [event.what for event in fresh if isinstance(event.what, acts.Act)]
    ended = next((event.what for event in fresh if isinstance(event.what, Ended)), None)
    told = [TO_APPLICANT[type(act)] for act in done if type(act) in TO_APPLICANT]
    if ended is not None:
        told.append(f"本件已经结束：{ENDINGS[ended.ending]}。")
    made = list(_mails(case, applicants(case), " ".join(told))) if told else []
    office = [TO_OFFICE[type(act)] for act in done if type(act) in TO_OFFICE]
    if office:
        made += _mails(case, officers(case), " ".join(office))
    if case.holder == Holder.LEADER and held_by != Holder.LEADER:
        made += _mails(case, leaders(case), TO_LEADER)
    if case.partner_id != asked:
        made += _mails(case, partners(case), TO_PARTNER)
    keep(each for each in made if by is None or each.person_id != by.pk)


def tell_applicant(case: Case, said: str, key: str | None = None) -> None:
    """Write to those who act for the applicant, once under a ``key``. Two queries."""
    keep(mail(case, each, said, key=None if key is None else f"{key}:{each.id}") for each in applicants(case))


def keep(made: Iterable[Message]) -> None:
    """Put mails into the outbox; what was told before under the same key is not told again. One query."""
    Message.objects.bulk_create(made, ignore_conflicts=True)


def mail(
    case: Case, to: Recipient, said: str, *, key: str | None = None, now: datetime | None = None
) -> Message:
    """A mail about a case."""
    at = now or timezone.now()
    page = f"/desk/{to.desk}/cases/{case.number}/" if to.desk else f"/my/cases/{case.number}/"
    return Message(
        case=case,
        person_id=to.id,
        address=to.address,
        subject=f"【{case.agency.name}】{case.number} {case.matter_name}"[:200],
        body=f"{said}\n\n办件编号：{case.number}\n职权事项：{case.matter_name}\n当前：{case.standing}\n\n"
        f"登录后查看本件：{settings.ADDRESS}{page}\n本邮件由系统发出，请勿回复。\n",
        key=key,
        created_at=at,
        due_at=at,
    )


def _mails(case: Case, people: Iterable[Recipient], said: str) -> Iterator[Message]:
    return (mail(case, each, said) for each in people)


def _recipients(people: Iterable[tuple[int, str]], desk: str = "") -> list[Recipient]:
    return [Recipient(pk, address, desk) for pk, address in dict(people).items() if address]


def applicants(case: Case) -> list[Recipient]:
    """Those who act for the applicant, at the addresses that they confirmed as theirs. One query."""
    people = acting_for(case.applicant).filter(email_confirmed_at__isnull=False)
    return _recipients(people.values_list("pk", "email"))


def officers(case: Case) -> list[Recipient]:
    """The handler, or, where nobody is, those who may take it up. No query, or one."""
    if case.handler is not None:
        return _recipients([(case.handler.pk, case.handler.email)], case.agency.code)
    return _roles(case.agency, (RoleKind.HANDLER, RoleKind.OFFICE_HEAD), case.office_id)


def leaders(case: Case) -> list[Recipient]:
    """Those who decide in its agency. One query."""
    return in_role(case, RoleKind.LEADER)


def in_role(case: Case, kind: RoleKind) -> list[Recipient]:
    """Those who hold this role in its agency; heads and handlers, in its office. One query."""
    office = case.office_id if kind in (RoleKind.HANDLER, RoleKind.OFFICE_HEAD) else None
    return _roles(case.agency, (kind,), office)


def partners(case: Case) -> list[Recipient]:
    """Those who give the opinion that is waited for, at their own desk. No query, or one."""
    return [] if case.partner is None else _roles(case.partner, (RoleKind.JOINT_REVIEWER,))


def _roles(agency: Agency, kinds: tuple[RoleKind, ...], office: int | None = None) -> list[Recipient]:
    held = Role.objects.filter(agency=agency, kind__in=kinds, person__is_active=True)
    if office is not None:
        held = held.filter(office__isnull=True) | held.filter(office=office)
    return _recipients(held.order_by("person").values_list("person", "person__email"), agency.code)
