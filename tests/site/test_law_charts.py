"""A line of time and a bar of shares: nothing runs out of the picture, and nothing lies over another thing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law.currency import State
from quanze.library.timeline import Span
from quanze.site.charts import lifeline, shares

DAYS = st.dates(date(1950, 1, 1), date(2060, 1, 1))


@st.composite
def lives(draw) -> list[Span]:
    days = sorted(draw(st.sets(DAYS, max_size=12)))
    edges = [None if draw(st.booleans()) else date(1949, 10, 1), *days, None]
    return [
        Span(since, until, draw(st.sampled_from(list(State))), "事由", None, False)
        for since, until in pairwise(edges)
    ]


@pytest.mark.parametrize("measure", [lifeline.WIDE, lifeline.NARROW])
@given(spans=lives(), on=DAYS)
def test_bars_fill_the_line_and_words_stay_apart(measure, spans, on):
    chart = lifeline.draw(spans, on, measure)
    if chart is None:
        assert all(span.since is None and span.until is None for span in spans)
        return
    assert chart.bars[0].left == 1
    last = chart.bars[-1]
    assert abs(last.left + last.width - (measure.width - 1)) < 0.5
    for one, other in pairwise(chart.bars):
        assert abs(one.left + one.width - other.left) <= 0.21
    for day in chart.days:
        half = len(day.words) * lifeline.DIGIT / 2
        assert day.at - half >= 0
        assert day.at + half <= measure.width
        assert day.y < chart.height
        for other in chart.days:
            if other is not day and other.y == day.y:
                assert abs(other.at - day.at) >= 2 * half
    assert 0 <= chart.here <= measure.width


def span(since: date | None, until: date | None, state: State) -> Span:
    return Span(since, until, state, "事由", None, False)


def test_the_day_stands_in_the_span_that_holds_it():
    begun, ended = date(2019, 3, 1), date(2025, 2, 1)
    spans = [span(begun, ended, State.IN_FORCE), span(ended, None, State.REPEALED)]
    for on, index in [(ended - timedelta(1), 0), (ended, 1), (date(2026, 11, 26), 1)]:
        chart = lifeline.draw(spans, on)
        assert chart is not None
        bar = chart.bars[index]
        assert bar.left - 0.1 <= chart.here <= bar.left + bar.width + 0.1


def test_nothing_known_is_nothing_drawn():
    assert lifeline.draw([span(None, None, State.UNVERIFIED)], date(2026, 1, 1)) is None


@given(st.dictionaries(st.sampled_from(list(State)), st.integers(0, 10**6)))
def test_shares_fill_the_bar_and_none_is_lost(counts):
    parts = shares.draw(counts)
    assert {part.state: part.count for part in parts} == {state: n for state, n in counts.items() if n}
    if parts:
        assert abs(parts[-1].left + parts[-1].width - shares.WIDTH) < 0.5
    assert all(part.width >= shares.LEAST - 0.1 for part in parts)
