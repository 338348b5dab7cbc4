"""Putting a text into a matter by its field path."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from quanze.lists.model import Matter, Text

PLAIN = frozenset({"number", "category", "basis", "liability", "office"})
_STAGE = re.compile(r"stages\[(\d+)\]\.(name|duty)")
_EXTRA = re.compile(r"extra\[(.*)\]", re.DOTALL)


def text_at(matter: Matter, path: str) -> Text | None:
    """The text at a field path of a row's content; ``None`` where the matter has no such field."""
    if path == "name" or path in PLAIN:
        found: Text | None = getattr(matter, path)
        return found
    if (stage := _STAGE.fullmatch(path)) and int(stage[1]) < len(matter.stages):
        part: Text | None = getattr(matter.stages[int(stage[1])], stage[2])
        return part
    if extra := _EXTRA.fullmatch(path):
        return matter.extra.get(extra[1])
    return None


def with_text(matter: Matter, path: str, text: Text) -> Matter:
    """The matter with another text at ``path``. A cell that was divided along the stages becomes one again. Raises
    ``LookupError`` where a matter cannot have such a field, or has not so many stages."""
    parts = {field: found for field, found in matter.parts.items() if field != path}
    if path == "name" or path in PLAIN:
        fields: dict[str, Any] = {path: text, "parts": parts}
        return replace(matter, **fields)
    if stage := _STAGE.fullmatch(path):
        at = int(stage[1])
        if at < len(matter.stages):
            changed = replace(matter.stages[at], **{stage[2]: text})
            return replace(
                matter, stages=(*matter.stages[:at], changed, *matter.stages[at + 1 :]), parts=parts
            )
    elif extra := _EXTRA.fullmatch(path):
        return replace(matter, extra={**matter.extra, extra[1]: text}, parts=parts)
    raise LookupError(path)
