"""Reading complaints. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from quanze.cases.models import Case
from quanze.complaints.clauses import Held, clause_on
from quanze.complaints.limits import DEFAULT, Clock, Limits
from quanze.complaints.models import Complaint, Entry, Rules, Statement, parts_of
from quanze.complaints.standing import BECOMES, Standing, State, standing
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.model import Limit, Unit
from quanze.rulebook.queries import calendar

PER_PAGE = 50

OPEN = tuple(state for state in State if state.open)

TIED_TO = ("matter", "case", "office", "officer")
"""What an entry says that a complaint is about."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A complaint as the supervisor reads it: what was said, what was done, what it is about, and the liability clause
    of the day of the act (``held``). ``days``: the calendar by which its dates are counted."""

    complaint: Complaint
    statement: Statement
    entries: tuple[Entry, ...]
    standing: Standing
    limits: Limits
    held: Held | None
    days: Calendar


@dataclass(frozen=True, slots=True)
class Listed:
    """A complaint in the register."""

    complaint: Complaint
    standing: Standing


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register, and how many there are in all."""

    rows: tuple[Listed, ...]
    total: int


def limits_of(agency: Agency) -> Limits:
    """By which limits what comes in now runs. One query."""
    return limits_by(Rules.objects.filter(agency=agency).last())


def limits_by(rules: Rules | None) -> Limits:
    """A row of rules as limits; the default without one. No query."""
    if rules is None:
        return DEFAULT
    unit = Unit(rules.answer_unit)
    return Limits(
        Clock(Limit(rules.accept_n, Unit(rules.accept_unit)), rules.accept_source),
        Clock(Limit(rules.answer_n, unit), rules.answer_source),
        Clock(Limit(rules.longer_n, unit), rules.longer_source),
        rules.clues_to,
        rules.higher_to,
    )


def standing_of(complaint: Complaint) -> Standing:
    """How it stands. Three queries."""
    entries = list(complaint.entries.select_related(*TIED_TO).order_by("position"))
    return standing(complaint, entries, limits_by(complaint.rules), calendar())


def complaint(agency: Agency, number: str) -> Complaint:
    """One complaint by its number. One query. Raises ``Complaint.DoesNotExist``."""
    year, serial = parts_of(number)
    found = Complaint.objects.select_related("agency", "rules")
    return found.get(agency=agency, year=year, serial=serial)


def opened(complaint: Complaint, person: Person) -> Opened:
    """Everything about it: the one place where a statement is read. Eight queries. Raises ``Denied``."""
    demand(person, "complaint.handle", complaint)
    statement = Statement.objects.select_related("by").get(complaint=complaint)
    entries = tuple(complaint.entries.select_related(*TIED_TO, "by", "scan").order_by("position"))
    limits, days = limits_by(complaint.rules), calendar()
    found = standing(complaint, entries, limits, days)
    held = clause_on(complaint.agency, found.tie.matter, found.act_day)
    return Opened(complaint, statement, entries, found, limits, held, days)


def register(
    person: Person,
    agency: Agency,
    *,
    state: State | None = None,
    kind: Complaint.Kind | None = None,
    received: tuple[datetime, datetime] | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Register:
    """The register of an agency, what came last before the rest, without what the complaints say; of those ``received``
    from the one moment to before the other. Five queries. Raises ``Denied``."""
    demand(person, "complaint.list", agency)
    found = Complaint.objects.filter(agency=agency)
    if kind is not None:
        found = found.filter(kind=kind)
    if received is not None:
        found = found.filter(received_at__gte=received[0], received_at__lt=received[1])
    if state is not None:
        found = in_state(found, (state,))
    total = found.count()
    first = (max(page, 1) - 1) * per_page
    rows = found.select_related("agency", "rules").order_by("-pk")[first : first + per_page]
    ties = Entry.objects.select_related(*TIED_TO).order_by("position")
    days = calendar()
    shown = []
    for each in rows.prefetch_related(Prefetch("entries", ties)):
        entries = list(each.entries.all())
        shown.append(Listed(each, standing(each, entries, limits_by(each.rules), days)))
    return Register(tuple(shown), total)


def waiting(agency: Agency) -> int:
    """How many wait for the supervisor. One query."""
    return in_state(Complaint.objects.filter(agency=agency), OPEN).count()


def by_month(agency: Agency) -> dict[str, dict[str, int]]:
    """How many complaints came in in a month (``"2026-03"``), by the state in which they are: for figures, which say
    nothing else of them. What was registered as meddling is not among them. One query."""
    last = Entry.objects.filter(complaint=OuterRef("pk"), kind__in=list(BECOMES)).order_by("-position")
    found = Complaint.objects.filter(agency=agency, kind=Complaint.Kind.COMPLAINT).order_by("received_at")
    counts: dict[str, dict[str, int]] = {}
    for received, kind in found.annotate(last=Subquery(last.values("kind")[:1])).values_list(
        "received_at", "last"
    ):
        month = counts.setdefault(f"{timezone.localtime(received):%Y-%m}", {})
        state = BECOMES[Entry.Kind(kind)].value
        month[state] = month.get(state, 0) + 1
    return counts


def about(person: Person, case: Case) -> int:
    """How many complaints are about this case, for the supervisor. One query. Raises ``Denied``."""
    demand(person, "complaint.list", case.agency)
    last = Entry.objects.filter(complaint=OuterRef("pk"), kind__in=Entry.TIES).order_by("-position")
    found = Complaint.objects.annotate(about=Subquery(last.values("case")[:1]))
    return found.filter(agency=case.agency, about=case.pk).count()


def in_state(complaints: QuerySet[Complaint], states: Sequence[State]) -> QuerySet[Complaint]:
    """Those whose last entry that changes the state led to one of these."""
    kinds = [kind for kind, becomes in BECOMES.items() if becomes in states]
    last = Entry.objects.filter(complaint=OuterRef("pk"), kind__in=list(BECOMES)).order_by("-position")
    return complaints.annotate(last=Subquery(last.values("kind")[:1])).filter(last__in=kinds)
