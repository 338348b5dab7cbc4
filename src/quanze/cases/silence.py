"""逾期视为: where the bureau set it for a matter, silence counts when the time is surely over, and a job says so."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from quanze.cases import turning, words
from quanze.cases.hindered import Hindered
from quanze.cases.models import Case
from quanze.people.models import Agency
from quanze.procedure.engine import acts, course_of

log = logging.getLogger(__name__)


def let_silence_count(now: datetime, most: int = 500, *, agency: Agency | None = None) -> int:
    """Turn silences that have become due into events, everywhere or at one agency. Returns how many. May run in several
    places at once: each case is looked at anew under its lock."""
    due = Case.objects.filter(silence_at__lte=now)
    if agency is not None:
        due = due.filter(agency=agency)
    keys = due.order_by("silence_at").values_list("pk", flat=True)[:most]
    return sum(_count(pk, now) for pk in list(keys))


@transaction.atomic
def _count(pk: int, now: datetime) -> bool:
    case = turning.locked(Case(pk=pk))
    if case.silence_at is None or case.silence_at > now:
        return False  # somebody else was quicker, or the applicant was
    turn = turning.begin(case, now)
    act: acts.Act = acts.DeemWithdrawn()
    if not turn.state.notices:
        act = acts.DeemAccepted(course_of(turn.pinned.procedure).gate.key)
    try:
        turning.do(turn, act, words.SYSTEM)
    except Hindered as refusal:
        log.error("silence does not count in %s: %s", case.number, refusal)
        case.silence_at = None
        case.save(update_fields=["silence_at"])
        return False
    turning.keep(turn, None, where=None)
    return True
