"""动态管理: who is on the list that a higher authority announced, since when, how the last check found them, and what
is being mended. Read from the columns of cases, so that it is as quick as any list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from quanze.cases.models import Case, Holder
from quanze.cases.worklist import Whose, scope
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.registry.models import Matter


class Listed(StrEnum):
    """How somebody stands who is or was on the list."""

    ON = "on"
    MENDING = "mending"
    REVOKE = "revoke"
    LEFT = "left"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Listed.ON: "在名单",
    Listed.MENDING: "限期整改中",
    Listed.REVOKE: "已建议撤销",
    Listed.LEFT: "已移出名单",
}

_THERE = Q(granted_on__isnull=False, left_on__isnull=True)

_FILTERS = {
    Listed.ON: _THERE,
    Listed.MENDING: _THERE & ~Q(ending="") & Q(holder=Holder.APPLICANT),
    Listed.REVOKE: _THERE & Q(revoke_on__isnull=False),
    Listed.LEFT: Q(granted_on__isnull=False, left_on__isnull=False),
}


@dataclass(frozen=True, slots=True)
class FollowedMatter:
    """A matter with so many on its list; ``counts`` by :class:`Listed`."""

    number: int
    name: str
    counts: dict[Listed, int]


@dataclass(frozen=True, slots=True)
class FollowedCase:
    """A line of the table. ``late``: the term for mending is over."""

    case: Case
    listed: Listed
    late: bool


def matters(person: Person, agency: Agency) -> tuple[FollowedMatter, ...]:
    """The matters of which somebody is or was on a list, as far as this person may see their cases. Two queries.
    Raises ``Denied``."""
    counted = {each.value: Count("pk", filter=_FILTERS[each]) for each in Listed}
    found: Any = _seen(person, agency).order_by().values(of=F("matter__number"))
    rows: list[dict[str, Any]] = list(found.annotate(name=Max("matter_name"), **counted))
    made = [FollowedMatter(row["of"], row["name"], {each: row[each] for each in Listed}) for row in rows]
    return tuple(sorted(made, key=lambda each: each.number))


def followed(person: Person, agency: Agency, matter: Matter, listed: Listed) -> QuerySet[Case]:
    """The cases of a matter that stand so, those listed last first. Two queries. Raises ``Denied``."""
    found = _seen(person, agency).filter(_FILTERS[listed], matter=matter)
    return found.order_by("-granted_on", "-pk").defer("answers", "applicant_data")


def lines(cases: Sequence[Case], today: date) -> tuple[FollowedCase, ...]:
    """Lines of the table. No query."""
    return tuple(_line(case, today) for case in cases)


def _seen(person: Person, agency: Agency) -> QuerySet[Case]:
    demand(person, "case.list", agency)
    return scope(person, agency, Whose.ALL).filter(granted_on__isnull=False)


def _line(case: Case, today: date) -> FollowedCase:
    mending = bool(case.ending) and case.holder == Holder.APPLICANT
    if case.left_on is not None:
        listed = Listed.LEFT
    elif case.revoke_on is not None:
        listed = Listed.REVOKE
    else:
        listed = Listed.MENDING if mending else Listed.ON
    late = listed is Listed.MENDING and case.due_on is not None and case.due_on < today
    return FollowedCase(case, listed, late)
