"""What the pages of a case show, to whom, and in how many questions to the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quanze.cases import queries
from quanze.cases.queries import Mark, State, Whose
from quanze.cases.services import LetterOrder, note
from quanze.people.permissions import Denied
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind, Limit, Unit
from tests.cases.conftest import House, account, prove
from tests.cases.test_matter_five import step

PAGE, ACTION = 20, 25
"""The most queries of a page and of an action (docs/cases.md)."""


@pytest.fixture
def noticed(house: House):
    """A case whose applicant was told of two missing items."""
    case = house.submitted()
    notice = acts.GiveNotice(
        step(case, Kind.SUPPLEMENT), ("检测报告", "产品标准"), Limit(5, Unit.WORKING_DAY)
    )
    return house.do(case, notice, letter=LetterOrder("supplement", {"handler_phone": "0377-6311111"}))


def counted(ask):
    """What it gives, and how many questions it took; a test's own savepoints are none."""
    with CaptureQueriesContext(connection) as asked:
        found = ask()
    return found, sum("SAVEPOINT" not in each["sql"] for each in asked.captured_queries)


def again(person):
    """The same person in another request: nothing is remembered."""
    return type(person).objects.get(pk=person.pk)


def test_the_officer_sees_the_course_the_evidence_and_what_may_be_done(house: House, noticed):
    note(noticed, house.wang, "电话已告知")
    case = queries.case(noticed.number)
    page, asked = counted(lambda: queries.case_page(case, again(house.wang)))
    assert asked <= PAGE
    marks = {view.name: view.mark for stage in page.stages for view in stage.steps}
    assert (marks["受理"], marks["决定"]) == (Mark.OPEN, Mark.AHEAD)
    supplement = next(
        view for stage in page.stages for view in stage.steps if view.place.kind is Kind.SUPPLEMENT
    )
    assert "一次告知申请人需要补正的全部内容" in supplement.words
    assert [(entry.label, entry.who) for entry in supplement.entries] == [("一次性告知补正", "姓名wang")]
    assert supplement.entries[0].documents == (page.letters[0].reference,)
    assert page.missing == ("检测报告", "产品标准")
    assert "withdraw" in {offer.kind for offer in page.mine}
    theirs = {offer.kind: offer.verdict.reason for offer in page.offers if not offer.verdict}
    assert not theirs
    assert [each.words for each in page.notes] == ["电话已告知"]
    assert [section.title for section in page.form][:1] == ["申报企业"]
    assert page.deadlines[0].counted.due == case.due_on


def test_the_applicant_sees_what_is_owed_and_no_more(house: House, noticed):
    note(noticed, house.wang, "电话已告知")
    case = queries.case(noticed.number)
    page, asked = counted(lambda: queries.status_page(case, again(house.chen)))
    assert asked <= PAGE
    assert {offer.kind for offer in page.offers if offer.verdict} == {"hand_in", "withdraw"}
    assert [entry.kind for entry in page.entries] == ["submit", "give_notice"]
    assert not page.letters, "an unsealed paper is no letter yet"
    prove(house, case, "supplement")
    page = queries.status_page(queries.case(case.number), house.chen)
    assert [letter.kind for letter in page.letters] == ["supplement"]
    with pytest.raises(Denied, match="只有申请人和办理"):
        queries.case_page(case, again(house.chen))


def test_an_act_takes_few_questions(house: House, noticed):
    act = acts.HandIn(("检测报告",))
    file = house.file(house.chen)
    _, asked = counted(lambda: house.do(noticed, act, again(house.chen), files={"检测报告": [file]}))
    assert asked <= ACTION + 1  # one of them asks for what was seen
    refuse = acts.Decline(
        step(noticed, Kind.REFUSE), "不属于本机关职权", ours=False, competent="市场监督管理局"
    )
    _, asked = counted(
        lambda: house.do(noticed, refuse, again(house.wang), letter=LetterOrder("declination"))
    )
    assert asked <= ACTION + 1


def test_the_work_list_is_as_wide_as_the_role(house: House, noticed):
    elsewhere = account("elsewhere")
    other = house.submitted()
    mine, asked = counted(lambda: queries.work(again(house.wang), house.bureau))
    assert asked <= 6
    assert [row.case.number for row in mine.rows] == [noticed.number]
    office = queries.work(house.li, house.bureau, whose=Whose.OFFICE)
    assert {row.case.number for row in office.rows} == {noticed.number, other.number}
    assert [
        row.case.number
        for row in queries.work(house.li, house.bureau, whose="office", state=State.UNCLAIMED).rows
    ] == [other.number]
    assert queries.work(house.leader, house.bureau).total == 0
    assert queries.work(house.supervisor, house.bureau, whose="all").total == 2
    assert queries.work(house.cai, house.finance, whose="all").total == 0
    with pytest.raises(Denied):
        queries.work(elsewhere, house.bureau)
    with pytest.raises(Denied):
        queries.work(house.cai, house.bureau)
    assert queries.work(house.head, house.bureau, whose="office", query=other.number[-5:]).total == 1
