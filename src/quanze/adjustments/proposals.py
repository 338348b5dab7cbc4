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
from quanze.lists.earlier import GONE
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


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a document that say what the list will be. ``partial``: it gives no list in force, only its annex of
    adjustments; what that does not name stays as it is."""

    matters: tuple[Matter, ...]
    partial: bool


def rows_of(document: ListDocument, main: AnnexKind) -> Rows | None:
    """The rows that can be held against a list whose main annex is of that kind, or ``None``: a catalogue alone says
    nothing of bases and duties."""
    for kind in (main, AnnexKind.RETAINED, AnnexKind.ADJUSTED):
        matters = tuple(
            matter for annex in document.annexes if annex.kind is kind for matter in annex.matters
        )
        if matters:
            return Rows(matters, partial=kind is AnnexKind.ADJUSTED)
    return None


def proposals(base: Sequence[Matter], document: ListDocument, rows: Rows) -> Iterator[Proposal]:
    """The proposals, in the order of the document; what is gone stands behind what it followed."""
    told = _told(document)
    for i, j in match_matters(base, rows.matters):
        old, new = None if i is None else base[i], None if j is None else rows.matters[j]
        either = new or old
        if either is None:
            continue
        note = told.get(fold(either.name.value))
        summary, reason = _note(note)
        ends = new is None or (rows.partial and GONE.search(summary) is not None)
        if ends and old is not None and not (rows.partial and new is None):
            kind = _kind(GONE_KINDS, summary, Kind.CANCELLED)
            yield Proposal(kind, i, None, {}, summary, reason, False)
        elif new is not None and not ends:
            choices = {} if rows.partial else _choices(note, new)
            if old is None:
                kind = _kind(COME_KINDS, summary, Kind.ADDED)
                yield Proposal(kind, None, j, choices, summary, reason, False)
            elif (form_only := _form_only(old, new, choices)) is not None:
                yield Proposal(Kind.CHANGED, i, j, choices, summary, reason, form_only)


def _form_only(old: Matter, new: Matter, choices: Choices) -> bool | None:
    """Does nothing of substance differ? ``None`` where nothing differs at all."""
    if any(choice["chosen"] is None for choice in choices.values()):
        return False
    changes = compare_matters(AnnexKind.RETAINED, plain(old), plain(new))
    told = [change.substantive for change in changes if change.field != "number"]
    return not any(told) if told else None


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
