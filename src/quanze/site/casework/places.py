"""Where a person has a work list, and how much waits there."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.bars.permissions import SEEING as BARS
from quanze.cases.permissions import RESULTS
from quanze.cases.queries import COUNTED, waiting
from quanze.cases.sight import IN_CHARGE
from quanze.complaints.permissions import REGISTERING
from quanze.complaints.queries import waiting as complaints
from quanze.oversight.permissions import OVERSEEING
from quanze.people.models import Agency, Person
from quanze.people.permissions import WINDOW
from quanze.people.queries import roles_held
from quanze.people.roles import RoleKind
from quanze.ratings.permissions import SEEING as RATINGS
from quanze.rounds.permissions import SEEING as ROUNDS

WORKING = (*IN_CHARGE, RoleKind.SUPERVISOR, RoleKind.RECORDER, RoleKind.JOINT_REVIEWER)


@dataclass(frozen=True, slots=True)
class Workplace:
    """An agency at which somebody works on cases: how many wait for them, whether they sit at its window, record
    results from above, see its rounds and the bars that it recorded, or look at how its duties are done; whether they
    may register that somebody meddled, and for its supervisor how many complaints wait (``None``: nobody else's
    business), and whether they see to ratings."""

    agency: Agency
    count: int
    window: bool
    results: bool
    rounds: bool
    bars: bool
    oversees: bool
    registers: bool
    complaints: int | None
    ratings: bool

    @property
    def shown(self) -> str:
        """How many, as people write it."""
        return f"{COUNTED:,}+" if self.count > COUNTED else str(self.count)


def places(person: Person) -> tuple[Workplace, ...]:
    """By name. One query for each agency, two for its supervisor: most people work at one."""
    kinds: dict[int, set[str]] = {}
    agencies: dict[int, Agency] = {}
    for role in roles_held(person):
        if role.kind in WORKING:
            kinds.setdefault(role.agency_id, set()).add(role.kind)
            agencies[role.agency_id] = role.agency
    return tuple(
        Workplace(
            each,
            waiting(person, each),
            window=bool(kinds[each.pk] & set(WINDOW)),
            results=bool(kinds[each.pk] & set(RESULTS)),
            rounds=bool(kinds[each.pk] & set(ROUNDS)),
            bars=bool(kinds[each.pk] & set(BARS)),
            oversees=bool(kinds[each.pk] & set(OVERSEEING)),
            registers=bool(kinds[each.pk] & set(REGISTERING)),
            complaints=complaints(each) if RoleKind.SUPERVISOR in kinds[each.pk] else None,
            ratings=bool(kinds[each.pk] & set(RATINGS)),
        )
        for each in sorted(agencies.values(), key=lambda agency: agency.name)
    )
