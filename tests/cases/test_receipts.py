"""收取申请材料凭证 goes out by itself where the kit or the list says so, and never stands in the way of an application."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from quanze.audit.models import Event
from quanze.cases import queries, receipts, services
from quanze.cases.intake import Handed
from quanze.cases.pinned import pinned
from quanze.cases.services import LetterOrder
from quanze.kits.model import Letter as OwnLetter
from quanze.letters.models import Letter
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from quanze.rulebook import queries as rulebook
from quanze.rulebook import services as rulebook_services
from tests.cases.conftest import House, answers_for, prove
from tests.cases.test_matter_five import step


def ask_for(house: House, act: str = "Submit", template: str = "receipt") -> None:
    """The bureau says that this act calls for that letter."""
    matter = house.matter()
    kit = rulebook.kit_of(matter).kit
    changed = replace(kit, letters=(*kit.letters, OwnLetter(act, template)))
    rulebook_services.set_kit(house.bureau, matter.number, changed, house.keeper)


def with_material(house: House):
    draft = house.draft()
    material = rulebook.kit_of(house.matter()).kit.materials[0]
    services.attach(draft, material.key, house.file(house.chen), house.chen)
    return draft, material


def test_without_a_rule_nothing_goes_out(house: House):
    services.submit(with_material(house)[0], house.chen, "k")
    assert not Letter.objects.exists()


def test_what_came_online_is_receipted_with_its_number(house: House):
    ask_for(house)
    draft, material = with_material(house)
    case = services.submit(draft, house.chen, "k")
    services.submit(draft, house.chen, "again")
    letter = Letter.objects.get()
    assert (letter.kind, letter.subject, letter.by) == ("receipt", case.subject, None)
    assert letter.values["case_number"] == case.number
    assert letter.values["materials"] == [[material.name, "1", "电子"]]
    assert letter.reference in Event.objects.get(verb="case.submit").body
    assert queries.status_page(case, house.chen).letters == (), "it goes out when it is sealed"
    prove(house, case, "receipt")
    assert queries.status_page(case, house.chen).letters == (letter,)


def test_what_came_over_the_counter_is_receipted_by_the_officer(house: House):
    ask_for(house)
    kit = rulebook.kit_of(house.matter()).kit
    handed = [Handed(kit.materials[0].key)]
    today = timezone.localdate()
    services.take_in(
        house.bureau, house.matter(), house.wang, house.party, answers_for(kit), handed, today, key="k"
    )
    letter = Letter.objects.get()
    assert (letter.by, letter.values["materials"][0][2]) == (house.wang, "纸质")


def test_what_is_brought_later_is_receipted_by_itself_and_alone(house: House):
    ask_for(house, "HandIn")
    case = services.submit(with_material(house)[0], house.chen, "k")
    told = acts.GiveNotice(step(case, Kind.SUPPLEMENT), ("检测报告",))
    case = house.do(case, told, letter=LetterOrder("supplement", {"handler_phone": "0377-6311111"}))
    house.do(case, acts.HandIn(("检测报告",)), house.chen)
    letter = Letter.objects.get(kind="receipt")
    assert letter.values["materials"] == [["检测报告", "1", "纸质"]]


def test_an_application_is_received_whatever_is_wrong_with_the_letter(house: House):
    ask_for(house)
    case = services.submit(house.draft(), house.chen, "k")
    assert case.number
    assert not Letter.objects.exists(), "of nothing there is no receipt"


@pytest.mark.parametrize(
    ("duty", "says"),
    [
        ("收到申请材料后出具收件回执。", True),
        ("窗口接收材料，出具收取申请材料凭证。", True),
        ("当场登记并交给申请人收件单。", True),
        ("接收申报资料并开具收据；材料不齐的一次告知。", True),
        ("依法受理，并出具加盖专用印章和注明日期的书面凭证。", False),
        ("收取费用的，开具收据。", False),
        ("收到申请材料之日起5日内出具受理通知书或者受理回执。", False),
    ],
)
def test_the_list_s_own_words_ask_for_one(duty: str, says: bool):
    assert bool(receipts.SAYS.search(duty)) is says


def test_the_kit_goes_before_the_words_of_the_list(house: House):
    case = house.submitted()
    on = pinned(case)
    steps = tuple(
        replace(each, text=f"出具收件回执，{each.text}") if each.kind is Kind.ACCEPT else each
        for each in on.procedure.steps
    )
    said = replace(on, procedure=replace(on.procedure, steps=steps))
    assert receipts.due(said, acts.Submit) == "receipt"
    assert receipts.due(on, acts.Submit) == ""
    without = replace(said, kit=replace(said.kit, letters=(OwnLetter("Submit", ""),)))
    assert receipts.due(without, acts.Submit) == ""
