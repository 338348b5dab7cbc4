"""Who sets to whom cards go up."""

from __future__ import annotations

from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds, rule
from quanze.people.roles import RoleKind


@rule("card.configure")
def _configure(person: Person | None, agency: Agency) -> Verdict:
    """Set the rules."""
    return holds(person, RoleKind.SECURITY_ADMIN, agency)
