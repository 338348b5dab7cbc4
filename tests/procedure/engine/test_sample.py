"""The ten matters of the sample list, compiled from its text, run as they are; and those of other bureaus."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.lists.readers import read
from quanze.procedure.chart import flow_chart
from quanze.procedure.compiler import compile_list, compile_matter
from quanze.procedure.engine import Ending, course_of
from quanze.procedure.model import Kind, Procedure
from tests.procedure.compiler import test_other_bureaus as other_bureaus
from tests.procedure.compiler.shorthand import matter
from tests.procedure.engine import test_any_case as any_case
from tests.procedure.engine.hands import Case, walk_to_the_end

LIST = Path(__file__).parents[3] / "examples/wolong/wolong-gxj-2025.docx"


@cache
def compiled() -> tuple[Procedure, ...]:
    return tuple(compile_list(read(LIST)))


SAMPLE = st.sampled_from(range(10)).map(lambda index: compiled()[index])

PROMISES = (
    any_case.test_from_every_reachable_state_an_end_is_reached,
    any_case.test_replay_gives_the_live_state_also_through_json,
    any_case.test_no_step_is_skipped,
    any_case.test_once_is_once,
    any_case.test_nothing_happens_after_the_end,
    any_case.test_what_is_offered_goes_through_and_nothing_else_does,
    any_case.test_deadlines_follow_their_start_and_never_count_suspended_days,
)
"""What must hold of every case, asked of the cases of the sample too."""


def test_the_sample_has_its_ten_matters():
    assert len(compiled()) == 10


@pytest.mark.parametrize("index", range(10))
def test_every_matter_runs_from_the_application_to_its_end(index):
    procedure = compiled()[index]
    case = walk_to_the_end(Case(procedure))
    goes_up = any(place.kind in (Kind.REPORT, Kind.RECOMMEND) for place in course_of(procedure).path)
    assert case.state.ending is (Ending.REPORTED if goes_up else Ending.COMPLETED)
    assert "▶" not in flow_chart(procedure, case.state)


@pytest.mark.parametrize("index", range(10))
def test_every_matter_is_accepted_and_judged_by_steps_of_its_own_text(index):
    assert not any(place.own for place in course_of(compiled()[index]).places)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__.removeprefix("test_"))
def test_whatever_is_done_in_them_the_promises_hold(promise):
    asked = promise.hypothesis.inner_test

    @any_case.FEW
    @given(SAMPLE, any_case.SCRIPT, any_case.RULES_OF_THE_HOUSE)
    def holds(procedure, script, house):
        asked(procedure, script, house)

    holds()


OTHERS = {
    name: rows
    for name, rows in vars(other_bureaus).items()
    if name.isupper()
    and isinstance(rows, tuple)
    and all(isinstance(row, tuple) and len(row) == 2 for row in rows)
}
"""Permits, penalties, benefits, levies and more, as other bureaus write their duties: name → (stage, duty)."""


@pytest.mark.parametrize("name", OTHERS)
def test_the_duties_of_other_bureaus_run_to_an_end_too(name):
    case = walk_to_the_end(Case(compile_matter(matter(*OTHERS[name]))))
    assert case.state.ending in (Ending.COMPLETED, Ending.REPORTED)


def test_there_are_other_bureaus():
    assert len(OTHERS) >= 8
