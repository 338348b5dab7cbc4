"""推荐文件: the letter of the bureau that recommends the cases of a fixed ranking to the higher authority, in their
order. It belongs to the order (``ranking:<entry>``), and as long as it counts, that is not released."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from quanze.audit.services import Origin, Thing, record
from quanze.cases.models import Case
from quanze.cases.playing import moment
from quanze.cases.several import of_several
from quanze.digests import canonical
from quanze.documents.codec import load
from quanze.documents.tree import Document
from quanze.letters import services as letters
from quanze.letters.models import Letter
from quanze.people.models import Person
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.model import Kind
from quanze.registry.queries import contact, edition_on
from quanze.rounds.models import Round
from quanze.rounds.queries import State
from quanze.rulebook.queries import procedure_in_force
from quanze.selection.models import Entry
from quanze.selection.queries import Ranking, letter_of, subject
from quanze.selection.saying import locked

LETTER = "recommendation"
"""The kind of letter that recommends."""

LONGEST_KEY = 18
"""Digits of a key."""


@dataclass(frozen=True, slots=True)
class Look:
    """The letter as it will go out. ``digest`` stands for it: whoever sends it back has seen it."""

    title: str
    letter: Document
    digest: str


class _Unseen(Exception):
    def __init__(self, look: Look) -> None:
        self.look = look


def recommended(held: Ranking) -> list[list[str]]:
    """The rows of the letter: applicant, and what names the application; where there are several lists, its list."""
    several = sum(bool(rows) for _, rows in held.going) > 1
    return [
        [row.case.applicant_name, _project(row.case, held.name_of(each.kind) if several else "")]
        for each, rows in held.going
        for row in rows
    ]


def _project(case: Case, kind: str) -> str:
    named = case.title or case.matter_name
    return f"{named}（{kind}）" if kind else named


def known(held: Ranking, person: Person) -> dict[str, Any]:
    """What is known of the values of the letter, for a form to begin with. At most six queries."""
    round, copies = held.round, held.call.terms.copies
    edition = edition_on(round.agency)
    told = None if edition is None else contact(edition)
    phone = None if told is None else told.service_phone
    return {
        "recipient": _recipient(held),
        "subject_words": f"推荐{round.year}年度{round.matter_name}项目",
        "recommended": recommended(held),
        "call": round.cited,
        "enclosed": ["推荐汇总表", f"申报材料（每件纸质{copies}份）" if copies else "申报材料"],
        "handler": person.name,
        "handler_phone": "" if phone is None else str(getattr(phone, "value", phone)),
    }


def _recipient(held: Ranking) -> str:
    """The agency's superior; else whom the list names, where it names somebody; else nobody guesses."""
    superior = held.round.agency.superior
    if superior is not None:
        return superior.name
    found = procedure_in_force(held.round.matter)
    steps = () if found.procedure is None else found.procedure.steps
    named = (step.party for step in steps if step.kind in (Kind.REPORT, Kind.RECOMMEND) and step.party)
    return next(named, "")


def recommend(
    round: Round,
    person: Person,
    values: Mapping[str, Any],
    seen: int,
    *,
    looked: str = "",
    where: Origin | None = None,
) -> Letter | Look:
    """Issue the letter, unless it is not the one of which ``looked`` is the digest: then nothing is done, and it is
    given to be looked at. ``values`` go before what is known.

    Raises ``Denied``; :class:`Unacceptable`: the ranking is not fixed or has changed, nothing goes up, a letter was
    issued already, a value is missing or wrong.
    """
    try:
        with transaction.atomic():
            return _issued(round, person, values, seen, looked, where)
    except _Unseen as unseen:
        return unseen.look


def _issued(
    round: Round, person: Person, values: Mapping[str, Any], seen: int, looked: str, where: Origin | None
) -> Letter:
    held = locked(round, person, "ranking.send")
    if held.fixed is None:
        raise Unacceptable("排序确定以后，才能出具推荐文件。")
    if (done := letter_of(held.fixed)) is not None:
        if done.by_id == person.pk and looked == _digest(done):
            return done
        raise Unacceptable(f"已经出具推荐文件{done.number}；要重新出具的，先作废或者撤回。")
    if held.version != seen:
        raise Unacceptable("您查看以后，排序有改动。请核对现在的排序，然后再办。")
    if held.call.state is State.CALLED_OFF:
        raise Unacceptable("批次已取消，不能出具推荐文件。")
    if not recommended(held):
        raise Unacceptable("没有可以推荐的办件：名额内的都已经撤回、不予通过或者移到别的批次。")
    made = {**known(held, person), **values, "recommended": recommended(held)}
    letter = letters.issue(
        round.agency, LETTER, made, subject=subject(held.fixed), by=person, at=moment(round.agency)
    )
    if looked != _digest(letter):
        raise _Unseen(Look(letter.about.title, load(letter.tree), _digest(letter)))
    thing = Thing("rounds.Round", str(round.pk), f"{round.matter_name}：{round.title}"[:200])
    detail = {"letter": letter.reference, "number": letter.number, "entry": held.fixed.pk}
    record(round.agency.code, "ranking.recommend", who=person, thing=thing, where=where, detail=detail)
    return letter


def _digest(letter: Letter) -> str:
    """By its number no letter is told from another: somebody else may be given it in between."""
    return hashlib.sha256(canonical([letter.kind, letter.values]).encode()).hexdigest()


@of_several("ranking")
def _among(case: Case, place: str) -> bool:
    """Whether an entry is about the case: it is within the quota of the order that was fixed, or in the one on which
    the meeting decided."""
    _, _, pk = place.partition(":")
    if case.round_id is None or not pk.isdecimal() or len(pk) > LONGEST_KEY:
        return False
    entry = Entry.objects.filter(pk=int(pk), round=case.round_id).first()
    if entry is None:
        return False
    if entry.kind == Entry.Kind.FIXED:
        rows = (row for each in entry.body["lists"] for row in each["rows"][: each["quota"]])
        return any(row["case"] == case.pk for row in rows)
    return any(case.pk in listed for listed in entry.body.get("order", {}).values())
