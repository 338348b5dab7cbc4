"""Bureaus that are demos, whose year can be simulated."""

from __future__ import annotations

from datetime import date

import pytest

from quanze.people.models import Agency
from quanze.registry import queries as registry
from quanze.rulebook import queries as rulebook
from quanze.rulebook import services as rulebook_services
from quanze.simulation.running import Played, simulate
from tests.cases.conftest import House, make_house
from tests.elsewhere.test_elsewhere import make_elsewhere

YEAR, SEED, CASES = 2025, 48, 15


def make_demo() -> House:
    """The sample's list in a demo, its procedures confirmed as far as nobody has to look at them first."""
    return as_demo(make_house())


def make_demo_elsewhere() -> House:
    """Another bureau's list in a demo."""
    return as_demo(make_elsewhere(date(YEAR, 1, 1)))


def as_demo(house: House) -> House:
    Agency.objects.update(demo=True)
    house.bureau.refresh_from_db()
    edition = registry.edition_on(house.bureau)
    assert edition
    for state in rulebook.states(edition):
        number = state.entry.matter.number
        if state.row is None:
            proposal = rulebook.review(house.bureau, number).proposal
            if not proposal.procedure.uncompiled:
                rulebook_services.confirm(house.bureau, number, proposal.digest, house.keeper)
    return house


def make_year() -> tuple[House, Played]:
    """A simulated year over all matters of the sample's list."""
    house = make_demo()
    return house, simulate(house.bureau, YEAR, SEED, CASES)


@pytest.fixture
def year(start) -> tuple[House, Played]:
    return start(make_year)


@pytest.fixture
def demo(year) -> House:
    """The same bureau, whatever was played there."""
    return year[0]


@pytest.fixture
def elsewhere(start) -> House:
    return start(make_demo_elsewhere)
