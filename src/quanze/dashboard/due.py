"""How an open case stands by its next date."""

from __future__ import annotations

from enum import StrEnum


class Due(StrEnum):
    """``OVERDUE``: past a date that stands and is the bureau's to keep. ``DOUBTFUL``: past one that may still move.
    ``ELAPSED``: the time of the applicant or of a publicity is over, and the next step is the bureau's. ``WEEK``: in
    the seven days after today."""

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

    @property
    def past(self) -> bool:
        """Whether the work list shows it under 已逾期, which goes by the date alone."""
        return self in (Due.OVERDUE, Due.DOUBTFUL, Due.ELAPSED)


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
