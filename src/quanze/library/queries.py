"""Reading the law library. Each function says how many SQL queries it takes, whatever the size of what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from quanze.law import currency
from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Version as LawVersion
from quanze.library.asked import TaskPage, notices, open_tasks, task, task_page, tasks
from quanze.library.beside import beside
from quanze.library.codec import version_of
from quanze.library.health import Health, Quoted, Use, health, quoted, uses
from quanze.library.impact import Citer, Impact, citing, impact
from quanze.library.matching import Called, column
from quanze.library.models import Citation, Instrument, Job, Statement, Tally, Version
from quanze.library.shelving import look_up
from quanze.library.standing import (
    LIVE,
    Standing,
    full,
    latest_readings,
    owners_of,
    proposed,
    standing,
    statement_value,
    statements_of,
    value_of,
)
from quanze.library.timeline import Span, timeline
from quanze.people.models import Agency

__all__ = [
    "Citer",
    "Health",
    "Impact",
    "InstrumentPage",
    "Linked",
    "Quoted",
    "Row",
    "Said",
    "Shelf",
    "Span",
    "Standing",
    "TaskPage",
    "Use",
    "answering",
    "beside",
    "cited_not_held",
    "citing",
    "find",
    "health",
    "impact",
    "instrument",
    "instrument_page",
    "jobs",
    "linked",
    "notices",
    "open_tasks",
    "proposals",
    "quoted",
    "shelf",
    "standing",
    "statement",
    "task",
    "task_page",
    "tasks",
    "text",
    "timeline",
    "uses",
    "value",
]

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An instrument, and how many matters in force cite it itself."""

    instrument: Instrument
    citers: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of instruments."""

    total: int
    page: int
    pages: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and how it stands."""

    statement: Statement
    standing: Standing


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """All that an instrument's page shows. ``versions`` are rows without their text, oldest first; ``current`` is the
    one in force on the day, ``shown`` the one whose words ``text`` are. ``said`` is every statement, those that do not
    stand too. ``spans`` is its life as a line. ``replaced`` is what it replaced, ``successors`` what took its place,
    ``names`` what else it is called. ``impact`` is a page of who cites it."""

    instrument: Instrument
    value: LawInstrument
    on: date
    status: currency.Status
    versions: tuple[Version, ...]
    current: Version | None
    shown: Version | None
    text: LawVersion | None
    said: tuple[Said, ...]
    spans: tuple[Span, ...]
    replaced: tuple[Instrument, ...]
    successors: tuple[Instrument, ...]
    names: tuple[str, ...]
    impact: Impact


@dataclass(frozen=True, slots=True)
class Linked:
    """A citation to be linked where it stands: ``spans`` of the field's text (the title where it stands, and the number
    where it stands apart), the instrument or ``None`` where nobody knows which is meant, and its state on the day."""

    citation: Citation
    spans: tuple[tuple[int, int], ...]
    instrument: Instrument | None
    status: currency.Status | None


def instrument(pk: int) -> Instrument:
    """One instrument; for one that turned out to be another, the other. One query.

    Raises ``Instrument.DoesNotExist``."""
    found = Instrument.objects.select_related("same_as").get(pk=pk)
    return found.same_as or found


def find(name: str) -> Instrument | None:
    """The instrument of a title (with or without 《》) or a number, ``None`` where there is none or more than one.
    Two queries."""
    found = answering(name)
    return found[0] if len(found) == 1 else None


def answering(name: str) -> tuple[Instrument, ...]:
    """All instruments of a title (with or without 《》) or a number. Two queries."""
    plain = column(name, 500)
    if plain.startswith("《") and plain.endswith("》"):
        plain = plain[1:-1]
    for called in (Called(title=plain), Called(number=plain[:100])):
        found = look_up([called]).every(called)
        if found:
            return tuple(sorted(found, key=lambda each: each.pk))
    return ()


def shelf(
    containing: str = "",
    *,
    state: str | None = None,
    kind: str | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Shelf:
    """The instruments whose title or number contains that, by title: those that are held, entered or cited by a list in
    force, unless ``state`` asks for one kind of these. Three queries."""
    rows = Instrument.objects.filter(same_as=None)
    if containing:
        rows = rows.filter(Q(title__icontains=containing) | Q(number__icontains=containing))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    cited = Exists(Tally.objects.filter(instrument=OuterRef("pk")))
    rows = rows.filter(~Q(state=Instrument.State.NAMED) | Q(cited))
    return _shelf(rows.order_by("title", "number", "pk"), page, per_page)


def cited_not_held(page: int = 1, per_page: int = PER_PAGE, *, agency: Agency | None = None) -> Shelf:
    """What lists in force cite and nobody has entered yet, the most cited first: so that somebody can enter them.
    Three queries."""
    rows = Instrument.objects.filter(same_as=None, state=Instrument.State.NAMED)
    mine = Tally.objects.filter(instrument=OuterRef("pk"))
    if agency is not None:
        mine = mine.filter(agency=agency)
    rows = rows.filter(Exists(mine)).annotate(count=Sum("tallies__matters"))
    rows = rows.order_by("-count", "title", "pk")
    return _shelf(rows, page, per_page)


def _shelf(rows: QuerySet[Instrument], page: int, per_page: int) -> Shelf:
    total = rows.count()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    shown = tuple(rows[(page - 1) * per_page : page * per_page])
    tallies = Tally.objects.filter(instrument__in=[row.pk for row in shown]).order_by()
    counts = dict(tallies.values_list("instrument").annotate(count=Sum("matters")))
    return Shelf(total, page, pages, tuple(Row(row, counts.get(row.pk, 0)) for row in shown))


def value(instrument: Instrument, *, texts: bool = False) -> LawInstrument:
    """An instrument as the law package weighs it; with the words of its versions only if asked. Two queries."""
    return full([instrument], texts=texts)[instrument.pk]


def text(version: Version) -> LawVersion:
    """A version with its words. One query where they were not fetched."""
    return version_of(version.facts, version.text)


def instrument_page(
    instrument: Instrument,
    *,
    on: date | None = None,
    version: int | None = None,
    agency: Agency | None = None,
    page: int = 1,
) -> InstrumentPage:
    """All that its page shows as of a day (today). ``version`` is the ``pk`` of the one whose words are shown, else
    that in force. Raises ``Version.DoesNotExist``. Eleven queries, one more for each generation that
    it replaced."""
    on = on or timezone.localdate()
    owners = owners_of([instrument.pk])
    held = latest_readings(Version.objects.filter(instrument__in=owners).defer("text").order_by("pk"))
    said = tuple(Said(each, standing(each)) for each in statements_of([instrument.pk]))
    law = value_of(
        instrument,
        held,
        [
            statement_value(each.statement, confirmed=each.standing is Standing.STANDS)
            for each in said
            if each.standing in LIVE
        ],
    )
    status = currency.status(law, on)
    in_force = currency.version_on(law, on)
    current = None if in_force is None else held[law.versions.index(in_force)]
    shown = current or (held[-1] if held else None)
    if version is not None:
        shown = Version.objects.get(pk=version, instrument__in=owners)
    successors = {
        each.statement.successor_id: each.statement.successor
        for each in said
        if each.standing is Standing.STANDS and each.statement.successor is not None
    }
    names = instrument.names.exclude(key__in=[instrument.key, instrument.number_key])
    citers = impact(instrument, agency, page)
    return InstrumentPage(
        instrument=instrument,
        value=law,
        on=on,
        status=status,
        versions=tuple(held),
        current=current,
        shown=shown,
        text=None if shown is None else text(shown),
        said=said,
        spans=timeline(law, on),
        replaced=citers.replaced,
        successors=tuple(each.same_as or each for each in successors.values() if each is not None),
        names=tuple(names.order_by("key").values_list("key", flat=True)),
        impact=citers,
    )


def proposals(agency: Agency | None = None) -> QuerySet[Statement]:
    """What texts say and nobody has settled, of instruments that lists cite first; of those that the list of one agency
    cites only, if asked. One query."""
    cited = Tally.objects.filter(instrument=OuterRef("instrument"))
    rows = proposed().select_related("instrument", "by", "successor")
    if agency is not None:
        return rows.filter(Exists(cited.filter(agency=agency))).order_by("instrument__title", "pk")
    return rows.annotate(cited=Exists(cited)).order_by("-cited", "instrument__title", "pk")


def statement(pk: int) -> Statement:
    """One statement. One query. Raises ``Statement.DoesNotExist``."""
    return Statement.objects.select_related("instrument", "by", "successor", "entered_by").get(pk=pk)


def linked(version_digest: str, field: str | None = None, on: date | None = None) -> tuple[Linked, ...]:
    """The citations of a matter's version (of one field), in the order in which they stand. Three queries."""
    rows = Citation.objects.filter(version=version_digest).select_related("instrument")
    if field is not None:
        rows = rows.filter(field=field)
    found = list(rows.order_by("position"))
    on = on or timezone.localdate()
    values = full(each.instrument for each in found if each.instrument is not None)
    return tuple(
        Linked(
            citation=each,
            spans=_spans(each),
            instrument=each.instrument,
            status=None
            if each.instrument is None
            else currency.status(values[each.instrument.pk], on, each.cited_on),
        )
        for each in found
    )


def _spans(citation: Citation) -> tuple[tuple[int, int], ...]:
    spans = [(citation.start, citation.end)]
    start, end = citation.number_start, citation.number_end
    if start is not None and end is not None and not citation.start <= start < citation.end:
        spans.append((start, end))
    return tuple(sorted(spans))


def jobs() -> QuerySet[Job]:
    """The openings of tasks that are not finished, oldest first. One query."""
    rows = Job.objects.filter(finished_at=None).select_related("statement__instrument")
    return rows.order_by(F("started_at"), "pk")
