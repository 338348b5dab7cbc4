"""The order as a function of what was said, for cases and entries that nobody keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.cases.models import Case
from quanze.selection.models import Entry
from quanze.selection.order import lists_of


def case(pk: int, kind: str = "", day: int = 1, hour: int = 9) -> Case:
    return Case(pk=pk, kind=kind, received_at=datetime(2026, 5, day, hour, tzinfo=UTC))


def said(*words: tuple[str, int, object]) -> list[Entry]:
    """Entries from ``(kind, case, what)``: the points of 张 (or of who is named), a ground, a place."""
    made = []
    for position, (kind, of, what) in enumerate(words, 1):
        if kind == "score":
            reviewer, points = what if isinstance(what, tuple) else ("张", what)
            body = {"reviewer": reviewer, "points": {"": points}}
        else:
            body = {"ground" if kind == "priority" else "place": what}
        made.append(Entry(position=position, kind=kind, case_id=of, body=body))
    return made


def order(cases, entries, quota=None) -> list[list[int]]:
    return [[row.case.pk for row in each.rows] for each in lists_of(cases, entries, quota or {})]


FOUR = [case(1), case(2), case(3), case(4)]

ORDERS = {
    "nothing said: as received": ((), [1, 2, 3, 4]),
    "by score": ((("score", 3, "80"), ("score", 1, "70")), [3, 1, 2, 4]),
    "nothing is more than no score": ((("score", 4, "0"),), [4, 1, 2, 3]),
    "equal as shown: as received": ((("score", 3, "80.00"), ("score", 2, "80")), [2, 3, 1, 4]),
    "the mean of two": (
        (("score", 3, ("张", "90")), ("score", 3, ("李", "60")), ("score", 2, "76")),
        [2, 3, 1, 4],
    ),
    "priority before score": ((("score", 1, "99"), ("priority", 4, "平台")), [4, 1, 2, 3]),
    "of two with priority the better": (
        (("priority", 4, "平台"), ("priority", 2, "平台"), ("score", 4, "60")),
        [4, 2, 1, 3],
    ),
    "priority taken back": ((("priority", 4, "平台"), ("priority", 4, "")), [1, 2, 3, 4]),
    "moves one after the other": (
        (("move", 1, 1), ("move", 2, 2), ("move", 1, 4)),
        [2, 3, 4, 1],
    ),
    "back to its score": ((("move", 4, 1), ("move", 3, 1), ("move", 4, 0)), [3, 1, 2, 4]),
    "scores after a move": ((("move", 4, 1), ("score", 3, "80")), [4, 3, 1, 2]),
    "to a place that is no more": ((("move", 1, 9),), [2, 3, 4, 1]),
    "a case that is no more": ((("move", 9, 1), ("score", 9, "80")), [1, 2, 3, 4]),
}


@pytest.mark.parametrize(("words", "expected"), ORDERS.values(), ids=ORDERS)
def test_the_order(words, expected):
    assert order(FOUR, said(*words)) == [expected]


def test_the_day_of_receipt_decides_and_not_the_hour():
    assert order([case(1, day=3), case(2, hour=15), case(3, hour=9)], []) == [[2, 3, 1]]


def test_the_day_of_receipt_is_the_day_in_china():
    early_of_the_second, later_that_day = case(2, day=1, hour=23), case(1, day=2, hour=1)
    assert order([early_of_the_second, later_that_day], []) == [[1, 2]]


KINDS = [case(1, "national"), case(2, "provincial"), case(3, "national"), case(4, "provincial")]


def test_a_quota_by_sub_kind_makes_a_list_of_each():
    lists = lists_of(KINDS, said(("move", 4, 1)), {"national": 1, "provincial": 1})
    assert [(each.kind, each.quota, [row.case.pk for row in each.rows]) for each in lists] == [
        ("national", 1, [1, 3]),
        ("provincial", 1, [4, 2]),
    ]
    assert [[row.above for row in each.rows] for each in lists] == [[True, False], [True, False]]


def test_a_sub_kind_without_a_quota_has_its_list_without_a_line():
    lists = lists_of(KINDS, [], {"": 3, "national": 1})
    assert [(each.kind, each.quota) for each in lists] == [("national", 1), ("provincial", None)]
    assert [row.above for row in lists[1].rows] == [None, None]


def test_one_quota_for_all_makes_one_list():
    (only,) = lists_of(KINDS, [], {"": 3})
    assert [row.above for row in only.rows] == [True, True, True, False]


entries = st.lists(
    st.one_of(
        st.tuples(
            st.just("score"), st.integers(1, 6), st.integers(0, 10000).map(lambda n: str(Decimal(n) / 100))
        ),
        st.tuples(st.just("priority"), st.integers(1, 6), st.sampled_from(["", "平台"])),
        st.tuples(st.just("move"), st.integers(1, 6), st.integers(0, 7)),
    ),
    max_size=12,
)


@given(entries)
def test_whatever_was_said_every_case_has_one_place(words):
    (only,) = lists_of(FOUR, said(*words), {"": 2})
    assert sorted(row.case.pk for row in only.rows) == [1, 2, 3, 4]
    assert [row.place for row in only.rows] == [1, 2, 3, 4]
    assert sorted(row.computed for row in only.rows) == [1, 2, 3, 4]
    if words and words[-1][0] == "move" and words[-1][1] <= 4 and words[-1][2]:
        assert only.rows[min(words[-1][2], 4) - 1].case.pk == words[-1][1]
