"""A round of the sample's matter 5 with four applications, of which two may be recommended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from quanze.cases.models import Case
from quanze.kits.model import Criterion, Kit, Preference, Ranking
from quanze.people.models import Person
from quanze.procedure.model import Kind
from quanze.rounds.queries import Call, call_of
from quanze.rulebook.queries import kit_of
from quanze.rulebook.services import set_kit
from quanze.selection import queries, services
from tests.cases.conftest import House, make_house
from tests.cases.test_rounds import opened

NATIONAL = "已建有国家级研发平台的"
SCORED = Ranking(
    (Criterion("novelty", "创新性", Decimal(60)), Criterion("market", "市场前景", Decimal(40))),
    (Preference(NATIONAL),),
)


@dataclass
class Contest:
    """``cases`` in the order in which they came in."""

    house: House
    call: Call
    cases: list[Case]

    @property
    def held(self) -> queries.Ranking:
        return queries.ranking(call_of(self.call.round.pk))

    def order(self) -> list[int]:
        """Which of the cases (from 0) stands where, in the only list."""
        (only,) = self.held.lists
        return [self.cases.index(row.case) for row in only.rows]

    def seen(self, number: int) -> int:
        """The last entry about a case."""
        found = self.held.row(self.cases[number].number)
        return 0 if found is None else found[1].said.seen

    def score(self, number: int, novelty: str, market: str = "20", by: str = "张专家", **more):
        points = {"novelty": Decimal(novelty), "market": Decimal(market)}
        said = {"person": self.house.wang, "seen": self.seen(number), **more}
        person, seen = said.pop("person"), said.pop("seen")
        return services.score(self.call.round, person, self.cases[number], by, points, seen, **said)

    def move(
        self, number: int, place: int, reason: str = "集体研究意见", person: Person | None = None, **more
    ):
        seen = more.get("seen", self.held.version)
        return services.move(
            self.call.round, person or self.house.wang, self.cases[number], place, reason, seen
        )

    def fix(self, person: Person | None = None):
        return services.fix(self.call.round, person or self.house.head, self.held.version)

    def meeting(self, person: Person | None = None, **said):
        house, person = self.house, person or self.house.head
        votes = {"votes_for": 3, **said}
        people = votes.pop("people", [house.leader, house.head, house.wang])
        minutes = house.file(person, "会议纪要.pdf")
        meeting = services.Meeting(house.today(), minutes, people, **votes)
        return services.meet(self.call.round, person, meeting, self.held.version)


def contest_by(ranking: Ranking = SCORED, quota: dict[str, int] | None = None, **rules) -> Contest:
    """A round whose kit says this of ranking, and these rules of the house."""
    house = make_house()
    kit: Kit = kit_of(house.matter()).kit
    made = replace(kit, ranking=ranking, house=replace(kit.house, **rules))
    set_kit(house.bureau, house.matter().number, made, house.keeper)
    call = opened(house, quota={"": 2} if quota is None else quota)
    cases = [house.submitted(product=f"产品{name}") for name in "甲乙丙丁"]
    return Contest(house, call, cases)


def without_criteria() -> Contest:
    """The kit says nothing of ranking."""
    return contest_by(Ranking())


def with_meeting() -> Contest:
    """The bureau decides together before anything is recommended."""
    return contest_by(collective=frozenset({Kind.RECOMMEND}))


@pytest.fixture
def contest(start) -> Contest:
    return start(contest_by)
