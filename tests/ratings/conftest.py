"""A bureau with a case that was accepted by its handler, so that its applicant may rate it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quanze.cases.models import Case
from quanze.cases.services import LetterOrder, claim
from quanze.people.models import Person
from quanze.people.roles import RoleKind
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from quanze.ratings import services
from quanze.ratings.models import Rating
from tests.cases.conftest import House, account, make_house
from tests.cases.test_matter_five import step

WORDS = "跑了三趟才说缺一张表，态度生硬"


@dataclass
class Served:
    """The house, the case, and the security administrator."""

    house: House
    case: Case
    security: Person

    def rated(self, degree: int = 5, text: str = WORDS) -> Rating:
        return services.give(self.case, self.house.chen, degree, text)


def make_served() -> Served:
    house = make_house()
    case = claim(house.submitted(), house.wang)
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    return Served(house, case, account("security", RoleKind.SECURITY_ADMIN, house.bureau))


@pytest.fixture
def served(start) -> Served:
    return start(make_served)
