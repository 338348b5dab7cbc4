"""A law is repealed; the task that names the matters citing it becomes a draft, and its publication closes the task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quanze.adjustments import queries, services
from quanze.law.instruments import Says
from quanze.library import citing
from quanze.library.models import Task
from quanze.library.services import enter_instrument, state_validity
from quanze.lists.model import Text
from quanze.registry.services import Unacceptable
from tests.adjustments.conftest import NEW_BASIS

LAW = "中华人民共和国煤炭法"


@pytest.fixture
def task(house) -> Task:
    """Every matter of the list cites what is repealed."""
    citing._titles.cache_clear()
    instrument = enter_instrument(house.keeper, title=LAW)
    state_validity(
        instrument,
        house.keeper,
        Says.REPEALED,
        document="《能源法典》",
        words=f"《{LAW}》同时废止。",
        on=date(2026, 1, 5),
    )
    return Task.objects.get(agency=house.bureau)


def test_the_task_becomes_a_draft_and_its_publication_closes_it(house, task):
    draft = services.begin_from_task(task, house.keeper, "煤炭法废止后的调整")
    assert (draft.origin, draft.task, draft.cause_on, draft.clock) == (
        "task",
        task,
        date(2026, 1, 5),
        "apply",
    )
    lines = queries.changes_of(draft)
    assert [line.befores.all()[0].matter.number for line in lines] == [1, 2, 3]
    assert all(line.decision == "pending" and "废止" in line.reason for line in lines)
    first, *others = lines
    after = replace(house.content(1), basis=Text.plain(NEW_BASIS))
    first = services.edit_change(first, house.keeper, first.version, after=[after], under_way="switch")
    services.decide(first, house.keeper, first.version, accept=True)
    for line in others:
        services.decide(line, house.keeper, line.version, accept=False)
    house.approve(draft)
    assert house.publish(draft).sequence == 2
    task.refresh_from_db()
    assert (task.state, task.reason, task.closed_by) == (Task.State.DONE, "已随清单第2版调整。", house.keeper)


def test_a_task_that_is_closed_begins_nothing(house, task):
    Task.objects.update(state=Task.State.DISMISSED)
    task.refresh_from_db()
    with pytest.raises(Unacceptable, match="不需处理，不必再据以起草"):
        services.begin_from_task(task, house.keeper, "调整")


def test_a_second_draft_of_one_task_is_refused_until_the_first_is_given_up(house, task):
    first = services.begin_from_task(task, house.keeper, "煤炭法废止后的调整")
    with pytest.raises(Unacceptable, match=r"已据该任务起草第1号调整“煤炭法废止后的调整”"):
        services.begin_from_task(task, house.second, "又一次")
    assert task.adjustments.get() == first
    services.abandon(first, house.keeper, first.version, "从头再来")
    assert services.begin_from_task(task, house.second, "又一次").number == 2
