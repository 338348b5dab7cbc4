"""Reading what follows an end. Each function says how many SQL queries it takes.

What is asked for is what the matter's kit in force says, for all cases alike, whatever kit they were handed in under:
a table of a year needs one form. What was reported is read by the kit by which it was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from quanze.aftercare.models import Filing, Reply
from quanze.aftercare.standing import COUNTED, Followed, Line, State, by_item, followed, periodic, state_of
from quanze.cases.models import Case
from quanze.cases.queries import Whose, scope
from quanze.kits import Kit, check
from quanze.kits.following import due_in, form_of, granted_in
from quanze.kits.model import Field, FieldKind, FollowUp, Reporter
from quanze.people.models import Agency, Party, Person
from quanze.people.permissions import demand
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.registry.models import Matter
from quanze.rulebook.queries import calendar, kit_value, kits_in_force

__all__ = [
    "COUNTED",
    "Followed",
    "Line",
    "State",
    "Totals",
    "Waiting",
    "columns",
    "due_of",
    "filing",
    "follow_ups",
    "item_of",
    "lines_of",
    "of_case",
    "of_year",
    "owed_by",
    "periodic",
    "state_of",
    "totals",
    "values_of",
    "waiting",
    "years_of",
]

NUMBERS = (FieldKind.NUMBER, FieldKind.MONEY)

MOST_CASES = 200
"""So many granted cases of one's applicants are looked through for what is owed."""


def follow_ups(matter: Matter) -> Kit | None:
    """The kit in force of a matter, where it asks for anything after an end. One query."""
    found = kits_in_force([matter.pk]).get(matter.pk)
    return found.kit if found is not None and found.kit.follow_ups else None


def filing(pk: int) -> Filing:
    """Raises ``Filing.DoesNotExist``. Two queries."""
    return (
        _filings()
        .select_related("case__agency", "case__office", "case__applicant", "case__matter")
        .get(pk=pk)
    )


def of_case(case: Case, today: date | None = None) -> tuple[Followed, ...]:
    """Every follow-up of a case that was granted, with its reports; nothing of another. At most five queries."""
    kit = follow_ups(case.matter) if case.granted_on else None
    if kit is None:
        return ()
    return _of_cases([case], {case.matter_id: kit}, today or timezone.localdate())[case.pk]


def owed_by(parties: Iterable[Party], today: date | None = None) -> tuple[Line, ...]:
    """What these applicants have still to report, the first due first. At most six queries."""
    found = Case.objects.filter(applicant__in=list(parties), granted_on__isnull=False)
    cases = list(
        found.select_related("agency").defer("answers", "applicant_data").order_by("-pk")[:MOST_CASES]
    )
    kits = {pk: each.kit for pk, each in kits_in_force({case.matter_id for case in cases}).items()}
    on = today or timezone.localdate()
    owed = [
        line
        for each in _of_cases(cases, kits, on).values()
        for one in each
        for line in one.lines
        if line.owed is not None and line.item.by is Reporter.APPLICANT and line.wanted()
    ]
    return tuple(
        sorted(owed, key=lambda line: (line.owed.due or date.max, line.case.pk) if line.owed else ())
    )


def _of_cases(cases: Sequence[Case], kits: Mapping[int, Kit], today: date) -> dict[int, tuple[Followed, ...]]:
    """At most four queries, however many cases."""
    asked = [case for case in cases if case.matter_id in kits and kits[case.matter_id].follow_ups]
    if not asked:
        return {case.pk: () for case in cases}
    filed: dict[int, list[Filing]] = {}
    for each in _filings().filter(case__in=asked):
        filed.setdefault(each.case_id, []).append(each)
    applied = _applied(asked, kits)
    days = calendar()
    made = {}
    for case in asked:
        mine = by_item(filed.get(case.pk, ()))
        made[case.pk] = tuple(
            followed(
                case,
                item,
                mine.get(item.key, ()),
                applied.get((case.matter_id, case.applicant_id, item.apply), ()),
                today,
                days,
            )
            for item in kits[case.matter_id].follow_ups
        )
    return {case.pk: made.get(case.pk, ()) for case in cases}


def _applied(
    cases: Sequence[Case], kits: Mapping[int, Kit]
) -> dict[tuple[int, int, str], list[tuple[date, str]]]:
    """By matter, applicant and sub-kind, when which application came, where a follow-up is done by one. One query, or
    none."""
    kinds = {
        (case.matter_id, item.apply)
        for case in cases
        for item in kits[case.matter_id].follow_ups
        if item.apply
    }
    if not kinds:
        return {}
    meant = Q(pk__in=[])
    for matter, kind in kinds:
        meant |= Q(matter=matter, kind=kind)
    found = Case.objects.filter(meant, applicant__in={case.applicant_id for case in cases}).order_by(
        "received_at"
    )
    made: dict[tuple[int, int, str], list[tuple[date, str]]] = {}
    for matter, applicant, kind, at, number in found.exclude(ending__in=["withdrawn", "lapsed"]).values_list(
        "matter", "applicant", "kind", "received_at", "number"
    ):
        if at is not None:
            made.setdefault((matter, applicant, kind), []).append((at.astimezone(SHANGHAI).date(), number))
    return made


def _filings() -> QuerySet[Filing]:
    replies = Prefetch("replies", Reply.objects.select_related("by"))
    return Filing.objects.select_related("by", "kit").prefetch_related(replies).order_by("pk")


# A matter's table of a year -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A follow-up of a matter, and how many filings wait to be looked at."""

    matter: Matter
    name: str
    item: FollowUp
    filed: int


def waiting(person: Person, agency: Agency) -> tuple[Waiting, ...]:
    """Every follow-up of the matters of which somebody was granted anything, as far as this person may see their cases.
    Four queries. Raises ``Denied``."""
    seen = _granted(person, agency)
    named = dict(seen.order_by("pk").values_list("matter", "matter_name"))
    matters = {each.pk: each for each in Matter.objects.filter(pk__in=list(named))}
    kits = kits_in_force(named)
    open_ = Filing.objects.filter(~_answered(), case__in=seen)
    counts = {
        (row["case__matter"], row["item"]): row["n"]
        for row in open_.order_by().values("case__matter", "item").annotate(n=Count("pk"))
    }
    made = [
        Waiting(
            matters[pk],
            named[pk],
            item,
            0 if item.by is Reporter.OFFICER else counts.get((pk, item.key), 0),
        )
        for pk in sorted(named, key=lambda pk: matters[pk].number)
        if pk in kits
        for item in kits[pk].kit.follow_ups
    ]
    return tuple(made)


def of_year(
    person: Person, agency: Agency, matter: Matter, item: FollowUp, year: int, today: date | None = None
) -> QuerySet[Case]:
    """The cases in the table of ``year``: those that are asked to report about it, or that have records of it. One
    query, or two. Raises ``Denied``."""
    found = _granted(person, agency).filter(matter=matter)
    if item.kinds:
        found = found.filter(kind__in=item.kinds)
    if item.every:
        asked = date(year + 1, 1, 1)
        still = Q(left_on__isnull=True) | Q(left_on__gte=asked)
        found = found.filter(still, granted_on__year__in=granted_in(item, year))
        if asked > (today or timezone.localdate()):
            found = found.none()
    elif item.within is not None:
        found = found.filter(granted_on__year=year)
    else:
        found = found.filter(Exists(Filing.objects.filter(case=OuterRef("pk"), item=item.key, year=year)))
    around = ("agency", "office", "applicant")
    return found.select_related(*around).order_by("applicant_name", "pk").defer("answers", "applicant_data")


def lines_of(cases: Sequence[Case], kit: Kit, item: FollowUp, year: int, today: date) -> tuple[Line, ...]:
    """The lines of these cases in the table of ``year``. At most four queries, however many cases."""
    kits = {case.matter_id: kit for case in cases}
    of_all = _of_cases(cases, kits, today)
    return tuple(
        line
        for case in cases
        for each in of_all[case.pk]
        if each.item.key == item.key
        for line in each.lines
        if line.year == year or item.within is not None
    )


def years_of(item: FollowUp, today: date) -> tuple[int, ...]:
    """The years whose table may be of interest, the last first."""
    last = today.year - 1 if item.every else today.year
    return tuple(range(last, last - 5, -1))


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a table: how many reports stand how, and the sums of what counts, by the key of the field."""

    states: Mapping[State, int]
    sums: Mapping[str, Decimal]

    @property
    def counted(self) -> int:
        """How many of them are added up."""
        return sum(self.states.get(state, 0) for state in COUNTED)


def totals(lines: Iterable[Line], item: FollowUp) -> Totals:
    """Over these lines. No query."""
    states: dict[State, int] = {}
    sums = {field.key: Decimal() for field in columns(item) if field.kind in NUMBERS}
    for line in lines:
        states[line.state] = states.get(line.state, 0) + 1
        if line.filing is None or line.state not in COUNTED:
            continue
        values = values_of(line.filing)
        for key in sums:
            said = values.get(key)
            sums[key] += said if isinstance(said, Decimal) else 0
    return Totals(states, sums)


def columns(item: FollowUp) -> tuple[Field, ...]:
    """The fields that a table has room for."""
    return tuple(field for field in item.fields if field.kind is not FieldKind.TABLE)


def item_of(filing: Filing) -> FollowUp:
    """The follow-up as it was when it was filled in. No query."""
    found = kit_value(filing.kit).follow_up(filing.item)
    if found is None:
        raise LookupError(f"{filing.kit_id} has no follow-up {filing.item}")
    return found


def values_of(filing: Filing) -> dict[str, Any]:
    """What was filled in, as cleaned values. No query."""
    return dict(check(form_of(item_of(filing)), filing.answers, draft=True).values)


def due_of(item: FollowUp, year: int) -> date | None:
    """Until when the table of ``year`` is to be full."""
    return due_in(item, year) if item.every else None


def _granted(person: Person, agency: Agency) -> QuerySet[Case]:
    """Those whose file this person sees whole: of their offices, of a leader or supervisor all."""
    demand(person, "aftercare.list", agency)
    return scope(person, agency, Whose.OFFICE).filter(granted_on__isnull=False, agency=agency)


def _answered() -> Exists:
    return Exists(Reply.objects.filter(filing=OuterRef("pk")))
