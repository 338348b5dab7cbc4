"""Reminders before a date: once for each date, to whoever has to act."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from quanze.cases import messages
from quanze.cases.dates import ABOUT
from quanze.cases.models import OPEN, Case, Holder
from quanze.cases.turning import WITH
from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.engine import About
from quanze.rulebook.queries import calendar

AHEAD = 1
"""So many working days before the last day, as electronic supervision (电子监察) commonly does."""

FURTHEST = timedelta(days=15)
"""No run of days off is longer: what is due later needs no look yet."""


def remind(now: datetime, most: int = 500) -> int:
    """Put reminders of what is due within :data:`AHEAD` working days into the outbox. Returns how many cases were
    reminded of. May run in several places at once: a case is claimed by its date."""
    last = last_day(now, calendar())
    due = Case.objects.filter(
        OPEN, due_at__gt=now, due_at__lte=now + FURTHEST, due_on__lte=last, suspended=False
    )
    due = due.filter(Q(reminded_on__isnull=True) | ~Q(reminded_on=F("due_on")))
    told = 0
    for case in due.select_related(*WITH).order_by("due_at")[:most]:
        mine = Case.objects.filter(pk=case.pk, due_on=case.due_on, version=case.version)
        if mine.filter(Q(reminded_on__isnull=True) | ~Q(reminded_on=case.due_on)).update(
            reminded_on=case.due_on
        ):
            told += 1
            _tell(case, now)
    return told


def last_day(now: datetime, days: Calendar) -> object:
    """The last day of which is reminded: so many working days after today."""
    day, left = timezone.localdate(now), AHEAD
    while left:
        day += ONE_DAY
        if days.why_off(day) is None:
            left -= 1
    return day


def _tell(case: Case, now: datetime) -> None:
    people = messages.officers(case)
    if case.holder == Holder.APPLICANT:
        people = messages.applicants(case)
    elif case.holder == Holder.LEADER:
        people = messages.leaders(case) or people
    elif case.holder == Holder.PARTNER:
        people = messages.partners(case) or people
    provisional = "（暂定）" if case.provisional else ""
    day = say_day(case.due_on or timezone.localdate(now))
    said = f"“{ABOUT[About(case.about)]}”的期限{provisional}到{day}为止，请及时办理。"
    messages.keep(
        messages.mail(case, each, said, key=f"due:{case.pk}:{case.about}:{case.due_on}:{each.id}", now=now)
        for each in people
    )
