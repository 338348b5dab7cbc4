"""Reading what was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db.models import QuerySet

from quanze.files import store
from quanze.files.models import Deposit
from quanze.people.models import Person
from quanze.people.permissions import demand


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, open for reading, with what a browser is told of it. ``inline``: of a kind that it may show."""

    stream: BinaryIO
    filename: str
    media_type: str
    size: int
    inline: bool


def deposit(pk: int) -> Deposit:
    """Raises ``Deposit.DoesNotExist``. One query."""
    return _deposits().get(pk=pk)


def own(person: Person, pks: Iterable[int], *, also: str = "") -> list[Deposit]:
    """Those of ``pks`` that ``person`` handed in and that are not bound, or are bound to ``also``, in the order asked
    for. One query."""
    wanted = list(dict.fromkeys(pks))
    found = _deposits().filter(person=person, bound_to__in={"", also}).in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def unbound(person: Person) -> QuerySet[Deposit]:
    """What a person has handed in that is not used yet, oldest first. One query."""
    return _deposits().filter(person=person, bound_to="")


def bound(to: str) -> QuerySet[Deposit]:
    """What belongs to ``to``, in the order in which it came. One query."""
    return _deposits().filter(bound_to=to)


def opened(deposit: Deposit, person: Any) -> Opened:
    """The file, for whoever may see it. Raises ``Denied``."""
    demand(person, "file.view", deposit)
    kind = deposit.held.is_a
    return Opened(
        store.fetch(deposit.held_id),
        deposit.filename,
        deposit.held.media_type,
        deposit.held.size,
        kind.inline,
    )


def _deposits() -> QuerySet[Deposit]:
    return Deposit.objects.select_related("held", "person")
