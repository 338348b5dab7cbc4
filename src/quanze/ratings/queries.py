"""Reading ratings. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from quanze.cases.models import Case, CaseEvent
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand, roles_of
from quanze.people.queries import offices_of
from quanze.people.roles import RoleKind
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.oversight.counting import month_of
from quanze.procedure.oversight.figures import rate
from quanze.ratings.degrees import Degree, Limits
from quanze.ratings.models import Entry, Rating, Rules
from quanze.ratings.standing import Standing, limits_by, standing
from quanze.rulebook.queries import calendar

PER_PAGE = 50

SERVED = ("give_notice", "accept", "decline", "deem_accepted", "deliver")
"""Events by which an applicant was served, so that there is something to rate before the case is over."""


Kept = list[tuple[str, int, int, dict[str, int]]]
"""Month, matter and office (0: none) by their keys, and how many: of ratings given in that month by their last degree
(``"1"`` to ``"5"``), ``bad``, ``answered``, ``open``, ``late``; of cases that ended in it, ``rated``."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating with everything said and done about it, and how it stands."""

    rating: Rating
    entries: tuple[Entry, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register, and how many there are in all."""

    rows: tuple[Rated, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Ratings given in a period. ``degrees``: by the degree that was said last, all five of them. ``bad``: those of
    which one was bad, however it was amended; of these so many are ``answered``, wait (``open``), or were or are
    ``late``. ``ended``: cases that ended in the period, ``unrated`` those of them that nobody rated: they are no
    degree."""

    degrees: Mapping[Degree, int]
    bad: int
    answered: int
    open: int
    late: int
    ended: int
    unrated: int

    @property
    def total(self) -> int:
        """How many ratings."""
        return sum(self.degrees.values())

    @property
    def good(self) -> float | None:
        """So many percent are no bad ones (好评率); ``None`` where nobody rated."""
        return rate(self.total - self.bad, self.total)


def limits_of(agency: Agency) -> Limits:
    """By which limits what is said now runs. One query."""
    return limits_by(Rules.objects.filter(agency=agency).last())


def ratable(case: Case) -> bool:
    """Whether the applicant was served yet: the case is over, or something was said to the applicant. One query at
    most."""
    if case.ending or case.accepted_at is not None:
        return True
    return CaseEvent.objects.filter(case=case, kind__in=SERVED).exists()


def of_case(case: Case) -> Rated | None:
    """What its applicant said of it under the matter that it runs under now. Two queries."""
    about = ("rules", "by", "rating__agency", "rating__office", "rating__case", "rating__handler")
    found = Entry.objects.filter(rating__case=case, rating__matter=case.matter_id)
    entries = tuple(found.select_related(*about).order_by("position"))
    return _told(entries[0].rating, entries) if entries else None


def rating(agency: Agency, pk: int) -> Rating:
    """One rating. One query. Raises ``Rating.DoesNotExist``."""
    found = Rating.objects.select_related("agency", "office", "case__applicant", "handler")
    return found.get(agency=agency, pk=pk)


def opened(rating: Rating, person: Person) -> Rated:
    """What was said: the one place where somebody of the bureau reads it. Five queries. Raises ``Denied``."""
    demand(person, "rating.handle", rating)
    return _rated(_whole(Rating.objects.filter(pk=rating.pk)).get())


def register(
    person: Person, agency: Agency, *, open: bool = False, page: int = 1, per_page: int = PER_PAGE
) -> Register:
    """The ratings that ``person`` sees to, the last first, without their words: ``open`` those that wait for an
    answer. Six queries. Raises ``Denied``."""
    demand(person, "rating.list", agency)
    found = _waiting(seen_by(person, agency)) if open else seen_by(person, agency)
    total = found.count()
    first = (max(page, 1) - 1) * per_page
    rows = _whole(found.order_by("-pk"), words=False)[first : first + per_page]
    return Register(tuple(_rated(each) for each in rows), total)


def waiting(person: Person, agency: Agency) -> int:
    """How many bad ones wait for an answer that ``person`` may give. Two queries."""
    return _waiting(seen_by(person, agency)).count()


def seen_by(person: Person, agency: Agency) -> QuerySet[Rating]:
    """Which ratings somebody sees to: of the whole agency the supervisor, of their offices heads, of cases that they
    handle nobody. No query of its own but for the roles."""
    found = Rating.objects.filter(agency=agency).exclude(handler=person)
    if (agency.pk, RoleKind.SUPERVISOR) in roles_of(person):
        return found
    return found.filter(
        Q(office__in=offices_of(person, agency, RoleKind.OFFICE_HEAD)) | Q(office__isnull=True)
    )


def kept(agency: Agency, now: datetime) -> Kept:
    """Everything that :class:`Counts` says of ratings, as it is at ``now``, so that it can be kept and added up for any
    months (:func:`summed`). Six queries, and as much to read as there are ratings."""
    sums: defaultdict[tuple[str, int, int], Counter[str]] = defaultdict(Counter)
    last = Entry.objects.filter(rating=OuterRef("pk"), degree__isnull=False).order_by("-position")
    given = Rating.objects.filter(agency=agency).order_by()
    rows = given.annotate(last=Subquery(last.values("degree")[:1]))
    for at, matter, office, degree in rows.values_list("at", "matter", "office", "last"):
        sums[_month(at), matter, office or 0][str(degree)] += 1
    worst = Entry.objects.filter(rating=OuterRef("pk"), degree__gte=Degree.DISSATISFIED)
    days = calendar()
    for each in _whole(given.filter(Exists(worst)), words=False):
        stands = standing(tuple(each.entries.all()), days, now)
        into = sums[_month(each.at), each.matter_id, each.office_id or 0]
        so = {"bad": True, "answered": stands.answered, "open": stands.open, "late": stands.late}
        into.update(name for name, true in so.items() if true)
    said = Exists(Rating.objects.filter(case=OuterRef("pk")))
    rated = Case.objects.filter(said, agency=agency).order_by()
    for ended, matter, office in rated.values_list("ended_at", "matter", "office"):
        if ended is not None:
            sums[_month(ended), matter, office or 0]["rated"] += 1
    return [
        (*key, {name: n for name, n in sorted(by.items()) if n})
        for key, by in sorted(sums.items(), key=lambda each: each[0])
    ]


def summed(
    rows: Kept, months: Container[str], ended: int, matter: int | None = None, office: int | None = None
) -> Counts:
    """The sum of what was kept over months (``"2026-03"``), in which ``ended`` cases ended; of a matter, an office, by
    their keys. No query."""
    total: Counter[str] = Counter()
    for month, of, by, figures in rows:
        if month in months and matter in (None, of) and office in (None, by):
            total.update(figures)
    return Counts(
        degrees={each: total[str(each.value)] for each in Degree},
        bad=total["bad"],
        answered=total["answered"],
        open=total["open"],
        late=total["late"],
        ended=ended,
        unrated=max(ended - total["rated"], 0),
    )


def _month(at: datetime) -> str:
    return month_of(at.astimezone(SHANGHAI).date())


def _waiting(found: QuerySet[Rating]) -> QuerySet[Rating]:
    telling = Q(degree__gte=Degree.DISSATISFIED) | Q(kind=Entry.Kind.ANSWERED)
    last = Entry.objects.filter(telling, rating=OuterRef("pk")).order_by("-position")
    return found.annotate(told=Subquery(last.values("kind")[:1])).filter(
        told__in=(Entry.Kind.GIVEN, Entry.Kind.ADDED)
    )


def _whole(found: QuerySet[Rating], *, words: bool = True) -> QuerySet[Rating]:
    entries = Entry.objects.select_related("rules", "by").order_by("position")
    if not words:
        entries = entries.defer("text")
    rows = found.select_related("agency", "office", "case", "handler")
    return rows.prefetch_related(Prefetch("entries", entries))


def _rated(rating: Rating) -> Rated:
    return _told(rating, tuple(rating.entries.all()))


def _told(rating: Rating, entries: tuple[Entry, ...]) -> Rated:
    return Rated(rating, entries, standing(entries, calendar(), timezone.now()))
