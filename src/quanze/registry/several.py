"""Of several agencies at once: what waits at each, which edition is in force, and its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from quanze.people.models import Agency
from quanze.registry.models import Edition, Entry, Upload


def number_of(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, as a column beside others; ``rows`` may refer to the query that has the column."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number_of_rows=count).values("number_of_rows"))


def waiting() -> Subquery:
    """How many uploads of an agency were read and are neither imported nor discarded: a column of a query for
    agencies."""
    return number_of(Upload.objects.filter(agency=OuterRef("pk"), state=Upload.State.READ))


def editions_on(agencies: Iterable[Agency], day: date | None = None) -> dict[int, Edition]:
    """The edition in force on ``day`` (today) of each agency that has one, by the agency's ``pk``, without its annexes.
    One query."""
    own = Edition.objects.filter(agency=OuterRef("pk"), effective_from__lte=day or timezone.localdate())
    last = own.order_by("-effective_from", "-sequence").values("pk")[:1]
    asked = Agency.objects.filter(pk__in=[agency.pk for agency in agencies]).order_by()
    found = Edition.objects.filter(pk__in=asked.values_list(Subquery(last)))
    return {edition.agency_id: edition for edition in found.defer("annexes")}


def main_entries(editions: Collection[Edition]) -> QuerySet[Entry]:
    """The rows of the main annexes of these editions, each of another agency; in no order."""
    own = Edition.objects.filter(
        pk__in=[edition.pk for edition in editions],
        agency=OuterRef("agency"),
        main=OuterRef("annex"),
        sequence__gte=OuterRef("since"),
        sequence__lt=Coalesce(OuterRef("until"), F("sequence") + 1),
    )
    rows = Entry.objects.filter(Exists(own), agency__in=[edition.agency_id for edition in editions])
    return rows.order_by()
