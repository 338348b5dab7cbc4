"""How long complaints may take in a bureau, by its own rules, and who takes what is not taken here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.complaints.limits import Limits
from quanze.complaints.models import Rules
from quanze.complaints.texts import line
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.term import Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit


@transaction.atomic
def set_rules(agency: Agency, person: Person, limits: Limits, *, where: Origin | None = None) -> Rules:
    """From now on what comes in runs by these; what came before by those of its day. The length of ``longer`` is in the
    unit of ``answer``; 0: no answer takes longer. Raises ``Denied``, ``Unacceptable``."""
    demand(person, "complaint.configure", agency)
    accept, answer, longer = limits.accept, limits.answer, limits.longer
    _demand_countable(accept.limit, "受理期限")
    _demand_countable(answer.limit, "答复期限")
    if longer.limit.n:
        _demand_countable(Limit(longer.limit.n, answer.limit.unit), "延长的期限")
    made = Rules.objects.create(
        agency=agency,
        accept_n=accept.limit.n,
        accept_unit=accept.limit.unit,
        accept_source=line(accept.source, "受理期限的依据"),
        answer_n=answer.limit.n,
        answer_unit=answer.limit.unit,
        answer_source=line(answer.source, "答复期限的依据"),
        longer_n=longer.limit.n,
        longer_source=line(longer.source, "延长的依据"),
        clues_to=line(limits.clues_to, "问题线索向哪里反映", 300),
        higher_to=line(limits.higher_to, "对纪检监察人员的投诉向哪里提出", 300),
        by=person,
        at=timezone.now(),
    )
    thing = Thing("complaints.Rules", str(made.pk), agency.name)
    record(agency.code, "complaint.configure", who=person, thing=thing, where=where)
    return made


def _demand_countable(limit: Limit, what: str) -> None:
    try:
        Term(datetime(2026, 1, 1, 12, tzinfo=SHANGHAI), limit)
    except Uncountable as why:
        raise Unacceptable(f"{what}：{why}。") from why
