"""Who may do what with the library: tried with every role, and with nobody."""

from __future__ import annotations

import pytest

from quanze.library.models import Task
from quanze.people.models import Agency, Person
from quanze.people.permissions import may
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency

PUBLIC = {"library.view", "impact.view"}
LIBRARIANS = {
    "instrument.enter",
    "instrument.identify",
    "validity.state",
    "validity.settle",
    "validity.withdraw",
}
KEEPERS = {"health.view", "task.list"}
TASKS = {"task.view", "task.close"}


def person_with(kind: RoleKind, agency: Agency) -> Person:
    person = Person.objects.create(username=f"{agency.code}-{kind}", name="某人")
    grant(person, kind, agency)
    return person


def allowed(person: Person | None, agency: Agency) -> set[str]:
    """The verbs that ``person`` may at the library and at ``agency``."""
    things = dict.fromkeys(PUBLIC | LIBRARIANS | KEEPERS, agency) | {
        verb: Task(agency=agency) for verb in TASKS
    }
    return {verb for verb, thing in things.items() if may(person, verb, thing)}


@pytest.mark.parametrize("kind", list(RoleKind))
def test_each_role_may_what_the_table_says_and_no_more(bureau, kind):
    expected = set(PUBLIC)
    if kind in (RoleKind.LIST_KEEPER, RoleKind.JUSTICE_REVIEWER):
        expected |= LIBRARIANS
    if kind is RoleKind.LIST_KEEPER:
        expected |= KEEPERS | TASKS
    assert allowed(person_with(kind, bureau), bureau) == expected


def test_a_keeper_elsewhere_keeps_the_library_too_but_not_this_agencys_tasks(bureau):
    other = person_with(RoleKind.LIST_KEEPER, open_agency("nanyang-gxj", "南阳市工业和信息化局"))
    assert allowed(other, bureau) == PUBLIC | LIBRARIANS


def test_nobody_sees_what_is_public(bureau):
    assert allowed(None, bureau) == PUBLIC
    closed = person_with(RoleKind.LIST_KEEPER, bureau)
    closed.is_active = False
    assert allowed(closed, bureau) == PUBLIC
