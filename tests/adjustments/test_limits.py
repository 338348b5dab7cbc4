"""The clocks: apply within 10 working days of the cause, review in 15, publish within 20; a place may set others."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from quanze.adjustments import limits, queries, services
from quanze.adjustments.chain import Unfit
from quanze.people.roles import RoleKind
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.seed import seeded
from quanze.registry.services import Unacceptable
from quanze.rulebook.services import import_calendar
from tests.adjustments.conftest import decision
from tests.registry.conftest import person

# 2026-02-13 is a Friday before the Spring Festival (15 to 23 February off; 14 and 28 February worked).
DUE = {"apply": date(2026, 3, 5), "review": date(2026, 3, 12), "publish": date(2026, 3, 19)}


@pytest.mark.parametrize("clock", DUE)
def test_working_days_are_counted_by_the_years_arrangement(clock):
    due = limits.due(clock, date(2026, 2, 13), limits.DEFAULT, seeded())
    assert (due.deadline.due, due.deadline.provisional) == (DUE[clock], False)


def test_a_year_without_an_arrangement_is_provisional():
    due = limits.due("review", date(2026, 2, 13), limits.DEFAULT, Calendar())
    assert due.deadline.provisional


def test_each_state_has_its_clock(house):
    adjustment = house.adjustment(cause_on=date(2026, 2, 13))
    assert (adjustment.clock, adjustment.due_on) == ("apply", DUE["apply"])
    house.change(adjustment, 1)
    house.submit(adjustment)
    assert (adjustment.clock, adjustment.clock_from) == ("review", timezone.localdate())
    house.pass_(adjustment, house.bianban, "staffing")
    house.pass_(adjustment, house.justice, "justice")
    house.pass_(
        adjustment, house.government, "approval", decision=decision(house.government, on=date(2026, 2, 13))
    )
    adjustment.refresh_from_db()
    assert (adjustment.clock, adjustment.due_on) == ("publish", DUE["publish"])
    assert queries.due_of(adjustment).deadline.due == adjustment.due_on
    house.publish(adjustment)
    adjustment.refresh_from_db()
    assert (adjustment.clock, adjustment.due_on, queries.due_of(adjustment)) == ("", None, None)


def test_nothing_is_due_where_nobody_knows_since_when(house):
    assert house.adjustment().due_on is None


@pytest.mark.parametrize(
    ("day", "says"), [(date(2999, 1, 1), "还没有到"), (date(1900, 1, 1), "应在 1950 年到 2150 年之间")]
)
def test_a_day_from_which_nobody_counts_is_refused(house, day, says):
    with pytest.raises(Unacceptable, match=says):
        house.adjustment(cause_on=day)
    adjustment = house.adjustment()
    with pytest.raises(Unacceptable, match=says):
        services.revise(adjustment, house.keeper, adjustment.version, cause_on=day)


def test_what_is_due_soon_is_reminded_of_the_earliest_first(house):
    late = house.adjustment("晚的", cause_on=date(2026, 2, 13))
    early = house.adjustment("早的", cause_on=date(2026, 2, 12))
    house.adjustment("没有期限的")
    first = early.due_on
    assert list(queries.due_until(first, within=0)) == [early]
    assert list(queries.due_until(late.due_on, within=0, agencies=[house.bureau])) == [early, late]
    assert list(queries.due_until(date(2026, 2, 14), within=3)) == []


def test_a_place_sets_its_own_and_what_runs_is_counted_anew(house):
    adjustment = house.adjustment(cause_on=date(2026, 2, 13))
    services.set_regime(house.bureau, house.security, limits_data={"apply": {"n": 5, "unit": "working_day"}})
    adjustment.refresh_from_db()
    assert adjustment.due_on == date(2026, 2, 27)
    assert services.redate(house.bureau) == 0, "there is nothing left to count"


def test_a_clock_says_the_rule_that_it_follows(house):
    adjustment = house.adjustment(cause_on=date(2026, 2, 13))
    assert queries.due_of(adjustment).deadline.term.source == "清单动态调整的规定"
    rule = {"n": 5, "unit": "working_day", "source": " 《某区清单管理办法》第八条 "}
    services.set_regime(house.bureau, house.security, limits_data={"apply": rule})
    assert queries.due_of(adjustment).deadline.term.source == "《某区清单管理办法》第八条"
    assert queries.regime_of(house.bureau)[1]["review"] == limits.DEFAULT["review"], "what nobody set"


def test_a_loaded_calendar_counts_them_anew(house):
    adjustment = house.adjustment(cause_on=date(2026, 2, 13))
    administrator = person("sysadmin", RoleKind.SYSTEM_ADMIN, house.bureau)
    days = "date,kind,name\n2026-02-24,休,春节\n"
    import_calendar(days.encode(), "国办发明电〔2026〕0号", administrator)
    adjustment.refresh_from_db()
    # By this arrangement nobody works on 14 and 28 February, and of the festival only the 24th is off.
    assert adjustment.due_on == date(2026, 3, 2)
    assert queries.due_of(adjustment).deadline.due == adjustment.due_on


UNFIT = {
    "no limits": (["apply"], "期限应是对象"),
    "an unknown clock": ({"read": {"n": 5, "unit": "working_day"}}, "只有 apply、review、publish 三种"),
    "no unit": ({"apply": {"n": 5}}, "申请期限应是"),
    "an unknown unit": ({"apply": {"n": 5, "unit": "weeks"}}, "单位应是"),
    "a unit that cannot be a key": ({"apply": {"n": 5, "unit": []}}, "单位应是"),
    "no days": ({"review": {"n": 0, "unit": "working_day"}}, "审核期限：期限应在 1 到"),
    "half days": ({"review": {"n": 0.5, "unit": "working_day"}}, "天数应是整数"),
    "no source": ({"apply": {"n": 5, "unit": "working_day", "source": " "}}, "申请期限须写明依据"),
    "a source that is no text": ({"apply": {"n": 5, "unit": "working_day", "source": 8}}, "须写明依据"),
    "a source without end": ({"apply": {"n": 5, "unit": "working_day", "source": "条" * 201}}, "至多200字"),
    "something else": ({"apply": {"n": 5, "unit": "working_day", "why": "快"}}, "申请期限应是"),
    "true days": ({"review": {"n": True, "unit": "working_day"}}, "天数应是整数"),
}


@pytest.mark.parametrize(("data", "says"), UNFIT.values(), ids=UNFIT.keys())
def test_what_is_no_limit_is_refused_with_a_reason(data, says):
    with pytest.raises(Unfit, match=says):
        limits.load(data)


def test_the_service_says_it_too(house):
    with pytest.raises(Unacceptable, match="期限应是对象"):
        services.set_regime(house.bureau, house.security, limits_data=[1])


def test_limits_read_back_as_they_are():
    assert limits.load(limits.dump(limits.DEFAULT)) == limits.DEFAULT
