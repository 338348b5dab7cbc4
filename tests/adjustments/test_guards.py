"""What was done stays on record, and what is submitted or closed stays as it is: the database itself refuses."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from quanze.adjustments import services
from quanze.adjustments.models import Act, Adjustment, Answer, Before, Change
from quanze.registry.models import Edition
from tests.adjustments.conftest import House, decision, published

ALWAYS = {
    "an act is rewritten": lambda: Act.objects.update(comment="没有意见"),
    "an act is deleted": lambda: Act.objects.all()._raw_delete("default"),
    "an answer is rewritten": lambda: Answer.objects.update(text="没有问题"),
    "an answer is deleted": lambda: Answer.objects.all()._raw_delete("default"),
    "an adjustment is deleted": lambda: Adjustment.objects.all()._raw_delete("default"),
}
SUBMITTED = {
    "a line is rewritten": lambda: Change.objects.update(reason="别的"),
    "a line is deleted": lambda: Change.objects.all()._raw_delete("default"),
    "a line is added": lambda: Change.objects.create(
        adjustment=Adjustment.objects.get(), position=9, kind="added", after=[], choices={}
    ),
    "another matter is concerned": lambda: Before.objects.update(position=7),
    "no matter is concerned": lambda: Before.objects.all()._raw_delete("default"),
}
PUBLISHED = {
    "it is opened again": lambda: Adjustment.objects.update(state="draft", edition=None),
    "it gets another title": lambda: Adjustment.objects.update(title="别的"),
    "its edition gets another approval": lambda: Edition.objects.filter(sequence=2).update(approval=None),
}


def refused(act) -> None:
    with pytest.raises(IntegrityError, match=r"办理记录|不能更改"), transaction.atomic():
        act()


def submit() -> tuple[House, Adjustment]:
    house = published()
    adjustment = house.adjustment()
    house.change(adjustment, 1, basis="依据《通知》(豫工信[2020]5号）执行")
    house.submit(adjustment)
    assert Answer.objects.exists()
    return house, adjustment


@pytest.fixture
def submitted(start) -> tuple[House, Adjustment]:
    return start(submit)


@pytest.mark.parametrize("act", [*ALWAYS.values(), *SUBMITTED.values()], ids=[*ALWAYS, *SUBMITTED])
def test_what_was_submitted(submitted, act):
    refused(act)


@pytest.mark.parametrize(
    "act", [*ALWAYS.values(), *SUBMITTED.values(), *PUBLISHED.values()], ids=[*ALWAYS, *SUBMITTED, *PUBLISHED]
)
def test_what_was_published(submitted, act):
    house, adjustment = submitted
    house.pass_(adjustment, house.bianban, "staffing")
    house.pass_(adjustment, house.justice, "justice")
    house.pass_(adjustment, house.government, "approval", decision=decision(house.government))
    house.publish(adjustment)
    refused(act)


def test_what_was_abandoned(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    adjustment.refresh_from_db()
    services.abandon(adjustment, house.keeper, adjustment.version, "上级另有安排")
    for act in (*SUBMITTED.values(), *PUBLISHED.values()):
        if act is not PUBLISHED["its edition gets another approval"]:
            refused(act)
