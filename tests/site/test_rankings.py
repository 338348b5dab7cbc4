"""The ranking of a round at the desk: what is seen, said, fixed and printed, by whom it may be."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quanze.cases.models import Case
from quanze.kits.model import Criterion, Origin, Source
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.procedure.engine import acts
from quanze.selection import services
from quanze.selection.models import Entry
from quanze.site.ranking_forms import ScoreForm
from tests.cases.conftest import PDF, account
from tests.selection.conftest import NATIONAL, Contest, contest_by, with_meeting, without_criteria
from tests.site.test_rounds import _like, at
from tests.site.test_who_may import RANKINGS


@pytest.fixture
def contest(start) -> Contest:
    return start(contest_by)


def address(contest: Contest, name: str = "desk_ranking", *more: str) -> str:
    return reverse(name, args=["wolong-gxj", contest.call.round.pk, *more])


def of_case(contest: Contest, number: int) -> str:
    return address(contest, "desk_ranked_case", contest.cases[number].number)


def test_a_reviewer_scores_and_the_order_follows(client: Client, contest: Contest):
    desk = at(client, contest.house.wang)
    said = {
        "do": "score",
        "seen": "0",
        "reviewer": "张专家",
        "points-novelty": "55",
        "points-market": "30.5",
        "remark": "技术领先",
    }
    done = desk.post(of_case(contest, 3), said, follow=True).content.decode()
    assert "已登记张专家的评分" in done
    assert "第1位" in done
    assert "技术领先" in done
    page = desk.get(address(contest)).content.decode()
    assert "85.50" in page
    assert "1人评" in page
    assert page.index(contest.cases[3].number) < page.index(contest.cases[0].number)
    assert "姓名wang" in desk.get(address(contest, "desk_ranking_history")).content.decode()


def test_what_does_not_fit_is_told_at_its_field_and_nothing_typed_is_lost(client: Client, contest: Contest):
    desk = at(client, contest.house.wang)
    said = {"do": "score", "seen": "0", "reviewer": "张专家", "points-novelty": "61", "points-market": "20"}
    page = desk.post(of_case(contest, 0), said).content.decode()
    assert "创新性”的得分应在0到60之间" in page
    assert 'value="61"' in page
    assert 'value="张专家"' in page
    assert not Entry.objects.exists()


def test_a_case_is_moved_by_its_buttons_or_to_a_place(client: Client, contest: Contest):
    desk = at(client, contest.house.head)
    page = desk.get(of_case(contest, 2)).content.decode()
    assert 'value="to-2"' in page
    assert 'value="to-4"' in page
    for _ in range(2):  # a button pressed twice moves once
        desk.post(of_case(contest, 2), {"do": "to-2", "seen": "0", "reason": "会议意见", "place": ""})
    assert contest.order() == [0, 2, 1, 3]
    desk.post(of_case(contest, 3), {"do": "move", "seen": "1", "reason": "上级要求", "place": "1"})
    assert contest.order() == [3, 0, 2, 1]
    page = desk.get(address(contest)).content.decode()
    assert "未调整时第4位；调整：上级要求" in page
    desk.post(of_case(contest, 3), {"do": "to-0", "seen": "2", "reason": "上级撤回要求"})
    assert contest.order() == [0, 2, 1, 3]


WRONG = {
    "no reason": ({"do": "move", "place": "1"}, "请填写理由"),
    "no place": ({"do": "move", "reason": "理由"}, "请填写移到第几位"),
    "a place that there is not": ({"do": "move", "reason": "理由", "place": "9"}, "请填写1到4之间的整数"),
    "a button that was made up": ({"do": "to-99", "reason": "理由"}, "位次应在1到4之间"),
    "no number": ({"do": "to-x", "reason": "理由"}, "请填写移到第几位"),
    "a ground that the kit does not name": (
        {"do": "prefer", "ground": "熟人"},
        "请从事项配置写明的情形中选择",
    ),
}


@pytest.mark.parametrize(("said", "refusal"), WRONG.values(), ids=WRONG)
def test_what_does_not_go_is_told(client: Client, contest: Contest, said, refusal):
    page = at(client, contest.house.wang).post(of_case(contest, 3), {"seen": "0", **said}).content.decode()
    assert refusal in page
    assert not Entry.objects.exists()


def test_who_comes_second_is_told_who_was_first_and_keeps_what_was_typed(client: Client, contest: Contest):
    contest.move(3, 1)
    desk = at(client, contest.house.li)
    said = {"do": "move", "seen": "0", "reason": "县里的重点项目", "place": "1"}
    page = desk.post(of_case(contest, 2), said).content.decode()
    assert "姓名wang于" in page
    assert "县里的重点项目" in page
    desk.post(of_case(contest, 2), {**said, "seen": "1"})
    assert contest.order() == [2, 3, 0, 1]


def test_priority_is_chosen_among_the_grounds_of_the_kit(client: Client, contest: Contest):
    desk = at(client, contest.house.wang)
    assert f'<option value="{NATIONAL}"' in desk.get(of_case(contest, 3)).content.decode()
    desk.post(of_case(contest, 3), {"do": "prefer", "seen": "0", "ground": NATIONAL})
    page = desk.get(address(contest)).content.decode()
    assert f"优先：{NATIONAL}" in page
    assert contest.order() == [3, 0, 1, 2]


def test_where_the_kit_says_nothing_there_is_one_score_and_words_of_ones_own(client: Client, start):
    contest = start(without_criteria)
    desk = at(client, contest.house.wang)
    said = {"do": "score", "seen": "0", "reviewer": "张专家", "points-": "88.5"}
    desk.post(of_case(contest, 1), said)
    desk.post(of_case(contest, 2), {"do": "prefer", "seen": "0", "ground": "持有国家级平台"})
    assert contest.order() == [2, 1, 0, 3]
    assert "88.50" in desk.get(of_case(contest, 1)).content.decode()


def test_the_order_is_fixed_and_released_with_a_reason(client: Client, contest: Contest):
    desk = at(client, contest.house.head)
    before = desk.get(address(contest)).content.decode()
    assert "4件还没有受理" in before
    fix = address(contest, "desk_ranking_fix")
    page = desk.post(fix, {"do": "fix", "seen": "0"}, follow=True).content.decode()
    assert "排序已经确定" in page
    assert "评分、调整" not in page
    assert 'name="do" value="score"' not in desk.get(of_case(contest, 0)).content.decode()
    contest.house.do(contest.cases[1], acts.Withdraw("不申报了"), contest.house.chen)
    contest.house.submitted(product="产品戊")
    page = desk.get(address(contest)).content.decode()
    assert "又有1件参加排序" in page
    assert "有1件已经撤回" in page
    assert "不再参加" in page
    refused = desk.post(fix, {"do": "release", "seen": "1", "reason": ""}).content.decode()
    assert "请写明撤销的理由" in refused
    done = desk.post(fix, {"do": "release", "seen": "1", "reason": "又有申请"}, follow=True).content.decode()
    assert "已撤销确定" in done
    assert desk.post(fix, {"do": "burn", "seen": "2"}).status_code == 404


def test_where_the_bureau_decides_together_the_meeting_comes_first(client: Client, start):
    contest: Contest = start(with_meeting)
    house = contest.house
    desk = at(client, house.head)
    page = desk.get(address(contest)).content.decode()
    assert "还没有登记会议" in page
    assert 'value="fix"' not in page
    assert (
        "先集体研究"
        in desk.post(address(contest, "desk_ranking_fix"), {"do": "fix", "seen": "0"}).content.decode()
    )
    people = [house.leader.pk, house.head.pk, house.wang.pk]
    said = {
        "seen": "0",
        "on": house.today().isoformat(),
        "people": people,
        "stood_back": [house.wang.pk],
        "votes_for": "2",
        "votes_against": "0",
    }
    meeting = address(contest, "desk_ranking_meeting")
    assert "请上传文件" in desk.post(meeting, said).content.decode()
    minutes = SimpleUploadedFile("会议纪要.pdf", PDF, "application/pdf")
    done = desk.post(meeting, {**said, "minutes-file": minutes}, follow=True).content.decode()
    assert "已登记会议" in done
    assert "姓名wang回避；同意2票，不同意0票" in done
    assert 'value="fix"' in done
    contest.move(3, 1)
    assert "会后排序有改动，须再研究" in desk.get(address(contest)).content.decode()
    assert "集体研究" in desk.get(address(contest, "desk_ranking_history")).content.decode()


def test_a_round_of_500_takes_few_queries(client: Client, contest: Contest, django_assert_max_num_queries):
    Case.objects.bulk_create(_like(contest.cases[0], number) for number in range(5, 501))
    every = list(Case.objects.order_by("pk"))
    Entry.objects.bulk_create(
        Entry(
            round=contest.call.round,
            position=position,
            kind="score",
            case=case,
            body={"reviewer": "张专家", "points": {"novelty": str(Decimal(position) / 10), "market": "20"}},
            by=contest.house.wang,
            at=contest.call.round.at,
        )
        for position, case in enumerate(every, 1)
    )
    contest.move(0, 1)
    desk = at(client, contest.house.head)
    for name in ("desk_ranking", "desk_ranking_history", "desk_ranking_meeting"):
        with django_assert_max_num_queries(20):
            page = desk.get(address(contest, name)).content.decode()
        assert "50" in page
    with django_assert_max_num_queries(20):
        desk.get(of_case(contest, 0))
    page = desk.get(address(contest)).content.decode()
    assert page.count("名额内</span>") == 2
    assert "500件，名额2个" in page


def test_the_summary_of_a_fixed_ranking_is_one_table_in_three_formats(client: Client, contest: Contest):
    contest.move(3, 1)
    desk = at(client, contest.house.supervisor)
    files = {format: address(contest, "desk_ranking_summary", format) for format in ("docx", "xlsx", "pdf")}
    assert desk.get(files["xlsx"]).status_code == 404
    contest.fix()
    got = {format: desk.get(where) for format, where in files.items()}
    assert got["pdf"].content.startswith(b"%PDF")
    assert "attachment" in got["pdf"]["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(got["xlsx"].content)).active
    rows = [[cell.value for cell in row if cell.value] for row in sheet.iter_rows()]
    name = contest.house.party.name
    assert rows[:2] == [["省级工业新产品综合评价（2026年申报）"], ["推荐汇总表"]]
    assert rows[3:] == [["1", name, "产品丁"], ["2", name, "产品甲"]]
    with zipfile.ZipFile(io.BytesIO(got["docx"].content)) as word:
        text = word.read("word/document.xml").decode()
    assert text.index("产品丁") < text.index("产品甲")
    assert "产品乙" not in text
    assert files["xlsx"] in desk.get(address(contest)).content.decode()
    for who in (contest.house.keeper, contest.house.chen, contest.house.recorder):
        assert at(client, who).get(files["xlsx"]).status_code == 403, who


ALLOWED = {
    "handler": {"desk_ranking", "desk_ranking_history", "desk_ranked_case"},
    "head": set(RANKINGS) - {"desk_ranking_summary"},
    "leader": set(RANKINGS) - {"desk_ranking_summary"},
    "supervisor": {"desk_ranking", "desk_ranking_history", "desk_ranked_case get"},
    "keeper": set(),
    "recorder": set(),
    "applicant": set(),
    "finance": set(),
    "head of another office": set(),
    "other bureau": set(),
    "admin": set(),
    "no role": set(),
    "applicant's officer": set(),
}


@pytest.fixture
def people(contest: Contest):
    house = contest.house
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    elsewhere = house.bureau.offices.exclude(pk=house.office.pk).first()
    return {
        "handler": house.wang,
        "head": house.head,
        "leader": house.leader,
        "supervisor": house.supervisor,
        "keeper": house.keeper,
        "recorder": house.recorder,
        "applicant": house.chen,
        "finance": house.cai,
        "head of another office": account("elsewhere", RoleKind.OFFICE_HEAD, house.bureau, elsewhere),
        "other bureau": account("neighbour", RoleKind.OFFICE_HEAD, neighbour),
        "admin": account("sys", RoleKind.SYSTEM_ADMIN, house.bureau),
        "no role": account("none"),
        "applicant's officer": house.chen,
    }


def tried(client: Client, contest: Contest):
    for name, (methods, arguments) in RANKINGS.items():
        said = {**arguments, "pk": contest.call.round.pk}
        if "number" in said:
            said["number"] = contest.cases[0].number
        for method in methods.split():
            asked = {"do": "release" if name == "desk_ranking_fix" else "score", "seen": "0"}
            yield name, method, getattr(client, method)(reverse(name, kwargs=said), asked)


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_reaches_more_than_their_part(client: Client, contest: Contest, people, who: str):
    if who == "applicant's officer":
        grant(contest.house.chen, RoleKind.HANDLER, contest.house.bureau, contest.house.office)
    for name, method, answer in tried(at(client, people[who]), contest):
        allowed = {name, f"{name} {method}"} & ALLOWED[who]
        assert answer.status_code in ((200, 302) if allowed else (403, 404)), (name, method)
    assert not Entry.objects.exists()


def test_somebody_unknown_is_asked_to_log_in(client: Client, contest: Contest):
    for name, _, answer in tried(client, contest):
        assert answer["Location"].startswith("/login/?next="), name


def test_a_round_of_another_bureau_is_not_found(client: Client, contest: Contest):
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    head = account("neighbour", RoleKind.OFFICE_HEAD, neighbour)
    elsewhere = reverse("desk_ranking", args=["neixiang-gxj", contest.call.round.pk])
    assert at(client, head).get(elsewhere).status_code == 404


def test_the_page_of_the_round_leads_there(client: Client, contest: Contest):
    page = reverse("desk_round", args=["wolong-gxj", contest.call.round.pk])
    assert address(contest) in at(client, contest.house.wang).get(page).content.decode()
    assert address(contest) not in at(Client(), contest.house.keeper).get(page).content.decode()


def test_a_case_that_is_not_ranked_has_no_page(client: Client, contest: Contest):
    contest.house.do(contest.cases[1], acts.Withdraw("不申报了"), contest.house.chen)
    assert at(client, contest.house.wang).get(of_case(contest, 1)).status_code == 404
    assert services.fix(contest.call.round, contest.house.head, 0).kind == Entry.Kind.FIXED


def test_a_criterion_says_who_asks_for_it_and_what_is_assumed():
    asked = Criterion("novelty", "创新性", Decimal(60), Source(Origin.NOTICE, "申报通知第三条"))
    assumed = replace(asked, key="market", source=Source(Origin.ASSUMED, "年度通知"))
    hints = [field.help_text for field in ScoreForm((asked, assumed), "张专家").given]
    assert hints == ["依据：申报通知第三条", "假定，待核实：年度通知"]
