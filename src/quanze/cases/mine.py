"""What somebody finds of their own: the cases of the applicants for whom they act, and what of it waits for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case as Choice
from django.db.models import QuerySet, Value, When

from quanze.cases.models import Case, Holder
from quanze.people.models import Party


def cases_of(parties: Iterable[Party]) -> QuerySet[Case]:
    """The cases of these applicants: what they owe first, the earliest due on top, what has to be mended after the end
    too; then the last that came. One query."""
    owed = Choice(When(holder=Holder.APPLICANT, then=Value(0)), default=Value(1))
    dated = Choice(When(holder=Holder.APPLICANT, then="order_at"), default=None)
    found = Case.objects.filter(applicant__in=list(parties)).select_related("agency", "office")
    return found.order_by(owed, dated, "-pk")
