"""How an edition is sealed: digests bottom-up, so that it can be verified in parts. Pure.

Form 2, in which editions are published::

    version = H("quanze matter version 1", content)
    entry   = H("quanze entry 1", {"matter": number, "version": version, "placement"})
    annex   = H("quanze annex 2", {"kind", "ordinal", "frame", "entries": [entry, ...]})
    edition = H("quanze edition 2", {"head", "annexes": [annex, ...]})

with ``H(tag, value)`` over the tag, a line end and the value as canonical JSON, once with SHA-256 throughout and once
with SM3 throughout: either chain of digests stands without the other. ``head`` is all else that the edition says.

Form 1, in which older editions were published, has SHA-256 alone::

    entry   = {"matter": number, "version": version, "placement"}
    annex   = H("quanze annex 1", {"kind", "frame", "entries": [entry, ...]})
    edition = H("quanze edition 1", {"agency", "sequence", "effective_from", "annexes": [annex, ...], "predecessor"})

A tag is never used for another form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quanze.digests import Seal, canonical, digest

FORM = 2
"""The form in which editions are published now."""

VERSION = "quanze matter version 1"


def version(content: Mapping[str, Any]) -> Seal:
    """Of the content of a matter."""
    return Seal.of(VERSION, content)


def entry(matter: int, version: Seal, placement: Mapping[str, Any]) -> Seal:
    """Of a row: which matter, with which content, placed how."""

    def value(digest: str) -> dict[str, Any]:
        return {"matter": matter, "version": digest, "placement": placement}

    return _both("quanze entry 1", value(version.sha256), value(version.sm3))


def annex(kind: str, ordinal: int, frame: Mapping[str, Any], entries: Sequence[Seal]) -> Seal:
    """Of an annex: all that belongs to no row, and its rows in their order."""

    def value(digests: list[str]) -> dict[str, Any]:
        return {"kind": kind, "ordinal": ordinal, "frame": frame, "entries": digests}

    return _both("quanze annex 2", value([e.sha256 for e in entries]), value([e.sm3 for e in entries]))


def edition(head: Mapping[str, Any], annexes: Sequence[Seal]) -> Seal:
    """Of an edition."""

    def value(digests: list[str]) -> dict[str, Any]:
        return {"head": head, "annexes": digests}

    return _both("quanze edition 2", value([a.sha256 for a in annexes]), value([a.sm3 for a in annexes]))


def _both(tag: str, for_sha256: Mapping[str, Any], for_sm3: Mapping[str, Any]) -> Seal:
    return Seal(Seal.of(tag, for_sha256).sha256, Seal.of(tag, for_sm3).sm3)


# Form 1 --------------------------------------------------------------------------------------------------------------


def annex_1(
    kind: str, frame: Mapping[str, Any], entries: Iterable[tuple[int, str, Mapping[str, Any]]]
) -> str:
    """Of an annex from its entries as ``(matter number, version, placement)``."""
    rows = [
        {"matter": matter, "version": version, "placement": placement}
        for matter, version, placement in entries
    ]
    return digest("quanze annex 1", canonical({"kind": kind, "frame": frame, "entries": rows}))


def edition_1(
    *, agency: str, sequence: int, effective_from: str, annexes: Sequence[str], predecessor: str | None
) -> str:
    """Of an edition from those of its annexes; ``effective_from`` as ``2025-12-01``."""
    value = {
        "agency": agency,
        "sequence": sequence,
        "effective_from": effective_from,
        "annexes": list(annexes),
        "predecessor": predecessor,
    }
    return digest("quanze edition 1", canonical(value))
