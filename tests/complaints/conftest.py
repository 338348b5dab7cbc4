"""A bureau with a case, and complaints about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pytest

from quanze.cases.models import Case
from quanze.complaints import queries, services
from quanze.complaints.models import Complaint
from quanze.complaints.services import Decision, Receipt, Tie, Told
from quanze.people.models import Person
from quanze.people.roles import RoleKind
from tests.cases.conftest import House, account, make_house

SECRET = "办事员张三在窗口收了一千元咨询费"
NAME, CONTACT, WHOM = "李四的真名", "13800000000", "被投诉的张三"
ACT = 1
"""The first act of the sample's clause: charging and apportioning."""


@dataclass
class Office:
    """The house, with what a test asks for of it: a case, an administrator, complaints."""

    house: House
    tokens: int = field(default=0)

    @cached_property
    def case(self) -> Case:
        return self.house.submitted()

    @cached_property
    def security(self) -> Person:
        return account("security", RoleKind.SECURITY_ADMIN, self.house.bureau)

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}-0123456789"

    def filed(self, text: str = SECRET, token: str = "", **more: object) -> Receipt:
        said = {"name": NAME, "contact": CONTACT, "whom": WHOM, **more}
        told = Told(text, **said)  # type: ignore[arg-type]
        return services.file(self.house.bureau, told, token or self.token())

    def complaint(self, **more: object) -> Complaint:
        return self.filed(**more).complaint

    def accepted(self) -> Complaint:
        made = self.complaint()
        services.accept(made, self.house.supervisor, 1)
        return made

    def tied(self, complaint: Complaint, act: int | None = ACT) -> None:
        seen = queries.standing_of(complaint).version
        services.tie(complaint, self.house.supervisor, Tie(matter=self.house.matter(), act=act), seen)

    def decision(self, **more: object) -> Decision:
        house = self.house
        said = {
            "organ": "卧龙区监察委员会",
            "number": "宛龙监〔2026〕1号",
            "on": house.today(),
            "scan": house.file(house.supervisor, "决定书.pdf"),
            "ground": "《公职人员政务处分法》第三十八条",
            "whom": "张三",
            "act": ACT,
            "degree": 0,
            "sanctions": ["警告"],
            **more,
        }
        return Decision(**said)  # type: ignore[arg-type]


@pytest.fixture
def office(start) -> Office:
    return Office(start(make_house))
