"""The letter that recommends the cases of a fixed ranking: what it says, to which order it belongs, by whom it may be
issued."""

from __future__ import annotations

import pytest

from quanze.audit.models import Event
from quanze.letters.models import Voiding
from quanze.letters.services import void
from quanze.people.permissions import Denied, may
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.rounds import services as rounds
from quanze.rounds.queries import call_of
from quanze.selection import services
from quanze.selection.recommending import known
from tests.selection.conftest import Contest
from tests.selection.going import letter_of, recommend, recommended, undone


@pytest.fixture
def contest(start) -> Contest:
    return undone(start(recommended))


@pytest.fixture
def written(start) -> Contest:
    return start(recommended)


def release(contest: Contest):
    return services.release(contest.call.round, contest.house.head, "又有申请", contest.held.version)


def test_it_lists_the_cases_within_the_quota_in_their_order(contest: Contest):
    contest.move(2, 1)
    contest.fix()
    letter = recommend(contest)
    first, second = contest.cases[2], contest.cases[0]
    assert letter.values["recommended"] == [
        [each.applicant_name, each.title or each.matter_name] for each in (first, second)
    ]
    assert letter.number.endswith("荐〔2026〕2号")
    assert (letter.addressee, letter.sealed) == ("南阳市工业和信息化局", True)
    assert Event.objects.filter(verb="ranking.recommend").count() == 2, "the first one is void"


def test_it_is_looked_at_before_it_is_issued_and_issued_once(contest: Contest):
    contest.fix()
    letter = recommend(contest)
    assert letter.ordinal == 2, "what was looked at took no number"
    with pytest.raises(Unacceptable, match="已经出具推荐文件"):
        recommend(contest)
    assert letter_of(contest) == letter


def test_what_is_known_stands_in_the_form(contest: Contest):
    contest.fix()
    found = known(contest.held, contest.house.wang)
    assert found["call"] == contest.call.round.cited
    assert found["enclosed"] == ["推荐汇总表", "申报材料（每件纸质3份）"]
    assert found["handler"] == "姓名wang"


def test_only_of_a_fixed_order(contest: Contest):
    with pytest.raises(Unacceptable, match="排序确定以后"):
        services.recommend(contest.call.round, contest.house.wang, {}, contest.held.version)


def test_without_a_recipient_it_says_what_is_missing(contest: Contest):
    contest.fix()
    with pytest.raises(Unacceptable, match="主送机关"):
        services.recommend(contest.call.round, contest.house.wang, {"recipient": None}, contest.held.version)


def test_who_was_withdrawn_since_is_not_in_it(contest: Contest):
    contest.fix()
    contest.house.do(contest.cases[0], acts.Withdraw("不申报了"), contest.house.chen)
    assert len(recommend(contest).values["recommended"]) == 1
    contest.house.do(contest.cases[1], acts.Withdraw("不申报了"), contest.house.chen)
    void(letter_of(contest), contest.house.wang, Voiding.Kind.VOID, "名单有变")
    with pytest.raises(Unacceptable, match="没有可以推荐的办件"):
        recommend(contest)


def test_as_long_as_it_counts_the_order_stays(written: Contest):
    with pytest.raises(Unacceptable, match="先作废或者撤回"):
        release(written)
    void(letter_of(written), written.house.wang, Voiding.Kind.VOID, "排序有误")
    release(written)
    written.move(2, 1)
    written.fix()
    assert recommend(written).number.endswith("荐〔2026〕2号")


def test_officers_issue_it_and_a_leader_looks(written: Contest):
    house, letter = written.house, letter_of(written)
    void(letter, house.wang, Voiding.Kind.VOID, "重新出具")
    for who in (house.leader, house.supervisor, house.keeper, house.recorder, house.chen):
        with pytest.raises(Denied):
            services.recommend(written.call.round, who, {}, written.held.version)
    seen = {"wang", "head", "leader", "supervisor", "recorder"}
    for who in (
        house.wang,
        house.head,
        house.leader,
        house.supervisor,
        house.recorder,
        house.keeper,
        house.chen,
    ):
        assert bool(may(who, "letter.view", letter)) is (who.username in seen), who.username
        for verb in ("letter.seal", "letter.deliver", "letter.void"):
            assert bool(may(who, verb, letter)) is (who.username in {"wang", "head"}), (who.username, verb)


def test_what_a_reported_round_went_up_by_stays(written: Contest):
    call = call_of(written.call.round.pk)
    rounds.close(call.round, written.house.keeper, "截止", call.terms.pk)
    call = call_of(written.call.round.pk)
    rounds.reported(call.round, written.house.keeper, "已报", call.terms.pk)
    with pytest.raises(Denied, match="批次已经上报"):
        void(letter_of(written), written.house.wang, Voiding.Kind.VOID, "有误")
