"""Agencies and accounts from the command line."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from quanze.audit.queries import verify_chain
from quanze.people.models import Agency, Person
from quanze.site.urls import urlpatterns

pytestmark = pytest.mark.django_db


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "chang-mi-ma-2025\n") -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_bureau_opens_its_own_installation(monkeypatch):
    run(monkeypatch, "agency", "nanyang-gxj", "南阳市工业和信息化局", "--kind", "higher")
    run(monkeypatch, "agency", "wolong-gxj", "卧龙区工业和信息化局", "--superior", "nanyang-gxj")
    told = run(
        monkeypatch, "person", "li", "--name", "李工", "--agency", "wolong-gxj", "--role", "list_keeper"
    )
    assert told.split() == ["li", "李工", "卧龙区工业和信息化局", "清单管理员"]
    assert Agency.objects.get(code="wolong-gxj").superior.code == "nanyang-gxj"
    assert Person.objects.get().check_password("chang-mi-ma-2025")
    assert list(verify_chain("installation")) == []


@pytest.mark.parametrize(
    ("arguments", "typed", "message"),
    [
        (("--agency", "nowhere", "--name", "李工", "--role", "handler"), "x", "没有代码为 nowhere 的机关"),
        (("--agency", "wolong-gxj", "--role", "handler"), "chang-mi-ma-2025\n", "新账号须用 --name"),
        (("--agency", "wolong-gxj", "--name", "李工", "--role", "handler"), "123\n", "密码"),
        (
            ("--agency", "wolong-gxj", "--name", "李工", "--role", "handler", "--office", "无"),
            "x",
            "没有“无”",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_made(monkeypatch, arguments, typed, message):
    run(monkeypatch, "agency", "wolong-gxj", "卧龙区工业和信息化局")
    with pytest.raises(CommandError, match=message):
        run(monkeypatch, "person", "li", *arguments, typed=typed)
    assert not Person.objects.exists()


def test_roles_that_must_not_meet_are_refused(monkeypatch):
    run(monkeypatch, "agency", "wolong-gxj", "卧龙区工业和信息化局")
    role = ("--agency", "wolong-gxj", "--role")
    run(monkeypatch, "person", "li", "--name", "李工", *role, "audit_admin")
    with pytest.raises(CommandError, match="须由不同的人担任"):
        run(monkeypatch, "person", "li", *role, "handler")


def fixed_addresses() -> set[str]:
    """The first parts of the addresses that are no agency's."""
    first = (str(pattern.pattern).partition("/")[0] for pattern in urlpatterns)
    return {part for part in first if part and not part.startswith("<")}


@pytest.mark.parametrize("code", sorted({"installation", "static", *fixed_addresses()}))
def test_no_agency_takes_an_address_of_the_site_or_the_records_own_name(monkeypatch, code):
    with pytest.raises(CommandError, match="是保留代码"):
        run(monkeypatch, "agency", code, "某局")
    assert not Agency.objects.exists()
