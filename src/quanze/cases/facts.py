"""What the engine is told of the world when somebody acts."""

from __future__ import annotations

from collections.abc import Iterable

from quanze.cases import words
from quanze.cases.circumstances import Circumstances, of_case
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned
from quanze.kits.model import Purpose
from quanze.people.models import Person as Account
from quanze.people.queries import acting_for
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.engine import Facts, Person
from quanze.procedure.engine.facts import Bar


def gather(
    case: Case, pinned: Pinned, references: Iterable[str], around: Circumstances | None = None
) -> Facts:
    """The world for this case: the people named by these references, those who must stand back, the round and the bars,
    the rules of the house. Three queries, two more for a case of a round; two where ``around`` is known.

    Whoever acts for the applicant has an interest and handles nothing of the case (回避: 河南省行政执法条例 art. 23).
    """
    ids = {number for each in references if (number := words.person_id(each)) is not None}
    found = Account.objects.filter(pk__in=ids).order_by("roles__pk")
    people: dict[int, Person] = {}
    for pk, name, agency, agency_name in found.values_list(
        "pk", "name", "roles__agency", "roles__agency__name"
    ):
        if pk not in people or agency == case.agency_id:
            people[pk] = Person(words.reference(pk), name, agency_name or "")
    around = around or of_case(case)
    return Facts(
        agency=case.agency.name,
        people=tuple(people.values()),
        recused=frozenset(words.reference(each.pk) for each in acting_for(case.applicant)),
        window=around.window,
        bars=tuple(Bar(f"{each.scope}，至{say_day(each.until)}（{each.decision}）") for each in around.bars),
        elsewhere="" if around.elsewhere is None else around.elsewhere.competent,
        quota=None if around.quota is None else around.quota.most,
        recommended=0 if around.quota is None else around.quota.recommended,
        publicity=pinned.kit.limit(Purpose.PUBLICITY),
        rules=pinned.rules,
    )
