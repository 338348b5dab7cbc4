"""The officer's side of cases, tried by everyone who may not; and who sees which part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from quanze.cases.models import Case, CaseEvent, Note
from quanze.letters.models import Letter, Sealing
from quanze.people.models import Office, Person
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency, register_party
from tests.cases.conftest import House, account
from tests.cases.test_clock import house_with_a_notice
from tests.site.test_who_may import CASEWORK

OUTSIDE = ("applicant", "other applicant", "keeper", "finance", "other bureau", "admin", "no role")
"""Who has no part in the case at all."""

OTHER_OFFICE = {
    "desk_cases",
    "desk_cases_csv",
    "desk_cases_together",
    "desk_results",
    "intake",
    "intake_matter",
    "followed",
    "followed_csv",
}
READING = {
    "desk_cases_together",
    "desk_cases",
    "desk_cases_csv",
    "desk_case",
    "desk_letter",
    "desk_letter_file",
    "followed",
    "followed_csv",
}
OF_MATTERS = {"intake_matter", "followed_matter", "followed_csv"}
"""Whose number is that of a matter."""

NOT_NOW = {"desk_case_publicity", "followed_matter", "desk_results_sheet"}
"""What nobody finds while the case is neither in publicity nor on a list, and did not go up; ``test_publicity``,
``test_followed`` and ``test_results`` try who may when it is."""

ALLOWED = {
    "handler": set(CASEWORK) - {"desk_case_assign"} - NOT_NOW,
    "head": set(CASEWORK) - NOT_NOW,
    "leader": READING | {"desk_case_note", "desk_case_archive"},
    "supervisor": READING | {"desk_case_archive"},
    "recorder": {
        "desk_cases",
        "desk_cases_csv",
        "desk_cases_together",
        "desk_results",
        "followed",
        "followed_csv",
    },
    "other office": OTHER_OFFICE,
    **{who: set() for who in OUTSIDE},
}
"""What each may reach; an act is tried by what only officers and the applicant do (``withdraw``)."""


@dataclass
class Beginning:
    house: House
    noticed: Case
    people: dict[str, Person]


def begin() -> Beginning:
    house, noticed = house_with_a_notice()
    return Beginning(house, noticed, everybody(house))


@pytest.fixture
def beginning(start) -> Beginning:
    return start(begin)


@pytest.fixture
def house(beginning: Beginning) -> House:
    return beginning.house


@pytest.fixture
def noticed(beginning: Beginning) -> Case:
    return beginning.noticed


@pytest.fixture
def people(beginning: Beginning) -> dict[str, Person]:
    return beginning.people


def everybody(house: House) -> dict[str, Person]:
    elsewhere = Office.objects.create(agency=house.bureau, name="别的股")
    other = account("other")
    register_party(other, "enterprise", "平川市另一家有限公司", "91410000MA0000000X", code_reason="证照如此")
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    return {
        "applicant": house.chen,
        "other applicant": other,
        "handler": house.wang,
        "head": house.head,
        "leader": house.leader,
        "supervisor": house.supervisor,
        "recorder": house.recorder,
        "keeper": house.keeper,
        "finance": house.cai,
        "other office": account("elsewhere", RoleKind.HANDLER, house.bureau, elsewhere),
        "other bureau": account("neighbour", RoleKind.HANDLER, neighbour),
        "admin": account("sys", RoleKind.SYSTEM_ADMIN, house.bureau),
        "no role": account("none"),
    }


def tried(client: Client, case: Case) -> Iterator[tuple[str, str, object]]:
    letter = Letter.objects.get(subject=case.subject)
    for name, (methods, arguments) in CASEWORK.items():
        said = dict(arguments)
        if "number" in said:
            said["number"] = case.matter.number if name in OF_MATTERS else case.number
        if "pk" in said:
            said["pk"] = letter.pk
        for method in methods.split():
            yield name, method, getattr(client, method)(reverse(name, kwargs=said), {"words": ""})


def standing(case: Case) -> tuple[object, ...]:
    case.refresh_from_db()
    kept = (Case, CaseEvent, Note, Letter, Sealing)
    return (case.version, case.handler_id, *(each.objects.count() for each in kept))


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_reaches_more_than_their_part_and_an_outsider_changes_nothing(
    house: House, noticed: Case, people, who: str
):
    client = Client()
    client.force_login(people[who])
    before = standing(noticed)
    for name, method, answer in tried(client, noticed):
        if name in ALLOWED[who]:
            assert answer.status_code in (200, 302), (name, method, answer.status_code)
        else:
            assert answer.status_code in (403, 404), (name, method, answer.status_code)
            assert noticed.applicant_name not in answer.content.decode(), name
    assert who not in OUTSIDE or standing(noticed) == before


def test_somebody_unknown_is_asked_to_log_in(house: House, noticed: Case):
    before = standing(noticed)
    for name, _, answer in tried(Client(), noticed):
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/login/?next="), name
    assert standing(noticed) == before


def test_a_case_is_not_reached_through_another_agency(house: House, noticed: Case):
    client = Client()
    client.force_login(house.wang)
    assert client.get(f"/desk/{house.finance.code}/cases/{noticed.number}/").status_code == 404


def test_a_letter_is_not_reached_through_another_case(house: House, noticed: Case):
    client = Client()
    client.force_login(house.wang)
    other = house.submitted()
    letter = Letter.objects.get()
    assert client.get(f"/desk/wolong-gxj/cases/{other.number}/letters/{letter.pk}/").status_code == 404
