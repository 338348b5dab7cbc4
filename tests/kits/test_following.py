"""What is asked for after the higher authority's result: of whom, about which years, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.kits import Unreadable, check, load, read, to_toml
from quanze.kits.following import ONCE, form_of, granted_in, owed
from quanze.kits.model import Field, FieldKind, FollowUp, Kit, Reporter, SubKind
from quanze.kits.writing import dump
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.model import Limit, Unit

SALES = Field("sales", "销售收入", FieldKind.MONEY, required=True)
YEARLY = FollowUp("benefit", "效益统计", every=1, due="03-31", times=3, fields=(SALES,))
DAYS = seeded()


def years(item: FollowUp, since: str, today: str, until: str | None = None) -> list[int]:
    last = None if until is None else date.fromisoformat(until)
    return [
        each.year for each in owed(item, date.fromisoformat(since), last, date.fromisoformat(today), DAYS)
    ]


@pytest.mark.parametrize(
    ("since", "today", "until", "expected"),
    [
        ("2023-06-01", "2023-12-31", None, []),
        ("2023-06-01", "2024-01-01", None, [2023]),
        ("2023-06-01", "2026-11-26", None, [2023, 2024, 2025]),  # three times and no more
        ("2024-12-31", "2026-11-26", None, [2024, 2025]),
        ("2023-06-01", "2026-11-26", "2024-12-31", [2023]),  # off the list before the next was asked for
        ("2023-06-01", "2026-11-26", "2025-01-01", [2023, 2024]),
    ],
)
def test_every_year_is_asked_for_after_its_end(
    since: str, today: str, until: str | None, expected: list[int]
):
    assert years(YEARLY, since, today, until) == expected


def test_a_report_about_a_year_is_due_in_the_next():
    [first, *_] = owed(YEARLY, date(2023, 6, 1), None, date(2024, 5, 1), DAYS)
    assert (first.asked, first.due) == (date(2024, 1, 1), date(2024, 3, 31))


def test_every_three_years():
    review = replace(YEARLY, every=3, times=0, due="12-31")
    assert years(review, "2020-05-01", "2026-11-26") == [2022, 2025]
    assert owed(review, date(2020, 5, 1), None, date(2023, 1, 1), DAYS)[0].due == date(2023, 12, 31)


def test_once_within_so_many_working_days():
    once = replace(YEARLY, every=0, due="", times=0, within=Limit(5, Unit.WORKING_DAY))
    [only] = owed(once, date(2026, 9, 24), None, date(2026, 10, 20), DAYS)
    assert (only.year, only.due) == (ONCE, date(2026, 10, 9)), "the holidays of October do not count"


def test_whatever_happens_is_owed_by_nobody():
    paid = replace(YEARLY, every=0, due="", times=0, by=Reporter.OFFICER)
    assert years(paid, "2020-01-01", "2026-11-26") == []


@given(
    st.integers(1, 10), st.integers(0, 50), st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(0, 30)
)
def test_who_was_granted_in_a_year_and_what_they_owe_agree(every: int, times: int, since: date, later: int):
    item = replace(YEARLY, every=every, times=times)
    today = date(since.year + later, 12, 31)
    made = years(item, since.isoformat(), today.isoformat())
    assert made == [year for year in range(since.year, today.year) if since.year in granted_in(item, year)]


def kit(**more: object) -> Kit:
    item = replace(YEARLY, **more)  # type: ignore[arg-type]
    return Kit("效益", sub_kinds=(SubKind("national", "国家级"),), follow_ups=(item,))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"due": ""}, "due 写每年截止的月和日"),
        ({"due": "02-29"}, "due 写每年截止的月和日"),
        ({"due": "3-31"}, "due 写每年截止的月和日"),
        ({"every": 11}, "应在 1 到 10 之间"),
        ({"every": 0, "due": "", "times": 3}, "times 是定期报送的最多报几次"),
        ({"within": Limit(5, Unit.DAY)}, "定期报送的（every）不写 within"),
        ({"every": 0, "due": "", "times": 0, "within": Limit(0, Unit.DAY)}, "却是 0"),
        ({"kinds": ("city",)}, "没有“city”这个类别"),
        ({"apply": "city", "fields": ()}, "没有“city”这个类别"),
        ({"apply": "national"}, "不写填报的项和证明"),
        ({"decision": True}, 'by = "officer"'),
        ({"fields": ()}, "没有要填报的项"),
        ({"title": " "}, "请写明这一项的名称"),
        ({"key": "Benefit"}, "应以小写英文字母开头"),
        ({"fields": (SALES, SALES)}, "“sales”用了两次"),
        ({"fields": (replace(SALES, unit="元"),)}, "unit 不用于这一种项"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_its_place(more: dict[str, object], says: str):
    with pytest.raises(Unreadable) as refused:
        load(dump(kit(**more)))
    told = [str(each) for each in refused.value.problems]
    assert any(says in each and each.startswith("后续") for each in told), told


def test_it_is_read_as_it_was_written():
    mine = kit(kinds=("national",), text="每年", evidence="报表")
    once = kit(every=0, due="", times=0, within=Limit(30, Unit.WORKING_DAY))
    for each in (mine, once):
        assert read(to_toml(each).encode()) == each
    assert "within = { n = 30" in to_toml(once)


def test_its_form_asks_for_its_fields():
    asked = form_of(YEARLY)
    assert [each.words for each in check(asked, {}).problems] == ["请填写销售收入。"]
    assert check(asked, {"sales": "12.5万元"})
