"""What came in and what happened stays as it is: the database itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from quanze.cases import services
from quanze.cases.intake import Handed
from quanze.cases.models import Case, CaseEvent, Material, Note
from tests.cases.conftest import House

TAMPERING = {
    "an event is rewritten": lambda: CaseEvent.objects.update(by="person:1"),
    "an event is deleted": lambda: CaseEvent.objects.all()._raw_delete("default"),
    "a material is rewritten": lambda: Material.objects.update(item="别的"),
    "a material is deleted": lambda: Material.objects.all()._raw_delete("default"),
    "a note is rewritten": lambda: Note.objects.update(words="没有"),
    "a note is deleted": lambda: Note.objects.all()._raw_delete("default"),
    "a case is deleted": lambda: Case.objects.all()._raw_delete("default"),
    "a case gets another number": lambda: Case.objects.update(serial=9),
    "a case gets another applicant's name": lambda: Case.objects.update(applicant_name="别人"),
    "an application says something else": lambda: Case.objects.update(answers={}),
}


@pytest.mark.parametrize("act", TAMPERING.values(), ids=TAMPERING)
def test_what_is_kept_cannot_be_changed(house: House, act):
    case = services.take_in(
        house.bureau,
        house.matter(),
        house.wang,
        house.party,
        {"product": "破碎机"},
        [Handed("申请表")],
        house.today(),
        key="window-1",
    )
    services.note(case, house.wang, "纸质材料一套")
    with pytest.raises(IntegrityError, match=r"只能追加|不能修改|不能删除"), transaction.atomic():
        act()
