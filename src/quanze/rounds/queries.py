"""Reading rounds. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from quanze.kits.additions import Additions, additions_in
from quanze.people.models import Agency
from quanze.registry.models import Matter
from quanze.rounds.models import Round, Terms
from quanze.rounds.standing import OVER, Call, State, chosen
from quanze.rulebook.queries import kit_value

__all__ = [
    "OVER",
    "Call",
    "State",
    "additions_of",
    "announced",
    "announced_of",
    "call",
    "call_for",
    "call_of",
    "calls",
    "calls_among",
    "calls_of",
    "history",
    "years",
]


def calls(agency: Agency, year: int | None = None, *, day: date | None = None) -> tuple[Call, ...]:
    """The rounds of an agency, of one year where one is named, the last first, as they stand on ``day`` (today). One
    query."""
    found = _last("round__kit").filter(round__agency=agency)
    if year is not None:
        found = found.filter(round__year=year)
    return _calls(found.order_by("-round__year", "-round"), day)


def calls_of(matter: Matter, *, day: date | None = None) -> tuple[Call, ...]:
    """The rounds of a matter, the last first. One query."""
    return _calls(_last().filter(round__matter=matter).order_by("-round__year", "-round"), day)


def call(agency: Agency, pk: int, *, day: date | None = None) -> Call:
    """One round, with what its page needs. One query. Raises ``Round.DoesNotExist``."""
    rows = _last("round__agency", "round__kit", "round__base", "round__scan", "round__by")
    found = _calls(rows.filter(round__agency=agency, round=pk), day)
    if not found:
        raise Round.DoesNotExist(f"没有编号为{pk}的批次")
    return found[0]


def call_of(pk: int, *, day: date | None = None) -> Call:
    """The round with this key, as something that belongs to it finds it. One query."""
    rows = Terms.objects.filter(round=pk).select_related("round__agency", "round__base")
    return _calls(rows.order_by("-pk")[:1], day)[0]


def calls_among(pks: Iterable[int], *, day: date | None = None) -> dict[int, Call]:
    """The rounds with these keys, by their key. One query."""
    rows = _last("round__agency", "round__base").filter(round__in=list(pks))
    return {each.round.pk: each for each in _calls(rows, day)}


def call_for(matter: Matter, kind: str = "", *, day: date | None = None) -> Call | None:
    """The round that an application of this sub-kind belongs to when it comes in on ``day`` (today): see
    :func:`~quanze.rounds.standing.chosen`. ``None`` for a matter without rounds. One query."""
    return chosen(calls_of(matter, day=day), kind)


def announced(agency: Agency, *, day: date | None = None) -> tuple[Call, ...]:
    """What the public may look for: rounds that are open, the first to close before the others, then those to come.
    One query."""
    on = day or timezone.localdate()
    found = _last("round__kit", "round__matter").filter(
        round__agency=agency, closes_on__gte=on, act=Terms.Act.SET
    )
    made = _calls(found.order_by("opens_on", "round"), on)
    return tuple(sorted(made, key=_announced))


def announced_of(matter: Matter, *, day: date | None = None) -> tuple[Call, ...]:
    """The same of one matter, with their kits. One query."""
    on = day or timezone.localdate()
    found = _last("round__kit", "round__base").filter(
        round__matter=matter, closes_on__gte=on, act=Terms.Act.SET
    )
    return tuple(sorted(_calls(found, on), key=_announced))


def _announced(call: Call) -> tuple[bool, date]:
    planned = call.state is State.PLANNED
    return planned, call.terms.opens_on if planned else call.terms.closes_on


def years(agency: Agency) -> tuple[int, ...]:
    """The years in which the agency had rounds, the last first. One query."""
    found = Round.objects.filter(agency=agency).order_by("-year").values_list("year", flat=True)
    return tuple(found.distinct())


def history(round: Round) -> QuerySet[Terms]:
    """Everything that ever held of a round, the first first. One query."""
    return Terms.objects.filter(round=round).select_related("by").order_by("pk")


def additions_of(round: Round) -> Additions:
    """What the notice asks for beside the kit of the matter. No query where ``base`` and ``kit`` were read with it."""
    return additions_in(kit_value(round.base), kit_value(round.kit))


def _last(*more: str) -> QuerySet[Terms]:
    """The row that holds of each round, read with the round and what ``more`` names."""
    last = Terms.objects.filter(round=OuterRef("round")).order_by("-pk").values("pk")[:1]
    return Terms.objects.filter(pk=Subquery(last)).select_related("round", *more)


def _calls(rows: Iterable[Terms], day: date | None) -> tuple[Call, ...]:
    on = day or timezone.localdate()
    return tuple(Call(row.round, row, on) for row in rows)
