"""Ratings counted in the tables that hold them, however slow: what is kept of them is held against it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from quanze.cases.models import Case
from quanze.people.models import Agency, Office
from quanze.ratings.degrees import Degree
from quanze.ratings.models import Entry, Rating
from quanze.ratings.queries import Counts
from quanze.ratings.standing import standing
from quanze.registry.models import Matter
from quanze.rulebook.queries import calendar


def counts(
    agency: Agency,
    since: date,
    until: date,
    matter: Matter | None = None,
    office: Office | None = None,
    *,
    now: datetime | None = None,
) -> Counts:
    """Counted over the ratings given, and the cases that ended, from ``since`` to ``until``, both days included; by
    ``now`` what still waits is late."""
    first = timezone.make_aware(datetime.combine(since, time()))
    after = timezone.make_aware(datetime.combine(until + timedelta(1), time()))
    of = Q(agency=agency)
    if matter is not None:
        of &= Q(matter=matter)
    if office is not None:
        of &= Q(office=office)
    given = Rating.objects.filter(of, at__gte=first, at__lt=after)
    last = Entry.objects.filter(rating=OuterRef("pk"), degree__isnull=False).order_by("-position")
    rows = given.annotate(last=Subquery(last.values("degree")[:1])).order_by().values("last")
    by_degree = {each["last"]: each["n"] for each in rows.annotate(n=Count("pk"))}
    worst = Entry.objects.filter(rating=OuterRef("pk"), degree__gte=Degree.DISSATISFIED)
    days, at = calendar(), now or timezone.now()
    bad = [
        standing(tuple(each.entries.select_related("rules").order_by("position")), days, at)
        for each in given.filter(Exists(worst))
    ]
    ended = Case.objects.filter(of, ended_at__gte=first, ended_at__lt=after).order_by()
    said = Exists(Rating.objects.filter(case=OuterRef("pk")))
    told = ended.aggregate(ended=Count("pk"), unrated=Count("pk", filter=~said))
    return Counts(
        degrees={each: by_degree.get(each.value, 0) for each in Degree},
        bad=len(bad),
        answered=sum(each.answered for each in bad),
        open=sum(each.open for each in bad),
        late=sum(each.late for each in bad),
        ended=told["ended"],
        unrated=told["unrated"],
    )
