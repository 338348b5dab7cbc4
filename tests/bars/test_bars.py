"""The register of bars: what an authority decided, until when it holds, and who may see and record it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.bars import queries, services
from quanze.bars.models import Bar, BarEvent
from quanze.bars.services import Decision
from quanze.bars.terms import last_day
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.people.models import Agency, Party, Person
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import confirm_identity, open_agency, register_party
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.seed import seeded
from quanze.registry.models import Matter
from quanze.registry.services import import_document
from tests.rounds.test_rounds import PDF
from tests.rulebook.conftest import ACCEPT, listing, matter, person

CODE = "91350100M000100Y43"


@dataclass
class Register:
    agency: Agency
    keeper: Person
    leader: Person
    chen: Person
    party: Party
    fund: Matter
    other: Matter

    def scan(self, by: Person | None = None) -> Deposit:
        return receive(by or self.keeper, "决定书.pdf", [PDF + str(timezone.now()).encode()])

    def decision(
        self, days: int = -10, number: str = "宛财监〔2026〕3号", by: Person | None = None
    ) -> Decision:
        return Decision("南阳市财政局", number, day(days), self.scan(by))

    def barred(self, first: int = -10, last: int = 700, by: Person | None = None, **more) -> Bar:
        said = {
            "code": CODE,
            "name": "平川市某某机械有限公司",
            "scope": "省先进制造业发展专项资金",
            "matters": [self.fund],
            "since": day(first),
            "until": day(last),
            "decision": self.decision(min(first, 0), by=by),
            "facts": "虚报项目投资额",
            **more,
        }
        return services.record_bar(self.agency, by or self.keeper, **said)


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days)


def make_register() -> Register:
    agency = open_agency("xixia-gxj", "西峡县工业和信息化局")
    keeper = person("keeper", RoleKind.LIST_KEEPER, agency)
    rows = (("受理", ACCEPT),)
    import_document(agency, listing(matter(1, "专项资金申报", *rows), matter(2, "备案", *rows)), by=None)
    fund, other = Matter.objects.order_by("number")
    chen = person("chen")
    party = register_party(chen, "enterprise", "平川市某某机械有限公司", CODE)
    leader = person("leader", RoleKind.LEADER, agency)
    return Register(agency, keeper, leader, chen, party, fund, other)


@pytest.fixture
def register(start) -> Register:
    return start(make_register)


ENDS = {
    "two years, the corresponding day": (date(2026, 3, 10), 24, date(2028, 3, 10)),
    "no corresponding day: the last of the month": (date(2024, 2, 29), 24, date(2026, 2, 28)),
    "a day off prolongs no sanction": (date(2024, 5, 3), 24, date(2026, 5, 3)),
    "a year whose holidays nobody knows yet": (date(2026, 12, 1), 24, date(2028, 12, 1)),
}


@pytest.mark.parametrize(("since", "months", "until"), ENDS.values(), ids=ENDS)
def test_a_bar_ends_on_the_corresponding_day(since, months, until):
    assert last_day(since, months, seeded()) == until


def test_it_holds_from_its_first_to_its_last_day_and_ends_by_itself(register: Register):
    bar = register.barred(-5, 5, decision=register.decision(-5))
    for days, held in ((-6, False), (-5, True), (5, True), (6, False)):
        assert bool(queries.against(CODE, register.fund, day=day(days))) is held
        assert bar.in_force(day(days)) is held


def test_it_bars_from_the_matters_that_it_names_alone(register: Register, django_assert_num_queries):
    bar = register.barred()
    with django_assert_num_queries(1):
        assert queries.against(CODE, register.fund) == (bar,)
    assert not queries.against(CODE, register.other)
    assert not queries.against("91410000MA0000000X", register.fund)


def test_it_is_lifted_by_a_decision_and_from_its_day_on(register: Register):
    bar = register.barred(-20)
    services.lift(
        bar, register.leader, register.decision(-3, "宛财监〔2026〕9号", register.leader), "复核后解除"
    )
    bar = queries.bar(register.agency, bar.pk)
    assert bar.in_force(day(-4))
    assert not bar.in_force(day(-3))
    assert not queries.against(CODE, register.fund)
    with pytest.raises(Unacceptable, match="已经登记过提前解除"):
        services.lift(bar, register.keeper, register.decision(-1, "宛财监〔2026〕10号"), "再次解除")


def test_an_appeal_is_noted_and_changes_nothing_by_itself(register: Register):
    bar = register.barred(-20)
    services.note_appeal(bar, register.keeper, day(-2), "南阳市人民政府", "申请行政复议，已收到受理通知")
    services.note_outcome(bar, register.keeper, register.decision(-1, "宛政复决〔2026〕5号"), "维持原决定")
    assert [each.kind for each in queries.bar(register.agency, bar.pk).events.all()] == [
        "appealed",
        "answered",
    ]
    assert queries.against(CODE, register.fund) == (bar,)


OUTCOMES = {
    # what was decided yesterday -> the days on which the bar holds
    "upheld": ({"outcome": "upheld"}, {-2: True, 0: True, 700: True, 701: False}),
    "shortened": (
        {"outcome": "shortened", "until": 30},
        {-2: True, 0: True, 30: True, 31: False, 700: False},
    ),
    "shortened to a day that is over": (
        {"outcome": "shortened", "until": -5},
        {-10: True, -5: True, -4: True, -2: True, -1: False, 0: False},
    ),
    "lifted": ({"outcome": "lifted"}, {-2: True, -1: False, 0: False}),
}


@pytest.mark.parametrize(("said", "held"), OUTCOMES.values(), ids=OUTCOMES)
def test_an_appeal_ends_in_a_decision_from_which_alone_the_end_follows(register: Register, said, held):
    bar = register.barred(-20)
    appeal = services.note_appeal(bar, register.keeper, day(-3), "南阳市财政局", "投资额属实", way="review")
    for days in held:
        assert bool(queries.against(CODE, register.fund, day=day(days))) is (days <= 700), (
            "it is not decided yet"
        )
    until = None if "until" not in said else day(said["until"])
    decision = register.decision(-1, "宛财复核〔2026〕5号")
    made = services.note_outcome(
        bar, register.keeper, decision, "复核决定", outcome=said["outcome"], until=until
    )
    assert made.appeal == appeal
    bar = queries.bar(register.agency, bar.pk)
    for days, holds in held.items():
        assert bar.in_force(day(days)) is holds, days
        found = queries.against(CODE, register.fund, day=day(days))
        assert bool(found) is holds, days
        assert bool(queries.against_all([(CODE, register.fund.pk)], day=day(days))) is holds
    assert bar.ends == (until or day(700))
    current = list(queries.register(register.agency, current=True))
    assert current == ([bar] if held[0] else [])
    assert bar.until == day(700), "what the first decision said stays as it is"


def test_who_is_barred_from_what_is_asked_of_many_at_once(register: Register, django_assert_num_queries):
    fund, other = register.fund, register.other
    both = register.barred(-20, 300, matters=[fund, other])
    one = register.barred(-20, decision=register.decision(-20, "另一号"))
    stranger = "91350100M000100Y44"
    pairs = [(CODE, fund.pk), (CODE, other.pk), (stranger, fund.pk)]
    with django_assert_num_queries(1):
        assert queries.against_all(pairs) == {(CODE, fund.pk): (both, one), (CODE, other.pk): (both,)}
    assert queries.against_all([(stranger, fund.pk), (CODE, other.pk)]) == {(CODE, other.pk): (both,)}


def test_what_a_shorter_bar_says_is_its_new_end(register: Register):
    later, sooner = register.barred(-20), register.barred(-20, 300, decision=register.decision(-20, "另一号"))
    assert queries.against(CODE, register.fund) == (sooner, later)
    services.note_appeal(later, register.keeper, day(-3), "南阳市财政局", "投资额属实")
    decision = register.decision(-1, "宛财复核〔2026〕5号")
    services.note_outcome(later, register.keeper, decision, "缩短", outcome="shortened", until=day(100))
    found = queries.against(CODE, register.fund)
    assert [each.ends for each in found] == [day(100), day(300)]
    assert queries.against(CODE, register.fund, day=day(-2))[-1].ends == day(700), "nobody had decided then"


def test_what_is_no_outcome_is_not_recorded(register: Register):
    bar = register.barred(-20)
    decision = register.decision(-2, "宛政复决〔2026〕5号")

    def outcome(**said):
        return services.note_outcome(bar, register.keeper, decision, "结论", **said)

    with pytest.raises(Unacceptable, match="没有登记过待答复的"):
        outcome()
    first = services.note_appeal(bar, register.keeper, day(-5), "南阳市财政局", "投资额属实", way="review")
    for said, told in (
        ({"outcome": "shortened"}, "缩短到哪一天"),
        ({"outcome": "upheld", "until": day(3)}, "缩短到哪一天"),
        ({"outcome": "shortened", "until": day(701)}, "起止日期之间"),
        ({"outcome": "shortened", "until": day(-21)}, "起止日期之间"),
        ({"outcome": "better"}, "请选择结论"),
    ):
        with pytest.raises(Unacceptable, match=told):
            outcome(**said)
    services.note_appeal(bar, register.keeper, day(-4), "卧龙区人民法院", "投资额属实", way="suit")
    with pytest.raises(Unacceptable, match="请选择是哪一次的结论"):
        outcome()
    assert outcome(appeal=first).appeal == first
    assert outcome(appeal=first) == outcome(), "a form that was sent twice"
    late = services.note_appeal(bar, register.keeper, day(-1), "南阳市人民政府", "不服复核")
    with pytest.raises(Unacceptable, match="早于提出的日期"):
        services.note_outcome(bar, register.keeper, register.decision(-2, "又一号"), "结论", appeal=late)
    with pytest.raises(Unacceptable, match="复核、申诉"):
        services.note_appeal(bar, register.keeper, day(-1), "某某", "某某", way="call")


WRONG = {
    "no matter": ({"matters": []}, "请选择涉及的职权事项"),
    "no acts": ({"facts": " "}, "认定的行为"),
    "before the decision": ({"since": day(-11)}, "不能早于决定日期"),
    "the end before the beginning": ({"until": day(-11)}, "截止日期早于起始日期"),
    "no code": ({"code": "1234"}, "统一社会信用代码|位"),
}


@pytest.mark.parametrize(("said", "refusal"), WRONG.values(), ids=WRONG)
def test_what_is_no_decision_is_not_recorded(register: Register, said, refusal):
    with pytest.raises(Unacceptable, match=refusal):
        register.barred(**said)
    assert not Bar.objects.exists()


def test_a_decision_is_recorded_once(register: Register):
    bar = register.barred()
    assert register.barred() == bar, "a form that was sent twice"
    with pytest.raises(Unacceptable, match="已经登记过"):
        register.barred(last=300)
    assert Bar.objects.count() == 1


def test_what_is_to_come_is_recorded_as_decided_today_at_the_latest(register: Register):
    with pytest.raises(Unacceptable, match="决定日期还没有到"):
        register.barred(2, decision=register.decision(1))


def test_the_record_names_nobody(register: Register):
    bar = register.barred()
    event = Event.objects.get(verb="bar.record")
    assert bar.name not in event.body
    assert CODE not in event.body


SEEING = {RoleKind.LIST_KEEPER, RoleKind.LEADER, RoleKind.HANDLER, RoleKind.OFFICE_HEAD, RoleKind.SUPERVISOR}


@pytest.mark.parametrize("kind", list(RoleKind))
def test_who_may_record_and_who_may_see(register: Register, kind):
    bar = register.barred()
    scan = bar.scan
    somebody = person("somebody", kind, register.agency)
    assert bool(may(somebody, "bar.view", bar)) is (kind in SEEING)
    assert bool(may(somebody, "file.view", scan)) is (kind in SEEING)
    recorder = kind in (RoleKind.LIST_KEEPER, RoleKind.LEADER)
    if recorder:
        return
    with pytest.raises(Denied):
        register.barred(by=somebody, decision=register.decision(-1, "另一号", somebody), since=day(-1))
    with pytest.raises(Denied):
        services.lift(bar, somebody, register.decision(-1, "又一号", somebody), "解除")


def test_the_party_sees_its_own_and_nobody_elses(register: Register):
    bar = register.barred()
    assert not may(register.chen, "bar.view", bar), "nobody has seen yet whose the party is"
    officer = person("officer", RoleKind.HANDLER, register.agency)
    confirm_identity(register.party.memberships.get(), register.agency, officer, "出示营业执照")
    assert may(register.chen, "bar.view", bar)
    assert may(register.chen, "file.view", bar.scan)
    assert queries.of_parties([register.party]) == (bar,)
    other = person("other")
    register_party(other, "enterprise", "另一家", "91410000MA0000000X", code_reason="证照如此")
    elsewhere = person("elsewhere", RoleKind.LEADER, open_agency("xixia-kjj", "西峡县科学技术局"))
    for stranger in (other, elsewhere, None):
        assert not may(stranger, "bar.view", bar)
        assert not may(stranger, "file.view", bar.scan)


def test_the_register_is_searched(register: Register):
    now, over = register.barred(), register.barred(-10, -1, decision=register.decision(-10, "旧号"))
    assert list(queries.register(register.agency)) == [over, now]
    assert list(queries.register(register.agency, current=True)) == [now]
    assert list(queries.register(register.agency, current=False)) == [over]
    assert list(queries.register(register.agency, query="某某")) == [over, now]
    assert not list(queries.register(register.agency, query="别家"))


TAMPERING = {
    "a bar is prolonged": lambda: Bar.objects.update(until=day(9999)),
    "a bar is deleted": lambda: Bar.objects.all()._raw_delete("default"),
    "a matter is taken out": lambda: Bar.matters.through.objects.all()._raw_delete("default"),
    "a lifting is deleted": lambda: BarEvent.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("act", TAMPERING.values(), ids=TAMPERING)
def test_what_is_kept_cannot_be_changed(register: Register, act):
    bar = register.barred(-20)
    services.lift(bar, register.keeper, register.decision(-3, "宛财监〔2026〕9号"), "解除")
    with pytest.raises(IntegrityError, match=r"不能修改或删除"), transaction.atomic():
        act()
