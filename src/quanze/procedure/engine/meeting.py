"""集体决策: what the bureau lets no single person decide."""

from __future__ import annotations

from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.course import Place
from quanze.procedure.engine.hindrance import Hindrance, clip, hindered
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.rule import Rule, Situation, Spot
from quanze.procedure.engine.turn import turn, underway
from quanze.procedure.model import Kind

DECIDED_IN_MEETINGS = frozenset({Kind.DECIDE, Kind.PUBLICIZE, Kind.RECOMMEND, Kind.REPORT, Kind.ANNOUNCE})
"""Kinds of step on which a meeting may decide, beside a review that may end in a negative verdict."""


def meeting(situation: Situation, place: Place) -> Hindrance | None:
    """A meeting decided on this step, where the bureau demands it for steps of its kind."""
    if place.kind not in situation.facts.rules.collective or place.key in situation.state.met:
        return None
    return _no_meeting(place)


def meeting_if_negative(situation: Situation, place: Place) -> Hindrance | None:
    """A meeting decided on this step, where the bureau demands it for what is negative."""
    if not situation.facts.rules.collective_negative or place.key in situation.state.met:
        return None
    return _no_meeting(place)


def _no_meeting(place: Place) -> Hindrance:
    return hindered(
        "collective",
        "按本机关的规定应当集体决策，尚无会议记录",
        "请先登记会议纪要、参会人员和表决情况",
        place,
    )


def _spots(situation: Situation) -> tuple[Spot, ...]:
    path = situation.course.path
    return tuple(place for place in path if place.verdict or place.kind in DECIDED_IN_MEETINGS)


def _record(situation: Situation, place: Place, act: acts.Meet) -> Hindrance | None:
    name = situation.facts.name
    voters = set(act.people) - set(act.stood_back)
    biased = next((person for person in act.people if person in voters and situation.recused(person)), None)
    if biased:
        return hindered("recused", f"{clip(name(biased))}应当回避，不能参加表决", "请将其列为回避人员", place)
    if not voters or len(set(act.people)) < len(act.people):
        return hindered("people", "没有写明参加表决的人员，或者一人列了两次", "请逐一写明参会人员", place)
    if min(act.votes_for, act.votes_against) < 0 or act.votes_for + act.votes_against > len(voters):
        return hindered(
            "votes",
            f"表决票数与参加表决的{len(voters)}人不符",
            "请核对赞成和反对的票数，弃权的不计",
            place,
        )
    return contents.first(
        contents.document(act.minutes, "会议纪要", place), contents.not_later(act.on, situation, "会议日期")
    )


RULES = (Rule(acts.Meet, "集体决策", Who.LEADER, (underway, turn), spots=_spots, demands=_record),)
