"""Reading the register. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from quanze.bars.models import Bar, BarEvent
from quanze.people.models import Agency, Party
from quanze.procedure.model import ClauseKind, SpecialClause
from quanze.registry.models import Matter
from quanze.rulebook.queries import procedure_in_force

__all__ = ["against", "against_all", "bar", "clauses_of", "of_parties", "register"]


FIRST_TO_END = (Coalesce("shortest", "until"), "pk")
"""The order of bars: the first to end before the others."""


def against(credit_code: str, matter: Matter, *, day: date | None = None) -> tuple[Bar, ...]:
    """What bars this party from this matter on ``day`` (today), the first to end before the others. One query."""
    found = in_force(Bar.objects.filter(credit_code=credit_code, matters=matter), day or timezone.localdate())
    return tuple(found.order_by(*FIRST_TO_END))


def against_all(
    asked: Iterable[tuple[str, int]], *, day: date | None = None
) -> dict[tuple[str, int], tuple[Bar, ...]]:
    """The same of several parties and matters at once, by a party's code and a matter's key; who is barred from nothing
    is left out. One query."""
    pairs = set(asked)
    codes, matters = {code for code, _ in pairs}, {matter for _, matter in pairs}
    barred = in_force(
        Bar.objects.filter(credit_code__in=codes, matters__in=matters), day or timezone.localdate()
    )
    found: dict[tuple[str, int], tuple[Bar, ...]] = {}
    for bar in barred.annotate(barred=F("matters")).order_by(*FIRST_TO_END):
        pair = (bar.credit_code, bar.barred)
        if pair in pairs:
            found[pair] = (*found.get(pair, ()), bar)
    return found


def of_parties(parties: Iterable[Party], *, day: date | None = None) -> tuple[Bar, ...]:
    """What is in force against these parties, wherever it was recorded. One query."""
    codes = [each.credit_code for each in parties]
    found = in_force(Bar.objects.filter(credit_code__in=codes), day or timezone.localdate())
    return tuple(found.select_related("agency").order_by(*FIRST_TO_END))


def register(agency: Agency, *, query: str = "", current: bool | None = None) -> QuerySet[Bar]:
    """The register of an agency, the last first: by a name or credit code, and in force today (``current``) or not.
    Two queries."""
    found = _as_on(Bar.objects.filter(agency=agency), timezone.localdate())
    if said := query.strip():
        found = found.filter(Q(name__contains=said) | Q(credit_code=said.upper()))
    if current is not None:
        held = in_force(found, timezone.localdate())
        found = held if current else found.exclude(pk__in=held.values("pk"))
    return found.prefetch_related("events").order_by("-pk")


def bar(agency: Agency, pk: int) -> Bar:
    """One bar with what came after. Three queries. Raises ``Bar.DoesNotExist``."""
    found = _as_on(Bar.objects.select_related("agency", "scan", "by"), timezone.localdate())
    return found.prefetch_related("events__scan", "events__by", "matters").get(agency=agency, pk=pk)


def in_force(bars: QuerySet[Bar], day: date) -> QuerySet[Bar]:
    """Those that hold on that day."""
    decided = BarEvent.objects.filter(bar=OuterRef("pk"), on__lte=day)
    lifted = decided.filter(Q(kind=BarEvent.Kind.LIFTED) | Q(outcome=BarEvent.Outcome.LIFTED))
    shortened = decided.filter(until__lt=day)
    held = bars.filter(~Exists(lifted), ~Exists(shortened), since__lte=day, until__gte=day)
    return _as_on(held, day)


def _as_on(bars: QuerySet[Bar], day: date) -> QuerySet[Bar]:
    """With the end that decisions until that day gave them."""
    shortened = BarEvent.objects.filter(bar=OuterRef("pk"), on__lte=day, until__isnull=False)
    return bars.annotate(shortest=Subquery(shortened.order_by("until").values("until")[:1]))


def clauses_of(matter: Matter) -> tuple[SpecialClause, ...]:
    """What the liability clause of a matter says of bars, as its confirmed procedure has it. Three queries."""
    procedure = procedure_in_force(matter).procedure
    if procedure is None:
        return ()
    return tuple(each for each in procedure.liability.clauses if each.kind is ClauseKind.BAR)
