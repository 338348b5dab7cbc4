"""Coming in, going out, failing: recorded; and whoever guesses passwords is shut out."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, login, logout, user_logged_in
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from quanze.audit.models import Event
from quanze.people.requests import client_address, origin_of
from quanze.people.services import open_account

pytestmark = pytest.mark.django_db

PASSWORD = "chang-mi-ma-2025"


def request_from(address: str = "192.0.2.7", **headers: str) -> HttpRequest:
    request = RequestFactory().post("/", REMOTE_ADDR=address, HTTP_USER_AGENT="浏览器", **headers)
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


@pytest.fixture
def li():
    return open_account("li", "李工", PASSWORD)


def test_a_login_and_a_logout_are_recorded(li):
    request = request_from()
    person = authenticate(request, username="li", password=PASSWORD)
    login(request, person)
    logout(request)
    came, went = Event.objects.filter(verb__in=["login", "logout"]).order_by("sequence")
    assert (came.who, came.who_name, came.trace.address) == (li.pk, "李工", "192.0.2.7")
    assert went.verb == "logout"


def test_a_failed_login_names_a_known_account_and_nothing_that_was_typed(li):
    assert authenticate(request_from(), username="li", password="wrong-secret") is None
    assert authenticate(request_from(), username="my-own-password", password="x") is None
    known, unknown = Event.objects.filter(verb="login.failed").order_by("sequence")
    assert known.thing_id == str(li.pk)
    assert unknown.thing_id == ""
    for event in (known, unknown):
        assert "my-own-password" not in event.body
        assert "wrong-secret" not in event.body


def test_after_five_failures_even_the_right_password_is_refused_for_a_while(li):
    for _ in range(5):
        authenticate(request_from(), username="li", password="wrong")
    assert authenticate(request_from(), username="li", password=PASSWORD) is None
    assert authenticate(request_from("192.0.2.8"), username="li", password=PASSWORD) == li


def test_that_somebody_is_shut_out_is_recorded(li):
    for _ in range(4):
        authenticate(request_from(), username="li", password="wrong")
    assert not Event.objects.filter(verb="login.locked").exists()
    authenticate(request_from(), username="li", password="wrong")
    locked = Event.objects.get(verb="login.locked")
    assert (locked.thing_id, locked.label, locked.trace.address) == (str(li.pk), "李工", "192.0.2.7")


def test_the_receivers_are_connected_once():
    ours = [ref for _, ref, *_ in user_logged_in.receivers if "quanze" in getattr(ref(), "__module__", "")]
    assert len(ours) == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.7"),
        (1, "no address", None),
        (1, "2001:DB8:0::7", "2001:db8::7"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::7%eth0", "fe80::7"),
    ],
)
def test_the_address_is_what_trusted_proxies_say_and_not_the_client(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(request_from(HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_browser_that_names_itself_at_length_is_cut():
    request = request_from()
    request.META["HTTP_USER_AGENT"] = "x" * 5000
    assert len(origin_of(request).agent) == 300
