"""The program as it is really run: a demo installation in a folder of its own, served by a process of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright

READY_WITHIN = 60.0
"""Seconds after which a server that does not answer is taken for broken."""

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium shall show our pages and otherwise be silent: no calls home, no questions."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running installation: where it answers, where its data lies, what ``quanze init --demo`` printed."""

    url: str
    data: Path
    told: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo installation that nobody serves: its data, and what ``quanze init --demo`` printed."""

    data: Path
    told: str


@contextmanager
def made_demo() -> Iterator[Demo]:
    """A demo, made as ``make run`` does; the parts of one run of all tests share it by the folder that
    ``QUANZE_TEST_DEMO`` names, each with a copy of its own. Raises ``RuntimeError`` with the program's own words when it
    cannot be made."""
    shared = os.environ.get("QUANZE_TEST_DEMO")
    with tempfile.TemporaryDirectory(prefix="quanze-demo-") as home:
        data = Path(home) / "var"
        if shared is None:
            yield Demo(data, _make_demo(data))
            return
        told = Path(shared) / "told"
        with (Path(shared) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not told.exists():
                told.write_text(_make_demo(Path(shared) / "var"), "utf-8")
        shutil.copytree(Path(shared) / "var", data)
        yield Demo(data, told.read_text("utf-8"))


def _make_demo(data: Path) -> str:
    made = subprocess.run(
        [*program(data), "init", "--demo"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"quanze init --demo failed:\n{made.stdout}{made.stderr}")
    return made.stdout


@contextmanager
def served_demo(demo: Demo | None = None) -> Iterator[Served]:
    """A demo installation (a copy of this one), served as ``make run`` does. Raises ``RuntimeError`` with the
    program's own words when it does not come up."""
    if demo is None:
        with made_demo() as made, served_demo(made) as served:
            yield served
        return
    home = Path(tempfile.mkdtemp(prefix="quanze-served-"))
    try:
        data = shutil.copytree(demo.data, home / "var")
        port = free_port()
        log = home / "serve.log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                [*program(data), "serve", "--port", str(port)],
                env=environment(),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_it_answers(f"{url}/healthz", server, log)
            yield Served(url, data, demo.told)
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def program(data: Path) -> list[str]:
    """How ``quanze`` is called for the installation in this folder."""
    return [sys.executable, "-m", "quanze", "--data", str(data)]


def environment() -> dict[str, str]:
    """That of this process, without what leads to another installation."""
    elsewhere = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "QUANZE_DATA")
    kept = {name: value for name, value in os.environ.items() if name not in elsewhere}
    return kept | {"QUANZE_TRACEBACK": "1"}


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until there is an answer, the server ends, or :data:`READY_WITHIN` is over."""
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            raise RuntimeError(f"{url} answers {answer.code}:\n{log.read_text(errors='replace')}") from answer
        except OSError as silence:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{url} does not answer:\n{log.read_text(errors='replace')}") from silence
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def chromium_path() -> str | None:
    """The one that ``QUANZE_CHROMIUM`` names; else the system's Chromium, without the parts that only a window needs
    where it is packaged so."""
    named = os.environ.get("QUANZE_CHROMIUM")
    return (
        shutil.which(named) if named else shutil.which("chromium-headless-shell") or shutil.which("chromium")
    )


def launch(playwright: Playwright, executable: str) -> Browser:
    """Chromium without a window. Root may not use its sandbox."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(executable_path=executable, args=[*QUIET, *sandbox])
