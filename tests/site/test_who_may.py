"""Every address, tried by everyone who may not. A new address without a row here fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse

from quanze.registry.models import Edition, Upload
from quanze.rulebook.models import CalendarYear, Correction, Procedure

AGENCY = {"agency": "wolong-gxj"}

PUBLIC = {
    "home": {},
    "alive": {},
    "search": {},
    "about": {},
    "deadline": {},
    "login": {},
    "agency": AGENCY,
    "list": AGENCY,
    "list_csv": AGENCY,
    "list_json": AGENCY,
    "matter": {**AGENCY, "number": 1},
    "annex": {**AGENCY, "kind": "retained"},
    "annex_file": {**AGENCY, "kind": "retained", "format": "docx"},
    "affairs": AGENCY,
    "publicity": AGENCY,
    "history": AGENCY,
    "search_agency": AGENCY,
}
"""What everyone may see."""

SIGNED_IN = {"desk": {}, "logout": {}}
"""What is each signed-in person's own."""

ADMIN = {"calendars": "post", "calendar_load": "post"}
"""What belongs to the system administrators, and by which method; every signed-in person may look at the calendars."""

KEEPER = {
    "uploads": ("get post", AGENCY),
    "upload": ("get", AGENCY),
    "upload_import": ("post", AGENCY),
    "upload_discard": ("post", AGENCY),
    "upload_file": ("get", AGENCY),
}
"""What belongs to the agency's list keeper, and by which method: uploads."""

MATTER = {**AGENCY, "number": 1}
PROCEDURES = {
    "procedures": ("get", AGENCY),
    "procedure": ("get", MATTER),
    "procedure_json": ("get", MATTER),
    "procedure_step": ("get post", {**MATTER, "key": "step"}),
    "procedure_clause": ("get post", {**MATTER, "key": "clause"}),
    "procedure_promise": ("post", MATTER),
    "procedure_withdraw": ("post", MATTER),
    "procedure_confirm": ("post", MATTER),
}
"""And procedures."""


def patterns(urls, found: list[URLPattern]) -> list[URLPattern]:
    for each in urls:
        if isinstance(each, URLPattern):
            found.append(each)
        else:
            patterns(each.url_patterns, found)
    return found


def test_every_address_has_its_row():
    names = {pattern.name for pattern in patterns(get_resolver().url_patterns, [])}
    assert names == PUBLIC.keys() | SIGNED_IN.keys() | ADMIN.keys() | KEEPER.keys() | PROCEDURES.keys()


def addresses(upload: Upload) -> Iterator[tuple[str, str]]:
    for name, (methods, arguments) in KEEPER.items():
        more = {} if name == "uploads" else {"pk": upload.pk}
        for method in methods.split():
            yield method, reverse(name, kwargs={**arguments, **more})
    for name, (methods, arguments) in PROCEDURES.items():
        for method in methods.split():
            yield method, reverse(name, kwargs=arguments)


def admins() -> Iterator[tuple[str, str]]:
    yield "get", reverse("calendars")
    for name, method in ADMIN.items():
        yield method, reverse(name)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_may_see_what_is_public(client, edition, name):
    assert client.get(reverse(name, kwargs=PUBLIC[name])).status_code == 200


def test_somebody_unknown_is_asked_to_log_in(client, handed_in):
    for method, address in [*addresses(handed_in), *admins(), ("get", "/desk/")]:
        answer = getattr(client, method)(address, {"checked": "on"})
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/login/?next="), address
    assert_untouched(handed_in)


def test_an_outsider_is_told_why_not(client, handed_in, outsider):
    client.force_login(outsider)
    for method, address in addresses(handed_in):
        answer = getattr(client, method)(address, {"checked": "on"})
        assert answer.status_code == 403, address
        assert "只有南阳市卧龙区工业和信息化局的清单管理员可以进行此操作" in answer.content.decode()
    assert_untouched(handed_in)


def test_the_calendar_is_the_system_administrators(client, outsider):
    client.force_login(outsider)
    assert client.get(reverse("calendars")).status_code == 200
    for name, method in ADMIN.items():
        answer = getattr(client, method)(reverse(name), {"source": "甲", "text": "2027-01-01,休"})
        assert answer.status_code == 403, name
        assert "由系统管理员导入" in answer.content.decode()
    assert CalendarYear.objects.count() == 0


def test_a_keeper_does_not_reach_an_upload_through_the_agency_of_another(client, handed_in, neighbour):
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant

    grant(handed_in.by, RoleKind.LIST_KEEPER, neighbour)
    client.force_login(handed_in.by)
    answer = client.post(f"/desk/{neighbour.code}/uploads/{handed_in.pk}/import/", {"checked": "on"})
    assert answer.status_code == 404
    assert_untouched(handed_in)


def test_somebody_whose_account_is_closed_is_nobody(client, handed_in, keeper):
    client.force_login(keeper)
    keeper.is_active = False
    keeper.save()
    assert client.get("/desk/").status_code == 302


def assert_untouched(upload: Upload) -> None:
    upload.refresh_from_db()
    assert upload.state == Upload.State.READ
    assert Upload.objects.count() == 1
    assert [each.objects.count() for each in (Edition, CalendarYear, Correction, Procedure)] == [0, 0, 0, 0]
