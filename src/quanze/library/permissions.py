"""Who may do what with the law library and with what follows from it."""

from __future__ import annotations

from typing import Any

from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, anyone, holds, roles_of, rule
from quanze.people.roles import RoleKind

LIBRARIANS = (RoleKind.LIST_KEEPER, RoleKind.JUSTICE_REVIEWER)
"""Who keeps the library of an installation, at whichever agency."""

rule("library.view")(anyone)
rule("impact.view")(anyone)


@rule("instrument.enter")
@rule("instrument.identify")
@rule("validity.state")
@rule("validity.settle")
@rule("validity.withdraw")
def _librarian(person: Person | None, thing: Any) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录。")
    held = {kind for _, kind in roles_of(person)}
    for kind in LIBRARIANS:
        if kind in held:
            return Verdict(True, f"您是{kind.label}。")
    who = "、".join(kind.label for kind in LIBRARIANS)
    return Verdict(False, f"只有{who}可以维护法规库。")


@rule("health.view")
@rule("task.list")
def _of_agency(person: Person | None, agency: Agency) -> Verdict:
    return holds(person, RoleKind.LIST_KEEPER, agency)


@rule("task.view")
@rule("task.close")
def _of_task(person: Person | None, task: Any) -> Verdict:
    return holds(person, RoleKind.LIST_KEEPER, task.agency)
