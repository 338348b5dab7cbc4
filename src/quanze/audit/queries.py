"""Reading the record, page by page, and proving that it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from quanze.audit.models import Event
from quanze.audit.verifying import verify_all, verify_chain
from quanze.audit.walking import Problem

__all__ = ["PER_PAGE", "Asked", "Page", "Problem", "events", "listed", "page", "verify_all", "verify_chain"]

PER_PAGE = 50


def events(chain: str) -> QuerySet[Event]:
    """The events of a chain, newest first, each with its trace."""
    return Event.objects.filter(chain=chain).select_related("trace").order_by("-sequence")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events of a chain: from ``since`` to before ``until``, by one of these accounts (``None``: anybody's),
    with one of these verbs (none: all), about a thing of this label, from an address."""

    chain: str
    since: datetime | None = None
    until: datetime | None = None
    who: tuple[int, ...] | None = None
    verbs: tuple[str, ...] = ()
    thing: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first; ``older`` is the number of the last of them where there are more."""

    rows: tuple[Event, ...]
    older: int | None


def listed(asked: Asked) -> QuerySet[Event]:
    """The events that were asked for, newest first, each with its trace. By time, so that any period is found at once
    however long the chain, and at the same moment by number; those from an address as they were recorded, by which an
    address is found at once. Each filter has an index that ends with this order: SQLite takes no other."""
    found = Event.objects.filter(chain=asked.chain).select_related("trace")
    if asked.since is not None:
        found = found.filter(at__gte=asked.since)
    if asked.until is not None:
        found = found.filter(at__lt=asked.until)
    if asked.who is not None:
        found = found.filter(who__in=asked.who)
    if asked.verbs:
        found = (
            found.filter(verb=asked.verbs[0]) if len(asked.verbs) == 1 else found.filter(verb__in=asked.verbs)
        )
    if asked.thing:
        found = found.filter(thing_label=asked.thing)
    if asked.address:
        return found.filter(trace__address=asked.address).order_by("-trace__pk")
    return found.order_by("-at", "-sequence")


def page(asked: Asked, before: int | None = None, most: int = PER_PAGE) -> Page:
    """One page: what comes after the event with the number ``before``, which was the last of the page before. One
    query, two for a later page, however many there are."""
    found = listed(asked)
    if before is not None:
        last = Event.objects.filter(chain=asked.chain, sequence=before).first()
        if last is None:
            return Page((), None)
        if asked.address:
            found = found.filter(trace__pk__lt=last.pk)
        else:
            found = found.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(sequence__lt=before))
    rows = tuple(found[: most + 1])
    return Page(rows[:most], rows[most - 1].sequence if len(rows) > most else None)
