"""The officer's side of matter 5 through its pages: from the window to the recorded result."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quanze.cases.models import Case, CaseEvent, Material
from quanze.cases.pinned import pinned
from quanze.letters.models import Letter
from quanze.people.models import Party, Person
from quanze.procedure.engine import course_of
from quanze.procedure.model import Kind
from tests.cases.conftest import PDF, PRODUCT, House, house, seen_now

__all__ = ["house"]

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
    both = {**alone, "people": [house.wang.pk, house.li.pk], "record_file": kept}
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
    for words in ("被核查单位拒绝在核查记录上签字", "姓名wang、姓名li", "记录.pdf", "列入名单", "效益良好"):
        assert words in page
    archive = wang.client.post(wang.address(case, "archive/"))
    assert b"".join(archive.streaming_content).startswith(b"PK")
