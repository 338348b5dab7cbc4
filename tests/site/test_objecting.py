"""Anybody objects to a publicity on its public page: signed or not, without an account, once however often it is sent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.cases import objecting, queries, services
from quanze.cases.archive import pack
from quanze.cases.history import history
from quanze.cases.models import Case, Message
from quanze.cases.proof import problems
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from tests.cases.conftest import House, make_house
from tests.cases.test_any_case import Player, names
from tests.cases.test_matter_five import step
from tests.site.test_applying import at, text

MATTER = names()[2]
WORDS = "该企业去年发生过环境违法，不符合规范条件。"


def in_publicity() -> tuple[House, str]:
    """A case of matter 6 that is posted since today, everything before it done."""
    house = make_house(MATTER)
    for person in (house.wang, house.li, house.head):
        grant(person, RoleKind.HANDLER, house.bureau)
    case = house.submitted(house.matter(MATTER))
    player = Player(house, case)
    for _ in range(30):
        page = queries.case_page(queries.case(case.number), house.wang)
        if any(offer.possible.act is acts.Post for offer in page.offers):
            break
        player.onward()
    today = timezone.localdate()
    picture = house.file(house.wang, "公示截图.pdf")
    post = acts.Post(
        step(case, Kind.PUBLICIZE),
        "区政府网站公告栏",
        f"deposit:{picture.pk}",
        today,
        today + timedelta(days=20),
    )
    house.do(queries.case(case.number), post)
    Message.objects.all().delete()
    return house, case.number


@pytest.fixture
def public(start) -> tuple[House, str]:
    return start(in_publicity)


def address(public: tuple[House, str]) -> str:
    house, number = public
    return f"/{house.bureau.code}/publicity/{number}/object/"


def filled(client: Client, public: tuple[House, str], **more: str) -> dict[str, str]:
    """What a browser sends for the form, the key that the page made included."""
    found = re.search(r'name="key" value="([^"]+)"', text(client.get(address(public))))
    assert found
    return {"key": found[1], "text": WORDS, **more}


def objections(number: str) -> list[tuple[str, str, str]]:
    events = history(queries.case(number))
    return [(e.by, e.what.text, e.what.name) for e in events if isinstance(e.what, acts.Object)]


def test_a_stranger_objects_without_a_name_and_those_who_handle_it_are_told(public):
    house, number = public
    client = Client()
    sent = filled(client, public)
    page = text(client.post(address(public), sent, follow=True))
    assert "已收到您的异议，是本件的第1号" in page
    assert objections(number) == [("public", WORDS, "")]
    assert "收到对公示的异议" in Message.objects.get(person=house.wang).body
    assert not Message.objects.filter(person=house.chen).exists()
    again = text(client.post(address(public), sent, follow=True))
    assert "没有重复登记" in again
    assert len(objections(number)) == 1
    desk = text(at(house.wang).get(f"/desk/{house.bureau.code}/cases/{number}/"))
    assert WORDS in desk
    assert "公众" in desk


def test_a_name_and_where_to_answer_are_for_the_bureau_alone(public):
    house, number = public
    client = Client()
    more = {"name": "王某", "contact": "0377-60000001"}
    client.post(address(public), filled(client, public, **more))
    assert objections(number) == [("public", f"{WORDS}\n\n联系方式：0377-60000001", "王某")]
    for shown in (client.get(address(public)), at(house.chen).get(f"/my/cases/{number}/")):
        for secret in (WORDS, "王某", "0377-60000001"):
            assert secret not in text(shown)


def test_the_page_shows_of_the_case_no_more_than_what_is_posted(public):
    house, number = public
    case = queries.case(number)
    with CaptureQueriesContext(connection) as asked:
        page = text(Client().get(address(public)))
    assert len(asked) <= 12
    for told in (case.matter_name, case.applicant_name):
        assert told in page
    for secret in (
        case.applicant_data["credit_code"],
        house.wang.name,
        "chen@example.cn",
        "区政府网站公告栏",
    ):
        assert secret not in page


WRONG = (
    ({"text": ""}, "请写明对哪一项有异议"),
    ({"text": "   "}, "请写明对哪一项有异议"),
    ({"text": "长" * 5001}, "不能超过5000个字"),
    ({"name": "长" * 101}, "姓名或者单位不能超过100个字"),
    ({"contact": "长" * 201}, "联系方式不能超过200个字"),
    ({"key": ""}, "请重新打开本页再提交"),
    ({"text": "甲\0乙"}, "空字符"),
)


def test_what_cannot_be_taken_is_said_at_the_field_and_kept(public):
    client = Client()
    for more, told in WRONG:
        answer = text(client.post(address(public), filled(client, public, name="王某") | more))
        assert 'id="errors"' in answer, told
        assert told in answer
        assert more.get("name", "王某") in answer
    assert objections(public[1]) == []


def test_from_one_address_not_more_than_a_few_in_an_hour(public):
    client = Client()
    key = filled(client, public)["key"]
    for number in range(objecting.FROM_ONE):
        client.post(address(public), {"key": f"{key}{number}", "text": f"{WORDS}{number}"})
    answer = text(client.post(address(public), {"key": key, "text": WORDS}))
    assert "一小时后再提，或者书面送到受理地点" in answer
    assert WORDS in answer, "what was typed stands"
    assert len(objections(public[1])) == objecting.FROM_ONE
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    elsewhere.post(address(public), {"key": key, "text": WORDS})
    assert len(objections(public[1])) == objecting.FROM_ONE + 1


def test_what_is_refused_uses_up_no_key(public):
    case = queries.case(public[1])
    with pytest.raises(Unacceptable):
        services.object_openly(case, "", "k")
    assert services.object_openly(case, WORDS, "k") == 1
    assert services.object_openly(case, WORDS, "k") is None


def test_what_is_not_public_cannot_be_found_let_alone_objected_to(public):
    house, number = public
    other = house.submitted(house.matter(MATTER))
    for wrong in (other.number, "nothing", "x" * 300):
        assert Client().get(f"/{house.bureau.code}/publicity/{wrong}/object/").status_code == 404
        assert Client().post(f"/{house.bureau.code}/publicity/{wrong}/object/", {}).status_code == 404
    with pytest.raises(Unacceptable, match="没有在公示"):
        services.object_openly(other, WORDS, "k")
    assert Client().get(f"/{house.finance.code}/publicity/{number}/object/").status_code == 404
    with pytest.raises(Case.DoesNotExist):
        queries.posted(house.bureau, number, timezone.localdate() - timedelta(days=1))


def test_its_archive_holds(public, tmp_path):
    house, number = public
    services.object_openly(queries.case(number), WORDS, "k", name="王某")
    with (tmp_path / "case.zip").open("w+b") as out:
        pack(queries.case(number), house.wang, out)
        assert list(problems(out)) == []
