"""What changed between two lists: as the keeper of a list would put it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.lists.codec import load_document
from quanze.lists.compare import Change, Kind, Nature, Op, Segment, compare, match_matters, segments
from quanze.lists.model import (
    AdjustmentNote,
    Annex,
    AnnexKind,
    CategoryHead,
    Contact,
    ListDocument,
    Matter,
    Stage,
    Text,
)

BASIS = "《河南省工业新产品综合评价办法（试行）》（豫工信科〔2018〕133号）第六条：企业自愿申请，经所在地主管部门审核后上报。"
DUTY = "受理申报材料，一次性告知补正材料；依法受理或不予受理（不予受理的依法告知理由）"
REVIEW = "应当受理后对申请资料进行审核；需要现场核查的，应当指派两名以上工作人员进行现场核查"


def text(value: str | None) -> Text | None:
    return None if value is None else Text.plain(value)


def stage(name: str | None, duty: str | None) -> Stage:
    return Stage(text(name), text(duty))


def matter(name: str, number: str = "1", **given: Any) -> Matter:
    extra = {heading: Text.plain(value) for heading, value in given.pop("extra", {}).items()}
    stages = tuple(stage(*pair) for pair in given.pop("stages", (("受理", DUTY), ("审查", REVIEW))))
    texts = {"category": "其他职权", "basis": BASIS, "office": "工业股", **given}
    fields = {path: text(value) for path, value in texts.items()}
    return Matter(Text.plain(number), Text.plain(name), stages=stages, extra=extra, **fields)  # type: ignore[arg-type]


def annex(*matters: Matter, kind: AnnexKind = AnnexKind.RETAINED, **given: Any) -> Annex:
    return Annex(kind, "某局保留的权责清单", matters=matters, **given)


def document(*annexes: Annex) -> ListDocument:
    return ListDocument(None, "某局", annexes)


def changes(old: Annex, new: Annex) -> list[Change]:
    return list(compare(document(old), document(new)).changes)


def said(change: Change) -> tuple[str | None, str, str | None, str | None, str | None]:
    return change.matter, change.kind.value, change.field, change.before, change.after


def shown(before: str, after: str) -> str:
    """The difference as people write it down: [-struck-] {+new+}, with ~ where only the form differs."""
    marks = {Op.EQUAL: ("", ""), Op.DELETE: ("[-", "-]"), Op.INSERT: ("{+", "+}")}
    out = ""
    for run in segments(before, after):
        opened, closed = marks[run.op]
        form = "~" if run.nature in (Nature.WIDTH, Nature.BLANK) else ""
        out += f"{form}{opened}{run.text}{closed}"
    return out


class TestTexts:
    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("依法受理或不予受理。", "依法受理或者不予受理。", "依法受理或{+者+}不予受理。"),
            ("准予许可或者不准予许可", "准予许可或者不予许可", "准予许可或者不[-准-]予许可"),
            (
                "（豫工信联规〔2023〕157号）",
                "（豫工信联规〔2024〕157号）",
                "（豫工信联规〔[-2023-]{+2024+}〕157号）",
            ),
            ("自2024年3月10日起", "自2025年4月10日起", "自[-2024年3-]{+2025年4+}月10日起"),
            ("一、受理。", "一、受理。二、审查。", "一、受理。{+二、审查。+}"),
            ("受理。公示。上报。", "受理。上报。", "受理。[-公示。-]上报。"),
            ("甲、乙。审查。", "甲、丙、乙。受理。审查。", "甲、{+丙、+}乙。{+受理。+}审查。"),
            (
                "对申请人提交的材料进行审查，提出审查意见。",
                "对公示期间的异议进行调查核实，作出处理。",
                "对[-申请人提交的材料进行审查，提出审查意见-]{+公示期间的异议进行调查核实，作出处理+}。",
            ),
            ("五个工作日", "十个⼯作日", "[-五-]{+十+}个~[-工-]~{+⼯+}作日"),
            ("送达", "送达（上报）", "送达{+（上报）+}"),
            ("", "新设", "{+新设+}"),
            ("废止", "", "[-废止-]"),
            ("", "", ""),
        ],
    )
    def test_a_difference_reads_as_a_person_would_mark_it(
        self, before: str, after: str, expected: str
    ) -> None:
        assert shown(before, after) == expected

    @pytest.mark.parametrize(
        ("before", "after", "nature"),
        [
            ("（1）材料审核：", "(1)材料审核:", Nature.WIDTH),
            ("豫财企〔2025〕1号", "豫财企[2025]1号", Nature.WIDTH),
            ("豫财企〔2025〕1号", "豫财企（2025）1号", Nature.WIDTH),
            ("豫财企【2025】第1号", "豫财企〔2025〕第1号", Nature.WIDTH),
            ("“放管服”改革", '"放管服"改革', Nature.WIDTH),
            ("２０２５年", "2025年", Nature.WIDTH),
            ("2018—2020年", "2018-2020年", Nature.WIDTH),
            ("有关要求……", "有关要求...", Nature.WIDTH),
            ("⼯业", "工业", Nature.WIDTH),
            ("应当受理。", "应当受理．", Nature.WIDTH),
            ("电话：63170750  投诉机构", "电话：63170750\u3000投诉机构", Nature.BLANK),
            ("绿色工 厂", "绿色工厂", Nature.BLANK),
            ("第一条\n第二条", "第一条第二条", Nature.BLANK),
            ("第一条", "\u200b第一条\ufeff", Nature.BLANK),
        ],
    )
    def test_form_is_told_from_substance(self, before: str, after: str, nature: Nature) -> None:
        assert {run.nature for run in segments(before, after) if run.op is not Op.EQUAL} == {nature}
        [change] = changes(annex(matter("甲", basis=before)), annex(matter("甲", basis=after)))
        assert not change.substantive

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("受理，审查", "受理、审查"),
            ("豫财企〔2025〕1号", "豫财企〔2025〕2号"),
            ("面积100m²", "面积100m2"),
            ("①受理", "1受理"),
            ("（县）", "〔县〕"),
            ("A级", "a级"),
        ],
    )
    def test_what_is_no_mere_form_is_substance(self, before: str, after: str) -> None:
        [change] = changes(annex(matter("甲", basis=before)), annex(matter("甲", basis=after)))
        assert change.substantive

    def test_substance_shows_beside_differences_of_form(self) -> None:
        assert shown("(1)材料审核: 应当审核。", "（1）材料审核：应当初审。") == (
            "~[-(-]~{+（+}1~[-)-]~{+）+}材料审核~[-:-]~{+：+}~[- -]应当[-审核-]{+初审+}。"
        )

    def test_a_clause_put_into_a_long_text_is_the_only_difference(self) -> None:
        clauses = [f"第{n}项职责由有关机构依照第{n * 7}条的规定办理，" for n in range(400)]
        new = [*clauses[:200], "会同同级财政部门，", *clauses[200:]]
        inserted = [run for run in segments("".join(clauses), "".join(new)) if run.op is not Op.EQUAL]
        assert inserted == [Segment(Op.INSERT, "会同同级财政部门，", Nature.SUBSTANCE)]


ALPHABET = '受理审查。，、；：:;,.（）()〔〕[]“”"…—- \n\u3000\u200b1２2年号甲乙丙Aa⼯工'
TEXTS = st.text(ALPHABET, max_size=60)


class TestPropertiesOfTexts:
    @given(TEXTS | st.text(max_size=40), TEXTS | st.text(max_size=40))
    def test_the_segments_hold_both_texts(self, before: str, after: str) -> None:
        runs = segments(before, after)
        assert "".join(run.text for run in runs if run.op is not Op.INSERT) == before
        assert "".join(run.text for run in runs if run.op is not Op.DELETE) == after

    @given(st.lists(TEXTS, max_size=60), st.lists(TEXTS, max_size=60), st.randoms(use_true_random=False))
    def test_long_texts_too(self, kept: list[str], others: list[str], random: Any) -> None:
        before = "".join(kept) * 3
        after = "".join(
            random.choice([piece, "", other]) for piece, other in zip(kept * 3, others * 3, strict=False)
        )
        runs = segments(before, after)
        assert "".join(run.text for run in runs if run.op is not Op.INSERT) == before
        assert "".join(run.text for run in runs if run.op is not Op.DELETE) == after

    @given(TEXTS, TEXTS)
    def test_the_natures_are_the_same_in_either_direction(self, before: str, after: str) -> None:
        def substantive(runs: tuple[Segment, ...]) -> bool:
            return any(run.nature is Nature.SUBSTANCE for run in runs)

        assert substantive(segments(before, after)) == substantive(segments(after, before))

    @given(TEXTS, TEXTS)
    def test_no_segment_is_empty_and_none_continues_the_one_before(self, before: str, after: str) -> None:
        runs = segments(before, after)
        assert all(run.text for run in runs)
        assert all((run.nature is None) == (run.op is Op.EQUAL) for run in runs)
        assert not [
            1 for run, following in pairwise(runs) if (run.op, run.nature) == (following.op, following.nature)
        ]

    @given(st.text("受理审查责任（）：，甲乙丙", max_size=40), st.data())
    def test_width_and_blanks_alone_are_never_substance(self, before: str, data: st.DataObject) -> None:
        narrow = str.maketrans("（）：，", "():,")
        after = ""
        for char in before:
            after += data.draw(st.sampled_from([char, char.translate(narrow), f"{char} ", f"{char}\n"]))
        assert all(run.nature is not Nature.SUBSTANCE for run in segments(before, after))


class TestMatters:
    def test_the_same_list_has_no_changes(self) -> None:
        one = annex(matter("甲", extra={"子项": "一"}), matter("乙", "2"), contact=Contact(address="某路6号"))
        assert compare(document(one), document(one)).same

    def test_a_changed_field_is_named_with_both_texts(self) -> None:
        [change] = changes(annex(matter("甲", office="工业股")), annex(matter("甲", "1", office="信息化股")))
        assert said(change) == ("甲", "changed", "office", "工业股", "信息化股")
        assert (change.annex, change.number, change.substantive) == (AnnexKind.RETAINED, "1", True)

    def test_a_new_matter_and_one_that_is_gone(self) -> None:
        old = annex(
            matter("煤矿关闭审核", "1", basis="《煤炭法》第二十六条：关闭煤矿应当报批"), matter("乙", "2")
        )
        new = annex(
            matter("乙", "1"), matter("绿色工厂申报", "2", basis="《绿色制造通知》：绿色工厂推荐", stages=())
        )
        assert [said(change) for change in changes(old, new)] == [
            ("煤矿关闭审核", "removed", None, "煤矿关闭审核", None),
            ("乙", "changed", "number", "2", "1"),
            ("绿色工厂申报", "added", None, None, "绿色工厂申报"),
        ]

    def test_order_alone_is_not_substantive(self) -> None:
        found = changes(
            annex(matter("甲", "1"), matter("乙", "2")), annex(matter("乙", "1"), matter("甲", "2"))
        )
        assert {change.field for change in found} == {"number"}
        assert not any(change.substantive for change in found)

    def test_width_and_blanks_in_a_name_do_not_hide_who_it_is(self) -> None:
        old, new = (
            annex(matter("国家（省）级 绿色工厂")),
            annex(matter("国家(省)级绿色工厂", office="节能股")),
        )
        assert [(change.field, change.substantive) for change in changes(old, new)] == [
            ("name", False),
            ("office", True),
        ]

    def test_a_renamed_matter_is_changed_not_removed_and_added(self) -> None:
        old = annex(
            matter("省先进制造业发展专项资金项目申报"), matter("乙", "2", basis="《煤炭法》第二十六条")
        )
        new = annex(
            matter("省级制造业高质量发展专项资金项目申报"), matter("乙", "2", basis="《煤炭法》第二十六条")
        )
        [change] = changes(old, new)
        assert said(change) == (
            "省级制造业高质量发展专项资金项目申报",
            "changed",
            "name",
            "省先进制造业发展专项资金项目申报",
            "省级制造业高质量发展专项资金项目申报",
        )

    def test_a_code_knows_a_matter_whatever_it_is_called(self) -> None:
        old = annex(matter("甲类备案", basis="旧依据", stages=(), extra={"职权编码": "0700-001"}))
        new = annex(matter("登记事项", basis="新根据文", stages=(), extra={"职权编码": "0700-001"}))
        assert {change.field for change in changes(old, new)} == {"name", "basis"}

    def test_unlike_matters_are_no_renaming(self) -> None:
        old = annex(matter("对煤矿违法行为的处罚", basis="《煤炭法》第六十条：责令停产", stages=()))
        new = annex(matter("河南省制造业创新中心申报", basis="《通知》：创新中心由牵头单位申报", stages=()))
        assert [change.kind for change in changes(old, new)] == [Kind.REMOVED, Kind.ADDED]

    def test_rows_of_one_name_are_told_apart_by_their_subitem(self) -> None:
        old = annex(matter("绿色制造", extra={"子项": "工厂"}), matter("绿色制造", extra={"子项": "园区"}))
        new = annex(
            matter("绿色制造", extra={"子项": "园区"}, office="节能股"),
            matter("绿色制造", extra={"子项": "工厂"}),
        )
        [change] = changes(old, new)
        assert said(change) == ("绿色制造", "changed", "office", "工业股", "节能股")

    def test_rows_of_one_name_without_a_subitem_are_matched_by_content_then_in_order(self) -> None:
        old = annex(
            matter("处罚", basis="第一条"), matter("处罚", basis="第二条"), matter("处罚", basis="第三条")
        )
        new = annex(
            matter("处罚", basis="第二条"), matter("处罚", basis="第一条之一"), matter("处罚", basis="第三条")
        )
        [change] = changes(old, new)
        assert said(change) == ("处罚", "changed", "basis", "第一条", "第一条之一")

    def test_five_thousand_renamed_matters_are_found_again(self) -> None:
        def named(suffix: str) -> list[Matter]:
            return [
                matter(f"第{n}号专项{suffix}", basis=f"依照第{n}号令第{n * 3}条，由第{n}科办理，其他规定从略")
                for n in range(5000)
            ]

        pairs = match_matters(named("申报"), named("资金的初步审核"))
        assert pairs == [(n, n) for n in range(5000)]


class TestStages:
    def test_an_inserted_stage_is_one_addition(self) -> None:
        old = annex(matter("甲", stages=(("受理", DUTY), ("决定", "作出决定"), ("送达", "按规定程序上报"))))
        new = annex(
            matter(
                "甲",
                stages=(
                    ("受理", DUTY),
                    ("公示", "公示五个工作日"),
                    ("决定", "作出决定"),
                    ("送达", "按规定程序上报"),
                ),
            )
        )
        [change] = changes(old, new)
        assert said(change) == ("甲", "added", "stages[1]", None, "公示：公示五个工作日")
        [change] = changes(new, old)
        assert said(change) == ("甲", "removed", "stages[1]", "公示：公示五个工作日", None)

    def test_a_rewritten_duty_is_a_change_of_its_stage(self) -> None:
        old = annex(matter("甲", stages=(("受理", "接收材料"), ("审查", REVIEW))))
        new = annex(matter("甲", stages=(("受理", "出具盖章的受理单"), ("审查", REVIEW))))
        [change] = changes(old, new)
        assert said(change) == ("甲", "changed", "stages[0].duty", "接收材料", "出具盖章的受理单")

    def test_a_stage_keeps_its_duty_under_another_name(self) -> None:
        old = annex(matter("甲", stages=(("受理", DUTY), ("材料初审", REVIEW))))
        new = annex(matter("甲", stages=(("受理", DUTY), ("复核", REVIEW))))
        [change] = changes(old, new)
        assert said(change) == ("甲", "changed", "stages[1].name", "材料初审", "复核")

    def test_a_stage_without_a_name_is_known_by_its_duty(self) -> None:
        other = "其他法律法规规章文件规定应履行的责任。"
        old = annex(matter("甲", stages=(("受理", DUTY), ("", other))))
        new = annex(matter("甲", stages=(("受理", DUTY), ("审查", REVIEW), ("其他", other))))
        assert [said(change)[1:3] for change in changes(old, new)] == [
            ("added", "stages[1]"),
            ("changed", "stages[2].name"),
        ]


class TestWholeLists:
    def test_fields_come_in_the_order_of_the_columns(self) -> None:
        old = matter("甲", "1", liability="旧", extra={"备注": "旧"})
        new = replace(
            matter(
                "甲",
                "2",
                basis="新",
                category="行政确认",
                stages=(),
                liability="新",
                office="新",
                extra={"备注": "新"},
            ),
            adjustment=AdjustmentNote(Text.plain("修改依据"), Text.plain("国家新规定")),
            before={"basis": Text.plain(BASIS)},
        )
        assert [change.field for change in changes(annex(old), annex(new))] == [
            "number",
            "basis",
            "category",
            "stages[0]",
            "stages[1]",
            "liability",
            "office",
            "extra[备注]",
            "before[basis]",
            "adjustment.summary",
            "adjustment.reason",
        ]

    def test_head_and_foot_of_an_annex(self) -> None:
        heads = (
            CategoryHead("行政许可", 0, "一、行政许可 (0 项)", 0),
            CategoryHead("其他职权", 2, "十、其他职权 (2 项)", 0),
        )
        old = annex(declared_total=2, categories=heads, contact=Contact(service_phone="63170750"))
        new = annex(
            declared_total=3,
            categories=(heads[0], CategoryHead("其他职权", 3, "十、其他职权（3 项）", 0)),
            contact=Contact(service_phone="63170751", address="工业南路6号"),
        )
        assert [said(change) for change in changes(old, replace(new, title="某局权责清单"))] == [
            (None, "changed", "title", "某局保留的权责清单", "某局权责清单"),
            (None, "changed", "declared_total", "2", "3"),
            (None, "changed", "categories[1].declared", "2", "3"),
            (None, "changed", "contact.service_phone", "63170750", "63170751"),
            (None, "changed", "contact.address", None, "工业南路6号"),
        ]

    def test_a_category_that_is_new(self) -> None:
        new = annex(categories=(CategoryHead("行政许可", 0, "一、行政许可 (0 项)", 0),))
        assert [said(change) for change in changes(annex(), new)] == [
            (None, "added", "categories[0]", None, "一、行政许可 (0 项)")
        ]

    def test_a_column_that_is_absent_and_a_blank_cell_say_the_same(self) -> None:
        old, new = matter("甲", liability=""), matter("甲", liability=None)
        assert changes(annex(old), annex(new)) == []

    def test_an_annex_that_one_list_lacks_is_named_once(self) -> None:
        retained = annex(matter("甲"), matter("乙", "2"))
        catalogue = annex(matter("甲", basis=None, stages=()), kind=AnnexKind.CATALOGUE)
        found = compare(document(catalogue, retained), document(retained))
        assert (found.changes, found.only_in_old, found.only_in_new) == ((), (AnnexKind.CATALOGUE,), ())
        assert not found.same

    def test_lists_without_a_common_annex_are_compared_by_name(self) -> None:
        catalogue = annex(matter("甲类项目申报", "7"), matter("乙类审核", "8"), kind=AnnexKind.CATALOGUE)
        retained = annex(matter("乙类审核", "1"), matter("丙种认定", "2"))
        found = compare(document(catalogue), document(retained))
        assert found.names_only
        assert (found.only_in_old, found.only_in_new) == ((AnnexKind.CATALOGUE,), (AnnexKind.RETAINED,))
        assert sorted((change.kind.value, change.matter, change.field) for change in found.changes) == [
            ("added", "丙种认定", None),
            ("removed", "甲类项目申报", None),
        ]

    def test_a_list_written_by_hand_can_be_compared(self) -> None:
        bare = {"annexes": [{"kind": "retained", "matters": [{"name": "甲"}]}]}
        assert compare(load_document(bare), load_document(bare)).same


NAMES = st.sampled_from(["甲", "乙", "煤矿审核", "煤矿审核（初审）", "绿色工厂申报", "绿色园区申报"])
STAGES = st.tuples(
    st.sampled_from(["受理", "审查", "决定", "送达", ""]), st.sampled_from([DUTY, REVIEW, "上报", ""])
)
MATTERS = st.builds(
    lambda name, number, basis, stages, subitem: matter(
        name, str(number), basis=basis, stages=stages, extra={"子项": subitem} if subitem else {}
    ),
    NAMES,
    st.integers(1, 9),
    TEXTS | st.none(),
    st.lists(STAGES, max_size=4),
    st.sampled_from(["", "一", "二"]),
)
ANNEXES = st.lists(MATTERS, max_size=6).map(lambda matters: annex(*matters))


class TestPropertiesOfLists:
    @given(ANNEXES)
    def test_nothing_differs_from_itself(self, one: Annex) -> None:
        assert compare(document(one), document(one)).same

    @given(ANNEXES, ANNEXES)
    def test_every_matter_is_paired_once(self, old: Annex, new: Annex) -> None:
        pairs = match_matters(old.matters, new.matters)
        assert sorted(i for i, _ in pairs if i is not None) == list(range(len(old.matters)))
        assert [j for _, j in pairs if j is not None] == list(range(len(new.matters)))

    @given(ANNEXES, ANNEXES)
    def test_what_is_added_one_way_is_removed_the_other(self, old: Annex, new: Annex) -> None:
        there, back = changes(old, new), changes(new, old)
        opposite = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
        assert sorted((opposite[c.kind], c.matter or "") for c in there if c.field is None) == sorted(
            (c.kind, c.matter or "") for c in back if c.field is None
        )

    @given(ANNEXES, ANNEXES)
    def test_a_change_has_two_texts_that_its_segments_hold(self, old: Annex, new: Annex) -> None:
        for change in changes(old, new):
            assert change.before != change.after
            assert "".join(run.text for run in change.segments if run.op is not Op.INSERT) == (
                change.before or ""
            )
            assert "".join(run.text for run in change.segments if run.op is not Op.DELETE) == (
                change.after or ""
            )
