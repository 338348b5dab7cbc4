"""How much of a case each sees at the desk: the whole file, what one task needs, or nothing."""

from __future__ import annotations

import pytest

from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.pinned import pinned
from quanze.cases.services import LetterOrder
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.letters.models import Letter
from quanze.people.models import Agency, Person
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.procedure.engine import acts, course_of
from quanze.procedure.model import Kind
from quanze.rulebook.queries import kit_of
from tests.cases.conftest import House, account, make_house
from tests.cases.test_joint_review import FUND, asked


@pytest.fixture
def house(start) -> House:
    made = start(make_house, FUND)
    grant(made.wang, RoleKind.HANDLER, made.bureau)
    return made


@pytest.fixture
def case(house: House) -> Case:
    """A case that waits for the finance bureau, with a note, an opinion, and letters to everybody."""
    matter = house.matter(FUND)
    draft, key = house.draft(matter), kit_of(matter).kit.materials[0].key
    services.attach(draft, key, house.file(house.chen, "申报书.pdf"), house.chen)
    found = asked(house, services.submit(draft, house.chen, "k"))
    review = next(each for each in course_of(pinned(found).procedure).open(queries.stand(found)[1]))
    assert review.kind is Kind.REVIEW
    found = house.do(found, acts.Review(review.key, "内部审核意见"))
    services.note(found, house.wang, "申请人的电话打不通")
    values = {"partner": house.finance.name, "matter": found.matter_name}
    services.issue_letter(found, house.wang, LetterOrder("consultation", values))
    services.issue_letter(found, house.wang, LetterOrder("consultation", {**values, "partner": "区司法局"}))
    services.issue_letter(found, house.wang, LetterOrder("approval", {"opinion": "经办人看法"}))
    report = {"recipient": "市局", "subject_words": "报送"}
    services.issue_letter(found, house.wang, LetterOrder("report", report))
    open_agency("wolong-sfj", "区司法局", Agency.Kind.JUSTICE)
    inside = house.file(house.wang, "内部核查记录.pdf")
    bind(inside, found.subject)
    return queries.case(found.number)


def kinds(case: Case, person: Person) -> set[str]:
    return {entry.kind for entry in queries.case_page(case, person).entries}


def letters(case: Case, person: Person) -> list[tuple[str, str]]:
    return [(each.kind, each.addressee) for each in queries.case_page(case, person).letters]


def test_whoever_is_in_charge_or_supervises_sees_all(house: House, case: Case):
    for person in (house.wang, house.head, house.leader, house.supervisor):
        page = queries.case_page(case, person)
        assert page.sight.whole
        assert len(page.notes) == 1
        assert "review" in kinds(case, person)
        assert len(page.letters) == Letter.objects.count()


def test_the_partner_sees_the_application_its_letter_and_its_own_part(house: House, case: Case):
    page = queries.case_page(case, house.cai)
    assert (page.notes, page.sight.whole) == ((), None)
    assert page.form, "what was applied for"
    assert page.items == queries.case_page(case, house.wang).items
    assert "review" not in kinds(case, house.cai), "our opinion is not what it is asked about"
    assert letters(case, house.cai) == [("consultation", house.finance.name)]
    place = next(each for each in course_of(pinned(case).procedure).path if each.kind is Kind.JOINT_REVIEW)
    file = house.file(house.cai, "财政意见.pdf")
    case = house.do(case, acts.JointReview(place.key, "同意", document=f"deposit:{file.pk}"), house.cai)
    assert "joint_review" in kinds(case, house.cai)
    assert may(house.cai, "file.view", Deposit.objects.get(pk=file.pk))


def test_a_third_agency_sees_no_other_s_mail_and_no_other_s_opinion(house: House, case: Case):
    justice = account("sifa", RoleKind.JOINT_REVIEWER, Agency.objects.get(code="wolong-sfj"))
    place = next(each for each in course_of(pinned(case).procedure).path if each.kind is Kind.JOINT_REVIEW)
    case = house.do(case, acts.JointReview(place.key, "同意"), house.cai)
    Case.objects.filter(pk=case.pk).update(partner=Agency.objects.get(code="wolong-sfj"))
    case = queries.case(case.number)
    assert letters(case, justice) == [("consultation", "区司法局")]
    assert "joint_review" not in kinds(case, justice)


def test_the_recorder_sees_what_was_reported(house: House, case: Case):
    with pytest.raises(Denied):
        queries.case_page(case, house.recorder)
    Case.objects.filter(pk=case.pk).update(reported=True)
    case = queries.case(case.number)
    page = queries.case_page(case, house.recorder)
    assert letters(case, house.recorder) == [("report", "市局")]
    assert (page.notes, "review" in kinds(case, house.recorder)) == ((), False)
    assert page.form
    assert page.items


def test_files_and_letters_are_opened_by_whoever_sees_them(house: House, case: Case):
    Case.objects.filter(pk=case.pk).update(reported=True)
    handed = Deposit.objects.get(filename="申报书.pdf")
    inside = Deposit.objects.get(filename="内部核查记录.pdf")
    by_kind = {(each.kind, each.addressee): each for each in Letter.objects.filter(subject=case.subject)}
    consultation = by_kind["consultation", house.finance.name]
    table = {
        house.wang: {"inside", "handed", "consultation", "report", "approval"},
        house.supervisor: {"inside", "handed", "consultation", "report", "approval"},
        house.cai: {"handed", "consultation"},
        house.recorder: {"handed", "report"},
        house.keeper: set(),
        account("sys", RoleKind.SYSTEM_ADMIN, house.bureau): set(),
    }
    for person, allowed in table.items():
        seen = {
            "inside": may(person, "file.view", inside),
            "handed": may(person, "file.view", handed),
            "consultation": may(person, "letter.view", consultation),
            "report": may(person, "letter.view", by_kind["report", "市局"]),
            "approval": may(person, "letter.view", next(e for k, e in by_kind.items() if k[0] == "approval")),
        }
        assert {name for name, verdict in seen.items() if verdict} == allowed, person
