"""Files as they came in, kept under the SHA-256 of their bytes: written once, never changed, stored once if equal.

This module is all that knows that the store is a folder. Bytes come in by :class:`Arrival` (or :func:`keep`, which
uses it), are read by :func:`fetch`, and leave by :func:`discard`.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class TooLarge(ValueError):
    """More bytes came than are taken."""


class NoRoom(OSError):
    """The disk, or this program's share of it, is full."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on the disk for good."""

    sha256: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return path_of(self.sha256)


class Arrival:
    """Bytes that are coming in: written beside the store under a name of their own, and hashed on the way.

    :meth:`keep` puts them in their place; until then they can be looked at (``path``), and :meth:`drop`, or leaving the
    ``with`` block, takes them away. Raises :class:`TooLarge` and :class:`NoRoom`; after either nothing is left.
    """

    def __init__(self, limit: int) -> None:
        self.size = 0
        self.path = Path(settings.FILES) / f".coming-{secrets.token_hex(8)}"
        self._limit = limit
        self._sha256 = hashlib.sha256()
        with self._giving_way():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("xb")
            self.path.chmod(0o400)

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if self.size + len(chunk) > self._limit:
            self.drop()
            raise TooLarge(f"more than {self._limit} bytes")
        with self._giving_way():
            self._file.write(chunk)
        self._sha256.update(chunk)
        self.size += len(chunk)

    def finish(self) -> Stored:
        """No more bytes come: they are on the disk, under their passing name, and can be looked at."""
        if not self._file.closed:
            with self._giving_way():
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
        return Stored(self._sha256.hexdigest(), self.size)

    def keep(self) -> Stored:
        """Put the bytes in their place for good, by renaming: no reader ever sees half a file."""
        stored = self.finish()
        with self._giving_way():
            stored.path.parent.mkdir(exist_ok=True)
            with _alone():
                self.path.replace(stored.path)
            _flush_folder(stored.path.parent)
        return stored

    def drop(self) -> None:
        """Take away what came, unless it was kept; doing it twice is no error."""
        self.path.unlink(missing_ok=True)
        try:
            self._file.close()
        except OSError:
            pass  # what its buffer still held found no room; it is gone all the same

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    @contextmanager
    def _giving_way(self) -> Iterator[None]:
        """Leave nothing behind when the disk refuses, and say so where it is full."""
        try:
            yield
        except OSError as error:
            if hasattr(self, "_file"):
                self.drop()
            if is_full(error):
                raise NoRoom(error.errno, "no room") from error
            raise


class Making:
    """A file that is not written from its beginning to its end (an archive): made beside the store under a passing
    name, in ``file``. :meth:`keep` hashes it and puts it in its place; leaving the ``with`` block takes it away
    otherwise. Raises ``OSError`` of the disk, see :func:`is_full`."""

    def __init__(self) -> None:
        self.path = Path(settings.FILES) / f".coming-{secrets.token_hex(8)}"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file: BinaryIO = self.path.open("x+b")

    def keep(self) -> Stored:
        """Put the bytes in their place for good, by renaming."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        with self.path.open("rb") as file:
            stored = Stored(hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
        self.path.chmod(0o400)
        stored.path.parent.mkdir(exist_ok=True)
        with _alone():
            self.path.replace(stored.path)
        _flush_folder(stored.path.parent)
        return stored

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.path.unlink(missing_ok=True)
        try:
            self.file.close()
        except OSError:
            pass  # what its buffer still held found no room; it is gone all the same


def is_full(error: OSError) -> bool:
    """Whether an error says that the disk, or this program's share of it, is full."""
    return error.errno in _FULL


def path_of(sha256: str) -> Path:
    """Where the file with that digest lies, or would."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hex")
    return Path(settings.FILES) / sha256[:2] / sha256[2:]


def keep(chunks: Iterable[bytes], limit: int) -> Stored:
    """Keep the bytes of ``chunks``; when this returns they are on the disk.

    Raises :class:`TooLarge` beyond ``limit`` bytes and :class:`NoRoom` on a full disk, and leaves nothing behind.
    """
    with Arrival(limit) as arrival:
        for chunk in chunks:
            arrival.write(chunk)
        return arrival.keep()


def fetch(sha256: str) -> BinaryIO:
    """The kept file, open for reading. Raises ``FileNotFoundError``."""
    return path_of(sha256).open("rb")


def discard(sha256: str, *, before: datetime) -> bool:
    """Remove a kept file, unless it came, or came again, at ``before`` or later: whoever brought it may be about to
    write down that it is needed. Returns whether it is gone."""
    path = path_of(sha256)
    try:
        with _alone():
            if path.stat().st_mtime >= before.timestamp():
                return False
            path.unlink()
    except FileNotFoundError:
        pass
    return True


def clear_arrivals(*, before: datetime) -> int:
    """Remove what was coming in when a process was killed, and was last written to before ``before``."""
    removed = 0
    for path in Path(settings.FILES).glob(".coming-*"):
        try:
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
        except FileNotFoundError:
            pass  # kept or dropped meanwhile
    return removed


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else puts a file in its place or takes one away, in whichever process or on whichever machine that shares
    the folder; the kernel lets go by itself."""
    with Path(settings.FILES).with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
