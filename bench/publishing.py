"""Whether readers wait while an adjustment of 1,000 matters is published: pages fetched by a process of its own, one
after the other, on SQLite and, where the server of the tests is installed, on PostgreSQL.

``python -m bench.publishing``
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING

from bench.figures import Figure, report, seconds
from bench.generate import document

if TYPE_CHECKING:
    from quanze.adjustments.models import Adjustment
    from quanze.people.models import Person

MATTERS, CHANGED = 1_000, 10
PAGES = ("/bench/", "/bench/list/", "/bench/matters/3/", "/bench/annexes/retained/", "/bench/search/?q=工业")
LONGEST = 2.0
"""Seconds that a page may take in the worst moment of a publication, on a machine whose cores have other work too."""
SHARE = 0.3
"""Of the time that the publication takes: a reader who is held up waits for nearly all of it."""
PUBLICATION = 10.0
DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def main(arguments: list[str]) -> int:
    """Each database in a process of its own, with an installation of its own. Exit status 1 beyond a limit."""
    if arguments == ["read"]:
        return read()
    if arguments:
        return one(arguments[0])
    names = [name for name in DATABASES if name != "postgres" or importlib.util.find_spec("pgserver")]
    command = [sys.executable, "-m", "bench.publishing"]
    return max([subprocess.run([*command, name], check=False).returncode for name in names])


def one(name: str) -> int:
    """Publish on one database while another process reads."""
    with ExitStack() as stack:
        os.environ["QUANZE_DATA"] = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
        os.environ.pop("DATABASE_URL", None)
        if name == "postgres":
            from tests.postgres import temporary_postgres

            os.environ["DATABASE_URL"] = stack.enter_context(temporary_postgres())
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        try:
            return report(figures(DATABASES[name]))
        finally:
            connection.close()


def figures(database: str) -> Iterator[Figure]:
    """How long the publication took, how many pages were read during it, and the longest that one of them took."""
    from quanze.adjustments import services

    adjustment, keeper = approved()
    reader = [sys.executable, "-m", "bench.publishing", "read"]
    with subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reading:
        assert reading.stdin is not None
        assert reading.stdout is not None
        assert reading.stdout.readline() == "ready\n"
        began = time.time()
        worked = seconds(lambda: services.publish(adjustment, keeper, adjustment.version))
        ended = time.time()
        told, _ = reading.communicate("enough\n")
    answers = [tuple(map(float, line.split())) for line in told.splitlines()]
    during = [took for at, took in answers if at + took >= began and at <= ended]
    yield Figure(f"公布一项调整（{MATTERS:,} 项，{database}）", worked, "秒", most=PUBLICATION)
    yield Figure(f"公布期间读到的页面（{database}）", len(during), "页", least=5)
    yield Figure(f"公布期间最慢的一页（{database}）", max(during), "秒", most=LONGEST)
    yield Figure(f"它占公布用时的比例（{database}）", max(during) / (ended - began), "倍", most=SHARE)


def approved() -> tuple[Adjustment, Person]:
    """A list of so many matters and an approved adjustment of some of them, and who may publish it."""
    from quanze.adjustments import queries, services
    from quanze.adjustments.kinds import Kind
    from quanze.lists.edits import with_text
    from quanze.lists.model import Text
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant, open_account, open_agency
    from quanze.registry import queries as lists
    from quanze.registry.services import import_document

    bureau, justice = (
        open_agency("bench", "平川市工业和信息化局"),
        open_agency("sfj", "平川市司法局", "justice"),
    )
    keeper, reviewer = (
        open_account(name, name, "correct horse battery staple") for name in ("keeper", "reviewer")
    )
    grant(keeper, RoleKind.LIST_KEEPER, bureau)
    grant(reviewer, RoleKind.JUSTICE_REVIEWER, justice)
    security = open_account("security", "security", "correct horse battery staple")
    grant(security, RoleKind.SECURITY_ADMIN, bureau)
    services.name_responsible(bureau, justice, by=None)
    step = {"code": "justice", "name": "司法局审查", "organ": "justice", "role": "justice_reviewer"}
    services.set_regime(bureau, security, chain_data={"steps": [step]})
    edition = import_document(bureau, document(MATTERS), by=None, effective_from=date(2024, 1, 1))
    adjustment = services.begin(bureau, keeper, "一次调整")
    for entry in lists.entries(edition, edition.main).defer(None)[:CHANGED]:
        after = with_text(entry.content, "basis", Text.plain("《平川市某条例》第三条：照此办理。"))
        services.add_change(
            adjustment,
            keeper,
            adjustment.version,
            Kind.CHANGED,
            matters=[entry.matter],
            after=[after],
            reason="依据已经修订",
            basis="《平川市某条例》",
            under_way="switch",
        )
        adjustment.refresh_from_db()
    keys = [each.key for each in queries.examine(adjustment).unanswered]
    adjustment = services.answer(adjustment, keeper, adjustment.version, keys, "照旧")
    adjustment = services.submit(adjustment, keeper, adjustment.version)
    return services.pass_step(adjustment, reviewer, adjustment.version, "justice", "同意"), keeper


def read() -> int:
    """Fetch one page after the other until somebody says that it is enough; tell when each began and how long it
    took."""
    import select

    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    for page in PAGES:
        assert client.get(page).status_code == 200, page
    print("ready", flush=True)
    answers = []
    while not select.select([sys.stdin], [], [], 0)[0]:
        for page in PAGES:
            began = time.time()
            assert client.get(page).status_code == 200, page
            answers.append((began, time.time() - began))
    print("\n".join(f"{began:f} {took:f}" for began, took in answers))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
