"""The calendar: what is known of a year, what is assumed, what an arrangement changes."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from quanze.procedure.clocks.calendar import FIXED_HOLIDAYS, Calendar, CalendarYear, DayKind, SpecialDay
from quanze.procedure.clocks.seed import NOTICES, seeded
from tests.procedure.clocks.terms import WITH_2027, YEAR_2027, day

OFF, WORK = DayKind.OFF, DayKind.WORK


def test_the_seed_agrees_with_the_library_on_every_day() -> None:
    first, last = date(2004, 1, 1), date(2026, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [
        each for each in days if (seeded().why_off(each) is None) != chinese_calendar.is_workday(each)
    ] == []


@pytest.mark.parametrize(
    ("when", "why", "makeup"),
    [
        ("2026-01-03", "元旦", None),
        ("2026-01-04", None, "元旦"),
        ("2026-02-15", "春节", None),
        ("2026-02-23", "春节", None),
        ("2026-02-24", None, None),
        ("2026-04-06", "清明节", None),
        ("2026-06-19", "端午节", None),
        ("2026-09-20", None, "国庆节"),
        ("2026-09-27", "中秋节", None),
        ("2026-10-10", None, "国庆节"),
        ("2026-10-11", "周日", None),
        ("2025-01-26", None, "春节"),
        ("2025-10-11", None, "国庆节"),
    ],
)
def test_the_official_arrangements(when: str, why: str | None, makeup: str | None) -> None:
    assert (seeded().why_off(day(when)), seeded().makeup(day(when))) == (why, makeup)


def test_each_year_says_where_it_comes_from() -> None:
    sources = {year.year: year.source for year in seeded().years}
    assert list(sources) == list(range(2004, 2027))
    assert sources[2026].startswith("国办发明电〔2025〕7号（据 chinesecalendar ")
    assert sources[2004].startswith("chinesecalendar ")
    assert NOTICES.keys() <= sources.keys()


def test_of_an_unknown_year_weekends_and_the_days_fixed_by_law_are_assumed() -> None:
    assert not seeded().knows(2027)
    assert seeded().why_off(day("2027-01-02")) == "周六，推定"
    assert seeded().why_off(day("2027-01-04")) is None
    assert seeded().makeup(day("2027-01-09")) is None
    for (month, number), name in FIXED_HOLIDAYS.items():
        assert seeded().why_off(date(2027, month, number)) == f"{name}，推定"


def test_a_loaded_year_follows_its_arrangement_alone() -> None:
    assert WITH_2027.knows(2027)
    assert WITH_2027.why_off(day("2027-01-04")) == "元旦"
    assert WITH_2027.makeup(day("2027-01-09")) == "元旦"
    assert WITH_2027.why_off(day("2027-05-03")) is None


def test_an_arrangement_reaches_back_into_december() -> None:
    saturday = day("2026-12-26")
    assert (seeded().why_off(saturday), seeded().makeup(saturday)) == ("周六", None)
    assert (WITH_2027.why_off(saturday), WITH_2027.makeup(saturday)) == (None, "元旦")


def test_the_later_arrangement_has_the_last_word_on_december() -> None:
    earlier = CalendarYear(2026, (SpecialDay(day("2026-12-26"), WORK, "冬至"),), "甲")
    later = CalendarYear(2027, (SpecialDay(day("2026-12-26"), OFF, "元旦"),), "乙")
    both = Calendar((later, earlier))
    assert (both.why_off(day("2026-12-26")), both.makeup(day("2026-12-26"))) == ("元旦", None)
    assert [year.year for year in both.years] == [2026, 2027]


def test_a_year_brought_in_again_replaces_the_first() -> None:
    again = CalendarYear(2027, (SpecialDay(day("2027-01-01"), OFF, "元旦"),), "某办发〔2026〕9号")
    replaced = WITH_2027.with_year(again)
    assert replaced.why_off(day("2027-01-04")) is None
    assert [year.source for year in replaced.years if year.year == 2027] == ["某办发〔2026〕9号"]
    assert replaced == seeded().with_year(again)


@pytest.mark.parametrize("wrong", ["2025-12-31", "2026-11-30", "2028-01-01"])
def test_an_arrangement_speaks_of_its_own_year(wrong: str) -> None:
    with pytest.raises(ValueError, match="不属于 2027 年的安排"):
        CalendarYear(2027, (SpecialDay(day(wrong), OFF, "元旦"),), "")


def test_no_day_and_no_year_is_said_twice() -> None:
    with pytest.raises(ValueError, match="写了两次"):
        CalendarYear(2027, tuple(SpecialDay(day("2027-01-01"), kind, "元旦") for kind in (OFF, WORK)), "")
    with pytest.raises(ValueError, match="两份"):
        Calendar((YEAR_2027, YEAR_2027))
