"""How many instruments at once stand on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from quanze.law import currency
from quanze.law.currency import State, Status
from quanze.library import queries
from quanze.library.models import Instrument
from quanze.library.queries import Row
from quanze.library.standing import full
from quanze.site.paging import Pages

MOST = 1000
"""So many instruments are weighed to find those of one state."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A row of the library with its status on the day."""

    row: Row
    status: Status


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the library. ``too_many`` says that more than :data:`MOST` answered to the other filters, so that
    nobody weighed them for their state."""

    rows: tuple[Weighed, ...]
    pages: Pages
    too_many: bool = False


def statuses(instruments: Iterable[Instrument], on: date | None = None) -> dict[int, Status]:
    """The status of each by ``pk``, today or on a day. Two queries."""
    day = on or timezone.localdate()
    return {pk: currency.status(value, day) for pk, value in full(instruments).items()}


def find(
    containing: str, *, kind: str | None, state: str | None, validity: State | None, page: int, per_page: int
) -> Found:
    """A page of the library as the filters ask. Five queries."""
    if validity is None:
        shelf = queries.shelf(containing, state=state, kind=kind, page=page, per_page=per_page)
        return Found(_weigh(shelf.rows), Pages(shelf.total, shelf.page, shelf.pages, per_page))
    shelf = queries.shelf(containing, state=state, kind=kind, per_page=MOST)
    if shelf.pages > 1:
        return Found((), Pages.of(0, 1, per_page), too_many=True)
    rows = [weighed for weighed in _weigh(shelf.rows) if weighed.status.state is validity]
    pages = Pages.of(len(rows), page, per_page)
    return Found(tuple(rows[pages.slice]), pages)


def _weigh(rows: Collection[Row]) -> tuple[Weighed, ...]:
    known = statuses(row.instrument for row in rows)
    return tuple(Weighed(row, known[row.instrument.pk]) for row in rows)
