"""A log-in that ended in the middle of a form: nothing typed is lost, and nobody else sends it."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quanze.people.models import Party, Person
from quanze.site import resuming
from quanze.site.protection import SEEN
from quanze.site.resuming import Kept
from tests.site.conftest import person

PASSWORD = "mo zai zhi shang 42"
TYPED = {
    "code": "91110000600037341L",
    "kind": "enterprise",
    "name": "南阳某某机械有限责任公司",
    "address": '中州路"1"号 & 东侧',
}
FORM = "/my/parties/new/"

pytestmark = pytest.mark.django_db


def account(username: str) -> Person:
    made = person(username)
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def li() -> Person:
    return account("li")


def text(answer) -> str:
    return answer.content.decode()


def come_in(client: Client, username: str = "li", **more: str):
    return client.post("/login/", {"username": username, "password": PASSWORD, **more})


def go_away(client: Client, settings) -> None:
    """Long enough for the log-in to end."""
    client.get("/my/")
    session = client.session
    session[SEEN] -= settings.IDLE_SECONDS + 1
    session.save()


def sealed(answer) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', text(answer))
    assert found is not None
    return html.unescape(found[1])


def fields(answer) -> dict[str, str]:
    """What the page would send on, as a browser reads it."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text(answer), re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_what_was_typed_is_sent_on_after_logging_in_again(client, li, settings):
    come_in(client)
    go_away(client, settings)
    answer = client.post(FORM, TYPED)
    assert answer.status_code == 403
    assert "刚才填写的内容没有丢" in text(answer)
    assert "已自动退出" in text(answer)
    assert not Party.objects.exists()
    again = come_in(client, kept=sealed(answer))
    assert "已经登录，可以继续提交" in text(again)
    assert f'action="{FORM}"' in text(again)
    assert fields(again) == TYPED
    client.post(FORM, fields(again))
    assert Party.objects.get().address == TYPED["address"]


def test_a_session_that_is_gone_altogether_loses_nothing_either(client, li):
    come_in(client)
    del client.cookies["sessionid"]
    again = come_in(client, kept=sealed(client.post(FORM, TYPED)))
    assert fields(again) == TYPED


def test_line_ends_blanks_and_several_values_stay(client, li):
    come_in(client)
    del client.cookies["sessionid"]
    answer = client.post(
        f"{FORM}?a=1&b=%E4%BA%8C", {"words": "\n\n  甲\n乙  ", "keys": ["1", "2"], "empty": ""}
    )
    kept = come_in(client, kept=sealed(answer)).context["kept"]
    assert kept.path == "/my/parties/new/?a=1&b=%E4%BA%8C"
    assert dict(kept.fields) == {"words": ("\n\n  甲\n乙  ",), "keys": ("1", "2"), "empty": ("",)}
    assert kept.typed == ("\n\n  甲\n乙  ", "1", "2")


def test_a_wrong_password_loses_nothing(client, li):
    come_in(client)
    del client.cookies["sessionid"]
    kept = sealed(client.post(FORM, TYPED))
    answer = client.post("/login/", {"username": "li", "password": "wrong", "kept": kept})
    assert sealed(answer) == kept
    assert "刚才填写的内容没有丢" in text(answer)


def test_another_person_neither_sees_nor_sends_it(client, li):
    account("wang")
    come_in(client)
    del client.cookies["sessionid"]
    answer = come_in(client, "wang", kept=sealed(client.post(FORM, TYPED)))
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    page = text(client.get("/my/"))
    assert "用另一个账号填写的，没有提交" in page
    assert TYPED["name"] not in page


def test_whoever_logged_out_or_never_came_leaves_nothing(client, li):
    assert client.post(FORM, TYPED)["Location"].startswith("/login/?next=")
    come_in(client)
    client.post("/logout/")
    assert client.post(FORM, TYPED)["Location"].startswith("/login/?next=")


@pytest.mark.parametrize(
    "spoil", [lambda kept: kept[:-1], lambda kept: "x" + kept, lambda kept: "", lambda kept: "{}"]
)
def test_what_was_not_sealed_here_is_not_sent_on(client, li, spoil):
    come_in(client)
    del client.cookies["sessionid"]
    kept = spoil(sealed(client.post(FORM, TYPED)))
    assert come_in(client, kept=kept)["Location"] == "/my/"


def test_a_seal_ends_with_the_day(client, li, monkeypatch):
    come_in(client)
    del client.cookies["sessionid"]
    kept = sealed(client.post(FORM, TYPED))
    monkeypatch.setattr(resuming, "KEPT_SECONDS", -1)
    assert come_in(client, kept=kept)["Location"] == "/my/"


def test_somebody_elses_cookie_cannot_be_made_up(client, li):
    client.cookies["whose"] = str(li.pk)
    assert client.post(FORM, TYPED).status_code == 302


def test_a_password_is_never_kept(client, li):
    come_in(client)
    del client.cookies["sessionid"]
    secrets = {"password_now": "alt geheim 1", "password": "neu geheim 2", "password_again": "neu geheim 2"}
    answer = client.post("/account/password/", {**secrets, "more": "x"})
    again = come_in(client, kept=sealed(answer))
    assert fields(again) == {"more": "x"}
    assert "geheim" not in text(answer) + text(again)


def test_a_file_is_to_be_chosen_again(client, keeper, bureau):
    keeper.set_password(PASSWORD)
    keeper.save()
    come_in(client, "keeper")
    del client.cookies["sessionid"]
    file = SimpleUploadedFile("清单 <1>.docx", b"content")
    answer = client.post(f"/desk/{bureau.code}/uploads/", {"file": file, "note": "甲"})
    assert "文件没有保留，登录后请重新选择：清单 &lt;1&gt;.docx" in text(answer)
    again = text(come_in(client, "keeper", kept=sealed(answer)))
    assert 'enctype="multipart/form-data"' in again
    assert re.search(r'<input type="file" [^>]*name="file"', again)
    assert "重新选择文件：清单 &lt;1&gt;.docx" in again


def test_what_is_too_long_to_be_kept_is_said(client, li, monkeypatch):
    monkeypatch.setattr(resuming, "LARGEST", 200)
    come_in(client)
    del client.cookies["sessionid"]
    answer = client.post(
        FORM, {**TYPED, "address": "".join(chr(0x4E00 + number) for number in range(500))}, follow=True
    )
    assert "没能保留" in text(answer)


def test_nothing_leads_off_the_site(rf):
    request = rf.post("/", TYPED)
    request.path = "//example.com/my/"
    assert Kept.of(request, 1).path == "/%2Fexample.com/my/"


def test_the_cookie_says_no_more_than_who_and_is_out_of_reach_of_scripts(client, li):
    come_in(client)
    cookie = client.cookies["whose"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    assert client.get("/my/").cookies.get("whose") is None  # set once


# A form that was drawn before the present log-in ---------------------------------------------------------------------


@pytest.fixture
def careful(li) -> Client:
    """A browser whose tokens are looked at, logged in."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login/")
    come_in_with_token(client, page)
    return client


def token(answer) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(answer))
    assert found is not None
    return found[1]


def come_in_with_token(client: Client, page):
    return come_in(client, csrfmiddlewaretoken=token(page))


OWN = {"HTTP_ORIGIN": "http://testserver"}


def test_a_form_from_before_the_present_login_is_offered_again(careful):
    old = token(careful.get(FORM))
    careful.post("/logout/", {"csrfmiddlewaretoken": old})
    come_in_with_token(careful, careful.get("/login/"))
    answer = careful.post(FORM, {**TYPED, "csrfmiddlewaretoken": old}, **OWN)
    assert answer.status_code == 403
    assert "您现在以“姓名li”登录" in text(answer)
    assert not Party.objects.exists()
    assert fields(answer) == TYPED
    careful.post(FORM, {**fields(answer), "csrfmiddlewaretoken": token(answer)}, **OWN)
    assert Party.objects.count() == 1


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://example.com"}, {"HTTP_ORIGIN": "null"}])
def test_a_form_from_elsewhere_is_offered_to_nobody(careful, origin):
    answer = careful.post(FORM, {**TYPED, "csrfmiddlewaretoken": "x" * 64}, **origin)
    assert answer.status_code == 403
    assert "请重新提交" in text(answer)
    assert TYPED["name"] not in text(answer)


def test_the_second_of_two_login_pages_leads_in(li):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login/")
    come_in_with_token(client, page)
    answer = client.post(
        "/login/", {"username": "li", "password": PASSWORD, "csrfmiddlewaretoken": token(page)}, **OWN
    )
    assert (answer.status_code, answer["Location"]) == (302, "/login/")
    assert client.get("/login/")["Location"] == "/my/"


def test_what_a_login_page_carries_is_not_lost_by_logging_in_elsewhere(careful):
    page = careful.get(FORM)
    del careful.cookies["sessionid"]
    asked = careful.post(FORM, {**TYPED, "csrfmiddlewaretoken": token(page)}, **OWN)
    carried = {"kept": sealed(asked), "csrfmiddlewaretoken": token(asked)}
    come_in_with_token(careful, careful.get("/login/"))
    for fresh in (token(careful.get("/account/name/")), carried["csrfmiddlewaretoken"]):
        again = come_in(careful, **{**carried, "csrfmiddlewaretoken": fresh})
        assert fields(again) == TYPED
