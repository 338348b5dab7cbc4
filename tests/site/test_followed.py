"""动态管理 through its pages: listed, checked, told to mend, proposed for revocation, taken off the list. Matter 6."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.cases import queries
from quanze.cases.models import Case
from quanze.letters.models import Letter
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome, Standing
from quanze.procedure.model import Kind, Limit, Unit
from tests.cases.conftest import House, make_house
from tests.cases.test_any_case import Player
from tests.site.test_casework import MOST, Officer, place

FORMULA = '=HYPERLINK("http://x")'
STEEL = "钢铁、焦化等工业行业规范公告申报"


@dataclass
class Listed:
    house: House
    case: Case

    @property
    def number(self) -> int:
        return self.case.matter.number

    def check(self, standing: str, words: str, **said) -> Case:
        wang = Officer(self.house.wang)
        asked = {"standing": standing, "words": words, **said}
        return wang.do(self.case, "check_up", place(self.case, Kind.FOLLOW_UP), **asked)

    def row(self, listed: str = "on") -> str:
        address = f"/desk/wolong-gxj/followed/{self.number}/?listed={listed}"
        answer = Officer(self.house.wang).client.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        return page[page.find("<tbody>") : page.find("</tbody>")] if "<tbody>" in page else ""


def make_listed() -> Listed:
    """A case of matter 6 that was reported and is on the ministry's list."""
    house = make_house(STEEL)
    case = house.submitted(house.matter(STEEL), firm_project=FORMULA)
    player = Player(house, case)
    for _ in range(25):
        case = queries.case(case.number)
        if case.ending:
            break
        player.onward()
    assert case.ending == "reported", case.standing
    result = acts.RecordResult("工业和信息化部", Outcome.GRANTED, "列入名单")
    return Listed(house, house.do(case, result, house.recorder))


@pytest.fixture
def listed(start) -> Listed:
    return start(make_listed)


def test_who_was_announced_is_on_the_list_since_that_day(listed: Listed):
    today = timezone.localdate()
    row = listed.row()
    assert listed.case.applicant_name in row
    assert f"{today.year}年{today.month}月{today.day}日" in row
    page = Officer(listed.house.wang).client.get("/desk/wolong-gxj/followed/").content.decode()
    assert STEEL in page
    heads = page[page.find("<thead>") : page.find("</thead>")]
    assert [each in heads for each in ("在名单", "限期整改中", "已建议撤销", "已移出名单")] == [True] * 4


def test_the_table_to_take_along_holds_no_formula(listed: Listed):
    answer = Officer(listed.house.wang).client.get(f"/desk/wolong-gxj/followed/{listed.number}.csv")
    _, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (listed.case.title, row[:3]) == (
        FORMULA,
        [listed.case.applicant_name, f"'{FORMULA}", listed.case.number],
    )


def test_a_check_that_found_nothing_is_told_with_its_day(listed: Listed):
    case = listed.check("compliant", "各项指标符合。")
    assert case.checked_on == timezone.localdate()
    assert "在名单" in listed.row()
    assert not Letter.objects.filter(subject=case.subject, kind__in=("rectification", "revocation")).exists()


def test_the_order_to_mend_goes_out_with_the_check_and_its_term(listed: Listed):
    case = listed.check(
        "rectify", "除尘设施停运。", **{"within": "30", "within-unit": "working_day", "document": "auto"}
    )
    letter = Letter.objects.get(subject=case.subject, kind="rectification")
    assert letter.values["problems"][0][0] == "除尘设施停运。"
    assert letter.values["rectify_until"] == case.due_on.isoformat()
    row = listed.row("mending")
    assert "限期整改中" in row
    assert f"整改到{case.due_on.year}年" in row


def test_the_form_begins_with_the_letter_that_the_finding_calls_for(listed: Listed):
    step = place(listed.case, Kind.FOLLOW_UP)
    page = Officer(listed.house.wang).page(listed.case, f"do/check_up/?step={step}")
    assert '<option value="auto" selected>按结论出具：限期整改通知书或者建议撤销函</option>' in page
    assert 'value="30"' in page, "the kit's own term"


def test_revocation_is_proposed_only_after_an_order_to_mend(listed: Listed):
    wang = Officer(listed.house.wang)
    step = place(listed.case, Kind.FOLLOW_UP)
    refused = wang.send(listed.case, "check_up", step, standing="revoke", words="停产。", document="")
    assert "尚未要求整改" in refused.content.decode()


def ordered(listed: Listed) -> Case:
    check = acts.CheckUp(
        place(listed.case, Kind.FOLLOW_UP), Standing.RECTIFY, "除尘设施停运。", Limit(5, Unit.WORKING_DAY)
    )
    listed.case = listed.house.do(listed.case, check)
    return listed.case


def test_an_order_that_was_not_followed_is_late_in_the_table(listed: Listed):
    case = ordered(listed)
    late = queries.followed_lines([case], case.due_on + timedelta(days=1))
    assert [each.late for each in late] == [True]
    assert [each.late for each in queries.followed_lines([case], case.due_on)] == [False]


def test_what_still_fails_is_proposed_for_revocation_and_leaves_the_list_when_it_is_decided(listed: Listed):
    ordered(listed)
    step = place(listed.case, Kind.FOLLOW_UP)
    wang = Officer(listed.house.wang)
    said = {"standing": "revoke", "words": "仍未恢复运行。", "document": "auto"}
    asked = wang.send(listed.case, "check_up", step, **said)
    shown = asked.context["letter"]
    assert shown.kind.key == "revocation"
    assert shown["recipient"].initial is None, "nobody knows to whom"
    listed.case = listed.house.do(listed.case, acts.CheckUp(step, Standing.REVOKE, "仍未恢复运行。"))
    assert "已建议撤销" in listed.row("revoke")
    revoked = acts.RecordResult("工业和信息化部", Outcome.DENIED, "撤销公告")
    listed.case = listed.house.do(listed.case, revoked, listed.house.recorder)
    assert listed.row() == ""
    assert "已移出名单" in listed.row("left")


def test_the_table_is_exported(listed: Listed):
    client = Officer(listed.house.wang).client
    answer = client.get(f"/desk/wolong-gxj/followed/{listed.number}.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("单位,申请内容,办件编号")
    assert lines[1].startswith(listed.case.applicant_name)
    assert unquote(answer["Content-Disposition"]).endswith(f"''{STEEL}动态管理表.csv")


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("supervisor", 200), ("chen", 403), ("cai", 403), ("keeper", 403)]
)
def test_who_may_see_the_table(listed: Listed, who: str, status: int):
    client = Client()
    client.force_login(getattr(listed.house, who))
    assert client.get(f"/desk/wolong-gxj/followed/{listed.number}/").status_code == status


def test_the_pages_ask_the_database_little(listed: Listed):
    client = Officer(listed.house.wang).client
    for address in ("", f"{listed.number}/", f"{listed.number}.csv"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/wolong-gxj/followed/{address}").status_code == 200
        assert sum("SAVEPOINT" not in each["sql"] for each in asked.captured_queries) <= MOST
