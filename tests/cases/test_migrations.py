"""An installation that goes back a version, and forth again, keeps what holds its cases."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from quanze.cases.models import Case
from tests.cases.conftest import House, make_house


def house_with_a_case() -> House:
    house = make_house()
    house.submitted()
    return house


def test_a_case_is_guarded_after_every_step_back_and_forth(start):
    house: House = start(house_with_a_case, own=True)
    for target in ("0003_guards", "0005_public", "0006_dates"):
        MigrationExecutor(connection).migrate([("cases", target)])
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET applicant_name = '别人'")
    case = Case.objects.get()
    assert case.applicant_name == house.party.name
    assert (case.owed_at, case.owed_on, case.owed_about) == (case.due_at, case.due_on, "notice")
