"""When a year's arrangement of holidays is loaded, what is owed until when is counted anew. Adjustments under way are
few: it is done at once."""

from __future__ import annotations

from quanze.adjustments.configuring import redate
from quanze.adjustments.models import Adjustment
from quanze.people.models import Agency
from quanze.procedure.clocks.calendar import Calendar
from quanze.rulebook.redating import on_calendar


@on_calendar
def count_anew(calendar: Calendar, years: frozenset[int]) -> None:
    """Count every running clock anew."""
    running = Adjustment.objects.filter(due_on__isnull=False).values("agency")
    for agency in Agency.objects.filter(pk__in=running):
        redate(agency)
