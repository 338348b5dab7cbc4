"""审计记录 on the pages: found by who, when, what and from where, opened one by one, taken out, and nobody else's."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quanze.audit import checks
from quanze.audit.models import Check, Event, Trace
from quanze.audit.noting import take_in
from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.people.models import Person
from quanze.people.roles import RoleKind
from quanze.site.verbs import GROUPS
from tests.site.conftest import Beginning, begin, person
from tests.site.test_who_may import RECORD

CHAIN = "wolong-gxj"


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.NOTES, settings.ANCHORS, settings.ANCHOR_KEY = (
        tmp_path / n for n in ("notes", "anchors", "key")
    )
    settings.HURRY = tmp_path / "hurry"


def fill() -> Beginning:
    """The bureau after 120 events, and its auditor."""
    made = begin()
    wang, li = (person(name) for name in ("wang", "li"))
    person("auditor", RoleKind.AUDIT_ADMIN, made.bureau)
    with transaction.atomic():
        for n in range(120):
            record(
                CHAIN,
                "case.act" if n % 3 else "letter.issue",
                who=wang if n % 2 else li,
                thing=Thing("cases.Case", str(n), f"办件{n}"),
                where=Origin(f"192.0.2.{n % 4}", "浏览器"),
                detail={"version": n},
            )
        record(
            INSTALLATION, "login.failed", who=None, thing=Thing("people.Person", str(li.pk), li.name, True)
        )
    return made


@pytest.fixture
def beginning(start) -> Beginning:
    return start(fill)


@pytest.fixture
def auditor(beginning) -> Person:
    return Person.objects.get(username="auditor")


@pytest.fixture
def filled(auditor, client) -> Client:
    """The auditor in front of all that."""
    client.force_login(auditor)
    return client


def listed(client: Client, **filters: str) -> list[str]:
    """The labels of what the list shows, of the first page."""
    page = client.get(reverse("record", args=[CHAIN]), filters)
    assert page.status_code == 200
    return [row.thing for row in page.context["rows"]]


def test_it_is_read_page_by_page_by_its_numbers(filled):
    shown, before, pages = [], "", 0
    while True:
        page = filled.get(reverse("record", args=[CHAIN]), {"before": before} if before else {})
        shown += [row.event.sequence for row in page.context["rows"]]
        pages += 1
        if page.context["older"] is None:
            break
        before = str(page.context["older"])
    assert shown == sorted(Event.objects.filter(chain=CHAIN).values_list("sequence", flat=True), reverse=True)
    assert pages == 3


@pytest.mark.parametrize("asked", [{}, {"verb": "case.act"}, {"from": "192.0.2.1"}, {"since": "2026-01-01"}])
def test_a_page_asks_the_database_as_little_however_far_back(filled, asked):
    filled.get("/desk/")  # what comes with the first page of a log-in alone
    counts = []
    for before in ({}, {"before": "60"}):
        with CaptureQueriesContext(connection) as found:
            assert filled.get(reverse("record", args=[CHAIN]), {**asked, **before}).status_code == 200
        counts.append(len(found))
    first, later = counts
    assert (first <= 12, later) == (True, first + 1)


def test_filters_find_what_they_say(filled):
    assert listed(filled, thing="办件7") == ["办件7"]
    assert {int(each.removeprefix("办件")) % 3 for each in listed(filled, verb="letter.issue")} == {0}
    assert len(listed(filled, verb="文书和文件")) == 40
    assert {int(each.removeprefix("办件")) % 2 for each in listed(filled, who="姓名wang")} == {1}
    assert {int(each.removeprefix("办件")) % 4 for each in listed(filled, **{"from": "192.0.2.3"})} == {3}
    assert listed(filled, until="2020-01-01") == []
    assert listed(filled, since="2020-01-01", until="2099-01-01", thing="办件8", who="li") == ["办件8"]
    assert listed(filled, of=INSTALLATION, verb="login.failed") == ["姓名li"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "昨天"}, "日期请按"),
        ({"from": "不是地址"}, "不是网络地址"),
        ({"who": "没有这个人"}, "没有登录名或者姓名"),
    ],
)
def test_what_cannot_be_asked_is_said(filled, asked, said):
    page = filled.get(reverse("record", args=[CHAIN]), asked)
    assert said in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"before": "9" * 18},
        {"before": "x"},
        {"verb": "\0"},
        {"since": "9999-12-31", "until": "9999-12-31"},
        {"since": "0001-01-01", "until": "0001-01-01"},
        {"of": "wancheng-gxj"},
    ],
)
def test_odd_addresses_do_no_harm(filled, asked):
    assert filled.get(reverse("record", args=[CHAIN]), asked).status_code == 200


def test_one_event_shows_who_from_where_and_that_it_was_opened_is_recorded(filled, auditor):
    event = Event.objects.get(chain=CHAIN, thing_label="办件7")
    page = filled.get(reverse("record_event", args=[CHAIN, event.sequence])).content.decode()
    for words in ("姓名wang", "（wang）", "192.0.2.3", "浏览器", event.digest, "相符"):
        assert words in page
    take_in()
    opened = Event.objects.get(verb="audit.read")
    assert (opened.who, opened.thing_id) == (auditor.pk, f"{CHAIN}:{event.sequence}")
    assert filled.get(reverse("record_event", args=[CHAIN, 99999])).status_code == 404


def test_names_that_were_removed_are_the_accounts_own(filled):
    Trace.objects.all().delete()
    event = Event.objects.get(chain=CHAIN, thing_label="办件7")
    page = filled.get(reverse("record_event", args=[CHAIN, event.sequence])).content.decode()
    assert "姓名wang" in page
    assert "留存期满，已经清除" in page
    assert listed(filled, of=INSTALLATION, verb="login.failed") == ["姓名li"]


def test_it_is_taken_out_as_a_table_and_that_is_recorded(filled, auditor):
    with transaction.atomic():
        record(
            CHAIN,
            "case.act",
            who=auditor,
            thing=Thing("cases.Case", "x", "=HYPERLINK()"),
            where=Origin("::1", "\x0c"),
        )
    answer = filled.get(reverse("record_file", args=[CHAIN, "csv"]), {"verb": "case.act", "who": "auditor"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (rows[0][0], len(rows), rows[1][5], rows[1][8]) == ("编号", 2, "'=HYPERLINK()", "::1")
    answer = filled.get(reverse("record_file", args=[CHAIN, "xlsx"]), {"thing": "办件7"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[3]][5] == "办件7"
    told = [
        json.loads(each.body)["detail"] for each in Event.objects.filter(verb="audit.export").order_by("pk")
    ]
    assert told == [
        {"rows": 1, "format": "csv", "filters": {"verb": "case.act", "by": [], "people": [auditor.pk]}},
        {"rows": 1, "format": "xlsx", "filters": {"by": ["thing"], "people": []}},
    ]


def test_it_is_verified_when_asked_and_what_is_found_is_shown(filled, settings):
    page = reverse("record_state", args=[CHAIN])
    assert "还没有核验过" in filled.get(page).content.decode()
    assert filled.post(page).status_code == 302
    assert settings.HURRY.exists()
    assert "等待核验" in filled.get(page).content.decode()
    checks.run_due()
    assert "完好" in filled.get(page).content.decode()
    problem = {"kind": "changed", "chain": CHAIN, "where": f"{CHAIN} #3", "message": "被改动"}
    other = {**problem, "chain": "wancheng-gxj", "where": "wancheng-gxj #9"}
    now = Check.objects.get().done_at
    Check.objects.create(asked_at=now, done_at=now, state="done", found=2, problems=[problem, other])
    shown = filled.get(page).content.decode()
    assert f"{CHAIN} #3" in shown
    assert "wancheng-gxj #9" not in shown
    assert "另有1处" in shown


def test_it_is_nobody_elses(client, bureau, neighbour):
    visitors = [
        None,
        person("nobody"),
        person("another", RoleKind.AUDIT_ADMIN, neighbour),
        *(person(kind, kind, bureau) for kind in RoleKind if kind is not RoleKind.AUDIT_ADMIN),
    ]
    for visitor in visitors:
        if visitor is not None:
            client.force_login(visitor)
        for name, (methods, arguments) in RECORD.items():
            for method in methods.split():
                answer = getattr(client, method)(reverse(name, kwargs=arguments))
                wanted = 302 if visitor is None else 403
                assert answer.status_code == wanted, (visitor and visitor.username, name, method)
    assert not Check.objects.exists()


def test_every_verb_that_is_recorded_here_has_its_words(filled):
    known = {verb for group in GROUPS.values() for verb in group}
    assert set(Event.objects.values_list("verb", flat=True)) <= known


def test_the_rail_leads_there(filled):
    page = filled.get("/desk/").content.decode()
    assert reverse("record", args=[CHAIN]) in page
    assert reverse("record_state", args=[CHAIN]) in page
