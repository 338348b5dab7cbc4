"""Events are stored for years: what was written once is read for ever, and written again as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.engine import Action, acts
from quanze.procedure.engine.codec import (
    TAGS,
    Unreadable,
    action_from_json,
    action_to_json,
    event_from_json,
    event_to_json,
    state_from_json,
)

STORED = [
    json.loads(line)
    for name in ("events_v1.jsonl", "events_v1_later.jsonl")
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()
]
"""An event of each kind with every field filled, as version 1 wrote them: the first ones, and the kinds that came
later. No line is ever written anew."""


@pytest.mark.parametrize("stored", STORED, ids=lambda stored: stored["what"]["kind"])
def test_what_version_1_wrote_is_read_and_written_alike(stored):
    assert event_to_json(event_from_json(stored)) == stored


def test_every_kind_is_among_what_was_stored():
    kinds = [stored["what"]["kind"] for stored in STORED]
    assert sorted(kinds) == sorted(TAGS.values())


LATER_FIELDS = [
    json.loads(line)
    for line in Path(__file__).with_name("events_v1_fields.jsonl").read_text("utf-8").splitlines()
]
"""Events with the fields that their kinds were given later. No line of these is ever written anew either."""


@pytest.mark.parametrize("stored", LATER_FIELDS, ids=lambda stored: stored["what"]["kind"])
def test_what_fields_came_later_are_read_and_written_alike(stored):
    assert event_to_json(event_from_json(stored)) == stored


def test_what_a_later_version_may_have_left_out_has_its_default():
    stored = {
        "v": 1,
        "at": "2026-03-02T09:00:00+08:00",
        "by": "wang",
        "what": {"kind": "accept", "step": "a1"},
    }
    assert event_from_json(stored).what == acts.Accept("a1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"v": 2}, "format 1"),
        ({"at": "2026-03-02T09:00:00"}, "time zone"),
        ({"at": "gestern"}, "no moment"),
        ({"by": 7}, "no text"),
        ({"what": {"kind": "bless", "step": "a1"}}, "unknown kind"),
        ({"what": {"kind": []}}, "unknown kind"),
        ({"what": "accept"}, "unknown kind"),
        ({"what": {"kind": "accept"}}, "lacks step"),
        ({"what": {"kind": "accept", "step": "a1", "colour": "red"}}, "no 'colour'"),
        ({"what": {"kind": "correct", "items": "图纸"}}, "no array"),
        ({"what": {"kind": "ended", "ending": "lost"}}, "no Ending"),
        ({"cautions": "bar"}, "no array"),
        ({"cautions": [{"code": "bar"}]}, "lacks words"),
    ],
)
def test_what_is_no_event_is_refused(change, words):
    with pytest.raises(Unreadable, match=words):
        event_from_json({**STORED[0], **change})


def test_an_action_is_read_and_a_consequence_is_none():
    action = Action("wang", acts.Review("v1", "齐全"), seen=3)
    assert action_from_json(action_to_json(action)) == action
    with pytest.raises(Unreadable, match="nobody does this"):
        action_from_json({"v": 1, "by": "wang", "act": {"kind": "discharged", "step": "a1"}})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("v", "at", "by", "what", "kind", "step", "act", "items")), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.sampled_from((event_from_json, action_from_json, state_from_json)))
def test_no_json_breaks_the_reader(value, read):
    if isinstance(value, dict):
        value["v"] = 1
    try:
        read(value)
    except Unreadable:
        pass
