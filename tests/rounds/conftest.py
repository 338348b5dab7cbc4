"""A bureau with two matters, of which one is called for every year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from quanze.kits.model import Kit, Material, SubKind
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.registry.models import Matter
from quanze.registry.services import import_document
from quanze.rounds.services import Notice, Plan, open_round
from quanze.rulebook.services import set_kit
from tests.rulebook.conftest import ACCEPT, REVIEW, listing, matter, person

NOTICE = Notice("关于组织开展2026年度绿色工厂申报的通知", "豫工信节〔2026〕8号", "河南省工业和信息化厅")
KIT = Kit(
    "绿色工厂申报",
    sub_kinds=(SubKind("national", "国家级"), SubKind("provincial", "省级")),
    materials=(Material("report", "自评价报告", required=True),),
)


@dataclass
class Bureau:
    agency: Agency
    keeper: Person
    head: Person
    matter: Matter
    other: Matter

    def opened(self, first: int = -10, last: int = 10, title: str = "", **more):
        """A round from so many days from now to so many."""
        said = {"notice": NOTICE, "plan": plan(first, last), **more}
        return open_round(self.matter, self.keeper, year=2026, title=title, **said)


def day(days: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=days)


def plan(first: int = -10, last: int = 10, **more) -> Plan:
    return Plan(day(first), day(last), **more)


def make_bureau() -> Bureau:
    agency = open_agency("xixia-gxj", "西峡县工业和信息化局")
    keeper = person("keeper", RoleKind.LIST_KEEPER, agency)
    rows = (("受理", ACCEPT), ("审查", REVIEW))
    import_document(
        agency, listing(matter(1, "绿色工厂申报", *rows), matter(2, "技术改造备案", *rows)), by=None
    )
    one, two = Matter.objects.order_by("number")
    set_kit(agency, one.number, KIT, keeper)
    return Bureau(agency, keeper, person("head", RoleKind.OFFICE_HEAD, agency), one, two)


@pytest.fixture
def bureau(start) -> Bureau:
    return start(make_bureau)
