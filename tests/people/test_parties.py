"""Who applies and who acts for it: registered, asked, granted, handed over, ended, verified at the window."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.audit.queries import verify_chain
from quanze.people import queries, services
from quanze.people.models import Membership, Party
from quanze.people.permissions import Denied, Window
from quanze.people.permissions import may as may_now
from quanze.people.recording import membership_digest, party_digest
from quanze.people.services import AlreadyRegistered, Unacceptable
from tests.people.conftest import CODE, somebody

pytestmark = pytest.mark.django_db

DOUBTFUL = "91350211M0000XUF46"
TODAY = timezone.localdate
MANDATE = {"mandate": "2026年授权委托书第3号", "since": date(2026, 1, 1), "until": date(2099, 12, 31)}


def registered(person, code=CODE, name="南阳某某机械有限责任公司", **more):
    return services.register_party(person, Party.Kind.ENTERPRISE, name, code, **more)


def joined(party, owner, person, **asked):
    return services.admit(services.ask_to_join(person, party, **asked), owner)


def owner_of(party):
    return party.memberships.get(state="granted", role="owner").person


def events():
    found = Event.objects.filter(chain="installation", verb__startswith="party.").order_by("sequence")
    return [(event.verb.removeprefix("party."), json.loads(event.body)["detail"]) for event in found]


def may(person, verb, thing=None):
    """As the next request would ask: what an account remembers of the last one is no answer."""
    return may_now(person and type(person).objects.get(pk=person.pk), verb, thing)


# Registering ---------------------------------------------------------------------------------------------------------


def test_whoever_registers_owns_and_is_not_verified(li):
    party = registered(li, "９１１１００００６０００３７３４１Ｌ", " 南阳某某\u3000机械有限责任公司\n")
    assert (party.credit_code, party.name, party.verified) == (CODE, "南阳某某 机械有限责任公司", False)
    assert owner_of(party) == li
    assert list(queries.parties_of(li)) == [party]
    assert list(verify_chain("installation")) == []


def test_a_name_with_a_rare_character_stays_as_it_is(li):
    name = "南阳市\U000312ab\ue5e5工贸有限公司"
    assert registered(li, name=name).name == name


@pytest.mark.parametrize("name", ["", " \u200b\n", "厂", "x" * 201])
def test_a_name_that_is_none_is_refused(li, name):
    with pytest.raises(Unacceptable, match=r"全称|最多200个字"):
        registered(li, name=name)
    assert not Party.objects.exists()


def test_a_kind_that_nobody_knows_is_refused(li):
    with pytest.raises(Unacceptable, match="类别"):
        services.register_party(li, "ministry", "某某公司", CODE)


def test_a_genuine_code_that_fails_the_check_is_let_through_with_a_reason(li):
    with pytest.raises(Unacceptable, match=r"校验码不符.*请对照证照核对"):
        registered(li, DOUBTFUL, code_reason="  ")
    party = registered(li, DOUBTFUL, code_reason="营业执照上就是这个代码")
    assert (party.code_doubt, party.code_reason) == (
        "校验码不符：按前17位算应为“R”",
        "营业执照上就是这个代码",
    )


def test_a_reason_without_a_doubt_is_not_kept(li):
    assert registered(li, code_reason="没有疑问").code_reason == ""


def test_the_database_keeps_no_doubt_without_its_reason(li):
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(kind="other", name="某", credit_code=DOUBTFUL, code_doubt="疑", opened_by=li)


def test_the_second_who_names_a_code_is_told_to_ask(party, wang):
    with pytest.raises(AlreadyRegistered, match="请申请加入") as told:
        registered(wang, CODE.lower(), "另一个名字")
    assert told.value.party == party
    assert Party.objects.get().name == party.name


def test_nobody_collects_codes(li):
    from stdnum.cn import uscc

    firsts = [f"91411303MA{number:07}" for number in range(21)]
    codes = [first + uscc.calc_check_digit(first) for first in firsts]
    for code in codes[:20]:
        registered(li, code)
    with pytest.raises(Unacceptable, match="20个身份待核验"):
        registered(li, codes[20])
    assert Party.objects.count() == 20


def test_a_stranger_without_an_account_registers_nothing(db):
    assert may(None, "party.register").reason == "请先登录。"


# Asking --------------------------------------------------------------------------------------------------------------


def test_a_colleague_asks_and_the_owner_grants(party, li, wang):
    asked = services.ask_to_join(wang, party, note="项目部的")
    assert [each.note for each in queries.to_decide(li)] == ["项目部的"]
    assert not may(wang, "party.represent", party)
    services.admit(asked, li)
    assert may(wang, "party.represent", party)
    assert not may(wang, "party.manage", party)
    assert list(queries.acting_for(party)) == [li, wang]
    assert not queries.to_decide(li)


def test_the_owner_refuses_and_says_why(party, li, wang):
    refused = services.decline(services.ask_to_join(wang, party), li, "不是本公司的人")
    assert (refused.state, refused.reason) == ("refused", "不是本公司的人")
    assert [each.reason for each in queries.requests_of(wang)] == ["不是本公司的人"]
    services.ask_to_join(wang, party)  # and may ask again


def test_whoever_asks_may_take_it_back(party, li, wang):
    asked = services.ask_to_join(wang, party)
    with pytest.raises(Denied, match="只能撤回自己的申请"):
        services.withdraw_request(asked, li)
    services.withdraw_request(asked, wang)
    with pytest.raises(Unacceptable, match="已撤回，不能这样办理"):
        services.admit(asked, li)


def test_nobody_asks_twice_or_into_what_is_theirs(party, li, wang):
    services.ask_to_join(wang, party)
    with pytest.raises(Unacceptable, match="正在等待同意"):
        services.ask_to_join(wang, party)
    with pytest.raises(Unacceptable, match="已是管理人"):
        services.ask_to_join(li, party)
    with pytest.raises(Unacceptable, match="以成员还是委托代理人"):
        services.ask_to_join(somebody("qian"), party, role="owner")


@pytest.mark.parametrize("act", ["admit", "decline"])
def test_only_the_owner_decides(party, li, wang, zhao, officer, act):
    joined(party, li, wang)
    asked = services.ask_to_join(zhao, party)
    for person in (wang, zhao, officer):
        with pytest.raises(Denied, match="只有南阳某某机械有限责任公司的管理人"):
            getattr(services, act)(asked, person)
    asked.refresh_from_db()
    assert asked.state == "asked"


# Agents --------------------------------------------------------------------------------------------------------------


def test_an_agent_acts_within_the_term_of_the_mandate(party, li, wang):
    today = TODAY()
    term = {"mandate": "授权委托书", "since": today, "until": today}
    agent = joined(party, li, wang, role="agent", **term)
    assert may(wang, "party.represent", party).reason == "您是南阳某某机械有限责任公司的委托代理人。"
    for since, until, said in [
        (today - timedelta(9), today - timedelta(1), "已经到期"),
        (today + timedelta(1), today + timedelta(9), "还没有开始"),
    ]:
        services.renew_mandate(agent, li, "续", since, until)
        verdict = may(wang, "party.represent", party)
        assert not verdict
        assert said in verdict.reason
        assert wang not in queries.acting_for(party)
        assert list(queries.parties_of(wang)) == []
        assert [each.party for each in queries.memberships_of(wang)] == [party]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mandate": " "}, "写明授权委托书"),
        ({"since": None}, "起止日期"),
        ({"until": None}, "起止日期"),
        ({"until": date(2025, 12, 31)}, "早于起始日期"),
    ],
)
def test_an_agent_without_a_whole_mandate_is_refused(party, li, wang, change, said):
    with pytest.raises(Unacceptable, match=said):
        services.ask_to_join(wang, party, role="agent", **{**MANDATE, **change})
    agent = joined(party, li, wang, role="agent", **MANDATE)
    with pytest.raises(Unacceptable, match=said):
        services.renew_mandate(agent, li, **{**MANDATE, **change})


def test_the_owner_grants_otherwise_than_was_asked(party, li, wang, zhao):
    asked = services.ask_to_join(wang, party)
    with pytest.raises(Unacceptable, match="写明授权委托书"):
        services.admit(asked, li, role="agent")
    assert services.admit(asked, li, role="agent", **MANDATE).mandate == MANDATE["mandate"]
    other = services.ask_to_join(zhao, party, role="agent", **MANDATE)
    member = services.admit(other, li, role="member")
    assert (member.mandate, member.since, member.until) == ("", None, None)
    with pytest.raises(Unacceptable, match="只有委托代理人有授权期限"):
        services.renew_mandate(member, li, **MANDATE)
    with pytest.raises(Unacceptable, match="以成员还是委托代理人"):
        services.admit(services.ask_to_join(somebody("qian"), party), li, role="owner")


def test_the_database_keeps_no_agent_without_a_mandate(party, wang):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            party=party, person=wang, role="agent", state="granted", asked_at=timezone.now()
        )


# Handing over, leaving, ending ---------------------------------------------------------------------------------------


def test_an_owner_hands_over_and_stays_a_member(party, li, wang):
    services.hand_over(joined(party, li, wang), li)
    assert owner_of(party) == wang
    assert may(li, "party.represent", party)
    assert not may(li, "party.manage", party)
    services.leave(party.memberships.get(person=li, state="granted"), li)
    assert not may(li, "party.represent", party)
    assert [each.person for each in queries.former(party)] == [li]


def test_a_party_never_loses_its_last_owner(party, li, wang):
    own = party.memberships.get(person=li)
    with pytest.raises(Unacceptable, match="先把管理人移交"):
        services.leave(own, li)
    with pytest.raises(Unacceptable, match="管理人不能终止，只能移交"):
        services.end_membership(own, li)
    agent = joined(party, li, wang, role="agent", **MANDATE)
    with pytest.raises(Unacceptable, match="只能移交给成员"):
        services.hand_over(agent, li)
    assert owner_of(party) == li


def test_nothing_is_handed_to_a_closed_account(party, li, wang):
    member = joined(party, li, wang)
    wang.is_active = False
    wang.save()
    with pytest.raises(Unacceptable, match="账号已停用"):
        services.hand_over(member, li)


def test_the_owner_ends_a_membership_and_the_record_keeps_it(party, li, wang):
    member = joined(party, li, wang)
    with pytest.raises(Denied):
        services.end_membership(party.memberships.get(person=li), wang)
    with pytest.raises(Denied, match="只能由本人退出"):
        services.leave(member, li)
    services.end_membership(member, li, "已离职")
    assert not may(wang, "party.represent", party)
    assert [verb for verb, _ in events()] == ["register", "ask", "admit", "end"]
    with pytest.raises(Unacceptable, match="已终止"):
        services.end_membership(member, li)


def test_what_is_closed_never_changes_and_nothing_is_deleted(party, li, wang):
    ended = services.end_membership(joined(party, li, wang), li)
    for act in (
        lambda: Membership.objects.filter(pk=ended.pk).update(state="granted"),
        lambda: Membership.objects.filter(pk=ended.pk).delete(),
        lambda: Party.objects.filter(pk=party.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_party_has_one_owner_in_the_database_too(party, wang):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            party=party, person=wang, role="owner", state="granted", asked_at=timezone.now()
        )


# The window ----------------------------------------------------------------------------------------------------------


def test_an_officer_confirms_who_registered(party, li, bureau, officer):
    own = party.memberships.get()
    with pytest.raises(Unacceptable, match="写明核验了哪些证件"):
        services.confirm_identity(own, bureau, officer, " ")
    found = services.confirm_identity(own, bureau, officer, "营业执照副本、法定代表人身份证")
    assert (found.verified, found.verified_by, found.verified_in) == (True, officer, bureau)
    assert owner_of(party) == li


def test_whoever_took_a_code_that_is_not_theirs_loses_it_at_the_window(party, li, wang, bureau, officer):
    asked = services.ask_to_join(wang, party)
    services.confirm_identity(asked, bureau, officer, "营业执照、介绍信")
    assert owner_of(party) == wang
    assert not may(li, "party.represent", party)
    assert queries.former(party)[0].reason == "卧龙区工业和信息化局在窗口核验身份后，由他人担任管理人"


def test_a_verified_owner_who_is_replaced_at_the_window_stays_a_member(party, li, wang, bureau, officer):
    services.confirm_identity(party.memberships.get(), bureau, officer, "营业执照")
    services.confirm_identity(services.ask_to_join(wang, party), bureau, officer, "新的介绍信")
    assert owner_of(party) == wang
    assert may(li, "party.represent", party)


def test_a_party_entered_at_the_window_has_no_owner_until_the_window_names_one(bureau, officer, li, wang):
    party = services.enter_party(bureau, officer, "enterprise", "南阳某某机械有限责任公司", CODE)
    assert not party.memberships.exists()
    assert services.enter_party(bureau, officer, "enterprise", "别的名字", CODE.lower()) == party
    asked = services.ask_to_join(li, party)
    with pytest.raises(Denied):
        services.admit(asked, wang)
    services.confirm_identity(asked, bureau, officer, "营业执照、身份证")
    assert owner_of(party) == li


def test_nobody_confirms_themselves(party, li, bureau, officer):
    own = joined(party, li, officer)
    with pytest.raises(Denied, match="由其他工作人员核验"):
        services.confirm_identity(own, bureau, officer, "营业执照")
    other = services.ask_to_join(somebody("qian"), party)
    with pytest.raises(Denied, match="由其他工作人员核验"):
        services.confirm_identity(other, bureau, officer, "营业执照")


def test_nobody_confirms_their_own_request(bureau, officer):
    party = services.enter_party(bureau, officer, "enterprise", "南阳某某机械有限责任公司", CODE)
    with pytest.raises(Denied, match="不能核验自己的身份"):
        services.confirm_identity(services.ask_to_join(officer, party), bureau, officer, "营业执照")


def test_an_agent_is_no_owner(party, li, wang, bureau, officer):
    agent = joined(party, li, wang, role="agent", **MANDATE)
    with pytest.raises(Unacceptable, match="委托代理人由申请人自己授权"):
        services.confirm_identity(agent, bureau, officer, "营业执照")


def test_the_window_is_for_its_officers(party, li, bureau):
    for person in (None, li, somebody("qian")):
        assert not may(person, "party.verify", Window(bureau))
    with pytest.raises(Denied, match=r"只有卧龙区工业和信息化局的经办人、股室负责人"):
        services.confirm_identity(party.memberships.get(), bureau, somebody("sun"), "营业执照")
    with pytest.raises(Denied):
        services.enter_party(bureau, li, "enterprise", "某某公司", DOUBTFUL)


def test_another_name_is_to_be_verified_again(party, li, wang, bureau, officer):
    services.confirm_identity(party.memberships.get(), bureau, officer, "营业执照")
    same = {"kind": party.kind, "name": party.name}
    moved = services.revise_party(party, li, **same, address="卧龙区中州路1号", phone="0377-63000000")
    assert moved.verified
    renamed = services.revise_party(party, li, kind=party.kind, name="南阳某某智能装备有限公司")
    assert (renamed.verified, renamed.verified_how, renamed.credit_code) == (False, "", CODE)
    with pytest.raises(Denied):
        services.revise_party(party, wang, **same)


# The record ----------------------------------------------------------------------------------------------------------


def test_the_record_holds_references_and_digests_and_no_words(party, li, wang, bureau, officer):
    words = ["项目部的王工", "授权书豫宛2026", "身份证和介绍信", "路人甲路1号", "0377-63111111"]
    asked = services.ask_to_join(
        wang, party, role="agent", note=words[0], mandate=words[1], since=TODAY(), until=TODAY()
    )
    services.admit(asked, li)
    services.confirm_identity(party.memberships.get(person=li), bureau, officer, words[2])
    now = services.revise_party(party, li, kind=party.kind, name=party.name, address=words[3], phone=words[4])
    for body in Event.objects.values_list("body", flat=True):
        assert CODE not in body
        assert not [word for word in words if word in body]
    kept = dict(events())
    asked.refresh_from_db()
    assert kept["admit"]["words"] == membership_digest(asked)
    assert kept["revise"]["party"] == party_digest(now)
    assert kept["verify"]["agency"] == "wolong-gxj"


def test_a_refused_service_leaves_no_trace(party, wang):
    before = Event.objects.count()
    with pytest.raises(Unacceptable):
        services.ask_to_join(wang, party, role="agent")
    assert (Membership.objects.count(), Event.objects.count()) == (1, before)


# What it costs -------------------------------------------------------------------------------------------------------


def test_who_acts_for_whom_is_read_once_for_a_request(party, li, django_assert_num_queries):
    li = type(li).objects.get(pk=li.pk)
    with django_assert_num_queries(1):
        for _ in range(5):
            assert may_now(li, "party.represent", party)
            assert may_now(li, "party.manage", party)


def test_each_question_is_one_query(party, li, django_assert_num_queries):
    for ask in (queries.members, queries.waiting_for, queries.former, queries.acting_for):
        with django_assert_num_queries(1):
            list(ask(party))
    for ask in (queries.memberships_of, queries.parties_of, queries.requests_of, queries.to_decide):
        with django_assert_num_queries(1):
            list(ask(li))
