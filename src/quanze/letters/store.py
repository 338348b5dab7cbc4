"""Where the files of letters lie: the one place of this app that knows the store."""

from __future__ import annotations

from typing import BinaryIO

from quanze.files.store import fetch, keep

MOST = 200 * 1024 * 1024
"""No letter is larger; the store wants to be told."""


def put(data: bytes) -> str:
    """Keep the bytes; their SHA-256. When this returns they are on the disk."""
    return keep([data], limit=MOST).sha256


def opened(sha256: str) -> BinaryIO:
    """The kept file, open for reading. Raises ``FileNotFoundError``."""
    return fetch(sha256)
