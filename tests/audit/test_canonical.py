"""One value has one text and one digest, on every machine."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.digests import canonical, digest

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_it_reads_back_and_is_stable(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_the_order_of_keys_does_not_matter():
    assert (
        canonical({"职": 1, "a": [1, "二"]})
        == canonical({"a": [1, "二"], "职": 1})
        == '{"a":[1,"二"],"职":1}'
    )


def test_a_digest_is_bound_to_its_format():
    assert digest("format 1", "x") != digest("format 2", "x")
    # sha256 of the bytes "format 1\nx"
    assert digest("format 1", "x") == "b7009791713abb53ca12bd92527bcccf7c3f08f68fd5c7c9d9dd1f976efed5ca"


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {"a": {1, 2}}])
def test_what_has_no_one_text_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)
