"""SM3 gives what the standard says, with OpenSSL and without."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.digests.sm3 import plain_sm3, sm3

# GB/T 32905-2016, appendix A
EXAMPLES = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize(("data", "expected"), EXAMPLES.items())
def test_the_examples_of_the_standard(data, expected):
    assert plain_sm3(data) == expected
    assert sm3(data) == expected


@given(st.binary(max_size=300))
def test_both_ways_agree(data):
    try:
        theirs = hashlib.new("sm3", data).hexdigest()
    except ValueError:
        pytest.skip("this OpenSSL has no SM3")
    assert plain_sm3(data) == theirs


def test_an_openssl_without_it_does_not_matter(monkeypatch):
    def refuse(name: str, data: bytes) -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", refuse)
    assert sm3(b"abc") == EXAMPLES[b"abc"]
