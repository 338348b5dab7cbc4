"""Cases with their events and procedures, many at once: three queries, however many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from quanze.cases.models import Case, CaseEvent
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import Event
from quanze.procedure.engine.codec import event_from_json
from quanze.procedure.model import Limit, Procedure
from quanze.procedure.oversight.matrix import Cell, matrix
from quanze.rulebook.models import Procedure as Row
from quanze.rulebook.queries import value_of


@dataclass(frozen=True, slots=True)
class Told:
    """A case, by what it runs, and everything that happened in it."""

    case: Case
    procedure: Procedure
    promised: Limit | None
    history: tuple[Event, ...]

    def cells(self, calendar: Calendar, now: datetime) -> tuple[Cell, ...]:
        """Its duties."""
        return matrix(self.procedure, self.history, calendar, now, self.promised)


def told(cases: QuerySet[Case]) -> Iterator[Told]:
    """These cases in their order, without what the applications say."""
    found = list(cases.select_related("office", "handler").defer("answers", "applicant_data"))
    rows = Row.objects.in_bulk({case.procedure_id for case in found})
    values = {pk: value_of(row) for pk, row in rows.items()}
    events: dict[int, list[Event]] = {case.pk: [] for case in found}
    bodies = CaseEvent.objects.filter(case__in=list(events)).order_by("case", "position")
    for pk, body in bodies.values_list("case", "body").iterator(2000):
        events[pk].append(event_from_json(body))
    for case in found:
        procedure, promised = values[case.procedure_id]
        yield Told(case, procedure, promised, tuple(events[case.pk]))
