"""Looking for viruses with clamd, where an installation names one: its protocol over a socket, no library.

``QUANZE_CLAMD`` is ``host:port`` or the path of a Unix socket. INSTREAM (clamd(8)): chunks, each behind its length in
four bytes, an empty one at the end; the answer is ``stream: OK``, ``stream: NAME FOUND`` or an ``ERROR``.
"""

from __future__ import annotations

import logging
import socket
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

SECONDS = 120.0
"""Without an answer for so long, the scanner counts as down."""

_DOWN = "查毒程序没有应答，文件没有经过查毒"
_TOO_LONG = "文件超过了查毒程序能检查的大小"  # clamd.conf(5): StreamMaxLength

_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096


class Infected(Exception):
    """The scanner found something. ``str()`` is its name for it."""


class ScannerDown(Exception):
    """Nothing can be said of the file. ``str()`` is why, in Chinese."""


def configured() -> bool:
    """Whether the installation names a scanner."""
    return bool(settings.CLAMD)


def scan(path: Path) -> None:
    """Return where the scanner finds nothing. Raises :class:`Infected`, or :class:`ScannerDown`: what was not looked
    at is not called clean."""
    try:
        with _connect() as connection:
            answer = _ask(connection, path)
    except OSError as error:
        log.error("clamd at %s: %s", settings.CLAMD, error)
        raise ScannerDown(_DOWN) from error
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    log.error("clamd at %s answers: %s", settings.CLAMD, answer or "nothing")
    raise ScannerDown(_TOO_LONG if "size limit exceeded" in answer else _DOWN)


def _connect() -> socket.socket:
    where: str = settings.CLAMD
    if "/" in where:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(where)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _ask(connection: socket.socket, path: Path) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it stops listening where a stream is longer than it takes, and says so
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        more = connection.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace")
