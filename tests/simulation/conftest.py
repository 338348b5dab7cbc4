"""Bureaus that are demos, whose year can be simulated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from quanze.cases.models import Case
from quanze.dashboard.queries import Asked as Shown
from quanze.dashboard.queries import dashboard
from quanze.dashboard.services import count_agency
from quanze.oversight.cards import cards_in
from quanze.oversight.queries import Asked, cards, of_many
from quanze.people.models import Agency
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.corrections import Change, StepOf
from quanze.procedure.engine import course_of
from quanze.procedure.model import Kind, Limit, Unit
from quanze.procedure.oversight.counting import JUDGED
from quanze.registry import queries as registry
from quanze.rulebook import queries as rulebook
from quanze.rulebook import services as rulebook_services
from quanze.rulebook.corrections import Kept, Promise
from quanze.rulebook.queries import calendar
from quanze.simulation.running import Played, simulate
from tests.cases.conftest import House, make_house
from tests.elsewhere.test_elsewhere import make_elsewhere

YEAR, SEED, CASES = 2025, 48, 15


PROMISED = (
    Limit(20, Unit.WORKING_DAY),
    Limit(30, Unit.CALENDAR_DAY),
    Limit(2, Unit.MONTH),
    Limit(45, Unit.WORKING_DAY),
    None,
)
"""What the bureau promises for the whole of its matters, in their order and from the beginning again."""

HOUSE = {
    Kind.REVIEW: Limit(8, Unit.WORKING_DAY),
    Kind.INSPECT: Limit(10, Unit.DAY),
    Kind.DECIDE: Limit(5, Unit.WORKING_DAY),
    Kind.RECOMMEND: Limit(10, Unit.CALENDAR_DAY),
    Kind.REPORT: Limit(5, Unit.DAY),
    Kind.DELIVER: Limit(10, Unit.CALENDAR_DAY),
}
"""Which limits it sets for steps of these kinds to which the list gives none, in every other matter; of 日 nobody has said
which."""


def make_demo() -> House:
    """The sample's list in a demo, its procedures confirmed as far as nobody has to look at them first, with limits that
    the bureau sets itself: the list has few."""
    house = make_house()
    edition = registry.edition_on(house.bureau)
    assert edition
    for place, state in enumerate(rulebook.states(edition)):
        number = state.entry.matter.number
        procedure = rulebook.review(house.bureau, number).proposal.procedure
        owed = [each.step for each in course_of(procedure).path if each.step and not each.step.limit]
        made: list[Kept] = [
            Change(StepOf.named(procedure, step), {"limit": HOUSE[step.kind]})
            for step in owed
            if place % 2 == 0 and step.kind in HOUSE
        ]
        if promised := PROMISED[place % len(PROMISED)]:
            made.append(Promise(promised))
        if made:
            rulebook_services.correct(house.bureau, number, made, "本局〔2024〕9号", house.keeper)
    return as_demo(house)


def make_demo_elsewhere() -> House:
    """Another bureau's list in a demo."""
    return as_demo(make_elsewhere(date(YEAR, 1, 1)))


def as_demo(house: House) -> House:
    Agency.objects.update(demo=True)
    house.bureau.refresh_from_db()
    edition = registry.edition_on(house.bureau)
    assert edition
    for state in rulebook.states(edition):
        found = rulebook.review(house.bureau, state.entry.matter.number)
        if found.changed or state.row is None:
            proposal = found.proposal
            if not proposal.procedure.uncompiled:
                rulebook_services.confirm(
                    house.bureau, state.entry.matter.number, proposal.digest, house.keeper
                )
    return house


CardSeen = tuple[str, str, str, int | None, bool, bool]
"""Case, step, colour, working days left, provisional, unit unconfirmed."""


@dataclass(frozen=True)
class Look:
    """What whoever oversees the bureau saw at a moment of the year: the cards, and what they would have been had the
    arrangement of the next year not been announced; how open cases stood by the dashboard; the duties of the year so far
    by their time, as the matrix and the dashboard had them; complaints by their state."""

    at: datetime
    cards: tuple[CardSeen, ...]
    unannounced: tuple[CardSeen, ...]
    open: dict[str, int]
    matrix: dict[str, int]
    timed: dict[str, int]
    complaints: dict[str, int]


def look(house: House, day: date) -> Look:
    """At the midnight with which this day ends. What was counted for it is forgotten again."""
    at = datetime.combine(day + timedelta(1), time(), SHANGHAI)
    so_far = date(YEAR, 1, 1), day
    known = Calendar(tuple(each for each in calendar().years if each.year <= YEAR))
    cases = Case.objects.filter(agency=house.bureau, ending="").order_by("pk")
    shown = cards(house.supervisor, house.bureau, now=at)
    lines = of_many(house.supervisor, house.bureau, Asked(*so_far), now=at).lines
    with transaction.atomic():
        count_agency(house.bureau, at)
        board = dashboard(house.supervisor, house.bureau, Shown(*so_far))
        transaction.set_rollback(True)
    assert not shown.cut
    return Look(
        at,
        tuple(map(card_seen, shown.shown)),
        tuple(map(card_seen, cards_in(cases, known, at))),
        {due.value: n for due, n in board.open.items() if n},
        {timing.value: n for timing in JUDGED if (n := sum(len(line.of(timing)) for line in lines))},
        {timing.value: n for timing in JUDGED if (n := board.total.timed(timing))},
        {state.value: n for state, n in board.complaints.items() if n},
    )


def card_seen(shown: Any) -> CardSeen:
    card = shown.card
    return (
        shown.case.number,
        card.deadline.step,
        card.colour.value,
        card.left,
        card.provisional,
        card.unconfirmed,
    )


def make_year() -> tuple[House, Played, tuple[Look, ...]]:
    """A simulated year over all matters of the sample's list, looked at twice a month."""
    house, looks = make_demo(), list[Look]()

    def progress(day: date, played: Played) -> None:
        if (day + timedelta(1)).day in (1, 16):
            looks.append(look(house, day))

    played = simulate(house.bureau, YEAR, SEED, CASES, progress)
    return house, played, tuple(looks)


@pytest.fixture
def played_year(start) -> tuple[House, Played, tuple[Look, ...]]:
    return start(make_year)


@pytest.fixture
def year(played_year) -> tuple[House, Played]:
    return played_year[0], played_year[1]


@pytest.fixture
def looks(played_year) -> tuple[Look, ...]:
    return played_year[2]


@pytest.fixture
def demo(year) -> House:
    """The same bureau, whatever was played there."""
    return year[0]


@pytest.fixture
def elsewhere(start) -> House:
    return start(make_demo_elsewhere)
