"""Reading what went up. Each function says how many SQL queries it takes."""

from __future__ import annotations

from django.db.models import Q

from quanze.cases.models import Case
from quanze.escalation.models import Escalation, Rules
from quanze.escalation.rules import DEFAULT, TO, RuleSet, from_json
from quanze.people.models import Agency, Person
from quanze.people.permissions import roles_of
from quanze.people.queries import offices_of
from quanze.people.roles import RoleKind
from quanze.procedure.engine import About

MOST = 50
"""So many that went up last are looked at."""


def rules_of(agency: Agency) -> RuleSet:
    """By which rules cards go up now. One query."""
    found = Rules.objects.filter(agency=agency).last()
    return DEFAULT if found is None else RuleSet(from_json(found.body), found.source)


def raised(person: Person, agency: Agency) -> tuple[Escalation, ...]:
    """What went up to somebody and is not done yet, what went up last first. One query."""
    kinds = {kind for at, kind in roles_of(person) if at == agency.pk and kind in TO}
    mine = Q(pk__in=())
    for kind in kinds:
        of = Q(to=kind.value)
        if kind is RoleKind.HANDLER:
            of &= Q(case__handler=person)
        elif kind is RoleKind.OFFICE_HEAD:
            of &= Q(case__office__in=offices_of(person, agency, kind)) | Q(case__office__isnull=True)
        mine |= of
    found = Escalation.objects.filter(mine, case__agency=agency, case__ending="", case__suspended=False)
    rows = found.select_related("case").defer("case__answers", "case__applicant_data").order_by("-pk")[:MOST]
    return tuple(each for each in rows if _stands(each, each.case))


def _stands(raised: Escalation, case: Case) -> bool:
    """Whether what it is about is still to be done by that date."""
    if (case.due_step, case.about) == (raised.step, raised.about):
        return case.due_on == raised.due
    return raised.about == About.CASE or raised.step in case.open
