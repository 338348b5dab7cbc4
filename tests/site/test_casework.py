"""The officer's side of matter 5 through its pages: from the window to the recorded result."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quanze.audit.models import Event
from quanze.audit.noting import take_in
from quanze.cases import queries, worklist
from quanze.cases.models import Case, CaseEvent, Material, Note
from quanze.cases.pinned import pinned
from quanze.cases.services import LetterOrder
from quanze.letters.models import Letter
from quanze.people.models import Party, Person
from quanze.people.roles import RoleKind
from quanze.procedure.engine import acts, course_of
from quanze.procedure.model import Kind
from quanze.site.casework.asking import staff
from quanze.site.views import worklist as views
from tests.cases.conftest import CODE, PDF, PRODUCT, House, account, make_house, prove, seen_now
from tests.cases.test_clock import house_with_a_notice
from tests.cases.test_letters_prove import examined
from tests.cases.test_receipts import ask_for

MOST = 20
DESK = "/desk/wolong-gxj/"


def pdf(name: str = "扫描件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + name.encode(), "application/pdf")


class Officer:
    """Somebody at the desk: ``do`` fills in the form of an act, confirms what it shows, and follows."""

    def __init__(self, person: Person, agency: str = "wolong-gxj") -> None:
        self.person, self.agency = person, agency
        self.client = Client()
        self.client.force_login(person)

    def address(self, case: Case, more: str = "") -> str:
        return f"/desk/{self.agency}/cases/{case.number}/{more}"

    def page(self, case: Case, more: str = "") -> str:
        answer = self.client.get(self.address(case, more))
        assert answer.status_code == 200, (more, answer.status_code)
        return answer.content.decode()

    def send(self, case: Case, kind: str, step: str = "", **said):
        address = reverse("desk_act", args=[self.agency, case.number, kind]) + (
            f"?step={step}" if step else ""
        )
        data = {"seen": seen_now(case), **said}
        return self.client.post(address, data)

    def do(self, case: Case, kind: str, step: str = "", **said) -> Case:
        """Once, and if there was something to see, once more."""
        answer = self.send(case, kind, step, **said)
        if answer.status_code == 200 and answer.context["look"]:
            again = {**said, **filled(answer), "looked": answer.context["look"].digest}
            answer = self.send(case, kind, step, **again)
        assert answer.status_code == 302, refusal(answer)
        case.refresh_from_db()
        return case


def filled(answer) -> dict[str, str]:
    """The values of the letter as the page showed them."""
    letter = answer.context["letter"]
    said: dict[str, str] = {}
    if letter is None:
        return said
    said |= {"letter-kind": letter.kind.key, "letter-was": letter.was}
    for shape, field in [*letter.needed, *letter.optional]:
        if shape == "rows":
            said |= {cell.name: cell.value for row in field.rows for cell in row}
        else:
            value = field.value()
            said[field.html_name] = "" if value is None else str(value)
    return said


def refusal(answer) -> str:
    page = answer.content.decode()
    return re.sub(r"<[^>]+>", " ", page[page.find('id="errors"') :][:600])


def place(case: Case, kind: Kind, number: int = 0) -> str:
    return [each.key for each in course_of(pinned(case).procedure).places if each.kind is kind][number]


def kinds(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("position").values_list("kind", flat=True))


def sealed_and_delivered(officer: Officer, case: Case, kind: str) -> Case:
    letter = Letter.objects.filter(subject=case.subject, kind=kind).latest("pk")
    today = timezone.localdate().isoformat()
    there = officer.address(case, f"letters/{letter.pk}/")
    answer = officer.client.post(f"{there}seal/", {"on": today, "proof-file": pdf("盖章件.pdf")})
    assert answer.status_code == 302, refusal(answer)
    said = {"way": "direct", "on": today, "d_receiver": "陈某", "d_relation": "代理人"}
    answer = officer.client.post(f"{there}deliver/", {**said, "proof-file": pdf("回证.pdf")})
    assert answer.status_code == 302, refusal(answer)
    case.refresh_from_db()
    return case


def test_a_paper_application_comes_over_the_counter(house: House):
    wang = Officer(house.wang)
    assert PRODUCT in wang.client.get(f"{DESK}intake/?name=新产品").content.decode()
    number = house.matter().number
    address = f"{DESK}intake/{number}/"
    code = "91410000MA0000000X"
    unknown = wang.client.get(f"{address}?code={code}").content.decode()
    assert "还没有这个申请人" in unknown
    entering = {
        "code": code,
        "kind": "enterprise",
        "name": "平川市窗口来的有限公司",
        "code_reason": "证照如此",
    }
    answer = wang.client.post(f"{address}?code={code}", entering)
    assert answer["Location"] == f"{address}?code={code}"
    party = Party.objects.get(credit_code=code)
    page = wang.client.get(answer["Location"])
    form = page.content.decode()
    assert "平川市窗口来的有限公司" in form
    rows = page.context["papers"].rows
    first, second = rows[0].bring.material, rows[1].bring.material
    said = {
        "key": page.context["key"],
        "received": "2026-01-05",
        f"got-{first.key}": "on",
        f"mended-{first.key}": "on",
        f"got-{second.key}": "on",
        f"scan-{second.key}-file": pdf("扫描.pdf"),
        "more": "样品照片",
    }
    wrong = wang.client.post(answer["Location"], {**said, "received": "2999-01-01"})
    assert "收到日期晚于今天" in refusal(wrong)
    assert "样品照片" in wrong.content.decode(), "what was typed is kept"
    said[f"scan-{second.key}-file"] = pdf("扫描.pdf")
    answer = wang.client.post(f"{address}?code={code}", said)
    case = Case.objects.get(applicant=party)
    assert answer["Location"] == f"{DESK}cases/{case.number}/letters/issue/?kind=receipt"
    assert (case.channel, case.handler, kinds(case)) == ("window", house.wang, ["submit", "correct"])
    assert case.received_at is not None
    assert timezone.localdate(case.received_at).isoformat() == "2026-01-05"
    assert set(Material.objects.filter(case=case).values_list("item", flat=True)) == {
        first.name,
        second.name,
        "样品照片",
    }
    said[f"scan-{second.key}-file"] = pdf("扫描.pdf")
    wang.client.post(f"{address}?code={code}", said)
    assert Case.objects.filter(applicant=party).count() == 1, "a double click makes no second case"

    look = wang.client.get(answer["Location"])
    assert "样品照片" in look.content.decode()
    values = filled(look)
    issue = f"{DESK}cases/{case.number}/letters/issue/"
    look = wang.client.post(issue, values)
    assert look.context["look"], refusal(look)
    assert Letter.objects.count() == 0
    answer = wang.client.post(issue, {**values, "looked": look.context["look"].digest})
    letter = Letter.objects.get()
    assert answer["Location"].endswith(f"/letters/{letter.pk}/")
    assert letter.number in wang.client.get(answer["Location"]).content.decode()
    file = wang.client.get(f"{DESK}cases/{case.number}/letters/{letter.pk}.pdf")
    assert b"".join(file.streaming_content).startswith(b"%PDF")


def test_the_receipt_of_a_paper_application_is_there_to_be_printed(house: House):
    ask_for(house)
    wang = Officer(house.wang)
    address = f"{DESK}intake/{house.matter().number}/?code={CODE}"
    page = wang.client.get(address)
    first = page.context["papers"].rows[0].bring.material
    said = {
        "key": page.context["key"],
        "received": timezone.localdate().isoformat(),
        f"got-{first.key}": "on",
    }
    answer = wang.client.post(address, said, follow=True)
    letter = Letter.objects.get()
    assert answer.redirect_chain == [(f"{DESK}cases/{Case.objects.get().number}/letters/{letter.pk}/", 302)]
    assert "收取申请材料凭证已经出具，请打印交申请人" in answer.content.decode()


def test_matter_five_from_the_notice_to_the_recorded_result(house: House):
    case = house.submitted()
    wang, leader = Officer(house.wang), Officer(house.leader)
    page = wang.page(case)
    assert "一次告知申请人需要补正的全部内容" in page
    assert "由我经办" in page

    told = place(case, Kind.SUPPLEMENT)
    form = wang.page(case, f"do/give_notice/?step={told}")
    assert "需要补正的全部材料" in form
    answer = wang.send(case, "give_notice", told, paper="")
    assert "没有逐项列明材料" in refusal(answer)
    answer = wang.send(case, "give_notice", told, paper="new:supplement")
    blank = filled(answer)
    said = {
        "items_more": "检测报告\n产品标准",
        "within": "5",
        "within-unit": "working_day",
        "paper": "new:supplement",
    }
    answer = wang.send(case, "give_notice", told, **said, **blank)
    assert [row[0].value for row in answer.context["letter"]["missing"].rows[:2]] == [
        "检测报告",
        "产品标准",
    ], "what nobody typed follows the act"
    assert "确认一次性告知补正" in answer.content.decode()
    assert Letter.objects.count() == 0
    values = {**filled(answer), "v-handler_phone": "0377-6311111"}
    case = wang.do(case, "give_notice", told, **said, **values)
    assert (case.holder, case.handler, case.standing) == ("applicant", house.wang, "待申请人补正2项材料")
    letter = Letter.objects.get(kind="supplement")
    assert (letter.values["within"], letter.values["handler_phone"]) == ("5个工作日", "0377-6311111")
    case = wang.do(case, "hand_in", items=["检测报告", "产品标准"], **{"file_0-file": pdf("报告.pdf")})
    assert Material.objects.filter(case=case, item="检测报告").exists()

    case = wang.do(case, "accept", place(case, Kind.ACCEPT), paper="new:acceptance")
    assert case.standing == "待登记凭证的盖章和送达"
    case = sealed_and_delivered(wang, case, "acceptance")
    assert case.standing == "审查"
    case = wang.do(case, "review", place(case, Kind.REVIEW), opinion="材料真实", favourable="yes")
    visit = place(case, Kind.INSPECT)
    case = wang.do(case, "determine", visit, needed="yes", reason="新增生产线须实地核对")
    alone = {
        "people": [house.wang.pk],
        "where": "卧龙区某某路1号一号车间",
        "began": "2026-11-20T09:00",
        "ended": "2026年11月20日11时5分",
        "findings": "与材料一致",
        "favourable": "yes",
        "signed": "refused",
        "refusal": "法定代表人外出，见证人李某",
        "record": "upload",
    }
    answer = wang.send(case, "inspect", visit, **alone, **{"record_file-file": pdf("记录.pdf")})
    assert "两名以上工作人员" in refusal(answer)
    assert "法定代表人外出" in answer.content.decode(), "what was typed is kept"
    kept = answer.context["form"]["record_file"].deposits[0].pk
    issued = {**alone, "record": "new:inspection", "record_file": kept}
    assert "请选“上传文件”" in refusal(wang.send(case, "inspect", visit, **issued))
    both = {**alone, "people": [house.wang.pk, house.li.pk], "record_file": kept}
    assert "拒绝签字的事由和见证人" in refusal(wang.send(case, "inspect", visit, **{**both, "refusal": " "}))
    late = {**both, "ended": "2999-01-01 10:00"}
    assert "核查时间晚于现在" in refusal(wang.send(case, "inspect", visit, **late))
    assert "读不出时间" in wang.send(case, "inspect", visit, **{**both, "began": "上午"}).content.decode()
    unsaid = wang.send(case, "inspect", visit, **{**both, "where": "", "ended": ""})
    assert "没有写明核查的地点、结束时间" in unsaid.content.decode(), "whoever leaves it out is warned"
    letter = wang.send(case, "inspect", visit, **{**both, "record": "new:inspection", "record_file": ""})
    values = {field.name: field.value() for _, field in letter.context["letter"].optional}
    assert values["inspected_at"] == "2026年11月20日9时至11时05分"
    assert values["inspected_where"] == "卧龙区某某路1号一号车间"
    assert values["refusal"] == "法定代表人外出，见证人李某"
    case = wang.do(case, "inspect", visit, **both, **{"pictures-file": pdf("照片.pdf")})
    case = wang.do(
        case,
        "appraise",
        place(case, Kind.APPRAISE),
        opinion="同意",
        favourable="yes",
        **{"experts-0-0": "甲"},
    )
    case = wang.do(case, "review", place(case, Kind.REVIEW, 1), opinion="结论可信", favourable="yes")
    assert case.holder == "leader"
    assert "等负责人办理" in wang.page(case)
    case = leader.do(case, "decide", place(case, Kind.DECIDE), favourable="yes", reasons="符合条件")
    recommend = place(case, Kind.RECOMMEND)
    said = {"favourable": "yes", "reasons": "技术先进", "document": "auto"}
    answer = leader.send(case, "recommend", recommend, **said)
    assert "还没有填写主送机关" in refusal(answer)
    values = {
        **filled(answer),
        "v-recipient": "南阳市工业和信息化局",
        "v-subject_words": "推荐新产品",
        "v-recommended-0-0": "某某机械",
        "v-recommended-0-1": "破碎机",
    }
    case = leader.do(case, "recommend", recommend, **said, **values)
    case = wang.do(case, "close")
    assert (case.ending, case.reported) == ("reported", True)
    recorder = Officer(house.recorder)
    assert case.number in recorder.client.get(f"{DESK}cases/?whose=all&state=ended").content.decode()
    case = recorder.do(
        case, "record_result", organ="河南省工业和信息化厅", outcome="granted", words="列入名单"
    )
    case = wang.do(case, "check_up", place(case, Kind.FOLLOW_UP), standing="compliant", words="效益良好")
    assert kinds(case)[-2:] == ["record_result", "check_up"]
    page = wang.page(case)
    for words in (
        "被核查单位拒绝签字",
        "法定代表人外出，见证人李某",
        "卧龙区某某路1号一号车间",
        "2026年11月20日11时05分",
        "照片.pdf",
        "姓名wang、姓名li",
        "记录.pdf",
        "列入名单",
        "效益良好",
    ):
        assert words in page
    archive = wang.client.post(wang.address(case, "archive/"))
    assert b"".join(archive.streaming_content).startswith(b"PK")


@pytest.fixture
def begun(start) -> tuple[House, Case]:
    return start(house_with_a_notice)


@pytest.fixture
def house(request, start) -> House:
    """That of the case in which something is lacking, where a test asks for one."""
    return request.getfixturevalue("begun")[0] if "noticed" in request.fixturenames else start(make_house)


@pytest.fixture
def noticed(begun: tuple[House, Case]) -> Case:
    return begun[1]


def test_whoever_comes_second_is_told_and_loses_nothing(house: House):
    case = house.submitted()
    wang, li = Officer(house.wang), Officer(house.li)
    seen = seen_now(case)
    refuse = place(case, Kind.REFUSE)
    said = {"seen": seen, "ours": "no", "reasons": "写了很久的理由", "competent": "市场监督管理局"}
    house.do(case, acts.Withdraw("不办了"), house.chen)
    address = reverse("desk_act", args=["wolong-gxj", case.number, "decline"]) + f"?step={refuse}"
    answer = wang.client.post(address, said)
    assert "姓名chen" in refusal(answer)
    assert "撤回申请" in refusal(answer)
    assert "写了很久的理由" in answer.content.decode()
    answer = li.client.get(address)
    assert answer.status_code == 302, "what cannot be done is not offered"


def test_a_double_click_does_it_once(house: House, noticed: Case):
    wang = Officer(house.wang)
    address = reverse("desk_act", args=["wolong-gxj", noticed.number, "withdraw"])
    said = {"seen": seen_now(noticed), "reason": "申请人电话说明"}
    for _ in range(2):
        answer = wang.client.post(address, said)
        assert answer.status_code == 302, refusal(answer)
    assert kinds(noticed).count("withdraw") == 1


def test_notes_claims_and_assignments(house: House):
    case = house.submitted()
    li, head = Officer(house.li), Officer(house.head)
    li.client.post(li.address(case, "claim/"))
    for _ in range(2):
        li.client.post(li.address(case, "note/"), {"words": "电话已告知"})
    case.refresh_from_db()
    assert (case.handler, Note.objects.count()) == (house.li, 1)
    assert "电话已告知" in li.page(case)
    answer = li.client.post(li.address(case, "note/"), {"words": "长" * 4001})
    assert "不能超过4000个字" in answer.content.decode()
    assert "长" * 4001 in answer.content.decode()
    answer = head.client.post(head.address(case, "assign/"), {"handler": house.leader.pk})
    assert "请选择交给谁办理" in answer.content.decode()
    head.client.post(head.address(case, "assign/"), {"handler": house.wang.pk})
    case.refresh_from_db()
    assert case.handler == house.wang
    answer = Officer(house.wang).do(
        case, "recuse", person=f"person:{house.wang.pk}", reason="与申请人有亲属关系"
    )
    page = Officer(house.wang).page(case)
    assert "现在没有等您办理的事项" in page


def test_the_list_is_filtered_by_its_address_and_exported(house: House, noticed: Case):
    other = house.submitted()
    wang = Officer(house.wang).client
    assert wang.get("/desk/")["Location"] == f"{DESK}cases/"
    page = wang.get(f"{DESK}cases/").content.decode()
    assert noticed.number in page
    assert other.number not in page
    assert '<span class="visually-hidden">待我办理</span>1' in page
    for query, found in {
        "whose=office": {noticed, other},
        "whose=office&state=unclaimed": {other},
        "whose=office&state=applicant": {noticed},
        f"whose=office&q={other.serial}": {other},
        "whose=office&q=某某机械": {noticed, other},
        "whose=office&q=没有这家": set(),
        f"whose=all&matter={house.matter().number}": {noticed, other},
        "whose=office&sort=new": {noticed, other},
        "whose=nobody&state=%00&page=x&sort=1": {noticed},
    }.items():
        page = wang.get(f"{DESK}cases/?{query}")
        shown = {row.case for row, _ in page.context["rows"]}
        assert shown == found, query
        rows = wang.get(f"{DESK}cases.csv?{query}").content.decode("utf-8-sig").splitlines()
        assert {row.split(",")[0] for row in rows[1:]} == {each.number for each in found}, query
    newest = wang.get(f"{DESK}cases/?whose=office&sort=new").context["rows"]
    assert [row.case for row, _ in newest] == [other, noticed]
    assert wang.get(f"{DESK}cases/?matter=999").status_code == 404


def test_what_a_name_finds_is_put_in_order_and_paged(house: House, noticed: Case):
    cases = [noticed, house.submitted(), house.submitted()]
    ended = house.do(house.submitted(), acts.Withdraw(), house.chen)

    def found(page: int, **more: str) -> tuple[list[Case], int, int]:
        work = queries.work(
            house.wang, house.bureau, whose="office", query="某某机械", page=page, per_page=2, **more
        )
        return [row.case for row in work.rows], work.total, work.pages

    due = sorted(cases, key=lambda case: (Case.objects.get(pk=case.pk).order_at, case.pk))
    assert found(1) == (due[:2], 3, 2)
    assert found(2) == found(9) == (due[2:], 3, 2)
    assert found(1, sort="new") == (cases[:0:-1], 3, 2)
    assert found(1, state="ended") == ([ended], 1, 1)


def test_who_opens_a_case_or_takes_the_list_out_is_recorded(house: House, settings, tmp_path):
    settings.NOTES = tmp_path / "notes"
    case, head = house.submitted(), Officer(house.head)
    for _ in range(2):
        assert head.client.get(head.address(case)).status_code == 200
    assert head.client.get(f"{DESK}cases.csv?whose=office").status_code == 200
    take_in()
    recorded = Event.objects.filter(who=house.head.pk, verb__in=("case.read", "export")).order_by("verb")
    assert [(each.verb, each.thing_label) for each in recorded] == [
        ("case.read", case.number),
        ("export", "办件清单"),
    ]


def test_a_cell_is_no_formula(house: House):
    Party.objects.filter(pk=house.party.pk).update(name="=HYPERLINK(1)")
    house.party.refresh_from_db()
    house.submitted()
    rows = Officer(house.head).client.get(f"{DESK}cases.csv?whose=office").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in rows


def test_a_file_that_does_not_hold_every_case_says_so(house: House, monkeypatch):
    monkeypatch.setattr(worklist, "COUNTED", 1)
    monkeypatch.setattr(views, "CSV_ROWS", 1)
    head = Officer(house.head)
    names = []
    for _ in range(2):
        house.submitted()
        answer = head.client.get(f"{DESK}cases.csv?whose=office")
        assert len(answer.content.decode().splitlines()) == 2, "the headings and one case"
        names.append(unquote(answer.headers["Content-Disposition"]))
    assert ["只有前1条" in name for name in names] == [False, True]


def test_the_form_of_a_decision_begins_with_its_letter(house: House):
    case = examined(house)
    leader, decision = Officer(house.leader), place(case, Kind.DECIDE)
    form = leader.client.get(leader.address(case, f"do/decide/?step={decision}")).context["form"]
    assert form["paper"].value() == "auto"
    said = {"favourable": "yes", "reasons": "符合条件", "paper": form["paper"].value()}
    answer = leader.send(case, "decide", decision, **said)
    assert "通过初审决定书" in answer.content.decode(), "the letter is looked at before it goes out"
    assert Letter.objects.filter(kind="passed").count() == 0
    case = leader.do(case, "decide", decision, **said)
    assert Letter.objects.get(kind="passed").subject == case.subject


def test_further_rows_are_asked_for_and_nothing_is_done(house: House):
    """Without a script the button sends the whole form."""
    case = house.submitted()
    case = house.do(case, acts.Accept(place(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    case = prove(house, case, "acceptance")
    case = house.do(case, acts.Review(place(case, Kind.REVIEW), "材料真实"))
    case = house.do(case, acts.Determine(place(case, Kind.INSPECT), False, "材料已能说明"))
    wang, step = Officer(house.wang), place(case, Kind.APPRAISE)
    said = {"experts-0-0": "甲", "experts-1-0": "乙", "opinion": "同意", "favourable": "yes"}
    answer = wang.send(case, "appraise", step, **said, do="more")
    assert len(answer.context["form"]["experts"].rows) == 4
    assert 'id="errors"' not in answer.content.decode()
    assert "appraise" not in kinds(case)
    bare = wang.send(case, "appraise", step, **{"experts-0-0": "甲"}, do="more")
    assert 'id="errors"' not in bare.content.decode(), "nobody has said yet that this is all"
    issue = wang.address(case, "letters/issue/")
    values = filled(wang.client.get(f"{issue}?kind=receipt"))
    listed = {**values, "v-materials-0-0": "样品", "v-materials-1-0": "照片"}
    answer = wang.client.post(issue, {**listed, "do": "more"})
    assert len(answer.context["letter"]["materials"].rows) == 4
    assert answer.context["look"] is None
    wang.do(case, "appraise", step, **said)
    assert "appraise" in kinds(case)


def test_each_step_to_which_a_case_may_be_sent_back_is_named(house: House):
    case = examined(house)
    page = Officer(house.leader).client.get(Officer(house.leader).address(case))
    back = [each.label for each in page.context["actions"].other if each.address.count("/do/send_back/")]
    assert len(back) == 4
    assert len(set(back)) == 4
    assert all(each.startswith("退回重办：") for each in back)
    assert [each for each in back if "评审" in each] == ["退回重办：材料初审·评审"], back


def test_whoever_handles_no_cases_is_offered_for_none(house: House):
    account("sys", RoleKind.SYSTEM_ADMIN, house.bureau)
    account("sec", RoleKind.SECURITY_ADMIN, house.bureau)
    account("aud", RoleKind.AUDIT_ADMIN, house.bureau)
    account("gone", RoleKind.HANDLER, house.bureau, house.office)
    Person.objects.filter(username="gone").update(is_active=False)
    offered = {act: {each.username for each in staff(house.bureau, act)} for act in (acts.Inspect, acts.Meet)}
    assert offered[acts.Inspect] == {"wang", "li", "head"}
    assert offered[acts.Meet] == {"wang", "li", "head", "leader", "supervisor"}
    assert {each.username for each in staff(house.bureau, acts.Recuse)} == {
        "wang",
        "li",
        "head",
        "leader",
        "recorder",
    }


def assert_few_questions(officer: Officer, address: str) -> None:
    """A test's own savepoints are none."""
    with CaptureQueriesContext(connection) as asked:
        assert officer.client.get(address).status_code == 200
    found = [each["sql"][:150] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    assert len(found) <= MOST, "\n".join(found)


@pytest.mark.parametrize(
    "more",
    [
        "",
        "do/withdraw/",
        "do/recuse/",
        "do/hand_in/",
        "assign/",
        "letters/issue/?kind=receipt",
        "letters/{letter}/",
    ],
)
def test_a_page_takes_few_questions(house: House, noticed: Case, more: str):
    file = house.file(house.chen)
    case = (
        house.do(noticed, acts.HandIn(("检测报告",)), house.chen, files={"检测报告": [file]})
        if not more
        else noticed
    )
    head = Officer(house.head)
    address = head.address(case, more.format(letter=Letter.objects.get().pk))
    assert_few_questions(head, address)


@pytest.mark.parametrize(
    "address", ["cases/?whose=all", "cases.csv?whose=all", "intake/", "intake/{matter}/?code={code}"]
)
def test_a_list_takes_few_questions(house: House, noticed: Case, address: str):
    head = Officer(house.head)
    address = DESK + address.format(matter=noticed.matter.number, code=CODE)
    assert_few_questions(head, address)
