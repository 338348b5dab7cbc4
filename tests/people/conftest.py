"""A bureau with an officer at its window, an enterprise, and people who have to do with it or not."""

from __future__ import annotations

import pytest

from quanze.people.models import Agency, Party, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency, register_party

CODE = "91110000600037341L"


def somebody(username: str) -> Person:
    """An account."""
    return Person.objects.create(username=username, name=f"姓名{username}")


@pytest.fixture
def bureau(db) -> Agency:
    return open_agency("wolong-gxj", "卧龙区工业和信息化局")


@pytest.fixture
def officer(bureau) -> Person:
    """经办人 at the window."""
    person = somebody("officer")
    grant(person, RoleKind.HANDLER, bureau)
    return person


@pytest.fixture
def li(db) -> Person:
    return somebody("li")


@pytest.fixture
def wang(db) -> Person:
    return somebody("wang")


@pytest.fixture
def zhao(db) -> Person:
    return somebody("zhao")


@pytest.fixture
def party(li) -> Party:
    """Registered by 李."""
    return register_party(li, Party.Kind.ENTERPRISE, "南阳某某机械有限责任公司", CODE)
