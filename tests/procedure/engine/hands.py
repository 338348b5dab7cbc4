"""Those who handle cases in the tests: a case at hand, and contents that are in order for whatever may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from quanze.procedure.clocks.calendar import Calendar, CalendarYear
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import (
    Action,
    Event,
    Facts,
    Hindrance,
    Person,
    Possible,
    State,
    acts,
    advance,
    apply,
    course_of,
    possible,
)
from quanze.procedure.engine.choices import Fate, Outcome, Standing, Way
from quanze.procedure.engine.evidence import Delivery, Expert, Inspector, Paper
from quanze.procedure.model import Kind, Limit, Procedure, Unit

CALENDAR = Calendar(tuple(CalendarYear(year, (), "试验：只有周末") for year in range(2025, 2040)))
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
"""A Monday."""

OURS, FINANCE = "卧龙区工信局", "卧龙区财政局"
WANG, LI, ZHAO, LEADER, CAI = "wang", "li", "zhao", "leader", "cai"
PEOPLE = (
    Person(WANG, "王一", OURS, "41-001"),
    Person(LI, "李二", OURS, "41-002"),
    Person(ZHAO, "赵三", OURS, "41-003"),
    Person(LEADER, "钱局长", OURS),
    Person(CAI, "蔡五", FINANCE),
)
FACTS = Facts(agency=OURS, people=PEOPLE)
APPLICANT = "某某公司"
ITEMS = ("申请报告", "营业执照", "审计报告")


def whole(day: date) -> Paper:
    """A certificate that lacks nothing."""
    return Paper("文书.pdf", day, "用印登记", Delivery(Way.DIRECT, day, "送达回证"))


@dataclass
class Case:
    """A case at hand: its procedure, its history, and the moment."""

    procedure: Procedure
    facts: Facts = FACTS
    now: datetime = BEGIN
    calendar: Calendar = CALENDAR
    history: list[Event] = field(default_factory=list)
    state: State = field(default_factory=State)

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def wait(self, days: float) -> Case:
        self.now += timedelta(days=days)
        return self

    def attempt(self, act: acts.Act, by: str = WANG) -> tuple[Event, ...] | Hindrance:
        return advance(self.procedure, self.state, Action(by, act), self.facts, self.now, self.calendar)

    def do(self, act: acts.Act, by: str = WANG) -> tuple[Event, ...]:
        events = self.attempt(act, by)
        assert not isinstance(events, Hindrance), str(events)
        self.history += events
        for event in events:
            self.state = apply(self.state, event)
        return events

    def refused(self, act: acts.Act, by: str = WANG) -> Hindrance:
        hindrance = self.attempt(act, by)
        assert isinstance(hindrance, Hindrance), hindrance
        return hindrance

    def offers(self) -> tuple[Possible, ...]:
        return possible(self.procedure, self.state, self.facts, self.now, self.calendar)

    def offered(self, kind: type, step: str | None = None) -> bool:
        return any(offer.act is kind and step in (None, offer.step) for offer in self.offers())


def contents(offer: Possible, case: Case, variant: int = 0) -> tuple[acts.Act, str]:
    """An act as offered with contents that are in order, and who does it. ``variant`` picks one way among several; 0
    is the way that leads on."""
    make = _CONTENTS[offer.act]
    by = {"applicant": APPLICANT, "public": "邻居", "partner": CAI, "leader": LEADER}.get(offer.who, WANG)
    if by in case.state.recused:
        by = next(person.id for person in PEOPLE if person.id not in case.state.recused)
    return make(offer, case, variant), by


def _favourable(offer: Possible, case: Case, variant: int) -> bool:
    """One opinion in five is not, unless a meeting would have to be held first."""
    return variant % 5 != 4 or not _met(offer, case)


def _met(offer: Possible, case: Case) -> bool:
    """Whether no meeting has to be held before a negative verdict, or one was."""
    return not case.facts.rules.collective_negative or offer.step in case.state.met


def staff(case: Case) -> list[str]:
    return [p.id for p in PEOPLE if p.agency == OURS and p.id not in case.state.recused]


def _give_notice(offer: Possible, case: Case, variant: int) -> acts.Act:
    listed = case.state.notices[0].items if case.state.notices else ITEMS
    within = Limit(5, Unit.WORKING_DAY) if variant % 2 else None
    return acts.GiveNotice(offer.step or "", listed[: 1 + variant % len(listed)], within, whole(case.today))


def _hand_in(offer: Possible, case: Case, variant: int) -> acts.Act:
    asked = (*case.state.missing, *case.state.wanted)
    asked = tuple(dict.fromkeys(asked))
    return acts.HandIn(asked[: variant % len(asked)] or asked)


def _decline(offer: Possible, case: Case, variant: int) -> acts.Act:
    paper = None if variant % 2 else whole(case.today)
    if variant % 3:
        return acts.Decline(offer.step or "", "不属于本机关职权", False, "区应急管理局", paper)
    return acts.Decline(offer.step or "", "不符合申报条件", paper=paper)


def _inspect(offer: Possible, case: Case, variant: int) -> acts.Act:
    people = tuple(Inspector(person, f"证{person}") for person in staff(case)[:3])
    return acts.Inspect(offer.step or "", people, "核查记录.pdf", "已核对", _favourable(offer, case, variant))


def _decide(offer: Possible, case: Case, variant: int) -> acts.Act:
    paper = Paper("决定.pdf") if variant % 2 else whole(case.today)
    return acts.Decide(offer.step or "", _favourable(offer, case, variant), "理由充分", paper)


def _determine(offer: Possible, case: Case, variant: int) -> acts.Act:
    course = course_of(case.procedure)
    place = course.find(offer.step or "")
    assert place
    others = course.alternatives(place)
    avoidable = not others or any(other.key not in case.state.waived for other in others)
    return acts.Determine(place.key, not (avoidable and variant % 3 == 2), "经研究，理由如下")


def _returnable(case: Case) -> list[str]:
    """Steps to which the case could be sent back, but for its objections."""
    path = course_of(case.procedure).path
    gone = any(place.kind is Kind.DELIVER and case.state.is_done(place.key) for place in path)
    if gone or case.state.is_done("engine:deliver"):
        return []
    again = {Kind.REVIEW, Kind.INSPECT, Kind.APPRAISE, Kind.DECIDE}
    return [place.key for place in path if place.kind in again and case.state.is_done(place.key)]


def _post(offer: Possible, case: Case, variant: int) -> acts.Act:
    end = case.today + timedelta(days=20 + variant % 10)
    return acts.Post(offer.step or "", "http://example.invalid/1", "截图.png", case.today, end)


def _answer_objection(offer: Possible, case: Case, variant: int) -> acts.Act:
    number = next(each.number for each in case.state.open_objections if each.step == offer.step)
    targets = _returnable(case) if variant % 4 == 2 else []
    upheld = (variant % 4 == 3 and _met(offer, case)) or bool(targets)
    return acts.AnswerObjection(offer.step or "", number, upheld, "经核实", targets[0] if targets else "")


def _adjust(offer: Possible, case: Case, variant: int) -> acts.Act:
    fates = (Fate.CONTINUE, Fate.CONTINUE, Fate.TRANSFER, Fate.END)
    fate = fates[variant % 4]
    receiver = "区应急管理局" if fate is Fate.TRANSFER else ""
    return acts.Adjust("调整〔2026〕1号", fate, "职权划转", receiver=receiver)


def _extend(offer: Possible, case: Case, variant: int) -> acts.Act:
    place = course_of(case.procedure).find(offer.step or "")
    limit = place.step.limit if place and place.step else None
    more = Limit(1 + variant % 3, limit.unit if limit else Unit.WORKING_DAY)
    return acts.Extend(offer.step or "", more, "需要核对的数据较多", "延期告知书.pdf")


def _check_up(offer: Possible, case: Case, variant: int) -> acts.Act:
    checked = case.state.checked
    if checked and checked.standing is Standing.RECTIFY and variant % 2:
        return acts.CheckUp(offer.step or "", Standing.REVOKE, "整改后仍不符合")
    standing = Standing.RECTIFY if variant % 3 else Standing.COMPLIANT
    return acts.CheckUp(offer.step or "", standing, "现场检查", Limit(30, Unit.CALENDAR_DAY))


_CONTENTS = {
    acts.Submit: lambda o, c, v: acts.Submit(ITEMS, c.today - timedelta(days=v % 3)),
    acts.Correct: lambda o, c, v: acts.Correct((ITEMS[v % 3],)),
    acts.GiveNotice: _give_notice,
    acts.HandIn: _hand_in,
    acts.Accept: lambda o, c, v: acts.Accept(o.step, None if v % 2 else whole(c.today)),
    acts.Decline: _decline,
    acts.DeemAccepted: lambda o, c, v: acts.DeemAccepted(o.step),
    acts.DeemWithdrawn: lambda o, c, v: acts.DeemWithdrawn(),
    acts.Determine: _determine,
    acts.Review: lambda o, c, v: acts.Review(o.step, "经审核，材料属实", _favourable(o, c, v)),
    acts.Inspect: _inspect,
    acts.Appraise: lambda o, c, v: acts.Appraise(
        o.step, tuple(map(Expert, "甲乙丙")), "同意", _favourable(o, c, v)
    ),
    acts.JointReview: lambda o, c, v: acts.JointReview(o.step, "同意", v % 3 != 2, "会签.pdf"),
    acts.RequestMore: lambda o, c, v: acts.RequestMore(o.step, ("补充说明",), "通知.pdf"),
    acts.Decide: _decide,
    acts.Recommend: lambda o, c, v: acts.Recommend(
        o.step, _favourable(o, c, v), "综合评分", "推荐函.pdf", 1 + v % 9
    ),
    acts.Meet: lambda o, c, v: acts.Meet(o.step, c.today, "纪要.pdf", tuple(staff(c)), (), 1, 0),
    acts.Post: _post,
    acts.Object: lambda o, c, v: acts.Object(o.step, "该企业已停产"),
    acts.AnswerObjection: _answer_objection,
    acts.EndPublicity: lambda o, c, v: acts.EndPublicity(o.step),
    acts.Report: lambda o, c, v: acts.Report(o.step, "市工信局", "请示.pdf"),
    acts.Perform: lambda o, c, v: acts.Perform(o.step, Paper("记录.pdf") if v % 2 else whole(c.today)),
    acts.Deliver: lambda o, c, v: acts.Deliver(o.step, whole(c.today)),
    acts.Prove: lambda o, c, v: acts.Prove(o.step, whole(c.today)),
    acts.SendBack: lambda o, c, v: acts.SendBack(o.step, "审核意见不完整"),
    acts.Close: lambda o, c, v: acts.Close(),
    acts.Withdraw: lambda o, c, v: acts.Withdraw("企业自行决定"),
    acts.Suspend: lambda o, c, v: acts.Suspend("专家评审", "告知书.pdf"),
    acts.Resume: lambda o, c, v: acts.Resume(),
    acts.Extend: _extend,
    acts.Recuse: lambda o, c, v: acts.Recuse(f"外人{len(c.history)}", "与申请人有利害关系"),
    acts.Remark: lambda o, c, v: acts.Remark(o.step, "省厅已组织专家论证"),
    acts.Adjust: _adjust,
    acts.RecordResult: lambda o, c, v: acts.RecordResult("省工信厅", Outcome.GRANTED, "列入名单"),
    acts.NoteProgress: lambda o, c, v: acts.NoteProgress("省工信厅", "已进入专家评审", on=c.today),
    acts.CheckUp: _check_up,
}

ONWARD = (
    acts.Submit,
    acts.Prove,
    acts.Resume,
    acts.HandIn,
    acts.Accept,
    acts.Determine,
    acts.Review,
    acts.Inspect,
    acts.Appraise,
    acts.JointReview,
    acts.AnswerObjection,
    acts.EndPublicity,
    acts.Meet,
    acts.Decide,
    acts.Recommend,
    acts.Perform,
    acts.Report,
    acts.Deliver,
    acts.Post,
    acts.Close,
)
"""What leads on, in the order in which a careful officer looks for it."""


def walk_to_the_end(case: Case, limit: int = 60) -> Case:
    """Do what is offered until the case is over, waiting where only time helps. Fails where there is no way on."""
    for _ in range(limit):
        if case.state.ending is not None:
            return case
        offers = {(offer.act, offer.step): offer for offer in case.offers()}
        offer = next(
            (
                offer
                for kind in ONWARD
                for (act, step), offer in offers.items()
                if act is kind and not _idle(case, act, step)
            ),
            None,
        )
        if offer is None:
            case.wait(7)
            continue
        case.do(*contents(offer, case))
    raise AssertionError(f"no end after {limit} acts: {case.state}")


def _idle(case: Case, act: type, step: str | None) -> bool:
    """Acts that may be done again but lead no further."""
    if act is acts.Determine:
        return step in case.state.needed
    if act is acts.Post:
        return case.state.posting(step or "") is not None
    return act is acts.Meet and (not case.facts.rules.collective or step in case.state.met)
