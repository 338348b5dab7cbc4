"""批量办理 at the desk: ticked, asked for once, looked over, done; and the work list of a round."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quanze.cases.history import history
from quanze.cases.models import Case
from quanze.letters.models import Letter
from quanze.procedure.engine import acts
from tests.cases.conftest import PDF
from tests.cases.season import MATTER, NAMES, Season, make_season
from tests.cases.test_together import go_on, like
from tests.site.test_rounds import at

TOGETHER = "/desk/wolong-gxj/cases/together/"


@pytest.fixture
def season(start) -> Season:
    return start(make_season)


def numbers(*cases: Case) -> list[str]:
    return [case.number for case in cases]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1].replace("&quot;", '"')


def looked(desk: Client, said: dict[str, object]) -> tuple[str, dict[str, object]]:
    """The page that shows what would come of it, and what its button sends."""
    page = desk.post(TOGETHER, said).content.decode()
    return page, {**said, "looked": hidden(page, "looked"), "seen": hidden(page, "seen")}


def test_cases_are_ticked_on_the_list_and_an_act_is_chosen(client: Client, season: Season):
    desk = at(client, season.house.wang)
    page = desk.get("/desk/wolong-gxj/cases/?whose=office").content.decode()
    assert f'name="case" value="{season.fresh[0].number}"' in page
    page = desk.post(TOGETHER, {"case": numbers(*season.fresh, *season.up)}).content.decode()
    assert 'name="act" value="accept"' in page
    assert "2件现在可以办，其余各件核对时会说明为什么不能" in page
    assert 'name="act" value="decide"' not in page
    assert "没有选办件" in desk.post(TOGETHER, {}).content.decode()
    assert desk.get(TOGETHER)["Location"] == "/desk/wolong-gxj/cases/"
    assert desk.post(TOGETHER, {"case": numbers(*season.fresh), "act": "decide"}).status_code == 404


def test_many_are_accepted_with_a_letter_each_once_it_was_seen(client: Client, season: Season):
    desk = at(client, season.house.wang)
    every = numbers(*season.fresh, *season.up)
    form = desk.post(TOGETHER, {"case": every, "act": "accept"}).content.decode()
    assert "逐件出具受理通知书" in form
    page, confirm = looked(desk, {"case": every, "act": "accept", "filled": "1", "paper": "new:acceptance"})
    assert "可以受理2件" in page
    assert "不能受理2件，这些不办" in page
    assert "办件已经结束（转报办结）" in page
    assert "（出具时编号）" in page
    assert not Letter.objects.filter(kind="acceptance").exists()
    for _ in range(2):  # the button is pressed twice
        done = desk.post(TOGETHER, confirm).content.decode()
        assert "已办理2件。" in done
    assert Letter.objects.filter(kind="acceptance").count() == 2
    assert all(season.again(case).accepted_at for case in season.fresh)


def test_who_came_between_is_told_and_the_others_are_done(client: Client, season: Season):
    desk = at(client, season.house.wang)
    _, confirm = looked(desk, {"case": numbers(*season.fresh), "act": "accept", "filled": "1", "paper": ""})
    season.house.do(season.fresh[0], acts.Withdraw("不申报了"), season.house.chen)
    done = desk.post(TOGETHER, confirm).content.decode()
    assert "已办理1件，有1件没有办" in done
    assert "此后：姓名chen于" in done
    assert season.again(season.fresh[1]).accepted_at


def test_what_was_changed_after_the_look_is_looked_at_again(client: Client, season: Season):
    desk = at(client, season.house.recorder)
    said = {
        "case": numbers(*season.up),
        "act": "note_progress",
        "filled": "1",
        "organ": "省工信厅",
        "words": "已进入专家评审",
        "document": "",
    }
    page, confirm = looked(desk, said)
    assert "可以登记上级进展2件" in page
    again = desk.post(TOGETHER, {**confirm, "words": "已进入现场评审"}).content.decode()
    assert "内容有改动，请再核对一遍" in again
    more = [*json.loads(str(confirm["seen"])), [season.fresh[0].number, 1, ""]]
    assert "请再核对" in desk.post(TOGETHER, {**confirm, "seen": json.dumps(more)}).content.decode()
    for seen in ("", "[", "[[1]]", "7", "[]", "[7]", "{}", '[["x", 1e999, ""]]', '[["\\ud800", 1, ""]]'):
        assert desk.post(TOGETHER, {**confirm, "seen": seen}).status_code == 200
    assert all(
        history(case)[-1].what != acts.NoteProgress("省工信厅", "已进入专家评审") for case in season.up
    )
    desk.post(TOGETHER, confirm)
    for case in season.up:
        assert history(case)[-1].what == acts.NoteProgress("省工信厅", "已进入专家评审")
    mine = at(Client(), season.house.chen).get(f"/my/cases/{season.up[0].number}/").content.decode()
    assert "省工信厅</strong>，已进入专家评审" in mine
    assert "已经报送上级机关" in mine


def test_what_the_letter_needs_is_asked_for_once_for_all(client: Client, season: Season):
    desk = at(client, season.house.wang)
    every = {"case": numbers(*season.fresh)}
    go_on(season)
    said = {**every, "act": "report", "filled": "1", "recipient": "市工信局", "document": "new:report"}
    page = desk.post(TOGETHER, said).content.decode()
    assert "报送函的内容" in page
    assert 'name="looked"' not in page
    said |= {"letter-kind": "report", "letter-was": "{}", "v-subject_words": "报送绿色工厂申报材料"}
    page, confirm = looked(desk, said)
    assert "可以上报2件" in page
    assert "报送绿色工厂申报材料" in page
    assert "已办理2件。" in desk.post(TOGETHER, confirm).content.decode()
    assert set(Letter.objects.filter(kind="report").values_list("subject", flat=True)) >= {
        case.subject for case in season.fresh
    }


def test_a_file_is_sent_once_for_all(client: Client, season: Season):
    desk = at(client, season.house.wang)
    every = {"case": numbers(*season.fresh)}
    go_on(season)
    said = {**every, "act": "report", "filled": "1", "recipient": "市工信局", "document": "upload"}
    page = desk.post(
        TOGETHER, {**said, "document_file-file": SimpleUploadedFile("函.pdf", PDF)}
    ).content.decode()
    kept = re.search(r'name="document_file" value="(\d+)" checked', page)
    assert kept
    done = desk.post(
        TOGETHER,
        {**said, "document_file": kept[1], "looked": hidden(page, "looked"), "seen": hidden(page, "seen")},
    ).content.decode()
    assert "已办理2件。" in done


def test_what_is_wrong_is_told_at_its_field(client: Client, season: Season):
    desk = at(client, season.house.recorder)
    said = {"case": numbers(*season.up), "act": "record_result", "filled": "1", "organ": "省工信厅"}
    page = desk.post(TOGETHER, said).content.decode()
    assert "请选择结果。" in page
    assert 'value="省工信厅"' in page
    page = desk.post(TOGETHER, {**said, "outcome": "granted", "on": "2099-01-01"}).content.decode()
    assert "不能登记上级结果2件" in page
    assert "上级文件的日期晚于今天" in page
    assert "确认登记上级结果" not in page


def test_all_of_a_filter_are_meant_up_to_a_bound(client: Client, season: Season):
    like(season.fresh[0], 110)
    desk = at(client, season.house.wang)
    listed = desk.get(f"/desk/wolong-gxj/cases/?whose=office&round={season.call.round.pk}").content.decode()
    assert "批量办理符合条件的前100件" in listed
    page = desk.post(
        TOGETHER, {"all": "1", "whose": "office", "round": season.call.round.pk}
    ).content.decode()
    assert "符合条件的超过100件" in page
    assert page.count('name="case"') == 100


def test_a_look_at_fifty_takes_few_queries(client: Client, season: Season, django_assert_max_num_queries):
    every = numbers(*like(season.fresh[0], 50))
    desk = at(client, season.house.wang)
    desk.post(TOGETHER, {"case": every[:1]})
    with django_assert_max_num_queries(18):
        desk.post(TOGETHER, {"case": every})
    said = {"case": every, "act": "accept", "filled": "1", "paper": "new:acceptance"}
    with django_assert_max_num_queries(18):
        page = desk.post(TOGETHER, said).content.decode()
    assert "可以受理50件" in page


def test_the_work_list_of_a_round_is_in_its_address(client: Client, season: Season):
    desk = at(client, season.house.wang)
    pk = season.call.round.pk
    there = reverse("desk_round", args=["wolong-gxj", pk])
    assert f"/desk/wolong-gxj/cases/?whose=all&amp;round={pk}" in desk.get(there).content.decode()
    page = desk.get(f"/desk/wolong-gxj/cases/?whose=all&round={pk}").content.decode()
    assert f'<option value="{pk}" selected>2026年，{MATTER}' in page
    assert "共2件" in page
    assert "<li>收到4件</li>" in page
    assert "<li>已推荐、上报2件</li>" in page
    assert f"round={pk}" in re.search(r'href="([^"]*cases.csv[^"]*)"', page)[1]
    table = desk.get(f"/desk/wolong-gxj/cases.csv?whose=all&state=ended&round={pk}").content.decode()
    assert NAMES[0] in table
    assert NAMES[2] not in table
    Case.objects.filter(pk=season.fresh[0].pk).update(round=None)
    assert "共1件" in desk.get(f"/desk/wolong-gxj/cases/?whose=all&round={pk}").content.decode()
    assert desk.get("/desk/wolong-gxj/cases/?round=99").status_code == 404
    assert desk.get("/desk/wolong-gxj/cases/?round=x").status_code == 200
