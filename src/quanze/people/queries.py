"""Reading who is what where."""

from __future__ import annotations

from django.db.models import QuerySet

from quanze.people.models import Agency, Person, Role
from quanze.people.roles import RoleKind


def agencies_of(person: Person, kind: RoleKind) -> QuerySet[Agency]:
    """The agencies at which ``person`` holds that role, by name. One query."""
    return Agency.objects.filter(
        pk__in=Role.objects.filter(person=person, kind=kind).values("agency")
    ).order_by("name")


def roles_held(person: Person) -> QuerySet[Role]:
    """Every role of ``person`` with its agency and office. One query."""
    return person.roles.select_related("agency", "office")
