"""省级工业新产品综合评价, from application to the recorded result, and two ways of ending before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quanze.audit.queries import verify_chain
from quanze.cases import services
from quanze.cases.models import Case, CaseEvent, Holder, Material, Message
from quanze.cases.pinned import pinned
from quanze.cases.services import Hindered, LetterOrder
from quanze.procedure.engine import acts, course_of
from quanze.procedure.engine.choices import Outcome, Standing
from quanze.procedure.engine.evidence import Expert, Inspector
from quanze.procedure.model import Kind, Limit, Unit
from tests.cases.conftest import House, prove


def steps(case: Case, kind: Kind) -> list[str]:
    return [place.key for place in course_of(pinned(case).procedure).places if place.kind is kind]


def step(case: Case, kind: Kind) -> str:
    return steps(case, kind)[0]


def kinds(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("position").values_list("kind", flat=True))


def person(account) -> str:
    return f"person:{account.pk}"


def test_from_application_to_the_recorded_result(house: House):
    case = house.submitted()
    assert case.number == f"wolong-gxj-{timezone.localdate().year}-00001"
    assert (case.holder, case.about, case.office) == (Holder.OFFICER, "notice", house.office)

    notice = acts.GiveNotice(
        step(case, Kind.SUPPLEMENT), ("检测报告", "产品标准"), Limit(5, Unit.WORKING_DAY)
    )
    case = house.do(case, notice, letter=LetterOrder("supplement", {"handler_phone": "0377-6311111"}))
    assert (case.holder, case.standing, case.handler) == (Holder.APPLICANT, "待申请人补正2项材料", house.wang)
    assert case.about == "answer"

    report, standard = house.file(house.chen, "检测报告.pdf"), house.file(house.chen, "产品标准.pdf")
    answer = acts.HandIn(("检测报告", "产品标准"))
    case = house.do(case, answer, house.chen, files={"检测报告": [report], "产品标准": [standard]})
    assert case.holder == Holder.OFFICER
    assert set(Material.objects.filter(case=case).values_list("item", "deposit")) == {
        ("检测报告", report.pk),
        ("产品标准", standard.pk),
    }

    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    assert case.standing == "待登记凭证的盖章和送达", "an unsealed paper discharges nothing"
    with pytest.raises(Hindered, match="书面凭证还缺"):
        house.do(case, acts.Review(steps(case, Kind.REVIEW)[0], "材料齐全"))
    case = prove(house, case, "acceptance")
    assert case.standing == "审查"

    first, second = steps(case, Kind.REVIEW)
    case = house.do(case, acts.Review(first, "材料真实"))
    visit = step(case, Kind.INSPECT)
    case = house.do(case, acts.Determine(visit, True, "新增生产线须实地核对"))
    record = house.file(house.wang, "核查记录.pdf")
    alone = acts.Inspect(visit, (Inspector(person(house.wang)),), f"deposit:{record.pk}", "与材料一致")
    with pytest.raises(Hindered, match="两名以上工作人员"):
        house.do(case, alone)
    both = (Inspector(person(house.wang)), Inspector(person(house.li)))
    case = house.do(case, acts.Inspect(visit, both, f"deposit:{record.pk}", "与材料一致"))
    record.refresh_from_db()
    assert record.bound_to == case.subject

    case = house.do(case, acts.Appraise(step(case, Kind.APPRAISE), (Expert("甲"),), "同意"))
    case = house.do(case, acts.Review(second, "结论可信"))
    assert case.holder == Holder.LEADER
    told = Message.objects.filter(person=house.leader)
    assert ["等您决定" in each.body for each in told] == [True]
    decide = acts.Decide(step(case, Kind.DECIDE), True, "符合条件")
    case = house.do(case, decide, house.leader)
    assert case.holder == Holder.LEADER
    assert told.count() == 1, "whose turn it still is hears nothing twice"
    recommend = acts.Recommend(step(case, Kind.RECOMMEND), True, "技术先进")
    order = LetterOrder(
        "recommendation",
        {
            "recipient": "南阳市工业和信息化局",
            "subject_words": "推荐新产品",
            "recommended": [["某某机械", "破碎机"]],
        },
    )
    case = house.do(case, recommend, house.leader, letter=order)
    case = house.do(case, acts.Close())
    assert (case.ending, case.holder, case.reported) == ("reported", Holder.NONE, True)

    case = house.do(
        case, acts.RecordResult("河南省工业和信息化厅", Outcome.GRANTED, "列入名单"), house.recorder
    )
    case = house.do(case, acts.CheckUp(steps(case, Kind.FOLLOW_UP)[0], Standing.COMPLIANT, "效益良好"))
    assert kinds(case)[-2:] == ["record_result", "check_up"]
    assert not list(verify_chain(house.bureau.code))


def test_what_is_not_ours_is_refused_with_a_certificate(house: House):
    case = house.submitted()
    refuse = acts.Decline(step(case, Kind.REFUSE), "不属于本机关职权", ours=False, competent="市场监督管理局")
    case = house.do(case, refuse, letter=LetterOrder("declination"))
    assert case.ending == ""
    case = prove(house, case, "declination")
    assert case.ending == "declined"


def test_an_unanswered_notice_ends_by_nothing_but_a_rule_of_the_house(house: House):
    """No rule of silence is set for this matter: the case stays, overdue, until somebody decides."""
    case = house.submitted()
    notice = acts.GiveNotice(step(case, Kind.SUPPLEMENT), ("检测报告",), Limit(1, Unit.CALENDAR_DAY))
    case = house.do(case, notice, letter=LetterOrder("supplement", {"handler_phone": "0377-6311111"}))
    services.tick(timezone.now() + timedelta(days=30))
    case.refresh_from_db()
    assert (case.ending, case.holder) == ("", Holder.APPLICANT)
