"""Verifying the whole record as a job: it may take longer than a page may."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from quanze.audit.models import Check
from quanze.audit.recording import INSTALLATION, Origin, Person, Thing, record
from quanze.audit.verifying import verify_all
from quanze.audit.walking import Walked

KEPT = 200
"""So many problems are kept with a check; how many there are is kept besides."""

BROKEN_OFF = timedelta(hours=2)
"""A check that has run for so long was broken off, and another may begin."""


@transaction.atomic
def ask(person: Person | None, *, where: Origin | None = None, now: datetime | None = None) -> Check:
    """Let the record be verified soon. One that already waits is as good."""
    waiting = Check.objects.filter(state=Check.State.WAITING).first()
    if waiting is not None:
        return waiting
    made = Check.objects.create(
        asked_by=None if person is None else person.pk, asked_at=now or timezone.now()
    )
    if person is not None:
        thing = Thing("audit.Check", str(made.pk), "核验审计记录")
        record(INSTALLATION, "audit.check", who=person, thing=thing, where=where)
    return made


def run_due(now: datetime | None = None) -> int:
    """Do the check that waits, if one does. Returns how many were done. Of several who come, one does it."""
    at = now or timezone.now()
    waiting = Check.objects.filter(state=Check.State.WAITING).first()
    if waiting is None:
        return 0
    mine = Check.objects.filter(pk=waiting.pk, state=Check.State.WAITING)
    if not mine.update(state=Check.State.RUNNING, begun_at=at):
        return 0
    walked, found = Walked(), 0
    kept: list[dict[str, str]] = []
    for problem in verify_all(now=at, walked=walked):
        found += 1
        if len(kept) < KEPT:
            said = {"chain": problem.chain, "where": problem.where, "message": problem.message}
            kept.append({"kind": problem.kind, **said})
    Check.objects.filter(pk=waiting.pk).update(
        state=Check.State.DONE,
        done_at=timezone.now(),
        events=walked.events,
        found=found,
        problems=kept,
    )
    return 1


def under_way(now: datetime | None = None) -> Check | None:
    """The check that waits or runs, if one does."""
    began = (now or timezone.now()) - BROKEN_OFF
    running = Check.objects.filter(state=Check.State.RUNNING, begun_at__gte=began)
    return Check.objects.filter(state=Check.State.WAITING).first() or running.first()


def last_done() -> Check | None:
    """The check that was done last."""
    return Check.objects.filter(state=Check.State.DONE).first()
