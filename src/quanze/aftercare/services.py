"""Reporting after an end, and what the bureau says of it: each service is one transaction with its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.aftercare import queries
from quanze.aftercare.models import Filing, Reply
from quanze.aftercare.permissions import Reporting
from quanze.aftercare.standing import Line, State, last_reply, periodic
from quanze.audit.services import Origin, Thing, record
from quanze.cases.models import Case
from quanze.cases.playing import moment, played
from quanze.cases.services import tell_applicant
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.kits import check, to_json
from quanze.kits.following import form_of
from quanze.kits.model import FollowUp, Reporter
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.moments import say_day
from quanze.rulebook.queries import kits_in_force
from quanze.rulebook.services import pin_kit

__all__ = ["Decision", "Unacceptable", "Unfinished", "file", "remind", "reply"]

LONGEST_WORDS = 1000
LONGEST_NAME, LONGEST_NUMBER = 200, 100
MOST_FILES = 20


class Unfinished(Unacceptable):
    """What was filled in is not in order; ``checked`` says where."""

    def __init__(self, checked: Any) -> None:
        self.checked = checked
        super().__init__(f"还有{len(checked.problems)}处没有填好。")


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of the authority that has the power: organ, 文号, day."""

    organ: str
    number: str
    on: date


@transaction.atomic
def file(
    case: Case,
    person: Person,
    item_key: str,
    year: int,
    answers: Mapping[str, Any],
    key: str,
    *,
    files: Sequence[Deposit] = (),
    decision: Decision | None = None,
    seen: int = 0,
    where: Origin | None = None,
) -> Filing:
    """Report about ``year`` (:data:`ONCE` of what is reported once or whenever it happens), once under a ``key``.
    ``seen``: the last filing that whoever reports had before them; 0: none.

    Raises ``Denied``; :class:`Unfinished`; :class:`Unacceptable`: it is not asked for, somebody else has reported
    since, it was accepted already, the evidence or the decision is missing.
    """
    made = Filing.objects.filter(by=person, key=key).first()
    if made is not None:
        return made
    case = _locked(case.pk)
    held = kits_in_force([case.matter_id]).get(case.matter_id)
    item = None if held is None else held.kit.follow_up(item_key)
    if held is None or item is None:
        raise Unacceptable("这一事项没有这一项后续管理，请回到办件页面查看。")
    demand(person, "aftercare.file", Reporting(case, item))
    checked = check(form_of(item), answers)
    _demand_asked(case, item, year, seen)
    if not checked:
        raise Unfinished(checked)
    _demand_proof(item, files, decision)
    filing = Filing.objects.create(
        case=case,
        item=item.key,
        year=year if item.every else _year(checked.values, case.agency),
        kit=pin_kit(held),
        answers=to_json(checked.values),
        decision={} if decision is None else _said(decision),
        key=key,
        by=person,
        at=moment(case.agency),
    )
    for each in files:
        bind(each, filing.subject)
    _record(case, "aftercare.file", person, where, filing, item=item.key, year=filing.year)
    return filing


@transaction.atomic
def reply(
    filing: Filing,
    person: Person,
    accepted: bool,
    words: str,
    *,
    seen: int = 0,
    where: Origin | None = None,
) -> Reply:
    """Say after looking at it that a filing is in order, or return it with the reason. ``seen``: the last reply that
    whoever looks had before them; 0: none.

    Raises ``Denied``; :class:`Unacceptable`: somebody else said something since, a later filing took its place, no
    reason is given.
    """
    case = _locked(filing.case_id)
    demand(person, "aftercare.reply", case)
    filing = queries.filing(filing.pk)
    item = queries.item_of(filing)
    why = words.strip()
    last = last_reply(filing)
    if last is not None and (last.by_id, last.accepted, last.words) == (person.pk, accepted, why):
        return last  # a form that was sent twice
    if last is not None and last.pk != seen:
        raise Unacceptable(f"{last.by.name}已经{'核实' if last.accepted else '退回'}，请重新打开页面查看。")
    later = Filing.objects.filter(case=case, item=filing.item, year=filing.year, pk__gt=filing.pk)
    if periodic(item) and later.exists():
        raise Unacceptable("已经有新的一份报送，请核实新的。")
    if item.by is Reporter.OFFICER and accepted and last is None:
        raise Unacceptable("经办人登记的，不需要再核实；登记有误的可以撤销。")
    if len(why) > LONGEST_WORDS:
        raise Unacceptable(f"意见不能超过{LONGEST_WORDS}个字。")
    if not accepted and not why:
        raise Unacceptable("请写明退回的理由。")
    made = Reply.objects.create(
        filing=filing, accepted=accepted, words=why, by=person, at=moment(case.agency)
    )
    if not accepted and item.by is Reporter.APPLICANT:
        tell_applicant(case, f"“{item.title}”已退回，请按意见改正后重新报送。")
    _record(case, "aftercare.accept" if accepted else "aftercare.return", person, where, filing)
    return made


@transaction.atomic
def remind(
    agency: Agency,
    person: Person,
    lines: Sequence[Line],
    *,
    today: date | None = None,
    where: Origin | None = None,
) -> int:
    """Write to the applicants of these lines who have not reported yet, each once a day. Returns to how many cases.
    Raises ``Denied``."""
    on = today or timezone.localdate()
    told = 0
    for line in lines:
        demand(person, "aftercare.reply", line.case)
        if line.item.by is not Reporter.APPLICANT or not line.wanted() or line.owed is None:
            continue
        until = "" if line.owed.due is None else f"，请在{say_day(line.owed.due)}前报送"
        about = f"{line.year}年度" if line.item.every else ""
        key = f"aftercare:{line.case.pk}:{line.item.key}:{line.year}:{on}"
        tell_applicant(line.case, f"{about}“{line.item.title}”还没有报送{until}。", key)
        told += 1
    if told:
        thing = Thing("people.Agency", str(agency.pk), agency.name)
        detail = {"cases": sorted({line.case.number for line in lines if line.wanted()})}
        record(agency.code, "aftercare.remind", who=person, thing=thing, where=where, detail=detail)
    return told


def _locked(pk: int) -> Case:
    found = Case.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("agency", "office", "applicant", "matter").get(pk=pk)


def _demand_asked(case: Case, item: FollowUp, year: int, seen: int) -> None:
    """It is asked for now, and nobody has reported since. Raises :class:`Unacceptable`."""
    if item.apply:
        raise Unacceptable("这一项以申报办理，请申报这一类别。")
    today = timezone.localdate(moment(case.agency))
    found = next((each for each in queries.of_case(case, today) if each.item.key == item.key), None)
    if found is None:
        raise Unacceptable("上级机关还没有给予结果，或者这一类别不需要这一项后续管理。")
    if not periodic(item):
        return
    line = next((each for each in found.lines if each.year == year and each.owed is not None), None)
    if line is None:
        raise Unacceptable("现在没有要求报送这一年度。")
    if line.filing is None:
        return
    if line.state is State.ACCEPTED:
        raise Unacceptable("已经核实；要改正的，请经办人退回以后再报。")
    if line.filing.pk != seen:
        raise Unacceptable(f"{line.filing.by.name}已经报送，请重新打开页面查看。")


def _demand_proof(item: FollowUp, files: Sequence[Deposit], decision: Decision | None) -> None:
    if item.evidence and not files:
        raise Unacceptable(f"请上传{item.evidence}。")
    if len(files) > MOST_FILES:
        raise Unacceptable(f"最多{MOST_FILES}个文件。")
    if not item.decision:
        return
    if decision is None or not decision.organ.strip() or not decision.number.strip():
        raise Unacceptable("这一项凭有权机关的决定登记：请写明决定机关、文号和日期。")
    if len(decision.organ) > LONGEST_NAME or len(decision.number) > LONGEST_NUMBER:
        raise Unacceptable(f"决定机关不能超过{LONGEST_NAME}个字，文号不能超过{LONGEST_NUMBER}个字。")
    if decision.on > timezone.localdate():
        raise Unacceptable("决定日期还没有到。")


def _said(decision: Decision) -> dict[str, str]:
    return {
        "organ": decision.organ.strip(),
        "number": decision.number.strip(),
        "on": decision.on.isoformat(),
    }


def _year(values: Mapping[str, Any], agency: Agency) -> int:
    """The year in which it happened: that of the first date that was filled in, else of today."""
    said = next((each for each in values.values() if isinstance(each, date)), None)
    return (said or timezone.localdate(moment(agency))).year


def _record(
    case: Case, verb: str, person: Person, where: Origin | None, filing: Filing, **detail: Any
) -> None:
    thing = Thing("cases.Case", case.number, case.matter_name[:200])
    at = played(case.agency)
    told = {"filing": filing.pk, **detail} | ({} if at is None else {"played": at.isoformat()})
    record(case.agency.code, verb, who=person, thing=thing, where=where, detail=told)
