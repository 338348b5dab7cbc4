"""How often something may be tried: shared by all processes, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from quanze.people.models import Allowance
from quanze.people.rates import take


def back(**by: float) -> None:
    """As if so much time had gone by."""
    for row in Allowance.objects.all():
        row.at -= timedelta(**by)
        row.save()


@pytest.mark.django_db
def test_tries_come_back_evenly():
    assert [take("x", "li", 2) for _ in range(3)] == [True, True, False]
    back(minutes=31)
    assert [take("x", "li", 2) for _ in range(2)] == [True, False]
    back(days=1)
    assert [take("x", "li", 2) for _ in range(3)] == [True, True, False]


@pytest.mark.django_db
def test_each_visitor_and_each_act_counts_alone():
    assert take("x", "li", 1)
    assert take("x", "wang", 1)
    assert take("y", "li", 1)
    assert take("x", None, 1)
    assert not take("x", "li", 1)


@pytest.mark.django_db
def test_what_is_kept_names_nobody_and_is_swept():
    take("mail", "li@example.com", 3)
    assert "example" not in str(Allowance.objects.values().get())
    back(days=3)
    take("mail", "wang@example.com", 3)
    assert Allowance.objects.count() == 1


@pytest.mark.django_db
def test_a_clock_set_back_gives_nothing_away():
    Allowance.objects.all().delete()
    take("x", "li", 1)
    Allowance.objects.update(at=timezone.now() + timedelta(hours=5))
    assert not take("x", "li", 1)


def test_many_at_once_take_no_more_than_there_is(own_database):
    got: list[bool] = []

    def one() -> None:
        try:
            got.append(take("x", "li", 3))
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True] * 3
