"""The counting: a job that looks at what changed since, slice by slice, and moves the sums by the difference.

Each slice is a transaction under the lock of the agency's row. What a case adds is a function of its events and of the
moment, so that two clockworks at once do what one would; what came in between is looked at again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from quanze.cases.models import OPEN, Case
from quanze.complaints import queries as complaints
from quanze.dashboard.due import stood
from quanze.dashboard.health import findings
from quanze.dashboard.models import SUMS, Board, Counted, Sum
from quanze.oversight.queries import told
from quanze.people.models import Agency
from quanze.procedure.oversight.counting import counted
from quanze.procedure.oversight.figures import is_length
from quanze.ratings import queries as ratings
from quanze.registry import queries as registry
from quanze.registry.models import Edition
from quanze.rulebook.models import CalendarYear
from quanze.rulebook.queries import calendar

SLICE = 200
MOST = 4000
"""So many cases are looked at in one run of the clockwork, of all agencies together: some seconds."""

Changes = defaultdict[tuple[Any, ...], Counter[str]]
"""Month or year, and of which matter, office, round → by how much each figure changed."""


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
    # Before the calendar is read: what is loaded meanwhile is looked at again.
    loaded = CalendarYear.objects.count()
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
        for model in SUMS:
            model._default_manager.filter(agency=agency).delete()
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


def _slice(agency: Agency, keys: Sequence[int], loaded: int, at: datetime) -> None:
    days = calendar()
    fresh = {}
    for each in told(Case.objects.filter(pk__in=keys)):
        case = each.case
        fresh[case.pk] = Counted(
            case=case,
            version=len(each.history),
            calendar=loaded,
            matter=case.matter_id,
            office=case.office_id or 0,
            round=case.round_id or 0,
            at=at,
            body=counted(each.procedure, each.history, days, at, each.promised),
        )
    with transaction.atomic():
        Board.objects.select_for_update().get(agency=agency)
        before = Counted.objects.in_bulk(fresh)
        months: Changes = defaultdict(Counter)
        kept = []
        for pk, row in fresh.items():
            was = before.get(pk)
            if was is not None and (was.version, was.at) > (row.version, at):
                continue  # another clockwork saw more of it
            if was is not None:
                _add(months, was, -1)
            _add(months, row, 1)
            kept.append(row)
        for model in SUMS:
            _move(agency, model, _gathered(model, months))
        Counted.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["version", "calendar", "matter", "office", "round", "at", "body"],
        )


def _add(changes: Changes, row: Counted, sign: int) -> None:
    for month, figures in row.body.items():
        into = changes[date.fromisoformat(f"{month}-01"), row.matter, row.office, row.round]
        for name, n in figures.items():
            into[name] += sign * n


def _gathered(model: type[Sum], months: Changes) -> dict[tuple[Any, ...], dict[str, int]]:
    """What changed in the sums of this model: of years, of matters."""
    found: Changes = defaultdict(Counter)
    for (month, *of), by in months.items():
        into = found[month.year if model.period == "year" else month, *of[: len(model.of)]]
        for name, n in by.items():
            into[name] += n
    moved = {key: {name: n for name, n in by.items() if n} for key, by in found.items()}
    return {key: by for key, by in moved.items() if by}


def _move(agency: Agency, model: type[Sum], changes: Mapping[tuple[Any, ...], Mapping[str, int]]) -> None:
    """The sums by what changed. Two queries and one for each hundred of them."""
    if not changes:
        return
    columns = (model.period, *model.of)
    periods, matters = ({key[at] for key in changes} for at in (0, 1))
    # Of other offices and rounds too: what is asked stays short.
    rows = model._default_manager.filter(agency=agency)
    found = rows.filter(matter__in=matters, **{f"{model.period}__in": periods})
    sums = {tuple(getattr(each, column) for column in columns): each for each in found}
    new: list[Sum] = []
    moved: list[Sum] = []
    empty: list[Sum] = []
    for key, by in changes.items():
        kept = sums.get(key) or model(agency=agency, body={}, **dict(zip(columns, key, strict=True)))
        total = Counter({**kept.body, **kept.lengths})
        total.update(by)
        kept.body = {name: n for name, n in total.items() if n and not is_length(name)}
        kept.lengths = {name: n for name, n in total.items() if n and is_length(name)}
        into = new if kept.pk is None else moved if kept.body or kept.lengths else empty
        into.append(kept)
    rows.bulk_create(new)
    rows.bulk_update(moved, ["body", "lengths"], batch_size=100)
    rows.filter(pk__in=[each.pk for each in empty]).delete()


def _snapshot(agency: Agency, at: datetime, behind: int) -> None:
    """What stands by itself at this moment: open cases, complaints, ratings, the list."""
    board = Board.objects.get(agency=agency)
    edition = registry.edition_on(agency, timezone.localdate(at))
    key = None if edition is None else edition.pk
    if (board.edition, board.checked_on) != (key, timezone.localdate(at)):
        board.findings = {} if edition is None else findings(edition, timezone.localdate(at))
        board.edition, board.checked_on = key, timezone.localdate(at)
    board.open = open_by_due(agency, at)
    board.complaints = complaints.by_month(agency)
    board.ratings = ratings.kept(agency, at)
    board.at, board.behind = at, behind
    board.save()


def open_by_due(agency: Agency, at: datetime) -> list[list[int | str]]:
    """How the open cases stand by their next date: ``[matter, office, round, due, n]``. Three queries."""
    rows = stood(agency, at).values_list("matter", Coalesce("office", 0), Coalesce("round", 0), "stands")
    return sorted([list(row) for row in rows.annotate(n=Count("pk"))], key=str)
