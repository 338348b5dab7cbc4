"""The order of a round follows from what was said about it; nothing that was said is changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from quanze.audit.models import Event
from quanze.files.models import Deposit
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.rounds import services as rounds
from quanze.selection import services
from quanze.selection.models import Entry
from tests.cases.conftest import account
from tests.selection.conftest import NATIONAL, Contest, with_meeting, without_criteria


def test_before_anything_was_said_the_day_and_number_of_receipt_decide(contest: Contest):
    assert contest.order() == [0, 1, 2, 3]
    (only,) = contest.held.lists
    assert (only.kind, only.quota) == ("", 2)
    assert [row.above for row in only.rows] == [True, True, False, False]


def test_the_score_is_the_mean_of_the_reviewers(contest: Contest):
    contest.score(1, "50", "30")
    contest.score(1, "55.5", "34.55", by="李专家")
    contest.score(2, "50", "36", by="李专家")
    assert contest.order() == [2, 1, 0, 3]
    found = contest.held.row(contest.cases[1].number)
    assert found
    assert found[1].said.score == Decimal("85.03")  # (80 + 90.05) / 2 = 85.025


def test_a_reviewer_who_scores_again_is_counted_once(contest: Contest):
    contest.score(1, "10")
    contest.score(1, "40")
    found = contest.held.row(contest.cases[1].number)
    assert found
    assert found[1].said.score == Decimal(60)
    assert Entry.objects.filter(kind="score").count() == 2


def test_priority_goes_before_the_score_and_names_its_ground(contest: Contest):
    contest.score(0, "60", "40")
    services.prefer(contest.call.round, contest.house.wang, contest.cases[3], NATIONAL, contest.seen(3))
    assert contest.order() == [3, 0, 1, 2]
    with pytest.raises(Unacceptable, match="须是事项配置写明的"):
        services.prefer(contest.call.round, contest.house.wang, contest.cases[2], "熟人", 0)
    services.prefer(contest.call.round, contest.house.wang, contest.cases[3], "", contest.seen(3))
    assert contest.order() == [0, 1, 2, 3]


def test_a_move_stands_with_its_reason_and_goes_back(contest: Contest):
    contest.move(3, 1, "省里点名要的示范项目")
    contest.move(0, 4, "正在整改")
    assert contest.order() == [3, 1, 2, 0]
    (only,) = contest.held.lists
    assert [(row.place, row.computed) for row in only.rows] == [(1, 4), (2, 2), (3, 3), (4, 1)]
    contest.move(0, 3, "整改完成一半")
    assert contest.order() == [3, 1, 0, 2]
    contest.move(0, 0, "整改完成")
    assert contest.order() == [3, 0, 1, 2]


WRONG_MOVES = {
    "no reason": (3, 1, " ", "请写明调整位次的理由"),
    "a place that there is not": (3, 5, "理由", "位次应在1到4之间"),
    "less than the first": (3, -1, "理由", "位次应在1到4之间"),
    "where it stands": (3, 4, "理由", "现在就在第4位"),
    "back though never moved": (3, 0, "理由", "没有调整过"),
    "an endless reason": (3, 1, "长" * 501, "不能超过500个字"),
}


@pytest.mark.parametrize(("number", "place", "reason", "refusal"), WRONG_MOVES.values(), ids=WRONG_MOVES)
def test_a_move_that_does_not_go(contest: Contest, number, place, reason, refusal):
    with pytest.raises(Unacceptable, match=refusal):
        contest.move(number, place, reason)
    assert not Entry.objects.exists()


WRONG_SCORES = {
    "too many points": ({"novelty": "61", "market": "1"}, "创新性”的得分应在0到60之间"),
    "less than none": ({"novelty": "1", "market": "-1"}, "市场前景”的得分应在0到40之间"),
    "too fine": ({"novelty": "1.005", "market": "1"}, "最多两位小数"),
    "no number": ({"novelty": "NaN", "market": "1"}, "创新性”的得分应在"),
    "one criterion only": ({"novelty": "1"}, "请填写“市场前景”的得分"),
    "a criterion that there is not": ({"novelty": "1", "market": "1", "x": "1"}, "不属于本事项"),
}


@pytest.mark.parametrize(("points", "refusal"), WRONG_SCORES.values(), ids=WRONG_SCORES)
def test_points_that_do_not_fit_the_kit(contest: Contest, points, refusal):
    given = {key: Decimal(said) for key, said in points.items()}
    with pytest.raises(Unacceptable, match=refusal):
        services.score(contest.call.round, contest.house.wang, contest.cases[0], "张专家", given, 0)


def test_where_the_kit_names_no_criteria_there_is_one_score(start):
    contest: Contest = start(without_criteria)
    services.score(
        contest.call.round, contest.house.wang, contest.cases[2], "张专家", {"": Decimal("88.5")}, 0
    )
    services.prefer(contest.call.round, contest.house.wang, contest.cases[3], "持有国家级平台", 0)
    assert contest.order() == [3, 2, 0, 1]


def test_who_sends_the_same_twice_says_it_once(contest: Contest):
    for _ in range(2):
        contest.score(0, "30", seen=0)
        contest.move(3, 1, seen=1)
    assert Entry.objects.count() == 2


def test_of_two_who_change_the_order_the_second_looks_again(contest: Contest):
    contest.move(3, 1, seen=0)
    with pytest.raises(Unacceptable, match=r"姓名wang于.*登记了“调整位次”"):
        contest.move(2, 1, person=contest.house.li, seen=0)
    assert contest.order() == [3, 0, 1, 2]


def test_reviewers_of_different_cases_do_not_wait_for_each_other(contest: Contest):
    contest.score(0, "30", seen=0)
    contest.score(1, "40", person=contest.house.li, seen=0)
    with pytest.raises(Unacceptable, match="本件有改动"):
        contest.score(0, "50", by="李专家", person=contest.house.li, seen=0)


def test_a_case_that_was_withdrawn_is_ranked_no_more(contest: Contest):
    contest.house.do(contest.cases[0], acts.Withdraw("不申报了"), contest.house.chen)
    assert [contest.cases.index(case) for case in contest.held.ranked] == [1, 2, 3]
    with pytest.raises(Unacceptable, match="不参加排序"):
        contest.score(0, "1", seen=0)


def test_a_fixed_order_stays_until_it_is_released(contest: Contest):
    contest.score(2, "60")
    contest.fix()
    assert contest.order() == [2, 0, 1, 3]
    for change in (
        lambda: contest.score(1, "60", "40"),
        lambda: contest.move(1, 1),
        lambda: services.prefer(contest.call.round, contest.house.wang, contest.cases[1], NATIONAL, 0),
        contest.meeting,
    ):
        with pytest.raises(Unacceptable, match="排序已经确定"):
            change()
    round, head = contest.call.round, contest.house.head
    with pytest.raises(Unacceptable, match="请写明撤销的理由"):
        services.release(round, head, "", contest.held.version)
    services.release(round, head, "有一件查实不符合条件", contest.held.version)
    contest.score(1, "60", "40")
    assert contest.order() == [1, 2, 0, 3]
    assert [entry.kind for entry in contest.held.entries] == ["score", "fixed", "released", "score"]


def test_what_comes_or_goes_after_it_was_fixed_is_told_and_moves_nobody(contest: Contest):
    contest.fix()
    late = contest.house.submitted(product="产品戊")
    contest.house.do(contest.cases[1], acts.Withdraw("不申报了"), contest.house.chen)
    assert contest.order() == [0, 1, 2, 3]
    assert contest.held.late == (late,)
    assert contest.held.gone == {contest.cases[1].pk}


def test_other_terms_do_not_move_the_line_of_a_fixed_order(contest: Contest):
    contest.fix()
    call = contest.call
    plan = rounds.Plan(call.terms.opens_on, call.terms.closes_on, quota={"": 4})
    rounds.set_terms(call.round, contest.house.keeper, plan, "增补名额", call.terms.pk)
    (only,) = contest.held.lists
    assert [row.above for row in only.rows] == [True, True, False, False]


def test_a_round_that_was_called_off_is_ranked_no_more(contest: Contest):
    rounds.call_off(contest.call.round, contest.house.keeper, "误设", contest.call.terms.pk)
    with pytest.raises(Unacceptable, match="已取消，不能再改排序"):
        contest.score(0, "1")


def test_what_should_be_known_before_it_is_fixed(contest: Contest):
    contest.score(0, "1")
    assert contest.held.doubts == (
        "批次正在申报，可能还有申请。",
        "4件还没有受理。",
        "3件还没有评分，排在已评分的后面。",
    )


class TestMeeting:
    @pytest.fixture
    def contest(self, start) -> Contest:
        return start(with_meeting)

    def test_where_the_bureau_asks_for_one_nothing_is_fixed_without(self, contest: Contest):
        with pytest.raises(Unacceptable, match="先集体研究"):
            contest.fix()
        contest.meeting()
        assert contest.fix().kind == Entry.Kind.FIXED

    def test_what_changed_after_it_is_decided_again(self, contest: Contest):
        contest.meeting()
        contest.move(3, 1)
        with pytest.raises(Unacceptable, match="没有通过现在的排序"):
            contest.fix()
        contest.meeting()
        contest.fix()

    def test_a_vote_against_it_is_no_consent(self, contest: Contest):
        contest.meeting(votes_for=1, votes_against=1)
        with pytest.raises(Unacceptable, match="没有过半数"):
            contest.fix()

    def test_whoever_acts_for_an_applicant_stands_back(self, contest: Contest):
        house = contest.house
        grant(house.chen, RoleKind.HANDLER, house.bureau, house.office)
        people = [house.leader, house.head, house.chen]
        with pytest.raises(Unacceptable, match="姓名chen代表本批次的申请人，须回避"):
            contest.meeting(people=people)
        with pytest.raises(Unacceptable, match="票数合计应在1到2之间"):
            contest.meeting(people=people, stood_back=[house.chen])
        contest.meeting(people=people, stood_back=[house.chen], votes_for=2)

    WRONG = {
        "nobody there": ({"people": []}, "请选择参会人员"),
        "no votes": ({"votes_for": 0}, "票数合计应在"),
        "negative votes": ({"votes_for": 4, "votes_against": -1}, "不能是负数"),
    }

    @pytest.mark.parametrize(("said", "refusal"), WRONG.values(), ids=WRONG)
    def test_a_meeting_that_was_none(self, contest: Contest, said, refusal):
        with pytest.raises(Unacceptable, match=refusal):
            contest.meeting(**said)
        assert not Entry.objects.exists()

    def test_its_minutes_are_seen_with_the_ranking(self, contest: Contest):
        made = contest.meeting()
        minutes = Deposit.objects.get(pk=made.body["minutes"])
        assert minutes.bound_to == f"ranking:{made.pk}"
        assert may(contest.house.supervisor, "file.view", minutes)
        assert not may(contest.house.chen, "file.view", minutes)
        assert not may(contest.house.recorder, "file.view", minutes)


def test_who_may(contest: Contest):
    house, round = contest.house, contest.call.round
    allowed = {
        "ranking.view": {"wang", "li", "head", "leader", "supervisor"},
        "ranking.arrange": {"wang", "li", "head", "leader"},
        "ranking.fix": {"head", "leader"},
    }
    other = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    everyone = [
        house.keeper, house.wang, house.li, house.head, house.leader, house.cai, house.recorder,
        house.supervisor, house.chen, account("foreign", RoleKind.OFFICE_HEAD, other),
        account("stranger"), account("elsewhere", RoleKind.OFFICE_HEAD, house.bureau, _another_office(house)),
    ]  # fmt: skip
    for verb, names in allowed.items():
        assert {each.username for each in everyone if may(each, verb, round)} == names, verb
        assert not may(None, verb, round)
    with pytest.raises(Denied):
        contest.score(0, "1", person=house.supervisor)
    with pytest.raises(Denied):
        contest.move(3, 1, person=house.recorder)
    with pytest.raises(Denied):
        contest.fix(house.wang)
    with pytest.raises(Denied):
        contest.meeting(house.li)


def _another_office(house):
    return house.bureau.offices.exclude(pk=house.office.pk).first()


def test_an_officer_who_acts_for_an_applicant_stays_out(contest: Contest):
    house = contest.house
    grant(house.chen, RoleKind.HANDLER, house.bureau, house.office)
    verdict = may(house.chen, "ranking.view", contest.call.round)
    assert not verdict
    assert "您代表本批次的申请人" in verdict.reason
    with pytest.raises(Denied, match="您代表本批次的申请人"):
        contest.score(0, "60", "40", person=house.chen)


def test_what_was_said_stays(contest: Contest):
    contest.score(0, "1")
    for change in (
        lambda: Entry.objects.update(reason="改过"),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: Entry.objects.create(
            round=contest.call.round, position=1, kind="fixed", body={}, by=contest.house.wang,
            at=contest.call.round.at,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_every_word_is_recorded_by_reference(contest: Contest):
    contest.score(0, "60", "40", remark="技术领先")
    contest.move(3, 1, "省里点名")
    contest.fix()
    events = Event.objects.filter(verb__startswith="ranking.").order_by("pk")
    assert [event.verb for event in events] == ["ranking.score", "ranking.move", "ranking.fixed"]
    assert not any(word in event.body for event in events for word in ("技术领先", "省里点名", "张专家"))
