"""The one door through which anything is recorded."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from quanze.audit.chain import columns, link, moment, trace_digest
from quanze.audit.models import Event, Head, Trace
from quanze.digests import canonical

INSTALLATION = "installation"
"""The chain of what belongs to no single agency: log-ins, accounts, agencies themselves."""

SYSTEM = "系统"
"""The name under which the software acts by itself."""


class Person(Protocol):
    """Whoever acts: an account."""

    pk: Any
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What an event is about: its type, its identity, and a label that a person understands years later. ``personal``:
    the label is the name of a person, and goes after its term."""

    type: str
    id: str
    label: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from."""

    address: str | None = None
    agent: str = ""


def record(
    chain: str,
    verb: str,
    *,
    who: Person | None,
    thing: Thing | None = None,
    where: Origin | None = None,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Event:
    """Append one event to ``chain`` (an agency's code, or :data:`INSTALLATION`) inside the caller's transaction.

    ``detail`` is plain JSON without personal data: references and digests only. The name of whoever acts is kept apart
    (``Trace``). Whoever records holds the chain's
    head until the transaction ends, so this comes last in a service. Raises ``TransactionManagementError`` outside
    of a transaction: an act and its record stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded inside the transaction of its act")
    head = _head(chain)
    when = (at or timezone.now()).astimezone(UTC)
    salt = secrets.token_hex(16)
    trace = _trace(who, thing, where)
    label = "" if thing is None or thing.personal else thing.label
    body = canonical(
        {
            "chain": chain,
            "sequence": head.sequence + 1,
            "at": moment(when),
            "verb": verb,
            "who": {"id": None, "name": SYSTEM} if who is None else {"id": who.pk},
            "trace": None if trace is None else trace_digest(*trace, salt),
            "thing": None if thing is None else {"type": thing.type, "id": thing.id, "label": label},
            "detail": dict(detail or {}),
        }
    )
    event = Event.objects.create(digest=link(head.digest, body), body=body, **columns(body))
    if trace is not None:
        address, agent, name, about = trace
        Trace.objects.create(event=event, address=address, agent=agent, name=name, label=about, salt=salt)
    head.sequence, head.digest = event.sequence, event.digest
    head.save(update_fields=["sequence", "digest"])
    return event


def _head(chain: str) -> Head:
    """The head of a chain, locked; of a new chain, made first, by whoever is first."""
    heads = Head.objects.select_for_update()
    try:
        return heads.get(chain=chain)
    except Head.DoesNotExist:
        Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)
        return heads.get(chain=chain)


def _trace(
    who: Person | None, thing: Thing | None, where: Origin | None
) -> tuple[str | None, str, str, str] | None:
    """What of an event is personal: address, browser, name, and the label of a thing that is a person."""
    name = "" if who is None else who.name[:150]
    label = thing.label[:300] if thing is not None and thing.personal else ""
    if where is None:
        return (None, "", name, label) if name or label else None
    return where.address, where.agent[:300], name, label
