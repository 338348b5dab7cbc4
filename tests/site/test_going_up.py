"""What goes up from a round at the desk: the letter, the acts that follow, the package; by whom each may be done."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quanze.cases.models import Case, CaseEvent
from quanze.letters.models import Letter
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.procedure.engine import acts
from quanze.rounds import services as rounds
from quanze.rounds.queries import State, call_of
from quanze.selection import services
from quanze.selection.models import Entry, Package, Sending
from quanze.selection.packing import make_packages
from tests.cases.conftest import PDF, account
from tests.selection.conftest import Contest
from tests.selection.going import letter_of, recommend, recommended, seal, undone
from tests.site.test_rounds import _like, at
from tests.site.test_who_may import GOING_UP


@pytest.fixture
def contest(start) -> Contest:
    return start(recommended)


def address(contest: Contest, name: str, *more: object) -> str:
    return reverse(
        f"desk_ranking_{name}" if name else "desk_ranking", args=["wolong-gxj", contest.call.round.pk, *more]
    )


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1].replace("&quot;", '"')


def test_the_letter_is_filled_in_looked_at_and_issued(client: Client, contest: Contest):
    undone(contest)
    desk = at(client, contest.house.wang)
    assert desk.get(address(contest, "recommend")).status_code == 302, "nothing is fixed"
    contest.fix()
    assert "出具推荐文件" in desk.get(address(contest, "")).content.decode()
    where = address(contest, "recommend")
    page = desk.get(where).content.decode()
    assert "按确定的排序推荐2件" in page
    said = {
        "seen": hidden(page, "seen"),
        "looked": "",
        "letter-kind": "recommendation",
        "letter-was": hidden(page, "letter-was"),
        "v-recipient": "",
        "v-subject_words": "推荐智能工厂",
    }
    assert "主送机关" in desk.post(where, said).content.decode()
    said["v-recipient"] = "南阳市工业和信息化局"
    look = desk.post(where, said).content.decode()
    assert "核对以后确认" in look
    assert contest.house.party.name in look
    assert not Letter.objects.filter(kind="recommendation", voiding=None).exists()
    done = desk.post(where, {**said, "looked": hidden(look, "looked")}, follow=True).content.decode()
    assert "已出具推荐文件" in done
    assert "待盖章" in done
    assert letter_of(contest).number in desk.get(address(contest, "")).content.decode()


def test_it_is_sealed_delivered_and_made_void(client: Client, contest: Contest):
    desk, letter = at(client, contest.house.wang), letter_of(contest)
    scan = SimpleUploadedFile("盖章件.pdf", PDF, "application/pdf")
    on = contest.house.today().isoformat()
    sealed = desk.post(
        address(contest, "letter_do", letter.pk, "seal"), {"on": on, "proof-file": scan}, follow=True
    )
    assert "已登记盖章" in sealed.content.decode()
    slip = SimpleUploadedFile("签收单.pdf", PDF, "application/pdf")
    said = {
        "way": "direct",
        "on": on,
        "recipient": "南阳市工业和信息化局",
        "d_receiver": "赵某",
        "d_relation": "收文人员",
        "proof-file": slip,
    }
    delivered = desk.post(address(contest, "letter_do", letter.pk, "deliver"), said, follow=True)
    assert "已登记送达上级机关" in delivered.content.decode()
    gone = desk.post(address(contest, "letter_do", letter.pk, "void"), {"reason": "名单有误"}, follow=True)
    assert "文书已撤回" in gone.content.decode()
    assert "重新出具" in desk.get(address(contest, "")).content.decode()
    assert desk.get(address(contest, "letter_file", letter.pk, "pdf")).getvalue().startswith(b"%PDF")


def test_the_leader_sees_what_goes_and_what_does_not_and_does_it(client: Client, contest: Contest):
    contest.house.do(contest.cases[0], acts.Recuse(f"person:{contest.house.leader.pk}", "亲属任职"))
    desk = at(client, contest.house.leader)
    where = address(contest, "acts")
    page = desk.get(where).content.decode()
    assert "名额内2件，您现在可以办1件" in page
    assert "应当回避" in page
    ticked = re.findall(r'name="case" value="([^"]+)"', page)
    done = desk.post(where, {"case": ticked}, follow=True).content.decode()
    assert "已在1件中办理" in done
    assert "已推荐、上报" in done
    assert "请先勾选办件" in desk.post(where, {}).content.decode()
    stale = desk.post(where, {"case": [f"{contest.cases[1].number}:1"]}).content.decode()
    assert "没有待办的推荐或者上报" in stale


def test_a_case_leads_to_the_letter_that_recommends_it(client: Client, contest: Contest):
    services.discharge(contest.held, contest.house.leader, {contest.cases[0].number: _version(contest, 0)})
    desk, letter = at(client, contest.house.wang), letter_of(contest)
    where = reverse("desk_letter", args=["wolong-gxj", contest.cases[0].number, letter.pk])
    case = reverse("desk_case", args=["wolong-gxj", contest.cases[0].number])
    assert where in desk.get(case).content.decode()
    page = desk.get(where).content.decode()
    assert letter.number in page
    assert "登记盖章" not in page, "that is done where the letter belongs"
    assert (
        desk.get(
            reverse("desk_letter_do", args=["wolong-gxj", contest.cases[0].number, letter.pk, "seal"])
        ).status_code
        == 404
    )
    elsewhere = reverse("desk_letter", args=["wolong-gxj", contest.cases[2].number, letter.pk])
    assert desk.get(elsewhere).status_code == 404


def _version(contest: Contest, number: int) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=contest.cases[number].pk)


def test_the_package_is_asked_for_made_taken_sent_and_the_round_reported(client: Client, contest: Contest):
    house = contest.house
    desk, where = at(client, house.head), address(contest, "package")
    page = desk.get(where).content.decode()
    assert "推荐文件还没有盖章" in page
    assert "登记送出" not in page
    making = desk.post(where, {"do": "make"}, follow=True).content.decode()
    assert "已装0件，共2件" in making
    assert 'hx-trigger="every 2s"' in making
    make_packages()
    made = desk.get(where).content.decode()
    assert Package.objects.get().sha256 in made
    assert "登记送出" not in made, "something is missing without which nothing goes"
    seal(contest)
    services.discharge(
        contest.held,
        house.leader,
        {each.number: _version(contest, n) for n, each in enumerate(contest.cases)},
    )
    assert "要报送的内容有变化" in desk.get(where).content.decode()
    desk.post(where, {"do": "make"})
    make_packages()
    package = Package.objects.latest("pk")
    answer = desk.get(address(contest, "package_file", package.pk))
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content).startswith(b"PK")
    said = {"do": "send", "package": str(package.pk), "on": house.today().isoformat(), "how": ""}
    assert "请填写方式" in desk.post(where, said).content.decode()
    assert (
        "已由后来生成的代替" in desk.post(where, {**said, "how": "专人报送", "package": "1"}).content.decode()
    )
    assert "还没有登记送出" in desk.post(where, {"do": "report"}).content.decode()
    sent = desk.post(where, {**said, "how": "专人报送"}, follow=True).content.decode()
    assert "已登记送出" in sent
    call = call_of(contest.call.round.pk)
    rounds.close(call.round, house.head, "截止", call.terms.pk)
    assert "登记批次已上报" in desk.get(where).content.decode()
    done = desk.post(where, {"do": "report"}, follow=True).content.decode()
    assert "批次已登记为已上报" in done
    assert call_of(contest.call.round.pk).state is State.REPORTED
    assert desk.post(where, {"do": "burn"}).status_code == 404


def test_pages_of_a_round_of_500_take_few_queries(
    client: Client, contest: Contest, django_assert_max_num_queries
):
    undone(contest)
    first = CaseEvent.objects.get(case=contest.cases[0], position=1)
    others = Case.objects.bulk_create(_like(contest.cases[0], number) for number in range(4, 501))
    CaseEvent.objects.bulk_create(
        CaseEvent(case=each, position=1, body=first.body, at=first.at, kind=first.kind, by=first.by)
        for each in others
    )
    call = call_of(contest.call.round.pk)
    plan = rounds.Plan(call.terms.opens_on, call.terms.closes_on, quota={}, copies=3)
    rounds.set_terms(call.round, contest.house.head, plan, "名额放开", call.terms.pk)
    contest.fix()
    letter = recommend(contest)
    seal(contest, files=False)
    desk = at(client, contest.house.leader)
    desk.get(address(contest, ""))  # which is when the log-in is kept
    with django_assert_max_num_queries(20):
        page = desk.get(address(contest, "acts")).content.decode()
    assert "名额内500件，您现在可以办3件" in page
    assert "尚未受理" in page
    desk = at(client, contest.house.wang)
    with django_assert_max_num_queries(20):
        page = desk.get(address(contest, "")).content.decode()
    assert letter.number in page
    with django_assert_max_num_queries(20):
        page = desk.get(address(contest, "package")).content.decode()
    assert "生成材料包" in page
    assert "另有480件" in page


VIEWS = {
    "desk_ranking_letter",
    "desk_ranking_letter_file",
    "desk_ranking_acts",
    "desk_ranking_package get",
    "desk_ranking_package_file",
}

ALLOWED = {
    "handler": set(GOING_UP),
    "head": set(GOING_UP),
    "leader": VIEWS,
    "supervisor": VIEWS,
    "keeper": set(),
    "recorder": set(),
    "applicant": set(),
    "finance": set(),
    "head of another office": set(),
    "other bureau": set(),
    "admin": set(),
    "no role": set(),
    "applicant's officer": set(),
}


@pytest.fixture
def people(contest: Contest):
    house = contest.house
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    elsewhere = house.bureau.offices.exclude(pk=house.office.pk).first()
    return {
        "handler": house.wang,
        "head": house.head,
        "leader": house.leader,
        "supervisor": house.supervisor,
        "keeper": house.keeper,
        "recorder": house.recorder,
        "applicant": house.chen,
        "finance": house.cai,
        "head of another office": account("elsewhere", RoleKind.OFFICE_HEAD, house.bureau, elsewhere),
        "other bureau": account("neighbour", RoleKind.OFFICE_HEAD, neighbour),
        "admin": account("sys", RoleKind.SYSTEM_ADMIN, house.bureau),
        "no role": account("none"),
        "applicant's officer": house.chen,
    }


def tried(client: Client, contest: Contest):
    letter, package = letter_of(contest), Package.objects.earliest("pk")
    for name, (methods, arguments) in GOING_UP.items():
        said = {**arguments, "pk": contest.call.round.pk}
        said |= {key: thing.pk for key, thing in (("letter", letter), ("package", package)) if key in said}
        for method in methods.split():
            asked = {"do": "make"} if name == "desk_ranking_package" else {"seen": "0"}
            yield name, method, getattr(client, method)(reverse(name, kwargs=said), asked)


def test_nobody_reaches_more_than_their_part(contest: Contest, people):
    services.ask(contest.call.round, contest.house.wang)
    make_packages()
    said = Entry.objects.count()
    for who, allowed in ALLOWED.items():
        if who == "applicant's officer":
            grant(contest.house.chen, RoleKind.HANDLER, contest.house.bureau, contest.house.office)
        for name, method, answer in tried(at(Client(), people[who]), contest):
            right = (200, 302) if {name, f"{name} {method}"} & allowed else (403, 404)
            assert answer.status_code in right, (who, name, method)
    assert Entry.objects.count() == said
    assert not Sending.objects.exists()
    assert not CaseEvent.objects.filter(kind="recommend").exists()


def test_somebody_unknown_is_asked_to_log_in(client: Client, contest: Contest):
    services.ask(contest.call.round, contest.house.wang)  # what is not made has an address too
    for name, _, answer in tried(client, contest):
        assert answer["Location"].startswith("/login/?next="), name
