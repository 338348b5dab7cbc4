"""Rounds at the desk and in public: opened as the notice says, changed with a reason, seen by whom they concern."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quanze.cases.models import Case, Note
from quanze.people.models import Office
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.procedure.model import Kind
from quanze.rounds.models import Round, Terms
from quanze.rulebook.queries import kit_value
from tests.cases.conftest import House, account, house
from tests.cases.test_matter_five import step
from tests.cases.test_rounds import NOTICE, barred, opened
from tests.site.test_applying import looked_over
from tests.site.test_who_may import ROUNDS

__all__ = ["house"]


def at(client: Client, person) -> Client:
    client.force_login(person)
    return client


def iso(house: House, days: int) -> str:
    return (house.today() + timedelta(days)).isoformat()


def filled(house: House, **more: str) -> dict[str, str]:
    return {
        "year": "2026",
        "title": "",
        "notice_title": NOTICE.title,
        "notice_number": NOTICE.number,
        "issuer": NOTICE.issuer,
        "opens_on": iso(house, -3),
        "closes_on": iso(house, 20),
        "quota": "5",
        "conditions": "近三年无重大安全事故\n",
        "materials-0-0": "科技查新报告（2026）",
        "materials-0-1": "一年以内",
        "materials-0-3": "2",
        **more,
    }


def new(house: House) -> str:
    return f"{reverse('desk_round_new', args=[house.bureau.code])}?matter={house.matter().number}"


def test_a_round_is_opened_once_it_was_seen_what_applicants_will_see(client: Client, house: House):
    desk = at(client, house.keeper)
    assert (
        "省级工业新产品综合评价" in desk.get(reverse("desk_round_new", args=["wolong-gxj"])).content.decode()
    )
    assert desk.get(new(house)).status_code == 200
    looked = desk.post(new(house), filled(house))
    page = looked.content.decode()
    assert "申请人会看到" in page
    assert "近三年无重大安全事故" in page
    assert "科技查新报告（2026）" in page
    assert not Round.objects.exists()
    digest = looked.context["form"].digest
    for _ in range(2):  # a form that is sent twice opens one round
        done = desk.post(new(house), filled(house, looked=digest))
        made = Round.objects.get()
        assert done["Location"] == reverse("desk_round", args=["wolong-gxj", made.pk])
    material = kit_value(made.kit).materials[-1]
    assert (material.name, material.required, material.copies) == ("科技查新报告（2026）", True, 2)
    assert Terms.objects.get().quota == {"": 5}
    assert "豫工信科〔2026〕12号" in desk.get(done["Location"]).content.decode()
    assert "还没有收到申请" in at(Client(), house.head).get(done["Location"]).content.decode()


def test_what_was_changed_after_the_look_is_looked_at_again(client: Client, house: House):
    desk = at(client, house.keeper)
    digest = desk.post(new(house), filled(house)).context["form"].digest
    again = desk.post(new(house), filled(house, looked=digest, closes_on=iso(house, 30)))
    assert "申请人会看到" in again.content.decode()
    assert not Round.objects.exists()


WRONG = {
    "no notice": ({"notice_title": ""}, "请填写申报通知的标题"),
    "the end before the beginning": ({"closes_on": "2020-01-01"}, "截止日期早于开始日期"),
    "a material without a name": ({"materials-1-1": "盖章"}, "请写明每份材料的名称"),
    "a material twice": ({"materials-1-0": "科技查新报告（2026）"}, "已经在材料里"),
    "a material of the kit": ({"materials-1-0": "技术报告"}, "“技术报告”已经在材料里"),
    "a quota in words": ({"quota": "三"}, "0到9999"),
    "a year of another age": ({"year": "1026"}, "2000到2100"),
}


@pytest.mark.parametrize(("said", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    client: Client, house: House, said, told
):
    page = at(client, house.keeper).post(new(house), filled(house, **said)).content.decode()
    assert told in page
    assert "科技查新报告（2026）" in page
    assert not Round.objects.exists()


def test_the_terms_are_changed_with_a_reason_and_the_earlier_ones_stay_seen(client: Client, house: House):
    call = opened(house, -10, 5)
    desk = at(client, house.head)
    address = reverse("desk_round_terms", args=["wolong-gxj", call.round.pk])
    assert iso(house, 5) in desk.get(address).content.decode()
    said = {"opens_on": iso(house, -10), "closes_on": iso(house, 25), "seen": str(call.terms.pk)}
    assert "请填写改动的理由" in desk.post(address, said).content.decode()
    done = desk.post(address, {**said, "reason": "省厅延期通知"}, follow=True).content.decode()
    assert "省厅延期通知" in done
    assert "设立批次" in done
    late = desk.post(address, {**said, "closes_on": iso(house, 30), "reason": "再延期"})
    assert "安排已经改动" in late.content.decode()


def test_a_round_is_closed_reported_or_called_off(client: Client, house: House):
    call = opened(house, -10, 5)
    desk = at(client, house.keeper)
    address = reverse("desk_round_say", args=["wolong-gxj", call.round.pk])
    refused = desk.post(address, {"do": "close", "seen": call.terms.pk, "reason": ""})
    assert "请写明理由" in refused.content.decode()
    desk.post(address, {"do": "close", "seen": call.terms.pk, "reason": "上级提前截止"})
    closed = Terms.objects.last()
    assert closed.act == "closed"
    done = desk.post(address, {"do": "report", "seen": closed.pk, "reason": "已报市局"}, follow=True)
    page = done.content.decode()
    assert "已登记：批次已上报" in page
    assert "改动安排" not in page
    assert desk.post(address, {"do": "burn", "seen": closed.pk}).status_code == 404


def test_the_page_of_a_round_with_many_cases_takes_few_queries(
    client: Client, house: House, django_assert_max_num_queries
):
    call = opened(house, quota={"": 2})
    one = house.submitted()
    Case.objects.bulk_create(_like(one, number) for number in range(2, 501))
    Case.objects.filter(serial__lte=3).update(reported=True)
    desk = at(client, house.head)
    with django_assert_max_num_queries(20):
        page = desk.get(reverse("desk_round", args=["wolong-gxj", call.round.pk])).content.decode()
    assert "500件" in page
    assert "已推荐3个" in page
    assert "已满" in page
    assert "第1页，共10页" in page


def _like(case: Case, serial: int) -> Case:
    """Another case as this one."""
    made = Case.objects.get(pk=case.pk)
    made.pk, made.serial, made.key = None, serial, f"like-{serial}"
    made.number = f"{case.agency.code}-{case.year}-{serial:05}"
    return made


def test_the_public_finds_the_call_and_its_last_day(
    client: Client, house: House, django_assert_max_num_queries
):
    opened(house, -3, 20)
    last = house.today() + timedelta(20)
    until = f"截至{last.year}年{last.month}月{last.day}日"
    number = house.matter().number
    with django_assert_max_num_queries(20):
        guide = client.get(reverse("guide", args=["wolong-gxj", number])).content.decode()
    assert f"2026年申报正在进行，{until}" in guide
    with django_assert_max_num_queries(20):
        assert until in client.get(reverse("matter", args=["wolong-gxj", number])).content.decode()
    with django_assert_max_num_queries(5):
        calls = client.get(reverse("calls", args=["wolong-gxj"])).content.decode()
    assert "豫工信科〔2026〕12号" in calls
    assert reverse("calls", args=["wolong-gxj"]) in client.get("/wolong-gxj/affairs/").content.decode()


def test_the_guide_shows_what_the_open_round_asks_for_besides(client: Client, house: House):
    desk = at(client, house.keeper)
    digest = desk.post(new(house), filled(house)).context["form"].digest
    desk.post(new(house), filled(house, looked=digest))
    guide = client.get(reverse("guide", args=["wolong-gxj", house.matter().number])).content.decode()
    assert "科技查新报告（2026）" in guide
    assert "近三年无重大安全事故" in guide


def test_a_kit_says_which_rounds_it_no_longer_changes(client: Client, house: House):
    opened(house)
    page = at(client, house.keeper).get(reverse("kit", args=["wolong-gxj", house.matter().number]))
    assert "“2026年申报”（正在申报）仍按设立时的配置" in page.content.decode()


def test_whoever_applies_out_of_the_window_is_told_and_may_go_on(client: Client, house: House):
    opened(house, -30, -1)
    barred(house)
    draft = house.draft()
    applicant = at(client, house.chen)
    begin = applicant.get(reverse("application_begin", args=["wolong-gxj", house.matter().number]))
    assert "已截止" in begin.content.decode()
    for name in ("application", "application_check"):
        page = applicant.get(reverse(name, args=[draft.pk])).content.decode()
        assert "接收申请的时间已于" in page, name
        assert "申请人在限制申报期内" in page, name
        assert "依据：" in page, name
    done = applicant.post(reverse("application_check", args=[draft.pk]), looked_over(applicant, draft))
    assert done.status_code == 302
    status = applicant.get(reverse("my_case", args=[Case.objects.get().number])).content.decode()
    assert "申请人在限制申报期内" in status


@pytest.fixture
def warned(house: House) -> Case:
    """A case that came too late, of somebody who is barred."""
    opened(house, -30, -1)
    barred(house)
    return house.submitted()


def test_the_officer_sees_what_to_be_warned_of_and_its_ground(
    client: Client, house: House, warned: Case, django_assert_max_num_queries
):
    desk = at(client, house.wang)
    with django_assert_max_num_queries(25):
        page = desk.get(reverse("desk_case", args=["wolong-gxj", warned.number])).content.decode()
    assert "接收申请的时间已于" in page
    assert "依据：南阳市财政局宛财监〔2026〕3号" in page


def test_the_officer_refuses_for_a_ground_that_is_offered(client: Client, house: House, warned: Case):
    desk = at(client, house.wang)
    address = reverse("desk_act", args=["wolong-gxj", warned.number, "decline"])
    address += f"?step={step(warned, Kind.REFUSE)}"
    page = desk.get(address)
    assert "可以引用的情形" in page.content.decode()
    grounds = [value for value, _ in page.context["form"].fields["reasons_grounds"].choices]
    assert len(grounds) == 2
    said = {
        "seen": warned.version,
        "ours": "yes",
        "reasons_grounds": [grounds[1]],
        "reasons": "请限制期满后再申报。",
        "paper": "new:declination",
    }
    look = desk.post(address, said)
    assert "申请人在限制申报期内" in look.content.decode()
    desk.post(address, {**said, "looked": look.context["look"].digest})
    event = Case.objects.get(pk=warned.pk).events.get(kind="decline")
    assert event.body["what"]["reasons"] == f"{grounds[1]}\n请限制期满后再申报。"


def test_nothing_is_offered_where_nobody_is_warned(client: Client, house: House):
    case = house.submitted()
    address = reverse("desk_act", args=["wolong-gxj", case.number, "decline"])
    page = at(client, house.wang).get(f"{address}?step={step(case, Kind.REFUSE)}").content.decode()
    assert "可以引用的情形" not in page


def test_a_case_is_moved_to_another_round_on_a_page_of_its_own(client: Client, house: House):
    first, second = opened(house, -30, -5, "第一批"), opened(house, -4, 20, "第二批")
    case = house.submitted()
    desk = at(client, house.wang)
    address = reverse("desk_case_round", args=["wolong-gxj", case.number])
    assert "第一批" in desk.get(address).content.decode()
    assert "请写明" in desk.post(address, {"round": first.round.pk, "reason": ""}).content.decode()
    desk.post(address, {"round": first.round.pk, "reason": "漏登"})
    case.refresh_from_db()
    assert case.round == first.round
    assert desk.post(address, {"round": second.round.pk + 99, "reason": "漏登"}).status_code == 200
    assert Note.objects.count() == 1


def test_at_the_window_the_day_of_receipt_decides_and_other_materials_are_shown_first(
    client: Client, house: House
):
    first, second = opened(house, -30, -5, "第一批"), opened(house, -4, 20, "第二批")
    desk = at(client, house.wang)
    address = reverse("intake_matter", args=["wolong-gxj", house.matter().number])
    address += f"?code={house.party.credit_code}"
    said = {"product": "破碎机", "received": iso(house, -6), "key": "k", "round": second.round.pk}
    refused = desk.post(address, said)
    assert "属于另一批次" in refused.content.decode()
    assert not Case.objects.exists()
    desk.post(address, {**said, "round": first.round.pk})
    assert Case.objects.get().round == first.round


ALLOWED = {
    "keeper": set(ROUNDS),
    "head": set(ROUNDS),
    "handler": {"desk_rounds", "desk_round"},
    "leader": {"desk_rounds", "desk_round"},
    "recorder": {"desk_rounds", "desk_round"},
    "supervisor": {"desk_rounds", "desk_round"},
    "applicant": set(),
    "finance": set(),
    "other bureau": set(),
    "admin": set(),
    "no role": set(),
}


@pytest.fixture
def people(house: House):
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    return {
        "keeper": house.keeper,
        "head": house.head,
        "handler": house.wang,
        "leader": house.leader,
        "recorder": house.recorder,
        "supervisor": house.supervisor,
        "applicant": house.chen,
        "finance": house.cai,
        "other bureau": account("neighbour", RoleKind.LIST_KEEPER, neighbour),
        "admin": account("sys", RoleKind.SYSTEM_ADMIN, house.bureau),
        "no role": account("none"),
    }


def tried(client: Client, call):
    for name, (methods, arguments) in ROUNDS.items():
        said = {**arguments, **({"pk": call.round.pk} if "pk" in arguments else {})}
        for method in methods.split():
            address = reverse(name, kwargs=said)
            yield name, getattr(client, method)(address, {"do": "close", "seen": call.terms.pk, "reason": ""})


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_reaches_more_than_their_part(client: Client, house: House, people, who: str):
    call = opened(house)
    for name, answer in tried(at(client, people[who]), call):
        allowed = name in ALLOWED[who]
        assert answer.status_code in ((200, 302) if allowed else (403, 404)), name
    assert Terms.objects.count() == 1


def test_somebody_unknown_is_asked_to_log_in(client: Client, house: House):
    for name, answer in tried(client, opened(house)):
        assert answer["Location"].startswith("/login/?next="), name


def test_the_cases_of_a_round_are_shown_as_far_as_they_may_be_read(client: Client, house: House):
    call = opened(house)
    house.submitted()
    elsewhere = Office.objects.create(agency=house.bureau, name="别的股")
    other = account("elsewhere", RoleKind.HANDLER, house.bureau, elsewhere)
    address = reverse("desk_round", args=["wolong-gxj", call.round.pk])
    for person, sees in ((house.wang, True), (house.leader, True), (other, False), (house.keeper, False)):
        page = at(Client(), person).get(address).content.decode()
        assert (house.party.name in page) is sees, person
        assert "1件" in page, "how many there are, all may know who see the round"


def test_a_round_is_not_reached_through_another_agency(client: Client, house: House):
    call = opened(house)
    head = account("czhead", RoleKind.OFFICE_HEAD, house.finance)
    assert at(client, head).get(f"/desk/wolong-czj/rounds/{call.round.pk}/").status_code == 404
