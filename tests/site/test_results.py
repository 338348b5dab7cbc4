"""登记上级结果 at the desk: the sheet goes out, comes back, is looked over, recorded, and read by the applicant."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quanze.cases.history import history
from quanze.cases.models import CaseEvent
from quanze.cases.results.planning import plan
from quanze.cases.results.reading import Line, Sheet
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.procedure.engine import acts
from tests.cases.conftest import PDF
from tests.cases.season import MATTER, NAMES, Season, make_season
from tests.site.test_rounds import at

RESULTS = "/desk/wolong-gxj/results/"


@pytest.fixture
def season(start) -> Season:
    return start(make_season)


def workbook(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def sent(book: openpyxl.Workbook, name: str = "结果.xlsx") -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def filled(desk: Client, season: Season) -> openpyxl.Workbook:
    """The sheet as it goes out, with the result of the first case and the progress of the second."""
    book = workbook(desk.get(f"{RESULTS}sheet.xlsx?round={season.call.round.pk}").content)
    sheet = book.active
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    first, second = (rows[case.number] for case in season.up)
    day = season.house.today()
    for row, said in (
        (first, ["省工信厅", "予以认定", "列入2026年名单", f"{day:%Y年%m月%d日}", "豫工信节〔2026〕88号"]),
        (second, ["省工信厅", "进展", "已进入专家评审"]),
    ):
        for column, text in enumerate(said, 5):
            sheet.cell(row, column).value = text
    return book


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_from_the_sheet_to_what_the_applicant_reads(client: Client, season: Season):
    desk = at(client, season.house.recorder)
    home = desk.get(RESULTS).content.decode()
    assert MATTER in home
    assert "2件，下载表格" in home
    book = filled(desk, season)
    book.active.append(["wolong-gxj-1999-00001", NAMES[0], "", "", "省工信厅", "通过"])
    scan = SimpleUploadedFile("公告.pdf", PDF)
    page = desk.post(RESULTS, {"sheet-file": sent(book), "document-file": scan}).content.decode()
    assert "将登记2行，2件办件" in page
    assert "不能登记1行" in page
    assert "没有这一编号的办件" in page
    assert "省工信厅：予以认定" in page
    assert "附公告.pdf" in page
    assert not CaseEvent.objects.filter(kind="record_result").exists()
    confirm = {name: field(page, name) for name in ("sheet", "document", "looked")}
    done = desk.post(RESULTS, confirm).content.decode()
    assert "已登记2件。" in done
    again = desk.post(RESULTS, confirm).content.decode()
    assert "核对以后办件有了变化" in again
    assert "已经登记过" in again
    assert [CaseEvent.objects.filter(kind=kind).count() for kind in ("record_result", "note_progress")] == [
        1,
        1,
    ]
    chen = at(Client(), season.house.chen)
    first, second = (chen.get(f"/my/cases/{case.number}/").content.decode() for case in season.up)
    assert "省工信厅：予以认定、列入</strong>，列入2026年名单（豫工信节〔2026〕88号，" in first
    assert "省工信厅</strong>，已进入专家评审" in second
    assert "1件，下载表格" in desk.get(RESULTS).content.decode()


def handed_in(season: Season) -> Deposit:
    """A sheet that the recorder uploaded, with a result of the first case."""
    case = season.up[0]
    text = f"办件编号,申请人,作出结果的机关,结果\n{case.number},{case.applicant_name},省工信厅,通过\n"
    return receive(season.house.recorder, "结果.csv", [text.encode()])


def test_what_changed_after_the_look_is_looked_at_again(client: Client, season: Season):
    house, handed = season.house, handed_in(season)
    cells = {"number": season.up[0].number, "applicant": NAMES[0], "organ": "省工信厅", "outcome": "通过"}
    seen = plan(house.bureau, house.recorder, Sheet((Line("第2行", cells),), ())).digest
    season.result(season.up[0], acts.NoteProgress("市工信局", "已转报省厅"))
    desk = at(client, house.recorder)
    again = desk.post(RESULTS, {"sheet": handed.pk, "looked": seen}).content.decode()
    assert "核对以后办件有了变化" in again
    assert not CaseEvent.objects.filter(kind="record_result").exists()
    desk.post(RESULTS, {"sheet": handed.pk, "looked": field(again, "looked")})
    assert isinstance(history(season.up[0])[-1].what, acts.RecordResult)


WRONG = {
    "nothing": ({}, "请选择填好的表格。"),
    "a picture": ({"sheet-file": ("表.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)}, "这里只收"),
    "another table": (
        {"sheet-file": ("表.csv", "编号,办件编号,结果\n1,2,3\n".encode())},
        "有不止一栏是“办件编号”",
    ),
}


@pytest.mark.parametrize(("said", "words"), WRONG.values(), ids=WRONG)
def test_what_is_no_sheet_is_told_at_its_field(client: Client, season: Season, said, words):
    files = {name: SimpleUploadedFile(*file) for name, file in said.items()}
    page = at(client, season.house.recorder).post(RESULTS, files).content.decode()
    assert words in page
    assert "请先改正" in page


def test_the_sheet_of_a_round_is_found_from_its_page(client: Client, season: Season):
    desk = at(client, season.house.wang)
    pk = season.call.round.pk
    assert f"{RESULTS}?round={pk}" in desk.get(f"/desk/wolong-gxj/rounds/{pk}/").content.decode()
    assert MATTER in desk.get(f"{RESULTS}?round={pk}").content.decode()
    assert "这一批次还没有" in desk.get(f"{RESULTS}?round=999").content.decode()
    for address in ("", "?round=999", "?matter=9", "?round=x"):
        assert desk.get(f"{RESULTS}sheet.xlsx{address}").status_code == 404
    season.result(season.up[0], acts.RecordResult("省工信厅", acts.Outcome.DENIED))
    rows = {
        each: workbook(desk.get(f"{RESULTS}sheet.xlsx?round={pk}{each}").content).active.max_row
        for each in ("", "&all=1")
    }
    assert rows["&all=1"] - rows[""] == 1


def test_nobody_uses_the_sheet_of_another(client: Client, season: Season):
    refused = at(client, season.house.wang).post(RESULTS, {"sheet": handed_in(season).pk}).content.decode()
    assert "请重新上传" in refused


def test_whoever_records_no_results_is_turned_away(client: Client, season: Season):
    house = season.house
    for person in (house.leader, house.supervisor, house.cai, house.keeper, house.chen):
        desk = at(client, person)
        for answer in (desk.get(RESULTS), desk.post(RESULTS, {}), desk.get(f"{RESULTS}sheet.xlsx")):
            assert answer.status_code == 403


def test_a_look_takes_few_queries(client: Client, season: Season, django_assert_max_num_queries):
    desk = at(client, season.house.recorder)
    with django_assert_max_num_queries(12):
        desk.get(RESULTS)
    handed = handed_in(season)
    with django_assert_max_num_queries(18):
        desk.post(RESULTS, {"sheet": handed.pk})
