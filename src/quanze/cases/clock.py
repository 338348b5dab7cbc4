"""What time brings, done by a job again and again (``quanze manage tick``), in one place or several at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from quanze.cases.outbox import send_due
from quanze.cases.redating import redate
from quanze.cases.reminding import remind
from quanze.cases.silence import let_silence_count
from quanze.cases.turnover import follow_lists


@dataclass(frozen=True, slots=True)
class Ticked:
    """How much was done: cases dated anew, moved by a list, moved by silence, reminded of; mails sent and not sent."""

    redated: int
    moved: int
    silent: int
    reminded: int
    sent: int
    unsent: int

    def __str__(self) -> str:
        return (
            f"办件重算期限 {self.redated} 件，随清单衔接 {self.moved} 件，逾期视为 {self.silent} 件，"
            f"提醒 {self.reminded} 件，邮件发出 {self.sent} 封、未发出 {self.unsent} 封"
        )


def tick(now: datetime | None = None) -> Ticked:
    """Do what is due. Dates first, since the others go by them; mails last, since the others make them."""
    at = now or timezone.now()
    redated = redate()
    moved = follow_lists(timezone.localdate(at))
    silent = let_silence_count(at)
    reminded = remind(at)
    sent, unsent = send_due(at)
    return Ticked(redated, moved, silent, reminded, sent, unsent)
