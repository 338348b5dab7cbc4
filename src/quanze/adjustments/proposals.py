"""What a bureau's new document would change in its list, as proposals to take or leave one by one. Pure.

A document says a thing twice where it has an annex of adjustments beside the list in full. Where the two differ, both
texts are kept: a difference of substance is the keeper's to decide, one of mere form goes by the list in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quanze.adjustments.kinds import Kind
from quanze.lists.compare import compare_matters, match_matters, same
from quanze.lists.derive.adjusted import plain
from quanze.lists.edits import text_at
from quanze.lists.model import AnnexKind, ListDocument, Matter, Stage, Text, fields
from quanze.prose import fold

Choices = dict[str, dict[str, Any]]
"""Field path → ``adjusted`` and ``retained``, the two texts, and ``chosen``, which of them (``None``: undecided)."""

GONE_KINDS = (
    (Kind.DELEGATED, re.compile(r"^\W*下放")),
    (Kind.TRANSFERRED, re.compile(r"^\W*(?:划转|划出|移交)")),
)
COME_KINDS = (
    (Kind.TAKEN_ON, re.compile(r"^\W*承接")),
    (Kind.TRANSFERRED, re.compile(r"^\W*(?:划入|接收)")),
)
"""What 调整情况 begins with where a matter was not simply cancelled, or not simply new."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change that the document would make. ``before`` and ``after`` are indices into the rows of the base and of
    the document. ``form_only``: nothing of substance differs."""

    kind: Kind
    before: int | None
    after: int | None
    choices: Choices
    summary: str
    reason: str
    form_only: bool


def proposals(base: Sequence[Matter], document: ListDocument) -> Iterator[Proposal]:
    """The proposals, in the order of the document; what is gone stands behind what it followed."""
    rows = rows_of(document)
    told = _told(document)
    for i, j in match_matters(base, rows):
        name = fold((rows[j] if j is not None else base[i or 0]).name.value)
        note = told.get(name)
        summary, reason = _note(note)
        if i is None and j is not None:
            kind = _kind(COME_KINDS, summary, Kind.ADDED)
            yield Proposal(kind, None, j, _choices(note, rows[j]), summary, reason, False)
        elif j is None and i is not None:
            kind = _kind(GONE_KINDS, summary, Kind.CANCELLED)
            yield Proposal(kind, i, None, {}, summary, reason, False)
        elif i is not None and j is not None:
            changes = [
                change
                for change in compare_matters(AnnexKind.RETAINED, plain(base[i]), plain(rows[j]))
                if change.field != "number"
            ]
            choices = _choices(note, rows[j])
            undecided = any(choice["chosen"] is None for choice in choices.values())
            if changes or undecided:
                form_only = not (undecided or any(change.substantive for change in changes))
                yield Proposal(Kind.CHANGED, i, j, choices, summary, reason, form_only)


def rows_of(document: ListDocument) -> tuple[Matter, ...]:
    """The list in force as the document gives it: in full, or else the catalogue."""
    for kind in (AnnexKind.RETAINED, AnnexKind.CATALOGUE):
        if annexes := [annex for annex in document.annexes if annex.kind is kind and annex.matters]:
            return tuple(matter for annex in annexes for matter in annex.matters)
    return ()


def _told(document: ListDocument) -> dict[str, Matter]:
    """The rows of the adjusted annex by name, where the name says which matter is meant."""
    found: dict[str, Matter | None] = {}
    for annex in document.annexes:
        if annex.kind is AnnexKind.ADJUSTED:
            for matter in annex.matters:
                name = fold(matter.name.value)
                found[name] = None if name in found else matter
    return {name: matter for name, matter in found.items() if matter is not None}


def _note(matter: Matter | None) -> tuple[str, str]:
    note = None if matter is None else matter.adjustment
    if note is None:
        return "", ""
    return (
        "" if note.summary is None else note.summary.value,
        "" if note.reason is None else note.reason.value,
    )


def _kind(kinds: Sequence[tuple[Kind, re.Pattern[str]]], summary: str, otherwise: Kind) -> Kind:
    return next((kind for kind, pattern in kinds if pattern.search(summary)), otherwise)


def _choices(adjusted: Matter | None, retained: Matter) -> Choices:
    """Where the two annexes write one matter differently."""
    if adjusted is None:
        return {}
    found: Choices = {}
    whole = len(adjusted.stages) != len(retained.stages) and adjusted.stages and retained.stages
    if whole:
        found["stages"] = _choice(_stages(adjusted.stages), _stages(retained.stages), decided=False)
    for path, text in fields(retained):
        other = text_at(adjusted, path)
        if path == "number" or other is None or (whole and path.startswith("stages")):
            continue
        if other.value != text.value:
            found[path] = _choice(other.value, text.value, decided=same(other.value, text.value))
    return found


def _choice(adjusted: object, retained: object, *, decided: bool) -> dict[str, Any]:
    return {"adjusted": adjusted, "retained": retained, "chosen": "retained" if decided else None}


def _stages(stages: tuple[Stage, ...]) -> list[dict[str, str | None]]:
    return [{"name": _value(stage.name), "duty": _value(stage.duty)} for stage in stages]


def _value(text: Text | None) -> str | None:
    return None if text is None else text.value
