"""What recording the seal and the delivery of a letter brings about by itself, in whichever order."""

from __future__ import annotations

import pytest
from django.utils import timezone

from quanze.cases import services
from quanze.cases.models import Case
from quanze.cases.services import LetterOrder
from quanze.letters.models import Letter, Voiding
from quanze.letters.services import void
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.evidence import Expert, Paper
from quanze.procedure.model import Kind
from tests.cases.conftest import House, prove
from tests.cases.test_matter_five import kinds, step, steps


def seal(house: House, case: Case, letter: Letter) -> Case:
    return services.seal_letter(case, letter, house.wang, house.file(house.wang, "盖章件.pdf"))


def deliver(house: House, case: Case, letter: Letter) -> Case:
    proof, details = house.file(house.wang, "送达回证.pdf"), {"receiver": "陈某", "relation": "代理人"}
    today = timezone.localdate()
    return services.deliver_letter(case, letter, house.wang, Way.DIRECT, today, proof, details=details)


ORDERS = pytest.mark.parametrize("order", [(seal, deliver), (deliver, seal)], ids=["seal", "delivery"])


def letter_of(case: Case, kind: str) -> Letter:
    return Letter.objects.filter(subject=case.subject, kind=kind).latest("pk")


def examined(house: House, *, favourable: bool = True) -> Case:
    """A case of which everything was found out, before the leader."""
    case = house.submitted()
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    case = prove(house, case, "acceptance")
    first, second = steps(case, Kind.REVIEW)
    case = house.do(case, acts.Review(first, "材料真实"))
    case = house.do(case, acts.Determine(step(case, Kind.INSPECT), False, "材料已能说明"))
    case = house.do(case, acts.Appraise(step(case, Kind.APPRAISE), (Expert("甲"),), "意见", favourable))
    return house.do(case, acts.Review(second, "结论可信", favourable))


def refused(house: House, letter: LetterOrder | None = None) -> Case:
    """Decided against in a meeting; without a letter, by a file that was made elsewhere."""
    case = examined(house, favourable=False)
    decision = step(case, Kind.DECIDE)
    minutes = f"deposit:{house.file(house.leader, '会议纪要.pdf').pk}"
    there = (f"person:{house.leader.pk}", f"person:{house.head.pk}")
    meet = acts.Meet(decision, timezone.localdate(), minutes, there, votes_for=2)
    case = house.do(case, meet, house.leader)
    paper = None if letter else Paper(f"deposit:{house.file(house.leader, '决定.pdf').pk}")
    decide = acts.Decide(decision, False, "样品与申报产品不一致", paper)
    return house.do(case, decide, house.leader, letter=letter)


@ORDERS
def test_a_negative_decision_is_delivered_once(house: House, order):
    case = refused(house, LetterOrder("not_passed"))
    first, second = order
    case = first(house, case, letter_of(case, "not_passed"))
    assert kinds(case)[-1] != "deliver", "an unsealed paper, or one that went nowhere, tells nobody"
    case = second(house, case, letter_of(case, "not_passed"))
    assert "deliver" in kinds(case)
    assert case.standing == "待办结"
    case = house.do(case, acts.Close())
    assert case.ending == "negative"


@ORDERS
def test_a_certificate_discharges_its_duty(house: House, order):
    case = house.submitted()
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    for record in order:
        assert case.standing == "待登记凭证的盖章和送达"
        case = record(house, case, letter_of(case, "acceptance"))
    assert case.standing == "审查"


@ORDERS
def test_a_refusal_ends_the_case(house: House, order):
    case = house.submitted()
    decline = acts.Decline(
        step(case, Kind.REFUSE), "不属于本机关职权", ours=False, competent="市场监督管理局"
    )
    case = house.do(case, decline, letter=LetterOrder("declination"))
    for record in order:
        assert case.ending == ""
        case = record(house, case, letter_of(case, "declination"))
    assert case.ending == "declined"


def test_a_letter_issued_anew_tells_as_well(house: House):
    case = refused(house, LetterOrder("not_passed"))
    void(letter_of(case, "not_passed"), house.wang, Voiding.Kind.VOID, "理由写错")
    services.issue_letter(case, house.wang, LetterOrder("not_passed", {"reasons": "样品不一致"}))
    case = prove(house, case, "not_passed")
    assert kinds(case)[-2] == "deliver"


def test_a_decision_made_elsewhere_is_told_by_a_letter_of_its_kind(house: House):
    case = refused(house)
    services.issue_letter(case, house.wang, LetterOrder("not_passed", {"reasons": "样品不一致"}))
    case = prove(house, case, "not_passed")
    assert kinds(case)[-2] == "deliver"


def test_another_letter_tells_of_no_verdict(house: House):
    case = refused(house, LetterOrder("not_passed"))
    values = {"content": "请领回样品"}
    services.issue_letter(case, house.wang, LetterOrder("notification", values))
    case = prove(house, case, "notification")
    services.issue_letter(case, house.wang, LetterOrder("not_passed", {"reasons": "样品不一致"}))
    case = prove(house, case, "not_passed")
    assert "deliver" not in kinds(case), "the one that was issued with the decision counts"


def test_what_was_sent_back_is_told_to_nobody(house: House):
    case = refused(house, LetterOrder("not_passed"))
    case = house.do(case, acts.SendBack(step(case, Kind.DECIDE), "再议"), house.leader)
    case = prove(house, case, "not_passed")
    assert "deliver" not in kinds(case)
    assert case.standing == "决定"
