"""What every answer carries, and how a log-in ends by itself."""

from __future__ import annotations

import pytest
from django.test import Client

from quanze.people.models import Person
from quanze.site.protection import SEEN


def test_every_answer_forbids_foreign_and_inline_code(client: Client):
    headers = client.get("/healthz").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("length", [str(1 << 40), "-1", "many"])
def test_what_is_larger_than_any_file_is_turned_away_unread(client: Client, settings, length: str):
    settings.UPLOAD_BYTES = 3 << 20
    answer = client.post("/login/", {}, CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert "一次最多上传 3 MB" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


@pytest.fixture
def logged_in(client: Client, db: None) -> Client:
    client.force_login(Person.objects.create(username="li", name="李工"))
    return client


def last_seen(client: Client, seconds_ago: int) -> None:
    session = client.session
    session[SEEN] -= seconds_ago
    session.save()


def test_whoever_goes_away_is_logged_out(logged_in: Client, settings):
    logged_in.get("/healthz")
    last_seen(logged_in, settings.IDLE_SECONDS + 1)
    logged_in.get("/healthz")
    assert "_auth_user_id" not in logged_in.session


def test_whoever_works_stays(logged_in: Client, settings):
    for _ in range(3):
        logged_in.get("/healthz")
        last_seen(logged_in, settings.IDLE_SECONDS - 1)
    logged_in.get("/healthz")
    assert "_auth_user_id" in logged_in.session


def test_a_visitor_without_a_login_costs_no_query(client: Client, db: None, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")
