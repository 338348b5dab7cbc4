"""办件统计: the page of leaders and supervisor, its tables as files, the monthly report. Who may not: ``test_oversight``."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from quanze.audit.models import Event
from quanze.cases.models import Case
from quanze.complaints.services import Told, file, register_interference
from quanze.dashboard import queries
from quanze.dashboard.queries import Asked
from quanze.dashboard.report import report
from quanze.dashboard.services import count
from quanze.dashboard.tables import tables
from quanze.documents.tree import Items, Paragraph, Picture, Run
from quanze.people.models import Office
from quanze.procedure.engine import acts
from quanze.site import dashboard as shown
from tests.cases.conftest import House, make_house
from tests.fonts import needs_chinese_fonts
from tests.site.test_rounds import at

PAGE = "/desk/wolong-gxj/dashboard/"
HOSTILE = '=HYPERLINK("http://x")<b>&股'


def make_busy() -> tuple[House, Case]:
    """Three came in, one was taken back, a complaint is there, and all of it is counted."""
    house = make_house()
    first = house.submitted()
    house.submitted()
    taken = house.submitted()
    house.do(taken, acts.Withdraw("另行申报"), house.chen)
    file(house.bureau, Told("经办人索要好处", "陈某秘密", "13800000000", "王某"), "token-1")
    count()
    return house, first


@pytest.fixture
def begun(start) -> tuple[House, Case]:
    return start(make_busy)


@pytest.fixture
def house(request, start) -> House:
    """That of the counted cases where a test asks for the first of them."""
    return request.getfixturevalue("begun")[0] if "first" in request.fixturenames else start(make_house)


@pytest.fixture
def first(begun: tuple[House, Case]) -> Case:
    return begun[1]


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_before_anything_was_counted_the_page_says_so(client: Client, house: House):
    desk = at(client, house.leader)
    assert "还没有统计" in desk.get(PAGE).content.decode()
    assert desk.get(f"{PAGE}{timezone.localdate():%Y-%m}.docx").status_code == 404


def test_a_leader_sees_figures_with_their_moment_and_is_led_to_the_lists_behind_them(
    client: Client, house: House, first: Case, django_assert_max_num_queries
):
    desk = at(client, house.leader)
    with django_assert_max_num_queries(30):
        page = desk.get(PAGE).content.decode()
    told = text_of(page)
    assert re.search(r"收到 3 受理 0 结束 1 .*现在在办 2 ", told)
    assert re.search(r"按\d{4}年\d+月\d+日\d+时\d\d分的数据", told)
    assert re.search(r"申请人撤回 1 ", told)
    for chart in re.findall(r"<svg.*?</svg>", page, re.S):
        drawn = ElementTree.fromstring(chart)
        assert drawn.findtext("{http://www.w3.org/2000/svg}desc")
    assert page.count("<svg") >= 4
    leads = [each.replace("&amp;", "&") for each in re.findall(r'<th scope="row"><a href="([^"]+)"', page)]
    assert len(leads) > 10
    for address in set(leads):
        lead = f"{PAGE}{address}" if address.startswith("?") else address
        assert desk.get(lead).status_code == 200, lead
    behind = next(each for each in leads if "matter=" in each and "duties" in each)
    assert first.number in desk.get(f"{behind}&line=1&column=owed").content.decode() or "统计3件" in text_of(
        desk.get(behind).content.decode()
    )


LISTS = {"open": "work", "endings": "work", "complaints": "pages"}


def test_a_figure_leads_to_a_list_of_exactly_so_many(client: Client, house: House, first: Case):
    other = house.bureau.offices.exclude(pk=first.office_id).first()
    elsewhere, waiting, now = house.submitted(), house.submitted(), timezone.now()
    before = f"{timezone.localdate().replace(day=1) - timedelta(1):%Y-%m}"
    Case.objects.filter(pk=elsewhere.pk).update(office=other)
    for case, due, owed in ((first, -2, True), (elsewhere, -2, True), (waiting, -1, False)):
        due_at = now + timedelta(due)
        Case.objects.filter(pk=case.pk).update(
            due_at=due_at, order_at=due_at, owed_at=due_at if owed else None, provisional=False
        )
    register_interference(house.bureau, house.wang, Told("有人打招呼", whom="某领导"), "token-2")
    count()
    desk = at(client, house.supervisor)
    seen: dict[tuple[str, str], int] = {}
    for query in (
        {},
        {"office": str(other.pk)},
        {"matter": str(first.matter.number)},
        {"since": before, "until": before},
    ):
        found = queries.dashboard(house.supervisor, house.bureau, shown.asked(house.bureau, query))
        for each in shown.shown(found, tables(found), house.supervisor):
            for row in each.rows:
                if each.table.key in LISTS:
                    page = desk.get(row.address)
                    assert str(page.context[LISTS[each.table.key]].total) == row.cells[0], (query, row)
                    seen[row.name, "".join(query)] = int(row.cells[0])
                elif each.table.key in ("months", "matters", "offices"):
                    assert str(desk.get(row.address).context["summed"].counted) == row.cells[0], (query, row)
    assert (seen["已逾期", ""], seen["已逾期", "office"], seen["补交或者公示期已满", ""]) == (2, 1, 1)
    assert (seen["申请人撤回", ""], seen["申请人撤回", "sinceuntil"], seen["待受理", ""]) == (1, 0, 1)
    narrow = desk.get("/desk/wolong-gxj/cases/?whose=all&due=overdue").content.decode()
    assert "只列已逾期的办件。" in narrow
    assert (
        "只列"
        not in desk.get("/desk/wolong-gxj/cases/?whose=all&due=x&ending=y&since=9&office=0").content.decode()
    )


def test_what_changed_and_is_not_counted_yet_is_told(client: Client, house: House, first: Case):
    house.submitted()
    house.submitted()
    count(most=1)
    assert "另有1件有变动，还没有计入" in at(client, house.supervisor).get(PAGE).content.decode()


def test_filters_narrow_what_is_counted(client: Client, house: House, first: Case):
    today = timezone.localdate()
    desk = at(client, house.leader)
    other = house.bureau.offices.exclude(pk=first.office_id).first()
    before = (today.replace(day=1) - timedelta(1)).strftime("%Y-%m")
    for query, received in (
        (f"matter={first.matter.number}", 3),
        (f"office={first.office_id}", 3),
        (f"office={other.pk}", 0),
        (f"since={before}&until={before}", 0),
        (f"since=2020-01&until={today:%Y-%m}", 3),
    ):
        told = text_of(desk.get(f"{PAGE}?{query}").content.decode())
        assert f"收到 {received} 受理" in told, query
    assert "一次最多看120个月" in desk.get(f"{PAGE}?since=1990-01").content.decode(), (
        "nothing is left out silently"
    )
    assert "一次最多看" not in desk.get(PAGE).content.decode()
    narrow = desk.get(f"{PAGE}?office={other.pk}").content.decode()
    assert f"股室：{other.name}" in narrow
    assert "清单体检" not in narrow, "what is of the whole agency is not of an office"


@pytest.mark.parametrize(
    "query",
    ["since=昨天", "since=9999-99&until=", "until=0001-01", "until=9999-12&since=0001-01",
     "matter=x&office=-1&round=１", "office=99999999999999", "round=999999999"],
)  # fmt: skip
def test_whatever_an_address_says_there_is_a_page(client: Client, house: House, first: Case, query):
    assert at(client, house.leader).get(f"{PAGE}?{query}").status_code == 200


def test_of_complaints_a_leader_sees_how_many_and_nothing_else(client: Client, house: House, first: Case):
    desk = at(client, house.leader)
    page = desk.get(PAGE).content.decode()
    assert re.search(r"待受理 1 ", text_of(page))
    files = [desk.get(f"{PAGE}figures.csv").content.decode(), page]
    for secret in ("索要好处", "陈某秘密", "13800000000", "TS20", "/complaints/"):
        assert all(secret not in each for each in files), secret
    supervisor = at(Client(), house.supervisor).get(PAGE).content.decode()
    assert re.search(r'/complaints/\?[^"]*state=filed&amp;', supervisor)


def test_all_tables_may_be_taken_along_and_none_holds_a_formula(client: Client, house: House, first: Case):
    Office.objects.filter(pk=first.office_id).update(name=HOSTILE)
    desk = at(client, house.leader)
    rows = list(csv.reader(io.StringIO(desk.get(f"{PAGE}figures.csv").content.decode("utf-8-sig"))))
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row if cell)
    assert [f"'{HOSTILE}", "3", "0", "0", "1", "", "2", "0"] in rows
    month = f"{timezone.localdate().year}年{timezone.localdate().month}月"
    assert [month, "3", "0", "0", "1", ""] in rows
    found = queries.dashboard(house.leader, house.bureau, shown.asked(house.bureau, {}))
    assert {table.title for table in tables(found)} <= {row[0] for row in rows if row}
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{PAGE}figures.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}, "texts, and numbers that can be added up"
    assert HOSTILE in {cell.value for cell in cells}
    kept = Event.objects.filter(verb="export").order_by("sequence")
    assert [(each.who, "办件统计" in each.label) for each in kept] == [(house.leader.pk, True)] * 2


def reported(house: House, month: date | None = None):
    of = shown.of_month(f"{month or timezone.localdate():%Y-%m}")
    assert of is not None
    found = queries.dashboard(house.leader, house.bureau, of)
    return report(found, queries.dashboard(house.leader, house.bureau, shown.year_until(of)))


def words(document) -> str:
    return "\n".join(
        "".join(piece.text for piece in block.content if isinstance(piece, Run))
        for block in document.blocks
        if isinstance(block, Paragraph)
    )


def test_the_monthly_report_says_what_the_page_says(house: House, first: Case):
    made = reported(house)
    told = words(made)
    assert "本月收到申请3件，比上月增加3件；受理0件。办理结束1件，比上月增加1件，其中申请人撤回1件。" in told
    assert "统计时在办2件" in told
    assert "本月收到投诉1件，统计时待受理1件。" in told
    assert "索要好处" not in told
    assert "不是结论" in told
    assert "本月还没有结束，以下是到统计时为止的情况。" in told, (
        "nobody takes a part of a month for the whole"
    )
    assert re.search(r"现行清单于\d+年\d+月\d+日检查，错误\d+处、警告\d+处、提示\d+处。", told)
    assert [each.headings[0] for each in made.blocks if isinstance(each, Items)].count("事项") >= 1
    assert all(each.says for each in made.blocks if isinstance(each, Picture))
    assert any(isinstance(each, Picture) for each in made.blocks)


def test_long_names_have_more_room_in_the_report(house: House, first: Case):
    def room() -> dict[str, float]:
        return {
            each.headings[0]: each.shares[0] for each in reported(house).blocks if isinstance(each, Items)
        }

    before = room()
    Office.objects.filter(pk=first.office_id).update(name=f"综合行政执法大队（{'挂靠' * 15}）")
    assert room() == before | {"股室": pytest.approx(before["股室"] * 2, abs=0.5)}


def test_a_month_in_which_nothing_happened_has_a_report_too(house: House, first: Case):
    told = words(reported(house, date(2021, 2, 1)))
    assert "本月收到申请0件，与上月持平；受理0件。办理结束0件，与上月持平。" in told
    assert "不计算按期率" in told
    assert "还没有结束" not in told


@needs_chinese_fonts
def test_the_report_is_given_as_word_and_pdf_and_recorded(client: Client, house: House, first: Case):
    desk = at(client, house.supervisor)
    month = f"{timezone.localdate():%Y-%m}"
    word = desk.get(f"{PAGE}{month}.docx")
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        drawings = [name for name in archive.namelist() if name.startswith("word/media/drawing")]
        assert drawings
        assert all(archive.read(name).startswith(b"\x89PNG") for name in drawings)
    assert desk.get(f"{PAGE}{month}.pdf").content.startswith(b"%PDF-")
    assert ["月报" in each.label for each in Event.objects.filter(verb="export")] == [True, True]
    for nonsense in ("2026-13", "9999-01", "1989-12"):
        assert desk.get(f"{PAGE}{nonsense}.docx").status_code == 404, nonsense


def test_months_are_those_of_the_period():
    of = Asked(date(2025, 11, 5), date(2026, 2, 27))
    assert [f"{each:%Y-%m-%d}" for each in of.months] == [
        "2025-11-01",
        "2025-12-01",
        "2026-01-01",
        "2026-02-01",
    ]
    assert of.last_day == date(2026, 2, 28)
    assert len(Asked(date(1990, 1, 1), date(2026, 1, 1)).months) == queries.MOST_MONTHS
    assert Asked(date(1990, 1, 1), date(2026, 1, 1)).months[-1] == date(2026, 1, 1)
    assert shown.year_until(Asked(date(2026, 12, 1), date(2026, 12, 1))).since == date(2026, 1, 1)
    assert shown.year_until(Asked(date(2026, 3, 1), date(2026, 3, 1))).since == date(2025, 4, 1)
