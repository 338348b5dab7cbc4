"""Lists as narrow as the figure that leads to them: what an address asks for beside the filters that the page offers.
What is no such thing narrows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from quanze.dashboard.due import Due
from quanze.dashboard.queries import standing_so
from quanze.people.models import Agency, Office
from quanze.procedure.engine import Ending
from quanze.procedure.engine.labels import ENDINGS
from quanze.site.dashboard import EARLIEST, month, number

FIELDS = ("due", "ending", "office", "since", "until")
"""``?due=overdue office=``; ``?ending=reported since=2026-01 until=2026-03 office=``."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which cases, and the same in words; blank where all are meant."""

    among: Q
    words: str


def narrowing(agency: Agency, said: Mapping[str, str], now: datetime) -> Narrowing:
    """What an address asks for. One query at most."""
    among, words = Q(), []
    if said["due"] in set(Due):
        due = Due(said["due"])
        among &= Q(pk__in=standing_so(agency, due, now).values("pk"))
        words.append(due.label)
    if said["ending"] in set(Ending):
        among &= Q(ending=said["ending"])
        words.append(ENDINGS[Ending(said["ending"])])
        if (period := months(said)) is not None:
            first, after = moments(period)
            among &= Q(ended_at__gte=first, ended_at__lt=after)
            words.append(f"{in_words(period)}结束")
    office = (
        Office.objects.filter(agency=agency, pk=number(said["office"])).first() if said["office"] else None
    )
    if office is not None:
        among &= Q(office=office)
        words.append(office.name)
    return Narrowing(among, "，".join(words))


Months = tuple[date, date]
"""The first days of a first and a last month."""


def months(said: Mapping[str, str]) -> Months | None:
    """``since=2026-01 until=2026-03``; ``None`` where one of them is no month that may be asked for."""
    since, until = (month(said.get(each, ""), date.max) for each in ("since", "until"))
    return (since, until) if EARLIEST <= since <= until <= timezone.localdate() else None


def moments(period: Months) -> tuple[datetime, datetime]:
    """The first moment of the first month, and that of the month after the last."""
    after = (period[1] + timedelta(31)).replace(day=1)
    first, end = (timezone.make_aware(datetime.combine(day, time())) for day in (period[0], after))
    return first, end


def in_words(period: Months) -> str:
    """``2026年1月至2026年3月``."""
    since, until = (f"{each.year}年{each.month}月" for each in period)
    return since if since == until else f"{since}至{until}"
