"""The bureau, its list keeper, and those who are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from quanze.lists import readers
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Text
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.registry.models import Upload
from quanze.registry.services import receive_upload

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.txt"


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path) -> Path:
    """Each test keeps files in a folder of its own."""
    settings.FILES = tmp_path / "files"
    return settings.FILES


@dataclass
class Waiting:
    """The sample as the keeper handed it in: read, waiting."""

    upload: Upload
    keeper: Person


def hand_in_sample() -> Waiting:
    bureau = open_bureau()
    keeper = person("keeper", RoleKind.LIST_KEEPER, bureau)
    with SAMPLE.open("rb") as stream:
        return Waiting(receive_upload(bureau, keeper, SAMPLE.name, stream), keeper)


@pytest.fixture
def waiting(start) -> Waiting:
    return start(hand_in_sample)


@pytest.fixture
def upload(waiting) -> Upload:
    return waiting.upload


def open_bureau() -> Agency:
    return open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")


@pytest.fixture
def bureau(request, start) -> Agency:
    """That of the upload where a test asks for one."""
    if "upload" in request.fixturenames:
        return request.getfixturevalue("upload").agency
    request.getfixturevalue("db")
    return open_bureau()


@pytest.fixture
def neighbour(db) -> Agency:
    return open_agency("wancheng-gxj", "南阳市宛城区工业和信息化局")


def person(username: str, kind: RoleKind | None = None, agency: Agency | None = None) -> Person:
    made = Person.objects.create(username=username, name=username)
    if kind and agency:
        grant(made, kind, agency)
    return made


@pytest.fixture
def keeper(request, bureau) -> Person:
    """清单管理员 of the bureau."""
    if "upload" in request.fixturenames:
        return request.getfixturevalue("waiting").keeper
    return person("keeper", RoleKind.LIST_KEEPER, bureau)


@pytest.fixture(params=["no role", "leader", "auditor", "neighbour's keeper"])
def outsider(request, bureau, neighbour) -> Person:
    """Everyone who may not touch the bureau's list."""
    match request.param:
        case "leader":
            return person("leader", RoleKind.LEADER, bureau)
        case "auditor":
            return person("auditor", RoleKind.AUDIT_ADMIN, bureau)
        case "neighbour's keeper":
            return person("neighbour", RoleKind.LIST_KEEPER, neighbour)
    return person("stranger")


@pytest.fixture(scope="session")
def sample() -> ListDocument:
    """The sample list, as read."""
    return readers.read(SAMPLE)


@pytest.fixture
def hand_in(bureau, keeper) -> Callable[..., Upload]:
    """The keeper hands in a file."""

    def hand_in(path: Path, name: str | None = None) -> Upload:
        with path.open("rb") as stream:
            return receive_upload(bureau, keeper, name or path.name, stream)

    return hand_in


def listing(*names: str, agency: str | None = None, **fields: str) -> ListDocument:
    """A small list: its retained annex has these matters, all with the same other fields."""
    texts = {field: Text.plain(value) for field, value in fields.items()}
    matters = tuple(
        Matter(number=Text.plain(str(number)), name=Text.plain(name), **texts)
        for number, name in enumerate(names, 1)
    )
    return ListDocument(None, agency, (Annex(AnnexKind.RETAINED, "保留的权责清单", matters=matters),))
