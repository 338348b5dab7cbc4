"""The record: every act becomes a link, and whoever tampers is found."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from quanze.audit.chain import link
from quanze.audit.models import Event, Head, Trace
from quanze.audit.queries import events, verify_chain
from quanze.audit.services import Origin, Thing, record

CHAIN = "wolong-gxj"


def make(number: int, chain: str = CHAIN) -> None:
    with transaction.atomic():
        for i in range(number):
            record(
                chain,
                "list.import",
                who=None,
                thing=Thing("registry.Edition", str(i), f"第{i}版"),
                where=Origin("192.0.2.7", "浏览器"),
                detail={"sequence": i},
            )


@contextmanager
def triggers_off(table: str) -> Iterator[None]:
    """What someone with the whole database in hand can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        yield


@pytest.mark.django_db
def test_each_act_is_linked_to_the_one_before():
    make(3)
    newest, *_, first = events(CHAIN)
    assert (first.sequence, newest.sequence) == (1, 3)
    assert first.digest == link("", first.body)
    assert newest.digest == link(Event.objects.get(sequence=2).digest, newest.body)
    assert list(verify_chain(CHAIN)) == []


@pytest.mark.django_db
def test_chains_of_two_agencies_do_not_touch():
    make(2)
    make(1, "wolong-sfj")
    assert Event.objects.get(chain="wolong-sfj").sequence == 1
    assert list(verify_chain("wolong-sfj")) == []


@pytest.mark.django_db
def test_the_body_is_the_truth_and_names_no_address():
    make(1)
    event = events(CHAIN).get()
    body = json.loads(event.body)
    assert body["who"] == {"id": None, "name": "系统"}
    assert body["thing"]["label"] == event.thing_label == "第0版"
    assert "192.0.2.7" not in event.body
    assert event.trace.address == "192.0.2.7"


@pytest.mark.django_db
def test_a_trace_may_be_removed_after_its_term_and_the_chain_holds():
    make(2)
    Trace.objects.all().delete()
    assert list(verify_chain(CHAIN)) == []


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_record():
    make(1)

    @transaction.atomic
    def act() -> None:
        record(CHAIN, "list.import", who=None)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        act()
    assert Event.objects.count() == Head.objects.get().sequence == 1


def test_an_act_outside_of_a_transaction_is_not_recorded(own_database):
    with pytest.raises(TransactionManagementError):
        record(CHAIN, "list.import", who=None)
    assert Event.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        (lambda: Event.objects.filter(sequence=2).update(body=Event.objects.get(sequence=3).body), "changed"),
        (lambda: Event.objects.filter(sequence=2).update(body="不是 JSON"), "changed"),
        (lambda: Event.objects.filter(sequence=2).update(body="{}"), "changed"),
        (lambda: Event.objects.filter(sequence=2).update(verb="login"), "column"),
        (lambda: Event.objects.filter(sequence=2).delete(), "missing"),
        (lambda: Event.objects.filter(sequence=4).delete(), "truncated"),
        (lambda: Event.objects.filter(sequence=4).update(sequence=9), "missing"),
        (lambda: Head.objects.all().delete(), "truncated"),
    ],
    ids=["body", "no JSON", "no event", "column", "deleted", "cut off", "renumbered", "head"],
)
def test_tampering_is_found(tamper, kind):
    make(4)
    Trace.objects.all().delete()
    with triggers_off("audit_event"):
        tamper()
        assert kind in {problem.kind for problem in verify_chain(CHAIN)}


@pytest.mark.django_db
def test_a_trace_that_was_changed_is_found():
    make(1)
    with triggers_off("audit_trace"):
        Trace.objects.update(address="192.0.2.8")
        assert [problem.kind for problem in verify_chain(CHAIN)] == ["trace"]


def test_acts_at_the_same_time_follow_one_another(own_database):
    def act() -> None:
        for _ in range(5):
            make(1)
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert list(verify_chain(CHAIN)) == []
