"""The supervisor reads a complaint, which is recorded: who read it and when, and nothing of what it says."""

from __future__ import annotations

from django.db import transaction

from quanze.audit.services import Origin
from quanze.complaints.filing import tell
from quanze.complaints.models import Complaint
from quanze.complaints.queries import Opened, opened
from quanze.people.models import Person


@transaction.atomic
def read(complaint: Complaint, person: Person, *, where: Origin | None = None) -> Opened:
    """Everything about it. Raises ``Denied``."""
    found = opened(complaint, person)
    tell(complaint, "complaint.read", person, where, {})
    return found
