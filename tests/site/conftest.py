"""The sample bureau with its list in force, its keeper, and those who are not its keeper."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from quanze.lists import readers
from quanze.lists.model import ListDocument
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.registry.models import Edition, Upload
from quanze.registry.services import import_document, receive_upload


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path) -> Path:
    """Each test keeps files in a folder of its own."""
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture(scope="session")
def sample(sample_docx) -> ListDocument:
    """The sample list, as read."""
    return readers.read(sample_docx)


@pytest.fixture
def bureau(db) -> Agency:
    return open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")


@pytest.fixture
def neighbour(db) -> Agency:
    return open_agency("wancheng-gxj", "南阳市宛城区工业和信息化局")


@pytest.fixture
def edition(bureau, sample) -> Edition:
    """The sample list in force."""
    return import_document(bureau, sample, by=None, source_name="权责清单.docx")


def person(username: str, kind: RoleKind | None = None, agency: Agency | None = None) -> Person:
    """An account, with a role where one is given."""
    made = Person.objects.create(username=username, name=f"姓名{username}")
    if kind and agency:
        grant(made, kind, agency)
    return made


@pytest.fixture
def keeper(bureau) -> Person:
    """清单管理员 of the bureau."""
    return person("keeper", RoleKind.LIST_KEEPER, bureau)


@pytest.fixture
def at_desk(client, keeper) -> Client:
    """The keeper, logged in."""
    client.force_login(keeper)
    return client


OUTSIDERS = ["no role", "handler", "leader", "auditor", "neighbour's keeper"]


@pytest.fixture(params=OUTSIDERS)
def outsider(request, bureau, neighbour) -> Person:
    """Everyone with an account who may not touch the bureau's list."""
    match request.param:
        case "handler":
            return person("handler", RoleKind.HANDLER, bureau)
        case "leader":
            return person("leader", RoleKind.LEADER, bureau)
        case "auditor":
            return person("auditor", RoleKind.AUDIT_ADMIN, bureau)
        case "neighbour's keeper":
            return person("neighbour", RoleKind.LIST_KEEPER, neighbour)
    return person("stranger")


@pytest.fixture
def handed_in(bureau, keeper, sample_docx) -> Upload:
    """The sample as the keeper handed it in: read, waiting."""
    with sample_docx.open("rb") as stream:
        return receive_upload(bureau, keeper, "2025年权责清单.docx", stream)
