"""What pages leave in the record besides what services do: that personal data was read, and that a table or a file with
some was taken out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from quanze.audit.services import Thing, note, record
from quanze.people.requests import origin_of
from quanze.site.views.doors import person_of


def was_read(request: HttpRequest, chain: str, verb: str, thing: Thing) -> None:
    """Somebody opened something with personal data: recorded soon, once an hour for each person and thing."""
    note(chain, verb, who=person_of(request), thing=thing, where=origin_of(request))


def was_exported(request: HttpRequest, chain: str, name: str, **detail: Any) -> None:
    """Somebody took out ``name``, a table or a file; ``detail`` says how many rows or what was asked for."""
    with transaction.atomic():
        record(
            chain,
            "export",
            who=person_of(request),
            thing=Thing("export", "", name),
            where=origin_of(request),
            detail={"page": request.resolver_match.view_name if request.resolver_match else "", **detail},
        )
