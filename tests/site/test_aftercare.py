"""后续管理 through its pages: the applicant reports, an officer looks at it, the table of the year adds it up."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quanze.aftercare.models import Filing, Reply
from quanze.cases.models import Message
from quanze.people.models import Office
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency, register_party
from tests.aftercare.conftest import After, fund, product
from tests.cases.conftest import PDF, account
from tests.site.test_casework import MOST
from tests.site.test_who_may import AFTERCARE

FILLED = {"f.sold": "120", "f.sales": "3600.5", "f.gain": "-40", "f.export": ""}


@pytest.fixture
def after(start) -> After:
    return start(product)


@pytest.fixture
def funded(start) -> After:
    return start(fund)


class Visitor:
    """Somebody before the pages of a case; ``send`` fills in the form of a page as it was given."""

    def __init__(self, after: After, who: str = "wang") -> None:
        self.after, self.client = after, Client()
        self.client.force_login(getattr(after.house, who))

    def address(self, more: str) -> str:
        return more if more.startswith("/") else f"/desk/wolong-gxj/cases/{self.after.case.number}/{more}"

    def page(self, more: str) -> str:
        answer = self.client.get(self.address(more))
        assert answer.status_code == 200, (more, answer.status_code)
        return answer.content.decode()

    def send(self, more: str, **said):
        page = self.page(more)
        hidden = {
            name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
            for name in ("key", "seen")
            if f'name="{name}"' in page
        }
        return self.client.post(self.address(more), {**hidden, **said})


def mine(after: After, item: str = "benefit", year: int = 2025) -> str:
    return f"/my/cases/{after.case.number}/after/{item}/?year={year}"


def table(after: After, more: str = "/?year=2025", item: str = "benefit") -> str:
    return f"/desk/wolong-gxj/followed/{after.case.matter.number}/{item}{more}"


def last_year() -> int:
    return timezone.localdate().year - 1


def test_what_is_owed_stands_on_the_applicants_first_page_and_with_the_case(after: After):
    chen = Visitor(after, "chen")
    assert "请您报送" in chen.page("/my/")
    assert f"{last_year()}年度新产品效益统计" in chen.page("/my/")
    page = chen.page(f"/my/cases/{after.case.number}/")
    assert "后续管理" in page
    assert "豫工信科〔2018〕133号" in page
    assert mine(after, year=2024) in page


def test_a_report_goes_from_the_applicant_to_the_officer_and_into_the_table(after: After):
    chen, wang = Visitor(after, "chen"), Visitor(after)
    sent = chen.send(mine(after), **FILLED)
    assert sent.status_code == 302, sent.content.decode()
    filing = Filing.objects.get()
    assert "待核实" in wang.page("after/")
    page = wang.page(f"filings/{filing.pk}/")
    assert "3,600.5万元" in page
    assert wang.send(f"filings/{filing.pk}/", do="accept", words="").status_code == 302
    page = wang.page(table(after))
    assert "已核实" in page
    assert "<tfoot>" in page
    assert page.count("3,600.5") == 2, "in its line, and in the sum"
    assert "已经核实" in chen.page(mine(after))


def test_what_was_returned_comes_back_filled_in_with_the_reason(after: After):
    chen, wang = Visitor(after, "chen"), Visitor(after)
    chen.send(mine(after), **FILLED)
    refused = wang.send(f"filings/{Filing.objects.get().pk}/", do="return", words="")
    assert "请写明退回的理由" in refused.content.decode()
    wang.send(f"filings/{Filing.objects.get().pk}/", do="return", words="利税有误。")
    page = chen.page(mine(after))
    assert "利税有误。" in page
    assert 'value="3600.5"' in page
    assert chen.send(mine(after), **{**FILLED, "f.gain": "40"}).status_code == 302
    assert Filing.objects.count() == 2


def test_what_is_wrong_stands_at_its_field_and_on_top_and_nothing_typed_is_lost(after: After):
    sent = Visitor(after, "chen").send(mine(after), **{**FILLED, "f.sales": "许多", "f.sold": ""})
    page = sent.content.decode()
    assert sent.status_code == 200
    assert "请先改正2处" in page
    assert 'href="#f-sales"' in page
    assert 'value="许多"' in page
    assert not Filing.objects.exists()


def test_a_form_that_another_was_quicker_with_is_refused_with_who(after: After):
    chen = Visitor(after, "chen")
    address = mine(after)
    stale = {"key": "mine", "seen": "0", **FILLED}
    after.file()
    answer = chen.client.post(address, stale)
    assert "姓名chen已经报送" in answer.content.decode()
    assert 'value="3600.5"' in answer.content.decode()


def test_years_and_items_that_there_are_not_are_not_found(after: After):
    chen = Visitor(after, "chen")
    for address in (mine(after, year=2019), mine(after, "recovery"), mine(after).replace("2025", "x")):
        assert chen.client.get(address).status_code == 404, address


def test_a_payment_is_recorded_with_its_evidence(funded: After):
    wang = Visitor(funded)
    bare = wang.send("after/paid/", **{"f.on": "2026-02-03", "f.amount": "150"})
    assert "请上传拨付凭证" in bare.content.decode()
    paper = SimpleUploadedFile("凭证.pdf", PDF, "application/pdf")
    sent = wang.send("after/paid/", **{"f.on": "2026-02-03", "f.amount": "150", "files-file": paper})
    assert sent.status_code == 302, sent.content.decode()
    page = wang.page(f"filings/{Filing.objects.get().pk}/")
    assert "凭证.pdf" in page
    assert "撤销登记" in page
    assert "150" in wang.page(table(funded, "/?year=2026", "paid"))
    assert "已登记" in Visitor(funded, "chen").page(f"/my/cases/{funded.case.number}/")


def test_a_recovery_asks_for_the_decision(funded: After):
    wang = Visitor(funded)
    paper = SimpleUploadedFile("凭证.pdf", PDF, "application/pdf")
    said = {"f.on": "2026-06-01", "f.amount": "30", "f.why": "挪用。", "files-file": paper}
    page = wang.send("after/recovery/", **said).content.decode()
    assert "请填写决定机关" in page
    assert not Filing.objects.exists()
    kept = re.search(r'name="files" value="(\d+)"', page)
    assert kept, "the paper is not asked for again"
    decided = {"organ": "河南省财政厅", "number": "豫财决〔2026〕1号", "decided_on": "2026-05-20"}
    said = {**said, **decided, "files-file": "", "files": kept[1]}
    assert wang.send("after/recovery/", **said).status_code == 302
    assert "豫财决〔2026〕1号" in wang.page(f"filings/{Filing.objects.get().pk}/")


def test_the_table_is_exported(after: After):
    after.reply(after.file())
    wang = Visitor(after)
    answer = wang.client.get(table(after, ".csv?year=2025"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("单位,申请内容,办件编号,情况,报送日期,销售数量")
    assert '"3,600.5",-40' in lines[1]
    assert lines[-1].startswith("合计")
    assert wang.client.get(table(after, ".xlsx?year=2025")).content[:2] == b"PK"


def test_who_has_not_reported_is_reminded_at_once(after: After):
    wang = Visitor(after)
    answer = wang.client.post(table(after, "/remind/?year=2025"), follow=True)
    assert "已提醒1家" in answer.content.decode()
    assert "新产品效益统计" in Message.objects.latest("pk").body


def test_the_list_of_follow_ups_says_how_many_wait(after: After):
    after.file()
    page = Visitor(after).page("/desk/wolong-gxj/followed/")
    assert re.search(r"新产品效益统计</a>.*?<td>1份</td>", page, re.DOTALL)


# Who may ------------------------------------------------------------------------------------------------------------

OWN = set(AFTERCARE)
TABLES = {"followed_year", "followed_year_file", "followed_remind"}
ALLOWED = {
    "wang": OWN,
    "head": OWN,
    "leader": OWN - {"desk_after_file"},
    "supervisor": OWN - {"desk_after_file"},
    "elsewhere": TABLES,
    "recorder": set(),
    "cai": set(),
    "keeper": set(),
    "chen": set(),
    "other": set(),
    "neighbour": set(),
}
"""Whom the pages let in. What leaders and supervisors may only look at, posting to it does nothing; officers of another
office find no case of theirs in the tables."""


def people(after: After) -> None:
    house = after.house
    elsewhere = Office.objects.create(agency=house.bureau, name="别的股")
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    house.elsewhere = account("elsewhere", RoleKind.HANDLER, house.bureau, elsewhere)  # type: ignore[attr-defined]
    house.neighbour = account("neighbour", RoleKind.HANDLER, neighbour)  # type: ignore[attr-defined]
    house.other = account("other")  # type: ignore[attr-defined]
    register_party(
        house.other, "enterprise", "平川市另一家有限公司", "91410000MA0000000X", code_reason="证照如此"
    )


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_reaches_more_than_their_part(after: After, who: str):
    people(after)
    filing = after.file()
    before = (Filing.objects.count(), Reply.objects.count(), Message.objects.count())
    visitor = Visitor(after, who)
    for name, (methods, arguments) in AFTERCARE.items():
        number = after.case.matter.number if name in TABLES else after.case.number
        said = {**arguments, "number": number} | ({"pk": filing.pk} if "pk" in arguments else {})
        for method in methods.split():
            answer = getattr(visitor.client, method)(
                reverse(name, kwargs=said), {"words": "", "do": "accept", "seen": "0"}
            )
            acts = name == "desk_filing" and method == "post"
            if name in ALLOWED[who] and not (acts and who in ("leader", "supervisor")):
                assert answer.status_code in (200, 302), (name, method, answer.status_code)
            else:
                assert answer.status_code in (403, 404), (name, method, answer.status_code)
            if name not in ALLOWED[who] or who == "elsewhere":
                assert after.case.applicant_name not in answer.content.decode(), name
    if who not in ("wang", "head"):
        assert (Filing.objects.count(), Reply.objects.count(), Message.objects.count()) == before


@pytest.mark.parametrize("who", ["other", "wang", "neighbour", "cai"])
def test_only_who_acts_for_the_applicant_reaches_its_report(after: After, who: str):
    people(after)
    visitor = Visitor(after, who)
    for method in ("get", "post"):
        assert (
            getattr(visitor.client, method)(mine(after), {**FILLED, "key": "k", "seen": "0"}).status_code
            == 404
        )
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("chen", 200), ("wang", 200), ("supervisor", 200), ("other", 403), ("cai", 403)]
)
def test_the_papers_of_a_report_are_seen_with_it(after: After, who: str, status: int):
    people(after)
    paper = after.house.file(after.house.chen, "报表.pdf")
    after.file(files=[paper])
    assert Visitor(after, who).client.get(f"/files/{paper.pk}/").status_code == status


def test_somebody_unknown_is_asked_to_log_in(after: After):
    for name, (methods, arguments) in AFTERCARE.items():
        for method in methods.split():
            answer = getattr(Client(), method)(reverse(name, kwargs=arguments))
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/login/?next="), name


def test_the_pages_ask_the_database_little(after: After):
    filing = after.file()
    wang, chen = Visitor(after), Visitor(after, "chen")
    pages = [
        *(
            (wang, each)
            for each in ("after/", "after/benefit/?year=2024", f"filings/{filing.pk}/", table(after))
        ),
        (wang, table(after, ".csv")),
        (wang, "/desk/wolong-gxj/followed/"),
        *((chen, each) for each in ("/my/", mine(after), f"/my/cases/{after.case.number}/")),
    ]
    for visitor, address in pages:
        with CaptureQueriesContext(connection) as asked:
            visitor.page(address)
        told = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
        assert len(told) <= MOST, (address, len(told))
