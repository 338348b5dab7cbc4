"""Everything that is said about the ranking of a round: each service is one transaction with its record.

``seen`` is what whoever acts had before them: for scores and priorities the last entry about the case, for what
changes the order the last of the round (``Ranking.version``). Saying the same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.cases.models import Case
from quanze.cases.playing import moment, played
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.rounds.models import Round
from quanze.rounds.queries import State, call_of
from quanze.selection.models import Entry
from quanze.selection.order import CENT, NOTHING, said_of
from quanze.selection.permissions import competing
from quanze.selection.queries import Ranking, letter_of, order_of, ranking

LONGEST_REASON = 500
LONGEST_NAME = 50
LONGEST_GROUND = 300
MOST_PEOPLE = 100

Kind = Entry.Kind


@dataclass(frozen=True, slots=True)
class Meeting:
    """集体研究: on which day, the minutes (an uploaded file that is not bound yet), who was there, who of them stood
    back, the votes."""

    on: date
    minutes: Deposit
    people: Sequence[Person]
    stood_back: Sequence[Person] = ()
    votes_for: int = 0
    votes_against: int = 0


@transaction.atomic
def score(
    round: Round,
    person: Person,
    case: Case,
    reviewer: str,
    points: Mapping[str, Decimal],
    seen: int,
    *,
    remark: str = "",
    where: Origin | None = None,
) -> Entry:
    """What a reviewer gives a case, by every criterion; it takes the place of what the same reviewer gave before.

    Raises ``Denied``; :class:`Unacceptable`: somebody else said something about the case since, points are missing or
    too many, or the ranking is fixed.
    """
    held = locked(round, person, "ranking.arrange")
    name = plain(reviewer, LONGEST_NAME, "评审人姓名")
    if not name:
        raise Unacceptable("请写明评审人。")
    given = {}
    for criterion in held.criteria:
        point = points.get(criterion.key)
        if point is None:
            raise Unacceptable(f"请填写“{criterion.name}”的得分。")
        if not point.is_finite() or not 0 <= point <= criterion.most or point != point.quantize(CENT):
            raise Unacceptable(f"“{criterion.name}”的得分应在0到{criterion.most:f}之间，最多两位小数。")
        given[criterion.key] = format(point.quantize(CENT), "f")
    if len(points) != len(given):
        raise Unacceptable("有的评分项不属于本事项，请重新打开页面再评。")
    body = {"reviewer": name, "points": given}
    return _about(held, person, case, Kind.SCORE, body, plain(remark, LONGEST_REASON, "说明"), seen, where)


@transaction.atomic
def prefer(
    round: Round, person: Person, case: Case, ground: str, seen: int, *, where: Origin | None = None
) -> Entry:
    """A case goes before others on this ground; of the grounds in the kit one of them, else in the bureau's words.
    Blank: it does not any more. Raises as :func:`score` does."""
    held = locked(round, person, "ranking.arrange")
    words = plain(ground, LONGEST_GROUND, "优先的理由")
    known = [each.text for each in held.kit.ranking.preferences]
    if words and known and words not in known:
        raise Unacceptable("优先的情形须是事项配置写明的。")
    return _about(held, person, case, Kind.PRIORITY, {"ground": words}, "", seen, where)


@transaction.atomic
def move(
    round: Round,
    person: Person,
    case: Case,
    place: int,
    reason: str,
    seen: int,
    *,
    where: Origin | None = None,
) -> Entry:
    """A case is to stand at this place of its list; 0: where its score puts it. Raises as :func:`score` does; without
    a reason; for a place that there is not or at which it stands."""
    held = locked(round, person, "ranking.arrange")
    why = plain(reason, LONGEST_REASON, "理由")
    body = {"place": place}
    if (done := _again(held, person, Kind.MOVE, case, body, why, seen)) is not None:
        return done
    _demand_open(held)
    _demand_version(held, seen)
    found = held.row(case.number)
    if found is None:
        raise Unacceptable("本件不参加排序：已经结束、不予通过，或者不在本批次。")
    ranked, row = found
    if not why:
        raise Unacceptable("请写明调整位次的理由。")
    if not 0 <= place <= len(ranked.rows):
        raise Unacceptable(f"位次应在1到{len(ranked.rows)}之间。")
    if place == row.place:
        raise Unacceptable(f"本件现在就在第{place}位。")
    if not place and row.said.moved is None:
        raise Unacceptable("本件的位次没有调整过。")
    return _add(held, person, Kind.MOVE, row.case, body, why, where)


@transaction.atomic
def meet(round: Round, person: Person, meeting: Meeting, seen: int, *, where: Origin | None = None) -> Entry:
    """A meeting decided on the order as it stands. Whoever acts for an applicant of the round stands back.

    Raises ``Denied``; :class:`Unacceptable`: the order changed since, a voter too many, somebody who should stand back.
    """
    held = locked(round, person, "ranking.fix")
    people = sorted({each.pk for each in meeting.people})
    back = sorted({each.pk for each in meeting.stood_back})
    body: dict[str, Any] = {
        "on": meeting.on.isoformat(),
        "minutes": meeting.minutes.pk,
        "people": people,
        "stood_back": back,
        "for": meeting.votes_for,
        "against": meeting.votes_against,
        "order": order_of(held.live),
    }
    if (done := _again(held, person, Kind.MEETING, None, body, "", seen)) is not None:
        return done
    _demand_open(held)
    _demand_version(held, seen)
    if not body["order"]:
        raise Unacceptable("本批次还没有参加排序的办件。")
    if meeting.on > timezone.localdate():
        raise Unacceptable("会议日期还没有到。")
    if not people or len(people) > MOST_PEOPLE:
        raise Unacceptable(f"请选择参会人员，不超过{MOST_PEOPLE}人。")
    if not set(back) <= set(people):
        raise Unacceptable("回避的人应在参会人员之中。")
    if conflicted := competing(held.round, people) - set(back):
        names = [each.name for each in meeting.people if each.pk in conflicted]
        raise Unacceptable(f"{'、'.join(names)}代表本批次的申请人，须回避。")
    if min(meeting.votes_for, meeting.votes_against) < 0:
        raise Unacceptable("票数不能是负数。")
    votes = meeting.votes_for + meeting.votes_against
    if not 0 < votes <= len(people) - len(back):
        raise Unacceptable(f"票数合计应在1到{len(people) - len(back)}之间：回避的人不表决。")
    if meeting.minutes.person_id != person.pk:
        raise Unacceptable("会议记录须由您自己上传。")
    return _add(held, person, Kind.MEETING, None, body, "", where, meeting.minutes)


@transaction.atomic
def fix(round: Round, person: Person, seen: int, *, where: Origin | None = None) -> Entry:
    """The order as it stands is the bureau's; nothing of it changes until it is released.

    Raises ``Denied``; :class:`Unacceptable`: it changed since, nothing is to be ranked, the meeting is missing that the
    bureau's rules ask for, or the one that was held decided on another order or against this one.
    """
    held = locked(round, person, "ranking.fix")
    body = {
        "terms": held.call.terms.pk,
        "lists": [
            {
                "kind": each.kind,
                "quota": each.quota,
                "rows": [
                    {
                        "case": row.case.pk,
                        "computed": row.computed,
                        "score": None if row.said.score is None else format(row.said.score, "f"),
                        "ground": row.said.ground,
                    }
                    for row in each.rows
                ],
            }
            for each in held.live
        ],
    }
    if (done := _again(held, person, Kind.FIXED, None, body, "", seen)) is not None:
        return done
    _demand_open(held)
    _demand_version(held, seen)
    if not held.ranked:
        raise Unacceptable("本批次还没有参加排序的办件。")
    if held.needs_meeting and not held.meeting_holds:
        if held.meeting is None:
            raise Unacceptable("本局规定须先集体研究：请登记会议，再确定排序。")
        raise Unacceptable("最近一次会议没有通过现在的排序：排序在会后改动过，或者表决没有过半数。")
    return _add(held, person, Kind.FIXED, None, body, "", where)


@transaction.atomic
def release(round: Round, person: Person, reason: str, seen: int, *, where: Origin | None = None) -> Entry:
    """A fixed order may be changed again, unless a letter recommends by it. Raises ``Denied``,
    :class:`Unacceptable`."""
    held = locked(round, person, "ranking.fix")
    why = plain(reason, LONGEST_REASON, "理由")
    if (done := _again(held, person, Kind.RELEASED, None, {}, why, seen)) is not None:
        return done
    _demand_version(held, seen)
    if held.fixed is None:
        raise Unacceptable("排序还没有确定。")
    if held.call.state is State.REPORTED:
        raise Unacceptable("批次已经上报，不能撤销排序。")
    if (letter := letter_of(held.fixed)) is not None:
        raise Unacceptable(f"已经出具推荐文件{letter.number}；要改排序的，先作废或者撤回推荐文件。")
    if not why:
        raise Unacceptable("请写明撤销的理由。")
    return _add(held, person, Kind.RELEASED, None, {}, why, where)


def locked(round: Round, person: Person, verb: str) -> Ranking:
    """The ranking as it is now, the round's row locked. Raises ``Denied``."""
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    call = call_of(round.pk)
    demand(person, verb, call.round)
    return ranking(call)


def _about(
    held: Ranking,
    person: Person,
    case: Case,
    kind: Entry.Kind,
    body: dict[str, Any],
    reason: str,
    seen: int,
    where: Origin | None,
) -> Entry:
    """Say something about one case. What others say of other cases meanwhile is no hindrance."""
    of_case = [entry for entry in held.entries if entry.case_id == case.pk]
    since = [entry for entry in of_case if entry.position > seen]
    if len(since) == 1 and _is(since[0], person, kind, body, reason):
        return since[0]
    _demand_open(held)
    found = next((each for each in held.ranked if each.pk == case.pk), None)
    if found is None:
        raise Unacceptable("本件不参加排序：已经结束、不予通过，或者不在本批次。")
    if since:
        raise Unacceptable(_overtaken(since[-1], "本件"))
    if kind == Kind.PRIORITY and body["ground"] == said_of(of_case).get(case.pk, NOTHING).ground:
        raise Unacceptable("没有改动。")
    return _add(held, person, kind, found, body, reason, where)


def _again(
    held: Ranking,
    person: Person,
    kind: Entry.Kind,
    case: Case | None,
    body: dict[str, Any],
    reason: str,
    seen: int,
) -> Entry | None:
    """What this person has said already, where it is all that was said since: a form that was sent twice."""
    since = [entry for entry in held.entries if entry.position > seen]
    same = len(since) == 1 and since[0].case_id == (None if case is None else case.pk)
    return since[0] if same and _is(since[0], person, kind, body, reason) else None


def _is(entry: Entry, person: Person, kind: Entry.Kind, body: dict[str, Any], reason: str) -> bool:
    said = (entry.by_id, entry.kind, entry.body, entry.reason)
    return said == (person.pk, kind, body, reason)


def _demand_open(held: Ranking) -> None:
    """Raise :class:`Unacceptable` where the order is fixed, or the round was reported or called off."""
    if held.fixed is not None:
        raise Unacceptable("排序已经确定。要改的，先撤销确定并写明理由。")
    if held.call.state in (State.REPORTED, State.CALLED_OFF):
        raise Unacceptable(f"批次{held.call.state.label}，不能再改排序。")


def _demand_version(held: Ranking, seen: int) -> None:
    if held.version != seen:
        raise Unacceptable(_overtaken(held.entries[-1], "排序") if held.entries else "请重新打开页面。")


def _overtaken(entry: Entry, what: str) -> str:
    when = timezone.localtime(entry.at)
    told = f"{entry.by.name}于{when.month}月{when.day}日{when:%H:%M}登记了“{entry.get_kind_display()}”"
    return f"您查看以后，{what}有改动（{told}）。请核对现在的情况，然后再办。"


def plain(said: str, longest: int, what: str) -> str:
    """What a person wrote, on one line; PostgreSQL's text has no U+0000."""
    told = " ".join(said.replace("\0", "").split())
    if len(told) > longest:
        raise Unacceptable(f"{what}不能超过{longest}个字。")
    return told


def _add(
    held: Ranking,
    person: Person,
    kind: Entry.Kind,
    case: Case | None,
    body: dict[str, Any],
    reason: str,
    where: Origin | None,
    minutes: Deposit | None = None,
) -> Entry:
    round = held.round
    made = Entry.objects.create(
        round=round,
        position=held.version + 1,
        kind=kind,
        case=case,
        body=body,
        reason=reason,
        by=person,
        at=moment(round.agency),
    )
    if minutes is not None:
        bind(minutes, f"ranking:{made.pk}")
    thing = Thing("rounds.Round", str(round.pk), f"{round.matter_name}：{round.title}"[:200])
    detail: dict[str, Any] = {"entry": made.pk}
    if case is not None:
        detail["case"] = case.number
    if (then := played(round.agency)) is not None:
        detail["played"] = then.isoformat()
    record(round.agency.code, f"ranking.{kind.value}", who=person, thing=thing, where=where, detail=detail)
    return made
