"""Looking into what strangers hand in: in a process of its own, with little memory and little time.

Whatever a hostile or broken file does to a parser, the service stays up: the child is ended and the file refused
with one clear line. A child is a module that is run on a file (``python -m MODULE FILE NAME``), imports no Django, and
prints what :func:`answer` gives.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import resource
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quanze.lists.refusal import Refusal

log = logging.getLogger(__name__)

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 60
WALL_SECONDS = 120
OUTPUT_BYTES = 128 * 1024 * 1024

AT_ONCE = max(2, os.cpu_count() or 1)
"""So many children have their share of memory and of the processors."""

TOO_MUCH = "文件过大或过于复杂，超出了读取允许的时间或内存；请拆分或另存为 .docx、.xlsx 后再试"
BROKEN = "读取中断：文件里有没有料到的内容；请另存一份再试，仍不能读取的，请联系系统管理员"


def ask(module: str, path: Path, name: str) -> dict[str, Any]:
    """What ``module``, run on a file in a child process, answers (see :func:`answer`); no more than :data:`AT_ONCE`
    children at a time on this machine. Raises :class:`Refusal`."""
    with _turn(), tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaint:
        child = subprocess.Popen(  # noqa: S603  our own module, and a path that we made
            [sys.executable, "-m", module, str(path), name],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaint,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        )
        try:
            child.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise Refusal(TOO_MUCH) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        output.seek(0)
        if child.returncode in (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ):
            raise Refusal(TOO_MUCH)
        try:
            answer: dict[str, Any] = json.load(output)
        except ValueError:
            complaint.seek(0)
            told = complaint.read()[-4000:].decode("utf-8", "replace")
            log.error("reading %s ended with status %s:\n%s", path, child.returncode, told)
            raise Refusal(BROKEN) from None
    if "refusal" in answer:
        raise Refusal(answer["refusal"])
    return answer


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until fewer than :data:`AT_ONCE` files are being read, in whichever process of this user. The kernel gives a
    place back when its holder ends, however that ends."""
    place = Path(tempfile.gettempdir()) / f"quanze-reading-{os.getuid()}-{secrets.randbelow(AT_ONCE)}"
    with os.fdopen(os.open(place, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600), "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def answer(work: Callable[[], dict[str, Any]]) -> None:
    """In a child: bind this process, do the work, and print what comes of it as one JSON object."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: OUTPUT_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))
    try:
        done = work()
    except Refusal as refusal:
        done = {"refusal": str(refusal)}
    except MemoryError:
        done = {"refusal": TOO_MUCH}
    json.dump(done, sys.stdout, ensure_ascii=False)
