"""The register of bars at the desk: who records in it, what it says, and what the party sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quanze.bars.models import Bar, BarEvent
from quanze.people.roles import RoleKind
from quanze.people.services import confirm_identity, open_agency
from quanze.registry.services import import_document
from tests.cases.conftest import House, account, house
from tests.cases.test_rounds import barred
from tests.registry.conftest import listing
from tests.site.test_rounds import at, iso
from tests.site.test_who_may import BARS

__all__ = ["house"]

NEW = "/desk/wolong-gxj/bars/new/"


def filled(house: House, **more: object) -> dict[str, object]:
    number = house.matter("省先进制造业发展专项资金项目申报").number
    return {
        "organ": "南阳市财政局",
        "number": "宛财监〔2026〕3号",
        "decided_on": iso(house, -3),
        "scan": [house.file(house.leader, "决定书.pdf").pk],
        "name": house.party.name,
        "code": house.party.credit_code,
        "facts": "虚报项目投资额",
        "scope": "省先进制造业发展专项资金",
        "matters": [str(number)],
        "months": "24",
        **more,
    }


def test_a_decision_is_recorded_and_ends_two_years_later(client: Client, house: House):
    desk = at(client, house.leader)
    assert "本系统不作这样的决定" in desk.get(NEW).content.decode()
    page = desk.post(NEW, filled(house), follow=True).content.decode()
    bar = Bar.objects.get()
    since = house.today() - timedelta(3)
    assert (bar.since, bar.until.year) == (since, since.year + 2)
    assert "限制中" in page
    assert "到期自动解除" in page
    assert bar.name in desk.get("/desk/wolong-gxj/bars/?state=now").content.decode()
    assert bar.name not in desk.get("/desk/wolong-gxj/bars/?state=over").content.decode()


def test_a_matter_that_left_the_list_keeps_its_name_there(client: Client, house: House):
    desk = at(client, house.leader)
    desk.post(NEW, filled(house))
    import_document(house.bureau, listing("节能监察"), by=None)
    page = desk.get(f"/desk/wolong-gxj/bars/{Bar.objects.get().pk}/").content.decode()
    assert "省先进制造业发展专项资金项目申报（现行清单中没有）" in page


WRONG = {
    "no document": ({"scan": []}, "请上传决定书的扫描件"),
    "no matter": ({"matters": []}, "请选择涉及的职权事项"),
    "no end": ({"months": ""}, "请填写限制多少个月"),
    "no code": ({"code": "123"}, "信用代码"),
    "to come": ({"decided_on": "2099-01-01"}, "决定日期还没有到"),
}


@pytest.mark.parametrize(("said", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client: Client, house: House, said, told):
    page = at(client, house.leader).post(NEW, filled(house, **said)).content.decode()
    assert told in page
    assert "虚报项目投资额" in page
    assert not Bar.objects.exists()


def test_what_came_after_is_recorded_below(client: Client, house: House):
    bar = barred(house)
    desk = at(client, house.keeper)
    address = reverse("desk_bar", args=["wolong-gxj", bar.pk])
    said = {"kind": "lifted", "on": iso(house, -1), "organ": "南阳市财政局", "words": "复核后解除"}
    refused = desk.post(address, said).content.decode()
    assert "请填写决定的文号" in refused
    assert "复核后解除" in refused
    scan = house.file(house.keeper, "解除决定.pdf").pk
    page = desk.post(address, {**said, "number": "宛财监〔2026〕9号", "scan": [scan]}, follow=True)
    assert "已提前解除" in page.content.decode()
    for _ in range(2):  # a form that is sent twice is recorded once
        appeal = {"kind": "appealed", "on": iso(house, 0), "organ": "市政府", "words": "申请复议"}
        desk.post(address, appeal)
    assert [each.kind for each in BarEvent.objects.all()] == ["lifted", "appealed"]


def test_an_appeal_and_what_was_decided_about_it_stand_on_the_page(client: Client, house: House):
    bar = barred(house)
    desk, address = at(client, house.keeper), reverse("desk_bar", args=["wolong-gxj", bar.pk])
    appeal = {
        "kind": "appealed",
        "way": "review",
        "on": iso(house, -1),
        "organ": "南阳市财政局",
        "words": "投资额属实",
    }
    page = desk.post(address, appeal, follow=True).content.decode()
    assert "提出复核" in page
    assert "还没有结论，期间限制不停止" in page
    assert "限制中" in page
    scan = house.file(house.keeper, "复核决定.pdf").pk
    said = {"kind": "answered", "on": iso(house, 0), "organ": "南阳市财政局", "number": "宛财复核〔2026〕1号"}
    said |= {"words": "缩短为一年", "scan": [scan]}
    assert "请选择结论" in desk.post(address, said).content.decode()
    assert "请填写缩短到哪一天" in desk.post(address, {**said, "outcome": "shortened"}).content.decode()
    decided = {**said, "outcome": "shortened", "until": iso(house, 10)}
    page = desk.post(address, decided, follow=True).content.decode()
    assert "复核的结论：缩短期限" in page
    assert "由决定缩短" in page
    assert "还没有结论" not in page


def test_a_bar_that_no_clause_of_the_list_speaks_of_is_flagged(client: Client, house: House):
    bar = barred(house)
    page = at(client, house.wang).get(reverse("desk_bar", args=["wolong-gxj", bar.pk])).content.decode()
    assert "追责条款没有写限制申报" in page
    assert "登记复议" not in page, "a handler looks, and records nothing"


def test_pages_take_few_queries(client: Client, house: House, django_assert_max_num_queries):
    bar = barred(house)
    desk = at(client, house.keeper)
    for address in ("/desk/wolong-gxj/bars/", reverse("desk_bar", args=["wolong-gxj", bar.pk]), NEW):
        with django_assert_max_num_queries(20):
            assert desk.get(address).status_code == 200


def test_a_party_that_was_verified_reads_what_is_in_force_against_it(client: Client, house: House):
    bar = barred(house)
    mine = at(client, house.chen)
    address = reverse("file", args=[bar.scan_id])
    assert bar.number not in mine.get(reverse("party", args=[house.party.pk])).content.decode()
    assert mine.get(address).status_code == 403, "nobody has seen yet whose the party is"
    confirm_identity(house.party.memberships.get(), house.bureau, house.wang, "出示营业执照")
    page = mine.get(reverse("party", args=[house.party.pk])).content.decode()
    assert "南阳市财政局宛财监〔2026〕3号" in page
    assert mine.get(address).status_code == 200
    assert at(Client(), house.recorder).get(address).status_code == 403


ALLOWED = {
    "keeper": set(BARS),
    "leader": set(BARS),
    "handler": {"desk_bars", "desk_bar"},
    "head": {"desk_bars", "desk_bar"},
    "supervisor": {"desk_bars", "desk_bar"},
    "recorder": set(),
    "applicant": set(),
    "finance": set(),
    "other bureau": set(),
    "admin": set(),
    "no role": set(),
}


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_reaches_more_than_their_part(client: Client, house: House, who: str):
    people = {
        "keeper": house.keeper,
        "leader": house.leader,
        "handler": house.wang,
        "head": house.head,
        "supervisor": house.supervisor,
        "recorder": house.recorder,
        "applicant": house.chen,
        "finance": house.cai,
    }
    person = people.get(who)
    if who == "other bureau":
        person = account("other", RoleKind.LEADER, open_agency("neixiang-gxj", "内乡县工业和信息化局"))
    person = person or account("some", RoleKind.SYSTEM_ADMIN if who == "admin" else None, house.bureau)
    bar = barred(house)
    somebody = at(client, person)
    for name, (methods, arguments) in BARS.items():
        said = {**arguments, **({"pk": bar.pk} if "pk" in arguments else {})}
        for method in methods.split():
            answer = getattr(somebody, method)(reverse(name, kwargs=said), {"words": "解除"})
            allowed = name in ALLOWED[who] and (method == "get" or set(BARS) == ALLOWED[who])
            assert answer.status_code == (200 if allowed else 403), (name, method)
            assert allowed or bar.name not in answer.content.decode()
    assert (Bar.objects.count(), BarEvent.objects.count()) == (1, 0)


def test_somebody_unknown_is_asked_to_log_in(client: Client, house: House):
    bar = barred(house)
    for address in ("/desk/wolong-gxj/bars/", NEW, f"/desk/wolong-gxj/bars/{bar.pk}/"):
        assert client.get(address)["Location"].startswith("/login/?next=")


def test_a_bar_is_not_reached_through_another_agency(client: Client, house: House):
    bar = barred(house)
    leader = account("czleader", RoleKind.LEADER, house.finance)
    assert at(client, leader).get(f"/desk/wolong-czj/bars/{bar.pk}/").status_code == 404
