"""Files as they came in, kept under the SHA-256 of their bytes: written once, never changed, stored once if equal."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


class TooLarge(ValueError):
    """More bytes came than are taken."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on the disk for good."""

    sha256: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return path_of(self.sha256)


def path_of(sha256: str) -> Path:
    """Where the file with that digest lies, or would."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hex")
    return Path(settings.FILES) / sha256[:2] / sha256[2:]


def keep(chunks: Iterable[bytes], limit: int) -> Stored:
    """Keep the bytes of ``chunks``; when this returns they are on the disk.

    They are written beside their place under another name, flushed, and renamed: no reader ever sees half a file.
    Raises :class:`TooLarge` beyond ``limit`` bytes, and leaves nothing behind.
    """
    folder = Path(settings.FILES)
    folder.mkdir(parents=True, exist_ok=True)
    coming = folder / f".coming-{secrets.token_hex(8)}"
    sha256, size = hashlib.sha256(), 0
    try:
        with coming.open("xb") as file:
            coming.chmod(0o400)
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(f"more than {limit} bytes")
                sha256.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        stored = Stored(sha256.hexdigest(), size)
        stored.path.parent.mkdir(exist_ok=True)
        coming.replace(stored.path)
        _flush_folder(stored.path.parent)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise
    return stored


def fetch(sha256: str) -> BinaryIO:
    """The kept file, open for reading. Raises ``FileNotFoundError``."""
    return path_of(sha256).open("rb")


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
