"""What is due, done beside a server: ``quanze manage tick`` again and again, in processes of their own.

A page that asks for something that takes long (the documents of a list just published) puts the file ``hurry`` into the
data folder: then it runs at once.

The clockwork is a process and no thread of the server's: the server forks its workers, and what a thread holds while a
worker is forked (a lock of ``tempfile``, the pipe by which ``subprocess`` learns that a program started) is held in
that worker for ever.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

EVERY = 600.0
"""Seconds between two runs. What is due comes by the day; a large opening of tasks goes on with each."""

LOOK = 1.0
"""Seconds between two looks at whether there is haste."""

TICK = (sys.executable, "-m", "quanze", "manage", "tick")

log = logging.getLogger(__name__)


@contextmanager
def ticking(every: float = EVERY, look: float = LOOK, tick: Sequence[str] = TICK) -> Iterator[None]:
    """Run ``tick`` now and every so often until the block ends, or this process does. A run that fails is logged and
    does not end the server; the next one tries again. The environment names the installation."""
    listens, tells = os.pipe()
    clockwork = subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", __spec__.name, str(every), str(look), *tick],
        stdin=listens,
        stdout=subprocess.DEVNULL,
    )
    os.close(listens)
    try:
        yield
    finally:
        try:
            os.write(tells, b"\n")  # closing it says nothing: the workers hold it open
        except BrokenPipeError:
            log.error("the clockwork had ended with status %s", clockwork.poll())
        clockwork.wait()
        os.close(tells)


def main(every: float, look: float, *tick: str) -> None:
    """What the clockwork does until a line comes in or the process that started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is meant for the server, which ends us
    logging.basicConfig(format="[%(levelname)s] %(message)s")
    server = os.getppid()
    hurry = Path(os.environ.get("QUANZE_DATA", "var")) / "hurry"
    while True:
        hurry.unlink(
            missing_ok=True
        )  # before the run, which may come too early for what is asked for while it lasts
        told = _run(tick, server)
        if told is None:
            return
        until = time.monotonic() + every
        while time.monotonic() < until and not hurry.exists():
            if _ended(server, min(look, every)):
                return


def _run(tick: Sequence[str], server: int) -> int | None:
    """One run: its status, nothing if it was broken off. What it tells goes into a file: a pipe would have to be read
    while it runs."""
    with tempfile.TemporaryFile() as telling:
        with subprocess.Popen(  # noqa: S603  what we were started with
            tick, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=telling
        ) as child:
            while child.poll() is None:
                if _ended(server, 0.1):
                    child.terminate()
                    return None
        telling.seek(0)
        if child.returncode:
            told = telling.read()[-16000:].decode("utf-8", "replace")[-4000:]
            log.error("%s ended with status %s:\n%s", " ".join(tick[1:]), child.returncode, told)
        return child.returncode


def _ended(server: int, within: float) -> bool:
    """Whether we are told to end, or nobody is left to tell us, within so many seconds."""
    readable, _, _ = select.select([sys.stdin], [], [], within)
    return bool(readable) or os.getppid() != server


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:])
