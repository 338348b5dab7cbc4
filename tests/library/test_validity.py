"""What people say of the validity of instruments, and what follows."""

from __future__ import annotations

from datetime import date

import pytest

from quanze.audit.queries import events, verify_chain
from quanze.audit.services import INSTALLATION
from quanze.law.currency import State, status
from quanze.law.instruments import Reference, Says
from quanze.library import queries, services
from quanze.library.models import Ruling, Statement, Task
from quanze.library.queries import Standing
from quanze.library.services import Unacceptable
from quanze.people.models import Agency
from quanze.people.permissions import Denied
from tests.library.conftest import COAL, COAL_2010, FUND, FUND_RULES, NEW, OLD

EVIDENCE = {"document": f"《{FUND}》（{NEW}）", "words": f"《{FUND_RULES}》（{OLD}）同时废止"}
DAY = date(2025, 1, 15)


@pytest.fixture
def listed(bureau, neighbour, publish):
    """Two bureaus cite the old rules, one of them the new ones in another matter."""
    publish(
        bureau,
        {"专项资金项目申报": f"《{FUND}》（{OLD}）第六条。", "绩效评价": f"《{FUND}》（{NEW}）第九条。"},
    )
    publish(neighbour, {"资金申报初审": f"依照{OLD}文件第二条办理。"})


def state_of(name: str, on: date) -> State:
    return status(queries.value(queries.find(name)), on).state


def repeal(person, **more) -> Statement:
    facts = {"on": DAY, "by": queries.find(NEW), **EVIDENCE, **more}
    return services.state_validity(queries.find(OLD), person, Says.REPEALED, **facts)


def test_a_repeal_entered_by_the_keeper_stands_from_its_day(listed, keeper):
    assert state_of(OLD, DAY) is State.UNVERIFIED
    statement = repeal(keeper, ground="《平川市行政规范性文件管理办法》第二十条")
    assert state_of(OLD, DAY) is State.REPEALED
    assert statement.successor == queries.find(NEW)
    assert [event.verb for event in events(INSTALLATION)][:1] == ["validity.state"]
    assert list(verify_chain(INSTALLATION)) == []


def test_a_repeal_opens_a_task_for_every_bureau_concerned_filled_in_with_what_to_change(
    listed, justice, bureau, neighbour
):
    repeal(justice)
    (mine,), (theirs,) = queries.tasks(bureau), queries.tasks(neighbour)
    assert (mine.count, theirs.count) == (1, 1)
    (item,) = queries.task_page(mine).items
    assert (item.version.name, item.field) == ("专项资金项目申报", "basis")
    assert item.old == f"《{FUND}》（{OLD}）"
    assert item.successor == queries.find(NEW)
    assert "自2025年1月15日起已废止" in item.reason
    assert NEW in item.reason
    (item,) = queries.task_page(theirs).items
    assert item.old == OLD
    opened = Agency.objects.values_list("pk", queries.open_tasks())
    assert dict(opened) == {bureau.pk: 1, neighbour.pk: 1, justice.roles.get().agency_id: 0}
    assert [event.verb for event in events(neighbour.code)][:1] == ["impact.task.open"]
    assert list(verify_chain(neighbour.code)) == []


def test_what_repeals_without_replacing_is_no_successor(listed, keeper):
    decision = Reference("平川市人民政府关于废止部分行政规范性文件的决定", "平政〔2025〕9号")
    statement = repeal(keeper, by=decision)
    assert statement.by.number == "平政〔2025〕9号"
    assert statement.successor is None
    (item,) = queries.task_page(queries.tasks(queries.find(OLD).cited.first().agency).get()).items
    assert "没有查到替代的文件" in item.reason


def test_a_successor_that_is_named_counts_beside_the_decision(listed, keeper):
    decision = Reference("平川市人民政府关于废止部分行政规范性文件的决定", "平政〔2025〕9号")
    statement = repeal(keeper, by=decision, successor=queries.find(NEW))
    assert (statement.by.number, statement.successor) == ("平政〔2025〕9号", queries.find(NEW))


def test_a_wrong_repeal_is_withdrawn_and_its_tasks_go_with_it(listed, keeper, justice, bureau):
    statement = repeal(keeper)
    task = queries.tasks(bureau).get()
    services.withdraw(statement, justice, "看错了文号")
    assert state_of(OLD, DAY) is State.UNVERIFIED
    task.refresh_from_db()
    assert (task.state, task.reason) == (Task.State.DISMISSED, "所依据的效力记载已撤回：看错了文号")
    page = queries.instrument_page(queries.find(OLD))
    assert [(said.statement, said.standing) for said in page.said] == [(statement, Standing.WITHDRAWN)]
    assert queries.impact(queries.find(NEW)).total == 1
    with pytest.raises(Unacceptable, match="已撤回，不能撤回"):
        services.withdraw(statement, keeper, "再来一次")
    again = repeal(keeper)
    assert again.pk != statement.pk
    assert state_of(OLD, DAY) is State.REPEALED


def test_the_same_is_not_said_twice(listed, keeper, justice):
    repeal(keeper)
    with pytest.raises(Unacceptable, match="已经有同样的记载"):
        repeal(justice)


@pytest.mark.parametrize(
    ("says", "facts", "complaint"),
    [
        (Says.REPEALED, {"document": " "}, "请写明依据的文件"),
        (Says.REPEALED, {"words": ""}, "请写明依据的文件"),
        (Says.TERM, {}, "请填写期限"),
        (Says.TERM, {"months": 1201}, "期限应在"),
        (Says.UNTIL, {}, "请填写不再有效的日期"),
        (Says.PLAN, {}, "请填写规划的起止年份"),
        (Says.PLAN, {"years": (2020, 2016)}, "起止年份不对"),
        (Says.STANDS, {"on": date(2999, 1, 1)}, "不能在今天之后"),
        (Says.REPEALED, {"by": "itself"}, "不能废止或取代它自己"),
    ],
)
def test_what_cannot_be_is_not_registered(listed, keeper, says, facts, complaint):
    old = queries.find(OLD)
    if facts.get("by") == "itself":
        facts = {"by": old}
    with pytest.raises(Unacceptable, match=complaint):
        services.state_validity(old, keeper, says, **{**EVIDENCE, **facts})
    assert not Statement.objects.filter(origin="person").exists()


def test_somebody_verified_that_it_stands(listed, keeper):
    today = date(2026, 3, 1)
    services.state_validity(
        queries.find(NEW), keeper, Says.STANDS, on=today, document="平川市政府网站", words="现行有效"
    )
    assert state_of(NEW, today) is State.IN_FORCE
    assert not Task.objects.exists()


# Proposals ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposal(bureau, publish) -> Statement:
    """A list says in its basis that other rules are repealed."""
    publish(bureau, {"甲": f"《{FUND}》（{NEW}）自2025年1月15日起施行，《{FUND}》（{OLD}）同时废止。"})
    return Statement.objects.get(says=Says.REPEALED)


def test_what_a_list_says_is_a_proposal_and_no_fact(proposal, bureau):
    assert proposal.instrument == queries.find(OLD)
    assert queries.standing(proposal) is Standing.PROPOSED
    assert state_of(OLD, date(2026, 1, 1)) is State.UNVERIFIED
    assert proposal in queries.proposals()
    assert proposal in queries.proposals(bureau)


def test_a_confirmed_proposal_stands_and_opens_tasks(proposal, keeper, bureau):
    assert services.confirm(proposal, keeper) == proposal
    assert state_of(OLD, date(2026, 1, 1)) is State.REPEALED
    assert proposal not in queries.proposals()
    assert queries.tasks(bureau).get().statement == proposal


def test_a_rejected_proposal_is_gone_but_not_forgotten(proposal, keeper, bureau, publish):
    services.reject(proposal, keeper, "原文说的是另一个文件")
    assert state_of(OLD, date(2026, 1, 1)) is State.UNVERIFIED
    assert proposal not in queries.proposals()
    assert not Task.objects.exists()
    publish(
        bureau, {"甲": f"《{FUND}》（{NEW}）自2025年1月15日起施行，《{FUND}》（{OLD}）同时废止。", "乙": "无"}
    )
    assert Statement.objects.filter(says=Says.REPEALED).count() == 1


@pytest.mark.parametrize("second", ["confirm", "reject"])
def test_who_comes_second_is_told_who_was_first(proposal, keeper, justice, second):
    services.confirm(proposal, keeper)
    with pytest.raises(Unacceptable, match=r"keeper已于.*确认"):
        services.confirm(proposal, justice) if second == "confirm" else services.reject(
            proposal, justice, "不对"
        )
    assert proposal.rulings.count() == 1


def test_a_proposal_without_a_day_is_confirmed_with_one(bureau, keeper, publish):
    publish(bureau, {"甲": f"《{FUND}》（{NEW}）自印发之日起施行，执行期限3年。"})
    begins = Statement.objects.get(says=Says.IN_FORCE_FROM)
    with pytest.raises(Unacceptable, match="请填写施行日期"):
        services.confirm(begins, keeper)
    stands = services.confirm(begins, keeper, on=DAY)
    assert (stands.origin, stands.on, stands.words) == ("person", DAY, begins.words)
    assert queries.standing(begins) is Standing.REJECTED
    services.confirm(Statement.objects.get(says=Says.TERM), keeper)
    assert state_of(NEW, date(2028, 1, 14)) is State.IN_FORCE
    assert state_of(NEW, date(2028, 1, 15)) is State.EXPIRED


def test_what_a_person_said_needs_no_confirmation(listed, keeper, justice):
    with pytest.raises(Unacceptable, match="不需要确认"):
        services.confirm(repeal(keeper), justice)


def test_a_reason_is_asked_for(proposal, keeper):
    with pytest.raises(Unacceptable, match="请写明理由"):
        services.reject(proposal, keeper, "  ")
    assert not Ruling.objects.exists()


def test_whoever_keeps_no_list_and_reviews_none_may_nothing(proposal, outsider):
    acts = [
        lambda: services.state_validity(proposal.instrument, outsider, Says.REPEALED, on=DAY, **EVIDENCE),
        lambda: services.confirm(proposal, outsider),
        lambda: services.reject(proposal, outsider, "不对"),
        lambda: services.withdraw(proposal, outsider, "不对"),
    ]
    for act in acts:
        with pytest.raises(Denied, match=r"请先登录|只有清单管理员、合法性审查人可以维护法规库"):
            act()
    assert not Ruling.objects.exists()
    assert not Statement.objects.filter(origin="person").exists()


def test_an_instruments_page_tells_its_life(listed, keeper):
    repeal(keeper)
    page = queries.instrument_page(queries.find(NEW), on=date(2026, 1, 1))
    assert [str(each) for each in page.replaced] == [f"《{FUND}》（{OLD}）"]
    assert {citer.via for citer in page.impact.matters} == {"direct", f"successor: {FUND}"}
    page = queries.instrument_page(queries.find(OLD), on=date(2026, 1, 1))
    assert page.status.state is State.REPEALED
    assert [each.number for each in page.successors] == [NEW]
    assert [(span.since, span.until, span.state, span.now) for span in page.spans] == [
        (DAY, None, State.REPEALED, True)
    ]


def test_what_a_matter_quotes_is_held_against_the_law(bureau, publish, laws):
    from quanze.law.quotation import Match

    services.import_laws(laws({f"{COAL}(2010-03-01).md": COAL_2010}))
    right = "本市行政区域内的煤炭活动，适用本条例。"
    publish(
        bureau,
        {
            "照抄": f"《{COAL}》第一条：“为了规范煤炭工作，制定本条例。”",
            "抄错": f"《{COAL}》第一条：“为了规范煤炭生产工作，特制定本条例。”",
            "没有": f"《{COAL}》第三十条：“{right}”",
        },
    )
    found = {each.entry.version.name: (each.field, each.quotation.match) for each in queries.quoted(bureau)}
    assert found == {
        "照抄": ("basis", Match.EXACT),
        "抄错": ("basis", Match.DIFFERS),
        "没有": ("basis", Match.MISSING),
    }


def test_the_health_of_a_list_counts_its_rules_by_state(listed, keeper, bureau, publish):
    repeal(keeper)
    health = queries.health(bureau, date(2026, 1, 1))
    assert (health.matters, health.not_held, health.open_tasks) == (2, 2, 1)
    assert health.states[State.REPEALED] == 1
    assert health.states[State.UNVERIFIED] == 1
    publish(bureau, {"绩效评价": f"《{FUND}》（{NEW}）第九条。", "某项": f"《{COAL}》"})
    assert queries.health(bureau, date(2026, 1, 1)).states[State.REPEALED] == 0
