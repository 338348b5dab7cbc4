"""What ends by itself is announced before it does, and gives tasks when it has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quanze.law.instruments import Says
from quanze.library import expiry, queries, services
from quanze.library.models import Notice, Task
from tests.library.conftest import COAL, FUND, NEW

BEGUN, OVER = date(2025, 1, 15), date(2028, 1, 15)
EVIDENCE = {"document": "通知第三条", "words": "自2025年1月15日起施行，执行期限3年"}


@pytest.fixture
def term(bureau, keeper, publish):
    """The bureau's list cites rules that are in force for three years."""
    publish(bureau, {"甲": f"《{FUND}》（{NEW}）第二条", "乙": f"《{COAL}》"})
    rules = queries.find(NEW)
    services.state_validity(rules, keeper, Says.IN_FORCE_FROM, on=BEGUN, **EVIDENCE)
    return services.state_validity(rules, keeper, Says.TERM, months=36, **EVIDENCE)


def days_before(days: int) -> date:
    return OVER - timedelta(days=days)


def test_an_end_is_announced_three_times_and_each_time_once(term, bureau):
    made = {}
    for left in range(200, 0, -1):
        if expiry.announce(days_before(left)):
            made[left] = Notice.objects.order_by("-pk").first().ahead
            assert expiry.announce(days_before(left)) == 0
    assert made == {180: 180, 90: 90, 30: 30}
    assert {notice.ends_on for notice in Notice.objects.all()} == {OVER}
    assert "期限3年" in Notice.objects.first().reason


def test_whoever_looks_late_gets_one_notice_and_not_three(term):
    assert expiry.announce(days_before(20)) == 1
    assert Notice.objects.get().ahead == 30


def test_a_notice_is_for_the_agencies_that_cite(term, bureau, neighbour, publish):
    publish(neighbour, {"丙": f"《{COAL}》"})
    expiry.announce(days_before(100))
    assert queries.notices(bureau, days_before(100)).get().instrument == queries.find(NEW)
    assert not queries.notices(neighbour, days_before(100)).exists()
    assert not queries.notices(bureau, OVER).exists()
    assert queries.health(bureau, days_before(100)).notices == 1
    assert [str(use.instrument.number) for use in queries.health(bureau, days_before(100)).soon] == [NEW]
    assert queries.health(bureau, days_before(300)).soon == ()


def test_what_nobody_cites_or_nobody_confirmed_is_not_announced(bureau, keeper, publish):
    publish(bureau, {"甲": f"《{FUND}》（{NEW}）自2025年1月15日起施行，执行期限3年。"})
    assert expiry.announce(days_before(20)) == 0
    for proposal in queries.proposals():
        services.confirm(proposal, keeper)
    publish(bureau, {"乙": f"《{COAL}》"})
    assert expiry.announce(days_before(20)) == 0


def test_a_repeal_before_the_end_needs_no_notice(term, keeper):
    services.state_validity(term.instrument, keeper, Says.REPEALED, on=days_before(50), **EVIDENCE)
    assert expiry.announce(days_before(20)) == 0
    assert expiry.announce(days_before(80)) == 0


def test_on_the_day_itself_the_bureau_gets_its_task_once(term, bureau):
    assert services.run_due(days_before(1)).ended == 0
    assert services.run_due(OVER).ended == 1
    assert services.run_due(OVER + timedelta(days=1)).ended == 0
    task = queries.tasks(bureau).get()
    assert task.statement == term
    assert "期限已届满" in task.items.get().reason


def test_a_term_that_is_over_when_it_is_entered_gives_the_task_at_once(bureau, keeper, publish):
    publish(bureau, {"甲": "《关于印发促进工业发展规划（2016—2020年）的通知》（平政〔2016〕2号）"})
    (plan,) = queries.proposals(bureau)
    services.confirm(plan, keeper)
    assert "规划期已结束" in Task.objects.get().items.get().reason


def test_a_withdrawn_term_is_not_announced(term, keeper):
    services.withdraw(term, keeper, "看错了")
    assert expiry.announce(days_before(20)) == 0
    assert services.run_due(OVER).ended == 0
