"""How fast a year is simulated, on SQLite, and how much memory it takes beyond what a small year does:
``python -m bench.simulating [how many cases]``."""

from __future__ import annotations

import gc
import os
import resource
import sys
import tempfile
import time

from bench.figures import Figure

SMALL, MANY = 20, 120
LEAST = 5.0
"""Cases in a second."""
MEMORY = 64.0
"""MB more for so many cases."""


def run(many: int) -> int:
    """Play a small year, which makes everybody, then one of so many cases. Exit status 1 beyond the limits."""
    import django

    django.setup()
    from django.core.management import call_command

    from quanze.cli.simulate import SELDOM
    from quanze.simulation.running import simulate
    from tests.cases.conftest import make_house
    from tests.simulation.conftest import as_demo

    call_command("migrate", verbosity=0)
    bureau = as_demo(make_house()).bureau
    simulate(bureau, 2025, 1, SMALL)
    gc.freeze()  # as the command does
    gc.set_threshold(*SELDOM)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    played = simulate(bureau, 2025, 2, many)
    rate = played.cases / (time.process_time() - begun)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    figures = (
        Figure(f"模拟一年（sqlite，{many} 件，{played.events} 条经过）", rate, "件/秒", least=LEAST),
        Figure(f"模拟一年的内存增长（{many} 件）", grown, "MB", most=MEMORY),
        Figure("模拟中办不下去的办件", float(len(played.stuck)), "件", most=0.0),
    )
    for figure in figures:
        print(figure, flush=True)
    return int(not all(figure.kept for figure in figures))


def main(many: int = MANY) -> int:
    """In a folder of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUANZE_DATA"] = folder
        return run(many)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:2])))
