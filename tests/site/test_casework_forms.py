"""Every act that the engine offers has a form that can be drawn, wherever a case stands; partners see their part."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.procedure.engine import acts, course_of
from quanze.procedure.model import Kind
from quanze.site.casework.questions import ACTS, QUESTIONS
from tests.cases.conftest import House, make_house
from tests.cases.test_any_case import Player
from tests.cases.test_joint_review import FUND
from tests.site.test_casework import Officer, assert_few_questions, refusal

UNASKED = {acts.Submit, acts.DeemAccepted, acts.DeemWithdrawn, acts.Adjust}
"""What nobody does at a case's page: it begins elsewhere, or happens by itself."""


@pytest.fixture
def fund(start) -> House:
    made = start(make_house, FUND)
    grant(made.wang, RoleKind.HANDLER, made.bureau)
    return made


def test_every_act_has_its_questions():
    every = {each for each in vars(acts).values() if isinstance(each, type) and issubclass(each, acts.Act)}
    assert set(QUESTIONS) == every - UNASKED - {acts.Act}


def test_every_question_is_a_field_of_its_act():
    for act, questions in QUESTIONS.items():
        names = {each.name for each in questions}
        brought = {"documents"} if act is acts.HandIn else set()  # the files of its items
        own = {name for name in act.__slots__ if name != "step"}
        assert names == own - brought, act


def test_every_act_on_offer_has_a_form_wherever_the_case_stands(fund: House):
    case = fund.submitted(fund.matter(FUND))
    player = Player(fund, case)
    officers = [Officer(each) for each in (fund.wang, fund.leader, fund.head)]
    drawn: set[str] = set()
    for _ in range(40):
        case = queries.case(case.number)
        for officer in officers:
            for offer in queries.offers(case, officer.person):
                if not offer.verdict or offer.possible.act not in ACTS.values() or offer.kind in drawn:
                    continue
                step = f"?step={offer.possible.step}" if offer.possible.step else ""
                address = reverse("desk_act", args=[officer.agency, case.number, offer.kind]) + step
                answer = officer.client.get(address)
                assert answer.status_code == 200, offer.kind
                assert offer.possible.label in answer.content.decode()
                drawn.add(offer.kind)
            assert officer.client.get(officer.address(case)).status_code == 200
        try:
            player.onward()
        except StopIteration:  # over, or only time goes on from here
            break
    wanted = {
        "accept",
        "give_notice",
        "decline",
        "correct",
        "review",
        "decide",
        "post",
        "recuse",
        "joint_review",
    }
    assert wanted <= drawn, wanted - drawn


def asked(house: House) -> Case:
    """A case that waits for the finance bureau."""
    case = house.submitted(house.matter(FUND))
    player = Player(house, case)
    for _ in range(20):
        case = queries.case(case.number)
        if case.partner is not None:
            return case
        player.onward()
    raise AssertionError(case.standing)


def test_the_finance_bureau_sees_and_does_its_part(fund: House):
    case = asked(fund)
    cai = Officer(fund.cai, "wolong-czj")
    assert cai.client.get("/desk/")["Location"] == "/desk/wolong-czj/cases/"
    assert case.number in cai.client.get("/desk/wolong-czj/cases/").content.decode()
    services.note(case, fund.wang, "申请人的电话打不通")
    assert_few_questions(cai, cai.address(case))
    page = cai.page(case)
    assert "联合审核" in page
    assert "电话打不通" not in page
    assert "电话打不通" in Officer(fund.wang).page(case)
    for words in ("保存备注", "下载归档包", "由我经办", "出具其他文书", "不予受理</a>"):
        assert words not in page, words
    place = next(
        each for each in course_of(queries.stand(case)[0].procedure).path if each.kind is Kind.JOINT_REVIEW
    )
    form = cai.page(case, f"do/joint_review/?step={place.key}")
    assert "会同部门的书面意见" not in form, "it is the partner who writes"
    answer = cai.send(case, "joint_review", place.key, opinion="", favourable="yes")
    assert "没有写明联合审核意见" in refusal(answer)
    case = cai.do(case, "joint_review", place.key, opinion="资金来源清楚，同意", favourable="yes")
    assert cai.client.get(cai.address(case, "do/accept/")).status_code == 403
    assert "资金来源清楚，同意" in cai.page(case)
