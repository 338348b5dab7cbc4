"""What is due, done beside a server: ``quanze manage tick`` again and again, in processes of their own.

A page that asks for something that takes long (the documents of a list just published) touches the file ``hurry`` in
the data folder: then it runs at once.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

EVERY = 600.0
"""Seconds between two runs. What is due comes by the day; a large opening of tasks goes on with each."""

LOOK = 1.0
"""Seconds between two looks at whether there is haste."""

log = logging.getLogger(__name__)


@contextmanager
def ticking(every: float = EVERY) -> Iterator[None]:
    """Run it now and every so often until the block ends. A run that fails is logged and does not end the server; the
    next one tries again. The environment names the installation."""
    ended = Event()
    thread = Thread(target=_run, args=(ended, every), name="tick", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _run(ended: Event, every: float) -> None:
    while not ended.is_set():
        seen = _touched()  # before the run, which may come too early for what is asked for while it lasts
        status, told = _tick(ended)
        if status and not ended.is_set():
            log.error("quanze manage tick ended with status %s:\n%s", status, told)
        until = time.monotonic() + every
        while time.monotonic() < until and not ended.wait(min(LOOK, every)) and _touched() == seen:
            pass


def _tick(ended: Event) -> tuple[int, str]:
    """One run: its status, and the last of what it told. What it tells goes into a file: the end of a pipe never comes
    where a worker of the server was forked while the pipe was being made, and holds it open."""
    with tempfile.TemporaryFile() as telling:
        with subprocess.Popen(
            [sys.executable, "-m", "quanze", "manage", "tick"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=telling,
        ) as child:
            while True:
                try:
                    child.wait(timeout=0.5)
                    break
                except subprocess.TimeoutExpired:
                    if ended.is_set():
                        child.terminate()
        telling.seek(0)
        return child.returncode, telling.read()[-16000:].decode("utf-8", "replace")[-4000:]


def _touched() -> int | None:
    """When somebody asked for haste last."""
    try:
        return (Path(os.environ.get("QUANZE_DATA", "var")) / "hurry").stat().st_mtime_ns
    except OSError:
        return None
