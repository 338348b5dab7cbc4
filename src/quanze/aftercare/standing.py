"""How a follow-up stands: what is owed, what was reported, what was said of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quanze.aftercare.models import Filing, Reply
from quanze.cases.models import Case
from quanze.kits.following import ONCE, Owed, concerns, owed
from quanze.kits.model import FollowUp, Reporter
from quanze.procedure.clocks.calendar import Calendar


class State(StrEnum):
    """How a report stands."""

    MISSING = "missing"
    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    RECORDED = "recorded"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    State.MISSING: "未报",
    State.FILED: "待核实",
    State.RETURNED: "已退回",
    State.ACCEPTED: "已核实",
    State.RECORDED: "已登记",
}

COUNTED = (State.ACCEPTED, State.RECORDED)
"""What enters into sums."""

WANTED = (State.MISSING, State.RETURNED)
"""What is still to be reported."""


@dataclass(frozen=True, slots=True)
class Line:
    """A report of a case: one that is ``owed``, or one that was made whenever it happened (``owed`` is ``None``).
    ``filing`` is the last one, ``by_case`` the number of the application by which it was done instead."""

    case: Case
    item: FollowUp
    year: int
    owed: Owed | None
    filing: Filing | None = None
    by_case: str = ""

    @property
    def state(self) -> State:
        """How it stands."""
        if self.by_case:
            return State.FILED
        return State.MISSING if self.filing is None else state_of(self.item, self.filing)

    @property
    def reply(self) -> Reply | None:
        """What was last said of the last filing."""
        return None if self.filing is None else last_reply(self.filing)

    def wanted(self) -> bool:
        """Whether it is still to be reported."""
        return self.state in WANTED

    def late(self, today: date) -> bool:
        """Whether it should have been reported by now."""
        return self.owed is not None and self.owed.due is not None and self.owed.due < today and self.wanted()


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow-up of a case with all its reports, the last first."""

    item: FollowUp
    lines: tuple[Line, ...]


def last_reply(filing: Filing) -> Reply | None:
    """The one that holds; the replies were read with the filing."""
    replies = list(filing.replies.all())
    return replies[-1] if replies else None


def state_of(item: FollowUp, filing: Filing) -> State:
    """How a filing stands. What officers record needs nobody to look at it, and may be taken back."""
    reply = last_reply(filing)
    if reply is None:
        return State.RECORDED if item.by is Reporter.OFFICER else State.FILED
    return State.ACCEPTED if reply.accepted else State.RETURNED


def periodic(item: FollowUp) -> bool:
    """Whether it is owed, and so there is one report for each year (or one at all)."""
    return bool(item.every) or item.within is not None


def followed(
    case: Case,
    item: FollowUp,
    filings: Sequence[Filing],
    applied: Iterable[tuple[date, str]],
    today: date,
    calendar: Calendar,
) -> Followed:
    """All of one follow-up. ``filings`` of it in their order; ``applied``: on which day the applicant applied for its
    sub-kind, and the number."""
    if case.granted_on is None or not concerns(item, case.kind):
        return Followed(item, ())
    if not periodic(item):
        return Followed(item, tuple(Line(case, item, each.year, None, each) for each in reversed(filings)))
    last = {ONCE if item.within else each.year: each for each in filings}
    made = [
        Line(case, item, each.year, each, last.pop(each.year, None), _number(each, applied))
        for each in owed(item, case.granted_on, case.left_on, today, calendar)
    ]
    made += [Line(case, item, year, None, each) for year, each in last.items()]  # asked for no more, and kept
    return Followed(item, tuple(sorted(made, key=lambda line: -line.year)))


def _number(asked: Owed, applied: Iterable[tuple[date, str]]) -> str:
    """The first application that came in the year in which it was asked for."""
    if not asked.item.apply:
        return ""
    return next((number for on, number in applied if on.year == asked.asked.year), "")


def by_item(filings: Iterable[Filing]) -> Mapping[str, list[Filing]]:
    """The filings of a case by their follow-up, in their order."""
    found: dict[str, list[Filing]] = {}
    for each in filings:
        found.setdefault(each.item, []).append(each)
    return found
