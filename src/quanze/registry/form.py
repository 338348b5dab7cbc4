"""The form in which a list is kept: how it is taken apart into contents and placements and put together again. Pure.

A matter's row is split in two: its *content* (a ``MatterVersion``: the same row published again is the same
content) and its *placement* in the annex (number, old texts, adjustment note). What is hashed over them: ``seals``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quanze.digests import Seal
from quanze.lists.codec import dump_annex, dump_matter, load_annex, load_matter
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter
from quanze.registry import seals

Json = dict[str, Any]

_PLACEMENT_KEYS = ("number", "before", "adjustment")


MAIN = (AnnexKind.RETAINED.value, AnnexKind.CATALOGUE.value, AnnexKind.ADJUSTED.value)
"""Which annex holds the list in force: the first of these that the document has."""


@dataclass(frozen=True, slots=True)
class Row:
    """A matter taken apart: its key for recognising it, its content with its seal, its placement."""

    key: str
    version: Seal
    content: Json
    placement: Json


@dataclass(frozen=True, slots=True)
class Part:
    """An annex taken apart: its kind, its ordinal among those of that kind, its frame (all but the matters), rows."""

    kind: str
    ordinal: int
    frame: Json
    rows: tuple[Row, ...]


def take_apart(document: ListDocument) -> tuple[Part, ...]:
    """A document's annexes as parts, in their order."""
    seen: dict[str, int] = {}
    parts = []
    for annex in document.annexes:
        kind = annex.kind.value
        ordinal = seen[kind] = seen.get(kind, -1) + 1
        frame = dump_annex(replace(annex, matters=()))
        del frame["matters"], frame["kind"]
        parts.append(Part(kind, ordinal, frame, tuple(_rows(annex.matters))))
    return tuple(parts)


def _rows(matters: Iterable[Matter]) -> Iterable[Row]:
    times: dict[str, int] = {}
    for matter in matters:
        content, placement = split(matter)
        key = name_key(matter.name.value)
        times[key] = times.get(key, 0) + 1
        yield Row(
            key=numbered(key, times[key]),
            version=seals.version(content),
            content=content,
            placement=placement,
        )


def name_key(name: str) -> str:
    """A name without its blanks and its punctuation: by this a matter is recognised across annexes and documents."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold() or name


def numbered(key: str, time: int) -> str:
    """The key of a matter whose name occurs for the ``time``-th time in an annex."""
    return key if time == 1 else f"{key}\n{time}"


def split(matter: Matter) -> tuple[Json, Json]:
    """A matter as ``(content, placement)``, both plain JSON."""
    content = dump_matter(matter)
    placement: Json = {key: content.pop(key) for key in _PLACEMENT_KEYS if key in content}
    placement["exact"] = {
        path: content["exact"].pop(path) for path in list(content["exact"]) if _placed(path)
    }
    placement["marks"] = [mark for mark in content["marks"] if _placed(mark[0])]
    content["marks"] = [mark for mark in content["marks"] if not _placed(mark[0])]
    return content, placement


def join(content: Mapping[str, Any], placement: Mapping[str, Any]) -> Matter:
    """The inverse of :func:`split`."""
    return load_matter(
        {
            **content,
            **placement,
            "exact": {**content["exact"], **placement["exact"]},
            "marks": [*content["marks"], *placement["marks"]],
        }
    )


def _placed(path: str) -> bool:
    return path.startswith(_PLACEMENT_KEYS)


def annex(frames: Sequence[Mapping[str, Any]], kind: str, ordinal: int, matters: Sequence[Matter]) -> Annex:
    """The annex of that kind put together again from the frames of an edition and its matters. Raises
    ``LookupError`` if the edition has none."""
    for part in frames:
        if (part["kind"], part["ordinal"]) == (kind, ordinal):
            return replace(load_annex({**part["frame"], "kind": kind, "matters": []}), matters=tuple(matters))
    raise LookupError(f"no {kind} annex")
