"""The canonical form of procedures: frozen dataclasses as plain JSON and back, by their types alone, and the digests.

Every field is written, so that what is read is what was confirmed; a field that a later version of the program adds is
read as its default. Pure.

::

    procedure   = H("quanze procedure 1", {"procedure", "promised"})
    proposal    = H("quanze proposal 1", {"version", "corrections": [correction, ...], "procedure": digest})

with ``H(tag, value)`` = SHA-256 of the tag, a line end and the value as canonical JSON.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from quanze.audit.canonical import canonical, digest

T = TypeVar("T")
Json = dict[str, Any]


def plain(value: Any) -> Any:
    """A value of dataclasses, enums, tuples and the plain types as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def built(kind: type[T], value: Any) -> T:
    """The inverse of :func:`plain` for a value of that dataclass. Raises :class:`ValueError` or :class:`TypeError` for
    what is none."""
    found: T = _built(kind, value)
    return found


def _built(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        (wanted,) = (each for each in get_args(kind) if each is not types.NoneType)
        return _built(wanted, value)
    if origin is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = hints_of(kind)
        return kind(**{name: _built(hints[name], item) for name, item in value.items() if name in hints})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return typing.get_type_hints(kind)


def field_built(kind: type, name: str, value: Any) -> Any:
    """The value of one field of a dataclass from JSON. Raises :class:`KeyError` for a field that it has not."""
    return _built(hints_of(kind)[name], value)


def proposal_digest(version: str, corrections: Sequence[Json], procedure: str) -> str:
    """What a proposal is known by: it is another as soon as the text, a correction or what follows from them is.
    ``procedure`` is the digest of the content that would be kept."""
    value = {"version": version, "corrections": list(corrections), "procedure": procedure}
    return digest("quanze proposal 1", canonical(value))


def procedure_digest(content: Json) -> str:
    """What a confirmed procedure is known by."""
    return digest("quanze procedure 1", canonical(content))
