"""Complaints in a simulated year: somebody complains about a case, the supervisor takes it and answers."""

from __future__ import annotations

from datetime import datetime
from random import Random

from quanze.cases.models import Case
from quanze.complaints import services
from quanze.complaints.models import Complaint
from quanze.complaints.queries import standing_of
from quanze.complaints.services import Told
from quanze.complaints.standing import State
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.simulation.cast import MARK, Cast

FILED_AFTER = (5, 25)
"""Working days after the application came in."""

NEXT_AFTER = {State.FILED: (1, 7), State.ACCEPTED: (6, 24)}
"""State → after how many working days the supervisor does what is next; some are too late."""

PASSED_ON = 0.15
"""The share of complaints that another organ answers."""

WORDS = (
    "办理太慢，多次询问没有答复。",
    "要求补交的材料前后说法不一。",
    "公示信息与实际情况不符。",
    "经办人员态度生硬。",
)


def complain(cast: Cast, case: Case, token: str, now: datetime, dice: Random) -> Complaint:
    """Somebody complains about this case, on the public page or, where too many did there, by letter."""
    told = Told(
        f"（{MARK}）{dice.choice(WORDS)}", case=case.number, happened_on=now.astimezone(SHANGHAI).date()
    )
    try:
        return services.file(cast.agency, told, token).complaint
    except Unacceptable:
        day = now.astimezone(SHANGHAI).date()
        letter = Complaint.Channel.LETTER
        return services.write_down(cast.agency, cast.supervisor, told, letter, day, token).complaint


def open_state(complaint: Complaint) -> State | None:
    """Where a complaint is, ``None`` where nothing is owed any more."""
    state = standing_of(complaint).state
    return state if state.open else None


def handle(cast: Cast, complaint: Complaint, dice: Random) -> None:
    """The supervisor does what is next."""
    found, person = standing_of(complaint), cast.supervisor
    if found.state is State.FILED:
        if dice.random() < PASSED_ON:
            organ = f"有权处理的机关（{MARK}）"
            services.transfer(complaint, person, organ, "", "不属于本机关职责。", found.version)
        else:
            services.accept(complaint, person, found.version)
    elif found.state is State.ACCEPTED:
        services.answer(complaint, person, f"（{MARK}）经核查，已经督促改进，谢谢监督。", found.version)
