"""The work list: which cases wait, the nearest date first. A constant number of queries, however many cases there
are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from quanze.cases.dates import ABOUT, missed
from quanze.cases.intake import number_of
from quanze.cases.models import OPEN, Case, Holder
from quanze.cases.turnover import behind
from quanze.people.models import Agency, Party, Person
from quanze.people.permissions import demand, roles_of
from quanze.people.roles import RoleKind
from quanze.procedure.engine import About
from quanze.registry.models import Matter
from quanze.rounds.models import Round

PER_PAGE = 50

COUNTED = 1000
"""So many are counted; beyond it the list says that there are more."""

YEARS = 20
"""So far back a bare number is looked for."""

MOST_PARTIES = 200
"""So many applicants of a name are looked at."""


class Whose(StrEnum):
    """Whose cases."""

    MINE = "mine"
    OFFICE = "office"
    ALL = "all"

    @property
    def label(self) -> str:
        """In words."""
        return {"mine": "我的", "office": "本股室", "all": "全部"}[self.value]


class Sort(StrEnum):
    """In which order: the nearest date first, or the newest case."""

    DUE = "due"
    NEW = "new"


class State(StrEnum):
    """In which state."""

    OPEN = "open"
    OURS = "ours"
    LEADER = "leader"
    APPLICANT = "applicant"
    OVERDUE = "overdue"
    ELAPSED = "elapsed"
    UNCLAIMED = "unclaimed"
    SUSPENDED = "suspended"
    BEHIND = "behind"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    State.OPEN: "在办",
    State.OURS: "待经办",
    State.LEADER: "待决定",
    State.APPLICANT: "待申请人",
    State.OVERDUE: "已逾期",
    State.ELAPSED: "补交或者公示期已满",
    State.UNCLAIMED: "无人经办",
    State.SUSPENDED: "中止计时",
    State.BEHIND: "待随清单调整",
    State.ENDED: "已结束",
}

_FILTERS: dict[State, Callable[[datetime], Q]] = {
    State.OPEN: lambda now: OPEN,
    State.OURS: lambda now: OPEN & Q(holder=Holder.OFFICER),
    State.LEADER: lambda now: OPEN & Q(holder=Holder.LEADER),
    State.APPLICANT: lambda now: OPEN & Q(holder=Holder.APPLICANT),
    # No date of a case is before the one that it is sorted by, which has an index.
    State.OVERDUE: lambda now: OPEN & Q(order_at__lte=now, owed_at__lte=now, suspended=False),
    State.ELAPSED: lambda now: (
        OPEN
        & Q(order_at__lte=now, suspended=False, provisional=False)
        & (Q(owed_at__isnull=True) | Q(owed_at__gt=now))
    ),
    State.UNCLAIMED: lambda now: OPEN & Q(handler__isnull=True),
    State.SUSPENDED: lambda now: OPEN & Q(suspended=True),
    State.BEHIND: lambda now: OPEN,
    State.ENDED: lambda now: ~OPEN,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list. ``about``: what its date is for. ``overdue``: one that is the bureau's to keep and stands
    is past."""

    case: Case
    about: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A page of the list. ``total`` counts up to :data:`COUNTED`; ``more`` says that there are more than that."""

    rows: tuple[Row, ...]
    total: int
    more: bool
    page: int
    pages: int

    @property
    def count(self) -> str:
        """How many, as people write it."""
        return f"{COUNTED:,}+" if self.more else str(self.total)


def work(
    person: Person,
    agency: Agency,
    *,
    whose: Whose | str = Whose.MINE,
    state: State | str = State.OPEN,
    matter: Matter | None = None,
    round: Round | None = None,
    among: Q | None = None,
    query: str = "",
    sort: Sort | str = Sort.DUE,
    page: int = 1,
    per_page: int = PER_PAGE,
    now: datetime | None = None,
) -> Work:
    """The cases that ``person`` has to do with at ``agency``: those that wait for them (``mine``), those of their
    office, or all, as far as they may see them, of one ``matter`` or ``round`` where one is named, and ``among`` those
    that are meant besides. ``query`` is a number, or the end of one, or part of an applicant's name.

    At most seven queries. Raises ``Denied``."""
    demand(person, "case.list", agency)
    at = now or timezone.now()
    state = State(state)
    found = scope(person, agency, Whose(whose)).filter(_FILTERS[state](at))
    if state is State.BEHIND:
        found = found.filter(behind(agency))
    if matter is not None:
        found = found.filter(matter=matter)
    if round is not None:
        found = found.filter(round=round)
    if among is not None:
        found = found.filter(among)
    newest = state is State.ENDED or Sort(sort) is Sort.NEW
    if said := query.strip():
        numbers, total, page, pages = _among(found, _named(agency, said, at), newest, page, per_page)
    else:
        ordered = found.order_by("-pk") if newest else found.order_by("order_at", "pk")
        total = found.order_by()[: COUNTED + 1].count()
        page, pages, first = _paged(total, page, per_page)
        numbers = list(ordered.values_list("pk", flat=True)[first : first + per_page])
    rows = Case.objects.filter(pk__in=numbers).select_related("office", "handler")
    by_pk = {case.pk: case for case in rows.defer("answers", "applicant_data")}
    shown = sorted(by_pk.values(), key=lambda case: (case.order_at, case.pk))
    if newest:
        shown.sort(key=lambda case: -case.pk)
    return Work(tuple(_row(case, at) for case in shown), min(total, COUNTED), total > COUNTED, page, pages)


def _among(
    found: QuerySet[Case], named: list[int], newest: bool, page: int, per_page: int
) -> tuple[list[int], int, int, int]:
    """The page of those that were named: all of them are fetched, and put in order here. A database that is asked for
    the first fifty of so many goes through its whole index for them. One query."""
    rows = list(found.filter(pk__in=named).order_by().values_list("order_at", "pk"))
    rows.sort(key=lambda row: -row[1] if newest else row)
    page, pages, first = _paged(len(rows), page, per_page)
    return [pk for _, pk in rows[first : first + per_page]], len(rows), page, pages


def _paged(total: int, page: int, per_page: int) -> tuple[int, int, int]:
    """Which page it is, of how many, and how many rows come before it."""
    pages = max(1, -(-min(total, COUNTED) // per_page))
    page = min(max(page, 1), pages)
    return page, pages, (page - 1) * per_page


def _named(agency: Agency, said: str, now: datetime) -> list[int]:
    """The cases that are meant by a number or a name, at most so many as are counted. They are looked up first and by
    themselves: beside the order of the list, a database would not see how few they are."""
    cases = Case.objects.order_by()
    year, _, serial = said.rpartition("-")
    if serial.isdecimal() and len(serial) <= 9 and (not year or (year.isdecimal() and len(year) == 4)):
        years = [int(year)] if year else range(now.year - YEARS, now.year + 1)
        numbers = [number_of(agency, each, int(serial)) for each in years]
        return list(cases.filter(number__in=numbers).values_list("pk", flat=True))
    exact = list(cases.filter(number=said).values_list("pk", flat=True))
    parties = Party.objects.filter(name__contains=said).order_by("pk").values_list("pk", flat=True)
    theirs = cases.filter(applicant__in=list(parties[:MOST_PARTIES]))
    return exact or list(theirs.values_list("pk", flat=True)[: COUNTED + 1])


def waiting(person: Person, agency: Agency) -> int:
    """How many open cases are theirs, up to :data:`COUNTED` and one. One query."""
    return scope(person, agency, Whose.MINE).filter(OPEN).order_by()[: COUNTED + 1].count()


def _row(case: Case, now: datetime) -> Row:
    overdue = missed(case, now)
    about = case.owed_about if overdue else case.about
    return Row(case, ABOUT[About(about)] if about else "", overdue)


def scope(person: Person, agency: Agency, whose: Whose) -> QuerySet[Case]:
    """Which cases are meant. Whoever reviews for another bureau finds those in which their agency is asked."""
    kinds = {kind for held, kind in roles_of(person) if held == agency.pk}
    if whose is Whose.ALL:
        return Case.objects.filter(_visible(person, agency, kinds))
    if whose is Whose.OFFICE:
        return Case.objects.filter(_of_offices(person, agency, kinds))
    mine = Q(pk__in=[])
    if kinds & {RoleKind.HANDLER, RoleKind.OFFICE_HEAD}:
        mine = Q(handler=person, agency=agency)
    if RoleKind.LEADER in kinds:
        mine |= Q(agency=agency, holder=Holder.LEADER)
    if RoleKind.JOINT_REVIEWER in kinds:
        mine |= Q(partner=agency)
    if RoleKind.RECORDER in kinds:
        mine |= Q(agency=agency, reported=True)
    return Case.objects.filter(mine)


def _visible(person: Person, agency: Agency, kinds: set[RoleKind]) -> Q:
    """All that the rule ``case.view`` lets them see: the whole agency's for leaders and supervisors."""
    if kinds & {RoleKind.LEADER, RoleKind.SUPERVISOR}:
        seen = Q(agency=agency)
    else:
        seen = _of_offices(person, agency, kinds)
        if RoleKind.RECORDER in kinds:
            seen |= Q(agency=agency, reported=True)
    if RoleKind.JOINT_REVIEWER in kinds:
        seen |= Q(partner=agency)
    return seen


def _of_offices(person: Person, agency: Agency, kinds: set[RoleKind]) -> Q:
    """Those of the offices in which they handle or head; of a role in no office, the agency's."""
    if kinds & {RoleKind.LEADER, RoleKind.SUPERVISOR}:
        return Q(agency=agency)
    held = person.roles.filter(agency=agency, kind__in=[RoleKind.HANDLER, RoleKind.OFFICE_HEAD])
    offices = list(held.values_list("office", flat=True))
    if None in offices:
        return Q(agency=agency)
    return Q(office__in=offices) if offices else Q(pk__in=[])
