"""People open an account, keep it, and get back into it; nobody learns from this who has one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from quanze.audit.models import Event
from quanze.audit.queries import verify_chain
from quanze.people.models import Person, Role
from quanze.people.roles import RoleKind
from quanze.site import confirming
from tests.post_office import open_post_office
from tests.served import free_port
from tests.site.conftest import person

PASSWORD = "mo zai zhi shang 42"
NEW = {"password": "bi zou long she 73", "password_again": "bi zou long she 73"}
LI = {"name": "李工", "password": PASSWORD, "password_again": PASSWORD}
ADDRESS = "li@example.com"

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def words(answer) -> str:
    """What an answer says, less what differs with every drawing."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(answer))


def use(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", port, False
    settings.DEFAULT_FROM_EMAIL = "quanze@example.com"


@pytest.fixture
def office(settings):
    """A mail server, and an installation that knows it."""
    with open_post_office() as found:
        use(settings, found.port)
        yield found


@pytest.fixture
def li(db) -> Person:
    """Somebody with an account and a confirmed address."""
    from quanze.people.services import sign_up

    return sign_up("李工", PASSWORD, email=ADDRESS, confirmed=True)


def logged_in_as(client: Client) -> int | None:
    found = client.session.get("_auth_user_id")
    return found and int(found)


# Without mail --------------------------------------------------------------------------------------------------------


def test_without_mail_an_account_is_opened_at_once_and_says_what_is_not_confirmed(client):
    assert "本站没有开通邮件" in text(client.get("/register/"))
    answer = client.post("/register/", {**LI, "email": ADDRESS}, follow=True)
    made = Person.objects.get()
    assert logged_in_as(client) == made.pk
    assert re.fullmatch(r"sq\d{8}", made.username)
    for told in (made.username, "未确认", "没有开通邮件"):
        assert told in text(answer)
    client.post("/logout/")
    assert client.post("/login/", {"username": made.username, "password": PASSWORD})["Location"] == "/my/"


def test_an_account_needs_no_address(client):
    client.post("/register/", LI)
    assert Person.objects.get().email == ""


def test_an_address_that_nobody_confirmed_is_no_way_in(client):
    client.post("/register/", {**LI, "email": ADDRESS})
    client.post("/logout/")
    assert "登录名或密码不正确" in text(client.post("/login/", {"username": ADDRESS, "password": PASSWORD}))


def test_the_same_address_twice_tells_nothing(client, li):
    answer = client.post("/register/", {**LI, "email": ADDRESS})
    assert (answer.status_code, answer["Location"]) == (302, "/account/?opened")
    assert Person.objects.filter(email=ADDRESS).count() == 2
    client.post("/logout/")
    client.post("/login/", {"username": ADDRESS, "password": PASSWORD})
    assert logged_in_as(client) == li.pk  # whoever confirmed it


def test_without_mail_nobody_is_promised_any(client):
    assert "请联系系统管理员" in text(client.post("/account/reset/", {"email": ADDRESS}))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "请填写姓名"),
        ({"password": "", "password_again": ""}, "请填写密码"),
        ({"password_again": "another one 12"}, "两次输入不一致"),
        ({"password": "12345678901", "password_again": "12345678901"}, "密码只包含数字"),
        ({"password": "short", "password_again": "short"}, "密码至少10个字符。"),
        ({"email": "li@"}, "这不像一个电子邮件地址"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, given, said):
    answer = client.post("/register/", {**LI, **given})
    assert said in text(answer)
    assert PASSWORD not in text(answer)
    assert not Person.objects.exists()


def test_signing_up_gives_no_role(client, bureau):
    client.post("/register/", {**LI, "role": "leader", "agency": bureau.code, "roles": "1", "is_active": "1"})
    assert not Role.objects.exists()
    assert client.get(f"/desk/{bureau.code}/uploads/").status_code == 403


def test_signing_up_has_a_limit(client, monkeypatch):
    monkeypatch.setattr(confirming, "ASKED_FROM_ONE", 2)
    for _ in range(3):
        client.post("/logout/")
        answer = client.post("/register/", LI)
    assert "从您的网络来的请求太多" in text(answer)
    assert Person.objects.count() == 2
    assert client.post("/register/", LI, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_whoever_has_an_account_is_not_asked_to_open_one(client, li):
    client.force_login(li)
    assert client.get("/register/")["Location"] == "/my/"


# With mail -----------------------------------------------------------------------------------------------------------


def test_an_account_is_opened_by_the_link_that_came_by_mail(client, office):
    assert "请查收邮件" in text(client.post("/register/", {"email": ADDRESS}))
    assert not Person.objects.exists()
    (mail,) = office.mails
    assert (mail["To"], mail["From"]) == (ADDRESS, "quanze@example.com")
    assert mail["Subject"] == "开立账号（testserver）"
    assert ADDRESS in text(client.get(office.link))
    assert client.post(office.link, LI)["Location"] == "/my/"
    made = Person.objects.get()
    assert (made.email, made.email_confirmed_at is not None) == (ADDRESS, True)
    client.post("/logout/")
    client.post("/login/", {"username": ADDRESS.upper(), "password": PASSWORD})
    assert logged_in_as(client) == made.pk


def test_a_password_like_the_address_is_refused(client, office):
    client.post("/register/", {"email": "molihuakai@example.com"})
    answer = client.post(
        office.link, {"name": "李工", "password": "molihuakai12", "password_again": "molihuakai12"}
    )
    assert "相似" in text(answer)
    assert not Person.objects.exists()


def test_a_link_opens_one_account(client, office):
    client.post("/register/", {"email": ADDRESS})
    link = office.link
    client.post(link, LI)
    client.post("/logout/")
    assert "该电子邮件已用于另一个账号" in text(client.post(link, LI))
    assert Person.objects.count() == 1


@pytest.mark.parametrize("address", ["/register/", "/account/reset/"])
def test_nobody_learns_who_has_an_account(client, office, li, address):
    known = client.post(address, {"email": ADDRESS})
    unknown = client.post(address, {"email": "wu@example.com"})
    assert words(known).replace(ADDRESS, "") == words(unknown).replace("wu@example.com", "")
    assert [mail["To"] for mail in office.mails] == [ADDRESS, "wu@example.com"]


@pytest.mark.parametrize(
    "link", ["/register/x:y:z/", "/account/email/x:y:z/", "/account/reset/MQ/x-y/", "/account/reset/é/x/"]
)
def test_a_link_that_is_none_leads_nowhere(client, office, li, link):
    for method in (client.get, client.post):
        answer = method(link, {**LI, **NEW})
        assert answer.status_code == 404
        assert "链接已失效" in text(answer)
    assert Person.objects.count() == 1


def test_an_old_link_leads_nowhere(client, office, monkeypatch):
    client.post("/register/", {"email": ADDRESS})
    monkeypatch.setattr(confirming, "LINK_SECONDS", -1)
    assert "链接已失效" in text(client.post(office.link, LI))
    assert not Person.objects.exists()


def test_a_forgotten_password_is_set_anew_and_ends_every_login(client, office, li):
    elsewhere = Client()
    elsewhere.force_login(li)
    client.post("/account/reset/", {"email": ADDRESS})
    link = office.link
    assert "两次输入不一致" in text(client.post(link, {**NEW, "password_again": "x"}))
    assert client.post(link, NEW)["Location"] == "/login/"
    assert elsewhere.get("/my/").status_code == 302
    client.post("/login/", {"username": ADDRESS, "password": NEW["password"]})
    assert logged_in_as(client) == li.pk
    assert "链接已失效" in text(client.get(link))


def test_a_closed_account_gets_no_link(client, office, li):
    li.is_active = False
    li.save()
    client.post("/account/reset/", {"email": ADDRESS})
    assert "没有以它登录的账号" in office.last


def test_when_the_mail_server_is_down_it_is_said_and_nothing_is_half_done(client, settings, li):
    use(settings, free_port())
    for address in ("/register/", "/account/reset/"):
        for email in (ADDRESS, "wu@example.com"):
            assert "邮件没有发出去" in text(client.post(address, {"email": email}))
    assert Person.objects.count() == 1


def test_one_address_gets_few_mails(client, office):
    for _ in range(4):
        answer = client.post("/register/", {"email": ADDRESS})
    assert "发往这个地址的邮件太多" in text(answer)
    assert len(office.mails) == 3


def test_an_address_with_a_line_end_is_no_address(client, office):
    assert "不像一个电子邮件地址" in text(
        client.post("/register/", {"email": "a@example.com\nBcc: b@example.com"})
    )
    assert office.mails == []


# Keeping it ----------------------------------------------------------------------------------------------------------


def test_another_address_holds_once_its_link_was_opened(client, office, li):
    client.force_login(li)
    new = "li.gong@example.com"
    assert "现在的密码不正确" in text(client.post("/account/email/", {"email": new, "password_now": "x"}))
    answer = client.post("/account/email/", {"email": new, "password_now": PASSWORD}, follow=True)
    assert f"已向{new}发出邮件" in text(answer)
    link = office.link
    assert new in text(Client().get(link))  # a mail program that looks at links changes nothing
    li.refresh_from_db()
    assert li.email == ADDRESS
    client.post(link)
    li.refresh_from_db()
    assert (li.email, li.email_confirmed_at is not None) == (new, True)
    assert office.mails[-1]["To"] == ADDRESS
    assert "已改用别的电子邮件" in office.last


def test_another_ones_address_is_not_taken_and_nobody_learns_of_it(client, office, li):
    wang = person("wang")
    wang.set_password(PASSWORD)
    wang.save()
    client.force_login(wang)
    known = client.post("/account/email/", {"email": ADDRESS, "password_now": PASSWORD}, follow=True)
    unknown = client.post(
        "/account/email/", {"email": "wu@example.com", "password_now": PASSWORD}, follow=True
    )
    assert words(known).replace(ADDRESS, "") == words(unknown).replace("wu@example.com", "")
    assert "已有账号" in str(office.mails[0].get_content())


def test_a_link_to_an_address_that_another_confirmed_meanwhile_changes_nothing(client, office, li):
    wang = person("wang")
    wang.set_password(PASSWORD)
    wang.save()
    client.force_login(wang)
    client.post("/account/email/", {"email": "both@example.com", "password_now": PASSWORD})
    li.email = "both@example.com"
    li.save()
    assert "该电子邮件已用于另一个账号" in text(client.post(office.link))
    wang.refresh_from_db()
    assert wang.email == ""


def test_an_address_is_taken_away(client, office, li):
    client.force_login(li)
    client.post("/account/email/", {"email": "", "password_now": PASSWORD})
    li.refresh_from_db()
    assert (li.email, li.email_confirmed_at) == ("", None)


def test_a_password_is_changed_and_this_login_stays(client, li):
    client.force_login(li)
    elsewhere = Client()
    elsewhere.force_login(li)
    assert "现在的密码不正确" in text(client.post("/account/password/", {"password_now": "x", **NEW}))
    assert client.post("/account/password/", {"password_now": PASSWORD, **NEW})["Location"] == "/account/"
    assert "密码已经改好" in text(client.get("/account/"))
    assert elsewhere.get("/my/").status_code == 302


def test_nobody_guesses_at_a_login_that_was_left_open(client, li):
    client.force_login(li)
    for _ in range(10):
        client.post("/account/password/", {"password_now": "x", **NEW})
    answer = client.post("/account/password/", {"password_now": PASSWORD, **NEW})
    assert "试的次数太多" in text(answer)
    li.refresh_from_db()
    assert li.check_password(PASSWORD)


def test_a_name_is_changed_by_whoever_has_no_role(client, li, keeper):
    client.force_login(li)
    client.post("/account/name/", {"name": "李 工程师"})
    li.refresh_from_db()
    assert li.name == "李 工程师"
    client.force_login(keeper)
    assert "由系统管理员更改" in text(client.post("/account/name/", {"name": "局长"}))
    keeper.refresh_from_db()
    assert keeper.name == "姓名keeper"


# Coming in -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "where"), [(RoleKind.HANDLER, "/desk/"), (None, "/my/")])
def test_each_goes_where_their_work_is(client, bureau, kind, where):
    somebody = person("somebody", kind, bureau)
    somebody.set_password(PASSWORD)
    somebody.save()
    assert client.post("/login/", {"username": "somebody", "password": PASSWORD})["Location"] == where
    assert client.get("/login/")["Location"] == where


def test_the_record_knows_what_was_done_and_no_address(client, office, li):
    client.force_login(li)
    client.post("/account/email/", {"email": "other@example.com", "password_now": PASSWORD})
    client.post(office.link)
    client.post("/account/password/", {"password_now": PASSWORD, **NEW})
    client.post("/account/name/", {"name": "李工程师"})
    client.post("/logout/")
    client.post("/login/", {"username": "other@example.com", "password": "wrong"})
    bodies = list(
        Event.objects.filter(chain="installation").order_by("sequence").values_list("body", flat=True)
    )
    assert not [body for body in bodies if "example.com" in body]
    verbs = list(
        Event.objects.filter(chain="installation").order_by("sequence").values_list("verb", flat=True)
    )
    assert [verb for verb in verbs if verb != "login"] == [
        "person.sign_up",
        "person.email",
        "person.password",
        "person.rename",
        "logout",
        "login.failed",
    ]
    assert Event.objects.get(verb="login.failed").thing_id == str(li.pk)
    assert list(verify_chain("installation")) == []
