"""What was kept or said stays: the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from quanze.law.instruments import Says
from quanze.library import queries, services
from quanze.library.models import Ruling, Statement, Version
from tests.library.conftest import COAL, COAL_2010


@pytest.fixture(autouse=True)
def kept(bureau, keeper, publish, laws):
    """A law with a statement that was withdrawn."""
    services.import_laws(laws({f"{COAL}(2010-03-01).md": COAL_2010}))
    said = services.state_validity(
        queries.find(COAL), keeper, Says.REPEALED, on=date(2020, 1, 1), document="公报", words="废止"
    )
    services.withdraw(said, keeper, "看错了")


FORBIDDEN = {
    "a text is rewritten": lambda: Version.objects.update(text={}),
    "a version gets another date": lambda: Version.objects.update(in_force_from=date(2000, 1, 1)),
    "a version is deleted": lambda: Version.objects.all()._raw_delete("default"),
    "a statement is rewritten": lambda: Statement.objects.update(words="有效"),
    "a statement is saved again": lambda: Statement.objects.first().save(),
    "a statement is deleted": lambda: Statement.objects.filter(rulings=None)._raw_delete("default"),
    "a ruling is rewritten": lambda: Ruling.objects.update(kind="confirmed"),
    "a ruling is deleted": lambda: Ruling.objects.all().delete(),
}


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_refuses(act, keeper, publish, bureau):
    publish(bureau, {"甲": "《关于开展2023年度申报工作的通知》"})  # a proposal without a ruling
    with (
        pytest.raises(IntegrityError, match=r"法规文本不能更改|效力记载不能更改|决定不能更改"),
        transaction.atomic(),
    ):
        act()


def test_a_proposal_cannot_be_settled_twice_whoever_asks(keeper, publish, bureau):
    publish(bureau, {"甲": "《关于开展2023年度申报工作的通知》"})
    proposal = queries.proposals().get()
    services.confirm(proposal, keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(statement=proposal, kind="rejected", by=keeper, at="2026-01-01T00:00:00Z")


def test_postgresql_refuses_to_empty_the_tables():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    connection.check_constraints()
    for table in ("library_version", "library_statement", "library_ruling"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
