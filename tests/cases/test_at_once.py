"""Many at the same moment: nobody is lost, nothing is done twice, and whoever comes second is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from quanze.audit.queries import verify_chain
from quanze.cases import services
from quanze.cases.history import history
from quanze.cases.models import Case, CaseEvent, Counter, Draft
from quanze.cases.services import Hindered, LetterOrder
from quanze.letters.models import Letter
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind, Limit, Unit
from tests.cases.conftest import House, make_house, seen_now, set_house
from tests.cases.test_clock import notice_of
from tests.cases.test_matter_five import step

MANY = {"postgresql": 200, "sqlite": 50}
THREADS = 20


@pytest.fixture
def busy(start) -> House:
    """The house with real commits."""
    return start(make_house, own=True)


def at_once(tasks: list[Callable[[], object]], threads: int = THREADS) -> list[str]:
    """What each came to: "" or why it was refused. They are done by so many hands at the same time."""
    came_to = ["…"] * len(tasks)
    waiting = iter(range(len(tasks)))
    lock = threading.Lock()
    start = threading.Barrier(min(threads, len(tasks)))

    def run() -> None:
        start.wait()
        try:
            while True:
                with lock:
                    at = next(waiting, None)
                if at is None:
                    return
                try:
                    tasks[at]()
                    came_to[at] = ""
                except Unacceptable as refusal:
                    came_to[at] = f"{type(refusal).__name__}: {refusal}"
        finally:
            connection.close()

    hands = [threading.Thread(target=run) for _ in range(min(threads, len(tasks)))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return came_to


def test_many_submit_and_many_act(busy: House):
    many = MANY[connection.vendor]
    matter = busy.matter()
    drafts = [busy.draft(matter) for _ in range(many)]
    # Each is sent twice, as a double click does.
    tasks = [
        lambda d=draft: services.submit(d, busy.chen, f"key-{d.pk}") for draft in drafts for _ in range(2)
    ]
    assert set(at_once(tasks)) == {""}
    cases = list(Case.objects.order_by("serial"))
    assert [case.serial for case in cases] == list(range(1, many + 1))
    assert Counter.objects.get().last == many
    assert Draft.objects.filter(case__isnull=False).count() == many
    assert CaseEvent.objects.filter(kind="submit").count() == many

    accept = acts.Accept(step(cases[0], Kind.ACCEPT))
    order = LetterOrder("acceptance")
    tasks = [
        lambda c=case, p=person: services.act(c, p, accept, 1, letter=order)
        for case in cases
        for person in (busy.wang, busy.li)
    ]
    came_to = at_once(tasks)
    lost = [said for said in came_to if said]
    assert len(lost) == many, "of two officers at once one wins"
    assert all("本件" in said or "办件刚刚由他人办理过" in said for said in lost)
    letters = Letter.objects.filter(kind="acceptance").order_by("ordinal")
    assert [letter.ordinal for letter in letters] == list(range(1, many + 1)), "a refused act uses no number"
    assert len({letter.subject for letter in letters}) == many
    for case in Case.objects.all():
        assert case.version == len(history(case)) == 2
    assert not list(verify_chain(busy.bureau.code))


def test_whoever_comes_second_is_told_who_did_what(busy: House):
    case = busy.submitted()
    seen = seen_now(case)
    services.act(
        case, busy.wang, acts.Accept(step(case, Kind.ACCEPT)), seen, letter=LetterOrder("acceptance")
    )
    with pytest.raises(Hindered, match=r"您看到的已不是最新情况.*姓名wang于.*办理了“受理”") as refused:
        services.act(case, busy.li, acts.Withdraw(), seen)
    assert refused.value.hindrance.code == "stale"
    lacking = LetterOrder("supplement")
    with pytest.raises(Hindered, match="您看到的已不是最新情况"):
        services.act(
            case, busy.li, acts.GiveNotice(step(case, Kind.SUPPLEMENT), ("甲",)), seen, letter=lacking
        )
    assert len(refused.value.since) == 1


def test_two_ticks_at_once_count_a_silence_once(busy: House):
    set_house(busy, silence_withdraws=True)
    cases = [notice_of(busy, busy.submitted(), Limit(5, Unit.CALENDAR_DAY)) for _ in range(3)]
    at = max(case.silence_at for case in cases)
    assert set(at_once([lambda: services.tick(at)] * 4)) == {""}
    assert CaseEvent.objects.filter(kind="deem_withdrawn").count() == 3
