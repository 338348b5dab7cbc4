"""公示: posted, objected to, answered, over."""

from __future__ import annotations

from quanze.procedure.clocks.moments import say_day
from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.concluding import returnable
from quanze.procedure.engine.counting import last_days
from quanze.procedure.engine.course import Place
from quanze.procedure.engine.events import Consequence
from quanze.procedure.engine.hindrance import Hindrance, hindered
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.meeting import meeting, meeting_if_negative
from quanze.procedure.engine.outcome import back_to, discharge, negative
from quanze.procedure.engine.rule import Rule, Situation, on_path
from quanze.procedure.engine.turn import IN_TURN, turn, underway
from quanze.procedure.model import Kind


def _posting(situation: Situation, place: Place, act: acts.Post) -> Hindrance | None:
    return contents.first(
        contents.words(act.address, "公示的网址或者地点", place),
        contents.document(act.picture, "公示的截图或者照片", place),
        contents.not_later(act.start, situation, "公示开始日期"),
        _long_enough(situation, place, act),
    )


def _long_enough(situation: Situation, place: Place, act: acts.Post) -> Hindrance | None:
    if act.end < act.start:
        return hindered("day", "公示结束日期早于开始日期", "请核对公示的起止日期", place)
    limit = place.step.limit if place.step else None
    shortest = last_days(limit, act.start, situation.calendar) if limit else None
    if shortest is None or act.end >= shortest[0]:
        return None
    return hindered(
        "too_short",
        f"公示期从{say_day(act.start)}起算，最早应到{say_day(shortest[0])}",
        f"请将公示结束日期定在{say_day(shortest[0])}或者以后",
        place,
    )


def _posted(situation: Situation, place: Place) -> Hindrance | None:
    if situation.state.posting(place.key):
        return None
    return hindered("not_posted", "尚未发布公示", "请先登记公示的网址、截图和起止日期", place)


def _over(situation: Situation, place: Place) -> Hindrance | None:
    posting = situation.state.posting(place.key)
    if posting is None or situation.today > posting.end:
        return None
    return hindered(
        "too_early",
        f"公示期到{say_day(posting.end)}为止，尚未届满",
        f"请等到{say_day(posting.end)}以后，异议均已答复时再结束公示",
        place,
    )


def _all_answered(situation: Situation, place: Place) -> Hindrance | None:
    waiting = situation.state.open_objections
    if not waiting:
        return None
    return hindered("objections", f"还有{len(waiting)}件异议没有答复", "请先核实并逐件答复异议", place)


def _objection(situation: Situation, place: Place, act: acts.Object) -> Hindrance | None:
    return contents.words(act.text, "异议的内容", place)


def _answer(situation: Situation, place: Place, act: acts.AnswerObjection) -> Hindrance | None:
    numbers = [each.number for each in situation.state.open_objections if each.step == place.key]
    if act.number not in numbers:
        return hindered(
            "objections", f"第{act.number}号异议不存在或者已经答复", "请选择尚未答复的异议", place
        )
    return contents.words(act.answer, "对异议的答复", place) or _consequence(situation, place, act)


def _consequence(situation: Situation, place: Place, act: acts.AnswerObjection) -> Hindrance | None:
    if act.upheld and not act.back_to:
        return meeting_if_negative(situation, place)
    if not act.back_to:
        return None
    if not act.upheld:
        return hindered("objections", "异议不成立，无须退回重办", "请删去退回的环节", place)
    target = situation.course.find(act.back_to)
    if target is None:
        return hindered("step", "退回的环节不存在", "请从已经办过的环节中选择", place)
    return returnable(situation, target)


def _answered(situation: Situation, place: Place, act: acts.AnswerObjection) -> tuple[Consequence, ...]:
    if not act.upheld:
        return ()
    target = situation.course.find(act.back_to) if act.back_to else None
    return back_to(situation, target) if target else negative(situation, place)


def _needs_answer(situation: Situation, place: Place) -> Hindrance | None:
    if any(each.step == place.key for each in situation.state.open_objections):
        return None
    return hindered("objections", "没有待答复的异议", "收到异议后再答复", place)


ON_PUBLICITY = on_path(Kind.PUBLICIZE)

RULES = (
    Rule(
        acts.Post,
        "发布公示",
        Who.OFFICER,
        (*IN_TURN, meeting),
        spots=ON_PUBLICITY,
        demands=_posting,
    ),
    Rule(
        acts.Object, "提出异议", Who.PUBLIC, (underway, turn, _posted), spots=ON_PUBLICITY, demands=_objection
    ),
    Rule(
        acts.AnswerObjection,
        "答复异议",
        Who.OFFICER,
        (underway, _needs_answer),
        spots=ON_PUBLICITY,
        demands=_answer,
        follows=_answered,
    ),
    Rule(
        acts.EndPublicity,
        "结束公示",
        Who.OFFICER,
        (*IN_TURN, _posted, _over, _all_answered),
        spots=ON_PUBLICITY,
        follows=discharge,
    ),
)
