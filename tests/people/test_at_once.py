"""Several people at the same party in the same moment: one wins, the others are told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from quanze.audit.queries import verify_chain
from quanze.people import services
from quanze.people.models import Membership, Party
from quanze.people.permissions import Denied
from quanze.people.services import Unacceptable
from tests.people.conftest import CODE, somebody


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment, each as a request would; what became of each, sorted."""
    told: list[str] = []
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            told.append("done")
        except (Unacceptable, Denied) as refusal:
            told.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_one_of_many_registers_a_code(own_database):
    people = [somebody(f"p{number}") for number in range(6)]
    told = at_once(
        *(
            lambda person=person: services.register_party(person, "enterprise", f"{person.name}公司", CODE)
            for person in people
        )
    )
    assert told == ["AlreadyRegistered"] * 5 + ["done"]
    assert Membership.objects.filter(role="owner", state="granted").count() == Party.objects.count() == 1
    assert list(verify_chain("installation")) == []


def test_a_request_is_asked_and_decided_once(own_database):
    li, wang = somebody("li"), somebody("wang")
    party = services.register_party(li, "enterprise", "某某公司", CODE)
    assert at_once(*[lambda: services.ask_to_join(wang, party)] * 4) == ["Unacceptable"] * 3 + ["done"]
    asked = Membership.objects.get(person=wang)
    told = at_once(
        lambda: services.admit(asked, li),
        lambda: services.decline(asked, li),
        lambda: services.withdraw_request(asked, wang),
    )
    assert told == ["Unacceptable"] * 2 + ["done"]


def test_a_party_is_handed_to_one_of_two(own_database):
    li = somebody("li")
    party = services.register_party(li, "enterprise", "某某公司", CODE)
    members = [services.admit(services.ask_to_join(somebody(name), party), li) for name in ("wang", "zhao")]
    told = at_once(
        *(
            lambda member=member: services.hand_over(member, type(li).objects.get(pk=li.pk))
            for member in members
        )
    )
    assert told == ["Denied", "done"]
    assert Membership.objects.filter(party=party, role="owner", state="granted").count() == 1
    assert Membership.objects.filter(party=party, state="granted").count() == 3


def test_an_owner_who_is_handed_the_party_while_leaving_stays_or_is_gone(own_database):
    li, wang = somebody("li"), somebody("wang")
    party = services.register_party(li, "enterprise", "某某公司", CODE)
    member = services.admit(services.ask_to_join(wang, party), li)
    told = at_once(lambda: services.hand_over(member, li), lambda: services.leave(member, wang))
    assert told == ["Unacceptable", "done"]
    assert Membership.objects.filter(party=party, role="owner", state="granted").count() == 1
