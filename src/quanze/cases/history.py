"""The events of a case: read, and added to. Nothing else touches the table."""

from __future__ import annotations

from collections.abc import Iterable

from quanze.cases.models import Case, CaseEvent
from quanze.procedure.engine import Event
from quanze.procedure.engine.codec import TAGS, event_from_json, event_to_json


def history(case: Case, after: int = 0) -> tuple[Event, ...]:
    """Every event, or those that came after so many, in order. One query."""
    events = CaseEvent.objects.filter(case=case, position__gt=after)
    bodies = events.order_by("position").values_list("body", flat=True)
    return tuple(event_from_json(body) for body in bodies)


def histories(cases: Iterable[Case]) -> dict[int, tuple[Event, ...]]:
    """Every event of these cases, by the key of the case. One query."""
    found: dict[int, list[Event]] = {case.pk: [] for case in cases}
    rows = CaseEvent.objects.filter(case__in=found.keys()).order_by("case", "position")
    for pk, body in rows.values_list("case", "body"):
        found[pk].append(event_from_json(body))
    return {pk: tuple(events) for pk, events in found.items()}


def append(case: Case, after: int, events: Iterable[Event]) -> None:
    """Keep further events of a case that has ``after``; its row is locked by the caller. One query."""
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case=case,
            position=position,
            body=event_to_json(event),
            at=event.at,
            kind=TAGS[type(event.what)],
            by=event.by,
        )
        for position, event in enumerate(events, after + 1)
    )
