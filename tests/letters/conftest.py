"""A bureau that issues letters about subjects of a test's own, and people who may or may not deal with them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.letters import kinds, permissions, services
from quanze.letters.models import Letter
from quanze.letters.values import samples
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency

NOW = datetime(2026, 11, 26, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
NAME = "平川市工业和信息化局"
SUBJECT = "trial"
"""The subjects of these tests: whoever holds a role at the bureau may deal with their letters."""


@pytest.fixture(autouse=True)
def folders(settings, tmp_path) -> Path:
    """Each test keeps files and certificates in folders of its own."""
    settings.FILES = tmp_path / "files"
    settings.CERTIFICATES = tmp_path / "certificates"
    settings.CERTIFICATE_PASSPHRASE = ""
    settings.ADDRESS = "https://qz.example.cn"
    return tmp_path


@pytest.fixture(autouse=True)
def hook() -> Iterator[None]:
    """Officers of the agency may do everything with letters about trials."""

    @permissions.of_subjects(SUBJECT)
    def officers(person: Person | None, verb: str, letter: Letter) -> Verdict:
        ours = person is not None and person.roles.filter(agency=letter.agency).exists()
        return Verdict(ours, "您是经办机关的人员。" if ours else "只有经办机关的人员可以办理。")

    yield
    del permissions._HOOKS[SUBJECT]


@pytest.fixture
def bureau(db) -> Agency:
    return open_agency("pingchuan-gxj", NAME)


@pytest.fixture
def keeper(bureau) -> Person:
    return somebody("keeper", RoleKind.LIST_KEEPER, bureau)


@pytest.fixture
def handler(bureau) -> Person:
    return somebody("handler", RoleKind.HANDLER, bureau)


@pytest.fixture
def stranger(db) -> Person:
    return somebody("stranger")


def somebody(username: str, kind: RoleKind | None = None, agency: Agency | None = None) -> Person:
    made = Person.objects.create(username=username, name=username)
    if kind and agency:
        grant(made, kind, agency)
    return made


def sample(kind: str, **other: Any) -> dict[str, Any]:
    """Values for a letter of that kind; ``None`` takes one away."""
    return {**samples(kinds.kind(kind)), **other}


@pytest.fixture
def issue(bureau, handler) -> Callable[..., Letter]:
    """The handler issues a letter about trial 1."""

    def issue(
        kind: str = "acceptance", *, at: datetime = NOW, subject: str = "trial:1", **other: Any
    ) -> Letter:
        dated = other.pop("dated", None)
        with transaction.atomic():
            return services.issue(
                bureau, kind, sample(kind, **other), subject=subject, by=handler, at=at, dated=dated
            )

    return issue


@pytest.fixture
def scan(handler) -> Callable[..., Deposit]:
    """Somebody hands in a scan: the smallest picture there is, another one each time."""
    count = iter(range(100))

    def scan(by: Person | None = None) -> Deposit:
        return receive(by or handler, f"扫描件{next(count)}.png", iter([picture()]))

    return scan


def picture() -> bytes:
    import segno

    out = io.BytesIO()
    segno.make("seal").save(out, kind="png", scale=4)
    return out.getvalue()
