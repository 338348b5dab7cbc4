"""A PostgreSQL server of one's own for as long as it is needed, without root and without a package of the system.

The programs come from the wheel ``pgserver``; that package's own way to start them would, for root, make a user and
open the folders above the data to everybody, so we start them ourselves: for root, a copy of the programs runs as
``nobody`` in a fresh temporary folder, and nothing outside of it is touched.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

SOCKET_PATH_LIMIT = 100
"""The system allows some 107 bytes for the whole path of a socket; PostgreSQL adds ``/.s.PGSQL.5432``."""


THROWAWAY = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "maintenance_work_mem=512MB",
    )
)
"""What it holds is thrown away."""

SMALL = "-c autovacuum=off -c jit=off"
"""Its tables are small, and are copied rather than kept: nothing grows stale."""


WATCHER = """
cat >/dev/null
if pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null); then
    kill -QUIT "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
fi
rm -rf "$1"
"""
"""A shell that reads until we let go of its input, be it on purpose or because we were killed, and then ends the
server and removes its folder."""


@contextmanager
def temporary_postgres(*, small: bool = False) -> Iterator[str]:
    """Yields the ``DATABASE_URL`` of a fresh server's database ``postgres``; afterwards nothing of it is left.

    The server listens on a socket in its own folder only, and is set for what is thrown away; with ``small``, for tables
    of a few rows each. Large ones, as benchmarks fill, need the statistics that it gathers as it goes.
    """
    home = _home()
    with subprocess.Popen(
        ["/bin/sh", "-c", WATCHER, "watcher", str(home)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # it outlives an interrupt, which ends the tests
    ):
        programs, account = _programs(home)
        data = home / "data"

        def call(program: str, *arguments: str) -> None:
            with (home / "log").open("ab") as log:
                done = subprocess.run(
                    [str(programs / program), *arguments],
                    cwd=home,
                    env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    check=False,
                    **account,
                )
            if done.returncode:
                raise RuntimeError(f"{program} failed:\n{(home / 'log').read_text(errors='replace')[-2000:]}")

        call("initdb", "-D", str(data), "-U", "quanze", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-c listen_addresses= -k {shlex.quote(str(home))} {THROWAWAY} {SMALL if small else ''}"
        started = ("-w", "-t", "60", "-l", str(home / "server.log"), "-o", options, "start")
        call("pg_ctl", "-D", str(data), *started)
        yield f"postgresql://quanze@/postgres?host={quote(str(home))}"


def _home() -> Path:
    home = tempfile.mkdtemp(prefix="quanze-pg-")
    if len(home) > SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        Path(home).rmdir()
        home = tempfile.mkdtemp(prefix="quanze-pg-", dir="/tmp")
    return Path(home)


def _programs(home: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of the programs, and as whom to run them."""
    found = importlib.util.find_spec("pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("the package pgserver is missing: make install")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", {}
    nobody = pwd.getpwnam("nobody")
    # PostgreSQL refuses to run as root, and nobody may not be able to reach our environment (under /root, say).
    for part in (package / "pginstall", package.with_name("pgserver.libs")):
        if part.is_dir():
            shutil.copytree(part, home / "programs" / part.relative_to(package.parent), symlinks=True)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return (
        home / "programs" / "pgserver" / "pginstall" / "bin",
        {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []},
    )
