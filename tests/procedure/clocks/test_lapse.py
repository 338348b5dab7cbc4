"""Near and past the last day: cards, and what silence is taken for."""

from __future__ import annotations

from datetime import time

import pytest

from quanze.procedure.clocks.cards import Card, Standing, Thresholds, standing
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.clocks.silence import SILENCES, Deemed, Outcome, deemed
from tests.procedure.clocks.terms import CALENDAR, DAY, WITH_2027, at, count, day, review


class TestCards:
    DUE_30TH = count("2026-09-18", 8)

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (("2026-09-21", "09:00"), Standing(Card.NONE, 6, late=False)),
            (("2026-09-24", "23:59"), Standing(Card.NONE, 3, late=False)),
            (("2026-09-28", "09:00"), Standing(Card.NONE, 2, late=False)),
            (("2026-09-29", "09:00"), Standing(Card.YELLOW, 1, late=False)),
            (("2026-09-30", "23:59"), Standing(Card.YELLOW, 0, late=False)),
            (("2026-10-01", "00:00"), Standing(Card.RED, 0, late=True)),
            (("2026-10-08", "09:00"), Standing(Card.RED, -1, late=True)),
            (("2026-10-12", "09:00"), Standing(Card.RED, -4, late=True)),
        ],
    )
    def test_the_days_before_and_after(self, now: tuple[str, str], expected: Standing) -> None:
        assert self.DUE_30TH.due == day("2026-09-30")
        assert standing(self.DUE_30TH, at(*now), seeded()) == expected

    def test_thresholds_are_the_bureaus(self) -> None:
        early = Thresholds(yellow=5, red=2)
        cards = [
            standing(self.DUE_30TH, at(f"2026-09-{number}", "09:00"), seeded(), early).card
            for number in (21, 22, 24, 28, 30)
        ]
        assert cards == [Card.NONE, Card.YELLOW, Card.YELLOW, Card.RED, Card.RED]

    def test_office_hours_end_the_last_day(self) -> None:
        found = count("2026-09-24", 3, closing=time(17, 30))
        assert standing(found, at("2026-09-30", "17:29"), seeded()).card is Card.YELLOW
        assert standing(found, at("2026-09-30", "17:30"), seeded()) == Standing(Card.RED, 0, late=True)

    def test_where_the_unit_is_not_confirmed_the_earlier_reading_warns(self) -> None:
        found = count("2026-02-13", 5, DAY)
        assert (found.warn_on, found.due) == (day("2026-02-24"), day("2026-02-27"))
        cards = [
            standing(found, at(f"2026-02-{number}", "09:00"), seeded()).card
            for number in (13, 14, 25, 27, 28)
        ]
        assert cards == [Card.NONE, Card.YELLOW, Card.YELLOW, Card.YELLOW, Card.RED]

    def test_of_calendar_days_the_working_ones_are_left(self) -> None:
        found = count("2026-11-20", 10, CALENDAR)
        assert standing(found, at("2026-11-20", "09:00"), seeded()).left == 6

    def test_suspended_days_are_not_left(self) -> None:
        found = count("2026-11-02", 10, suspensions=(review("2026-11-09", "2026-11-15"),))
        assert standing(found, at("2026-11-06", "09:00"), seeded()).left == 6

    def test_a_paused_clock_draws_no_card(self) -> None:
        found = count("2026-11-02", 10, suspensions=(review("2026-11-09", None),))
        assert standing(found, at("2027-11-06"), seeded()) == Standing(Card.NONE, None, late=False)


class TestSilence:
    NOTICE = SILENCES["notice"]

    def test_a_notice_not_given_in_time_is_acceptance_from_the_day_of_receipt(self) -> None:
        found = count("2026-09-24 15:30", 5)
        assert found.due == day("2026-10-09")
        assert deemed(self.NOTICE, found, at("2026-10-09", "23:59")) is None
        assert deemed(self.NOTICE, found, at("2026-10-10")) == Deemed(self.NOTICE, day("2026-09-24"))
        assert self.NOTICE.outcome is Outcome.ACCEPTED

    def test_a_renewal_not_decided_on_is_granted_when_the_time_is_over(self) -> None:
        renewal = SILENCES["renewal"]
        found = count("2026-09-24", 3, closing=time(17, 30))
        assert deemed(renewal, found, at("2026-09-30", "18:00")) == Deemed(renewal, day("2026-10-01"))

    def test_nothing_comes_about_while_the_clock_stands_still(self) -> None:
        found = count("2026-11-02", 10, suspensions=(review("2026-11-09", None),))
        assert deemed(self.NOTICE, found, at("2028-01-01")) is None

    def test_nor_by_a_date_that_may_move(self) -> None:
        assert deemed(self.NOTICE, count("2026-12-29", 3), at("2027-06-01")) is None
        assert deemed(self.NOTICE, count("2026-12-29", 3, calendar=WITH_2027), at("2027-06-01"))

    def test_where_the_unit_is_not_confirmed_the_later_reading_must_have_passed(self) -> None:
        for assumed in (None, CALENDAR):
            found = count("2026-02-13", 5, DAY, **({"assumed": assumed} if assumed else {}))
            assert deemed(self.NOTICE, found, at("2026-02-26")) is None
            assert deemed(self.NOTICE, found, at("2026-02-28")) == Deemed(self.NOTICE, day("2026-02-13"))
