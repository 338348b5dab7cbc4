"""What may happen at any moment before the end, and what may still happen after it."""

from __future__ import annotations

from quanze.procedure.clocks.suspension import GROUNDS, NO_GROUNDS
from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.choices import Fate, Standing
from quanze.procedure.engine.course import Part, Place
from quanze.procedure.engine.events import Consequence, Ended, Ending
from quanze.procedure.engine.hindrance import Hindrance, clip, hindered
from quanze.procedure.engine.labels import ENDINGS, Who
from quanze.procedure.engine.rule import Rule, Situation, Spot, on_part
from quanze.procedure.engine.turn import accepted, clock_runs, underway

# --- before the end ---------------------------------------------------------------------------------------------


def _withdrawn(situation: Situation, place: Spot, act: acts.Withdraw) -> tuple[Consequence, ...]:
    return (Ended(Ending.WITHDRAWN),)


def _suspension(situation: Situation, place: Spot, act: acts.Suspend) -> Hindrance | None:
    if act.ground not in GROUNDS:
        why = NO_GROUNDS.get(act.ground, f"可以中止计时的事由只有{'、'.join(GROUNDS)}")
        return hindered(
            "ground",
            f"“{clip(act.ground)}”不是可以中止计时的事由：{why}",
            "请在期限内办理，或者选择列明的事由",
        )
    return contents.document(act.notice, "告知申请人中止计时的书面通知")


def _standing_still(situation: Situation, place: Spot) -> Hindrance | None:
    if situation.state.suspended:
        return None
    return hindered("not_suspended", "办理期限没有中止", "无须恢复")


def _recusal(situation: Situation, place: Spot, act: acts.Recuse) -> Hindrance | None:
    if act.person in situation.state.recused:
        return hindered("recused", f"{clip(situation.facts.name(act.person))}已经回避", "无须重复登记")
    return contents.words(act.person, "回避的人员") or contents.words(act.reason, "回避的理由")


def _remark(situation: Situation, place: Place, act: acts.Remark) -> Hindrance | None:
    return contents.words(act.words, "记录的内容", place)


def _adjustment(situation: Situation, place: Spot, act: acts.Adjust) -> Hindrance | None:
    if act.fate is Fate.TRANSFER and not act.receiver.strip():
        return hindered("words", "没有写明接收办件的机关", "请写明接收机关")
    if act.kept and act.fate is not Fate.SWITCH:
        return hindered("kept", "只有改按新规程办理时才列保留的环节", "请删去保留的环节")
    if act.kept and situation.state.accepted is None:
        return hindered("kept", "申请尚未受理，没有可以保留的环节", "请删去保留的环节")
    if act.fate is Fate.SWITCH and situation.state.open_objections:
        return hindered("objections", "还有异议没有答复", "请先答复异议，再改按新规程办理")
    return contents.words(act.adjustment, "清单调整的文号或者编号") or contents.words(
        act.reason, "处理的理由"
    )


def _adjusted(situation: Situation, place: Spot, act: acts.Adjust) -> tuple[Consequence, ...]:
    if act.fate is Fate.TRANSFER:
        return (Ended(Ending.TRANSFERRED),)
    return (Ended(Ending.ABOLISHED),) if act.fate is Fate.END else ()


# --- after the end ----------------------------------------------------------------------------------------------


def _expected(situation: Situation, place: Spot) -> Hindrance | None:
    state, course = situation.state, situation.course
    beyond = any(place.external for place in course.places)
    if course.reported(state) or (beyond and state.ending in (None, Ending.COMPLETED) and state.accepted):
        return None
    return hindered("not_reported", "本件没有上报，没有上级结果可登记", "请先完成推荐、上报")


def _result(situation: Situation, place: Spot, act: acts.RecordResult) -> Hindrance | None:
    return contents.words(act.organ, "作出结果的机关") or _from_above(situation, act)


def _progress(situation: Situation, place: Spot, act: acts.NoteProgress) -> Hindrance | None:
    return contents.first(
        contents.words(act.organ, "办理的上级机关"),
        contents.words(act.words, "办到了哪一步"),
        _from_above(situation, act),
    )


def _from_above(situation: Situation, act: acts.RecordResult | acts.NoteProgress) -> Hindrance | None:
    return contents.not_later(act.on, situation, "上级文件的日期") if act.on else None


def _followed(situation: Situation, place: Place) -> Hindrance | None:
    state = situation.state
    if state.ending is None:
        return hindered("not_ended", "办件尚未办结，还不到后续监管", "请先办结", place)
    if state.ending not in (Ending.REPORTED, Ending.COMPLETED):
        return hindered(
            "ended", f"办件以“{ENDINGS[state.ending]}”结束，没有后续监管", "有新的情况，请另行申请", place
        )
    if state.checked and state.checked.standing is Standing.REVOKE:
        return hindered("revoked", "已经建议撤销", "请登记上级机关的处理结果", place)
    return None


def _check_up(situation: Situation, place: Place, act: acts.CheckUp) -> Hindrance | None:
    checked = situation.state.checked
    rectifying = checked is not None and checked.standing is Standing.RECTIFY
    if act.standing is Standing.REVOKE and not rectifying:
        return hindered(
            "not_rectified",
            "尚未要求整改，不能直接建议撤销",
            "请先限期整改，整改后仍不符合的再建议撤销",
            place,
        )
    return contents.words(act.words, "检查的情况", place) or contents.term(act.within, situation)


RULES = (
    Rule(acts.Withdraw, "撤回申请", Who.APPLICANT, (underway,), follows=_withdrawn),
    Rule(acts.Suspend, "中止计时", Who.OFFICER, (underway, accepted, clock_runs), demands=_suspension),
    Rule(acts.Resume, "恢复计时", Who.OFFICER, (underway, _standing_still)),
    Rule(acts.Recuse, "登记回避", Who.OFFICER, (underway,), demands=_recusal),
    Rule(acts.Remark, "作记录", Who.OFFICER, (underway,), spots=on_part(Part.ASIDE), demands=_remark),
    Rule(acts.Adjust, "按清单调整处理", Who.KEEPER, (underway,), demands=_adjustment, follows=_adjusted),
    Rule(acts.RecordResult, "登记上级结果", Who.OFFICER, (_expected,), demands=_result),
    Rule(acts.NoteProgress, "登记上级进展", Who.OFFICER, (_expected,), demands=_progress),
    Rule(acts.CheckUp, "后续监管", Who.OFFICER, (_followed,), spots=on_part(Part.TAIL), demands=_check_up),
)
