"""Who may do what with calendars, procedures and kits."""

from __future__ import annotations

from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, anyone, holds, roles_of, rule
from quanze.people.roles import RoleKind

rule("calendar.view")(anyone)  # holidays are no secret, and everybody's deadlines hang on them


@rule("calendar.import")
def _calendar_import(person: Person | None, thing: None) -> Verdict:
    """The arrangement of a year is one for the whole country and holds for every agency of the installation: any of
    their system administrators brings it in (docs/rulebook.md)."""
    if person is None:
        return Verdict(False, "请先登录。")
    if any(kind is RoleKind.SYSTEM_ADMIN for _, kind in roles_of(person)):
        return Verdict(True, "您是系统管理员。")
    return Verdict(False, "放假安排由系统管理员导入。")


@rule("kit.edit")
@rule("procedure.correct")
@rule("procedure.confirm")
@rule("procedure.review")
def _own_procedure(person: Person | None, agency: Agency) -> Verdict:
    return holds(person, RoleKind.LIST_KEEPER, agency)
