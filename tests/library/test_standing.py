"""How a statement stands is told by its rulings, one by one and for many at once alike."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations

import pytest
from django.utils import timezone

from quanze.law.instruments import Says
from quanze.library import queries, services
from quanze.library.models import Instrument, Ruling, Statement
from quanze.library.shelving import absorb
from quanze.library.standing import LIVE, Standing, full, standing
from tests.library.conftest import COAL

KINDS = list(Ruling.Kind)
RULED = [
    ruled
    for ruled in chain.from_iterable(combinations(KINDS, count) for count in range(3))
    if set(ruled) != {Ruling.Kind.CONFIRMED, Ruling.Kind.REJECTED}
]


@pytest.fixture
def coal(keeper) -> Instrument:
    return services.enter_instrument(
        keeper, title=COAL, text="第一条 条文。", made_on=date(2010, 5, 1), in_force_from=date(2010, 7, 1)
    )


def said(instrument, keeper, origin, ruled=()) -> Statement:
    """A repeal of the instrument, ruled upon like that."""
    now = timezone.now()
    statement = Statement.objects.create(
        instrument=instrument,
        says=Says.REPEALED,
        on=date(2020, 1, 1),
        document="某决定",
        words="同时废止",
        origin=origin,
        entered_at=now,
        digest=f"{instrument.pk} {origin} {ruled}"[:64],
    )
    for kind in ruled:
        Ruling.objects.create(statement=statement, kind=kind, by=keeper, at=now)
    return statement


@pytest.mark.parametrize("origin", Statement.Origin)
@pytest.mark.parametrize("ruled", RULED, ids="+".join)
def test_many_at_once_stand_as_each_by_itself(coal, keeper, origin, ruled):
    how = standing(said(coal, keeper, origin, ruled))
    weighed = full([coal])[coal.pk].statements
    assert [each.confirmed for each in weighed] == ([how is Standing.STANDS] if how in LIVE else [])
    assert queries.instrument_page(coal).value.statements == weighed


def test_what_is_held_and_said_of_an_absorbed_row_is_of_the_one_that_absorbed_it(coal, keeper):
    other = services.enter_instrument(keeper, title="平川市煤炭管理办法", text="第二条 条文。")
    said(other, keeper, Statement.Origin.PERSON)
    said(coal, keeper, Statement.Origin.TEXT)
    absorb(other, into=coal)
    value = full([coal])[coal.pk]
    assert [each.confirmed for each in value.statements] == [True, False]
    assert len(value.versions) == 2
    assert queries.instrument_page(coal).value == value


def test_weighing_more_instruments_asks_no_more_often(coal, keeper, django_assert_num_queries):
    more = [services.enter_instrument(keeper, title=f"平川市煤炭管理办法之{n}") for n in range(5)]
    for each in (coal, *more):
        said(each, keeper, Statement.Origin.PERSON)
    for several in ([coal], [coal, *more]):
        with django_assert_num_queries(2):
            assert [len(value.statements) for value in full(several).values()] == [1] * len(several)
