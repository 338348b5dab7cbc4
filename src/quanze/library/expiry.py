"""What ends by itself: announced 180, 90 and 30 days before, once each; when it is over, bureaus get their tasks."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from quanze.law import currency
from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Says
from quanze.library import tasks
from quanze.library.batches import chunks
from quanze.library.models import Instrument, Job, Notice, Statement, Tally
from quanze.library.standing import full, stand

AHEAD = (180, 90, 30)
"""So many days before the end it is announced."""

TERMS = (Says.TERM, Says.UNTIL, Says.PLAN, Says.YEAR)
"""Statements by which something ends by itself."""


def is_over(statement: Statement, today: date) -> bool:
    """Whether a statement of a term that stands has come to its end."""
    if statement.says not in TERMS:
        return False
    row = statement.instrument.same_as or statement.instrument
    return currency.status(full([row])[row.pk], today).state is currency.State.EXPIRED


def ending() -> QuerySet[Instrument]:
    """The instruments that are cited by a list in force and end by themselves, by statements that stand."""
    with_term = stand().filter(says__in=TERMS, instrument=OuterRef("pk"))
    absorbed = stand().filter(says__in=TERMS, instrument__same_as=OuterRef("pk"))
    return Instrument.objects.filter(
        Exists(with_term) | Exists(absorbed), Exists(Tally.objects.filter(instrument=OuterRef("pk")))
    ).order_by("pk")


def announce(today: date | None = None) -> int:
    """Make the notices that are due; returns how many. Of two that are due at once (a term that was entered late) only
    the nearest is made. Announcing again the same day makes none."""
    today = today or timezone.localdate()
    made = 0
    for rows in chunks(ending().iterator()):
        for pk, value in full(rows).items():
            end = _end(value, today)
            if end is not None:
                day, reason = end
                _, new = Notice.objects.get_or_create(
                    instrument_id=pk,
                    ends_on=day,
                    ahead=min(ahead for ahead in AHEAD if (day - today).days <= ahead),
                    defaults={"reason": reason, "made_at": timezone.now()},
                )
                made += new
    return made


def _end(value: LawInstrument, today: date) -> tuple[date, str] | None:
    """The day within the next 180 on which an instrument that is in force ends by itself, and why."""
    status = currency.status(value, today)
    while status.state in (currency.State.IN_FORCE, currency.State.AMENDED):
        day = status.until
        if day is None or day > today + timedelta(days=max(AHEAD)):
            return None
        status = currency.status(value, day)
        if status.state is currency.State.EXPIRED:
            return day, status.reason
    return None


def open_tasks(today: date | None = None) -> int:
    """Begin the tasks of terms that are over and have none yet; returns how many were begun."""
    today = today or timezone.localdate()
    waiting = stand().filter(~Exists(Job.objects.filter(statement=OuterRef("pk"))), says__in=TERMS)
    begun = 0
    for statement in waiting.select_related("instrument__same_as").order_by("pk"):
        if is_over(statement, today):
            with transaction.atomic():
                tasks.begin(statement)
            begun += 1
    return begun
