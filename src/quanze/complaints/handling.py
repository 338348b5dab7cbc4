"""What the supervisor does about a complaint: each service is one transaction with its record.

``seen`` is the number of entries that whoever acts had before them; a form that is sent twice is kept once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.cases.models import Case
from quanze.cases.playing import moment
from quanze.complaints.clauses import clause_on
from quanze.complaints.filing import tell
from quanze.complaints.models import Complaint, Entry
from quanze.complaints.queries import standing_of
from quanze.complaints.standing import Standing
from quanze.complaints.texts import LONGEST_NAME, LONGEST_REASON, line, text
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.people.models import Agency, Office, Person
from quanze.people.permissions import demand, holds
from quanze.people.roles import RoleKind
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.sanctions import beyond
from quanze.registry.models import Matter

Kind = Entry.Kind

OF_OUR_OWN = (Kind.HIGHER, Kind.TIED, Kind.NOTED)
"""What may be done about a complaint that is tied to somebody who is a supervisor of the agency: nobody answers what is
about themselves, or about whom they work with."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a complaint is about. ``act``: the number of the act in the matter's liability clause; ``happened_on``: when
    it was done, by which the clause is chosen."""

    matter: Matter | None = None
    case: Case | None = None
    office: Office | None = None
    officer: Person | None = None
    act: int | None = None
    happened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an organ with the power to decided: who, 文号, when, the document (an uploaded file), on which ground in
    law, about whom; which act it found (``None``: none that the clause lists), of which degree (the index in the
    clause, ``None``: none that it names), and the sanctions in the decision's words (none: 不予处分)."""

    organ: str
    number: str
    on: date
    scan: Deposit
    ground: str
    whom: str
    act: int | None
    degree: int | None
    sanctions: Sequence[str]


def accept(complaint: Complaint, person: Person, seen: int, *, where: Origin | None = None) -> Entry:
    """It is taken here. Raises ``Denied``; ``Unacceptable``: it was dealt with otherwise, or by somebody else since."""
    return _add(complaint, person, Kind.ACCEPTED, {}, seen, where)


def transfer(
    complaint: Complaint,
    person: Person,
    organ: str,
    number: str,
    reason: str,
    seen: int,
    *,
    where: Origin | None = None,
) -> Entry:
    """Another organ answers it. Whoever complained reads which. Raises as :func:`accept` does."""
    body = {
        "organ": line(organ, "转送给哪个机关"),
        "number": line(number, "转送函的文号", LONGEST_NAME, asked=False),
        "reason": line(reason, "转送的理由", LONGEST_REASON),
    }
    return _add(complaint, person, Kind.TRANSFERRED, body, seen, where)


def decline(
    complaint: Complaint, person: Person, reason: str, organ: str, seen: int, *, where: Origin | None = None
) -> Entry:
    """It is none that is taken here (a clue for discipline inspection proper, a matter for the courts): why, and who
    takes it. Raises as :func:`accept` does."""
    body = {
        "reason": line(reason, "不予受理的理由", LONGEST_REASON),
        "organ": line(organ, "应当向哪里反映"),
    }
    return _add(complaint, person, Kind.DECLINED, body, seen, where)


def send_up(
    complaint: Complaint, person: Person, organ: str, number: str, seen: int, *, where: Origin | None = None
) -> Entry:
    """It is about the supervisor: it went up, and nothing more is done about it here. Raises as :func:`accept` does."""
    body = {
        "organ": line(organ, "移送给哪个上级纪检监察机关"),
        "number": line(number, "移送函的文号", LONGEST_NAME, asked=False),
    }
    return _add(complaint, person, Kind.HIGHER, body, seen, where)


def extend(
    complaint: Complaint, person: Person, reason: str, seen: int, *, where: Origin | None = None
) -> Entry:
    """The answer takes longer, by the length that the rules give, once, and before the time has run out. Raises as
    :func:`accept` does."""
    body = {"reason": line(reason, "延长的理由", LONGEST_REASON)}
    return _add(complaint, person, Kind.EXTENDED, body, seen, where)


def answer(
    complaint: Complaint, person: Person, words: str, seen: int, *, where: Origin | None = None
) -> Entry:
    """What whoever complained reads. Raises as :func:`accept` does."""
    return _add(complaint, person, Kind.ANSWERED, {"words": text(words, "答复的内容")}, seen, where)


def note(
    complaint: Complaint, person: Person, words: str, seen: int, *, where: Origin | None = None
) -> Entry:
    """For the supervisor's own use. Raises as :func:`accept` does."""
    return _add(complaint, person, Kind.NOTED, {"words": text(words, "备注")}, seen, where)


def tie(complaint: Complaint, person: Person, tied: Tie, seen: int, *, where: Origin | None = None) -> Entry:
    """Say what it is about. Raises as :func:`accept` does; ``Unacceptable``: it is not this agency's, or an act that
    the clause does not list."""
    demand(person, "complaint.handle", complaint)
    agency, case = complaint.agency, tied.case
    if case is not None:
        tied = Tie(case.matter, case, tied.office or case.office, tied.officer, tied.act, tied.happened_on)
    for each in (tied.matter, case, tied.office):
        if each is not None and each.agency_id != agency.pk:
            raise Unacceptable("只能对应本机关的事项、办件和股室。")
    if tied.happened_on is not None and tied.happened_on > timezone.localdate():
        raise Unacceptable("发生的日期还没有到，请核对。")
    if tied.act is not None:
        day = tied.happened_on or timezone.localdate(complaint.received_at)
        held = clause_on(agency, tied.matter, day)
        if held is None or held.clause.act(tied.act) is None:
            raise Unacceptable("追责情形里没有这一项行为。")
    body = {"act": tied.act, "happened_on": tied.happened_on and tied.happened_on.isoformat()}
    ties: dict[str, Any] = {
        "matter": tied.matter,
        "case": case,
        "office": tied.office,
        "officer": tied.officer,
    }
    return _add(complaint, person, Kind.TIED, body, seen, where, **ties)


def decide(
    complaint: Complaint, person: Person, decision: Decision, seen: int, *, where: Origin | None = None
) -> Entry:
    """Record what an organ decided. Where it goes beyond the clause it is kept with the clause's words, and never
    refused for it: a clause is not exhaustive. Raises as :func:`accept` does; ``Unacceptable``: something is missing.
    """
    demand(person, "complaint.handle", complaint)
    if decision.on > timezone.localdate():
        raise Unacceptable("决定日期还没有到，请核对。")
    if decision.scan.person_id != person.pk:
        raise Unacceptable("决定书须由您自己上传。")
    found = standing_of(complaint)
    held = clause_on(complaint.agency, found.tie.matter, found.act_day)
    sanctions = [line(each, "处分") for each in decision.sanctions]
    body: dict[str, Any] = {
        "organ": line(decision.organ, "作出决定的机关"),
        "number": line(decision.number, "决定的文号", LONGEST_NAME),
        "on": decision.on.isoformat(),
        "ground": text(decision.ground, "法律依据", 1000),
        "whom": line(decision.whom, "对谁作出"),
        "act": decision.act,
        "degree": None,
        "sanctions": sanctions,
        "clause": "" if held is None else held.clause.text,
        "beyond": [],
    }
    if held is not None:
        degrees = held.clause.degrees()
        if decision.degree is not None and not 0 <= decision.degree < len(degrees):
            raise Unacceptable("追责情形里没有这一种情节。")
        if decision.degree is not None:
            body["degree"] = degrees[decision.degree].name
        if sanctions:
            differs = beyond(held.clause, decision.act, decision.degree, sanctions)
            body["beyond"] = [{"why": each.why, "words": each.words} for each in differs]
    return _add(complaint, person, Kind.DECIDED, body, seen, where, scan=decision.scan)


@transaction.atomic
def _add(
    complaint: Complaint,
    person: Person,
    kind: Entry.Kind,
    body: dict[str, Any],
    seen: int,
    where: Origin | None,
    *,
    scan: Deposit | None = None,
    **ties: Any,
) -> Entry:
    Agency.objects.select_for_update(no_key=True).get(pk=complaint.agency_id)
    demand(person, "complaint.handle", complaint)
    now = moment(complaint.agency)
    held = standing_of(complaint)
    if (done := _again(complaint, person, kind, body, seen, scan, ties)) is not None:
        return done
    _demand(held, complaint, kind, seen)
    if kind is Kind.EXTENDED and held.late(now):
        raise Unacceptable("办理期限已经届满，不能再延长。")
    made = Entry.objects.create(
        complaint=complaint,
        position=held.version + 1,
        kind=kind,
        body=body,
        scan=scan,
        by=person,
        at=now,
        **ties,
    )
    if scan is not None:
        bind(scan, f"complaint:{complaint.pk}")
    tell(complaint, f"complaint.{kind.value}", person, where, {"entry": made.position})
    return made


def _again(
    complaint: Complaint,
    person: Person,
    kind: Entry.Kind,
    body: dict[str, Any],
    seen: int,
    scan: Deposit | None,
    ties: dict[str, Any],
) -> Entry | None:
    """What this person has done already, where it is all that was done since: a form that was sent twice."""
    since = list(complaint.entries.filter(position__gt=seen)[:2])
    if len(since) != 1:
        return None
    (only,) = since
    same = (only.by_id, only.kind, only.body, only.scan_id) == (person.pk, kind, body, scan and scan.pk)
    return only if same and all(getattr(only, name) == value for name, value in ties.items()) else None


def _demand(held: Standing, complaint: Complaint, kind: Entry.Kind, seen: int) -> None:
    if held.version != seen:
        last = complaint.entries.select_related("by").get(position=held.version)
        when = timezone.localtime(last.at)
        who = last.by.name if last.by else "系统"
        told = f"{who}于{when.month}月{when.day}日{when:%H:%M}登记了“{last.get_kind_display()}”"
        raise Unacceptable(f"您查看以后，本件有改动（{told}）。请核对现在的情况，然后再办。")
    officer = held.tie.officer
    if (
        officer is not None
        and kind not in OF_OUR_OWN
        and holds(officer, RoleKind.SUPERVISOR, complaint.agency)
    ):
        raise Unacceptable(
            f"本件对应的工作人员{officer.name}是纪检监察员，应当移送上级纪检监察机关，本机关不再办理。对应有误的，先更正。"
        )
    if kind not in held.possible:
        raise Unacceptable(f"本件{held.state.label}，现在不能登记“{kind.label}”。")
