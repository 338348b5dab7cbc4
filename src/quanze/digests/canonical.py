"""The one form in which a value is hashed: canonical JSON, and SHA-256 over it.

Canonical: keys sorted by code point, no blanks between tokens, UTF-8 without escapes beyond those JSON demands,
no floating point. The same value gives the same bytes on every machine, so that anyone can recompute a digest.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


class Repeated(ValueError):
    """A JSON object names a key twice: what it says depends on who reads it."""


def canonical(value: Any) -> str:
    """``value`` (dicts, lists, strings, integers, booleans, ``None``) as canonical JSON.

    Raises ``TypeError`` for anything else, floats too: their text is not the same everywhere.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(tag: str, text: str) -> str:
    """SHA-256, in hex, over a format tag, a line end and the text; a tag is never reused for another format."""
    return hashlib.sha256(f"{tag}\n{text}".encode()).hexdigest()


def strict_loads(text: str) -> Any:
    """JSON as a value; raises :class:`Repeated` or another ``ValueError`` where it does not say one thing."""
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise Repeated(next(key for key in keys if keys.count(key) > 1))
    return found


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("floating point has no canonical text")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
