"""What log-ins leave behind goes when it is of no more use."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

FAILED = timedelta(days=1)
"""So long is kept who failed to come in, by which further tries are locked out; the record has it besides."""


def forget_log_ins(now: datetime | None = None) -> None:
    """Remove log-ins that have ended, and failures that lock nobody out any more."""
    at = now or timezone.now()
    Session.objects.filter(expire_date__lt=at).delete()
    AccessAttempt.objects.filter(attempt_time__lt=at - FAILED).delete()
