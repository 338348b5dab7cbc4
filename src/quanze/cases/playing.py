"""The time at which things happen in a case: now. In a demo, a past day may be played, so that its cases stand in many
states; nowhere else, and the record keeps the real time beside the one that was played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

from quanze.people.models import Agency

_played: ContextVar[tuple[int, datetime] | None] = ContextVar("played", default=None)


@contextmanager
def playing(agency: Agency, at: datetime) -> Iterator[None]:
    """Within it, what is done in cases of this demo agency is done at ``at``. Raises ``ValueError`` for an agency that
    is no demo, and for a time to come."""
    if not agency.demo:
        raise ValueError(f"{agency.code} is no demo: what happens there happens now")
    if at > timezone.now():
        raise ValueError("what is played lies in the past")
    token = _played.set((agency.pk, at))
    try:
        yield
    finally:
        _played.reset(token)


def played(agency: Agency) -> datetime | None:
    """The time that is played there, ``None`` where none is."""
    found = _played.get()
    return None if found is None or found[0] != agency.pk else found[1]


def moment(agency: Agency) -> datetime:
    """The time at which something happens in a case of this agency."""
    return played(agency) or timezone.now()
