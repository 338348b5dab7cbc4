"""The databases that the tests run on are the ones that installations run on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

ROOT = Path(__file__).parent.parent.parent
PROBE = {"app_label": "probe", "model": "probe"}


def test_it_is_the_one_that_was_asked_for(db: None) -> None:
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ.get("QUANZE_TEST_DATABASE", "sqlite")]
    assert connection.vendor == wanted


def test_it_commits_as_an_installation_does(db: None) -> None:
    """SQLite: a write-ahead log on disk, every commit synchronised. PostgreSQL: read committed, locks explicit."""
    questions = {
        "sqlite": {"PRAGMA journal_mode": ("wal",), "PRAGMA synchronous": (2,)},
        "postgresql": {"SHOW transaction_isolation": ("read committed",), "SHOW server_encoding": ("UTF8",)},
    }[connection.vendor]
    with connection.cursor() as cursor:
        for question, answer in questions.items():
            cursor.execute(question)
            assert cursor.fetchone() == answer, question


@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_of_ones_own_commits_and_is_empty_each_time(own_database: None, turn: int) -> None:
    assert not ContentType.objects.filter(**PROBE).exists()
    with transaction.atomic():
        ContentType.objects.create(**PROBE)
    seen: list[int] = []

    def look() -> None:
        seen.append(ContentType.objects.filter(**PROBE).count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_the_shared_database_knows_nothing_of_it(db: None) -> None:
    assert not ContentType.objects.filter(**PROBE).exists()


KILLED = """
import os, signal
from tests.postgres import temporary_postgres
with temporary_postgres(small=True) as url:
    print(url.partition("host=")[2], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_server_does_not_outlive_its_tests_even_when_they_are_killed() -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    home = Path(killed.stdout.strip())
    assert home.name.startswith("quanze-pg-")
    until = time.monotonic() + 60
    while home.exists():
        assert time.monotonic() < until, f"{home} is still there"
        time.sleep(0.05)
