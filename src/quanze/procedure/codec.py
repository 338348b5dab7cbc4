"""Procedures as JSON (docs/schema/procedures.json)."""

from __future__ import annotations

from typing import Any

from quanze.lists.codec import dump_finding
from quanze.procedure.model import Fact, Liability, Limit, Material, Passage, Procedure, Step


def dump_procedure(procedure: Procedure) -> dict[str, Any]:
    """One procedure. ``stage`` of a step is the stage's name, ``null`` for a step of the basis."""
    return {
        "matter": procedure.matter,
        "number": procedure.number,
        "stages": list(procedure.stages),
        "steps": [_step(procedure, step) for step in procedure.steps],
        "uncompiled": [clause.text for clause in procedure.uncompiled],
        "uncompiled_spans": [_span(clause.passage) for clause in procedure.uncompiled],
        "notes": [{"text": note.text, "span": _span(note.passage)} for note in procedure.notes],
        "facts": [_fact(fact) for fact in procedure.facts],
        "materials": [_material(material) for material in procedure.materials],
        "liability": _liability(procedure.liability),
        "findings": [dump_finding(found) for found in procedure.findings],
        "compiler": procedure.compiler,
    }


def _step(procedure: Procedure, step: Step) -> dict[str, Any]:
    return {
        "key": step.key,
        "stage": None if step.stage is None else procedure.stages[step.stage],
        "stage_index": step.stage,
        "kind": step.kind.value,
        "pattern": step.pattern,
        "from": step.origin.value,
        "external": step.external,
        "optional": step.optional,
        "condition": step.condition,
        "limit": _limit(step.limit),
        "minutes": step.minutes,
        "on_the_spot": step.on_the_spot,
        "extendable": step.extendable,
        "longer": _limit(step.longer),
        "once": step.once,
        "min_people": step.min_people,
        "receipt": step.receipt,
        "reasons": step.reasons,
        "written": step.written,
        "only_when": step.only_when,
        "credentials": step.credentials,
        "record": step.record,
        "recusal": step.recusal,
        "party": step.party,
        "text": step.text,
        "span": _span(step.passage),
        "also": [_span(passage) for passage in step.also],
    }


def _limit(limit: Limit | None) -> dict[str, Any] | None:
    return None if limit is None else {"n": limit.n, "unit": limit.unit.value}


def _span(passage: Passage) -> dict[str, Any]:
    return {"field": passage.field, "start": passage.start, "end": passage.end}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "n": fact.n,
        "external": fact.external,
        "text": fact.text,
        "span": _span(fact.passage),
    }


def _material(material: Material) -> dict[str, Any]:
    return {"name": material.name, "text": material.text, "span": _span(material.passage)}


def _liability(liability: Liability) -> dict[str, Any]:
    return {
        "acts": [
            {"number": act.number, "text": act.text, "span": _span(act.passage)} for act in liability.acts
        ],
        "degrees": [
            {
                "name": degree.name,
                "sanctions": list(degree.sanctions),
                "acts": None if degree.acts is None else list(degree.acts),
                "span": _span(degree.passage),
            }
            for degree in liability.degrees
        ],
        "clauses": [
            {
                "kind": clause.kind.value,
                "acts": list(clause.acts),
                "sanctions": list(clause.sanctions),
                "years": clause.years,
                "gravity": clause.gravity,
                "text": clause.text,
                "span": _span(clause.passage),
            }
            for clause in liability.clauses
        ],
        "open_ended": liability.open_ended,
        "rest": [{"text": rest.text, "span": _span(rest.passage)} for rest in liability.rest],
    }
