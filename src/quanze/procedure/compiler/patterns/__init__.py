"""The tables by which duties become steps, and how they are read.

The tables are TOML files in this folder, written for a person of the field. A phrase is written in a small notation:

=============  ===================================================================================
``受理``        these characters
``[性]``        may be missing
``(审核|审查)``  one of these
``…``           up to 12 characters within a clause
``……``          up to 30 characters, 、 among them, within a clause
``{n}``         a number, in Arabic or Chinese figures
``^`` ``$``     only at the beginning, at the end of a clause
=============  ===================================================================================

Texts are looked at without blanks, with half-width punctuation and digits, and with the inside of 《》 blotted out: no
title of a document makes a step.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from quanze.procedure.compiler.patterns.hints import (
    Hints,
    Scan,
    Scanner,
    Sieve,
    Sifted,
    any_hint,
    hints,
    usual,
)
from quanze.procedure.compiler.patterns.notation import NUMBER, compiled, expression
from quanze.procedure.model import ClauseKind, FactKind, Kind

__all__ = [
    "NUMBER",
    "VERSION",
    "ClauseRow",
    "FactRow",
    "Phrase",
    "Row",
    "Scan",
    "Scanner",
    "Sieve",
    "Sifted",
    "Word",
    "acts",
    "any_hint",
    "basis_acts",
    "clause_rows",
    "compiled",
    "expression",
    "facts",
    "phrases",
    "said",
    "stage_words",
    "words",
]

VERSION = "4"
"""The version of the tables and of the way they are applied. A procedure compiled by another is proposed anew."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of acts: a text that ``says`` so is a step of ``kind``, unless it also fits ``unless`` where
    the act begins. ``also`` is a second kind of which the same words speak (是否受理: accept and refuse). ``negative``:
    the words refuse or reject. ``sets`` are fields of the step that follow from the words themselves. ``topic``: a
    matter of its own, proposed from the basis even where the duties have a step of this kind. ``titles``: found inside
    titles of documents too. ``alone``: a step only where none of this kind stands before it; else it tells more of that
    one. ``extends``: it lets a limit be extended. ``source`` tells where the phrasing comes from; ``example`` is its
    test."""

    name: str
    kind: Kind
    says: re.Pattern[str]
    source: str
    example: str
    unless: re.Pattern[str] | None = None
    also: Kind | None = None
    negative: bool = False
    external: bool = False
    alone: bool = False
    topic: bool = False
    titles: bool = False
    extends: bool = False
    hints: Hints = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """One row of the table of stage names: a name that ``says`` so promises ``kind``; a duty with a step of a kind in
    ``met_by`` keeps the promise. ``turns``: within such a stage, a step of the first kind is read as one of the
    second (监督检查 in a stage 检查 is the inspection itself)."""

    says: re.Pattern[str]
    kind: Kind
    met_by: frozenset[Kind]
    turns: dict[Kind, Kind]
    source: str
    example: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of the smaller tables: a ``name`` for what ``says`` so, with its source and example."""

    name: str
    says: re.Pattern[str]
    source: str
    example: str
    hints: Hints = frozenset()


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the table of facts."""

    kind: FactKind
    says: re.Pattern[str]
    source: str
    example: str
    hints: Hints = frozenset()


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A row of the table of special clauses of liability."""

    kind: ClauseKind
    says: re.Pattern[str]
    source: str
    example: str
    hints: Hints = frozenset()


TABLES = ("acts", "basis", "facts", "wording", "liability")
"""Those whose rows have hints."""


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


@cache
def _usual() -> Counter[str]:
    return usual(map(_text, TABLES))


def _row(entry: dict[str, Any]) -> Row:
    unless = entry.get("unless")
    return Row(
        entry["name"],
        Kind(entry["kind"]),
        compiled(entry["says"]),
        entry["source"],
        entry["example"],
        None if unless is None else compiled(unless),
        Kind(entry["also"]) if "also" in entry else None,
        entry.get("negative", False),
        entry.get("external", False),
        entry.get("alone", False),
        entry.get("topic", False),
        entry.get("titles", False),
        entry.get("extends", False),
        hints(entry["says"], _usual()),
    )


@cache
def acts() -> tuple[Row, ...]:
    """What duties order (``acts.toml``)."""
    return tuple(map(_row, _table("acts")["act"]))


@cache
def basis_acts() -> tuple[Row, ...]:
    """What only bases and liability clauses order (``basis.toml``)."""
    return tuple(map(_row, _table("basis")["act"]))


@cache
def stage_words() -> tuple[Word, ...]:
    """What names of stages promise (``stages.toml``)."""
    return tuple(
        Word(
            compiled(entry["says"]),
            Kind(entry["kind"]),
            frozenset(map(Kind, (entry["kind"], *entry.get("met_by", ())))),
            {Kind(one): Kind(other) for one, other in entry.get("turns", {}).items()},
            entry["source"],
            entry["example"],
        )
        for entry in _table("stages")["word"]
    )


@cache
def phrases(table: str) -> tuple[Phrase, ...]:
    """The rows of one of the tables in ``wording.toml``: ``condition``, ``need``, ``context``, ``quality``,
    ``detail``."""
    return tuple(
        Phrase(
            entry["name"],
            compiled(entry["says"]),
            entry["source"],
            entry["example"],
            hints(entry["says"], _usual()),
        )
        for entry in _table("wording")[table]
    )


@cache
def _sieve(table: str) -> tuple[re.Pattern[str], Sieve[Phrase]]:
    """Such a table, and a pattern that finds something wherever one of its rows may."""
    rows = phrases(table)
    return any_hint(row.hints for row in rows), Sieve(rows)


def said(table: str, text: str, start: int = 0, end: int = sys.maxsize) -> list[Phrase]:
    """The rows of such a table that a text fits between two positions. Mostly none, which one look tells."""
    any_row, sieve = _sieve(table)
    if any_row.search(text, start, end) is None:
        return []
    return [row for row in sieve.among(text[start:end]) if row.says.search(text, start, end)]


@cache
def facts() -> tuple[FactRow, ...]:
    """Quotas, copies, deadlines and the like (``facts.toml``)."""
    return tuple(
        FactRow(
            FactKind(entry["kind"]),
            compiled(entry["says"]),
            entry["source"],
            entry["example"],
            hints(entry["says"], _usual()),
        )
        for entry in _table("facts")["fact"]
    )


@cache
def clause_rows() -> tuple[ClauseRow, ...]:
    """Special clauses of liability (``liability.toml``)."""
    return tuple(
        ClauseRow(
            ClauseKind(entry["kind"]),
            compiled(entry["says"]),
            entry["source"],
            entry["example"],
            hints(entry["says"], _usual()),
        )
        for entry in _table("liability")["clause"]
    )


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """A plain list of words of a table."""
    return tuple(_table(table)[key])
