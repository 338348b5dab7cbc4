"""How often the same visitor, or the same address, may try something: one table, held by all processes alike."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from quanze.people.models import Allowance

HOUR = 3600
LONGEST = timedelta(days=2)
"""After that a row is as good as none, for every period in use."""


@transaction.atomic
def take(what: str, who: str | None, most: int, seconds: int = HOUR) -> bool:
    """Use one of the ``most`` tries that ``who`` has of ``what``, which come back evenly within ``seconds``; false
    where none is left. Only a digest of ``who`` is kept."""
    key = salted_hmac("quanze.people.rates", f"{what}\n{who}", algorithm="sha256").hexdigest()
    now = timezone.now()
    Allowance.objects.filter(at__lt=now - LONGEST).delete()
    Allowance.objects.bulk_create([Allowance(key=key, left=most, at=now)], ignore_conflicts=True)
    row = Allowance.objects.select_for_update().get(key=key)
    left = min(most, row.left + (now - row.at).total_seconds() * most / seconds)
    if left < 1:
        return False
    row.left, row.at = left - 1, max(now, row.at)
    row.save()
    return True
