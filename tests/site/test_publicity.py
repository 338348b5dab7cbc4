"""公示 through its pages: looked at beforehand, posted, objected to, answered, over. Matter 7, whose list says 公示 and
nothing of how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.cases import queries
from quanze.cases.models import Case, Message
from quanze.cases.reminding import remind
from quanze.cases.worklist import work
from quanze.dashboard.due import stood
from quanze.letters.models import Letter
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.procedure.model import Kind, Limit, Unit
from quanze.rulebook.corrections import Promise
from quanze.rulebook.queries import calendar, kit_of
from quanze.rulebook.services import correct
from quanze.site.casework.shown import due
from tests.cases.conftest import House, confirm, make_house
from tests.cases.test_any_case import Player
from tests.site.test_casework import MOST, Officer, filled, pdf, place

INNOVATOR = "国家及省级技术创新示范企业认定申报"
SECRET = ("0377-63111111", "chen@example.cn", "91350100M000100Y43")
"""What the form has and nobody may read in public."""


@dataclass
class Begun:
    house: House
    case: Case

    @property
    def step(self) -> str:
        return place(self.case, Kind.PUBLICIZE)

    def post(self, **said) -> Case:
        today = timezone.localdate()
        asked = {
            "address": "卧龙区政府门户网站公示公告栏 https://example.invalid/gs/1",
            "start": today.isoformat(),
            "end": (today + timedelta(days=9)).isoformat(),
            "picture": str(self.house.file(self.house.wang, "公示截图.pdf").pk),
        }
        return Officer(self.house.wang).do(self.case, "post", self.step, **{**asked, **said})

    def object(self, text: str, name: str = "") -> Case:
        said = {"text": text, "name": name}
        return Officer(self.house.wang).do(self.case, "object", self.step, **said)


def make_begun(promised: str = "") -> Begun:
    """A case of matter 7 in a demo bureau, everything before its publicity done. ``promised``: the bureau promises to end
    it within so many days."""
    house = make_house(INNOVATOR)
    if promised:
        house.know_calendars()
        number = house.matter(INNOVATOR).number
        promise = Promise(Limit(int(promised), Unit.CALENDAR_DAY))
        correct(house.bureau, number, [promise], "局务会决定", house.keeper)
        confirm(house.bureau, house.keeper, (INNOVATOR,))
    for person in (house.wang, house.li):
        grant(person, RoleKind.HANDLER, house.bureau)
    kit = kit_of(house.matter(INNOVATOR)).kit
    assert kit.public, "the kit says what its publicity shows"
    case = house.submitted(house.matter(INNOVATOR))
    player = Player(house, case)
    for _ in range(12):
        case = queries.case(case.number)
        if "公示" in case.standing:
            return Begun(house, case)
        player.onward()
    raise AssertionError(case.standing)


@pytest.fixture
def begun(start) -> Begun:
    return start(make_begun)


def public(address: str = "") -> str:
    answer = Client().get(f"/wolong-gxj/publicity/{address}")
    return answer.content.decode() if answer.status_code == 200 else ""


def test_nothing_is_public_before_it_is_posted(begun: Begun):
    assert begun.case.applicant_name not in public()
    assert not public(f"{begun.case.number}/")
    page = Officer(begun.house.wang).page(begun.case)
    assert "预览公示页" in page
    assert "出具公示文" in page
    assert "公示页</a>" not in page.replace("预览公示页</a>", "")


def test_the_page_of_a_case_draws_its_course(begun: Begun):
    page = Officer(begun.house.wang).page(begun.case)
    assert page.count('class="flow-chart ') == 2
    assert "&lt;svg" not in page


def test_the_officer_looks_at_what_the_public_would_see(begun: Begun):
    page = Officer(begun.house.wang).page(begun.case, "publicity/")
    assert begun.case.applicant_name in page
    assert "还没有公开" in page
    assert not [each for each in SECRET if each in page]
    for person, status in ((begun.house.leader, 200), (begun.house.chen, 403), (begun.house.cai, 403)):
        client = Client()
        client.force_login(person)
        assert client.get(Officer(person).address(begun.case, "publicity/")).status_code == status
    nobody = Client().get(Officer(begun.house.wang).address(begun.case, "publicity/"))
    assert nobody["Location"].startswith("/login/")


def test_a_posted_case_is_public_with_what_its_kit_allows_and_nothing_else(begun: Begun):
    case = begun.post()
    listed = public()
    assert case.applicant_name in listed
    assert "正在公示1件" in listed
    page = public(f"{case.number}/")
    assert f"{case.applicant_name}</dd>" in page
    assert "https://example.invalid/gs/1" in page
    kit = kit_of(begun.house.matter(INNOVATOR)).kit
    for field in kit.fields():
        assert (f"<dt>{field.label}</dt>" in page) == (field.key in kit.public), field.label
    assert not [each for each in (*SECRET, begun.house.chen.name, "公示截图") if each in page]


def test_what_the_bureau_promised_runs_on_while_a_publicity_has_long_been_over(start):
    begun: Begun = start(make_begun, "40")
    case, who = begun.post(), begun.house.wang
    assert (case.about, case.owed_about) == ("publicity", "case")
    Message.objects.all().delete()
    over, late = timedelta(days=9), timedelta(days=40)
    for after, mark, words, stands in (
        (over, "soon", "今天到期", "today"),
        (over + timedelta(2), "soon", "公示期已满2天", "elapsed"),
        (late, "soon", "公示期已满31天", "elapsed"),
        (late + timedelta(2), "late", "已逾期2天", "overdue"),
    ):
        now = timezone.now() + after
        said = due(case, now)
        assert (said.mark, said.words) == (mark, words)
        (row,) = work(who, begun.house.bureau, whose="all", now=now).rows
        assert (row.about, row.overdue) == (("承诺办结", True) if stands == "overdue" else ("公示期", False))
        for state in ("overdue", "elapsed"):
            found = work(who, begun.house.bureau, whose="all", state=state, now=now).total
            assert found == (stands == state)
        assert [each.stands for each in stood(begun.house.bureau, now)] == [stands]
        remind(now)
    told = [each.body for each in Message.objects.order_by("pk")]
    assert ["公示期" in told[0], "承诺办结" in told[-1]] == [True, True]
    assert {each.key.split(":")[2] for each in Message.objects.all()} == {"publicity", "case"}


def test_once_it_is_posted_something_else_comes_next(begun: Begun):
    wang = Officer(begun.house.wang)
    before = wang.client.get(wang.address(begun.case)).context["actions"]
    assert before.first.label == "发布公示"
    case = begun.post()
    after = wang.client.get(wang.address(case)).context["actions"]
    assert after.first is None, "it runs, and nobody objects"
    assert "发布公示" in [each.label for each in after.other]
    begun.object("专利已经失效。")
    answering = wang.client.get(wang.address(case)).context["actions"]
    assert answering.first.label == "答复异议"
    assert wang.client.get(wang.address(case, "publicity/"))["Location"].endswith(
        f"/publicity/{case.number}/"
    )


def test_the_form_begins_with_the_days_that_the_bureau_told_the_public(begun: Begun):
    officer = Officer(begun.house.wang)
    page = officer.page(begun.case, f"do/post/?step={begun.step}")
    end = queries.publicity_preview(begun.case, timezone.localdate(), calendar()).end
    assert f'value="{end.isoformat()}"' in page
    answer = officer.send(
        begun.case,
        "post",
        begun.step,
        address="公示栏",
        start=timezone.localdate().isoformat(),
        end=timezone.localdate().isoformat(),
        **{"picture-file": pdf()},
    )
    assert "本机关公布的公示期是5个工作日" in answer.content.decode()


def test_the_notice_that_was_issued_before_is_what_was_posted(begun: Begun):
    wang = Officer(begun.house.wang)
    there = wang.address(begun.case, "letters/issue/?kind=publicity")
    shown = wang.client.get(there)
    form = shown.context["letter"]
    assert form["recommended"].initial == [[begun.case.applicant_name, begun.case.title]]
    data = filled(shown)
    look = wang.client.post(there, data)
    assert look.context["look"], look.content.decode()[:2000]
    done = wang.client.post(there, {**data, "looked": look.context["look"].digest})
    assert done.status_code == 302
    letter = Letter.objects.get(subject=begun.case.subject, kind="publicity")
    page = wang.page(begun.case, f"do/post/?step={begun.step}")
    assert f'<option value="letter:{letter.pk}" selected>' in page
    case = begun.post(document=f"letter:{letter.pk}")
    assert letter.number in wang.page(case)


def test_an_objection_is_kept_from_the_applicant_and_from_the_public(begun: Begun):
    begun.post()
    case = begun.object("设备是租来的，不是自有。", "平川市某某设备有限公司")
    assert case.standing == "待答复1件异议", "in the work list too"
    inside = Officer(begun.house.wang).page(case)
    assert "第1号，平川市某某设备有限公司" in inside
    assert "设备是租来的" in inside
    assert "待核实答复" in inside
    applicant = Client()
    applicant.force_login(begun.house.chen)
    for page in (applicant.get(f"/my/cases/{case.number}/").content.decode(), public(f"{case.number}/")):
        assert page
        assert "某某设备" not in page
        assert "租来的" not in page


def test_an_objection_is_answered_by_a_letter_that_only_the_objector_gets(begun: Begun):
    begun.post()
    case = begun.object("设备是租来的，不是自有。", "平川市某某设备有限公司")
    wang = Officer(begun.house.wang)
    case = wang.do(
        case,
        "answer_objection",
        begun.step,
        number="1",
        upheld="no",
        answer="经现场核实，设备为自有，有发票为证。",
        document="new:objection",
    )
    letter = Letter.objects.get(subject=case.subject, kind="objection")
    assert letter.values["objector"] == "平川市某某设备有限公司"
    assert "异议不成立" in wang.page(case)
    applicant = Client()
    applicant.force_login(begun.house.chen)
    assert "异议答复书" not in applicant.get(f"/my/cases/{case.number}/").content.decode()
    assert applicant.get(f"/my/cases/{case.number}/letters/{letter.pk}.pdf").status_code in (403, 404)


def test_an_anonymous_objection_is_answered_without_a_letter(begun: Begun):
    begun.post()
    case = begun.object("专利已经失效。")
    wang = Officer(begun.house.wang)
    page = wang.page(case, f"do/answer_objection/?step={begun.step}")
    assert "第1号，匿名" in page
    assert '<option value="" selected>没有</option>' in page
    case = wang.do(case, "answer_objection", begun.step, number="1", upheld="no", answer="经核实专利有效。")
    assert not Letter.objects.filter(subject=case.subject, kind="objection").exists()


def test_an_upheld_objection_sends_the_case_back_and_takes_it_from_the_public(begun: Begun):
    begun.post()
    case = begun.object("专利已经失效。")
    wang = Officer(begun.house.wang)
    decided = place(case, Kind.DECIDE)
    case = wang.do(
        case,
        "answer_objection",
        begun.step,
        number="1",
        upheld="yes",
        answer="属实，重新审查。",
        back_to=decided,
    )
    assert case.public_until is None
    assert case.applicant_name not in public()
    assert not public(f"{case.number}/")
    assert "异议成立" in wang.page(case)


def test_a_verdict_that_an_objection_turns_is_preceded_by_a_meeting(begun: Begun):
    begun.post()
    case = begun.object("专利已经失效。")
    wang, leader = Officer(begun.house.wang), Officer(begun.house.leader)
    upheld = {"number": "1", "upheld": "yes", "answer": "属实，不予推荐。"}
    refused = wang.send(case, "answer_objection", begun.step, **upheld)
    assert "集体决策" in refused.content.decode()
    both = [f"person:{each.pk}" for each in (begun.house.leader, begun.house.head)]
    said = {"on": timezone.localdate().isoformat(), "people": both, "votes_for": "2", "votes_against": "0"}
    leader.do(case, "meet", begun.step, **said, **{"minutes": "upload", "minutes_file-file": pdf("纪要.pdf")})
    case = wang.do(case, "answer_objection", begun.step, **upheld)
    assert case.negative
    assert case.public_until is None


def test_after_its_last_day_a_publicity_leaves_the_list_and_its_page_says_so(begun: Begun):
    today = timezone.localdate()
    case = begun.post(
        start=(today - timedelta(days=20)).isoformat(), end=(today - timedelta(days=1)).isoformat()
    )
    assert case.applicant_name not in public()
    assert "公示期已满" in public(f"{case.number}/")
    case = Officer(begun.house.wang).do(case, "end_publicity", begun.step)
    assert case.public_until is None
    assert not public(f"{case.number}/")


def test_the_pages_ask_the_database_little(begun: Begun):
    case = begun.post()
    for address, most in (("", 8), (f"{case.number}/", 8)):
        with CaptureQueriesContext(connection) as asked:
            assert public(address)
        assert len(asked.captured_queries) <= most
    wang = Officer(begun.house.wang)
    with CaptureQueriesContext(connection) as asked:
        wang.page(case)
    assert sum("SAVEPOINT" not in each["sql"] for each in asked.captured_queries) <= MOST
