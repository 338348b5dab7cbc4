"""What every test may use, and the database that the tests run on.

``QUANZE_TEST_DATABASE=postgres`` runs the tests that use the database on a PostgreSQL server that lives as long as the
test run; otherwise they run on SQLite. Both, and every file that the program writes, lie in a folder of this run.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
import django.test
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from tests.postgres import temporary_postgres
from tests.starting import Starts, copied, database, leave

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "wolong" / "wolong-gxj-2025"


# A case may be slow on a busy machine, and that is no failure. Whoever checks a change wants the same cases each time.
hypothesis.settings.register_profile("quanze", deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis.settings.load_profile("quanze")

# The mail server of the tests tells of every connection from a thread of its own, when a test's output is closed already.
logging.getLogger("mail.log").setLevel(logging.WARNING)


DATABASE = os.environ.get("QUANZE_TEST_DATABASE", "sqlite")

leftovers = ExitStack()
atexit.register(leftovers.close)


def load_django() -> None:
    """Settle where data lies, then load Django: pytest-django takes it as it finds it.

    Happens when this file is loaded, since the conftest files of the folders below import models.
    """
    if DATABASE not in ("sqlite", "postgres"):
        raise pytest.UsageError(f"QUANZE_TEST_DATABASE is sqlite or postgres, not {DATABASE!r}")
    os.environ["QUANZE_DATA"] = leftovers.enter_context(TemporaryDirectory(prefix="quanze-test-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
    if DATABASE == "postgres":
        os.environ["DATABASE_URL"] = leftovers.enter_context(temporary_postgres(small=True))
    else:
        os.environ.pop("DATABASE_URL", None)
    django.setup()
    settings.STATIC_ROOT.mkdir()  # which `quanze init` makes in an installation
    # Each log-in of a test is a server of its own, which would look through all static files before its first answer.
    settings.WHITENOISE_AUTOREFRESH = True
    # How strong a hash is, is Django's to test. An installation that a test starts as a program hashes as any does.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


load_django()


def pytest_report_header() -> str:
    return f"database: {DATABASE}"


WITHOUT_DATABASE = ("digests", "documents", "kits", "law", "lists", "procedure", "prose")
"""Folders of tests that use none: they are not loaded where only others are asked for."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """To load tests that a run on a database leaves out takes as long as hundreds of those that it runs."""
    wanted = config.option.markexpr == "database and not browser"
    return (
        True if wanted and collection_path in [ROOT / "tests" / name for name in WITHOUT_DATABASE] else None
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the database, so that they alone can run again on the other one, and those that use a
    browser, by their folder. Comes before ``-m`` selects."""
    for item in items:
        wants = set(getattr(item, "fixturenames", ()))
        case = getattr(item, "cls", None)
        if (
            item.get_closest_marker("django_db")
            or wants & {"db", "transactional_db", "django_db_setup", "own_database", "bare_database"}
            or (case is not None and issubclass(case, django.test.TransactionTestCase))
        ):
            item.add_marker(pytest.mark.database)
            if item.path.relative_to(ROOT / "tests").parts[0] in WITHOUT_DATABASE:
                raise pytest.UsageError(
                    f"{item.nodeid} uses the database, and would not be run (see WITHOUT_DATABASE)"
                )
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker(pytest.mark.browser)
    if DATABASE == "postgres":
        items.reverse()  # no test may lean on one that ran before it


def pytest_collection_finish() -> None:
    """What was loaded and collected stays: not to be looked through for garbage in every test, nor is garbage looked for
    as often as where memory is dear."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite as it is in use, a file with a write-ahead log: in memory, threads would not wait for one another."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.DATA / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The empty database. pytest-django's own makes none where no test of the run asks for ``db``."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database for this test alone, a copy of the empty one, in which commits are real and other threads see them.

    The usual way, to flush the tables afterwards, is closed: triggers forbid to delete what is to be kept for ever.
    A thread that uses the database closes its connection (``connection.close()``) when it ends.
    """
    with django_db_blocker.unblock(), copied("own") as own, database(own):
        yield


@pytest.fixture
def bare_database(own_database: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A database for this test alone without a single table: an installation that is to be made."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        else:
            connection.close()
            for part in ("", "-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{part}").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def starts(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Starts]:
    """The states that tests of this run begin with, as far as they were asked for."""
    yield Starts(tmp_path_factory.mktemp("starts"))
    with django_db_blocker.unblock():
        leave()


@pytest.fixture
def led_elsewhere() -> Iterator[ExitStack]:
    """Where ``start`` leads the connection: to be led back when the test's database has ended."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def start(
    request: pytest.FixtureRequest,
    starts: Starts,
    led_elsewhere: ExitStack,
    django_db_blocker: DjangoDbBlocker,
) -> Callable[..., Any]:
    """``start(make, "a", "b")`` gives what ``make("a", "b")`` gives, and a database in which just this was done: once in
    the run, however many tests begin so. The database takes back what the test does, as with ``db``; with ``own=True``
    it is a copy for this test alone, as with ``own_database``.

    To be asked before anything that asks for ``db``; in a test that has its database already, ``make`` is called there.
    """

    def start(make: Callable[..., Any], *arguments: str, own: bool = False) -> Any:
        if connection.in_atomic_block:
            return make(*arguments)
        with django_db_blocker.unblock():
            begun = starts.of(make, *arguments)
        led_elsewhere.enter_context(database(begun.database))
        request.getfixturevalue("own_database" if own else "db")
        return begun.taken()

    return start


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
