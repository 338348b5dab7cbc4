"""Both digests of one thing: SHA-256, which the world checks, and SM3, which our own rules ask for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from quanze.digests.canonical import canonical
from quanze.digests.sm3 import sm3


@dataclass(frozen=True, slots=True)
class Seal:
    """SHA-256 and SM3 over the same bytes, in hex."""

    sha256: str
    sm3: str

    @classmethod
    def of(cls, tag: str, value: Any) -> Seal:
        """Over a format tag, a line end and ``value`` as canonical JSON."""
        data = f"{tag}\n{canonical(value)}".encode()
        return cls(hashlib.sha256(data).hexdigest(), sm3(data))

    def dump(self) -> dict[str, str]:
        """As JSON."""
        return {"sha256": self.sha256, "sm3": self.sm3}
