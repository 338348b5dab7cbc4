"""A past day may be played in a demo, and nowhere else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from quanze.audit.queries import events
from quanze.cases.playing import playing
from quanze.cases.services import LetterOrder
from quanze.letters.models import Letter
from quanze.people.models import Agency
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from tests.cases.conftest import House
from tests.cases.test_matter_five import step


@pytest.fixture
def demo(house: House) -> House:
    Agency.objects.filter(pk=house.bureau.pk).update(demo=True)
    house.bureau.refresh_from_db()
    return house


def test_a_bureau_at_work_plays_no_day(house: House):
    with pytest.raises(ValueError, match="no demo"), playing(house.bureau, timezone.now()):
        pass


def test_nobody_plays_a_day_to_come(demo: House):
    with (
        pytest.raises(ValueError, match="past"),
        playing(demo.bureau, timezone.now() + timedelta(minutes=1)),
    ):
        pass


def test_case_and_letter_bear_the_day_that_was_played_and_the_record_both(demo: House):
    then = timezone.now() - timedelta(days=40)
    with playing(demo.bureau, then):
        case = demo.submitted(demo.matter())
        case = demo.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    assert (case.created_at, case.received_at, case.accepted_at) == (then, then, then)
    assert Letter.objects.get(subject=case.subject).dated == timezone.localdate(then)
    for event in events(demo.bureau.code)[:2]:
        assert event.at > then + timedelta(days=39)
        assert json.loads(event.body)["detail"]["played"] == then.isoformat()


def test_afterwards_what_happens_happens_now(demo: House):
    with playing(demo.bureau, timezone.now() - timedelta(days=40)):
        pass
    before = timezone.now()
    assert demo.submitted(demo.matter()).created_at >= before
    assert "played" not in json.loads(events(demo.bureau.code)[0].body)["detail"]
