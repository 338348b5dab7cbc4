"""The one door through which anything is recorded."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Field
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
    sequence, digest = _head(chain)
    when = (at or timezone.now()).astimezone(UTC)
    salt = secrets.token_hex(16)
    trace = _trace(who, thing, where)
    label = "" if thing is None or thing.personal else thing.label
    body = canonical(
        {
            "chain": chain,
            "sequence": sequence + 1,
            "at": moment(when),
            "verb": verb,
            "who": {"id": None, "name": SYSTEM} if who is None else {"id": who.pk},
            "trace": None if trace is None else trace_digest(*trace, salt),
            "thing": None if thing is None else {"type": thing.type, "id": thing.id, "label": label},
            "detail": dict(detail or {}),
        }
    )
    event = Event(digest=link(digest, body), body=body, **columns(body))
    _insert(event)
    if trace is not None:
        address, agent, name, about = trace
        _insert(Trace(event=event, address=address, agent=agent, name=name, label=about, salt=salt))
    with connection.cursor() as cursor:
        values = (event.sequence, event.digest, chain)
        cursor.execute("UPDATE audit_head SET sequence = %s, digest = %s WHERE chain = %s", values)
    return event


def _head(chain: str) -> tuple[int, str]:
    """The last link of a chain and its digest, locked; of a new chain, made first, by whoever is first."""
    lock = connection.ops.for_update_sql() if connection.features.has_select_for_update else ""
    sql = f"SELECT sequence, digest FROM audit_head WHERE chain = %s {lock}"  # noqa: S608  no value in it
    with connection.cursor() as cursor:
        cursor.execute(sql, (chain,))
        found = cursor.fetchone()
        if found is None:
            Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)
            cursor.execute(sql, (chain,))
            found = cursor.fetchone()
    sequence, digest = found
    return sequence, digest


def _insert(row: Event | Trace) -> None:
    """What ``row.save()`` does, without composing the same statement again: every act and every log-in comes by here,
    and to compose them took longer than all else in it."""
    sql, fields = _statement(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    key = row._meta.auto_field
    with connection.cursor() as cursor:
        if key is None:
            cursor.execute(sql, values)
        elif connection.features.can_return_columns_from_insert:
            cursor.execute(f"{sql} RETURNING {key.column}", values)
            (row.pk,) = cursor.fetchone()
        else:
            cursor.execute(sql, values)
            row.pk = connection.ops.last_insert_id(cursor, row._meta.db_table, str(key.column))
    row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[Event | Trace]) -> tuple[str, tuple[Field[Any, Any], ...]]:
    """How a row of this model is inserted, and the fields whose values that takes."""
    fields = tuple(field for field in model._meta.concrete_fields if field is not model._meta.auto_field)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", fields  # noqa: S608  names of our own


def _trace(
    who: Person | None, thing: Thing | None, where: Origin | None
) -> tuple[str | None, str, str, str] | None:
    """What of an event is personal: address, browser, name, and the label of a thing that is a person."""
    name = "" if who is None else who.name[:150]
    label = thing.label[:300] if thing is not None and thing.personal else ""
    if where is None:
        return (None, "", name, label) if name or label else None
    return where.address, where.agent[:300], name, label
