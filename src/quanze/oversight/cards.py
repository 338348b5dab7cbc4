"""Yellow and red cards of an agency's open cases: what is near its date or past it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from quanze.cases.models import OPEN, Case
from quanze.oversight.reading import Told, told
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.labels import KINDS
from quanze.procedure.oversight.cards import Card, Colour
from quanze.rulebook.queries import calendar

AHEAD = timedelta(days=15)
"""No run of days off is longer: nothing that is surely due later has a card."""

AHEAD_BY_EITHER = timedelta(days=120)
"""So much later a limit ends by which nobody said in which days it is counted, where those of half a year are worked
ones: it warns by its earlier reading."""

MOST = 300
"""So many cases are looked at, those that are due first; beyond it the page says so."""

ORDER = (Colour.RED, Colour.YELLOW, Colour.PAUSED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with its case, and the duty that it is for, in the list's words."""

    case: Case
    card: Card
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Those of an agency, red before yellow before paused, the longest overdue first. ``cut``: there are more cases."""

    shown: tuple[Shown, ...]
    cut: bool

    def of(self, colour: Colour) -> tuple[Shown, ...]:
        """Those of one colour."""
        return tuple(each for each in self.shown if each.card.colour is colour)


def near(at: datetime) -> Q:
    """Cases whose next date may be so near at this moment that there is a card."""
    return Q(due_at__lte=at + AHEAD) | Q(due_at__lte=at + AHEAD_BY_EITHER, provisional=True)


def cards(person: Person, agency: Agency, *, now: datetime | None = None) -> Cards:
    """The cards of what officers owe, not of what applicants do or of publicities. Five queries. Raises ``Denied``."""
    demand(person, "oversight.view", agency)
    at, days = now or timezone.now(), calendar()
    cases = Case.objects.filter(OPEN, near(at) | Q(suspended=True), agency=agency)
    total = cases.order_by()[: MOST + 1].count()
    found = list(cards_in(cases.order_by("order_at", "pk")[:MOST], days, at))
    found.sort(key=lambda each: (ORDER.index(each.card.colour), each.card.left or 0, each.case.pk))
    return Cards(tuple(found), total > MOST)


def cards_in(cases: QuerySet[Case], days: Calendar, at: datetime) -> Iterator[Shown]:
    """The cards of these cases, case by case. Three queries."""
    for each in told(cases):
        yield from _of(each, days, at)


def _of(each: Told, days: Calendar, at: datetime) -> Iterator[Shown]:
    for cell in each.cells(days, at):
        if cell.card is not None and cell.card.colour in ORDER:
            place = cell.place
            name = "承诺时限" if place is None else KINDS[place.kind]
            yield Shown(each.case, cell.card, name, "" if place is None else place.words)
