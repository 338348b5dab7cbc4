"""A deadline in words, as lines of text and as a drawing; and moments as people write them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from quanze.procedure.clocks.extension import EXTENSIONS, Extension
from quanze.procedure.clocks.moments import LONGEST, read_moment
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.clocks.sentence import sentence
from quanze.procedure.clocks.strip import MOST_WEEKS, Mark, text_strip, weeks
from quanze.procedure.clocks.svg import svg_strip
from quanze.procedure.clocks.uncountable import Uncountable
from tests.procedure.clocks.terms import CALENDAR, DAY, MONTH, at, count, day, review

WORKING_RULE = (
    "按工作日计算，周末和法定节假日不计，调休上班日计入；开始的当日不计入"
    "（《行政许可法》第八十二条，非许可事项参照；《民法典》第二百零一条）"
)


class TestSentence:
    def test_of_working_days(self) -> None:
        assert sentence(count("2026-02-13", 7, source="本清单“受理”环节")) == (
            "2026年2月13日的次日起算7个工作日，至2026年3月2日（周一）24时届满；"
            "不计入2月15日至23日（春节）、周末1天；"
            "2月14日（周六，春节调休）、2月28日（周六，春节调休）上班，计入；"
            f"{WORKING_RULE}；放假安排见{seeded().years[-1].source}；期限出自本清单“受理”环节。"
        )

    def test_of_a_month_that_rolls_on(self) -> None:
        told = sentence(count("2026-09-04", 1, MONTH, closing=time(17, 30)))
        assert told.startswith(
            "2026年9月4日的次日起算1个月，至2026年10月8日（周四）17时30分届满；"
            "不计入10月4日至7日（国庆节，最后一日顺延）；按月计算"
        )
        assert "对应日" in told

    def test_of_days_of_unknown_kind(self) -> None:
        told = sentence(count("2026-09-24", 3, DAY))
        assert told.startswith(
            "2026年9月24日的次日起算3日，按工作日计算至2026年9月30日（周三）24时届满，"
            "按自然日计算至2026年9月28日（周一）24时届满；"
            "“日”是工作日还是自然日须由人确认，确认以前按工作日计算，并按较早的9月28日提醒；"
        )

    def test_a_provisional_one_says_so_first(self) -> None:
        told = sentence(count("2026-12-29", 3))
        assert told.startswith("暂定：2027年的放假安排尚未导入，")
        assert "不计入2027年1月1日（元旦，推定）、周末2天" in told

    def test_of_a_pause(self) -> None:
        told = sentence(count("2026-11-02", 20, suspensions=(review("2026-11-09", None),)))
        assert told.startswith(
            "2026年11月2日的次日起算20个工作日，自2026年11月9日起中止（专家评审），尚余16个工作日，恢复后"
        )
        assert "；另据《行政许可法》第四十五条；" in told

    def test_of_what_moved_it(self) -> None:
        extension = Extension(10, EXTENSIONS["ordinary"], day("2026-11-30"), "需要核实产能数据。")
        stops = (review("2026-11-09", "2026-11-15"),)
        told = sentence(count("2026-11-02", 20, suspensions=stops, extensions=(extension,)))
        assert "起算20个工作日、延长10个工作日，至2026年12月21日" in told
        assert "延长的理由是需要核实产能数据；" in told
        assert "11月9日至15日（中止：专家评审）" in told
        assert "；另据《行政许可法》第四十五条；另据《行政许可法》第四十二条第一款；" in told

    def test_two_stretches_with_one_reason_are_two(self) -> None:
        stops = (review("2026-11-09", "2026-11-10"), review("2026-11-12", "2026-11-12"))
        told = sentence(count("2026-11-02", 20, suspensions=stops))
        assert "不计入11月9日至10日（中止：专家评审）、11月12日（中止：专家评审）、周末" in told

    def test_what_people_wrote_does_not_break_it(self) -> None:
        extension = Extension(10, EXTENSIONS["ordinary"], day("2026-11-30"), "须核实。\n数据不全。")
        told = sentence(count("2026-11-02", 20, extensions=(extension,), source="通知。"))
        assert "延长的理由是须核实； 数据不全；" in told
        assert told.endswith("期限出自通知。")
        assert told.count("。") == 1

    def test_of_years_stays_short(self) -> None:
        told = sentence(count("2015-01-05", 2400))
        assert len(told) < 1000
        assert "此外" in told


class TestStrip:
    def test_weeks_run_from_monday_and_every_day_has_its_mark(self) -> None:
        assert text_strip(day("2026-09-24"), count("2026-09-24", 3).reading).splitlines() == [
            "                周一      周二      周三      周四      周五      周六      周日",
            "2026年9月21日                                 24起      25休      26休      27休",
            "2026年9月28日   28(1)     29(2)     30(3)止",
        ]

    def test_a_worked_weekend_and_a_stop_are_marked(self) -> None:
        found = count("2026-02-12", 7, suspensions=(review("2026-02-25", "2026-02-25"),))
        lines = text_strip(day("2026-02-12"), found.reading)
        assert "14(2)班" in lines
        assert "25停" in lines
        assert "28(6)班" in lines

    def test_a_pause_ends_the_strip(self) -> None:
        found = count("2026-11-02", 20, suspensions=(review("2026-11-05", None),))
        [week] = weeks(day("2026-11-02"), found.reading)
        assert week is not None
        assert [cell.mark for cell in week] == [
            Mark.START, Mark.COUNTED, Mark.COUNTED, Mark.SUSPENDED, Mark.OUTSIDE, Mark.OUTSIDE, Mark.OUTSIDE,
        ]  # fmt: skip
        assert week[3].why == "中止：专家评审，尚未恢复"

    def test_of_a_long_time_the_middle_is_left_out(self) -> None:
        found = count("2015-01-05", 2400)
        rows = weeks(day("2015-01-05"), found.reading)
        assert len(rows) == MOST_WEEKS + 1
        assert rows.count(None) == 1
        assert rows[0] is not None
        assert rows[0][0].mark is Mark.START
        assert rows[-1] is not None
        assert any(cell.mark is Mark.DUE for cell in rows[-1])
        assert "……" in text_strip(day("2015-01-05"), found.reading).splitlines()


class TestDrawing:
    NAMESPACE = "{http://www.w3.org/2000/svg}"

    def drawn(self, description: str = "说明。", key: str = "clock") -> etree._Element:
        stops = (review("2026-02-25", "2026-02-25"),)
        found = count("2026-02-12", 7, suspensions=stops)
        return etree.fromstring(svg_strip(day("2026-02-12"), found.reading, description, key=key))

    def test_it_is_an_image_with_a_name_and_a_description(self) -> None:
        svg = self.drawn("至2026年3月2日届满。", "办件7")
        assert svg.get("role") == "img"
        labels = (svg.get("aria-labelledby") or "").split()
        assert labels == ["办件7-title", "办件7-description"]
        named = {child.get("id"): child.text for child in svg if child.get("id")}
        assert named == {
            "办件7-title": "期限日历：2026年2月12日至2026年3月2日",
            "办件7-description": "至2026年3月2日届满。",
        }

    def test_each_kind_of_day_has_a_shape_and_a_character_of_its_own(self) -> None:
        kinds: dict[str, set[str]] = {}
        for group in self.drawn().iter(f"{self.NAMESPACE}g"):
            frame = group.find(f"{self.NAMESPACE}rect")
            mark = group.findall(f"{self.NAMESPACE}text")[-1].text or ""
            assert frame is not None
            kind = (group.get("class") or "").removeprefix("clock-day clock-")
            kinds.setdefault(kind, set()).add(mark.lstrip("0123456789"))
            assert frame.get("fill") == "none"
        assert kinds == {
            "start": {"起"}, "counted": {""}, "makeup": {"班"}, "off": {"休"}, "suspended": {"停"}, "due": {"止"},
        }  # fmt: skip

    def test_a_day_can_be_asked_why(self) -> None:
        told = {title.text for title in self.drawn().iter(f"{self.NAMESPACE}title")}
        assert {
            "2026年2月15日：春节",
            "2026年2月14日：第2日，春节调休上班",
            "2026年2月25日：中止：专家评审",
        } <= told

    def test_it_brings_no_script_no_style_and_no_markup_of_others(self) -> None:
        svg = self.drawn('</desc><script>alert("1")</script>&\0\x1f', key='x" onload="alert(1)')
        assert {etree.QName(element).localname for element in svg.iter()} == {
            "svg",
            "title",
            "desc",
            "g",
            "rect",
            "text",
        }
        assert not any("style" in element.attrib or "onload" in element.attrib for element in svg.iter())
        assert '</desc><script>alert("1")</script>&' in [element.text for element in svg.iter()]

    def test_nothing_lies_outside_of_it(self) -> None:
        svg = self.drawn()
        _, _, width, height = map(float, (svg.get("viewBox") or "").split())
        for frame in svg.iter(f"{self.NAMESPACE}rect"):
            assert float(frame.get("x", 0)) + float(frame.get("width", 0)) <= width
            assert float(frame.get("y", 0)) + float(frame.get("height", 0)) <= height

    def test_a_pause_and_a_gap_can_be_drawn(self) -> None:
        paused = count("2026-11-02", 20, suspensions=(review("2026-11-05", None),))
        assert "尚未恢复计算</title>" in svg_strip(day("2026-11-02"), paused.reading, "")
        assert "……" in svg_strip(day("2015-01-05"), count("2015-01-05", 3000, CALENDAR).reading, "")


class TestMoments:
    @pytest.mark.parametrize(
        ("text", "when"),
        [
            ("2026-09-24", ("2026-09-24", "00:00")),
            ("2026-09-24 15:30", ("2026-09-24", "15:30")),
            ("2026-09-24T15:30:00", ("2026-09-24", "15:30")),
            ("2026-09-24T15:30:00+08:00", ("2026-09-24", "15:30")),
            ("2026-09-24T18:00:00Z", ("2026-09-25", "02:00")),
            ("2026年9月24日", ("2026-09-24", "00:00")),
            ("２０２６年９月２４日", ("2026-09-24", "00:00")),
            ("2026年9月24日15时30分", ("2026-09-24", "15:30")),
            ("2026年9月24日 15:30", ("2026-09-24", "15:30")),
            ("2026年9月24日9时", ("2026-09-24", "09:00")),
            (" 2026/9/4 ", ("2026-09-04", "00:00")),
            ("2026.9.4", ("2026-09-04", "00:00")),
        ],
    )
    def test_as_people_write_them(self, text: str, when: tuple[str, str]) -> None:
        assert read_moment(text) == at(*when)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "昨天",
            "2026-02-30",
            "2026-13-01",
            "2026-09-24 25:00",
            "9月24日",
            "2026年9月",
            "0001-01-01T00:00+14:00",
            "2" * 99,
        ],
    )
    def test_others_are_refused_in_one_line(self, text: str) -> None:
        with pytest.raises(Uncountable) as refused:
            read_moment(text)
        assert str(refused.value).startswith(f"读不出时间“{text[:LONGEST]}")
        assert "\n" not in str(refused.value)

    @given(st.text(max_size=60))
    def test_whatever_is_written_is_a_moment_or_refused(self, text: str) -> None:
        try:
            moment = read_moment(text)
        except Uncountable:
            return
        assert moment.tzinfo is not None
