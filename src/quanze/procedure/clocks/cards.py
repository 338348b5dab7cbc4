"""Yellow and red cards: how near a deadline is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quanze.procedure.clocks.calendar import ONE_DAY, Calendar
from quanze.procedure.clocks.deadline import Deadline, end_of
from quanze.procedure.clocks.moments import SHANGHAI


class Card(StrEnum):
    """Nothing to say, near, or past (or as near as the thresholds call red)."""

    NONE = "none"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """With how many working days left a card is drawn. ``red`` is ``None`` where only lateness draws one.

    The default reminds one working day ahead, as the rules of electronic supervision (电子监察) commonly do.
    """

    yellow: int = 1
    red: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A card with its reason. ``left``: working days after today up to the last day, 0 on the last day, negative the
    working days since; ``None`` while the clock is paused. ``late``: the time has run out."""

    card: Card
    left: int | None
    late: bool


def standing(
    deadline: Deadline, now: datetime, calendar: Calendar, thresholds: Thresholds = Thresholds()
) -> Standing:
    """How ``deadline`` stands at ``now``. Where the unit is not confirmed, the earlier reading draws the yellow one."""
    due, until, warn_on = deadline.due, deadline.until, deadline.warn_on
    today = now.astimezone(SHANGHAI).date()
    if due is None or until is None or warn_on is None:
        return Standing(Card.NONE, None, late=False)
    if now >= until:
        days = (due + n * ONE_DAY for n in range(1, (today - due).days + 1))
        return Standing(Card.RED, -sum(calendar.why_off(day) is None for day in days), late=True)
    working = [day for day in deadline.reading.counted if day > today and calendar.why_off(day) is None]
    left = len(working)
    before_warning = sum(day <= warn_on for day in working)
    if thresholds.red is not None and left <= thresholds.red:
        return Standing(Card.RED, left, late=False)
    warned = before_warning <= thresholds.yellow or now >= end_of(warn_on, deadline.term.closing)
    return Standing(Card.YELLOW if warned else Card.NONE, left, late=False)
