"""What every test may use, and the database that the tests run on.

``QUANZE_TEST_DATABASE=postgres`` runs the tests that use the database on a PostgreSQL server that lives as long as the
test run; otherwise they run on SQLite. Both, and every file that the program writes, lie in a folder of this run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import django.test
import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from tests.postgres import temporary_postgres

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "wolong" / "wolong-gxj-2025"


# A case may be slow on a busy machine, and that is no failure. Whoever checks a change wants the same cases each time.
hypothesis.settings.register_profile("quanze", deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis.settings.load_profile("quanze")


def pytest_configure(config: pytest.Config) -> None:
    """Settle where data lies, then load Django: pytest-django takes it as it finds it."""
    database = os.environ.get("QUANZE_TEST_DATABASE", "sqlite")
    if database not in ("sqlite", "postgres"):
        raise pytest.UsageError(f"QUANZE_TEST_DATABASE is sqlite or postgres, not {database!r}")
    data = tempfile.mkdtemp(prefix="quanze-test-")
    config.add_cleanup(lambda: shutil.rmtree(data, ignore_errors=True))
    os.environ["QUANZE_DATA"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
    if database == "postgres":
        server = temporary_postgres()
        os.environ["DATABASE_URL"] = server.__enter__()
        config.add_cleanup(lambda: server.__exit__(None, None, None))
    else:
        os.environ.pop("DATABASE_URL", None)
    django.setup()


def pytest_report_header() -> str:
    return f"database: {os.environ.get('QUANZE_TEST_DATABASE', 'sqlite')}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the database, so that they alone can run again on the other one, and those that use a
    browser, by their folder. Comes before ``-m`` selects."""
    for item in items:
        wants = set(getattr(item, "fixturenames", ()))
        case = getattr(item, "cls", None)
        if (
            item.get_closest_marker("django_db")
            or wants & {"db", "transactional_db", "django_db_setup", "own_database"}
            or (case is not None and issubclass(case, django.test.TransactionTestCase))
        ):
            item.add_marker(pytest.mark.database)
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker(pytest.mark.browser)
    if os.environ.get("QUANZE_TEST_DATABASE") == "postgres":
        items.reverse()  # no test may lean on one that ran before it


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite as it is in use, a file with a write-ahead log: in memory, threads would not wait for one another."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA / "test.sqlite3")


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database for this test alone, a copy of the empty one, in which commits are real and other threads see them.

    The usual way, to flush the tables afterwards, is closed: triggers forbid to delete what is to be kept for ever.
    A thread that uses the database closes its connection (``connection.close()``) when it ends.
    """
    with django_db_blocker.unblock():
        creation = connection.creation
        connections.close_all()
        shared = connection.settings_dict["NAME"]
        creation.clone_test_db("own", verbosity=0)
        connection.settings_dict["NAME"] = creation.get_test_db_clone_settings("own")["NAME"]
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = shared
            creation.destroy_test_db(suffix="own", verbosity=0)
            connections.close_all()


@pytest.fixture(scope="session")
def sample_txt() -> Path:
    """The sample bureau's list as text was extracted from the published file."""
    return SAMPLE.with_suffix(".txt")


@pytest.fixture(scope="session")
def sample_docx() -> Path:
    """The same list as a Word file."""
    return SAMPLE.with_suffix(".docx")


@pytest.fixture(scope="session")
def sample_pdf() -> Path:
    """The same list as a PDF."""
    return SAMPLE.with_suffix(".pdf")


@pytest.fixture(scope="session", params=[".txt", ".docx", ".pdf"], ids=["txt", "docx", "pdf"])
def sample_file(request: pytest.FixtureRequest) -> Path:
    """Each of the three in turn."""
    return SAMPLE.with_suffix(request.param)
