"""What is told quickly is told rightly: rows that are not looked at would have found nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.procedure.compiler.patterns import Sieve, acts, basis_acts, phrases, said
from quanze.procedure.compiler.qualities import people_in
from quanze.procedure.compiler.spotting import find
from quanze.prose import fold, folded
from tests.procedure.compiler.test_clauses import CLAUSES
from tests.procedure.compiler.test_properties import PIECES

TEXTS = tuple(fold(text) for text, _ in CLAUSES)
ROWS = (*acts(), *basis_acts())
SIEVE = Sieve(ROWS)


@pytest.mark.parametrize("text", TEXTS)
def test_each_clause_is_read_alike_by_the_few_rows_and_by_all(text):
    sifted = SIEVE.over(text)
    for clause in re.finditer("[^,。;:()]+", text):
        start, end = clause.span()
        few = sifted.rows(start, end)
        assert len(few) < len(ROWS) / 2
        assert find(text, start, end, few) == find(text, start, end, ROWS)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, *TEXTS)), max_size=5).map("".join), st.data())
def test_so_is_any_text_between_any_two_places(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    few = SIEVE.over(text).rows(start, end)
    assert find(text, start, end, few) == find(text, start, end, ROWS)
    for table in ("need", "context", "quality", "detail"):
        found = [row for row in phrases(table) if row.says.search(text, start, end)]
        assert said(table, text, start, end) == found


@given(st.text(alphabet="甲，, \u3000\u200b（A１\n", max_size=30))
def test_what_is_folded_away_is_told_by_its_place(text):
    plain, offsets = folded(text)
    assert offsets[-1] == len(text)
    assert len(offsets) == len(plain) + 1
    assert [fold(text[at]) for at in offsets[:-1]] == list(plain)
    assert fold("".join(text[at] for at in offsets[:-1])) == plain == fold(text)


@pytest.mark.parametrize(
    "text", ["不少于2执法人员", "两名以上", "至少两人", "双人复核", "不低于3人", "2人以上"]
)
def test_people_are_found_however_they_are_counted(text):
    assert people_in(text) in (2, 3)
