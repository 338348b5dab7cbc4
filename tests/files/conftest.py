"""People who hand files in, and a store of each test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from quanze.people.models import Person


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path) -> Path:
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture
def applicant(db) -> Person:
    return Person.objects.create(username="wang", name="王经理")


@pytest.fixture
def stranger(db) -> Person:
    return Person.objects.create(username="zhao", name="赵某")


def lying_about(store: Path) -> list[Path]:
    """Every file that lies in the store, the arrivals too."""
    return sorted(path for path in store.rglob("*") if path.is_file())
