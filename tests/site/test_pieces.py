"""The pure pieces of which pages are made."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.lists.compare import Op, segments
from quanze.lists.model import AdjustmentNote, Matter, Stage, Text
from quanze.site import unrolled
from quanze.site.charts import flow
from quanze.site.official import Layer, difference, evidence, inline, paragraphs, underlined
from quanze.site.reviewing import passage


def plain(html: str) -> str:
    """What a reader sees of ``html``."""
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br>", "\n")))


class TestOfficialText:
    @pytest.mark.parametrize(
        ("text", "layers", "html"),
        [
            ("受理", [], "受理"),
            ("一\n二", [], "一<br>二"),
            ("<u>&", [], "&lt;u&gt;&amp;"),
            ("依法受理", [underlined([(2, 4)])], "依法<u>受理</u>"),
            ("一\n二", [underlined([(0, 3)])], "<u>一</u><br><u>二</u>"),
            (
                "依法受理",
                [underlined([(0, 3)]), evidence([(2, 4)])],
                "<u>依法</u><u><mark>受</mark></u><mark>理</mark>",
            ),
            ("受理", [evidence([(5, 9)])], "受理"),
        ],
    )
    def test_is_escaped_and_marked(self, text, layers, html):
        assert inline(text, layers) == html

    def test_has_a_paragraph_for_each_line_that_says_something(self):
        assert paragraphs("一\n\n 二\n") == "<p>一</p><p> 二</p>"

    @given(
        st.text(alphabet="一二<>&\n ab", max_size=30),
        st.lists(st.tuples(st.integers(0, 35), st.integers(0, 35)).map(lambda span: tuple(sorted(span)))),
        st.lists(st.tuples(st.integers(0, 35), st.integers(0, 35)).map(lambda span: tuple(sorted(span)))),
    )
    def test_says_the_same_whatever_is_marked(self, text, marks, found):
        html = inline(text, [Layer("u", tuple(marks)), Layer("mark", tuple(found))])
        assert plain(html) == text
        for tag in ("u", "mark"):
            assert html.count(f"<{tag}>") == html.count(f"</{tag}>")

    @given(st.text(alphabet="一二三，。(（", max_size=20), st.text(alphabet="一二三，。(（", max_size=20))
    def test_a_comparison_shows_either_text_whole(self, before, after):
        found = segments(before, after)
        assert plain(difference(found, Op.DELETE)) == before
        assert plain(difference(found, Op.INSERT)) == after

    def test_tells_form_from_substance(self):
        assert difference(segments("县（市）局", "县(市)局"), Op.INSERT) == (
            '县<ins class="form">(</ins>市<ins class="form">)</ins>局'
        )

    @pytest.mark.parametrize(
        ("start", "end", "html"),
        [
            (0, 2, "<mark>甲甲</mark>" + "甲" * 36 + "…"),
            (60, 62, "…" + "甲" * 36 + "<mark>甲甲</mark>" + "甲" * 36 + "…"),
            (119, 120, "…" + "甲" * 36 + "<mark>甲</mark>"),
        ],
    )
    def test_a_passage_shows_the_evidence_in_its_surroundings(self, start, end, html):
        assert passage("甲" * 120, start, end) == html


class TestTheFlowChart:
    def test_of_nothing_is_none(self):
        assert flow.draw([]) is None

    @pytest.mark.parametrize(
        ("stages", "rows"), [(1, [1]), (3, [3]), (5, [5]), (6, [3, 3]), (7, [4, 3]), (11, [4, 4, 3])]
    )
    def test_breaks_into_even_rows(self, stages, rows):
        chart = flow.draw(["受理"] * stages)
        tops = sorted({box.top for box in chart.boxes})
        assert [sum(box.top == top for box in chart.boxes) for top in tops] == rows

    @pytest.mark.parametrize(
        ("name", "lines"),
        [
            ("受理", ("受理",)),
            ("组织专家评审", ("组织专家评审",)),
            ("国家级和省级绿色工厂", ("国家级和省", "级绿色工厂")),
            ("审查（现场核查）", ("审查（现", "场核查）")),
            ("初审、筛选、汇总上报", ("初审、筛选、", "汇总上报")),
        ],
    )
    def test_wraps_long_names_evenly_and_begins_no_line_with_a_closing_mark(self, name, lines):
        assert flow.wrap(name, 7) == lines

    @given(
        st.lists(st.text(alphabet="受理审查决定、（）ab ", min_size=1, max_size=30), min_size=1, max_size=14)
    )
    def test_holds_every_word_inside_its_frame(self, names):
        for measure in (flow.WIDE, flow.NARROW):
            chart = flow.draw(names, measure)
            assert ["".join(line.words for line in box.lines).replace(" ", "") for box in chart.boxes] == [
                name.replace(" ", "") for name in names
            ]
            assert len(chart.arrows) == len(names) - 1
            for box in chart.boxes:
                assert 0 < box.left <= chart.width - chart.box_width
                assert 0 < box.top <= chart.height - chart.box_height
                assert all(box.top < line.y < box.top + chart.box_height for line in box.lines)


class TestTheRowUnrolled:
    def test_a_name_merged_over_rows_is_one_stage_with_its_duties(self):
        merged = Text("受理", None)
        matter = Matter(
            number=None,
            name=Text.plain("甲"),
            stages=(
                Stage(Text.plain("受理"), Text.plain("收件")),
                Stage(merged, Text.plain("告知")),
                Stage(Text.plain(""), Text.plain("其他责任")),
                Stage(Text.plain("决定"), Text.plain("")),
            ),
        )
        shown = unrolled.stages(matter)
        assert [(stage.number, stage.name, [duty.value for duty in stage.duties]) for stage in shown] == [
            (1, "受理", ["收件", "告知"]),
            (None, "", ["其他责任"]),
            (2, "决定", []),
        ]

    def test_offices_divided_along_the_stages_stand_beside_them(self):
        matter = Matter(
            number=None,
            name=Text.plain("甲"),
            stages=(Stage(Text.plain("受理"), None), Stage(Text.plain("决定"), None)),
            office=Text.plain("窗口\n局长"),
            parts={"office": ("窗口", "局长")},
        )
        assert [stage.office for stage in unrolled.stages(matter)] == ["窗口", "局长"]

    @pytest.mark.parametrize(
        ("before", "after", "whole"),
        [
            ("依照《甲办法》第三条办理", "依照《乙办法》第三条办理", False),
            ("有下列行为之一的，予以警告。", "项目单位承担主体责任！", True),
        ],
    )
    def test_an_adjusted_field_is_compared_unless_it_was_replaced(self, before, after, whole):
        matter = Matter(
            number=None,
            name=Text.plain("甲"),
            basis=Text.plain(after),
            before={"basis": Text.plain(before)},
            adjustment=AdjustmentNote(Text.plain("修改依据"), None),
        )
        (revision,) = unrolled.revisions(matter)
        assert (revision.label, revision.whole) == ("实施依据", whole)
