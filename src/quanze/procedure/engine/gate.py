"""Receipt, one-time notice, acceptance and non-acceptance."""

from __future__ import annotations

from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.choices import About
from quanze.procedure.engine.counting import count, is_past
from quanze.procedure.engine.course import Part, Place
from quanze.procedure.engine.deadlines import running
from quanze.procedure.engine.events import Consequence, Ended, Ending
from quanze.procedure.engine.hindrance import Hindrance, day_of, hindered, listed
from quanze.procedure.engine.labels import ENDINGS, Who
from quanze.procedure.engine.outcome import discharge
from quanze.procedure.engine.rule import Rule, Situation, Spot, on_path
from quanze.procedure.engine.turn import at_gate, not_declined, turn, underway
from quanze.procedure.model import Kind


def _branches(situation: Situation, kind: Kind) -> tuple[Spot, ...]:
    """The list's steps of this kind at the gate; where it has none, the acceptance itself."""
    course = situation.course
    found = tuple(
        place
        for place in course.places
        if place.kind is kind and place.part is Part.BRANCH and course.at_gate(place)
    )
    return found or (course.gate,)


def _notice_spots(situation: Situation) -> tuple[Spot, ...]:
    return _branches(situation, Kind.SUPPLEMENT)


def _decline_spots(situation: Situation) -> tuple[Spot, ...]:
    return _branches(situation, Kind.REFUSE)


def _gate(situation: Situation) -> tuple[Spot, ...]:
    return (situation.course.gate,)


# --- receipt ----------------------------------------------------------------------------------------------------


def _not_received(situation: Situation, place: Spot) -> Hindrance | None:
    state = situation.state
    if state.ending is not None:
        return hindered("ended", f"办件已经结束（{ENDINGS[state.ending]}）", "请另行申请")
    if state.received is not None:
        return hindered("received", "申请已经收到", "补充材料请用补交材料，不再重复提交")
    return None


def _submission(situation: Situation, place: Spot, act: acts.Submit) -> Hindrance | None:
    return contents.not_later(act.received, situation, "收到日期") if act.received else None


# --- notice -----------------------------------------------------------------------------------------------------


def _once(situation: Situation, place: Place) -> Hindrance | None:
    """一次性告知: a further one only when the first was answered, or its time is over."""
    notices = situation.state.notices
    if not notices or notices[-1].answered:
        return None
    last = notices[-1]
    if last.within and is_past(count(last.within, last.at, situation.calendar), situation.now):
        return None
    return hindered(
        "once",
        f"已于{day_of(last.at)}一次性告知，申请人尚未补交",
        "请等申请人补交或者期限届满；只有原来列明而补得不齐的材料可以再次告知",
        place,
    )


def _notice(situation: Situation, place: Place, act: acts.GiveNotice) -> Hindrance | None:
    return contents.first(
        contents.items(act.items, place),
        _only_listed(situation, place, act),
        contents.document(act.paper.document if act.paper else "", "告知书", place)
        if place.in_writing()
        else None,
        contents.paper(act.paper, situation, place, whole=place.certified()),
        contents.term(act.within, situation),
    )


def _only_listed(situation: Situation, place: Place, act: acts.GiveNotice) -> Hindrance | None:
    notices = situation.state.notices
    new = tuple(item for item in act.items if notices and item not in notices[0].items)
    if not new:
        return None
    return hindered(
        "once",
        f"{listed(new)}不在{day_of(notices[0].at)}的一次性告知之列",
        "请删去新增的材料，只列原来告知而没有补齐的；新增的不得再要求申请人补正",
        place,
    )


def _something_missing(situation: Situation, place: Spot) -> Hindrance | None:
    state = situation.state
    if state.missing or state.wanted:
        return None
    return hindered("nothing_missing", "没有要求补交的材料", "需要补交的，先由经办人告知")


def _answers(situation: Situation, place: Spot, act: acts.HandIn) -> Hindrance | None:
    asked = (*situation.state.missing, *situation.state.wanted)
    strange = tuple(item for item in act.items if item not in asked)
    if strange and contents.items(act.items) is None:
        return hindered(
            "items",
            f"{listed(strange)}不在要求补交的材料之列",
            f"请逐项补交：{listed(asked)}",
        )
    if act.documents and len(act.documents) != len(act.items):
        return hindered("items", "文件与材料的项数不符", "请每项材料附一个文件")
    return contents.items(act.items)


def _correction(situation: Situation, place: Spot, act: acts.Correct) -> Hindrance | None:
    return contents.items(act.items)


# --- acceptance -------------------------------------------------------------------------------------------------


def _complete(situation: Situation, place: Place) -> Hindrance | None:
    missing = situation.state.missing
    if situation.state.accepted is not None or not missing:
        return None
    notice = situation.course.find(situation.state.notices[-1].step)
    return hindered(
        "incomplete",
        f"已告知补正的材料还没有交齐：{listed(missing)}",
        "请等申请人补交，或者当场更正；不能补齐的，依法不予受理",
        notice if notice and not notice.own else place,
    )


def _acceptance(situation: Situation, place: Place, act: acts.Accept) -> Hindrance | None:
    return contents.paper(act.paper, situation, place, whole=False)


def _declination(situation: Situation, place: Place, act: acts.Decline) -> Hindrance | None:
    competent = None
    if not act.ours:
        competent = contents.words(act.competent, "有权办理的机关", place)
    return contents.first(
        competent,
        contents.words(act.reasons, "不予受理的理由", place),
        contents.paper(act.paper, situation, place, whole=False),
    )


# --- silence ----------------------------------------------------------------------------------------------------


def _silent_bureau(situation: Situation, place: Place) -> Hindrance | None:
    if not situation.facts.rules.silence_accepts:
        return hindered("no_rule", "本事项没有设定逾期不告知即为受理", "请作出受理或者不予受理的决定", place)
    over = any(
        deadline.about is About.NOTICE and is_past(deadline.counted, situation.now)
        for deadline in running(situation.course, situation.state, situation.calendar)
    )
    if over:
        return None
    return hindered("not_yet", "告知期限没有届满，或者已经告知", "请在期限内一次性告知或者受理", place)


def _silent_applicant(situation: Situation, place: Spot) -> Hindrance | None:
    state = situation.state
    if not situation.facts.rules.silence_withdraws:
        return hindered("no_rule", "本事项没有设定逾期未补正视为撤回", "请作出受理或者不予受理的决定")
    last = state.notices[-1] if state.missing else None
    if last and last.within and is_past(count(last.within, last.at, situation.calendar), situation.now):
        return None
    return hindered("not_yet", "补正期限没有届满，或者没有待补正的材料", "请等补正期限届满")


def _withdrawn(situation: Situation, place: Spot, act: acts.DeemWithdrawn) -> tuple[Consequence, ...]:
    return (Ended(Ending.DEEMED_WITHDRAWN),)


RULES = (
    Rule(acts.Submit, "收件", Who.APPLICANT, (_not_received,), demands=_submission),
    Rule(acts.Correct, "当场更正", Who.OFFICER, (underway, at_gate), demands=_correction),
    Rule(
        acts.GiveNotice,
        "一次性告知补正",
        Who.OFFICER,
        (underway, at_gate, _once),
        spots=_notice_spots,
        demands=_notice,
    ),
    Rule(
        acts.HandIn, "补交材料", Who.APPLICANT, (underway, not_declined, _something_missing), demands=_answers
    ),
    Rule(
        acts.Accept,
        "受理",
        Who.OFFICER,
        (underway, turn, _complete),
        spots=on_path(Kind.ACCEPT),
        demands=_acceptance,
        follows=discharge,
    ),
    Rule(
        acts.Decline,
        "作出不予受理决定",
        Who.OFFICER,
        (underway, at_gate),
        spots=_decline_spots,
        demands=_declination,
        follows=discharge,
    ),
    Rule(
        acts.DeemAccepted,
        "按逾期未告知视为受理",
        Who.CLOCK,
        (underway, at_gate, _silent_bureau),
        spots=_gate,
        follows=discharge,
    ),
    Rule(
        acts.DeemWithdrawn,
        "按逾期未补正视为撤回",
        Who.CLOCK,
        (underway, at_gate, _silent_applicant),
        follows=_withdrawn,
    ),
)
