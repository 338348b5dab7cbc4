"""Verdict, report, delivery, proof of certificates, sending back, closing."""

from __future__ import annotations

from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.course import EXAMINING, NEGATIVE_DELIVERY, VERDICTS, Part, Place
from quanze.procedure.engine.events import Consequence, Ended
from quanze.procedure.engine.hindrance import Hindrance, hindered
from quanze.procedure.engine.labels import Who, negative_name
from quanze.procedure.engine.meeting import meeting, meeting_if_negative
from quanze.procedure.engine.outcome import back_to, discharge, discharged, ending
from quanze.procedure.engine.rule import Rule, Situation, Spot, on_path
from quanze.procedure.engine.turn import (
    IN_TURN,
    accepted,
    awaiting,
    clock_runs,
    not_declined,
    underway,
    undone,
)
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind

REPEATABLE = EXAMINING | VERDICTS
"""Kinds of step to which a case may be sent back."""

# --- verdict ----------------------------------------------------------------------------------------------------


def _reasons(place: Place, favourable: bool, reasons: str) -> Hindrance | None:
    if not place.with_reasons(favourable):
        return None
    return contents.words(reasons, "理由" if favourable else f"{negative_name(place.kind)}的理由", place)


def _decision(situation: Situation, place: Place, act: acts.Decide) -> Hindrance | None:
    written = place.in_writing(act.favourable) or place.certified(act.favourable)
    return contents.first(
        _reasons(place, act.favourable, act.reasons),
        contents.document(act.paper.document if act.paper else "", "书面决定", place) if written else None,
        contents.paper(act.paper, situation, place, whole=False),
        None if act.favourable else meeting_if_negative(situation, place),
    )


def _recommendation(situation: Situation, place: Place, act: acts.Recommend) -> Hindrance | None:
    if act.rank is not None and act.rank < 1:
        return hindered("rank", f"名次不能是{act.rank}", "请从第一名起填写", place)
    if act.favourable:
        return _reasons(place, True, act.reasons) or contents.document(act.document, "推荐文件", place)
    return contents.first(_reasons(place, False, act.reasons), meeting_if_negative(situation, place))


# --- going out --------------------------------------------------------------------------------------------------


def _report(situation: Situation, place: Place, act: acts.Report) -> Hindrance | None:
    return contents.first(
        contents.words(act.recipient, "上报对象", place),
        contents.document(act.document, "上报文件", place),
    )


def _performance(situation: Situation, place: Place, act: acts.Perform) -> Hindrance | None:
    return contents.first(
        contents.document(act.paper.document, f"{KINDS[place.kind]}的文书或者记录", place),
        contents.paper(act.paper, situation, place, whole=False),
    )


def _deliveries(situation: Situation) -> tuple[Spot, ...]:
    listed = tuple(place for place in situation.course.path if place.kind is Kind.DELIVER)
    return (*listed, NEGATIVE_DELIVERY)


def _delivery(situation: Situation, place: Place, act: acts.Deliver) -> Hindrance | None:
    sealed = situation.state.negative or place.certified()
    given = act.paper.delivered
    return contents.first(
        contents.document(act.paper.document, "送达的文书", place),
        contents.document(given.proof if given else "", "送达的日期、方式和证明", place),
        contents.paper(act.paper, situation, place, whole=sealed),
    )


# --- proof ------------------------------------------------------------------------------------------------------


def _certifiable(situation: Situation) -> tuple[Spot, ...]:
    return tuple(place for place in situation.course.places if place.part in (Part.PATH, Part.BRANCH))


def _nothing_awaited(situation: Situation, place: Place) -> Hindrance | None:
    if any(waiting.step == place.key for waiting in situation.state.awaiting):
        return None
    return hindered("no_certificate", "这一环节没有待证明的书面凭证", "请先办理这一环节", place)


def _proof(situation: Situation, place: Place, act: acts.Prove) -> Hindrance | None:
    return contents.paper(act.paper, situation, place, whole=True)


def _proven(situation: Situation, place: Place, act: acts.Prove) -> tuple[Consequence, ...]:
    waiting = next(waiting for waiting in situation.state.awaiting if waiting.step == place.key)
    return discharged(situation, place, waiting.act)


# --- sending back -----------------------------------------------------------------------------------------------


def _repeatable(situation: Situation) -> tuple[Spot, ...]:
    return tuple(place for place in situation.course.path if place.kind in REPEATABLE)


def returnable(situation: Situation, place: Place) -> Hindrance | None:
    """The step is one that was done, and nothing went out to the applicant yet."""
    state = situation.state
    if place.kind not in REPEATABLE:
        return hindered("no_return", f"{KINDS[place.kind]}不能重办", "请退回到审查或者决定的环节", place)
    if not state.is_done(place.key):
        return hindered("not_done", f"{KINDS[place.kind]}尚未办理，无须退回", "请退回到已经办过的环节", place)
    told = (each for each in situation.course.path if each.kind is Kind.DELIVER or each.told_to_applicant)
    gone = next((each for each in (*told, NEGATIVE_DELIVERY) if state.is_done(each.key)), None)
    if gone:
        return hindered(
            "delivered", "决定已经送达申请人，不能再退回重办", "请办结；确有错误的，依法另行纠正", gone
        )
    return None


def _answered(situation: Situation, place: Spot) -> Hindrance | None:
    waiting = situation.state.open_objections
    if not waiting:
        return None
    return hindered(
        "objections",
        f"还有{len(waiting)}件异议没有答复",
        "请先逐件答复异议",
        situation.course.find(waiting[0].step),
    )


def _send_back(situation: Situation, place: Place, act: acts.SendBack) -> Hindrance | None:
    return contents.words(act.reasons, "退回的理由", place)


def _sent_back(situation: Situation, place: Place, act: acts.SendBack) -> tuple[Consequence, ...]:
    return back_to(situation, place)


# --- closing ----------------------------------------------------------------------------------------------------


def _all_done(situation: Situation, place: Spot) -> Hindrance | None:
    state, course = situation.state, situation.course
    if state.awaiting:
        return awaiting(situation, course.find(state.awaiting[0].step))
    owed = course.owed(state)
    return undone(owed[0]) if owed else None


def _closed(situation: Situation, place: Spot, act: acts.Close) -> tuple[Consequence, ...]:
    return (Ended(ending(situation)),)


RULES = (
    Rule(
        acts.Decide,
        "作出决定",
        Who.LEADER,
        (*IN_TURN, meeting),
        spots=on_path(Kind.DECIDE),
        demands=_decision,
        follows=discharge,
    ),
    Rule(
        acts.Recommend,
        "推荐",
        Who.LEADER,
        (*IN_TURN, meeting),
        spots=on_path(Kind.RECOMMEND),
        demands=_recommendation,
        follows=discharge,
    ),
    Rule(
        acts.Report,
        "上报",
        Who.OFFICER,
        (*IN_TURN, meeting),
        spots=on_path(Kind.REPORT),
        demands=_report,
        follows=discharge,
    ),
    Rule(
        acts.Perform,
        "",
        Who.OFFICER,
        (*IN_TURN, meeting),
        spots=on_path(Kind.NOTIFY, Kind.HEAR, Kind.ANNOUNCE, Kind.ENFORCE),
        demands=_performance,
        follows=discharge,
    ),
    Rule(
        acts.Deliver,
        "送达",
        Who.OFFICER,
        IN_TURN,
        spots=_deliveries,
        demands=_delivery,
        follows=discharge,
    ),
    Rule(
        acts.Prove,
        "登记凭证的盖章和送达",
        Who.OFFICER,
        (underway, _nothing_awaited),
        spots=_certifiable,
        demands=_proof,
        follows=_proven,
    ),
    Rule(
        acts.SendBack,
        "退回重办",
        Who.LEADER,
        (underway, not_declined, accepted, returnable, _answered),
        spots=_repeatable,
        demands=_send_back,
        follows=_sent_back,
    ),
    Rule(
        acts.Close,
        "办结",
        Who.OFFICER,
        (underway, not_declined, _all_done, clock_runs, _answered),
        follows=_closed,
    ),
)
