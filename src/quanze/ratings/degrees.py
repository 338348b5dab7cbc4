"""The five degrees, and until when a bad one has to be answered. Pure.

国办发〔2019〕51号: 非常满意、满意、基本满意、不满意、非常不满意五个等级，后两个等级为差评; the codes are those of
GB/T 39046—2020 附录 A.8. Nobody is taken for satisfied who said nothing: what is not rated stays unrated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline, counted
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit


class Degree(IntEnum):
    """How satisfied somebody is; the value is the code of the standard."""

    VERY_SATISFIED = 1
    SATISFIED = 2
    FAIRLY_SATISFIED = 3
    DISSATISFIED = 4
    VERY_DISSATISFIED = 5

    @property
    def label(self) -> str:
        """In the standard's words."""
        return _LABELS[self]

    @property
    def bad(self) -> bool:
        """差评: it has to be answered."""
        return self >= Degree.DISSATISFIED


_LABELS = {
    Degree.VERY_SATISFIED: "非常满意",
    Degree.SATISFIED: "满意",
    Degree.FAIRLY_SATISFIED: "基本满意",
    Degree.DISSATISFIED: "不满意",
    Degree.VERY_DISSATISFIED: "非常不满意",
}

ASSUMED = "假定，本地另有规定的由安全管理员设定"
"""The source of a limit for which nobody has named one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long there is to answer a bad rating and to mend what it is about, and the rule that says so."""

    answer: Limit
    source: str


DEFAULT = Limits(Limit(5, Unit.WORKING_DAY), ASSUMED)
"""Places differ: 安阳市政务服务条例第五十二条 has one working day to verify, others five to mend and report back."""


def answer_by(said: datetime, limits: Limits, calendar: Calendar) -> Deadline:
    """Until when a bad rating of that moment has to be answered."""
    return counted(Term(said, limits.answer, source=limits.source), calendar)
