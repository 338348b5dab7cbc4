"""好差评 on the pages: an applicant says what it thinks, a bad one is answered, and whom it is about reads no word."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.ratings import queries
from quanze.ratings.models import Rating
from tests.cases.conftest import account
from tests.ratings.conftest import WORDS, Served, make_served
from tests.site.test_rounds import at
from tests.site.test_who_may import RATINGS

LIST, RULES = "/desk/wolong-gxj/ratings/", "/desk/wolong-gxj/ratings/rules/"


@pytest.fixture
def served(start) -> Served:
    return start(make_served)


def test_from_a_bad_rating_to_an_answer_that_the_applicant_reads(client: Client, served: Served):
    mine = at(client, served.house.chen)
    status, rate = (reverse(name, args=[served.case.number]) for name in ("my_case", "my_case_rate"))
    assert "不评价的不作满意算" in mine.get(status).content.decode()
    form = mine.get(rate).content.decode()
    assert [
        each for each in ("非常满意", "满意", "基本满意", "不满意", "非常不满意") if each not in form
    ] == []
    assert "请选择满意程度" in mine.post(rate, {"degree": "", "text": WORDS}).content.decode()
    page = mine.post(rate, {"degree": "5", "text": WORDS}, follow=True).content.decode()
    assert "评价：非常不满意" in page
    assert "由办理本件以外的人答复" in page
    mine.post(rate, {"degree": "5", "text": WORDS})
    assert Rating.objects.count() == 1, "a form that was sent twice"
    desk = at(Client(), served.house.head)
    assert "有1条差评等您核实、答复" in desk.get("/desk/wolong-gxj/cases/").content.decode()
    listed = desk.get(f"{LIST}?open=1").content.decode()
    assert served.case.number in listed
    assert WORDS not in listed
    address = reverse("desk_rating", args=["wolong-gxj", Rating.objects.get().pk])
    assert WORDS in desk.get(address).content.decode()
    wrong = desk.post(address, {"seen": "1", "result": "mended", "words": " "}).content.decode()
    assert "请填写答复" in wrong
    answer = {"seen": "1", "result": "mended", "words": "属实，已改为一次列清"}
    assert "已答复" in desk.post(address, answer, follow=True).content.decode()
    assert "没有待答复的差评" in desk.get(f"{LIST}?open=1").content.decode()
    status_page = mine.get(status).content.decode()
    assert "属实，已改为一次列清" in status_page
    assert "已经整改" in status_page
    again = mine.post(rate, {"do": "add", "degree": "2", "text": "后来改了"}, follow=True).content.decode()
    assert "追加评价：满意" in again
    assert "不能再追加" in mine.post(rate, {"do": "add", "degree": "1", "text": "又"}).content.decode()


def test_whom_it_is_about_reads_no_word_of_it(served: Served):
    made = served.rated()
    place = reverse("desk_case", args=["wolong-gxj", served.case.number])
    for who in (served.house.wang, served.house.leader):
        desk = at(Client(), who)
        assert WORDS not in desk.get(place).content.decode()
        assert desk.get(reverse("desk_rating", args=["wolong-gxj", made.pk])).status_code == 403


def test_how_long_there_is_to_answer_is_the_security_administrators(client: Client, served: Served):
    desk = at(client, served.security)
    assert RULES in desk.get("/desk/").content.decode()
    assert "假定" in desk.get(RULES).content.decode()
    said = {"answer_n": "0", "answer_unit": "working_day", "source": "县政府办〔2026〕3号"}
    assert "请填写1到366之间的整数" in desk.post(RULES, said).content.decode()
    assert "已保存" in desk.post(RULES, {**said, "answer_n": "2"}, follow=True).content.decode()
    assert queries.limits_of(served.house.bureau).answer.n == 2


def test_pages_take_few_queries(served: Served, django_assert_max_num_queries):
    made = served.rated()
    mine, desk = at(Client(), served.house.chen), at(Client(), served.house.supervisor)
    pages = (
        (mine, reverse("my_case", args=[served.case.number])),
        (mine, reverse("my_case_rate", args=[served.case.number])),
        (desk, LIST),
        (desk, reverse("desk_rating", args=["wolong-gxj", made.pk])),
    )
    for client, address in pages:
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200, address


ALLOWED = {
    "supervisor": {"desk_ratings", "desk_rating"},
    "head": {"desk_ratings", "desk_rating"},
    "security": {"rating_rules"},
}


def test_nobody_reaches_more_than_their_part(served: Served):
    house, made = served.house, served.rated()
    elsewhere = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    people = {
        "supervisor": house.supervisor,
        "head": house.head,
        "security": served.security,
        "handler": house.wang,
        "leader": house.leader,
        "keeper": house.keeper,
        "recorder": house.recorder,
        "finance": house.cai,
        "applicant": house.chen,
        "elsewhere": account("other", RoleKind.SUPERVISOR, elsewhere),
    }
    for who, person in people.items():
        somebody = at(Client(), person)
        for name, (methods, arguments) in RATINGS.items():
            given = {**arguments, **({"pk": made.pk} if "pk" in arguments else {})}
            for method in methods.split():
                answer = getattr(somebody, method)(reverse(name, kwargs=given))
                allowed = name in ALLOWED.get(who, ())
                assert answer.status_code == (200 if allowed else 403), (who, name, method)
    for name in RATINGS:
        given = {**RATINGS[name][1], **({"pk": made.pk} if "pk" in RATINGS[name][1] else {})}
        assert Client().get(reverse(name, kwargs=given)).status_code == 302
