"""The security administrator says how adjustments are decided; the keeper begins one from a task, writes a third text,
and a new foot."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.adjustments import chain, queries, services
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Adjustment
from quanze.library.models import Task
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.site.adjusting import MOST_REMINDERS
from tests.site.conftest import person

AT = "/desk/wolong-gxj/regime/"
FORM = {
    "steps": "1",
    "s0-code": "staffing",
    "s0-name": "编办审核",
    "s0-actor": "staffing:staffing_reviewer",
    "s0-kinds": Kind.values,
    **{f"{clock}-unit": "working_day" for clock in ("apply", "review", "publish")},
    **{f"{clock}-n": "7" for clock in ("apply", "review", "publish")},
    **{f"{clock}-source": "本区办法第三条" for clock in ("apply", "review", "publish")},
}


@pytest.fixture
def at(client, bureau):
    client.force_login(person("security", RoleKind.SECURITY_ADMIN, bureau))
    return client


def test_the_form_sets_chain_and_clocks_and_the_default_comes_back(at, bureau):
    assert "用本机关自己的规定" in at.post(AT, {**FORM, "do": "save"}, follow=True).content.decode()
    kept, clocks, own = queries.regime_of(bureau)
    assert ([step.code for step in kept.steps], own) == (["staffing"], True)
    assert (clocks["review"].limit.n, clocks["review"].source) == (7, "本区办法第三条")
    at.post(AT, {"do": "restore"})
    assert queries.regime_of(bureau)[0] == chain.DEFAULT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"s0-kinds": ["added"]}, "没有本机关以外的机关审核"),
        ({"s0-name": ""}, "没有名称"),
        ({"review-n": ""}, "天数应是整数"),
        ({"review-source": " "}, "须写明依据"),
    ],
)
def test_what_is_no_chain_is_refused_and_stays_typed(at, bureau, fields, words):
    page = at.post(AT, {**FORM, **fields, "do": "save"}).content.decode()
    assert words in page
    assert "本区办法第三条" in page
    assert not queries.regime_of(bureau)[2]


def test_a_row_taken_out_leaves_nothing_waiting_for_it(at, bureau):
    def waits(page: str, row: int) -> list[str]:
        return re.findall(rf'name="s{row}-after" value="(\w+)" checked', page)

    three = {
        **FORM,
        "steps": "3",
        "s1-code": "justice",
        "s1-name": "合法性审查",
        "s1-actor": "justice:justice_reviewer",
        "s1-after": ["staffing"],
        "s1-kinds": Kind.values,
        "s2-code": "approval",
        "s2-name": "政府批准",
        "s2-actor": "government:approver",
        "s2-after": ["justice"],
        "s2-kinds": Kind.values,
    }
    whole = at.post(AT, {**three, "do": "look"}).content.decode()
    assert (waits(whole, 1), waits(whole, 2)) == (["staffing"], ["justice"])
    without_second = at.post(AT, {**three, "do": "remove-1"}).content.decode()
    assert 'name="steps" value="2"' in without_second
    assert waits(without_second, 1) == ["staffing"], "what waited for it waits for what it waited for"
    without_first = at.post(AT, {**three, "do": "remove-0"}).content.decode()
    assert (waits(without_first, 0), waits(without_first, 1)) == ([], ["justice"])
    assert 'name="steps" value="4"' in at.post(AT, {**three, "do": "add"}).content.decode()
    assert not queries.regime_of(bureau)[2], "nothing is kept before it is saved"


def test_what_is_exported_is_imported(at, bureau):
    at.post(AT, {**FORM, "do": "save"})
    told = at.get("/desk/wolong-gxj/regime.json").content.decode()
    before = queries.regime_of(bureau)
    at.post(AT, {"do": "restore"})
    at.post(AT, {"do": "import", "json": told})
    assert queries.regime_of(bureau) == before
    for bad in ("[", "[]", "[" * 90_000):
        assert "导入的应是" in at.post(AT, {"do": "import", "json": bad}).content.decode()


def test_who_decides_is_named(at, bureau):
    organ = open_agency("bb", "某区编办", "staffing")
    at.post(AT, {"do": "name", "organ": "bb"})
    assert queries.responsible(bureau) == {"staffing": organ}
    assert "请选择一个机关" in at.post(AT, {"do": "name", "organ": "\0"}).content.decode()


def test_asks_the_database_seldom(at):
    at.get(AT)
    with CaptureQueriesContext(connection) as found:
        assert at.get(AT).status_code == 200
    assert len(found) <= 12


def test_a_task_becomes_a_draft_and_each_leads_to_the_other(at_desk, repeal):
    task = Task.objects.get()
    page = f"/desk/wolong-gxj/tasks/{task.pk}/"
    assert "据此起草" in at_desk.get(page).content.decode()
    answer = at_desk.post(f"{page}draft/", {"title": "因办法废止的调整"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/adjustments/1/changes/")
    assert page in at_desk.get("/desk/wolong-gxj/adjustments/1/").content.decode()
    again = at_desk.get(page).content.decode()
    assert "因办法废止的调整" in again
    assert "据此起草</button>" not in again
    twice = at_desk.post(f"{page}draft/", {"title": "又按了一次"}).content.decode()
    assert "已据该任务起草第1号调整“因办法废止的调整”" in twice
    assert task.adjustments.count() == 1


def test_the_foot_is_written_and_left_alone_where_nobody_touched_it(at_desk, edition, bureau, keeper):
    made = services.begin(bureau, keeper, "调整")
    foot = queries.foot_of(made)
    names = ("service_phone", "complaint_body", "complaint_phone", "address")
    form = {name: getattr(foot, name) or "" for name in names} | {"title": "调整"}
    page = "/desk/wolong-gxj/adjustments/1/revise/"
    at_desk.post(page, {**form, "version": 1})
    made.refresh_from_db()
    assert made.contact is None
    at_desk.post(page, {**form, "version": made.version, "service_phone": "0377-00000000"})
    made.refresh_from_db()
    assert queries.foot_of(made).service_phone == "0377-00000000"
    assert queries.foot_of(made).address == foot.address
    assert "服务电话：0377-00000000" in at_desk.get("/desk/wolong-gxj/adjustments/1/").content.decode()
    made.refresh_from_db()
    wrong = {**form, "version": made.version, "address": "大厅 联系电话：63170750"}
    refused = at_desk.post(page, wrong).content.decode()
    assert "受理地点印在清单上会被读作别的意思" in refused
    assert "大厅 联系电话：63170750" in refused, "what was typed stays"


def begun(bureau, keeper, days: int, number: int = 1) -> Adjustment:
    """A draft whose clock ends so many days from today."""
    made = services.begin(bureau, keeper, f"第{number}项")
    made.clock, made.clock_from, made.due_on = (
        "apply",
        timezone.localdate(),
        timezone.localdate() + timedelta(days),
    )
    made.save()
    return made


class TestReminders:
    @pytest.mark.parametrize(
        ("days", "told"),
        [(-1, "已超期"), (0, "即将到期"), (queries.SOON, "即将到期"), (queries.SOON + 1, None)],
    )
    def test_the_keeper_is_told_of_what_ends_soon_or_has_ended(
        self, at_desk, bureau, keeper, edition, days, told
    ):
        begun(bureau, keeper, days)
        page = at_desk.get("/desk/").content.decode()
        assert ("到期提醒" in page) == (told is not None)
        for mark in ("已超期", "即将到期"):
            assert (mark in page) == (mark == told), mark

    @pytest.mark.parametrize(
        ("role", "told"), [(RoleKind.LEADER, True), (RoleKind.SUPERVISOR, True), (RoleKind.HANDLER, False)]
    )
    def test_so_is_whoever_oversees_the_bureau(self, client, bureau, keeper, edition, role, told):
        begun(bureau, keeper, 1)
        client.force_login(person("other", role, bureau))
        assert ("到期提醒" in client.get("/desk/", follow=True).content.decode()) == told

    def test_another_bureau_is_told_nothing(self, client, bureau, neighbour, keeper, edition):
        begun(bureau, keeper, 1)
        client.force_login(person("other", RoleKind.LIST_KEEPER, neighbour))
        assert "到期提醒" not in client.get("/desk/").content.decode()

    def test_those_due_first_are_named_and_the_others_counted(self, at_desk, bureau, keeper, edition):
        for number in range(1, MOST_REMINDERS + 3):
            begun(bureau, keeper, -number, number)
        page = at_desk.get("/desk/").content.decode()
        notice = page[page.index("到期提醒") : page.index("另有2项")]
        assert notice.count("<li>") == MOST_REMINDERS
        assert f"第{MOST_REMINDERS + 2}项" in notice, "that which is overdue longest"
        assert "第1项" not in notice
