"""Two people at the same moment, each in a thread with real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from quanze.audit.queries import verify_chain
from quanze.audit.services import INSTALLATION
from quanze.library import queries, services, tasks
from quanze.library.models import Instrument, Job, Ruling, Statement, Task, TaskItem
from quanze.library.services import Unacceptable
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.registry.services import import_document
from tests.library.conftest import FUND, NEW, OLD, document
from tests.registry.conftest import person


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each gives or raises, all begun at the same moment."""
    ready = threading.Barrier(len(acts))
    answers: list[object] = []

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            answers.append(act())
        except Exception as failure:
            answers.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def proposal(own_database) -> Statement:
    bureau = open_agency("pingchuan-gxj", "平川市工业和信息化局")
    basis = f"《{FUND}》（{NEW}）自2025年1月15日起施行，《{FUND}》（{OLD}）同时废止。"
    import_document(bureau, document({f"第{n}项": f"{basis}第{n}条" for n in range(1, 6)}), by=None)
    return Statement.objects.get(says="repealed", document__contains="第1项")


def test_two_who_settle_one_proposal_are_one_who_does_and_one_who_is_told(proposal):
    bureau = open_agency("pingchuan-gxj", "平川市工业和信息化局")
    people = [person(name, RoleKind.LIST_KEEPER, bureau) for name in ("甲", "乙", "丙", "丁")]
    answers = at_once(
        [
            lambda each=each: (
                services.confirm(proposal, each)
                if each.name in "甲乙"
                else services.reject(proposal, each, "不对")
            )
            for each in people
        ]
    )
    told = [answer for answer in answers if isinstance(answer, Unacceptable)]
    assert len(told) == 3
    assert [answer for answer in answers if not isinstance(answer, Unacceptable)] == [proposal]
    assert Ruling.objects.count() == 1
    assert list(verify_chain(INSTALLATION)) == []


def test_lists_published_at_once_that_cite_one_unknown_notice_make_one_instrument(own_database):
    agencies = [open_agency(f"gxj-{n}", f"第{n}工业和信息化局") for n in range(4)]
    listing = document({"甲": f"《{FUND}》（{NEW}）", "乙": "《关于加快工业发展的意见》"})
    answers = at_once([lambda each=each: import_document(each, listing, by=None) for each in agencies])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Instrument.objects.count() == 2
    assert queries.impact(queries.find(NEW)).total == 4


def test_a_job_that_several_machines_do_is_done_once(proposal, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 0)
    monkeypatch.setattr(tasks, "SLICE", 1)
    keeper = person("keeper", RoleKind.LIST_KEEPER, open_agency("pingchuan-gxj", ""))
    services.confirm(proposal, keeper)
    assert at_once([tasks.finish for _ in range(3)]) == [1, 1, 1]
    job = Job.objects.get()
    assert (job.done, job.total) == (5, 5)
    assert (Task.objects.count(), TaskItem.objects.count()) == (1, 5)
