"""Where a person has a work list, and how much waits there."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.cases.permissions import IN_CHARGE
from quanze.cases.queries import COUNTED, waiting
from quanze.people.models import Agency, Person
from quanze.people.permissions import WINDOW
from quanze.people.queries import roles_held
from quanze.people.roles import RoleKind

WORKING = (*IN_CHARGE, RoleKind.SUPERVISOR, RoleKind.RECORDER, RoleKind.JOINT_REVIEWER)


@dataclass(frozen=True, slots=True)
class Workplace:
    """An agency at which somebody works on cases: how many wait for them, and whether they sit at its window."""

    agency: Agency
    count: int
    window: bool

    @property
    def shown(self) -> str:
        """How many, as people write it."""
        return f"{COUNTED:,}+" if self.count > COUNTED else str(self.count)


def places(person: Person) -> tuple[Workplace, ...]:
    """By name. One query for each agency: most people work at one."""
    kinds: dict[int, set[str]] = {}
    agencies: dict[int, Agency] = {}
    for role in roles_held(person):
        if role.kind in WORKING:
            kinds.setdefault(role.agency_id, set()).add(role.kind)
            agencies[role.agency_id] = role.agency
    return tuple(
        Workplace(each, waiting(person, each), bool(kinds[each.pk] & set(WINDOW)))
        for each in sorted(agencies.values(), key=lambda agency: agency.name)
    )
