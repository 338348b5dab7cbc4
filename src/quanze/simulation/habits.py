"""How often what happens in a simulated year: tables to read and extend. The shares are assumed (假定): no bureau's
figures stand behind them; they are there so that each turn and each fault is seen in a year of a small bureau."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from quanze.procedure.engine import acts


class Turn(StrEnum):
    """What a case may meet on its way that is in order."""

    INCOMPLETE = "incomplete"
    SLOW_ANSWER = "slow_answer"
    SILENT = "silent"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
    MORE = "more"
    RECUSED = "recused"
    NEGATIVE = "negative"
    SENT_BACK = "sent_back"
    OBJECTED = "objected"
    UPHELD = "upheld"
    COMPLAINED = "complained"
    RATED = "rated"
    RATED_BADLY = "rated_badly"
    RATED_AGAIN = "rated_again"
    UNANSWERED = "unanswered"


class Fault(StrEnum):
    """What goes wrong in a case, as oversight should see it."""

    LATE = "late"
    LONE_VISIT = "lone_visit"
    SECOND_NOTICE = "second_notice"
    SHORT_POSTING = "short_posting"
    POSTED_AGAIN = "posted_again"
    BARE_REASONS = "bare_reasons"
    LATE_RECEIPT = "late_receipt"
    ONE_HAND = "one_hand"
    MOVED = "moved"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        """In words."""
        return FAULTS[self]


FAULTS: Mapping[Fault, str] = {
    Fault.LATE: "逾期办理",
    Fault.LONE_VISIT: "一人现场核查",
    Fault.SECOND_NOTICE: "补正告知不止一次",
    Fault.SHORT_POSTING: "公示期不足",
    Fault.POSTED_AGAIN: "公示后改动",
    Fault.BARE_REASONS: "不予通过、不予受理而没有实际理由",
    Fault.LATE_RECEIPT: "书面凭证迟送",
    Fault.ONE_HAND: "同一人受理、核查并作出决定",
    Fault.MOVED: "评分以后调整位次，没有集体研究",
    Fault.CHANGED: "排序确定以后又改评分",
}

Quirk = Turn | Fault


@dataclass(frozen=True, slots=True)
class Habit:
    """A quirk that so many of a thousand cases have; who has it has what it ``takes`` too."""

    quirk: Quirk
    of_thousand: int
    takes: Quirk | None = None


HABITS = (
    Habit(Turn.INCOMPLETE, 150),
    Habit(Turn.SLOW_ANSWER, 40, Turn.INCOMPLETE),
    Habit(Turn.SILENT, 30, Turn.INCOMPLETE),
    Habit(Turn.DECLINED, 30),
    Habit(Turn.WITHDRAWN, 35),
    Habit(Turn.SUSPENDED, 40),
    Habit(Turn.EXTENDED, 40),
    Habit(Turn.MORE, 40),
    Habit(Turn.RECUSED, 20),
    Habit(Turn.NEGATIVE, 60),
    Habit(Turn.SENT_BACK, 25),
    Habit(Turn.OBJECTED, 80),
    Habit(Turn.UPHELD, 25, Turn.OBJECTED),
    Habit(Turn.COMPLAINED, 30),
    Habit(Fault.LATE, 160),
    Habit(Fault.LONE_VISIT, 80),
    Habit(Fault.SECOND_NOTICE, 50, Turn.INCOMPLETE),
    Habit(Fault.SHORT_POSTING, 60),
    Habit(Fault.POSTED_AGAIN, 40),
    Habit(Fault.BARE_REASONS, 40, Turn.NEGATIVE),
    Habit(Fault.LATE_RECEIPT, 50),
    Habit(Fault.ONE_HAND, 60),
    Habit(Turn.RATED, 300),
    Habit(Turn.RATED_BADLY, 70, Turn.RATED),
    Habit(Turn.RATED_AGAIN, 20, Turn.RATED_BADLY),
    Habit(Turn.UNANSWERED, 10, Turn.RATED_BADLY),
    Habit(Fault.MOVED, 60),
    Habit(Fault.CHANGED, 80),
)

DAYS: Mapping[type[acts.Act], tuple[int, int]] = {
    acts.GiveNotice: (1, 4),
    acts.HandIn: (2, 9),
    acts.Accept: (1, 4),
    acts.Decline: (1, 4),
    acts.Determine: (0, 1),
    acts.Review: (1, 5),
    acts.Inspect: (2, 6),
    acts.Appraise: (3, 9),
    acts.JointReview: (2, 7),
    acts.RequestMore: (0, 2),
    acts.Meet: (1, 5),
    acts.Decide: (1, 4),
    acts.Post: (1, 3),
    acts.Object: (0, 2),
    acts.AnswerObjection: (1, 5),
    acts.EndPublicity: (0, 1),
    acts.Recommend: (1, 4),
    acts.Report: (1, 4),
    acts.Perform: (1, 3),
    acts.Deliver: (0, 3),
    acts.Prove: (0, 2),
    acts.SendBack: (0, 2),
    acts.Close: (0, 2),
    acts.Withdraw: (1, 6),
    acts.Suspend: (1, 3),
    acts.Resume: (5, 15),
    acts.Extend: (0, 1),
    acts.Recuse: (0, 1),
    acts.RecordResult: (20, 80),
    acts.CheckUp: (40, 120),
}
"""Act → after how many working days, at the least and at the most, it is usually done once it is possible."""

SLOW_ANSWER_DAYS = (16, 30)
"""The same of an answer that comes after its time."""

LATE_RECEIPT_DAYS = (5, 12)
"""The same of a certificate that reaches the applicant late."""

TOO_LATE_DAYS = (1, 6)
"""So many working days after its last day is done what is late."""

ANSWER_WITHIN = 15
"""Working days that a notice leaves for the answer."""

PACES = (("快", 3, 0.6), ("中", 5, 1.0), ("慢", 2, 1.6))
"""How quick officers are: name, how many of ten cases they are given, by how much their days are multiplied."""

ONLINE = 0.25
"""The share of applications that come online, with their files; the others come on paper to the window."""

BY_LETTERS = 0.3
"""The share of cases whose letters the program issues; of the others there are scans of what was written outside."""
