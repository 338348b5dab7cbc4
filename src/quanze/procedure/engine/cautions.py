"""What whoever acts is warned of, and what nevertheless goes through (警示而不拦截)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import About
from quanze.procedure.engine.counting import last_days
from quanze.procedure.engine.course import Place
from quanze.procedure.engine.deadlines import running
from quanze.procedure.engine.events import Caution
from quanze.procedure.engine.hindrance import listed
from quanze.procedure.engine.rule import Situation, Spot
from quanze.procedure.labels import KINDS, limit_words

Warner = Callable[[Situation, Any, Any], Iterator[Caution]]


def cautions(situation: Situation, place: Spot, act: acts.Act) -> tuple[Caution, ...]:
    """Everything to be warned of when this act is done now."""
    warners = (*_WARNERS.get(type(act), ()), _overdue)
    return tuple(caution for warner in warners for caution in warner(situation, place, act))


def _window(situation: Situation, place: Spot, act: acts.Act) -> Iterator[Caution]:
    """Of a paper application only the day of receipt is known."""
    window, received = situation.facts.window, situation.state.received or situation.now
    if window is None:
        return
    if isinstance(act, acts.Submit) and act.received:
        early = act.received < window.opens.astimezone(SHANGHAI).date()
        late = act.received > window.closes.astimezone(SHANGHAI).date()
    else:
        early, late = received < window.opens, received > window.closes
    if early:
        yield Caution("window", "本批次尚未开始接收申请")
    elif late:
        yield Caution("window", "本批次接收申请的时间已过")


def _standing(situation: Situation, place: Spot, act: acts.Act) -> Iterator[Caution]:
    facts = situation.facts
    for bar in facts.bars:
        yield Caution("bar", f"申请人在限制申报期内：{bar.words}")
    for words in facts.credit:
        yield Caution("credit", f"信用记录：{words}")
    if facts.elsewhere:
        yield Caution("jurisdiction", f"可能由{facts.elsewhere}管辖")


def _quota(situation: Situation, place: Place, act: acts.Recommend) -> Iterator[Caution]:
    facts = situation.facts
    if act.favourable and facts.quota is not None and facts.recommended >= facts.quota:
        yield Caution("quota", f"本批次名额{facts.quota}个，已推荐{facts.recommended}个")


def _doubts(situation: Situation, place: Place, act: acts.Decide | acts.Recommend) -> Iterator[Caution]:
    """A favourable verdict against an opinion, or without what was asked for."""
    if not act.favourable:
        return
    for key in situation.state.doubts:
        doubted = situation.course.find(key)
        if doubted:
            yield Caution("doubt", f"{KINDS[doubted.kind]}的意见是不符合或者不同意")
    if situation.state.wanted:
        yield Caution("wanted", f"书面要求补充的材料还没有交：{listed(situation.state.wanted)}")


def _again(situation: Situation, place: Place, act: acts.Post) -> Iterator[Caution]:
    if situation.state.posting(place.key):
        yield Caution("posted_again", "重新发布公示，公示期重新计算")
    accepted = situation.state.accepted
    if accepted and act.start < accepted.astimezone(SHANGHAI).date():
        yield Caution("early", "公示开始日期早于受理日期")
    limit = place.step.limit if place.step else None
    days = last_days(limit, act.start, situation.calendar) if limit else None
    if days and act.end < days[1]:
        yield Caution("short", f"开始的当日不计入的，公示期应到{say_day(days[1])}")
    own = situation.facts.publicity
    days = last_days(own, act.start, situation.calendar) if own and not limit else None
    if own and days and act.end < days[0]:
        yield Caution("short", f"本机关公布的公示期是{limit_words(own)}，应到{say_day(days[0])}")


def _late_objection(situation: Situation, place: Place, act: acts.Object) -> Iterator[Caution]:
    posting = situation.state.posting(place.key)
    if posting and situation.today > posting.end:
        yield Caution("late", "公示期满后提出")


def _few(situation: Situation, place: Place, act: acts.Inspect) -> Iterator[Caution]:
    """行政处罚法 art. 42 and 河南省行政执法条例 art. 24: 不得少于两人. A list may ask for no number."""
    if len(act.people) < 2:
        yield Caution("few", "核查人员只有一名，执法检查一般不得少于两人")


def _unplaced(situation: Situation, place: Place, act: acts.Inspect) -> Iterator[Caution]:
    """A record of a visit says where and when it was."""
    told = (("地点", act.where.strip()), ("开始时间", act.began), ("结束时间", act.ended))
    if lacking := tuple(name for name, said in told if not said):
        yield Caution("visit", f"没有写明核查的{'、'.join(lacking)}")


_ANSWERS = (acts.HandIn, acts.Correct)


def _overdue(situation: Situation, place: Spot, act: acts.Act) -> Iterator[Caution]:
    """What the act is for should have been done before."""
    for each in running(situation.course, situation.state, situation.calendar):
        if each.about is About.ANSWER:
            meant = isinstance(act, _ANSWERS)
        elif each.about is About.NOTICE:
            meant = isinstance(act, acts.GiveNotice | acts.Accept | acts.Decline)
        else:
            meant = each.about is About.STEP and place is not None and place.key == each.step
        if meant and each.until and each.due and situation.now >= each.until:
            yield Caution("overdue", f"期限已于{say_day(each.due)}届满")


_WARNERS: dict[type, tuple[Warner, ...]] = {
    acts.Submit: (_window, _standing),
    acts.Accept: (_window, _standing),
    acts.Inspect: (_few, _unplaced),
    acts.Decide: (_doubts,),
    acts.Recommend: (_quota, _doubts),
    acts.Post: (_again,),
    acts.Object: (_late_objection,),
}

AROUND = frozenset(act for act, warners in _WARNERS.items() if {_window, _standing, _quota} & set(warners))
"""The acts of which people are warned by what stands around a case (``Facts.window``, ``bars``, ``credit``,
``elsewhere``, ``quota``, ``recommended``). For all others nobody needs to find it out."""
