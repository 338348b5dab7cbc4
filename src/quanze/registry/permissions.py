"""Who may do what with lists."""

from __future__ import annotations

from typing import Any

from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, anyone, holds, rule
from quanze.people.roles import RoleKind

rule("list.view_public")(anyone)


@rule("list.upload")
def _upload(person: Person | None, agency: Agency) -> Verdict:
    return holds(person, RoleKind.LIST_KEEPER, agency)


@rule("list.import")
@rule("upload.view")
@rule("findings.view")
def _own_upload(person: Person | None, upload: Any) -> Verdict:
    return holds(person, RoleKind.LIST_KEEPER, upload.agency)
