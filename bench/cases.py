"""Applications and acts at the same moment, through the real services, with real commits.

``python -m bench.cases [sqlite|postgresql] [how many]``: twenty hands submit so many applications and then accept each
with a letter. Nothing may be lost, doubled or numbered with a gap; the rates have a floor.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import count

from bench.figures import Figure

MANY = {"sqlite": 50, "postgresql": 200}
HANDS = 20
LEAST = 5.0
"""Submissions, and acts with a letter, in a second. A busy bureau has as many in an hour."""


def at_once(tasks: list[Callable[[], object]]) -> float:
    """How many tasks are done in a second by so many hands."""
    from django.db import connection

    waiting = iter(tasks)
    lock = threading.Lock()

    def run() -> None:
        try:
            while True:
                with lock:
                    task = next(waiting, None)
                if task is None:
                    return
                task()
        finally:
            connection.close()

    hands = [threading.Thread(target=run) for _ in range(HANDS)]
    begun = time.perf_counter()
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return len(tasks) / (time.perf_counter() - begun)


def run(many: int) -> bool:
    """Fill the database that the environment names, act, print; true where all is kept."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from quanze.cases import services
    from quanze.cases.models import Case
    from quanze.cases.services import LetterOrder
    from quanze.letters.models import Letter
    from quanze.procedure.engine import acts
    from quanze.procedure.model import Kind
    from tests.cases.conftest import make_house
    from tests.cases.test_matter_five import step

    call_command("migrate", verbosity=0)
    house = make_house()
    matter = house.matter()
    drafts = [house.draft(matter) for _ in range(many)]
    keys = count()
    submitted = at_once(
        [lambda d=draft: services.submit(d, house.chen, f"k{next(keys)}") for draft in drafts]
    )
    cases = list(Case.objects.order_by("serial"))
    accept, order = acts.Accept(step(cases[0], Kind.ACCEPT)), LetterOrder("acceptance")
    acted = at_once([lambda c=case: services.act(c, house.wang, accept, 1, letter=order) for case in cases])
    letters = list(
        Letter.objects.filter(kind="acceptance").order_by("ordinal").values_list("ordinal", flat=True)
    )
    whole = [case.serial for case in cases] == letters == list(range(1, many + 1))
    figures = (
        Figure(f"收件（{connection.vendor}，{HANDS} 人同时）", submitted, "件/秒", least=LEAST),
        Figure(f"受理并出具文书（{connection.vendor}，{HANDS} 人同时）", acted, "件/秒", least=LEAST),
        Figure(f"编号缺漏或者重复（{connection.vendor}，{many} 件）", 0.0 if whole else 1.0, "", most=0.0),
    )
    for figure in figures:
        print(figure, flush=True)
    return all(figure.kept for figure in figures)


def main(vendor: str | None = None, many: int | None = None) -> int:
    """Each database in a process of its own. Exit status 1 beyond the limits."""
    if vendor is None:
        return max(
            subprocess.run([sys.executable, "-m", "bench.cases", each], check=False).returncode
            for each in MANY
        )
    from tests.postgres import temporary_postgres

    os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUANZE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        if vendor == "sqlite":
            return 0 if run(many or MANY[vendor]) else 1
        with temporary_postgres() as url:
            os.environ["DATABASE_URL"] = url
            return 0 if run(many or MANY[vendor]) else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2], *map(int, sys.argv[2:3])))
