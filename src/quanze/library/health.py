"""The health of a list: how the instruments that it cites stand on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from quanze.law import currency
from quanze.law.citations import cite
from quanze.law.library import Library
from quanze.law.quotation import Quotation, quotations
from quanze.library.models import Citation, Instrument, Notice, Tally, Task
from quanze.library.standing import full
from quanze.lists.model import fields
from quanze.people.models import Agency
from quanze.registry.models import Entry, SearchText
from quanze.registry.queries import number_of

SOON = 180
"""Days within which an end counts as soon."""


@dataclass(frozen=True, slots=True)
class Use:
    """An instrument that a list cites, in how many of its matters, and how it stands."""

    instrument: Instrument
    matters: int
    status: currency.Status


@dataclass(frozen=True, slots=True)
class Health:
    """How a list in force stands on a day.

    ``states`` counts instruments and ``citations`` matters' uses of them by state; ``unknown`` counts citations whose
    instrument nobody can tell; ``not_held`` instruments of which only the name is known; ``soon`` are those that end
    within :data:`SOON` days; ``open_tasks`` and ``notices`` count what is waiting.
    """

    agency: Agency
    on: date
    matters: int
    states: dict[currency.State, int]
    citations: dict[currency.State, int]
    unknown: int
    not_held: int
    soon: tuple[Use, ...]
    open_tasks: int
    notices: int
    uses: tuple[Use, ...]


def uses(agency: Agency, on: date | None = None) -> tuple[Use, ...]:
    """The instruments that the agency's list in force cites, the most cited first. Three queries."""
    on = on or timezone.localdate()
    tallies = list(Tally.objects.filter(agency=agency).select_related("instrument"))
    values = full(tally.instrument for tally in tallies)
    found = [
        Use(tally.instrument, tally.matters, currency.status(values[tally.instrument_id], on))
        for tally in tallies
    ]
    return tuple(sorted(found, key=lambda use: (-use.matters, str(use.instrument))))


def health(agency: Agency, on: date | None = None) -> Health:
    """The health of the agency's list in force. Four queries."""
    on = on or timezone.localdate()
    found = uses(agency, on)
    shown = SearchText.objects.filter(agency=agency)
    unknown = Citation.objects.filter(instrument=None, version__in=shown.values("entry__version"))
    announced = Notice.objects.filter(instrument=OuterRef("instrument"), ends_on__gt=on)
    matters, unsure, tasks, notices = Agency.objects.values_list(
        number_of(shown),
        number_of(unknown),
        number_of(Task.objects.filter(agency=agency, state=Task.State.OPEN)),
        number_of(Tally.objects.filter(Exists(announced), agency=agency)),
    ).get(pk=agency.pk)
    return Health(
        agency=agency,
        on=on,
        matters=matters,
        states=_by_state(found),
        citations=_by_state(found, weigh=True),
        unknown=unsure,
        not_held=sum(use.instrument.state == Instrument.State.NAMED for use in found),
        soon=tuple(use for use in found if _ends_soon(use.status, on)),
        open_tasks=tasks,
        notices=notices,
        uses=found,
    )


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a matter quotes of a law, compared with the law's own text: its row, the field, and how it compares."""

    entry: Entry
    field: str
    quotation: Quotation


def quoted(agency: Agency, on: date | None = None) -> Iterator[Quoted]:
    """What the matters of the agency's list in force quote of the laws that are held, the exact quotations too, matter
    by matter. Seven queries; comparing takes some milliseconds a matter, so a page asks for it apart from the rest."""
    on = on or timezone.localdate()
    held = Instrument.objects.filter(tallies__agency=agency, state=Instrument.State.HELD)
    library = Library(full(held, texts=True).values())
    shown = SearchText.objects.filter(agency=agency).select_related("entry__version", "entry__matter")
    for row in shown.order_by("matter_id").iterator(chunk_size=500):
        for path, text in fields(row.entry.content):
            found = cite(text.value)
            for quotation in quotations(text.value, found, library, on) if found else ():
                yield Quoted(row.entry, path, quotation)


def _by_state(found: Sequence[Use], *, weigh: bool = False) -> dict[currency.State, int]:
    """All seven states with their counts, zeros too."""
    counts: Counter[currency.State] = Counter()
    for use in found:
        counts[use.status.state] += use.matters if weigh else 1
    return {state: counts[state] for state in currency.State}


def _ends_soon(status: currency.Status, on: date) -> bool:
    return (
        status.state in (currency.State.IN_FORCE, currency.State.AMENDED)
        and status.until is not None
        and status.until - on <= timedelta(days=SOON)
    )
