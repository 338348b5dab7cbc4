"""效力 at a date: seven states, tested at the edges of their intervals; never a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law.currency import OVER, State, status, version_on
from quanze.law.dates import add_months
from quanze.law.instruments import Instrument, Kind, Reference, Says, Statement
from tests.law.laws import CONDUCT, MINES_2015, MINES_2022, merged, mines, stated

NOTICE = Instrument("关于印发某办法的通知", "关于印发某办法的通知", Kind.NOTICE, number="清财〔2025〕1号")
DAY = timedelta(days=1)


def noted(*statements: Statement) -> Instrument:
    """A notice of which only these statements are known."""
    return replace(NOTICE, statements=statements)


FROM = stated(Says.IN_FORCE_FROM, date(2025, 1, 15))

EDGES = [
    ("施行之日起有效", (FROM,), date(2025, 1, 14), State.NOT_YET),
    ("施行之日起有效", (FROM,), date(2025, 1, 15), State.IN_FORCE),
    ("执行期限三年", (FROM, stated(Says.TERM, months=36)), date(2028, 1, 14), State.IN_FORCE),
    ("执行期限三年", (FROM, stated(Says.TERM, months=36)), date(2028, 1, 15), State.EXPIRED),
    ("有效期至2027年底", (FROM, stated(Says.UNTIL, date(2028, 1, 1))), date(2027, 12, 31), State.IN_FORCE),
    ("有效期至2027年底", (FROM, stated(Says.UNTIL, date(2028, 1, 1))), date(2028, 1, 1), State.EXPIRED),
    ("废止", (FROM, stated(Says.REPEALED, date(2026, 3, 1))), date(2026, 2, 28), State.IN_FORCE),
    ("废止", (FROM, stated(Says.REPEALED, date(2026, 3, 1))), date(2026, 3, 1), State.REPEALED),
    ("取代", (FROM, stated(Says.SUPERSEDED, date(2026, 3, 1))), date(2026, 3, 1), State.REPEALED),
    ("宣布失效", (FROM, stated(Says.LAPSED, date(2026, 3, 1))), date(2026, 3, 1), State.LAPSED),
    ("规划期", (FROM, stated(Says.PLAN, years=(2021, 2025))), date(2025, 12, 31), State.IN_FORCE),
    ("规划期", (FROM, stated(Says.PLAN, years=(2021, 2025))), date(2026, 1, 1), State.EXPIRED),
    ("年度通知", (FROM, stated(Says.YEAR, years=(2025, 2025))), date(2026, 1, 1), State.EXPIRED),
    ("修改而没有新文本", (FROM, stated(Says.AMENDED, date(2025, 9, 1))), date(2025, 8, 31), State.IN_FORCE),
    ("修改而没有新文本", (FROM, stated(Says.AMENDED, date(2025, 9, 1))), date(2025, 9, 1), State.AMENDED),
    ("核实过", (stated(Says.STANDS, date(2025, 6, 1)),), date(2025, 5, 31), State.UNVERIFIED),
    ("核实过", (stated(Says.STANDS, date(2025, 6, 1)),), date(2025, 6, 1), State.IN_FORCE),
    ("先期满后废止", (FROM, stated(Says.TERM, months=12), stated(Says.REPEALED, date(2027, 1, 1))), date(2027, 6, 1), State.EXPIRED),
    ("期满前废止", (FROM, stated(Says.TERM, months=36), stated(Says.REPEALED, date(2027, 1, 1))), date(2027, 6, 1), State.REPEALED),
    ("没有任何记载", (), date(2026, 1, 1), State.UNVERIFIED),
    ("试行而没有期限", (stated(Says.TRIAL),), date(2026, 1, 1), State.UNVERIFIED),
    ("废止而不知何时", (FROM, stated(Says.REPEALED)), date(2026, 1, 1), State.UNVERIFIED),
    ("未经确认的不算", (FROM, stated(Says.REPEALED, date(2025, 3, 1), confirmed=False)), date(2026, 1, 1), State.IN_FORCE),
]  # fmt: skip


@pytest.mark.parametrize(("what", "statements", "on", "state"), EDGES)
def test_the_edges_of_intervals(what: str, statements: tuple[Statement, ...], on: date, state: State) -> None:
    found = status(noted(*statements), on)
    assert (found.state, bool(found.reason)) == (state, True), what


CONTRADICTIONS = [
    (
        (FROM, stated(Says.REPEALED, date(2026, 1, 1)), stated(Says.REPEALED, date(2026, 6, 1), document="县公报")),
        ("自2026年1月1日起废止", "自2026年6月1日起废止"),
        [(date(2025, 12, 31), State.IN_FORCE), (date(2026, 1, 1), State.UNVERIFIED), (date(2026, 6, 1), State.REPEALED)],
    ),
    (
        (FROM, stated(Says.REPEALED, date(2026, 1, 1)), stated(Says.STANDS, date(2026, 6, 1))),
        ("自2026年1月1日起废止", "2026年6月1日有效"),
        [(date(2026, 5, 31), State.REPEALED), (date(2026, 6, 1), State.UNVERIFIED)],
    ),
    (
        (FROM, stated(Says.IN_FORCE_FROM, date(2025, 3, 1), document="县公报")),
        ("自2025年1月15日起施行", "自2025年3月1日起施行"),
        [(date(2025, 1, 14), State.NOT_YET), (date(2025, 2, 28), State.UNVERIFIED), (date(2025, 3, 1), State.IN_FORCE)],
    ),
    (
        (FROM, stated(Says.REPEALED, date(2024, 1, 1))),
        ("自2024年1月1日起废止", "自2025年1月15日起施行"),
        [(date(2026, 1, 1), State.UNVERIFIED)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "reasons", "expected"), CONTRADICTIONS)
def test_what_contradicts_itself_is_to_be_verified_with_both_reasons(
    statements: tuple[Statement, ...], reasons: tuple[str, str], expected: list[tuple[date, State]]
) -> None:
    instrument = noted(*statements)
    assert [(on, status(instrument, on).state) for on, _ in expected] == expected
    clash = next(status(instrument, on) for on, state in expected if state is State.UNVERIFIED)
    assert all(reason in clash.reason for reason in reasons)
    assert len(clash.evidence) == 2


def test_the_reason_names_who_repealed_it_and_the_evidence_who_entered_it() -> None:
    by = Reference("关于印发新办法的通知", "清财〔2026〕2号")
    found = status(noted(FROM, stated(Says.REPEALED, date(2026, 3, 1), by=by)), date(2026, 3, 1))
    assert found.reason == "自2026年3月1日起被《关于印发新办法的通知》（清财〔2026〕2号）废止"
    assert found.evidence[0].entered_by == "法规管理员"


def test_the_next_day_of_change_is_known_beforehand() -> None:
    instrument = noted(FROM, stated(Says.TERM, months=36))
    assert status(instrument, date(2026, 1, 1)).until == date(2028, 1, 15)
    assert "至2028年1月14日止" in status(instrument, date(2026, 1, 1)).reason
    assert status(instrument, date(2028, 1, 15)).until is None


VERSIONS = [
    (date(2009, 6, 30), State.NOT_YET, None),
    (date(2009, 7, 1), State.IN_FORCE, "2009年3月1日文本"),
    (date(2015, 4, 23), State.IN_FORCE, "2009年3月1日文本"),
    (date(2015, 4, 24), State.IN_FORCE, "2015年4月24日修正文本"),
    (date(2023, 2, 28), State.IN_FORCE, "2015年4月24日修正文本"),
    (date(2023, 3, 1), State.IN_FORCE, "2022年10月30日修订文本"),
]


@pytest.mark.parametrize(("on", "state", "label"), VERSIONS)
def test_the_version_in_force_on_a_day(on: date, state: State, label: str | None) -> None:
    found = status(mines(), on)
    assert (found.state, None if found.version is None else found.version.label) == (state, label)


def test_citing_an_old_version_is_citing_what_was_changed() -> None:
    on = date(2026, 11, 26)
    assert status(mines(), on, cited=date(2015, 4, 24)).state is State.AMENDED
    assert status(mines(), on, cited=date(2022, 10, 30)).state is State.IN_FORCE
    assert "现行的是2022年10月30日修订文本" in status(mines(), on, cited=date(2015, 4, 24)).reason
    assert status(mines(), on, cited=2022).state is State.IN_FORCE
    assert "引用的是2015年的文本" in status(mines(), on, cited=2015).reason
    # 公布 some days after 通过 is the same version.
    assert status(merged(CONDUCT), on, cited=date(2018, 5, 20)).state is State.IN_FORCE


def test_an_amended_text_alone_tells_when_the_law_began() -> None:
    law = merged(MINES_2015)
    assert status(law, date(2009, 6, 30)).state is State.NOT_YET
    assert status(law, date(2010, 1, 1)).state is State.IN_FORCE
    assert version_on(law, date(2010, 1, 1)) is None
    assert "假定" in status(law, date(2016, 1, 1)).reason


def test_a_revised_text_alone_does_not_tell_what_stood_before_it() -> None:
    law = merged(MINES_2022)
    assert status(law, date(2009, 2, 28)).state is State.NOT_YET
    assert status(law, date(2012, 1, 1)).state is State.UNVERIFIED
    assert status(law, date(2023, 3, 1)).state is State.IN_FORCE


ADDED = [
    (date(2025, 1, 15), 36, date(2028, 1, 15)),
    (date(2024, 2, 29), 12, date(2025, 3, 1)),
    (date(2025, 1, 31), 1, date(2025, 3, 1)),
    (date(2025, 11, 30), 2, date(2026, 1, 30)),
    (date(9999, 1, 1), 24, date.max),
]


@pytest.mark.parametrize(("day", "months", "after"), ADDED)
def test_months_later(day: date, months: int, after: date) -> None:
    assert add_months(day, months) == after


DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
STATEMENTS = st.one_of(
    st.builds(stated, st.sampled_from([Says.IN_FORCE_FROM, Says.UNTIL, Says.REPEALED, Says.SUPERSEDED, Says.LAPSED, Says.AMENDED, Says.STANDS]), DAYS | st.none()),
    st.builds(lambda months: stated(Says.TERM, months=months), st.integers(1, 120)),
    st.builds(lambda first, length: stated(Says.PLAN, years=(first, first + length)), st.integers(2000, 2039), st.integers(0, 5)),
)  # fmt: skip


@given(st.lists(STATEMENTS, max_size=6), DAYS)
def test_the_state_on_any_day_is_decided_with_a_reason(statements: list[Statement], on: date) -> None:
    found = status(noted(*statements), on)
    assert found.state in State
    assert found.reason
    assert found.until is None or found.until > on


@given(
    DAYS,
    st.integers(1, 4000),
    st.sampled_from([Says.REPEALED, Says.LAPSED, Says.UNTIL]),
    DAYS,
    st.integers(0, 4000),
)
def test_what_is_over_stays_over(begun: date, length: int, says: Says, on: date, later: int) -> None:
    instrument = noted(stated(Says.IN_FORCE_FROM, begun), stated(says, begun + timedelta(days=length)))
    order = {State.NOT_YET: 0, State.IN_FORCE: 1} | dict.fromkeys(OVER, 2)
    assert order[status(instrument, on).state] <= order[status(instrument, on + timedelta(days=later)).state]
    assert status(instrument, begun + timedelta(days=length) - DAY).state is State.IN_FORCE
    assert status(instrument, begun + timedelta(days=length)).state in OVER


@given(st.lists(STATEMENTS, max_size=5), DAYS)
def test_proposals_are_no_facts(statements: list[Statement], on: date) -> None:
    proposed = noted(*(replace(statement, confirmed=False) for statement in statements))
    assert status(proposed, on).state is State.UNVERIFIED
