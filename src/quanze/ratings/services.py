"""The door for writing: what applicants say, what is answered, by which limits. Each service is one transaction with
its record; no word of a rating goes into the record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.cases.messages import in_role, keep, mail
from quanze.cases.models import Case
from quanze.cases.playing import moment, played
from quanze.cases.services import tell_applicant
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.roles import RoleKind
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.term import Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.ratings.degrees import Degree, Limits
from quanze.ratings.models import Entry, Rating, Rules
from quanze.ratings.queries import Rated, of_case, opened, ratable

__all__ = ["Unacceptable", "add", "answer", "give", "read", "set_rules"]

LONGEST, LONGEST_SOURCE = 2000, 200


@transaction.atomic
def give(case: Case, person: Person, degree: int, text: str = "", *, where: Origin | None = None) -> Rating:
    """The applicant rates how it was served. Asking the same again gives the same. Raises ``Denied``;
    ``Unacceptable``: nothing was done for it yet, it was rated already, or the degree is none."""
    demand(person, "rating.give", case)
    said, words = _degree(degree), _text(text)
    held = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if (earlier := of_case(held)) is not None:
        first = earlier.entries[0]
        if (first.by_id, first.degree, first.text, len(earlier.entries)) == (person.pk, said, words, 1):
            return earlier.rating
        raise Unacceptable("本件已经评价过，一件评价一次；还有话说的，可以追加一次。")
    if not ratable(held):
        raise Unacceptable("办理机关还没有办理本件，办了以后再评价。")
    made = Rating.objects.create(
        agency=case.agency,
        case=held,
        matter_id=held.matter_id,
        office_id=held.office_id,
        handler_id=held.handler_id,
        standing=held.get_ending_display() or held.standing,
        at=moment(case.agency),
    )
    _append(made, 1, Entry.Kind.GIVEN, person, where, degree=said, text=words)
    return made


@transaction.atomic
def add(rating: Rating, person: Person, degree: int, text: str, *, where: Origin | None = None) -> Entry:
    """The applicant says once more what it thinks, once (追评). Asking the same again gives the same. Raises
    ``Denied``, ``Unacceptable``."""
    demand(person, "rating.give", rating.case)
    said, words = _degree(degree), _text(text)
    if not words:
        raise Unacceptable("请写明追加的评价。")
    Case.objects.select_for_update(no_key=True).get(pk=rating.case_id)
    entries = list(rating.entries.order_by("position"))
    if (earlier := next((each for each in entries if each.kind == Entry.Kind.ADDED), None)) is not None:
        if (earlier.by_id, earlier.degree, earlier.text) == (person.pk, said, words):
            return earlier
        raise Unacceptable("已经追加过一次评价，不能再追加。")
    return _append(rating, len(entries) + 1, Entry.Kind.ADDED, person, where, degree=said, text=words)


@transaction.atomic
def answer(
    rating: Rating, person: Person, words: str, mended: bool, seen: int, *, where: Origin | None = None
) -> Entry:
    """What was found about a bad one, and whether something was mended: the applicant reads it, and is told by mail
    that it is there. ``seen``: the number of entries that whoever answers had before them. Raises ``Denied``;
    ``Unacceptable``: nothing waits for an answer, or somebody came before."""
    told = _text(words)
    if not told:
        raise Unacceptable("请写明核实的情况和答复。")
    case = Case.objects.select_for_update(no_key=True).get(pk=rating.case_id)
    held = opened(rating, person)
    since = held.entries[seen:]
    if len(since) == 1 and (since[0].by_id, since[0].text, since[0].mended) == (person.pk, told, mended):
        return since[0]
    if since:
        raise Unacceptable("您查看以后，申请人追加了评价，或者别人已经答复。请看过以后再办。")
    if not held.standing.open:
        raise Unacceptable("现在没有待答复的差评。")
    made = _append(
        rating, len(held.entries) + 1, Entry.Kind.ANSWERED, person, where, text=told, mended=mended
    )
    tell_applicant(case, "您对本件的评价已经答复，请查看。", f"rated:{rating.pk}:{made.position}")
    return made


@transaction.atomic
def set_rules(agency: Agency, person: Person, limits: Limits, *, where: Origin | None = None) -> Rules:
    """From now on bad ratings are to be answered by these. Raises ``Denied``, ``Unacceptable``."""
    demand(person, "rating.configure", agency)
    try:
        Term(datetime(2026, 1, 1, 12, tzinfo=SHANGHAI), limits.answer)
    except Uncountable as why:
        raise Unacceptable(f"答复期限：{why}。") from why
    source = " ".join(limits.source.replace("\0", "").split())
    if not source or len(source) > LONGEST_SOURCE:
        raise Unacceptable(f"请写明依据，不超过{LONGEST_SOURCE}个字。")
    made = Rules.objects.create(
        agency=agency,
        answer_n=limits.answer.n,
        answer_unit=limits.answer.unit,
        source=source,
        by=person,
        at=timezone.now(),
    )
    thing = Thing("ratings.Rules", str(made.pk), agency.name)
    record(agency.code, "rating.configure", who=person, thing=thing, where=where)
    return made


@transaction.atomic
def read(rating: Rating, person: Person, *, where: Origin | None = None) -> Rated:
    """See ``queries.opened``; that it was read is recorded. Raises ``Denied``."""
    found = opened(rating, person)
    _tell(rating, "rating.read", person, where)
    return found


def _append(
    rating: Rating, position: int, kind: Entry.Kind, person: Person, where: Origin | None, **said: Any
) -> Entry:
    now = moment(rating.agency)
    rules = Rules.objects.filter(agency=rating.agency_id).last() if kind is not Entry.Kind.ANSWERED else None
    made = Entry.objects.create(
        rating=rating, position=position, kind=kind, rules=rules, by=person, at=now, **said
    )
    if made.bad:
        _tell_bureau(rating, f"bad:{rating.pk}:{position}")
    verb = {Entry.Kind.GIVEN: "give", Entry.Kind.ADDED: "add", Entry.Kind.ANSWERED: "answer"}[kind]
    _tell(rating, f"rating.{verb}", person, where)
    return made


def _tell_bureau(rating: Rating, key: str) -> None:
    """Those who see to it are written to: that there is a bad one, and no word of it."""
    case = rating.case
    people = (*in_role(case, RoleKind.OFFICE_HEAD), *in_role(case, RoleKind.SUPERVISOR))
    said = "申请人对本件的办理不满意，请在期限内核实、答复，见工作台的“好差评”。"
    keep(
        mail(case, each, said, key=f"{key}:{each.id}")
        for each in people
        if each.id not in (rating.handler_id, case.handler_id)
    )


def _tell(rating: Rating, verb: str, person: Person, where: Origin | None) -> None:
    """In the record stands which rating, of which case, and no word of it."""
    thing = Thing("ratings.Rating", str(rating.pk), rating.case.number)
    then = played(rating.agency)
    detail = None if then is None else {"played": then.isoformat()}
    record(rating.agency.code, verb, who=person, thing=thing, where=where, detail=detail)


def _degree(said: int) -> int:
    if said not in {each.value for each in Degree}:
        raise Unacceptable("请选择满意程度。")
    return said


def _text(said: str) -> str:
    told = said.replace("\0", "").replace("\r\n", "\n").strip()
    if len(told) > LONGEST:
        raise Unacceptable(f"不能超过{LONGEST}个字。")
    return told
