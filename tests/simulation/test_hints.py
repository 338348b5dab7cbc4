"""The hints of a year are those that its raw events give, none missing and none more; they say the same everywhere."""

from __future__ import annotations

from collections import Counter
from datetime import date

from quanze.cases.models import Case
from quanze.oversight.hints import Hint
from quanze.oversight.queries import Asked, hinted, hints_of_case
from quanze.procedure.oversight.patterns import OF_ONE_CASE
from quanze.rulebook.queries import calendar
from tests.simulation.conftest import YEAR
from tests.simulation.hinting import expected
from tests.simulation.recount import Days, everything
from tests.simulation.test_agreement import END

ASKED = Asked(date(YEAR, 1, 1), date(YEAR, 12, 31))


def shown(hint: Hint) -> tuple[str, tuple[str, ...]]:
    rounds = sorted({f"round {each.round.pk}" for each in hint.evidence if each.round})
    cases = sorted({each.case.number for each in hint.evidence if each.case})
    return hint.pattern.code, tuple(rounds or cases)


def test_nothing_is_hinted_at_but_what_the_events_show_and_all_of_that(year):
    house, played = year
    found = hinted(house.supervisor, house.bureau, ASKED, now=END)
    assert (found.counted, found.cut) == (played.cases, False)
    said = expected(everything(), Days(calendar()), END)
    assert Counter(map(shown, found.hints)) == said
    assert {code for code, _ in said} > {"P801", "P802", "P804", "P805", "P806", "P808", "P809"}, said


def test_a_case_alone_shows_what_it_shows_among_all(year):
    house, _ = year
    found = hinted(house.supervisor, house.bureau, ASKED, now=END)
    among = Counter(shown(each) for each in found.hints if each.pattern.code in OF_ONE_CASE)
    alone: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for case in Case.objects.all():
        alone.update(map(shown, hints_of_case(case, house.supervisor, now=END)))
    assert alone == among
