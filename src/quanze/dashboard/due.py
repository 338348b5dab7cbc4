"""How open cases stand by their next date."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Case as Choice
from django.db.models import CharField, QuerySet, Value, When
from django.utils import timezone

from quanze.cases.models import OPEN, Case
from quanze.people.models import Agency


class Due(StrEnum):
    """``OVERDUE``: past a date that stands and is the bureau's to keep (``cases.dates.missed``). ``DOUBTFUL``: past one
    that may still move. ``ELAPSED``: the time of the applicant or of a publicity is over, and the next step is the
    bureau's. ``WEEK``: in the seven days after today."""

    OVERDUE = "overdue"
    DOUBTFUL = "doubtful"
    ELAPSED = "elapsed"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    PAUSED = "paused"
    NONE = "none"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Due.OVERDUE: "已逾期",
    Due.DOUBTFUL: "已过暂定日期",
    Due.ELAPSED: "补交或者公示期已满",
    Due.TODAY: "今天到期",
    Due.WEEK: "七日内到期",
    Due.LATER: "七日以后到期",
    Due.PAUSED: "中止计时",
    Due.NONE: "没有期限",
}

WEEK = timedelta(days=7)


def stood(agency: Agency, at: datetime, *only: Due) -> QuerySet[Case]:
    """The open cases of an agency in no order, each with how it ``stands`` (a value of :class:`Due`); ``only`` those
    that stand so, without any all of them."""
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(1), time()))
    stands = Choice(
        When(suspended=True, then=Value(Due.PAUSED.value)),
        When(due_at__isnull=True, then=Value(Due.NONE.value)),
        When(owed_at__lte=at, then=Value(Due.OVERDUE.value)),
        When(provisional=True, due_at__lte=at, then=Value(Due.DOUBTFUL.value)),
        When(due_at__lte=at, then=Value(Due.ELAPSED.value)),
        # A last day is over with the first moment of the next.
        When(due_at__lte=tomorrow, then=Value(Due.TODAY.value)),
        When(due_at__lte=tomorrow + WEEK, then=Value(Due.WEEK.value)),
        default=Value(Due.LATER.value),
        output_field=CharField(),
    )
    found = Case.objects.filter(OPEN, agency=agency).order_by().annotate(stands=stands)
    return found.filter(stands__in=[each.value for each in only]) if only else found
