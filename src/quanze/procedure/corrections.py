"""What a person makes of a proposed procedure, as data that outlives recompilation.

A correction names the words that it speaks of, not their place: as long as the list says the same, it holds, whatever
the tables have learned meanwhile. Where the words are gone it is stale, and told, never applied to something like it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quanze.procedure.model import Kind, Limit, Origin, Passage, Procedure, Step, Uncompiled, Unit
from quanze.prose import fold

CHANGEABLE = frozenset(
    {
        "kind",
        "external",
        "optional",
        "condition",
        "limit",
        "minutes",
        "on_the_spot",
        "extendable",
        "longer",
        "once",
        "min_people",
        "receipt",
        "reasons",
        "written",
        "party",
        "only_when",
        "credentials",
        "record",
        "recusal",
    }
)
"""Fields of a step that a person may set. Its words and where they stand are the list's."""


@dataclass(frozen=True, slots=True)
class StepOf:
    """Which step: its words, what it was proposed as, and from where. ``stage`` is the stage's name, ``None`` for a
    step of the basis. Blanks and widths do not matter."""

    text: str
    kind: Kind
    origin: Origin = Origin.DUTY
    stage: str | None = None

    @classmethod
    def named(cls, procedure: Procedure, step: Step) -> StepOf:
        """The name of a step of a procedure."""
        return cls(step.text, step.kind, step.origin, _stage_name(procedure, step.stage))

    def fits(self, procedure: Procedure, step: Step) -> bool:
        """Whether it names this step."""
        return (
            self.kind is step.kind
            and self.origin is step.origin
            and fold(self.text) == fold(step.text)
            and fold(self.stage or "") == fold(_stage_name(procedure, step.stage) or "")
        )


@dataclass(frozen=True, slots=True)
class Drop:
    """The step is none: 公示 whose duty is to decide, and the keeper says which it is."""

    step: StepOf


@dataclass(frozen=True, slots=True)
class Change:
    """Fields of the step are others than proposed. Raises :class:`ValueError` for a field that is not the keeper's."""

    step: StepOf
    fields: Mapping[str, Any]

    def __post_init__(self) -> None:
        unknown = set(self.fields) - CHANGEABLE
        if unknown:
            raise ValueError(f"not to be changed: {', '.join(sorted(unknown))}")


@dataclass(frozen=True, slots=True)
class ConfirmUnit:
    """日 without more is working or calendar days here."""

    step: StepOf
    unit: Unit


@dataclass(frozen=True, slots=True)
class MapClause:
    """An uncompiled clause is a step of this kind, with these fields; ``OTHER`` keeps it as a note."""

    text: str
    kind: Kind
    fields: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = set(self.fields) - CHANGEABLE
        if unknown:
            raise ValueError(f"not to be changed: {', '.join(sorted(unknown))}")


Correction = Drop | Change | ConfirmUnit | MapClause


def apply(
    procedure: Procedure, corrections: Iterable[Correction]
) -> tuple[Procedure, tuple[Correction, ...]]:
    """The procedure as corrected, and the corrections that found nothing to correct.

    Corrections name steps as they were proposed and are applied in order; what one has changed, a later one may still
    name. A finding that a correction answers goes with it.
    """
    now = list(procedure.steps)
    proposed = list(procedure.steps)
    open_clauses = list(procedure.uncompiled)
    answered: set[tuple[str, Passage]] = set()
    stale: list[Correction] = []
    for correction in corrections:
        if isinstance(correction, MapClause):
            hits = [clause for clause in open_clauses if fold(clause.text) == fold(correction.text)]
            for clause in hits:
                open_clauses.remove(clause)
                step = _mapped(procedure, clause, correction)
                at = _place(now, step)
                now.insert(at, step)
                proposed.insert(at, step)
                answered.add(("P107", clause.passage))
            if not hits:
                stale.append(correction)
            continue
        changed = False
        for at in reversed(range(len(now))):
            if not correction.step.fits(procedure, proposed[at]):
                continue
            passage = now[at].passage
            if isinstance(correction, Drop):
                del now[at], proposed[at]
                answered.update((code, passage) for code in ("P101", "P102", "P105", "P106", "P108"))
            elif isinstance(correction, Change):
                now[at] = replace(now[at], **correction.fields)
            else:
                limit = now[at].limit
                if limit is None or limit.unit is not Unit.DAY:
                    continue
                now[at] = replace(now[at], limit=Limit(limit.n, correction.unit))
                answered.add(("P105", passage))
            changed = True
        if not changed:
            stale.append(correction)
    findings = tuple(
        found
        for found in procedure.findings
        if (found.rule, Passage(found.field or "", found.start or 0, found.end or 0)) not in answered
    )
    corrected = replace(procedure, steps=tuple(now), uncompiled=tuple(open_clauses), findings=findings)
    return corrected, tuple(stale)


def _stage_name(procedure: Procedure, stage: int | None) -> str | None:
    return None if stage is None else procedure.stages[stage]


def _mapped(procedure: Procedure, clause: Uncompiled, correction: MapClause) -> Step:
    said = "\x1f".join((_stage_name(procedure, clause.stage) or "", fold(clause.text)))
    step = Step(
        f"mapped-{hashlib.sha256(said.encode()).hexdigest()[:10]}",
        correction.kind,
        Origin.DUTY,
        clause.stage,
        clause.text,
        clause.passage,
    )
    return replace(step, **correction.fields)


def _place(steps: list[Step], step: Step) -> int:
    """Behind the last step of its stage that stands before it in the text, else before its stage's first one."""
    stage = -1 if step.stage is None else step.stage

    def before(other: Step) -> bool:
        if other.stage is None:
            return False
        same = other.stage == stage
        return other.stage < stage or (
            same and (other.passage.field != step.passage.field or other.passage.start < step.passage.start)
        )

    return max((at + 1 for at, other in enumerate(steps) if before(other)), default=0)
