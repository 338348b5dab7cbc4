"""The applicants for whom somebody acts, on the pages: registered, joined, handed over, confirmed at the window."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from quanze.people import services
from quanze.people.models import Membership, Party, Person
from quanze.people.roles import RoleKind
from tests.site.conftest import person

CODE = "91110000600037341L"
DOUBTFUL = "91350211M0000XUF46"
NAME = "南阳某某机械有限责任公司"
TYPED = {"code": CODE, "kind": "enterprise", "name": NAME}

pytestmark = pytest.mark.django_db


@pytest.fixture
def li() -> Person:
    return person("li")


@pytest.fixture
def wang() -> Person:
    return person("wang")


@pytest.fixture
def party(li) -> Party:
    return services.register_party(li, "enterprise", NAME, CODE)


def at(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_somebody_new_is_told_what_to_do_first(li):
    page = text(at(li).get("/my/"))
    assert "您还没有代表任何申请人" in page
    for address in ("/my/parties/new/", "/my/parties/join/"):
        assert f'href="{address}"' in page


def test_an_enterprise_is_registered(li):
    answer = at(li).post("/my/parties/new/", {**TYPED, "code": CODE.lower()}, follow=True)
    for told in (NAME, CODE, "身份待核验", "您是管理人"):
        assert told in text(answer)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": ""}, "请填写统一社会信用代码"),
        ({"code": "123"}, "是18位，现在有3位"),
        ({"code": "91110000600O37341L"}, "是否应为“0”"),
        ({"kind": ""}, "请选择申请人的类别"),
        ({"kind": "king"}, "请选择申请人的类别"),
        ({"name": " "}, "请按证照填写申请人的全称"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_in_the_summary(li, given, said):
    page = text(at(li).post("/my/parties/new/", {**TYPED, **given}))
    assert page.count(said) == 2
    assert not Party.objects.exists()


def test_a_code_that_looks_wrong_asks_for_a_word_and_keeps_it(li):
    page = text(at(li).get("/my/parties/new/"))
    assert "code_reason" not in page
    page = text(at(li).post("/my/parties/new/", {**TYPED, "code": DOUBTFUL}))
    assert "校验码不符：按前17位算应为“R”" in page
    assert 'name="code_reason"' in page
    assert DOUBTFUL in page
    answer = at(li).post(
        "/my/parties/new/", {**TYPED, "code": DOUBTFUL, "code_reason": "执照上就是<这个>"}, follow=True
    )
    assert "说明：执照上就是&lt;这个&gt;" in text(answer)


def test_a_code_that_is_taken_leads_to_asking(party, wang):
    answer = at(wang).post("/my/parties/new/", TYPED, follow=True)
    assert answer.redirect_chain == [(f"/my/parties/join/?code={CODE}", 302)]
    assert "已有人登记" in text(answer)
    assert f'value="{CODE}"' in text(answer)


def test_a_colleague_asks_and_is_let_in(party, li, wang):
    answer = at(wang).post(
        "/my/parties/join/", {"code": CODE, "role": "member", "note": "项目部"}, follow=True
    )
    assert "等待它的管理人同意" in text(answer)
    assert f'href="/my/parties/{party.pk}/"' not in text(answer)
    asked = Membership.objects.get(person=wang)
    page = f"/my/parties/{party.pk}/members/{asked.pk}/"
    assert page in text(at(li).get("/my/"))
    assert "没有确认过的地址" in text(at(li).get(page))
    assert at(li).post(page, {"do": "admit", "role": "member"}).status_code == 302
    assert f'href="/my/parties/{party.pk}/"' in text(at(wang).get("/my/"))
    assert "项目部" not in text(at(wang).get(f"/my/parties/{party.pk}/"))


def test_a_code_that_nobody_registered_is_nothing_to_join(wang):
    assert "还没有人登记这个代码" in text(
        at(wang).post("/my/parties/join/", {"code": CODE, "role": "member"})
    )


def test_an_agent_needs_the_mandate_and_what_was_typed_stays(party, wang):
    given = {"code": CODE, "role": "agent", "mandate": "授权书甲", "since": "2026-01-01", "note": "代办"}
    page = text(at(wang).post("/my/parties/join/", given))
    assert "请写明授权的起止日期" in page
    for typed in ("授权书甲", "2026-01-01", "代办", CODE):
        assert typed in page
    at(wang).post("/my/parties/join/", {**given, "until": "2099-01-01"})
    assert Membership.objects.get(person=wang).mandate == "授权书甲"


def test_the_owner_refuses_and_the_other_is_told(party, li, wang):
    asked = services.ask_to_join(wang, party)
    at(li).post(f"/my/parties/{party.pk}/members/{asked.pk}/", {"do": "decline", "reason": "不认识"})
    assert "未同意：不认识" in text(at(wang).get("/my/"))


def test_a_request_is_taken_back(party, wang):
    asked = services.ask_to_join(wang, party)
    at(wang).post(f"/my/requests/{asked.pk}/withdraw/")
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert NAME not in text(at(wang).get("/my/"))


def test_an_owner_hands_over_and_the_other_ends_it(party, li, wang):
    member = services.admit(services.ask_to_join(wang, party), li)
    at(li).post(f"/my/parties/{party.pk}/members/{member.pk}/", {"do": "hand_over"})
    own = party.memberships.get(person=li, state="granted")
    assert "您是管理人" in text(at(wang).get(f"/my/parties/{party.pk}/"))
    at(wang).post(f"/my/parties/{party.pk}/members/{own.pk}/", {"do": "end", "reason": "已离职"})
    assert at(li).get(f"/my/parties/{party.pk}/").status_code == 404
    assert "姓名wang：已离职" in text(at(wang).get(f"/my/parties/{party.pk}/"))


def test_an_agents_term_is_renewed(party, li, wang):
    from datetime import date

    asked = services.ask_to_join(
        wang, party, role="agent", mandate="旧", since=date(2020, 1, 1), until=date(2020, 2, 1)
    )
    agent = services.admit(asked, li)
    page = f"/my/parties/{party.pk}/members/{agent.pk}/"
    assert 'value="2020-02-01"' in text(at(li).get(page))
    assert "授权已到期" in text(at(li).get(f"/my/parties/{party.pk}/"))
    wrong = at(li).post(
        page, {"do": "mandate", "mandate": "新", "since": "2026-01-01", "until": "2025-01-01"}
    )
    assert "早于起始日期" in text(wrong)
    at(li).post(page, {"do": "mandate", "mandate": "新", "since": "2026-01-01", "until": "2099-01-01"})
    assert at(wang).get(f"/my/parties/{party.pk}/").status_code == 200


@pytest.mark.parametrize("do", ["", "burn", "mandate"])
def test_a_button_that_is_none_does_nothing(party, li, wang, do):
    member = services.admit(services.ask_to_join(wang, party), li)
    answer = at(li).post(f"/my/parties/{party.pk}/members/{member.pk}/", {"do": do})
    assert answer.status_code == 200
    assert "没有完成" in text(answer) or "请先改正" in text(answer)
    member.refresh_from_db()
    assert member.state == "granted"


def test_two_owners_tabs_at_once_the_second_is_told(party, li, wang):
    asked = services.ask_to_join(wang, party)
    page = f"/my/parties/{party.pk}/members/{asked.pk}/"
    at(li).post(page, {"do": "admit", "role": "member"})
    assert "有效，不能这样办理" in text(at(li).post(page, {"do": "decline"}))


def test_a_member_leaves_and_the_owner_cannot(party, li, wang):
    services.admit(services.ask_to_join(wang, party), li)
    assert "您已不再代表" in text(at(wang).post(f"/my/parties/{party.pk}/leave/", follow=True))
    assert "先把管理人移交" in text(at(li).post(f"/my/parties/{party.pk}/leave/", follow=True))


def test_what_is_registered_is_changed_by_the_owner(party, li):
    page = f"/my/parties/{party.pk}/edit/"
    assert f'value="{NAME}"' in text(at(li).get(page))
    assert "全称" in text(at(li).post(page, {"kind": "enterprise", "name": ""}))
    answer = at(li).post(page, {"kind": "enterprise", "name": NAME, "address": "中州路1号"}, follow=True)
    assert "中州路1号" in text(answer)


# The window ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def officer(bureau) -> Person:
    return person("officer", RoleKind.HANDLER, bureau)


def test_the_window_confirms_somebody(party, li, wang, bureau, officer):
    asked = services.ask_to_join(wang, party)
    assert f'href="/desk/{bureau.code}/identities/"' in text(at(officer).get("/desk/", follow=True))
    address = f"/desk/{bureau.code}/identities/?code={CODE.lower()}"
    page = text(at(officer).get(address))
    assert "姓名li（现在的管理人）" in page
    assert re.search(r"姓名wang（申请加入，", page)
    for given, said in [
        ({"how": "营业执照"}, "请选择核验的是谁"),
        ({"membership": asked.pk}, "请写明核验了哪些证件"),
    ]:
        assert said in text(at(officer).post(address, given))
    answer = at(officer).post(address, {"membership": asked.pk, "how": "营业执照、身份证"}, follow=True)
    assert "管理人是姓名wang" in text(answer)
    assert "身份已核验" in text(at(wang).get(f"/my/parties/{party.pk}/"))
    assert at(li).get(f"/my/parties/{party.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("code", "said"), [("12", "是18位"), (DOUBTFUL, "还没有人登记这个代码"), ("%00" * 18, "不会出现")]
)
def test_the_window_is_told_what_it_cannot_find(bureau, officer, code, said):
    page = text(at(officer).get(f"/desk/{bureau.code}/identities/?code={code}"))
    assert said in page
    assert "确认身份</button>" not in page


def test_an_officer_who_acts_for_it_is_told_so(party, li, bureau, officer):
    services.admit(services.ask_to_join(officer, party), li)
    address = f"/desk/{bureau.code}/identities/?code={CODE}"
    page = text(at(officer).get(address))
    assert "由其他工作人员核验" in page
    own = party.memberships.get(person=li)
    assert at(officer).post(address, {"membership": own.pk, "how": "x"}).status_code == 403


def test_a_membership_of_another_party_is_not_confirmed_here(party, bureau, officer):
    other = services.register_party(person("qian"), "other", "别的公司", DOUBTFUL, code_reason="如证")
    answer = at(officer).post(
        f"/desk/{bureau.code}/identities/?code={CODE}",
        {"membership": other.memberships.get().pk, "how": "营业执照"},
    )
    assert "请选择核验的是谁" in text(answer)
    other.refresh_from_db()
    assert not other.verified


# What it costs -------------------------------------------------------------------------------------------------------


def test_pages_cost_the_same_whatever_the_size(party, li, django_assert_max_num_queries):
    for number in range(30):
        asked = services.ask_to_join(person(f"p{number}"), party)
        if number % 3:
            member = services.admit(asked, li)
            if number % 2:
                services.end_membership(member, li)
    client = at(li)
    client.get("/my/")
    for address in ("/my/", f"/my/parties/{party.pk}/", f"/my/parties/{party.pk}/edit/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
