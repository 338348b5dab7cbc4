"""Chains are data: what is none is refused with a reason, and what is one never lets a step be skipped."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.adjustments.chain import DECIDED, DEFAULT, ROLES, Chain, Step, Unfit, dump, load
from quanze.adjustments.kinds import NEEDS, Kind, UnderWay, lacking, under_way_of

STEP: dict[str, Any] = {
    "code": "staffing",
    "name": "编办审核",
    "organ": "staffing",
    "role": "staffing_reviewer",
}


def test_the_default_reads_back_as_it_is():
    assert load(dump(DEFAULT)) == DEFAULT


UNFIT = {
    "nothing": (None, "应是"),
    "another shape": ({"steps": {}}, "应是"),
    "more than steps": ({"steps": [STEP], "more": 1}, "应是"),
    "no steps": ({"steps": []}, "没有本机关以外的机关审核"),
    "a step that is none": ({"steps": ["审核"]}, "第1个环节应是对象"),
    "an unknown key": ({"steps": [{**STEP, "who": 1}]}, "不认识的项：who"),
    "no code": ({"steps": [{**STEP, "code": ""}]}, "code 应是"),
    "a code that is none": ({"steps": [{**STEP, "code": "编办"}]}, "code 应是"),
    "a code twice": ({"steps": [STEP, STEP]}, "“staffing”已经用过"),
    "no name": ({"steps": [{**STEP, "name": " "}]}, "没有名称"),
    "an unknown organ": ({"steps": [{**STEP, "organ": "finance"}]}, "organ 应是"),
    "a role of another organ": ({"steps": [{**STEP, "role": "approver"}]}, "role 应是"),
    "the keeper decides": ({"steps": [{**STEP, "organ": "bureau", "role": "list_keeper"}]}, "role 应是"),
    "the bureau alone": (
        {"steps": [{**STEP, "organ": "bureau", "role": "leader"}]},
        "没有本机关以外的机关审核",
    ),
    "a kind that nobody reviews": (
        {"steps": [{**STEP, "kinds": ["added"]}]},
        "“取消”没有本机关以外的机关审核",
    ),
    "after itself": ({"steps": [{**STEP, "after": ["staffing"]}]}, "“staffing”不在它之前"),
    "an unknown kind": ({"steps": [{**STEP, "kinds": ["renamed"]}]}, "kinds 应是"),
    "an unknown record": ({"steps": [{**STEP, "record": ["seal"]}]}, "record 应是"),
    "after is no list": ({"steps": [{**STEP, "after": "staffing"}]}, "应是文字的数组"),
    "an organ that cannot be a key": ({"steps": [{**STEP, "organ": ["staffing"]}]}, "organ 应是"),
    "a role that cannot be a key": ({"steps": [{**STEP, "role": {}}]}, "role 应是"),
}


@pytest.mark.parametrize(("data", "says"), UNFIT.values(), ids=UNFIT.keys())
def test_what_is_no_chain_is_refused_with_a_reason(data, says):
    with pytest.raises(Unfit, match=says):
        load(deepcopy(data))


def test_a_step_that_is_not_taken_keeps_the_order_of_those_around_it():
    first, second, third = (
        Step("a", "甲", "staffing", ROLES["staffing"][0]),
        Step("b", "乙", "justice", ROLES["justice"][0], after=("a",), kinds=DECIDED),
        Step("c", "丙", "government", ROLES["government"][0], after=("b",)),
    )
    chain = Chain((first, second, third))
    assert chain.waiting([Kind.CHANGED], []) == (first,)
    assert chain.waiting([Kind.CHANGED], ["a"]) == (third,)
    assert chain.waiting([Kind.ADDED], ["a"]) == (second,)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    steps: list[Step] = []
    for at in range(draw(st.integers(1, 6))):
        organ = draw(st.sampled_from(sorted(ROLES)))
        after = draw(st.lists(st.sampled_from([step.code for step in steps]), unique=True)) if steps else []
        kinds = draw(st.none() | st.lists(st.sampled_from(Kind), min_size=1, unique=True))
        role = draw(st.sampled_from(ROLES[organ]))
        steps.append(Step(f"s{at}", f"环节{at}", organ, role, tuple(after), kinds and tuple(kinds)))
    return Chain(tuple(steps))


@given(chains(), st.sets(st.sampled_from(Kind), min_size=1), st.data())
def test_every_way_through_a_chain_takes_each_step_once_and_after_those_before_it(chain, kinds, data):
    passed: list[str] = []
    while waiting := chain.waiting(kinds, passed):
        step = data.draw(st.sampled_from(waiting))
        assert step.code not in passed
        codes = {each.code for each in chain.taken(kinds)}
        assert all(code in passed for code in step.after if code in codes)
        passed.append(step.code)
    assert set(passed) == {step.code for step in chain.taken(kinds)}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["steps", *STEP, "after", "kinds", "record"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_it_is_given_it_is_a_chain_or_refused_in_words(data):
    try:
        chain = load(data)
    except Unfit as unfit:
        why = str(unfit)
    else:
        why = dump(chain)["steps"][0]["name"]
    assert why


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_says_what_it_needs(kind):
    needs = NEEDS[kind]
    assert lacking(kind, 0, 0)
    fits = [(b, a) for b in range(4) for a in range(4) if lacking(kind, b, a) is None]
    assert fits
    for before, after in fits:
        assert needs.least_before <= before <= (99 if needs.most_before is None else needs.most_before)
        assert needs.least_after <= after <= (99 if needs.most_after is None else needs.most_after)


def test_a_power_that_is_gone_leaves_no_case_to_go_on():
    for kind in (Kind.CANCELLED, Kind.DELEGATED, Kind.TRANSFERRED):
        assert under_way_of(kind, 1) == (UnderWay.TRANSFER, UnderWay.END)
    assert under_way_of(Kind.ADDED, 0) == ()
    assert UnderWay.SWITCH in under_way_of(Kind.CHANGED, 1)
