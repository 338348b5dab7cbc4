"""Coming in, going out, and being kept out."""

from __future__ import annotations

import pytest

WRONG = {"username": "keeper", "password": "paper on ink 71"}
RIGHT = {"username": "keeper", "password": "ink on paper 17"}


@pytest.fixture
def keeper(keeper):
    """The keeper, with a password."""
    keeper.set_password(RIGHT["password"])
    keeper.save()
    return keeper


def text(answer) -> str:
    return answer.content.decode()


def test_the_right_password_leads_to_where_one_wanted_to_go(client, keeper):
    answer = client.post("/login/", {**RIGHT, "next": "/desk/wolong-gxj/uploads/"})
    assert answer["Location"] == "/desk/wolong-gxj/uploads/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_nobody_is_led_off_the_site(client, keeper, elsewhere):
    assert client.post("/login/", {**RIGHT, "next": elsewhere})["Location"] == "/desk/"


@pytest.mark.parametrize(
    "answers", [WRONG, {"username": "nobody", "password": "x"}, {"username": "keeper", "password": "ink"}]
)
def test_a_failure_does_not_tell_which_half_was_wrong(client, keeper, answers):
    assert "登录名或密码不正确" in text(client.post("/login/", answers))


def test_a_blank_field_is_named_in_the_summary_and_at_the_field(client, db):
    page = text(client.post("/login/", {}))
    assert page.count("请填写登录名。") == 2
    assert page.count("请填写密码。") == 2


def test_the_password_is_not_sent_back(client, keeper):
    assert WRONG["password"] not in text(client.post("/login/", WRONG))


def test_five_failures_close_the_door_for_a_while(client, keeper):
    answers = [client.post("/login/", WRONG) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "请在15分钟后再试" in text(answers[-1])
    assert client.post("/login/", RIGHT).status_code == 429


def test_logging_out_needs_a_form(client, keeper):
    client.force_login(keeper)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/"
    assert client.get("/desk/").status_code == 302


def test_a_form_from_elsewhere_is_not_accepted(keeper):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/login/", RIGHT)
    assert answer.status_code == 403
    assert "请重新提交" in text(answer)
