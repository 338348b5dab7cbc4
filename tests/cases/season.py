"""A round that many applied in: the first cases are before acceptance, some went up and are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from quanze.cases import services
from quanze.cases.models import Case
from quanze.cases.services import LetterOrder
from quanze.people.models import Party, Person
from quanze.people.services import register_party
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from quanze.rounds import services as rounds
from quanze.rounds.queries import Call
from tests.cases.conftest import House, make_house
from tests.cases.test_matter_five import step
from tests.cases.test_rounds import NOTICE
from tests.rulebook.conftest import listing, matter

MATTER = "绿色工厂申报"
DUTIES = (
    ("受理", "申请材料齐全的，予以受理；材料不齐全的，当场或者在3日内一次告知补正内容。"),
    ("上报", "将申请材料上报市工业和信息化局。"),
)
NAMES = ("平川市甲机械有限公司", "平川市乙（集团）有限公司", "平川市丙化工有限公司", "平川市丁水泥有限公司")


@dataclass
class Season:
    """``fresh`` were handed in, ``up`` were reported and are over; each has an applicant of its own."""

    house: House
    call: Call
    fresh: list[Case]
    up: list[Case]

    def again(self, case: Case) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=case.pk)

    def result(self, case: Case, act: acts.Act, person: Person | None = None) -> Case:
        return self.house.do(case, act, person or self.house.recorder)


def applied(house: House, name: str, number: int) -> Case:
    """An application of its own party, brought in by the same person."""
    code = f"91410000MA{number:07}X"
    party: Party = register_party(house.chen, "enterprise", name, code, code_reason="证照如此")
    draft = services.save_draft(
        house.chen, party, house.matter(MATTER), house.draft(house.matter(MATTER)).answers
    )
    return services.submit(draft, house.chen, house.key())


def decided(house: House, case: Case) -> Case:
    """The case, once the leader found that it may go up."""
    return house.do(case, acts.Decide(step(case, Kind.DECIDE), True, "符合条件"), house.leader)


def reported(house: House, case: Case) -> Case:
    """The case, reported and over."""
    case = decided(house, house.do(case, acts.Accept(step(case, Kind.ACCEPT))))
    report = acts.Report(step(case, Kind.REPORT), "南阳市工业和信息化局", "")
    order = LetterOrder("report", {"subject_words": "报送绿色工厂申报材料"})
    return house.do(house.do(case, report, letter=order), acts.Close())


def make_season() -> Season:
    house = make_house(MATTER, document=listing(matter(1, MATTER, *DUTIES)))
    plan = rounds.Plan(house.today() - timedelta(10), house.today() + timedelta(10))
    call = rounds.open_round(
        house.matter(MATTER), house.keeper, year=2026, title="", notice=NOTICE, plan=plan
    )
    cases = [applied(house, name, number) for number, name in enumerate(NAMES)]
    return Season(house, call, cases[2:], [reported(house, case) for case in cases[:2]])
