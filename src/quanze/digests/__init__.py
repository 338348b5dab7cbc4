"""Canonical JSON and the digests over it, SHA-256 and SM3. Plain Python, so that anyone can recompute them offline."""

from quanze.digests.canonical import Repeated, canonical, digest, strict_loads
from quanze.digests.seal import Seal
from quanze.digests.sm3 import sm3

__all__ = ["Repeated", "Seal", "canonical", "digest", "sm3", "strict_loads"]
