"""The security administrator says how adjustments are decided; the keeper begins one from a task, writes a third text,
and a new foot."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quanze.adjustments import chain, queries, services
from quanze.adjustments.kinds import Kind
from quanze.library.models import Task
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
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


def test_a_row_taken_out_leaves_nothing_waiting_for_it(at):
    data = chain.dump(chain.DEFAULT)
    at.post(AT, {"do": "import", "json": json.dumps({"chain": data, "limits": None})})
    page = at.post(AT, {**FORM, "do": "add"}).content.decode()
    assert 'name="steps" value="2"' in page
    assert 'name="steps" value="0"' in at.post(AT, {**FORM, "do": "remove-0"}).content.decode()


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
