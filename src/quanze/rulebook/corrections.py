"""Corrections as they are kept: those of ``procedure.corrections`` and the limit that the bureau promises. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quanze.procedure.corrections import Change, ConfirmUnit, Correction, Drop, MapClause, StepOf
from quanze.procedure.model import Kind, Limit, Step, Unit
from quanze.rulebook.form import Json, built, field_built, plain


@dataclass(frozen=True, slots=True)
class Promise:
    """承诺时限: how long the matter takes from acceptance to its end, set by the bureau where its list says nothing;
    ``None`` takes it back.

    《优化营商环境条例》第三十六条：“……没有法定的办理时限的，……合理确定办理时限，……向社会公开”
    """

    limit: Limit | None


Kept = Correction | Promise
"""What one row holds."""


def dump(correction: Kept) -> Json:
    """As JSON; ``do`` says which it is."""
    match correction:
        case Drop(step):
            return {"do": "drop", "step": plain(step)}
        case Change(step, fields):
            return {"do": "change", "step": plain(step), "fields": _dumped(fields)}
        case ConfirmUnit(step, unit):
            return {"do": "unit", "step": plain(step), "unit": unit.value}
        case MapClause(text, kind, fields):
            return {"do": "map", "text": text, "kind": kind.value, "fields": _dumped(fields)}
        case Promise(limit):
            return {"do": "promise", "limit": plain(limit)}


def load(value: Mapping[str, Any]) -> Kept:
    """The inverse of :func:`dump`. Raises :class:`ValueError`, :class:`KeyError` or :class:`TypeError` for what is
    none."""
    match value["do"]:
        case "drop":
            return Drop(built(StepOf, value["step"]))
        case "change":
            return Change(built(StepOf, value["step"]), _loaded(value["fields"]))
        case "unit":
            return ConfirmUnit(built(StepOf, value["step"]), Unit(value["unit"]))
        case "map":
            return MapClause(value["text"], Kind(value["kind"]), _loaded(value["fields"]))
        case "promise":
            return Promise(None if value["limit"] is None else built(Limit, value["limit"]))
    raise ValueError(f"no correction: {value['do']!r}")


def _dumped(fields: Mapping[str, Any]) -> Json:
    return {name: plain(value) for name, value in fields.items()}


def _loaded(fields: Mapping[str, Any]) -> Json:
    return {name: field_built(Step, name, value) for name, value in fields.items()}
