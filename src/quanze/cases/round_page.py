"""The cases of a round in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from quanze.cases.models import OPEN, WENT_UP, Case
from quanze.rounds.models import Round


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How many cases a round has: that are open, that wait to be accepted, that went up, that did not pass;
    ``went_up`` by sub-kind in ``by_kind``."""

    total: int
    open: int
    waiting: int
    went_up: int
    negative: int
    by_kind: dict[str, int]

    def used(self, kind: str) -> int:
        """How much of the quota for this sub-kind is used, ``""``: of the one for all."""
        return self.by_kind.get(kind, 0) if kind else self.went_up


def round_counts(round: Round) -> RoundCounts:
    """One query, however many cases there are."""
    rows = (
        Case.objects.filter(round=round)
        .order_by()
        .values("kind")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=OPEN),
            waiting=Count("pk", filter=OPEN & Q(accepted_at__isnull=True)),
            went_up=Count("pk", filter=WENT_UP),
            negative=Count("pk", filter=Q(negative=True)),
        )
    )
    found = list(rows)
    return RoundCounts(
        total=sum(row["total"] for row in found),
        open=sum(row["open"] for row in found),
        waiting=sum(row["waiting"] for row in found),
        went_up=sum(row["went_up"] for row in found),
        negative=sum(row["negative"] for row in found),
        by_kind={row["kind"]: row["went_up"] for row in found},
    )
