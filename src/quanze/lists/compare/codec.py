"""A comparison as JSON: the form that ``quanze diff --json`` prints (schema in ``docs/schema/diff.json``)."""

from __future__ import annotations

from typing import Any

from quanze.lists.compare.changes import Change, Comparison

Json = dict[str, Any]


def dump_comparison(comparison: Comparison) -> Json:
    """The whole comparison as plain JSON values with stable keys."""
    return {
        "changes": [dump_change(change) for change in comparison.changes],
        "only_in_old": [kind.value for kind in comparison.only_in_old],
        "only_in_new": [kind.value for kind in comparison.only_in_new],
        "names_only": comparison.names_only,
    }


def dump_change(change: Change) -> Json:
    """One change as plain JSON values."""
    return {
        "annex": None if change.annex is None else change.annex.value,
        "matter": change.matter,
        "number": change.number,
        "kind": change.kind.value,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "substantive": change.substantive,
        "segments": [
            {
                "op": segment.op.value,
                "text": segment.text,
                "nature": None if segment.nature is None else segment.nature.value,
            }
            for segment in change.segments
        ],
    }
