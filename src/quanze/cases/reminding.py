"""Reminders before a date: once for each date, to whoever has to act."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
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
    """Put reminders of what is due within :data:`AHEAD` working days into the outbox: of the next date of a case, and
    where that is over and was not the bureau's (an applicant's time, a publicity), of the bureau's own. Returns how
    many cases were reminded of. May run in several places at once: a case is claimed by its date."""
    last, further = last_day(now, calendar()), now + FURTHEST
    running = Case.objects.filter(OPEN, suspended=False)
    first = running.filter(due_at__gt=now, due_at__lte=further, due_on__lte=last).order_by("due_at")
    owed = running.filter(due_at__lte=now, owed_at__gt=now, owed_at__lte=further, owed_on__lte=last)
    told = _remind_of(first, "due_on", "about", now, most)
    return told + _remind_of(owed.order_by("owed_at"), "owed_on", "owed_about", now, most - told)


def _remind_of(cases: QuerySet[Case], on: str, about: str, now: datetime, most: int) -> int:
    """Of the date in the column ``on``, which is for what the column ``about`` says."""
    told = 0
    fresh = Q(reminded_on__isnull=True) | ~Q(reminded_on=F(on))
    for case in cases.filter(fresh).select_related(*WITH)[:most]:
        day: date = getattr(case, on)
        mine = Case.objects.filter(fresh, pk=case.pk, version=case.version, **{on: day})
        if mine.update(reminded_on=day):
            told += 1
            _tell(case, day, About(getattr(case, about)), now)
    return told


def last_day(now: datetime, days: Calendar) -> date:
    """The last day of which is reminded: so many working days after today."""
    day, left = timezone.localdate(now), AHEAD
    while left:
        day += ONE_DAY
        if days.why_off(day) is None:
            left -= 1
    return day


def _tell(case: Case, day: date, about: About, now: datetime) -> None:
    people = messages.officers(case)
    if case.holder == Holder.APPLICANT:
        people = messages.applicants(case)
    elif case.holder == Holder.LEADER:
        people = messages.leaders(case) or people
    elif case.holder == Holder.PARTNER:
        people = messages.partners(case) or people
    provisional = "（暂定）" if case.provisional and day == case.due_on else ""
    said = f"“{ABOUT[about]}”的期限{provisional}到{say_day(day)}为止，请及时办理。"
    messages.keep(
        messages.mail(case, each, said, key=f"due:{case.pk}:{about}:{day}:{each.id}", now=now)
        for each in people
    )
