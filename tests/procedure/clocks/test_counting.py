"""Limits as the law counts them: table of cases, each looked up in the official arrangement of its year."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from quanze.procedure.clocks.deadline import Cause, Makeup, deadline
from quanze.procedure.clocks.term import Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit, Unit
from tests.procedure.clocks.terms import CALENDAR, DAY, MONTH, WITH_2027, WORKING, at, count, day, term


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-09-24", 3, "2026-09-30"),  # over the Mid-autumn Festival
        ("2026-09-30", 2, "2026-10-09"),  # over the National Day
        ("2026-02-13", 5, "2026-02-27"),  # 14 February, a Saturday, is worked
        ("2026-02-14", 3, "2026-02-26"),  # begins on it
        ("2026-09-19", 1, "2026-09-20"),  # ends on a Sunday that is worked
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-11-21", 1, "2026-11-23"),  # handed in on a Saturday
        ("2026-11-23 23:59", 1, "2026-11-24"),  # after office hours: the day does not count all the same
        ("2018-12-28", 1, "2018-12-29"),  # a Saturday that the arrangement of 2019 has worked
    ],
)
def test_working_days(start: str, n: int, due: str) -> None:
    found = count(start, n)
    assert found.due == day(due)
    assert not found.provisional


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-11-23", 7, "2026-11-30"),
        ("2026-11-20", 1, "2026-11-23"),  # a Saturday: the Monday after it
        ("2026-09-24", 10, "2026-10-08"),  # 4 October: when the holidays are over
        ("2026-02-12", 2, "2026-02-14"),  # a Saturday that is worked is no day off
        ("2026-12-01", 30, "2026-12-31"),
        ("2021-07-27", 6, "2021-08-02"),
    ],
)
def test_calendar_days_roll_on_over_days_off(start: str, n: int, due: str) -> None:
    assert count(start, n, CALENDAR).due == day(due)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-01-15", 1, "2026-02-24"),  # 15 February is the first of nine days off
        ("2026-01-31", 1, "2026-02-28"),  # no 31 February; that Saturday is worked
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2026-03-25", 1, "2026-04-27"),  # 25 April is a Saturday
        ("2024-12-10", 12, "2025-12-10"),
    ],
)
def test_months_end_on_the_corresponding_day(start: str, n: int, due: str) -> None:
    assert count(start, n, MONTH).due == day(due)


def test_each_day_is_accounted_for() -> None:
    reading = count("2026-02-12", 3).reading
    assert reading.counted == (day("2026-02-13"), day("2026-02-14"), day("2026-02-24"))
    assert [(skip.day.day, skip.cause, skip.why) for skip in reading.skipped] == [
        (number, Cause.OFF, "春节") for number in range(15, 24)
    ]
    assert reading.makeup == (Makeup(day("2026-02-14"), "春节"),)


def test_what_the_last_day_rolls_over_says_so() -> None:
    [skip] = count("2026-04-25", 1, CALENDAR).reading.skipped
    assert (skip.day, skip.cause, skip.why) == (day("2026-04-26"), Cause.ROLLED, "周日，最后一日顺延")


def test_the_last_day_ends_at_midnight_or_with_the_office_hours() -> None:
    assert count("2026-09-24", 3).until == at("2026-10-01")
    assert count("2026-09-24", 3, closing=time(17, 30)).until == at("2026-09-30", "17:30")


def test_the_day_of_the_event_is_that_of_shanghai() -> None:
    late = Term(datetime(2026, 11, 23, 18, tzinfo=UTC), Limit(1, WORKING))
    assert late.began == day("2026-11-24")
    assert deadline(late, WITH_2027).due == day("2026-11-25")


class TestLimitInDaysOfUnknownKind:
    def test_both_readings_are_there_and_the_earlier_one_warns(self) -> None:
        found = count("2026-09-24", 3, DAY)
        assert [(reading.unit, reading.due) for reading in found.readings] == [
            (WORKING, day("2026-09-30")),
            (CALENDAR, day("2026-09-28")),
        ]
        assert (found.due, found.warn_on) == (day("2026-09-30"), day("2026-09-28"))
        assert found.term.limit.unit is DAY

    def test_a_bureau_may_assume_the_other_one(self) -> None:
        found = count("2026-09-24", 3, DAY, assumed=CALENDAR)
        assert found.due == found.warn_on == day("2026-09-28")
        assert found.readings[1].due == day("2026-09-30")

    def test_it_cannot_be_taken_for_months(self) -> None:
        with pytest.raises(Uncountable, match="只能暂按工作日或自然日"):
            term("2026-09-24", 3, DAY, assumed=MONTH)


class TestYearWithoutItsArrangement:
    def test_the_date_is_provisional_and_says_which_year_it_needs(self) -> None:
        found = count("2026-12-29", 3)
        assert found.provisional
        assert found.needs == (2027,)
        assert [skip.why for skip in found.reading.skipped] == ["元旦，推定", "周六，推定", "周日，推定"]

    def test_loading_it_redates(self) -> None:
        before = count("2026-12-29", 3)
        after = deadline(before.term, WITH_2027)
        assert (before.due, after.due) == (day("2027-01-04"), day("2027-01-05"))
        assert not after.provisional

    @pytest.mark.parametrize(
        ("start", "n", "unit"),
        [("2026-12-29", 2, WORKING), ("2026-12-01", 30, CALENDAR), ("2026-11-30", 1, MONTH)],
    )
    def test_a_term_that_ends_before_it_needs_nothing(self, start: str, n: int, unit: Unit) -> None:
        assert not count(start, n, unit).provisional

    def test_of_calendar_days_only_the_last_one_asks_the_calendar(self) -> None:
        assert count("2026-12-20", 400, CALENDAR).needs == (2028,)

    def test_a_term_that_begins_before_every_known_year_is_provisional(self) -> None:
        assert count("1999-12-30", 3).needs == (1999, 2000)

    def test_where_either_reading_of_a_limit_needs_it_the_date_is_provisional(self) -> None:
        found = count("2026-12-28", 3, DAY, assumed=CALENDAR)
        assert (found.due, found.reading.needs) == (day("2026-12-31"), ())
        assert not found.provisional
        assert count("2026-12-28", 4, DAY, assumed=CALENDAR).provisional


@pytest.mark.parametrize(
    ("n", "unit", "said"),
    [
        (0, WORKING, "期限应在 1 到 3660 个工作日之间，却是 0"),
        (-3, CALENDAR, "却是 -3"),
        (3661, DAY, "却是 3661"),
        (121, MONTH, "期限应在 1 到 120 个月之间"),
        (10**12, WORKING, "却是 一个天文数字"),
    ],
)
def test_absurd_limits_are_refused(n: int, unit: Unit, said: str) -> None:
    with pytest.raises(Uncountable, match=said):
        term("2026-09-24", n, unit)


def test_a_moment_without_a_zone_is_no_start() -> None:
    with pytest.raises(Uncountable, match="没有时区"):
        Term(datetime(2026, 9, 24), Limit(3, WORKING))  # noqa: DTZ001


@pytest.mark.parametrize("year", [1949, 2151])
def test_nor_is_one_out_of_time(year: int) -> None:
    with pytest.raises(Uncountable, match=f"却是 {year} 年"):
        term(f"{year}-01-01", 3)
