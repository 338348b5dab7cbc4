"""What the letters of a case say that follows from the case and from the act with which they go. Whoever issues one may
say otherwise; what nobody knows is left to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from quanze.cases.dates import running
from quanze.cases.models import Material
from quanze.cases.publicities import last_day
from quanze.cases.turning import Turn
from quanze.cases.words import person_id, reference, span_words
from quanze.letters.kinds import kind as letter_kind
from quanze.letters.models import Letter
from quanze.people.models import Person
from quanze.procedure.engine import About, acts, course_of
from quanze.procedure.engine.choices import Standing
from quanze.procedure.engine.counting import count
from quanze.procedure.labels import limit_words
from quanze.procedure.model import Kind, Limit
from quanze.registry.queries import contact

Values = dict[str, Any]


def values_for(turn: Turn, act: acts.Act | None, kind: str, *, only_needed: bool = False) -> Values:
    """What is known of the values that a letter of this kind can have, or of those alone that it needs. At most three
    queries."""
    about = letter_kind(kind)
    wanted = {value.key for value in (about.needs if only_needed else about.values)}
    found = {**_of_case(turn, wanted), **_of_act(turn, act)}
    return {key: value for key, value in found.items() if key in wanted and value not in (None, "", [], ())}


def _of_case(turn: Turn, wanted: set[str]) -> Values:
    case, state = turn.case, turn.state
    deadlines = running(turn.pinned, state, turn.days)
    promised = next((each for each in deadlines if each.about is About.CASE), None)
    found: Values = {
        "applicant": case.applicant_name,
        "credit_code": case.applicant_data.get("credit_code"),
        "contact_phone": case.applicant_data.get("phone"),
        "matter": case.matter_name,
        "project": case.title,
        "case_number": case.number,
        "applied_on": _day(state.received),
        "received_on": _day(state.received),
        "accepted_on": _day(state.accepted),
        "withdrawn_on": timezone.localdate(turn.now),
        "limit": limit_words(turn.pinned.promised) if turn.pinned.promised else "",
        "due_on": promised.due if promised else None,
        "office": case.office.name if case.office else "",
        "handler": case.handler.name if case.handler else "",
    }
    if wanted & {"handler_phone", "supervision_phone", "address"}:
        told = contact(case.edition)
        if told is not None:
            found["handler_phone"] = _text(told.service_phone)
            found["supervision_phone"] = _text(told.complaint_phone)
            found["address"] = _text(told.address)
    if "materials" in wanted:
        found["materials"] = _materials(turn)
    if "recommended" in wanted:
        found["recommended"] = [[case.applicant_name, case.title]]
    if "publicity_from" in wanted:
        found |= _public(turn)
    if state.notices and "notice_on" in wanted:
        found["notice_on"] = _day(state.notices[-1].at)
    return found


def _public(turn: Turn) -> Values:
    """What a publicity of this case says, were it posted today."""
    today = timezone.localdate(turn.now)
    place = next((each for each in turn.open if each.kind is Kind.PUBLICIZE), None)
    return {
        "subject_words": turn.case.matter_name,
        "publicity_from": today,
        "publicity_until": last_day(turn.pinned, place, today, turn.days),
    }


def _materials(turn: Turn) -> list[list[str]]:
    """What was handed in, each thing once: name, copies, form."""
    rows: dict[str, list[str]] = {}
    for each in Material.objects.filter(case=turn.case).order_by("pk"):
        rows[each.item] = [each.item, "1", "纸质" if each.deposit_id is None else "电子"]
    return list(rows.values())


def _of_act(turn: Turn, act: acts.Act | None) -> Values:
    found = {} if act is None else _ACTS.get(type(act), _nothing)(turn, act)
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _nothing(turn: Turn, act: Any) -> Values:
    return {}


def _accept(turn: Turn, act: acts.Accept) -> Values:
    return {"accepted_on": _day(turn.state.accepted) or timezone.localdate(turn.now)}


def _hand_in(turn: Turn, act: acts.HandIn) -> Values:
    """A receipt for what came now, and for nothing that came before."""
    known = {row[0]: row for row in _materials(turn)}
    return {
        "received_on": timezone.localdate(turn.now),
        "materials": [known[each[:300]] for each in act.items],
    }


def _notice(turn: Turn, act: acts.GiveNotice) -> Values:
    return {"missing": _items(turn, act.items), **_within(turn, act.within)}


def _more(turn: Turn, act: acts.RequestMore) -> Values:
    return {"more": _items(turn, act.items), **_within(turn, act.within)}


def _items(turn: Turn, items: tuple[str, ...]) -> list[list[str]]:
    """Each item with what it must be like, where the kit says so."""
    standards = {each.name: each.standard for each in turn.pinned.kit.materials}
    return [[item, standards.get(item, "")] for item in items]


def _within(turn: Turn, limit: Limit | None) -> Values:
    counted = count(limit, turn.now, turn.days) if limit else None
    return {"within": limit_words(limit) if limit else "", "within_until": counted.due if counted else None}


def _decline(turn: Turn, act: acts.Decline) -> Values:
    return {"reasons": act.reasons, "competent": act.competent, "receiver": act.competent}


def _verdict(turn: Turn, act: acts.Decide | acts.Recommend) -> Values:
    labels = turn.pinned.kit.labels
    return {"reasons": act.reasons, "result": labels.favourable if act.favourable else labels.unfavourable}


def _inspect(turn: Turn, act: acts.Inspect) -> Values:
    names = _names(each.person for each in act.people)
    return {
        "inspectors": [[names.get(each.person, each.person), each.credential] for each in act.people],
        "inspected_where": act.where,
        "inspected_at": span_words(act.began, act.ended),
        "refusal": act.refusal,
        "pictures": f"{len(act.pictures)}张，附后" if act.pictures else "",
        "findings": act.findings,
        "reasons": act.findings,
    }


def _meet(turn: Turn, act: acts.Meet) -> Values:
    names = _names((*act.people, *act.stood_back))
    return {
        "meeting_on": act.on,
        "attendees": "、".join(names.get(each, each) for each in act.people),
        "stood_back": "、".join(names.get(each, each) for each in act.stood_back),
        "votes": f"同意{act.votes_for}票，反对{act.votes_against}票",
    }


def _names(references: Iterable[str]) -> dict[str, str]:
    ids = {number for each in references if (number := person_id(each)) is not None}
    return {reference(pk): name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}


def _joint(turn: Turn, act: acts.JointReview) -> Values:
    place = course_of(turn.pinned.procedure).find(act.step)
    return {"partner": place.party if place else "", "opinion": act.opinion}


def _answer(turn: Turn, act: acts.AnswerObjection) -> Values:
    """The objection in its own words; whoever gave no name is called by none."""
    found: Values = {"answer": act.answer}
    said = next((each for each in turn.state.objections if each.number == act.number), None)
    if said is not None:
        found |= {"objector": said.name, "objection": said.text, "objection_on": _day(said.at)}
    return found


def _check_up(turn: Turn, act: acts.CheckUp) -> Values:
    """What is to be mended until when; of a proposal to revoke, the order that came before and its term."""
    until = _within(turn, act.within)["within_until"]
    found: Values = {"reasons": act.words, "problems": [[act.words, "整改到位"]], "rectify_until": until}
    before = turn.state.checked
    if act.standing is Standing.REVOKE and before is not None and before.within:
        counted = count(before.within, before.at, turn.days)
        found["rectify_until"] = counted.due if counted else None
        order = Letter.objects.filter(subject=turn.case.subject, kind="rectification").order_by("-pk").first()
        found["rectified_by"] = order.number if order else ""
    return found


_ACTS: dict[type, Callable[[Turn, Any], Values]] = {
    acts.HandIn: _hand_in,
    acts.Accept: _accept,
    acts.GiveNotice: _notice,
    acts.RequestMore: _more,
    acts.Decline: _decline,
    acts.Decide: _verdict,
    acts.Recommend: _verdict,
    acts.Inspect: _inspect,
    acts.Meet: _meet,
    acts.JointReview: _joint,
    acts.Review: lambda turn, act: {"opinion": act.opinion, "reasons": act.opinion},
    acts.Suspend: lambda turn, act: {"procedure_ground": act.ground},
    acts.Extend: lambda turn, act: {"reasons": act.reasons, "extended_by": limit_words(act.more)},
    acts.Report: lambda turn, act: {"recipient": act.recipient},
    acts.Post: lambda turn, act: {"publicity_from": act.start, "publicity_until": act.end},
    acts.AnswerObjection: _answer,
    acts.RecordResult: lambda turn, act: {
        "higher_organ": act.organ,
        "higher_result": act.words,
        "higher_number": act.number,
    },
    acts.CheckUp: _check_up,
}
"""What an act itself says of the values of its letter."""


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localdate(moment)


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "value", value))
