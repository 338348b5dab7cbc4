"""A measurement on SQLite and on PostgreSQL, each in a process and an installation of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

DATABASES = ("sqlite", "postgresql")


def on_each(module: str, run: Callable[[int], bool], arguments: list[str], usual: int) -> int:
    """``python -m <module> [sqlite|postgresql] [size]``: ``run(size)`` fills the database that the environment names,
    measures, and tells whether its limits hold. Without a database, on each, since Django knows one per process. Exit
    status 1 beyond a limit."""
    vendor, *sizes = arguments or [None]
    if vendor is None:
        command = [sys.executable, "-m", module]
        return max([subprocess.run([*command, each], check=False).returncode for each in DATABASES])
    size = int(sizes[0]) if sizes else usual
    from tests.postgres import temporary_postgres

    os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUANZE_DATA"] = folder
        if vendor == "sqlite":
            good = run(size)
            print(f"  {(Path(folder) / 'quanze.sqlite3').stat().st_size / 1e6:.0f} MB on disk", flush=True)
            return int(not good)
        with temporary_postgres() as url:
            os.environ["DATABASE_URL"] = url
            return int(not run(size))
