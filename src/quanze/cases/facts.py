"""What the engine is told of the world when somebody acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from quanze.cases import words
from quanze.cases.circumstances import Circumstances, of_case, of_cases
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned, pinned
from quanze.kits.model import Purpose
from quanze.people.models import Person as Account
from quanze.people.queries import acting_for_each
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.engine import Act, Facts, Person
from quanze.procedure.engine.cautions import AROUND
from quanze.procedure.engine.facts import Bar

NOTHING = Circumstances(None, (), date.min)
"""What is told of what stands around a case where it does not matter."""


def gather(
    case: Case,
    pinned: Pinned,
    references: Iterable[str],
    around: Circumstances | None = None,
    *,
    act: type[Act] | None = None,
) -> Facts:
    """The world for this case: the people named by these references, those who must stand back, the round and the bars,
    the rules of the house. Three queries, two more for a case of a round; two where ``around`` is known, or where the
    ``act`` that is about to be done has nothing to do with it.

    Whoever acts for the applicant has an interest and handles nothing of the case (回避: 河南省行政执法条例 art. 23).
    """
    recused = acting_for_each([case.applicant])[case.applicant_id]
    if around is None:
        around = of_case(case) if act is None or act in AROUND else NOTHING
    return told(case, pinned, people(case, references), recused, around)


def gather_each(cases: Sequence[Case], references: Iterable[str]) -> dict[int, Facts]:
    """The same for several cases of one agency, by their keys. Five queries, however many they are."""
    if not cases:
        return {}
    named = people(cases[0], references)
    acting = acting_for_each(case.applicant for case in cases)
    around = of_cases(cases)
    return {
        case.pk: told(case, pinned(case), named, acting[case.applicant_id], around[case.pk]) for case in cases
    }


def people(case: Case, references: Iterable[str]) -> tuple[Person, ...]:
    """Those whom these references name, each at the agency of the case where they have a role there. One query."""
    ids = {number for each in references if (number := words.person_id(each)) is not None}
    found = Account.objects.filter(pk__in=ids).order_by("roles__pk")
    made: dict[int, Person] = {}
    for pk, name, agency, agency_name in found.values_list(
        "pk", "name", "roles__agency", "roles__agency__name"
    ):
        if pk not in made or agency == case.agency_id:
            made[pk] = Person(words.reference(pk), name, agency_name or "")
    return tuple(made.values())


def told(
    case: Case, pinned: Pinned, named: tuple[Person, ...], acting: Collection[int], around: Circumstances
) -> Facts:
    """What was found out, as the engine has it; ``acting`` are the keys of those who act for the applicant."""
    return Facts(
        agency=case.agency.name,
        people=named,
        recused=frozenset(map(words.reference, acting)),
        window=around.window,
        bars=tuple(Bar(f"{each.scope}，至{say_day(each.ends)}（{each.decision}）") for each in around.bars),
        elsewhere="" if around.elsewhere is None else around.elsewhere.competent,
        quota=None if around.quota is None else around.quota.most,
        recommended=0 if around.quota is None else around.quota.recommended,
        publicity=pinned.kit.limit(Purpose.PUBLICITY),
        rules=pinned.rules,
    )
