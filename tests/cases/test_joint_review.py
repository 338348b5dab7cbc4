"""联合审核: the finance bureau gives its opinion under its own log-in, while it is asked and no longer."""

from __future__ import annotations

import pytest

from quanze.cases import queries
from quanze.cases.models import Case, Holder, Message
from quanze.cases.pinned import pinned
from quanze.cases.services import Hindered
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.procedure.engine import acts, course_of
from quanze.procedure.model import Kind
from tests.cases.conftest import House, make_house
from tests.cases.test_any_case import Player, names

FUND = names()[1]


@pytest.fixture
def house(start) -> House:
    made = start(make_house, FUND)
    grant(made.wang, RoleKind.HANDLER, made.bureau)
    return made


def asked(house: House, case: Case | None = None) -> Case:
    """A case that has come to the joint review, everything before it done."""
    case = case or house.submitted(house.matter(FUND))
    player = Player(house, case)
    for _ in range(20):
        case = queries.case(case.number)
        if case.partner is not None:
            return case
        player.onward()
    raise AssertionError(case.standing)


def test_the_finance_bureau_is_asked_answers_and_is_done(house: House):
    case = asked(house)
    assert case.partner == house.finance, "the list says 财政部门, and there is one beside the bureau"
    found = queries.work(house.cai, house.finance)
    assert [row.case.number for row in found.rows] == [case.number]
    place = next(place for place in course_of(pinned(case).procedure).path if place.kind is Kind.JOINT_REVIEW)
    page = queries.case_page(case, house.cai)
    assert {offer.kind for offer in page.mine} - {"object"} == {"joint_review"}
    case = house.do(case, acts.JointReview(place.key, "同意"), house.cai)
    assert queries.work(house.cai, house.finance).total == 0
    assert may(house.cai, "case.read", case), "what one has signed one may read"
    with pytest.raises(Denied):
        house.do(case, acts.JointReview(place.key, "再议"), house.cai)


def test_an_officer_enters_the_opinion_only_from_the_partners_document(house: House):
    case = asked(house)
    place = next(place for place in course_of(pinned(case).procedure).path if place.kind is Kind.JOINT_REVIEW)
    with pytest.raises(Hindered, match="联合审核意见应当由"):
        house.do(case, acts.JointReview(place.key, "同意"))
    scan = house.file(house.wang, "会签意见.pdf")
    case = house.do(case, acts.JointReview(place.key, "同意", document=f"deposit:{scan.pk}"))
    assert case.holder != Holder.PARTNER


def test_the_mail_leads_the_finance_bureau_to_its_own_desk(house: House, settings):
    case = asked(house)
    told = Message.objects.get(person=house.cai, body__contains="联合审核意见").body
    assert f"{settings.ADDRESS}/desk/{house.finance.code}/cases/{case.number}/\n" in told
