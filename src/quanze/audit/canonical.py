"""The one form in which a value is hashed and kept: canonical JSON, and the digest over it.

Canonical: keys sorted by code point, no blanks between tokens, UTF-8 without escapes beyond those JSON demands,
no floating point. The same value gives the same bytes on every machine, so that anyone can recompute a digest.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    AnyTextField = models.TextField[Any, Any]  # takes and gives any JSON value
else:
    AnyTextField = models.TextField


def canonical(value: Any) -> str:
    """``value`` (dicts, lists, strings, integers, booleans, ``None``) as canonical JSON.

    Raises ``TypeError`` for anything else, floats too: their text is not the same everywhere.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(tag: str, text: str) -> str:
    """SHA-256, in hex, over a format tag, a line end and the text; a tag is never reused for another format."""
    return hashlib.sha256(f"{tag}\n{text}".encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("floating point has no canonical text")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


class CanonicalJSONField(AnyTextField):
    """A JSON value kept as its canonical text, so that what is hashed is what is stored.

    Not a ``JSONField``: PostgreSQL's ``jsonb`` reorders keys and refuses U+0000, which real documents contain.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else canonical(value)

    def value_to_string(self, obj: models.Model) -> str:
        return canonical(self.value_from_object(obj))
