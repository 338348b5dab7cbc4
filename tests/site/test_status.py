"""What an applicant reads of a case: whose turn it is, until when, what is late, what has to be mended."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from quanze.cases import queries
from quanze.cases.models import Case
from quanze.cases.services import LetterOrder
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.procedure.clocks.suspension import GROUNDS
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Standing
from quanze.procedure.engine.evidence import Expert
from quanze.procedure.model import Kind, Limit, Unit
from quanze.site.applying.status import Status, status
from tests.cases.conftest import House, make_house, prove
from tests.cases.test_any_case import names
from tests.cases.test_joint_review import asked
from tests.cases.test_matter_five import step, steps
from tests.site.test_applying import at, noticed, text

GROUND = next(iter(GROUNDS))


@pytest.fixture
def house(start) -> House:
    return start(make_house)


def seen(house: House, case: Case, after: timedelta = timedelta(0)) -> Status:
    now: datetime = timezone.now() + after
    return status(queries.status_page(queries.case(case.number), house.chen, now=now), now)


def reported(house: House) -> Case:
    """Matter 5, as shortly as the list allows."""
    case = house.submitted()
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    case = prove(house, case, "acceptance")
    first, second = steps(case, Kind.REVIEW)
    case = house.do(case, acts.Review(first, "材料真实"))
    case = house.do(case, acts.Determine(step(case, Kind.INSPECT), False, "材料足以说明"))
    case = house.do(case, acts.Appraise(step(case, Kind.APPRAISE), (Expert("甲"),), "同意"))
    case = house.do(case, acts.Review(second, "结论可信"))
    case = house.do(case, acts.Decide(step(case, Kind.DECIDE), True, "符合条件"), house.leader)
    recommend = acts.Recommend(step(case, Kind.RECOMMEND), True, "技术先进")
    order = LetterOrder(
        "recommendation",
        {"recipient": "市局", "subject_words": "推荐新产品", "recommended": [["某某机械", "破碎机"]]},
    )
    case = house.do(case, recommend, house.leader, letter=order)
    return house.do(case, acts.Close())


def test_while_the_bureau_handles_it_its_office_is_named(house: House):
    case = house.submitted()
    office = f"{house.bureau.name}{house.office.name}"
    assert seen(house, case).waits == f"现在由{office}办理，不需要您做什么。"
    assert {each.by for each in seen(house, case).following} == {office}


def test_while_a_partner_is_waited_for_the_partner_is_named(start):
    house = start(make_house, names()[1])
    grant(house.wang, RoleKind.HANDLER, house.bureau)
    case = asked(house)
    found = {each.name: each.by for each in seen(house, case).following}
    assert found["联合审核"] == house.finance.name
    assert house.finance.name not in {by for name, by in found.items() if name != "联合审核"}


def test_a_notice_waits_for_the_applicant_and_says_when_it_is_late(house: House):
    case = noticed(house)
    before, after = seen(house, case), seen(house, case, timedelta(days=40))
    assert before.waits == ""
    assert [each.over for each in before.due if each.mine] == [False]
    assert [each.over for each in after.due if each.mine] == [True]
    page = text(at(house.chen).get(f"/my/cases/{case.number}/"))
    assert "您补齐以后要办的" in page
    assert "期限已经过了" not in page


def test_where_nothing_sets_a_limit_the_page_says_so(house: House):
    case = house.submitted()
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    prove(house, case, "acceptance")
    page = text(at(house.chen).get(f"/my/cases/{case.number}/"))
    assert "清单没有写办理期限" in page
    assert "直接送达" in page, "how the acceptance reached the applicant"


def test_while_it_is_suspended_the_ground_is_told(house: House):
    case = house.submitted()
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    case = prove(house, case, "acceptance")
    case = house.do(case, acts.Suspend(GROUND, ""), letter=LetterOrder("special", {"procedure_days": "10日"}))
    assert GROUND in seen(house, case).waits


def test_what_has_to_be_mended_afterwards_is_owed_by_the_applicant_with_its_term(house: House):
    case = reported(house)
    house.do(
        case,
        acts.CheckUp(
            step(case, Kind.FOLLOW_UP), Standing.RECTIFY, "效益统计没有报送", Limit(10, Unit.WORKING_DAY)
        ),
    )
    found = seen(house, case)
    assert found.rectify == "效益统计没有报送"
    assert [(each.label, each.mine) for each in found.due] == [("整改", True)]
    page = text(at(house.chen).get(f"/my/cases/{case.number}/"))
    assert "请您限期整改" in page
    newer = house.submitted()
    home = text(at(house.chen).get("/my/"))
    assert home.index(case.number) < home.index(newer.number), "what is owed comes first"
    assert "转报办结，限期整改" in home
    assert "等您办理" in home
    house.do(case, acts.CheckUp(step(case, Kind.FOLLOW_UP), Standing.COMPLIANT, "已经报送"))
    assert (seen(house, case).rectify, seen(house, case).due) == ("", ())


def test_the_ids_of_a_page_are_each_there_once(house: House):
    page = text(at(house.chen).get(f"/my/cases/{noticed(house).number}/"))
    ids = [each.split('"')[0] for each in page.split(' id="')[1:]]
    assert sorted(set(ids)) == sorted(ids)
