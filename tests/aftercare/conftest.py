"""A recognised product of matter 5 whose benefit is to be reported, and a granted fund project of matter 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from quanze.aftercare import queries, services
from quanze.aftercare.models import Filing
from quanze.cases.models import Case
from quanze.kits.following import ONCE
from quanze.people.models import Person
from quanze.procedure.clocks.moments import SHANGHAI
from tests.cases.conftest import PRODUCT, House, make_house

FUND = "省先进制造业发展专项资金项目申报"
TODAY = date(2026, 11, 26)
BENEFIT = {"sold": "120", "sales": "3600.5", "gain": "-40", "export": "15"}


@dataclass
class After:
    """``case`` was granted on ``since``; what it reports and what is said of it is done on :data:`TODAY`."""

    house: House
    case: Case

    def lines(self, item: str) -> list[queries.Line]:
        found = {each.item.key: each for each in queries.of_case(self.case, TODAY)}
        return list(found[item].lines)

    def file(
        self, item: str = "benefit", year: int = 2025, person: Person | None = None, **more: Any
    ) -> Filing:
        answers = more.pop("answers", BENEFIT)
        key = more.pop("key", self.house.key())
        return services.file(self.case, person or self.house.chen, item, year, answers, key, **more)

    def reply(
        self,
        filing: Filing,
        accepted: bool = True,
        words: str = "",
        person: Person | None = None,
        seen: int = 0,
    ):
        return services.reply(filing, person or self.house.wang, accepted, words, seen=seen)

    def record(self, item: str, answers: dict[str, Any], **more: Any) -> Filing:
        files = more.pop("files", None)
        given = [self.house.file(self.house.wang, f"{item}.pdf")] if files is None else files
        return self.file(item, ONCE, self.house.wang, answers=answers, files=given, **more)


def granted(name: str, since: date = date(2024, 5, 6)) -> After:
    """The higher authority's result is put into the columns that follow from it: what lies before is tried elsewhere."""
    house = make_house(name)
    case = house.submitted(house.matter(name))
    at = datetime(since.year, since.month, since.day, 10, tzinfo=SHANGHAI)
    Case.objects.filter(pk=case.pk).update(granted_on=since, ending="reported", ended_at=at, holder="none")
    return After(
        house, Case.objects.select_related("matter", "agency", "office", "applicant").get(pk=case.pk)
    )


def product() -> After:
    return granted(PRODUCT)


def fund() -> After:
    return granted(FUND)


@pytest.fixture
def after(start) -> After:
    return start(product)


@pytest.fixture
def funded(start) -> After:
    return start(fund)
