"""The same seed gives the same year, be it in one run or in two; of a real bureau none is played."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from quanze.cases.models import Case, CaseEvent
from quanze.oversight.queries import hints
from quanze.people.models import Agency
from quanze.ratings.models import Entry
from quanze.rulebook.queries import calendar
from quanze.selection.models import Entry as Ranked
from quanze.simulation.habits import Fault
from quanze.simulation.running import Played, Refused, simulate
from tests.cases.conftest import House
from tests.simulation.conftest import YEAR
from tests.simulation.hinting import expected
from tests.simulation.raw import agree
from tests.simulation.recount import Days, everything
from tests.simulation.test_agreement import END, agree_on_duties
from tests.simulation.test_hints import ASKED, shown

REFERENCE = re.compile(r"\b(person|deposit|letter):(\d+)")


class BrokenOff(Exception):
    """As if somebody had ended the program."""


def told() -> list[tuple[str, str]]:
    """Everything that happened in that year, things called by the order in which they are named first: keys differ on a database
    that gives none twice."""
    names: dict[str, str] = {}
    rows = CaseEvent.objects.filter(case__key__startswith="simulated-2025-11-").order_by("case", "position")
    found = []
    for number, body in rows.values_list("case__number", "body"):
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        found.append(
            (number, REFERENCE.sub(lambda it: names.setdefault(it[0], f"{it[1]}:{len(names)}"), text))
        )
    said = Entry.objects.filter(rating__case__key__startswith="simulated-2025-11-").order_by(
        "rating", "position"
    )
    rows = said.values_list("rating__case__number", "kind", "degree", "text", "by__username", "at")
    found += sorted((number, repr(rest)) for number, *rest in rows)
    ranked = Ranked.objects.filter(round__title__endswith="（模拟11）").order_by("round__matter", "position")
    rows = ranked.values_list("round__matter_name", "kind", "case__number", "reason", "by__username", "at")
    return found + [(matter, repr(rest)) for matter, *rest in rows]


def play(agency: Agency, *, broken_on: date | None = None) -> tuple[Played, list[tuple[str, str]]]:
    """A year, and what happened in it; broken off after that day and gone on with. Nothing of it is kept."""

    def progress(day: date, played: Played) -> None:
        if day == broken_on:
            raise BrokenOff

    with transaction.atomic():
        if broken_on is not None:
            with pytest.raises(BrokenOff):
                simulate(agency, 2025, 11, 3, progress)
        played = simulate(agency, 2025, 11, 3)
        happened = told()
        transaction.set_rollback(True)
    return played, happened


def test_a_year_that_was_broken_off_is_the_same_in_the_end(demo):
    whole, happened = play(demo.bureau)
    parted, again = play(demo.bureau, broken_on=date(2025, 7, 1))
    assert len({number for number, _ in happened if number.startswith(demo.bureau.code)}) == 3
    assert any("fixed" in said for number, said in happened if not number.startswith(demo.bureau.code))
    assert again == happened
    assert parted == whole
    assert whole.ratings > 0


def test_the_year_of_a_bureau_at_work_is_never_played(demo):
    Agency.objects.update(demo=False)
    demo.bureau.refresh_from_db()
    with pytest.raises(Refused, match="不是演示机关"):
        simulate(demo.bureau, 2025, 1, 1)


@pytest.mark.parametrize(("when", "why"), [(2019, "还没有清单可用"), (2199, "只能模拟已经过去的日子")])
def test_a_year_without_list_or_to_come_is_not_played(demo, when, why):
    with pytest.raises(Refused, match=why):
        simulate(demo.bureau, when, 1, 1)


def test_another_bureau_plays_by_its_own_list(elsewhere: House):
    played = simulate(elsewhere.bureau, YEAR, 24, 4)
    assert played.stuck == []
    assert any(each.kind is Fault.LATE for each in played.faults)
    assert agree(elsewhere, YEAR, played.cases), "nothing was late: another seed would show more"
    assert agree_on_duties(elsewhere, END) == played.cases
    found = hints(elsewhere.supervisor, elsewhere.bureau, ASKED, now=END)
    assert Counter(map(shown, found)) == expected(everything(), Days(calendar()), END)
    assert set(Case.objects.values_list("matter__agency__code", flat=True)) == {elsewhere.bureau.code}
    assert min(Case.objects.values_list("version", flat=True)) > 1
