"""Taken apart and put together, a list is the same list."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from quanze.digests import canonical
from quanze.lists.model import AdjustmentNote, Matter, Stage, Text
from quanze.registry import form

strings = st.text(max_size=12)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    value = draw(strings)
    points = sorted(draw(st.sets(st.integers(0, len(value)), max_size=4)))
    marks = tuple(zip(points[::2], points[1::2], strict=False))
    return Text(value, draw(st.one_of(st.just(value), st.none(), strings)), marks)


plain = strings.map(Text.plain)
stages = st.builds(Stage, st.none() | texts(), st.none() | plain)
matters = st.builds(
    Matter,
    number=st.none() | texts(),
    name=texts(),
    category=st.none() | texts(),
    basis=st.none() | texts(),
    stages=st.lists(stages, max_size=3).map(tuple),
    liability=st.none() | texts(),
    office=st.none() | texts(),
    extra=st.dictionaries(st.text("备注子项编码", min_size=1, max_size=3), texts(), max_size=2),
    before=st.none()
    | st.dictionaries(st.sampled_from(["basis", "liability", "office"]), texts(), max_size=2),
    adjustment=st.none() | st.builds(AdjustmentNote, st.none() | texts(), st.none() | texts()),
    parts=st.dictionaries(st.just("office"), st.lists(strings, max_size=3).map(tuple), max_size=1),
)


@given(matters)
def test_a_matter_is_put_together_as_it_was(matter):
    content, placement = form.split(matter)
    stored = json.loads(canonical(content)), json.loads(canonical(placement))
    assert form.join(*stored) == matter


@given(matters, texts())
def test_its_number_is_no_part_of_its_content(matter, number):
    renumbered = Matter(**{**{f: getattr(matter, f) for f in matter.__slots__}, "number": number})
    assert form.split(renumbered)[0] == form.split(matter)[0]


@given(matters, matters)
def test_versions_are_equal_where_contents_are(one, other):
    same = form.split(one)[0] == form.split(other)[0]
    assert (canonical(form.split(one)[0]) == canonical(form.split(other)[0])) == same


def test_blanks_and_punctuation_make_no_other_matter():
    assert form.name_key("国家级和省级绿色工 厂、绿色园区申报") == form.name_key(
        "国家级和省级绿色工厂,绿色园区申报"
    )
    assert form.name_key("——") == "——"
