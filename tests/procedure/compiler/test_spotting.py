"""What is told quickly is told rightly: rows that are not looked at would have found nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.lists.model import AnnexKind, fields
from quanze.lists.readers import read
from quanze.procedure.compiler.conditions import PATTERNS, SINCE, condition
from quanze.procedure.compiler.liability import may_be_special
from quanze.procedure.compiler.parties import LEADS, TOWARDS
from quanze.procedure.compiler.patterns import (
    Sieve,
    acts,
    basis_acts,
    clause_rows,
    facts,
    phrases,
    said,
)
from quanze.procedure.compiler.qualities import people_in
from quanze.procedure.compiler.sifting import acts_in, basis_acts_in, facts_in
from quanze.procedure.compiler.spotting import find
from quanze.procedure.compiler.wording import Wording, clauses, sentences
from quanze.prose import fold, folded
from tests.procedure.compiler.test_clauses import CLAUSES
from tests.procedure.compiler.test_other_bureaus import MATTERS
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


def passes_over_nothing(wording: Wording) -> None:
    """That every short way of reading a text finds in each of its clauses what the long way does."""
    text = wording.text
    every_condition = re.compile("|".join(pattern for _, pattern in PATTERNS))
    assert [row for row in facts() if row.says.search(text)] == [
        row for row in facts_in(text).rows() if row.says.search(text)
    ]
    for begin, end in sentences(wording, 0, len(text)):
        assert may_be_special(text[begin:end]) or not any(
            row.says.search(text[begin:end]) for row in clause_rows()
        )
        for start, stop in clauses(wording, begin, end):
            for few, rows in ((acts_in(text), acts()), (basis_acts_in(text), basis_acts())):
                assert find(text, start, stop, few.rows(start, stop)) == find(text, start, stop, rows)
            for table in ("need", "context", "quality", "detail"):
                found = [row for row in phrases(table) if row.says.search(text, start, stop)]
                assert said(table, text, start, stop) == found
            when = SINCE.match(text, start, stop) or every_condition.match(text, start, stop)
            found_when = condition(text, start, stop)
            assert (found_when and (found_when.start, found_when.end)) == (when and when.span())
            clause = text[start:stop]
            for pattern in TOWARDS:
                towards, lead = pattern.search(clause), LEADS.search(clause)
                assert towards is None or (lead is not None and lead.start() <= towards.start() + 1)


def test_nothing_is_passed_over_in_the_sample(sample_txt):
    annex = read(sample_txt).annex(AnnexKind.RETAINED)
    assert annex is not None
    for matter in annex.matters:
        for path, value in fields(matter):
            passes_over_nothing(Wording(path, value.value))


@pytest.mark.parametrize("name", MATTERS)
def test_nothing_is_passed_over_in_what_other_bureaus_write(name):
    for _, duty in MATTERS[name][0]:
        passes_over_nothing(Wording("", duty))


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.lists(st.sampled_from((*PIECES, *TEXTS)), max_size=8).map("".join),
        st.text(alphabet="经受理审查报请省市局后前时的起如不予，。：（告知书面公示3日内名2", max_size=60),
        st.text(max_size=60),
    )
)
def test_nothing_is_passed_over_in_any_text(text):
    passes_over_nothing(Wording("", text))


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
