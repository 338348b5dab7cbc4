"""Who cites a law: directly, by a short name, through what it replaced."""

from __future__ import annotations

from datetime import date

import pytest

from quanze.law.instruments import Says
from quanze.library import queries, services, tasks
from quanze.library.models import Job, Task, TaskItem
from quanze.library.services import Unacceptable
from quanze.people.permissions import Denied
from quanze.people.roles import RoleKind
from tests.library.conftest import COAL, FUND, NEW, OLD
from tests.registry.conftest import person

DAY = date(2025, 1, 15)
EVIDENCE = {"document": "公报", "words": "予以废止"}


def repeal(name: str, by: str, person) -> None:
    services.state_validity(
        queries.find(name), person, Says.REPEALED, on=DAY, by=queries.find(by), **EVIDENCE
    )


def told(name: str, **options) -> list[tuple[str, str, str]]:
    found = queries.impact(queries.answering(name), **options)
    return [(citer.entry.agency.name, citer.entry.version.name, citer.via) for citer in found.matters]


def test_matters_are_told_agency_by_agency_with_how_they_cite(bureau, neighbour, publish):
    publish(bureau, {"甲": f"《{COAL}》第一条", "乙": "无", "丙": f"《{COAL}》第二条"})
    publish(neighbour, {"丁": f"《{COAL}》第三条"})
    assert told(COAL) == [
        ("平川市工业和信息化局", "甲", "direct"),
        ("平川市工业和信息化局", "丙", "direct"),
        ("东城区工业和信息化局", "丁", "direct"),
    ]
    assert told(COAL, agency=neighbour) == [("东城区工业和信息化局", "丁", "direct")]
    assert queries.impact(queries.find(COAL)).matters[0].field == "basis"


def test_what_cites_the_rules_replaced_and_those_before_them_is_told_once(bureau, keeper, publish):
    oldest = "平财企〔2015〕2号"
    publish(
        bureau,
        {
            "新": f"《{FUND}》（{NEW}）",
            "旧": f"《{FUND}》（{OLD}）",
            "最旧": f"依照{oldest}办理",
            "新旧": f"《{FUND}》（{NEW}）、《{FUND}》（{OLD}）",
        },
    )
    repeal(oldest, OLD, keeper)
    repeal(OLD, NEW, keeper)
    found = queries.impact(queries.find(NEW))
    assert found.total == 4
    assert [(citer.entry.version.name, citer.via) for citer in found.matters] == [
        ("新", "direct"),
        ("新旧", "direct"),
        ("旧", f"successor: {FUND}"),
        ("最旧", f"successor: {oldest}"),
    ]
    assert [each.number for each in found.replaced] == [OLD, oldest]
    assert queries.impact(queries.find(oldest)).total == 1


def test_rules_that_replace_each_other_in_a_circle_end_somewhere(bureau, keeper, publish):
    publish(bureau, {"新": f"《{FUND}》（{NEW}）", "旧": f"《{FUND}》（{OLD}）"})
    repeal(OLD, NEW, keeper)
    repeal(NEW, OLD, keeper)
    assert queries.impact(queries.find(NEW)).total == 2


def test_a_page_begins_where_the_one_before_ended(bureau, keeper, publish):
    publish(
        bureau,
        {f"新{n}": f"《{FUND}》（{NEW}）第{n}条" for n in range(1, 4)}
        | {f"旧{n}": f"《{FUND}》（{OLD}）第{n}条" for n in range(1, 5)},
    )
    repeal(OLD, NEW, keeper)
    pages = [queries.impact(queries.find(NEW), page=page, per_page=2) for page in range(1, 5)]
    assert [(found.total, found.pages, found.page) for found in pages] == [
        (7, 4, page) for page in range(1, 5)
    ]
    names = [[citer.entry.version.name for citer in found.matters] for found in pages]
    assert names == [["新1", "新2"], ["新3", "旧1"], ["旧2", "旧3"], ["旧4"]]
    assert queries.impact(queries.find(NEW), page=99, per_page=2).page == 4


def test_a_title_that_two_documents_share_tells_the_citers_of_both(bureau, publish):
    publish(bureau, {"新": f"《{FUND}》（{NEW}）", "旧": f"《{FUND}》（{OLD}）"})
    assert queries.find(FUND) is None
    assert len(queries.answering(f"《{FUND}》")) == 2
    assert {name for _, name, _ in told(FUND)} == {"新", "旧"}
    assert told("没有这个文件") == []


def test_the_count_costs_the_same_however_many_cite(bureau, publish, django_assert_num_queries):
    publish(bureau, {f"第{n}项": f"《{COAL}》第{n}条" for n in range(1, 131)})
    instrument = queries.find(COAL)
    with django_assert_num_queries(4):
        found = queries.impact(instrument)
    assert (found.total, len(found.matters), found.pages) == (130, 100, 2)


def test_ten_that_were_replaced_ask_no_more_often_than_one(
    bureau, keeper, publish, django_assert_num_queries
):
    old = [f"平财企〔2019〕{n}号" for n in range(1, 11)]
    publish(
        bureau,
        {f"第{n}项": f"依照{number}文件办理" for n, number in enumerate(old)}
        | {"新": f"《{FUND}》（{NEW}）"},
    )
    for count, number in enumerate(old, 1):
        repeal(number, NEW, keeper)
        if count in (1, 10):
            instrument = queries.find(NEW)
            with django_assert_num_queries(6):
                found = queries.impact(instrument)
            assert (found.total, len(found.matters)) == (count + 1, count + 1)
            assert queries.citing(instrument) == found.total


# Tasks --------------------------------------------------------------------------------------------------------------


def test_tasks_for_very_many_matters_are_opened_slice_by_slice(
    bureau, neighbour, keeper, publish, monkeypatch
):
    monkeypatch.setattr(tasks, "AT_ONCE", 3)
    monkeypatch.setattr(tasks, "SLICE", 2)
    publish(bureau, {f"第{n}项": f"《{FUND}》（{OLD}）第{n}条" for n in range(1, 4)})
    publish(
        neighbour,
        {f"第{n}件": f"《{FUND}》（{OLD}）第{n}条" for n in range(1, 3)} | {"别的": f"《{FUND}》（{NEW}）"},
    )
    repeal(OLD, NEW, keeper)
    job = Job.objects.get()
    assert (job.done, job.total, job.finished_at) == (0, 5, None)
    assert not Task.objects.exists()
    assert queries.jobs().get() == job
    job = tasks.advance(job)
    assert (job.done, TaskItem.objects.count()) == (2, 2)
    seen: list[tuple[int, int]] = []
    assert services.run_due(progress=lambda each: seen.append((each.done, each.total))).jobs == 1
    assert seen[-1] == (5, 5)
    assert {task.agency: task.count for agency in (bureau, neighbour) for task in queries.tasks(agency)} == {
        bureau: 3,
        neighbour: 2,
    }
    assert services.run_due().jobs == 0
    assert not queries.jobs().exists()


def test_a_withdrawn_statement_stops_the_job(bureau, keeper, publish, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    publish(
        bureau,
        {"甲": f"《{FUND}》（{OLD}）", "乙": f"《{FUND}》（{OLD}）第二条", "丙": f"《{FUND}》（{NEW}）"},
    )
    repeal(OLD, NEW, keeper)
    services.withdraw(Job.objects.get().statement, keeper, "误登")
    services.run_due()
    assert not Task.objects.exists()
    assert Job.objects.get().finished_at is not None


@pytest.fixture
def task(bureau, keeper, publish) -> Task:
    publish(bureau, {"甲": f"《{FUND}》（{OLD}）", "乙": f"《{FUND}》（{NEW}）"})
    repeal(OLD, NEW, keeper)
    return queries.tasks(bureau).get()


def test_a_task_is_closed_with_a_reason_once(task, keeper, bureau):
    with pytest.raises(Unacceptable, match="请写明"):
        services.close_task(task, keeper, Task.State.DONE, " ")
    with pytest.raises(Unacceptable, match="只能标为"):
        services.close_task(task, keeper, Task.State.OPEN, "重开")
    closed = services.close_task(task, keeper, Task.State.DISMISSED, "该事项正在取消")
    assert (closed.state, closed.reason, closed.closed_by) == ("dismissed", "该事项正在取消", keeper)
    with pytest.raises(Unacceptable, match="不能再次办结"):
        services.close_task(task, keeper, Task.State.DONE, "已调整")
    assert not queries.tasks(bureau).exists()
    assert queries.tasks(bureau, state=None).get() == task


def test_only_the_agencys_own_keeper_closes_its_task(task, outsider, justice, neighbour):
    others = [outsider, justice, person("their keeper", RoleKind.LIST_KEEPER, neighbour)]
    for other in others:
        with pytest.raises(Denied, match=r"请先登录|只有平川市工业和信息化局的清单管理员"):
            services.close_task(task, other, Task.State.DONE, "已处理")
    task.refresh_from_db()
    assert task.state == Task.State.OPEN


def test_a_task_is_not_reached_through_another_agency(task, neighbour):
    with pytest.raises(Task.DoesNotExist):
        queries.task(neighbour, task.pk)


def test_an_item_says_whether_the_matter_still_cites(task, bureau, publish):
    (item,) = queries.task_page(task).items
    assert queries.task_page(task).still == {item.pk}
    publish(bureau, {"甲": f"《{FUND}》（{OLD}）第二条", "乙": f"《{FUND}》（{NEW}）"})
    assert queries.task_page(task).still == {item.pk}
    publish(bureau, {"甲": f"《{FUND}》（{NEW}）", "乙": f"《{FUND}》（{NEW}）"})
    assert queries.task_page(task).still == frozenset()
