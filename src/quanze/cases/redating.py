"""When a calendar is loaded, the dates of open cases are counted anew: noted down with the calendar, done by a job,
slice by slice. A case whose dates move has an event that says which, from when to when."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from quanze.cases import turning, words
from quanze.cases.models import Case, Redating
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import redated
from quanze.rulebook.models import CalendarYear
from quanze.rulebook.queries import calendar, calendar_before, calendar_rows
from quanze.rulebook.redating import on_calendar

SLICE = 200


@on_calendar
def note_down(days: Calendar, years: frozenset[int]) -> None:
    """Within the transaction that loads the calendar: one row, however many cases are open."""
    Redating.objects.create(loaded=calendar_rows()[0], at=timezone.now())


@dataclass(frozen=True, slots=True)
class Loading:
    """A calendar that was loaded: what was counted by before it, and since."""

    row: CalendarYear
    before: Calendar
    after: Calendar


def redate(most: int = 5000) -> int:
    """Go on with what is noted down. Returns how many cases were looked at. May run in several places at once: each
    case is looked at anew under its lock, in a transaction of its own, since what is recorded of one must not hold up
    whoever acts in another."""
    done = 0
    while done < most:
        job = (
            Redating.objects.filter(finished_at__isnull=True).order_by("pk").select_related("loaded").first()
        )
        if job is None:
            return done
        done += _slice(job)
    return done


def _slice(job: Redating) -> int:
    """The next cases that have a date by an earlier calendar."""
    dated = Case.objects.filter(pk__gt=job.done, due_at__isnull=False, dated__lt=job.loaded_id)
    numbers = list(dated.order_by("pk").values_list("pk", flat=True)[:SLICE])
    if numbers:
        loading = _loading(job)
        for pk in numbers:
            _date_anew(pk, loading)
    mine = Redating.objects.filter(pk=job.pk)
    if len(numbers) < SLICE:
        mine.update(finished_at=timezone.now())
    else:
        mine.update(done=Greatest(F("done"), numbers[-1]))
    return len(numbers)


def _loading(job: Redating) -> Loading:
    """By what was counted between this loading and the next one, where there was one meanwhile."""
    later = Redating.objects.filter(pk__gt=job.pk).order_by("pk").select_related("loaded").first()
    after = calendar() if later is None else calendar_before(later.loaded)
    return Loading(job.loaded, calendar_before(job.loaded), after)


@transaction.atomic
def _date_anew(pk: int, loading: Loading) -> None:
    case = turning.locked(Case(pk=pk))
    if case.dated >= loading.row.pk:
        return  # somebody else was quicker
    case.dated = loading.row.pk
    turn = turning.begin(case)
    turn.fresh += redated(
        turn.pinned.procedure,
        turn.state,
        loading.before,
        loading.after,
        by=words.reference(loading.row.by_id),
        now=turn.now,
        promised=turn.pinned.promised,
    )
    if turn.fresh:
        turning.keep(turn, None, where=None, verb="case.redate")
    else:
        turning.reproject(turn)  # a date that was provisional may stand now
