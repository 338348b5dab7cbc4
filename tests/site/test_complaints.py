"""Complaints on the pages: from the public form to a recorded outcome, and that nobody else's page holds a word of it."""

from __future__ import annotations

import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from quanze.audit.models import Event
from quanze.cases.services import pack
from quanze.complaints.models import Complaint, Entry
from quanze.complaints.queries import limits_of, standing_of
from quanze.people.roles import RoleKind
from quanze.people.services import admit, ask_to_join, open_agency
from tests.cases.conftest import account, make_house
from tests.complaints.conftest import CONTACT, NAME, SECRET, WHOM, Office
from tests.site.test_rounds import at
from tests.site.test_who_may import COMPLAINTS

COMPLAIN = "/wolong-gxj/complain/"
STATE = "/wolong-gxj/complain/state/"
LIST = "/desk/wolong-gxj/complaints/"
BETRAYING = (SECRET, NAME, CONTACT, WHOM)


@pytest.fixture
def office(start) -> Office:
    return Office(start(make_house))


def filled(office: Office, **more: str) -> dict[str, str]:
    said = {"about": "office", "text": SECRET, "name": NAME, "contact": CONTACT, "whom": WHOM}
    return {
        **said,
        "case": "",
        "token": office.token(),
        "matter": "",
        "happened_on": "",
        **more,
    }


def file(client: Client, office: Office, **more: str) -> tuple[str, str]:
    """The number and the key of a receipt."""
    page = client.post(COMPLAIN, filled(office, **more)).content.decode()
    number, key = re.search(r"TS\d{4}-\d{4}", page), re.search(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", page)
    assert number, page
    assert key
    return number[0], key[0]


def test_anybody_complains_and_looks_up_what_became_of_it(client: Client, office: Office):
    page = client.get(COMPLAIN).content.decode()
    assert "5个工作日内受理" in page
    assert "30个自然日内答复" in page
    assert "12388" in page
    number, key = file(client, office)
    found = client.post(STATE, {"number": number, "key": key.lower()}).content.decode()
    assert "待受理" in found
    assert SECRET not in found, "not even whoever has the key reads it here: a key may be lost"
    wrong = client.post(STATE, {"number": number, "key": "AAAA-BBBB-CCCC-DDDD"}).content.decode()
    assert "没有这个编号，或者查询码不对" in wrong


def test_a_form_that_was_sent_again_is_not_registered_twice(client: Client, office: Office):
    assert file(client, office, token="once-0123456789") == file(client, office, token="once-0123456789")
    assert Complaint.objects.count() == 1


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client: Client, office: Office):
    page = client.post(COMPLAIN, filled(office, text="", happened_on="昨天")).content.decode()
    assert "请填写投诉的内容" in page
    assert "请按“2026-11-23”的样子填写日期" in page
    assert NAME in page
    assert not Complaint.objects.exists()


def test_a_complaint_about_the_supervisor_is_told_where_to_go_and_nothing_of_it_is_kept(
    client: Client, office: Office
):
    before = Event.objects.count()
    page = client.post(COMPLAIN, filled(office, about="supervisor")).content.decode()
    assert limits_of(office.house.bureau).higher_to in page
    assert "没有保存" in page
    assert (Complaint.objects.count(), Event.objects.count()) == (0, before)


def test_nothing_of_it_stands_in_an_address_or_is_kept_by_a_browser(client: Client, office: Office):
    answer = client.post(COMPLAIN, filled(office))
    assert answer.status_code == 200, "the receipt is drawn at once: a redirect would have to carry it"
    assert "no-store" in answer["Cache-Control"]
    assert not client.session.keys() & {"_messages"}


# At the desk -----------------------------------------------------------------------------------------------------


def supervisor(office: Office) -> Client:
    return at(Client(), office.house.supervisor)


def act(desk: Client, which: str, do: str, **said: object) -> str:
    address = reverse("desk_complaint_do", args=["wolong-gxj", which, do])
    seen = re.search(r'name="seen" value="(\d+)"', desk.get(address).content.decode())
    assert seen
    return desk.post(address, {"seen": seen[1], **said}, follow=True).content.decode()


def test_from_the_register_to_an_outcome_outside_the_clause(client: Client, office: Office):
    number, key = file(client, office, case=office.case.number)
    desk = supervisor(office)
    assert number in desk.get(LIST).content.decode()
    page = desk.get(f"{LIST}{number}/").content.decode()
    assert all(word in page for word in BETRAYING)
    assert "还有5个工作日" in page or "还有4个工作日" in page
    assert "情节较重" in page, "the clause of the case's matter is shown beside it"
    assert "已登记：受理" in act(desk, number, "accept")
    tied = act(desk, number, "tie", case=office.case.number, act="3")
    assert "追责情形第3项" in tied
    history = tied[tied.index('<h2 id="history">') :]
    assert f"事项：{office.case.matter_name}" in history
    assert "号事项" not in tied
    decided = act(
        desk,
        number,
        "decide",
        organ="卧龙区监察委员会",
        number="宛龙监〔2026〕1号",
        on=office.house.today().isoformat(),
        ground="《公职人员政务处分法》第三十八条",
        whom="张三",
        act="3",
        degree="0",
        sanctions=["开除"],
        other="",
        scan=[office.house.file(office.house.supervisor, "决定书.pdf").pk],
    )
    assert "与追责情形不一致" in decided
    assert "“开除”不在“情节较重”的处分之内" in decided
    assert "情节较重的，予以警告、记过或者记大过" in decided
    act(desk, number, "answer", words="查实，已责令退还并处理")
    told = client.post(STATE, {"number": number, "key": key}).content.decode()
    assert "查实，已责令退还并处理" in told
    assert "张三" not in told, "decisions are told by the answer, as far as it says so"


def test_two_supervisors_at_once(client: Client, office: Office):
    number, _ = file(client, office)
    second = at(Client(), account("second", RoleKind.SUPERVISOR, office.house.bureau))
    act(supervisor(office), number, "accept")
    address = reverse("desk_complaint_do", args=["wolong-gxj", number, "decline"])
    page = second.post(address, {"seen": "1", "reason": "理由写了很久", "organ": "别处"}).content.decode()
    assert "您查看以后，本件有改动" in page
    assert "理由写了很久" in page
    assert Entry.objects.count() == 2


def test_a_supervisor_who_acts_for_the_applicant_is_turned_away(client: Client, office: Office):
    number, _ = file(client, office, case=office.case.number)
    admit(ask_to_join(office.house.supervisor, office.house.party), office.house.chen)
    desk = supervisor(office)
    for address in (f"{LIST}{number}/", f"{LIST}{number}/accept/"):
        answer = desk.get(address)
        assert (answer.status_code, SECRET in answer.content.decode()) == (403, False)


def test_what_cannot_be_done_now_is_not_offered(client: Client, office: Office):
    number, _ = file(client, office)
    desk = supervisor(office)
    act(desk, number, "higher", organ="市纪委监委")
    page = desk.get(f"{LIST}{number}/").content.decode()
    assert "您可以办理" not in page
    assert desk.get(f"{LIST}{number}/accept/").status_code == 404
    assert desk.get(f"{LIST}{number}/burn/").status_code == 404
    assert desk.get(f"{LIST}TS2026-9999/").status_code == 404


def test_a_letter_is_written_down_and_a_bureau_sets_its_limits(office: Office):
    desk = supervisor(office)
    said = filled(office, channel="letter", received=office.house.today().isoformat())
    assert "已登记" in desk.post(f"{LIST}new/", said).content.decode()
    assert Complaint.objects.get().channel == "letter"
    admin = at(Client(), office.security)
    assert reverse("complaint_rules", args=["wolong-gxj"]) in admin.get("/desk/").content.decode()
    form = {
        "accept_n": "3",
        "accept_unit": "working_day",
        "accept_source": "县政府令第1号",
        "answer_n": "20",
        "answer_unit": "working_day",
        "answer_source": "县政府令第1号",
        "longer_n": "0",
        "longer_source": "不延长",
        "clues_to": "县监委12388",
        "higher_to": "市纪委监委",
    }
    rules = reverse("complaint_rules", args=["wolong-gxj"])
    assert "已保存" in admin.post(rules, form, follow=True).content.decode()
    assert "3个工作日内受理" in Client().get(COMPLAIN).content.decode()
    assert "请填写1到366之间的整数" in admin.post(rules, {**form, "accept_n": "0"}).content.decode()


def test_an_officer_registers_that_somebody_meddled(office: Office):
    desk = at(Client(), office.house.wang)
    address = reverse("interference", args=["wolong-gxj"])
    assert address in desk.get("/desk/wolong-gxj/cases/").content.decode()
    said = {"token": office.token(), "whom": "某局副局长", "text": "要求先受理", "case": "", "matter": ""}
    page = desk.post(address, said).content.decode()
    number = re.search(r"TS\d{4}-\d{4}", page)
    assert number
    read = supervisor(office).get(f"{LIST}{number[0]}/").content.decode()
    assert "某局副局长" in read
    assert office.house.wang.name in read


# Confidential ----------------------------------------------------------------------------------------------------

PEOPLE = {
    "leader": lambda office: office.house.leader,
    "head": lambda office: office.house.head,
    "handler": lambda office: office.house.wang,
    "keeper": lambda office: office.house.keeper,
    "recorder": lambda office: office.house.recorder,
    "finance": lambda office: office.house.cai,
    "applicant": lambda office: office.house.chen,
    "system admin": lambda office: account("admin", RoleKind.SYSTEM_ADMIN, office.house.bureau),
    "security admin": lambda office: office.security,
    "audit admin": lambda office: account("auditor", RoleKind.AUDIT_ADMIN, office.house.bureau),
    "another bureau's supervisor": lambda office: account(
        "elsewhere", RoleKind.SUPERVISOR, open_agency("neixiang-gxj", "内乡县工业和信息化局")
    ),
    "no role": lambda office: account("norole"),
}
ALSO = {
    "leader": {"interference"},
    "head": {"interference"},
    "handler": {"interference"},
    "keeper": {"interference"},
    "security admin": {"complaint_rules"},
}


def test_nobody_else_reaches_it_or_reads_a_word_of_it(office: Office):
    number, _ = file(Client(), office, case=office.case.number)
    complaint = Complaint.objects.get()
    desk = supervisor(office)
    act(desk, number, "accept")
    act(desk, number, "note", words=f"{SECRET}，找{NAME}核实")
    scan = office.house.file(office.house.supervisor, f"{WHOM}处分.pdf")
    day = office.house.today().isoformat()
    said = {"organ": "监委", "number": "1号", "on": day, "ground": "法", "whom": WHOM, "other": "诫勉"}
    assert "已登记：登记处理决定" in act(desk, number, "decide", **said, scan=[scan.pk])
    entries = standing_of(complaint).version
    of_case = (
        "/desk/wolong-gxj/cases.csv?whose=all",
        reverse("my_case", args=[office.case.number]),
        reverse("desk_case", args=["wolong-gxj", office.case.number]),
    )
    for who, made in PEOPLE.items():
        somebody = at(Client(), made(office))
        for name, (methods, arguments) in COMPLAINTS.items():
            given = {**arguments, **({"number": number} if "number" in arguments else {})}
            for method in methods.split():
                answer = getattr(somebody, method)(reverse(name, kwargs=given), {"words": "看看"})
                allowed = name in ALSO.get(who, set())
                assert answer.status_code == (200 if allowed else 403), (who, name, method)
                assert not any(word in answer.content.decode() for word in BETRAYING), (who, name, method)
        assert somebody.get(reverse("file", args=[scan.pk])).status_code == 403, who
        for address in of_case if who in ("leader", "handler", "applicant", "audit admin") else ():
            told = somebody.get(address, follow=True).content.decode()
            assert not any(word in told for word in (*BETRAYING, number)), (who, address)
    assert standing_of(complaint).version == entries
    assert Complaint.objects.count() == 1


def test_neither_the_archive_of_the_case_nor_the_record_holds_a_word(office: Office, tmp_path):
    number, _ = file(Client(), office, case=office.case.number)
    act(supervisor(office), number, "accept")
    with (tmp_path / "case.zip").open("w+b") as out:
        pack(office.case, office.house.leader, out)
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        told = b"".join(archive.read(each) for each in archive.namelist()).decode("utf-8", "replace")
    told += "".join(Event.objects.values_list("body", flat=True))
    assert [word for word in BETRAYING if word in told] == []


def test_somebody_unknown_is_asked_to_log_in(client: Client, office: Office):
    for address in (LIST, f"{LIST}TS2026-0001/", reverse("interference", args=["wolong-gxj"])):
        assert client.get(address)["Location"].startswith("/login/?next=")


def test_the_supervisor_is_led_there_from_the_case(client: Client, office: Office):
    number, _ = file(client, office, case=office.case.number)
    page = supervisor(office).get(reverse("desk_case", args=["wolong-gxj", office.case.number]))
    assert f'<a href="{LIST}">1件</a>' in page.content.decode()
    assert number not in page.content.decode()


def test_pages_take_few_queries(client: Client, office: Office, django_assert_max_num_queries):
    number, _ = file(client, office)
    desk = supervisor(office)
    for address in (LIST, f"{LIST}{number}/", f"{LIST}{number}/tie/", f"{LIST}new/"):
        with django_assert_max_num_queries(20):
            assert desk.get(address).status_code == 200
    with django_assert_max_num_queries(8):
        assert Client().get(COMPLAIN).status_code == 200
