"""What follows from letting a deadline pass, where a rule says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from quanze.procedure.clocks.calendar import ONE_DAY
from quanze.procedure.clocks.deadline import Deadline, end_of


class Outcome(StrEnum):
    """What silence is taken for."""

    ACCEPTED = "accepted"
    RENEWED = "renewed"


class Since(StrEnum):
    """From which day: that of the event with which the term began, or the day after the last one."""

    START = "start"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Silence:
    """What an organ's silence is taken for, from when, by which rule. Whether it holds for a matter is set there."""

    outcome: Outcome
    since: Since
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Deemed:
    """What has come about by silence, and on which day."""

    silence: Silence
    day: date


SILENCES = {
    # 《行政许可法》第三十二条第一款第（四）项：“……逾期不告知的，自收到申请材料之日起即为受理”
    "notice": Silence(
        Outcome.ACCEPTED,
        Since.START,
        "逾期不告知需要补正的全部内容的，自收到申请材料之日起即为受理",
        "《行政许可法》第三十二条第一款第（四）项",
    ),
    # 《行政许可法》第五十条第二款：“……逾期未作决定的，视为准予延续。”
    "renewal": Silence(
        Outcome.RENEWED, Since.LAPSE, "逾期未作决定的，视为准予延续", "《行政许可法》第五十条第二款"
    ),
}
"""Key → what silence means. A procedure names the one that holds for its matter, or none."""


def deemed(silence: Silence, deadline: Deadline, now: datetime) -> Deemed | None:
    """What has come about at ``now`` if nothing was done; ``None`` while there is time or the clock is paused.

    A provisional date binds nobody, since it may still move; where the unit is not confirmed, the later reading must
    have passed too.
    """
    days = [reading.due for reading in deadline.readings if reading.due is not None]
    if len(days) < len(deadline.readings) or deadline.provisional:
        return None
    last = max(days)
    if now < end_of(last, deadline.term.closing):
        return None
    return Deemed(silence, deadline.term.began if silence.since is Since.START else last + ONE_DAY)
