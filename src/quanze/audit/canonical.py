"""A JSON value kept as its canonical text, so that what is hashed is what is stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from quanze.digests import canonical, digest

__all__ = ["CanonicalJSONField", "canonical", "digest"]

if TYPE_CHECKING:
    AnyTextField = models.TextField[Any, Any]  # takes and gives any JSON value
else:
    AnyTextField = models.TextField


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
