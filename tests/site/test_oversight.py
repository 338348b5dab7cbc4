"""责任矩阵 and cards on the pages: from a case's events to the supervisor's table, and who sees them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quanze.cases.models import Case
from quanze.cases.services import LetterOrder
from quanze.dashboard.queries import Asked as Figures
from quanze.dashboard.queries import dashboard
from quanze.dashboard.services import count
from quanze.escalation import queries as escalation
from quanze.escalation.rules import DEFAULT
from quanze.escalation.services import escalate, set_rules
from quanze.oversight import queries
from quanze.oversight.queries import Asked
from quanze.people.permissions import Denied
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.procedure.engine import Mark, acts
from quanze.procedure.model import Kind
from quanze.procedure.oversight.cards import Colour
from quanze.procedure.oversight.matrix import UNPROVEN, Timing
from quanze.site.oversight import shares
from tests.cases.conftest import House, account, house, prove
from tests.cases.test_matter_five import step
from tests.selection.conftest import Contest, contest_by
from tests.site.test_rounds import at
from tests.site.test_who_may import OVERSIGHT

__all__ = ["house"]


def accepted(house: House) -> Case:
    case = house.submitted()
    return house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))


def duty(house: House, case: Case, kind: Kind, **more):
    found = queries.of_case(case, house.supervisor, **more)
    return next(each for each in found if each.cell.place is not None and each.cell.place.kind is kind)


def test_each_duty_has_its_words_its_evidence_and_its_gap(house: House):
    case = accepted(house)
    waiting = duty(house, case, Kind.ACCEPT)
    assert waiting.cell.mark is Mark.AWAITING
    assert waiting.cell.gaps == (UNPROVEN,)
    assert [(each.kind, each.who) for each in waiting.entries] == [("accept", house.wang.name)]
    assert "书面凭证" in waiting.words
    prove(house, case, "acceptance")
    done = duty(house, case, Kind.ACCEPT)
    assert (done.cell.mark, done.cell.gaps) == (Mark.DONE, ())
    assert done.stage == "受理"


def test_the_table_of_many_cases_adds_up(house: House):
    first, second = accepted(house), accepted(house)
    third = house.submitted()
    prove(house, first, "acceptance")
    today = timezone.localdate()
    summed = queries.of_many(house.supervisor, house.bureau, Asked(today, today))
    line = next(each for each in summed.lines if "出具" in each.words and each.name == "受理")
    assert (summed.counted, len(line.cases), line.done) == (3, 3, [first])
    assert {case.pk for case in line.gaps} == {second.pk}
    per_case = [queries.of_case(each, house.supervisor) for each in (first, second, third)]
    for timing in Timing:
        slow = sum(each.owed and each.cell.timing is timing for duties in per_case for each in duties)
        assert sum(len(each.of(timing)) for each in summed.lines) == slow, timing
    with_limit = sum(
        each.owed and each.cell.timing is not Timing.NONE for duties in per_case for each in duties
    )
    [drawn] = shares(summed.lines).rows
    assert (drawn.label, sum(drawn.values)) == (first.matter_name, with_limit)
    before = today - timedelta(1)
    assert queries.of_many(house.supervisor, house.bureau, Asked(before, before)).counted == 0
    other = house.bureau.offices.exclude(pk=house.office.pk).first()
    assert queries.of_many(house.supervisor, house.bureau, Asked(today, today, office=other)).counted == 0
    mine = Asked(today, today, handler=house.wang)
    assert queries.of_many(house.supervisor, house.bureau, mine).counted == 2, "nobody handles the third"


def test_a_notice_that_is_not_given_draws_yellow_then_red(house: House):
    house.confirm_unit()
    case = house.submitted()
    now = timezone.now()
    colours = []
    for days in range(13):
        found = queries.cards(house.supervisor, house.bureau, now=now + timedelta(days))
        colours.append(found.shown[0].card.colour if found.shown else None)
    assert colours[-1] is Colour.RED
    assert Colour.YELLOW in colours
    assert colours == sorted(colours, key=[None, Colour.YELLOW, Colour.RED].index)
    red = queries.cards(house.supervisor, house.bureau, now=now + timedelta(12)).of(Colour.RED)
    assert [each.case for each in red] == [case]
    assert "一次告知" in red[0].words


def test_pages_show_it_and_lead_on(client: Client, house: House):
    case = accepted(house)
    desk = at(client, house.supervisor)
    page = desk.get(reverse("case_duties", args=["wolong-gxj", case.number])).content.decode()
    assert "凭证还没有盖章或者送达的证明" in page
    assert "#event-" in page
    of_case = desk.get(reverse("desk_case", args=["wolong-gxj", case.number])).content.decode()
    assert reverse("case_duties", args=["wolong-gxj", case.number]) in of_case
    assert 'id="event-1"' in of_case
    table = desk.get("/desk/wolong-gxj/duties/").content.decode()
    assert "统计1件办件" in table
    assert re.search(
        r"<p>\d+年\d+月\d+日至\d+年\d+月\d+日收到的办件，全部事项，全部股室。按\d+年\d+月\d+日\d+时\d\d分",
        table,
    )
    narrow = desk.get(f"/desk/wolong-gxj/hints/?since=2026-01-01&until=2026-02-01&office={case.office_id}")
    assert (
        f"<p>2026年1月1日至2026年2月1日收到的办件，全部事项，{case.office.name}。按"
        in narrow.content.decode()
    )
    for page in ("duties", "hints"):
        mine = desk.get(f"/desk/wolong-gxj/{page}/?handler={house.wang.pk}").content.decode()
        assert f"，现由{house.wang.name}经办。" in mine
        assert f'<option value="{house.wang.pk}" selected>{house.wang.name}</option>' in mine
        foreign = desk.get(f"/desk/wolong-gxj/{page}/?handler={case.by_id}").content.decode()
        assert "经办。" not in foreign, "whoever handles nothing here is no choice"
    listed = desk.get("/desk/wolong-gxj/duties/?line=1&column=owed").content.decode()
    assert "?since=" in table
    for query in (
        "line=x&column=gaps",
        "line=1&column=burn",
        "since=昨天&matter=x&office=9",
        "since=0001-01-01&until=9999-12-31",
        "since=2026-12-31&until=2026-01-01",
    ):
        for page in ("duties", "hints"):
            assert desk.get(f"/desk/wolong-gxj/{page}/?{query}").status_code == 200, (page, query)
    assert case.number in table + listed
    assert "现在没有临近到期" in desk.get("/desk/wolong-gxj/cards/").content.decode()
    assert "按期情况" not in table  # nothing that it owes has a limit
    house.submitted()
    drawn = desk.get("/desk/wolong-gxj/duties/").content.decode()
    assert re.search(r"按期情况</h2>.*<svg .*<desc .*期限内 1.*<summary>表格</summary>", drawn, re.S)


def test_pages_take_few_queries(client: Client, house: House, django_assert_max_num_queries):
    for _ in range(3):
        case = accepted(house)
    desk = at(client, house.supervisor)
    for address in (
        "/desk/wolong-gxj/duties/",
        "/desk/wolong-gxj/cards/",
        "/desk/wolong-gxj/hints/",
        reverse("case_duties", args=["wolong-gxj", case.number]),
    ):
        with django_assert_max_num_queries(20):
            assert desk.get(address).status_code == 200


def declined(house: House, reasons: str) -> Case:
    case = house.submitted()
    return house.do(case, acts.Decline(step(case, Kind.REFUSE), reasons))


def test_what_is_worth_a_look_is_shown_with_its_events_and_the_words_of_the_list(
    client: Client, house: House, django_assert_max_num_queries
):
    hollow = declined(house, "不符合条件")
    fine = declined(house, "上年度营业收入低于申报通知要求的两千万元")
    today = timezone.localdate()
    supervisor = type(house.supervisor).objects.get(pk=house.supervisor.pk)
    with django_assert_max_num_queries(8):
        (hint,) = queries.hints(supervisor, house.bureau, Asked(today, today))
    assert hint.pattern.code == "P806"
    (evidence,) = hint.evidence
    assert (evidence.case, [each.kind for each in evidence.entries]) == (hollow, ["decline"])
    assert "不予受理" in evidence.words
    desk = at(client, house.supervisor)
    page = desk.get("/desk/wolong-gxj/hints/").content.decode()
    assert "不是结论" in page
    assert "看了2件办件，有1处" in page
    place = reverse("desk_case", args=["wolong-gxj", hollow.number])
    assert f"{place}#event-{evidence.entries[0].position}" in page
    assert fine.number not in page
    assert "没有发现的12种" in page
    of_case = reverse("case_duties", args=["wolong-gxj", hollow.number])
    assert "不予通过的理由空泛" in desk.get(of_case).content.decode()
    assert "不予通过的理由空泛" not in at(Client(), house.wang).get(of_case).content.decode(), (
        "hints are no handler's"
    )
    nothing = desk.get("/desk/wolong-gxj/hints/?since=2020-01-01&until=2020-01-02").content.decode()
    assert "没有收到办件" in nothing


def test_a_ranking_that_was_moved_after_the_scores_leads_to_its_history(client: Client, start):
    contest: Contest = start(contest_by)
    house, today = contest.house, timezone.localdate()
    contest.score(0, "50")
    contest.score(1, "30")
    assert queries.hints(house.supervisor, house.bureau, Asked(today, today)) == ()
    contest.move(1, 1)
    (hint,) = queries.hints(house.supervisor, house.bureau, Asked(today, today))
    assert (hint.pattern.code, hint.person) == ("P808", house.wang.name)
    assert [each.round for each in hint.evidence] == [contest.call.round, None]
    assert hint.evidence[1].case == contest.cases[1]
    page = at(client, house.supervisor).get("/desk/wolong-gxj/hints/").content.decode()
    assert reverse("desk_ranking_history", args=["wolong-gxj", contest.call.round.pk]) in page


def test_to_whom_cards_go_is_set_by_the_security_administrator(client: Client, house: House):
    security = account("security", RoleKind.SECURITY_ADMIN, house.bureau)
    desk, address = at(client, security), "/desk/wolong-gxj/cards/rules/"
    assert address in desk.get("/desk/").content.decode()
    assert 'name="red_supervisor" value="3"' in desk.get(address).content.decode()
    said = {"red_office_head": "1", "yellow_handler": "0", "source": "局办〔2026〕2号"}
    wrong = desk.post(address, {**said, "red_leader": "百"}).content.decode()
    assert "请填写0到60之间的整数" in wrong
    assert "局办〔2026〕2号" in wrong
    assert "已保存" in desk.post(address, said, follow=True).content.decode()
    rules = escalation.rules_of(house.bureau).rules
    assert {(each.colour.value, each.after, each.to.value) for each in rules} == {
        ("red", 1, "office_head"),
        ("yellow", 0, "handler"),
    }


def test_what_went_up_stands_on_the_list_of_whoever_got_it(client: Client, house: House):
    house.confirm_unit()
    case = house.submitted()
    assert case.due_at
    escalate(case.due_at + timedelta(20))
    for who, address in (
        (house.head, "/desk/wolong-gxj/cases/"),
        (house.supervisor, "/desk/wolong-gxj/cards/"),
    ):
        page = at(Client(), who).get(address).content.decode()
        assert "报给您的黄牌红牌：1" in page, who
    assert "报给您的黄牌红牌" not in at(Client(), house.wang).get("/desk/wolong-gxj/cases/").content.decode()


ALLOWED = {
    "supervisor": set(OVERSIGHT) - {"card_rules"},
    "leader": set(OVERSIGHT) - {"card_rules"},
    "head": {"case_duties"},
    "handler": {"case_duties"},
    "keeper": set(),
    "recorder": set(),
    "finance": set(),
    "applicant": set(),
    "admin": set(),
    "another bureau's supervisor": set(),
    "security admin": {"card_rules"},
}


def test_nobody_reaches_more_than_their_part(house: House):
    case, today = accepted(house), timezone.localdate()
    count()
    elsewhere = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    people = {
        "supervisor": house.supervisor,
        "leader": house.leader,
        "head": house.head,
        "handler": house.wang,
        "keeper": house.keeper,
        "recorder": house.recorder,
        "finance": house.cai,
        "applicant": house.chen,
        "admin": account("admin", RoleKind.SYSTEM_ADMIN, house.bureau),
        "another bureau's supervisor": account("other", RoleKind.SUPERVISOR, elsewhere),
        "security admin": account("security", RoleKind.SECURITY_ADMIN, house.bureau),
    }
    asked = {
        "card_rules": lambda person: set_rules(house.bureau, person, DEFAULT),
        **dict.fromkeys(
            ("dashboard", "dashboard_file", "dashboard_report"),
            lambda person: dashboard(person, house.bureau, Figures(today, today)),
        ),
        "hints": lambda person: queries.hints(person, house.bureau, Asked(today, today)),
        "cards": lambda person: queries.cards(person, house.bureau),
        "duties": lambda person: queries.of_many(person, house.bureau, Asked(today, today)),
        "case_duties": lambda person: queries.of_case(case, person),
    }
    for who, person in people.items():
        somebody = at(Client(), person)
        for name, (_, arguments) in OVERSIGHT.items():
            given = {**arguments, **({"number": case.number} if "number" in arguments else {})}
            answer = somebody.get(reverse(name, kwargs=given))
            allowed = name in ALLOWED[who]
            assert answer.status_code == (200 if allowed else 403), (who, name)
            if not allowed:
                with pytest.raises(Denied):
                    asked[name](person)
