"""A complaint from receipt to outcome, within its limits, and who may do what with it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.models import Event, Trace
from quanze.cases.models import Message
from quanze.complaints import queries, services
from quanze.complaints.limits import DEFAULT, Clock, Extended, Limits, accept_by, answer_by
from quanze.complaints.models import Complaint, Entry, Rules, Statement, number_of, parts_of
from quanze.complaints.services import Tie, Told, Unacceptable
from quanze.complaints.standing import POSSIBLE, State
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import admit, ask_to_join, open_agency
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.model import Limit, Unit
from tests.cases.conftest import account
from tests.complaints.conftest import CONTACT, NAME, SECRET, WHOM, Office

BETRAYING = (SECRET, NAME, CONTACT, WHOM)


# Coming in -------------------------------------------------------------------------------------------------------


def test_a_receipt_has_a_number_and_a_key_by_which_its_state_is_looked_up(office: Office):
    receipt = office.filed()
    year = office.house.today().year
    assert receipt.complaint.number == f"TS{year}-0001"
    assert receipt.complaint.key != receipt.key, "the key itself is kept nowhere"
    found = services.look_up(office.house.bureau, receipt.complaint.number, receipt.key.lower())
    assert found.standing.state is State.FILED
    assert office.filed().complaint.number == f"TS{year}-0002"


def test_a_form_that_is_sent_twice_gives_the_same_receipt(office: Office):
    first = office.filed(token="same-token")
    again = office.filed(token="same-token")
    assert (again.complaint, again.key, again.fresh) == (first.complaint, first.key, False)
    other = office.filed("另外一件事", token="same-token")
    assert other.fresh, "what was changed after going back is another complaint"
    assert Complaint.objects.count() == 2


WRONG = {
    "nothing said": ({"text": " \n"}, "请写明投诉的内容"),
    "too much": ({"text": "长" * 5001}, "不能超过5000个字"),
    "a long name": ({"name": "名" * 101}, "不能超过100个字"),
    "to come": ({"happened_on": date(2099, 1, 1)}, "还没有到"),
}


def test_what_cannot_be_kept_is_refused(office: Office):
    for said, told in WRONG.values():
        with pytest.raises(Unacceptable, match=told):
            office.filed(**said)
    assert not Complaint.objects.exists()


def test_one_address_cannot_flood_the_supervisor(office: Office):
    told = Told(SECRET)
    for _ in range(5):
        services.file(office.house.bureau, told, office.token(), address="192.0.2.7")
    with pytest.raises(Unacceptable, match="从您的网络来的投诉太多"):
        services.file(office.house.bureau, told, office.token(), address="192.0.2.7")
    services.file(office.house.bureau, told, office.token(), address="192.0.2.8")


def test_it_is_tied_to_the_case_it_names_else_to_the_matter(office: Office):
    tie = queries.standing_of(office.complaint(case=office.case.number)).tie
    assert (tie.case, tie.matter, tie.office) == (office.case, office.case.matter, office.house.office)
    matter = office.house.matter()
    tie = queries.standing_of(office.complaint(matter=matter.number)).tie
    assert (tie.case, tie.matter, tie.office) == (None, matter, office.house.office)
    tie = queries.standing_of(office.complaint(case="不是编号")).tie
    assert (tie.case, tie.matter, tie.office) == (None, None, None)


def test_what_came_by_letter_runs_from_the_day_on_which_it_came(office: Office):
    house = office.house
    received = house.today() - timedelta(3)
    made = services.write_down(
        house.bureau, house.supervisor, Told(SECRET), "letter", received, office.token()
    ).complaint
    assert timezone.localdate(made.received_at) == received
    assert queries.opened(made, house.supervisor).statement.by == house.supervisor
    for channel, day in (("online", received), ("letter", house.today() + timedelta(1))):
        with pytest.raises(Unacceptable):
            services.write_down(house.bureau, house.supervisor, Told(SECRET), channel, day, office.token())


# Limits ----------------------------------------------------------------------------------------------------------


def test_five_working_days_to_accept_and_thirty_days_to_answer():
    days = seeded()
    filed = datetime(2026, 9, 24, 15, tzinfo=SHANGHAI)
    assert accept_by(filed, DEFAULT, days).due == date(2026, 10, 9), "国庆节 and 中秋节 do not count"
    accepted = datetime(2026, 10, 9, 9, tzinfo=SHANGHAI)
    assert answer_by(accepted, DEFAULT, days).due == date(2026, 11, 9), "8 November is a Sunday"
    longer = answer_by(accepted, DEFAULT, days, Extended(date(2026, 11, 2), "情况复杂"))
    assert longer.due == date(2026, 12, 8)
    assert accept_by(datetime(2031, 1, 6, tzinfo=SHANGHAI), DEFAULT, days).provisional


def test_a_bureau_sets_its_own_limits_for_what_comes_in_from_then_on(office: Office):
    house = office.house
    before = office.complaint()
    own = Limits(
        Clock(Limit(3, Unit.WORKING_DAY), "县政府令第1号"),
        Clock(Limit(10, Unit.WORKING_DAY), "县政府令第1号"),
        Clock(Limit(0, Unit.WORKING_DAY), "不延长"),
        "县监委",
        "市纪委",
    )
    services.set_rules(house.bureau, office.security, own)
    after = office.complaint()
    assert queries.limits_of(house.bureau) == own
    due = [queries.standing_of(each).deadline for each in (before, after)]
    assert [each.term.limit.n for each in due if each] == [5, 3]
    services.accept(after, house.supervisor, 1)
    assert Entry.Kind.EXTENDED not in queries.standing_of(after).possible
    with pytest.raises(Unacceptable, match="受理期限"):
        services.set_rules(
            house.bureau,
            office.security,
            Limits(Clock(Limit(0, Unit.MONTH), "无"), own.answer, own.longer, "甲", "乙"),
        )


# What is done ----------------------------------------------------------------------------------------------------


def test_from_acceptance_to_an_answer_that_whoever_complained_reads(office: Office):
    house = office.house
    receipt = office.filed()
    made = receipt.complaint
    services.accept(made, house.supervisor, 1)
    services.note(made, house.supervisor, "找窗口监控", 2)
    services.extend(made, house.supervisor, "须调取监控", 3)
    services.answer(made, house.supervisor, "查实，已责令退还", 4)
    found = services.look_up(house.bureau, made.number, receipt.key)
    assert [entry.kind for entry in found.told] == ["filed", "accepted", "extended", "answered"]
    assert found.told[-1].body["words"] == "查实，已责令退还"
    assert found.standing.deadline is None


def test_an_answer_takes_longer_once_and_not_when_the_time_is_over(office: Office):
    house = office.house
    made = office.accepted()
    services.extend(made, house.supervisor, "须调取监控", 2)
    with pytest.raises(Unacceptable, match="现在不能登记“延长办理期限”"):
        services.extend(made, house.supervisor, "还不够", 3)


WAYS = {
    "transferred": lambda c, p: services.transfer(c, p, "市监局", "函〔2026〕1号", "属于市监局职责", 1),
    "declined": lambda c, p: services.decline(c, p, "是职务违法线索", "区监委（12388）", 1),
    "higher": lambda c, p: services.send_up(c, p, "市纪委", "函〔2026〕2号", 1),
}


def test_what_is_not_taken_here_says_who_takes_it(office: Office):
    for state, way in WAYS.items():
        receipt = office.filed()
        way(receipt.complaint, office.house.supervisor)
        found = services.look_up(office.house.bureau, receipt.complaint.number, receipt.key)
        assert found.standing.state == state
        assert found.told[-1].body["organ"]
        with pytest.raises(Unacceptable, match="现在不能登记“受理”"):
            services.accept(receipt.complaint, office.house.supervisor, 2)


def test_of_what_went_up_nothing_more_is_done_here(office: Office):
    made = office.complaint()
    services.send_up(made, office.house.supervisor, "市纪委", "", 1)
    assert queries.standing_of(made).possible == ()
    for kind in Entry.Kind:
        assert kind not in POSSIBLE[State.HIGHER]


def test_of_one_that_turns_out_to_be_about_the_supervisor_only_the_transfer_is_recorded(office: Office):
    house = office.house
    colleague = account("colleague", RoleKind.SUPERVISOR, house.bureau)
    made = office.accepted()
    services.tie(made, house.supervisor, Tie(officer=house.supervisor), 2)
    for person in (house.supervisor, colleague):
        with pytest.raises(Unacceptable, match="应当移送上级纪检监察机关"):
            services.answer(made, person, "查无实据", 3)
        with pytest.raises(Unacceptable, match="应当移送上级纪检监察机关"):
            services.transfer(made, person, "市监局", "", "属于市监局职责", 3)
    services.tie(made, colleague, Tie(officer=house.wang), 3)
    services.tie(made, colleague, Tie(officer=house.supervisor), 4)
    services.send_up(made, colleague, "市纪委", "", 5)
    assert queries.standing_of(made).state is State.HIGHER


def test_a_decision_within_the_clause_is_recorded_without_a_flag(office: Office):
    made = office.accepted()
    office.tied(made)
    entry = services.decide(made, office.house.supervisor, office.decision(), 3)
    assert entry.body["beyond"] == []
    assert entry.body["degree"] == "情节较重"
    assert "情节较重的，予以警告" in entry.body["clause"]


OUTSIDE = {
    "a sanction of another degree": (
        {"sanctions": ["开除"]},
        "“开除”不在“情节较重”的处分之内",
        "情节较重的，予以警告",
    ),
    "dismissal for rudeness": (
        {"act": 3, "degree": 2, "sanctions": ["开除"]},
        "只对第1项、第2项、第5项",
        "情节特别严重的，予以开除",
    ),
    "what the clause does not list": (
        {"act": None, "degree": None},
        "追责情形没有列举",
        "违反规定向管理服务对象收取",
    ),
    "a sanction of another law": ({"sanctions": ["诫勉"]}, "“诫勉”不在", "予以警告"),
}


def test_a_decision_outside_the_clause_is_flagged_with_its_words_and_recorded(office: Office):
    made = office.accepted()
    office.tied(made)
    for seen, (name, (said, why, words)) in enumerate(OUTSIDE.items(), 3):
        entry = services.decide(made, office.house.supervisor, office.decision(**said), seen)
        found = entry.body["beyond"]
        assert any(why in each["why"] and words in each["words"] for each in found), (name, found)


def test_a_decision_of_no_sanction_or_about_no_matter_has_nothing_to_be_compared(office: Office):
    made = office.complaint()
    services.accept(made, office.house.supervisor, 1)
    entry = services.decide(
        made, office.house.supervisor, office.decision(act=None, degree=None, sanctions=[]), 2
    )
    assert (entry.body["clause"], entry.body["beyond"], entry.body["sanctions"]) == ("", [], [])


def test_a_decision_without_its_document_and_ground_is_none(office: Office):
    made = office.accepted()
    office.tied(made)
    for said, told in (
        ({"on": date(2099, 1, 1)}, "决定日期还没有到"),
        ({"ground": " "}, "法律依据"),
        ({"number": ""}, "决定的文号"),
        ({"degree": 9}, "没有这一种情节"),
        ({"scan": office.house.file(office.house.wang)}, "由您自己上传"),
    ):
        with pytest.raises(Unacceptable, match=told):
            services.decide(made, office.house.supervisor, office.decision(**said), 3)


def test_an_act_that_the_clause_does_not_list_or_another_bureaus_case_is_no_tie(office: Office):
    made = office.complaint()
    with pytest.raises(Unacceptable, match="没有这一项行为"):
        services.tie(made, office.house.supervisor, Tie(matter=office.house.matter(), act=9), 1)
    other = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    elsewhere = other.offices.create(name="某股")
    with pytest.raises(Unacceptable, match="只能对应本机关"):
        services.tie(made, office.house.supervisor, Tie(office=elsewhere), 1)


def test_of_two_supervisors_the_second_is_told(office: Office):
    made = office.complaint()
    second = account("second", RoleKind.SUPERVISOR, office.house.bureau)
    services.accept(made, office.house.supervisor, 1)
    assert services.accept(made, office.house.supervisor, 1).position == 2, "a form that was sent twice"
    with pytest.raises(Unacceptable, match=r"您查看以后，本件有改动（姓名supervisor.*登记了“受理”）"):
        services.decline(made, second, "不受理", "别处", 1)
    assert made.entries.count() == 2


# Confidential ----------------------------------------------------------------------------------------------------

PEOPLE = {
    "supervisor": lambda office: office.house.supervisor,
    "leader": lambda office: office.house.leader,
    "head": lambda office: office.house.head,
    "handler": lambda office: office.house.wang,
    "keeper": lambda office: office.house.keeper,
    "recorder": lambda office: office.house.recorder,
    "finance": lambda office: office.house.cai,
    "applicant": lambda office: office.house.chen,
    "system admin": lambda office: account("admin", RoleKind.SYSTEM_ADMIN, office.house.bureau),
    "security admin": lambda office: office.security,
    "audit admin": lambda office: account("auditor", RoleKind.AUDIT_ADMIN, office.house.bureau),
    "another bureau's supervisor": lambda office: account(
        "elsewhere", RoleKind.SUPERVISOR, open_agency("neixiang-gxj", "内乡县工业和信息化局")
    ),
    "nobody": lambda office: None,
}
VERBS = {
    "complaint.file": set(PEOPLE),
    "complaint.look_up": set(PEOPLE),
    "complaint.list": {"supervisor"},
    "complaint.handle": {"supervisor"},
    "complaint.configure": {"security admin"},
    "interference.register": {"leader", "head", "handler", "keeper"},
}


def test_who_may_do_what(office: Office):
    things = {"complaint.handle": office.complaint()}
    for who, person in PEOPLE.items():
        somebody = person(office)
        found = {verb for verb in VERBS if may(somebody, verb, things.get(verb, office.house.bureau))}
        assert found == {verb for verb, allowed in VERBS.items() if who in allowed}, who


def test_services_and_queries_tell_nobody_else_anything(office: Office):
    made, bureau, decision = office.complaint(), office.house.bureau, office.decision()
    today = office.house.today()
    asked = {
        "opened": lambda person: queries.opened(made, person),
        "read": lambda person: services.read(made, person),
        "register": lambda person: queries.register(person, bureau),
        "about": lambda person: queries.about(person, office.case),
        "accept": lambda person: services.accept(made, person, 1),
        "answer": lambda person: services.answer(made, person, "好", 1),
        "tie": lambda person: services.tie(made, person, Tie(), 1),
        "decide": lambda person: services.decide(made, person, decision, 1),
        "write down": lambda person: services.write_down(
            bureau, person, Told("甲"), "letter", today, office.token()
        ),
    }
    for who, person in PEOPLE.items():
        if who == "supervisor":
            continue
        somebody = person(office)
        for ask in asked.values():
            with pytest.raises(Denied):
                ask(somebody)
    assert (Complaint.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_supervisor_who_acts_for_the_applicant_stands_back(office: Office):
    made = office.complaint(case=office.case.number)
    admit(ask_to_join(office.house.supervisor, office.house.party), office.house.chen)
    with pytest.raises(Denied, match="应当回避"):
        queries.opened(made, type(office.house.supervisor).objects.get(pk=office.house.supervisor.pk))


def test_the_record_tells_that_something_came_in_and_neither_what_nor_from_whom(office: Office):
    told = Told(SECRET, NAME, CONTACT, WHOM, case=office.case.number)
    before = Event.objects.count(), Trace.objects.count(), Message.objects.count()
    made = services.file(office.house.bureau, told, office.token(), address="192.0.2.77").complaint
    services.register_interference(
        office.house.bureau, office.house.wang, Told(SECRET, whom=WHOM), office.token()
    )
    assert (Trace.objects.count(), Message.objects.count()) == before[1:]
    added = Event.objects.order_by("pk")[before[0] :]
    bodies = [json.loads(event.body) for event in added]
    assert [(body["verb"], body["who"]["id"], body["trace"]) for body in bodies] == [
        ("complaint.file", None, None)
    ] * 2
    services.read(made, office.house.supervisor)
    services.accept(made, office.house.supervisor, 1)
    services.answer(made, office.house.supervisor, f"{SECRET}属实", 2)
    told = "".join(Event.objects.values_list("body", flat=True))
    assert [
        word
        for word in (*BETRAYING, office.case.number, "192.0.2.77")
        if word in told.split("complaint.file", 1)[1]
    ] == []
    assert Event.objects.filter(verb="complaint.read", who=office.house.supervisor.pk).count() == 1


def test_without_the_right_key_nobody_learns_which_numbers_there_are(office: Office):
    receipt = office.filed()
    told = set()
    for number, key in (
        (receipt.complaint.number, "AAAA-BBBB-CCCC-DDDD"),
        ("TS2026-9999", receipt.key),
        ("一二三", receipt.key),
        ("", ""),
    ):
        with pytest.raises(Unacceptable) as refused:
            services.look_up(office.house.bureau, number, key)
        told.add(str(refused.value))
    assert len(told) == 1


def test_a_key_cannot_be_tried_again_and_again(office: Office):
    receipt = office.filed()
    for _ in range(20):
        with pytest.raises(Unacceptable, match="没有这个编号"):
            services.look_up(office.house.bureau, receipt.complaint.number, "AAAA-BBBB-CCCC-DDDD")
    with pytest.raises(Unacceptable, match="次数太多"):
        services.look_up(office.house.bureau, receipt.complaint.number, receipt.key)


def test_who_meddled_is_registered_and_read_by_the_supervisor_alone(office: Office):
    house = office.house
    made = services.register_interference(
        house.bureau, house.wang, Told("要求先受理再补材料", whom="某局副局长"), office.token()
    ).complaint
    opened = queries.opened(made, house.supervisor)
    assert (opened.statement.by, opened.complaint.kind) == (house.wang, "interference")
    with pytest.raises(Unacceptable, match="谁插手干预"):
        services.register_interference(house.bureau, house.wang, Told("有人打招呼"), office.token())
    with pytest.raises(Denied):
        services.register_interference(house.bureau, house.chen, Told("甲", whom="乙"), office.token())


def test_the_supervisor_finds_what_is_about_a_case(office: Office):
    made = office.complaint(case=office.case.number)
    office.complaint()
    assert queries.about(office.house.supervisor, office.case) == 1
    services.tie(made, office.house.supervisor, Tie(), 1)
    assert queries.about(office.house.supervisor, office.case) == 0


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("TS2026-0007", (2026, 7)),
        ("ts2026-7", (2026, 7)),
        ("ＴＳ２０２６－００１２", (2026, 12)),
        ("2026 0003", (2026, 3)),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed, read):
    assert parts_of(typed) == read
    assert parts_of(number_of(*read)) == read


TAMPERING = {
    "a complaint is rewritten": lambda: Complaint.objects.update(key=""),
    "a complaint is deleted": lambda: Complaint.objects.all()._raw_delete("default"),
    "what it says is rewritten": lambda: Statement.objects.update(text="没有"),
    "what it says is deleted": lambda: Statement.objects.all()._raw_delete("default"),
    "what was done is rewritten": lambda: Entry.objects.update(kind="accepted"),
    "what was done is deleted": lambda: Entry.objects.all()._raw_delete("default"),
    "a limit is rewritten": lambda: Rules.objects.update(accept_n=50),
}


def refusal(act) -> str:
    """What the database says to it, "" where it does it."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        return str(error)
    return ""


def test_what_is_kept_cannot_be_changed(office: Office):
    services.set_rules(office.house.bureau, office.security, DEFAULT)
    office.complaint()
    for name, act in TAMPERING.items():
        assert re.search(r"只能追加|不能修改", refusal(act)), name


def test_the_register_says_how_each_stands_in_few_queries(office: Office, django_assert_max_num_queries):
    house = office.house
    for _ in range(3):
        office.accepted()
    office.complaint()
    with django_assert_max_num_queries(8):
        found = queries.register(house.supervisor, house.bureau)
    assert [each.standing.state for each in found.rows] == [State.FILED, *[State.ACCEPTED] * 3]
    assert queries.register(house.supervisor, house.bureau, state=State.ACCEPTED).total == 3
    assert queries.waiting(house.bureau) == 4
