"""A kit as plain values, as JSON and as the TOML file that people edit; and the digest that it is known by.

What says nothing (defaults) is left out, so that a field that a later version of the program adds changes no digest::

    key = H("quanze kit 1", kit)      SHA-256 of the tag, a line end and the kit as canonical JSON
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from quanze.digests import canonical, digest
from quanze.kits.model import Condition, Kit

Json = dict[str, Any]

FORMAT = "quanze kit 1"

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(32), 127)} | {
    ord(char): to for char, to in _NAMED.items()
}
_IN_LINES = {code: to for code, to in _ESCAPED.items() if code != ord("\n")}
_LONG_LIST = 88


def dump(kit: Kit) -> Json:
    """A kit as JSON (docs/schema/kit.json)."""
    return {"format": FORMAT, **_plain(kit)}


def key_of(kit: Kit) -> str:
    """The digest of a kit's content: equal kits have the same."""
    return digest(FORMAT, canonical(dump(kit)))


def to_json(kit: Kit) -> str:
    """The kit as a JSON file."""
    return json.dumps(dump(kit), ensure_ascii=False, indent=1) + "\n"


def to_toml(kit: Kit) -> str:
    """The kit as a TOML file, which :func:`quanze.kits.reading.read` reads as the same."""
    return "\n".join(_table(dump(kit), "")) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        made = {}
        for field in fields(value):
            said = getattr(value, field.name)
            if field.default is MISSING or said != field.default:
                made[field.name] = _when(said) if field.name == "when" else _plain(said)
        return made
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    return value


def _when(conditions: tuple[Condition, ...]) -> Json:
    return {each.key: each.values[0] if len(each.values) == 1 else list(each.values) for each in conditions}


def _table(value: Json, path: str) -> Iterator[str]:
    """The lines of a table: what is plain first, then tables and lists of tables under their own heads."""
    later = []
    for key, said in value.items():
        if _under_head(key, said):
            later.append((key, said))
        else:
            yield f"{key} = {_value(said, len(key))}"
    for key, said in later:
        here = f"{path}{key}"
        for each in said if isinstance(said, list) else [said]:
            yield ""
            yield f"[[{here}]]" if isinstance(said, list) else f"[{here}]"
            yield from _table(each, f"{here}.")


def _under_head(key: str, said: Any) -> bool:
    """Whether something gets a head of its own: sources, conditions and limits are short and stay on their line."""
    if key in ("when", "source", "sources", "limit", "longer", "within"):
        return False
    return isinstance(said, dict) or (isinstance(said, list) and bool(said) and isinstance(said[0], dict))


def _value(said: Any, indent: int = 0) -> str:
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, int):
        return str(said)
    if isinstance(said, dict):
        inner = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in said.items())
        return f"{{ {inner} }}"
    if isinstance(said, list):
        items = [_value(item) for item in said]
        line = f"[{', '.join(items)}]"
        if indent + len(line) <= _LONG_LIST or not items:
            return line
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    return _string(said)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    if "\n" in text and not text.startswith("\n"):
        return f'"""\n{text.translate(_IN_LINES)}"""'
    return f'"{text.translate(_ESCAPED)}"'
