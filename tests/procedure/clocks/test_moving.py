"""What moves a deadline: suspension on listed grounds, extension by decision."""

from __future__ import annotations

import pytest

from quanze.procedure.clocks.deadline import Cause, Paused
from quanze.procedure.clocks.extension import EXTENSIONS, Extension, ExtensionRule
from quanze.procedure.clocks.suspension import ARTICLE_45, GROUNDS, Suspension
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit, Unit
from tests.procedure.clocks.terms import CALENDAR, DAY, MONTH, WORKING, count, day, review


class TestSuspension:
    def test_the_grounds_are_those_of_article_45_and_correction(self) -> None:
        of_article_45 = {ground for ground, source in GROUNDS.items() if source == ARTICLE_45}
        assert of_article_45 == {"听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"}
        assert GROUNDS.keys() - of_article_45 == {"补正"}

    def test_an_expert_review_of_a_week_moves_the_date_by_its_working_days(self) -> None:
        assert count("2026-11-02", 20).due == day("2026-11-30")
        found = count("2026-11-02", 20, suspensions=(review("2026-11-09", "2026-11-15"),))
        assert found.due == day("2026-12-07")
        stopped = [skip for skip in found.reading.skipped if skip.cause is Cause.SUSPENDED]
        assert [skip.day.day for skip in stopped] == [9, 10, 11, 12, 13, 14, 15]
        assert {skip.why for skip in stopped} == {"中止：专家评审"}

    def test_counting_stands_still_until_it_is_resumed(self) -> None:
        found = count("2026-11-02", 20, suspensions=(review("2026-11-09", None),))
        assert found.due is None
        assert found.until is None
        assert found.reading.end == Paused(day("2026-11-09"), "专家评审", 16)

    def test_one_that_begins_after_the_last_day_changes_nothing(self) -> None:
        assert count("2026-11-02", 3, suspensions=(review("2026-11-06", None),)).due == day("2026-11-05")

    def test_one_before_the_first_day_leaves_all_of_it(self) -> None:
        found = count("2026-11-02", 20, suspensions=(review("2026-10-01", None),))
        assert found.reading.end == Paused(day("2026-11-03"), "专家评审", 20)

    def test_days_before_the_applicant_was_told_count(self) -> None:
        told_late = review("2026-11-09", "2026-11-15", notified="2026-11-12")
        assert count("2026-11-02", 20, suspensions=(told_late,)).due == day("2026-12-02")
        told_after = review("2026-11-09", "2026-11-15", notified="2026-11-20")
        assert count("2026-11-02", 20, suspensions=(told_after,)).due == day("2026-11-30")

    def test_days_of_two_suspensions_are_taken_out_once(self) -> None:
        both = (review("2026-11-09", "2026-11-13"), review("2026-11-11", "2026-11-17", ground="检测"))
        assert count("2026-11-02", 20, suspensions=both).due == day("2026-12-09")

    def test_an_open_one_outlasts_a_closed_one(self) -> None:
        both = (review("2026-11-09", "2026-11-13"), review("2026-11-11", None, ground="检测"))
        end = count("2026-11-02", 20, suspensions=both).reading.end
        assert end == Paused(day("2026-11-11"), "检测", 16)

    def test_calendar_days_and_months_are_moved_day_by_day(self) -> None:
        week = (review("2026-11-09", "2026-11-15"),)
        assert count("2026-11-02", 14, CALENDAR, suspensions=week).due == day("2026-11-23")
        assert count("2026-11-02", 1, MONTH, suspensions=week).due == day("2026-12-09")

    def test_a_last_day_does_not_roll_into_a_suspension(self) -> None:
        monday = (review("2026-11-23", "2026-11-23"),)
        assert count("2026-11-16", 5, CALENDAR, suspensions=monday).due == day("2026-11-24")

    @pytest.mark.parametrize(
        ("ground", "said"),
        [
            (
                "现场核查",
                "“现场核查”不是中止计算期限的事由：《优化营商环境条例》第三十六条要求及时安排、限时办结",
            ),
            ("领导出差", "“领导出差”不是中止计算期限的事由：可中止的只有听证、招标"),
            ("", "“”不是中止计算期限的事由"),
        ],
    )
    def test_no_other_ground_stops_the_clock(self, ground: str, said: str) -> None:
        with pytest.raises(Uncountable) as refused:
            review("2026-11-09", None, ground=ground)
        assert str(refused.value).startswith(said)

    def test_nor_does_one_of_which_nobody_was_told_in_writing(self) -> None:
        with pytest.raises(Uncountable, match="须书面告知申请人，没有写明告知文书"):
            Suspension("检测", day("2026-11-09"), None, " ", day("2026-11-09"))

    def test_it_does_not_end_before_it_begins(self) -> None:
        with pytest.raises(Uncountable, match="早于开始日"):
            review("2026-11-09", "2026-11-08")

    def test_nor_does_it_last_for_ages(self) -> None:
        with pytest.raises(Uncountable, match="相距超过 3660 天"):
            review("2026-11-09", "9999-12-31")


class TestExtension:
    ORDINARY = Extension(10, EXTENSIONS["ordinary"], day("2026-11-27"), "需要进一步核实产能数据")

    def test_ten_days_are_added_by_a_decision_in_time(self) -> None:
        assert count("2026-11-02", 20).due == day("2026-11-30")
        assert count("2026-11-02", 20, extensions=(self.ORDINARY,)).due == day("2026-12-14")

    def test_the_last_day_is_in_time_and_the_day_after_is_late(self) -> None:
        ordinary = EXTENSIONS["ordinary"]
        assert count("2026-11-02", 20, extensions=(Extension(10, ordinary, day("2026-11-30"), "核实"),)).due
        with pytest.raises(Uncountable, match="期限已于 2026年11月30日 届满，2026年12月1日 不能再延长"):
            count("2026-11-02", 20, extensions=(Extension(10, ordinary, day("2026-12-01"), "核实"),))

    def test_a_suspension_leaves_longer_to_decide(self) -> None:
        late = Extension(10, EXTENSIONS["ordinary"], day("2026-12-01"), "核实")
        stops = (review("2026-11-09", "2026-11-15"),)
        assert count("2026-11-02", 20, suspensions=stops, extensions=(late,)).due == day("2026-12-21")

    def test_once_is_once(self) -> None:
        with pytest.raises(Uncountable, match="只允许延长 1 次，却有 2 次"):
            count("2026-11-02", 20, extensions=(self.ORDINARY, self.ORDINARY))

    @pytest.mark.parametrize(("rule", "n"), [("ordinary", 11), ("ordinary", 0), ("joint", 16)])
    def test_it_is_no_longer_than_the_rule_allows(self, rule: str, n: int) -> None:
        with pytest.raises(Uncountable, match="超出《行政许可法》第四十二条"):
            Extension(n, EXTENSIONS[rule], day("2026-11-27"), "核实")

    def test_it_needs_a_reason(self) -> None:
        with pytest.raises(Uncountable, match="须说明理由"):
            Extension(10, EXTENSIONS["ordinary"], day("2026-11-27"), "")

    def test_another_law_brings_its_own_rule_and_may_allow_two(self) -> None:
        rule = ExtensionRule(Limit(5, WORKING), 2, "分管领导", "某条例第九条")
        twice = tuple(Extension(5, rule, day(when), "核实") for when in ("2026-11-30", "2026-12-04"))
        assert count("2026-11-02", 20, extensions=twice).due == day("2026-12-14")

    @pytest.mark.parametrize(("unit", "said"), [(CALENDAR, "期限却以自然日计"), (MONTH, "期限却以月计")])
    def test_working_days_do_not_extend_months(self, unit: Unit, said: str) -> None:
        with pytest.raises(Uncountable, match=said):
            count("2026-11-02", 1, unit, extensions=(self.ORDINARY,))

    def test_a_limit_of_unknown_kind_is_extended_in_both_readings(self) -> None:
        found = count(
            "2026-11-02",
            3,
            DAY,
            extensions=(Extension(2, EXTENSIONS["ordinary"], day("2026-11-04"), "核实"),),
        )
        assert [reading.due for reading in found.readings] == [day("2026-11-09"), day("2026-11-09")]
