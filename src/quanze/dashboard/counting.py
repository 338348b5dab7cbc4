"""The counting: a job that looks at what changed since, slice by slice, and moves the sums by the difference.

Each slice is a transaction under the lock of the agency's row. What a case adds is a function of its events and of the
moment, so that two clockworks at once do what one would; what came in between is looked at again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from quanze.cases.models import OPEN, Case
from quanze.complaints import queries as complaints
from quanze.dashboard.due import Due
from quanze.dashboard.health import findings
from quanze.dashboard.models import Board, Cell, Counted
from quanze.oversight.queries import told
from quanze.people.models import Agency
from quanze.procedure.engine import About
from quanze.procedure.oversight.counting import ByMonth, counted, month_of
from quanze.registry import queries as registry
from quanze.registry.models import Edition
from quanze.rulebook.models import CalendarYear
from quanze.rulebook.queries import calendar

SLICE = 200
MOST = 4000
"""So many cases are looked at in one run of the clockwork, of all agencies together: some seconds."""

WEEK = timedelta(days=7)

Key = tuple[str, int, int, int]
"""Month, matter, office, round."""


def count(now: datetime | None = None, most: int = MOST) -> int:
    """Count what changed, agency by agency. Returns how many cases were looked at. May run in several places at once,
    and be broken off anywhere."""
    done = 0
    cases, lists = (of.objects.filter(agency=OuterRef("pk")) for of in (Case, Edition))
    for agency in Agency.objects.filter(Exists(cases) | Exists(lists)).order_by("pk"):
        done += count_agency(agency, now, most - done)
    return done


def count_agency(agency: Agency, now: datetime | None = None, most: int = MOST) -> int:
    """The same of one agency; its board bears the moment ``now``, and how many cases are left for the next run."""
    at = now or timezone.now()
    Board.objects.get_or_create(agency=agency)
    loaded = (
        CalendarYear.objects.count()
    )  # before the calendar is read: what is loaded meanwhile is looked at again
    stale = list(stale_cases(agency, loaded, at).order_by("pk").values_list("pk", flat=True))
    for start in range(0, min(len(stale), most), SLICE):
        _slice(agency, stale[start : min(start + SLICE, most)], loaded, at)
    _snapshot(agency, at, max(len(stale) - most, 0))
    return min(len(stale), most)


def recount(agency: Agency, now: datetime | None = None) -> int:
    """Count everything anew, from the events. Returns how many cases there are."""
    with transaction.atomic():
        Board.objects.get_or_create(agency=agency)
        Board.objects.select_for_update().get(agency=agency)
        Counted.objects.filter(case__agency=agency).delete()
        Cell.objects.filter(agency=agency).delete()
    return count_agency(agency, now, most=Case.objects.filter(agency=agency).count())


def stale_cases(agency: Agency, loaded: int, at: datetime) -> QuerySet[Case]:
    """Cases that were never counted, or in which something happened since; that belong elsewhere now; of which a date
    may have moved with a calendar; or that have a date that passed since, or is past and was looked at on an earlier
    day."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    same = Q(
        counted__version=F("version"),
        counted__calendar=loaded,
        counted__matter=F("matter"),
        counted__office=Coalesce("office", 0),
        counted__round=Coalesce("round", 0),
    )
    passed = OPEN & Q(due_at__lte=at) & (Q(due_at__gt=F("counted__at")) | Q(counted__at__lt=today))
    return Case.objects.filter(~same | Q(counted__isnull=True) | passed, agency=agency)


@dataclass(slots=True)
class _Added:
    """A case as it is to be counted."""

    row: Counted
    figures: ByMonth


def _slice(agency: Agency, keys: Sequence[int], loaded: int, at: datetime) -> None:
    days = calendar()
    fresh = {}
    for each in told(Case.objects.filter(pk__in=keys)):
        case = each.case
        figures = counted(each.procedure, each.history, days, at, each.promised)
        row = Counted(
            case=case,
            version=len(each.history),
            calendar=loaded,
            matter=case.matter_id,
            office=case.office_id or 0,
            round=case.round_id or 0,
            at=at,
            body=figures,
        )
        fresh[case.pk] = _Added(row, figures)
    with transaction.atomic():
        Board.objects.select_for_update().get(agency=agency)
        before = Counted.objects.in_bulk(fresh)
        changes: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        kept = []
        for pk, added in fresh.items():
            was = before.get(pk)
            if was is not None and (was.version, was.at) > (added.row.version, at):
                continue  # another clockwork saw more of it
            if was is not None:
                _add(changes, was, was.body, -1)
            _add(changes, added.row, added.figures, 1)
            kept.append(added.row)
        _move(agency, changes)
        Counted.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["version", "calendar", "matter", "office", "round", "at", "body"],
        )


def _add(
    changes: defaultdict[Key, Counter[str]], row: Counted, body: Mapping[str, Mapping[str, int]], sign: int
) -> None:
    for month, figures in body.items():
        into = changes[month, row.matter, row.office, row.round]
        for name, n in figures.items():
            into[name] += sign * n


def _move(agency: Agency, changes: Mapping[Key, Counter[str]]) -> None:
    """The cells by what changed. Two queries and one for each hundred cells."""
    wanted = {key: {name: n for name, n in by.items() if n} for key, by in changes.items()}
    months = {_first(month) for (month, *_), by in wanted.items() if by}
    if not months:
        return
    matters = {matter for (_, matter, *_), by in wanted.items() if by}
    found = Cell.objects.filter(agency=agency, month__in=months, matter__in=matters)
    cells = {(month_of(each.month), each.matter, each.office, each.round): each for each in found}
    new: list[Cell] = []
    moved: list[Cell] = []
    empty: list[Cell] = []
    for key, by in wanted.items():
        if not by:
            continue
        cell = cells.get(key)
        if cell is None:
            month, matter, office, round_ = key
            new.append(
                Cell(agency=agency, month=_first(month), matter=matter, office=office, round=round_, body=by)
            )
            continue
        total: Counter[str] = Counter(cell.body)
        total.update(by)
        cell.body = {name: n for name, n in total.items() if n}
        (moved if cell.body else empty).append(cell)
    Cell.objects.bulk_create(new)
    Cell.objects.bulk_update(moved, ["body"], batch_size=100)
    Cell.objects.filter(pk__in=[each.pk for each in empty]).delete()


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _snapshot(agency: Agency, at: datetime, behind: int) -> None:
    """What stands by itself at this moment: open cases, complaints, the list."""
    board = Board.objects.get(agency=agency)
    edition = registry.edition_on(agency, timezone.localdate(at))
    key = None if edition is None else edition.pk
    if (board.edition, board.checked_on) != (key, timezone.localdate(at)):
        board.findings = {} if edition is None else findings(edition, timezone.localdate(at))
        board.edition, board.checked_on = key, timezone.localdate(at)
    board.open = open_by_due(agency, at)
    board.complaints = complaints.by_month(agency)
    board.at, board.behind = at, behind
    board.save()


OURS = (About.NOTICE.value, About.STEP.value, About.CASE.value)
"""Dates that are the bureau's to keep. The others are those of answers and of mending, which are the applicant's, and
the end of a publicity."""


def open_by_due(agency: Agency, at: datetime) -> list[list[int | str]]:
    """How the open cases stand by their next date: ``[matter, office, round, due, n]``. One query."""
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(1), time()))
    stands = Choice(
        When(suspended=True, then=Value(Due.PAUSED.value)),
        When(due_at__isnull=True, then=Value(Due.NONE.value)),
        When(due_at__lte=at, provisional=True, then=Value(Due.DOUBTFUL.value)),
        When(due_at__lte=at, about__in=OURS, then=Value(Due.OVERDUE.value)),
        When(due_at__lte=at, then=Value(Due.ELAPSED.value)),
        # A last day is over with the first moment of the next.
        When(due_at__lte=tomorrow, then=Value(Due.TODAY.value)),
        When(due_at__lte=tomorrow + WEEK, then=Value(Due.WEEK.value)),
        default=Value(Due.LATER.value),
        output_field=CharField(),
    )
    found = Case.objects.filter(OPEN, agency=agency).order_by().annotate(stands=stands)
    rows = found.values_list("matter", Coalesce("office", 0), Coalesce("round", 0), "stands")
    return sorted([list(row) for row in rows.annotate(n=Count("pk"))], key=str)
