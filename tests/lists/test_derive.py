"""The annexes made from the states of matters, and the notice that publishes them."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.documents.tree import Attachments, Document, Paragraph, Role, Run, Signature
from quanze.lists import readers, writers
from quanze.lists.assemble import assemble
from quanze.lists.derive import (
    Adjustment,
    Kind,
    PublicationNotice,
    adjusted,
    catalogue,
    entries,
    proposed,
    publication_notice,
    retained,
    summary,
)
from quanze.lists.model import AnnexKind, Contact, ListDocument, Matter, Stage, Text, fields
from quanze.lists.refusal import Refusal
from tests.lists.test_round_trip import blocks

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.docx"
BOILERPLATE = "情节较重的，予以警告、记过或者记大过；情节严重的，予以降级或者撤职"


def text(value: str) -> Text:
    return Text.plain(value)


def matter(name: str = "某项目申报", **others: object) -> Matter:
    return replace(
        Matter(
            number=text("1"),
            name=text(name),
            category=text("其他职权"),
            basis=text("《某办法》（某政〔2019〕3号）第三条：县级主管部门负责初审。"),
            stages=(
                Stage(text("受理"), text("受理申报材料，五日内一次性告知补正材料。")),
                Stage(text("审查"), text("对申报材料进行审查，提出意见。")),
                Stage(text("决定"), text("作出推荐或者不予推荐的决定，书面告知申请人。")),
            ),
            liability=text(BOILERPLATE),
            office=text("办公室"),
        ),
        **others,
    )


def changed(**others: object) -> Adjustment:
    return Adjustment(Kind.CHANGED, (matter(),), (matter(**others),), "依据已修订")


NEW_BASIS = text("《某办法》（某政〔2025〕8号）第三条：县级主管部门负责初审。")
STAGES = matter().stages


# 调整情况


@pytest.mark.parametrize(
    ("adjustment", "said"),
    [
        (changed(basis=NEW_BASIS), "修改依据"),
        (changed(basis=NEW_BASIS, liability=text("予以警告")), "修改依据和追责情形"),
        (
            changed(basis=NEW_BASIS, liability=text("予以警告"), office=text("科技股")),
            "修改依据、追责情形和责任股室",
        ),
        (changed(name="新项目申报"), "修改名称"),
        (changed(stages=(Stage(text("受理"), text("受理申报材料，三日内一次性告知补正材料。")), *STAGES[1:])), "修改责任事项"),
        (changed(stages=(STAGES[0], replace(STAGES[1], name=text("材料审查")), STAGES[2])), "办理环节“审查”改为“材料审查”"),
        (
            changed(stages=(*STAGES, Stage(text("公示"), text("公示不少于五个工作日。")))),
            "增加“公示”环节",
        ),
        (changed(stages=STAGES[:2]), "删去“决定”环节（作出推荐或者不予推荐的决定，书面告知申请人。）"),
        (changed(extra={"承诺时限": text("5个工作日")}), "增加承诺时限"),
        (changed(liability=text("")), "删去追责情形"),
        (replace(changed(basis=NEW_BASIS), summary="依据更新"), "依据更新"),
        (Adjustment(Kind.ADDED, (), (matter(),)), "新增"),
        (Adjustment(Kind.CANCELLED, (matter(),), ()), "取消"),
        (Adjustment(Kind.DELEGATED, (matter(),), (), counterpart="各乡镇人民政府"), "下放至各乡镇人民政府"),
        (Adjustment(Kind.TAKEN_ON, (), (matter(),), counterpart="市工业和信息化局"), "承接自市工业和信息化局"),
        (Adjustment(Kind.TRANSFERRED, (matter(),), (), counterpart="县科学技术局"), "划转至县科学技术局"),
        (Adjustment(Kind.MERGED, (matter("甲"), matter("乙")), (matter("丙"),)), "将“甲”“乙”合并为“丙”"),
        (Adjustment(Kind.DIVIDED, (matter("丙"),), (matter("甲"), matter("乙"))), "将“丙”分设为“甲”“乙”"),
    ],
)  # fmt: skip
def test_the_summary_says_what_changed(adjustment: Adjustment, said: str) -> None:
    assert summary(adjustment) == said


# old and new text


def underlined(found: Text | None) -> list[str]:
    return [] if found is None else [found.value[start:end] for start, end in found.marks]


def test_only_what_is_new_is_underlined() -> None:
    (shown,) = entries(changed(basis=NEW_BASIS))
    assert shown.before is not None
    assert {path: old.value for path, old in shown.before.items()} == {"basis": matter().basis.value}
    assert underlined(shown.basis) == ["2025〕8"]
    assert underlined(shown.liability) == []
    assert shown.adjustment is not None
    assert shown.adjustment.reason == Text("依据已修订", "调整原因：依据已修订")


def test_a_text_that_is_mostly_new_is_underlined_whole() -> None:
    other = text("《另一规定》（某政办〔2025〕18号）全文。")
    (shown,) = entries(changed(basis=other))
    assert underlined(shown.basis) == [other.value]


def test_a_text_from_which_something_was_struck_is_underlined_whole() -> None:
    """Nothing in it is new, and yet the cell must show where the old text ends."""
    (shown,) = entries(changed(liability=text("情节较重的，予以警告、记过或者记大过")))
    assert underlined(shown.liability) == ["情节较重的，予以警告、记过或者记大过"]


def test_what_begins_is_underlined_and_what_ends_is_not() -> None:
    (new,) = entries(Adjustment(Kind.ADDED, (), (matter(),)))
    assert {path for path, found in fields(new) if found.marks} == {
        "name", "basis", "liability", "office",
        *(f"stages[{index}].{part}" for index in range(3) for part in ("name", "duty")),
    }  # fmt: skip
    (old,) = entries(Adjustment(Kind.CANCELLED, (new,), ()))
    assert [path for path, found in fields(old) if found.marks] == []


EVERYTHING = [
    changed(name="新项目申报", basis=NEW_BASIS, office=text("科技股"), category=text("行政确认")),
    changed(stages=(STAGES[0], Stage(text("公示"), text("公示不少于五个工作日。")), *STAGES[1:])),
    changed(stages=(replace(STAGES[0], duty=text("受理申报材料，三日内一次性告知补正材料。")), *STAGES[1:])),
    changed(liability=text(""), extra={"承诺时限": text("5个工作日")}),
    changed(basis=text(f"{matter().basis.value}\n《补充规定》第一条")),
    Adjustment(Kind.ADDED, (), (matter("乙项目申报"),), "新立"),
    Adjustment(Kind.CANCELLED, (matter("丙项目申报"),), (), "废止"),
    Adjustment(Kind.MERGED, (matter("丁"), matter("戊")), (matter("己"),), "合并"),
]


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "json"])
@pytest.mark.parametrize("adjustment", EVERYTHING, ids=summary)
def test_the_annex_is_read_as_it_was_made(format: str, adjustment: Adjustment) -> None:
    annex = adjusted([adjustment], "某局调整的权责清单")
    out = io.BytesIO()
    writers.write(ListDocument(None, None, (annex,)), format, out)
    assert readers.read_bytes(out.getvalue(), f"x.{format}").annexes == (annex,)


PHRASES = st.text(alphabet="甲乙丙丁戊，。；〔〕1 \n", max_size=30).map(lambda text: text.strip(" \n"))


@settings(max_examples=60)
@given(PHRASES, PHRASES, PHRASES, PHRASES, st.sampled_from(["办公室", "科技股", ""]))
def test_whatever_is_reworded_both_texts_are_read_again(
    old_basis: str, new_basis: str, old_duty: str, new_duty: str, office: str
) -> None:
    def state(basis: str, duty: str, office: str) -> Matter:
        stages = (STAGES[0], Stage(text("审查"), text(f"审查申报材料{duty}")), STAGES[2])
        return matter(basis=text(f"《某条例》第一条{basis}"), stages=stages, office=text(office))

    before, after = state(old_basis, old_duty, "办公室"), state(new_basis, new_duty, office)
    annex = adjusted([Adjustment(Kind.CHANGED, (before,), (after,), "修订")], "某局调整的权责清单")
    assert assemble(blocks(ListDocument(None, None, (annex,)))).annexes == (annex,)


# between two states


def test_the_sample_s_two_adjustments_are_found_again() -> None:
    """Its annex 2 gives the old texts: from them the state before, and from both states the annex, with its summaries."""
    sample = readers.read(SAMPLE)
    now, told = sample.annex(AnnexKind.RETAINED), sample.annex(AnnexKind.ADJUSTED)
    assert now is not None
    assert told is not None
    old = {entry.name.value: entry.before or {} for entry in told.matters}
    then = [replace(entry, **old.get(entry.name.value, {})) for entry in now.matters]
    found = proposed(then, now.matters)
    assert [(one.kind, one.after[0].name.value, summary(one)) for one in found] == [
        (Kind.CHANGED, entry.name.value, entry.adjustment.summary.value)
        for entry in told.matters
        if entry.adjustment is not None and entry.adjustment.summary is not None
    ]
    annex = adjusted(found, "某局调整的权责清单")
    assert [list(entry.before or {}) for entry in annex.matters] == [["basis", "liability"], ["basis"]]


def test_what_came_and_what_went_is_proposed_and_form_alone_is_not() -> None:
    then = [matter("甲项目申报"), matter("乙奖励评审", basis=text("《奖励办法》第九条"))]
    now = [
        matter("甲项目申报", office=text("办 公室")),
        matter("丙许可初审", basis=text("《许可办法》第二条")),
    ]
    kinds = {(one.kind, (one.before or one.after)[0].name.value) for one in proposed(then, now)}
    assert kinds == {(Kind.CANCELLED, "乙奖励评审"), (Kind.ADDED, "丙许可初审")}


# annexes 1 and 3


def test_the_catalogue_counts_all_ten_categories() -> None:
    matters = [
        matter("甲"),
        matter("乙", category=text("行政奖励")),
        matter("丙"),
        matter("丁", category=text("公共服务")),
    ]
    annex = catalogue(matters, "某局权责清单目录")
    assert [(head.name, head.declared, head.at) for head in annex.categories] == [
        *((name, 0, 0) for name in ("行政许可", "行政处罚", "行政强制", "行政征收", "行政给付", "行政检查", "行政确认", "行政裁决")),
        ("行政奖励", 1, 0), ("其他职权", 2, 1), ("公共服务", 1, 3),
    ]  # fmt: skip
    assert annex.categories[-1].exact == "十一、公共服务（1项）"
    assert [(entry.number and entry.number.value, entry.name.value) for entry in annex.matters] == [
        ("1", "乙"), ("2", "甲"), ("3", "丙"), ("4", "丁"),
    ]  # fmt: skip
    assert (annex.declared_total, annex.head) == (4, ("（共 4 项）",))


def test_a_matter_without_a_category_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match="“甲”没有职权类别"):
        catalogue([matter("甲", category=None)], "目录")


def test_the_retained_annex_shows_the_present_and_its_foot() -> None:
    (shown,) = entries(changed(basis=NEW_BASIS))
    annex = retained([shown], "某局保留的权责清单", contact=Contact(address="某路6号"))
    (entry,) = annex.matters
    assert (entry.before, entry.adjustment) == (None, None)
    assert underlined(entry.basis) == []
    assert annex.contact == Contact(address="某路6号")


# the notice

NOTICE = PublicationNotice(
    "平川市工业和信息化局",
    "各有关单位",
    datetime.date(2026, 3, 5),
    datetime.date(2026, 4, 1),
    "平工信〔2026〕5号",
)


def said(document: Document) -> list[tuple[str, str]]:
    return [
        (block.role.value, "".join(run.text for run in block.content if isinstance(run, Run)))
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]


def test_the_notice_counts_what_changed_and_what_stands() -> None:
    adjustments = [
        changed(basis=NEW_BASIS),
        Adjustment(Kind.ADDED, (), (matter("乙"),)),
        Adjustment(Kind.MERGED, (matter("丁"), matter("戊")), (matter("己"),)),
    ]
    annexes = [
        catalogue([matter()], "某局权责清单目录"),
        adjusted(adjustments, "某局调整的权责清单"),
        retained([matter("甲"), matter("乙", category=text("行政奖励"))], "某局保留的权责清单"),
    ]
    letterhead = replace(
        NOTICE, letterhead="平川市工业和信息化局文件", ground="经平川市人民政府批准（平政文〔2026〕8号）"
    )
    document = publication_notice(letterhead, annexes, adjustments)
    assert said(document) == [
        ("letterhead", "平川市工业和信息化局文件"),
        ("number", "平工信〔2026〕5号"),
        ("title", "平川市工业和信息化局\n关于调整并公布权责清单的通知"),
        ("addressee", "各有关单位："),
        ("body", "经平川市人民政府批准（平政文〔2026〕8号），现将平川市工业和信息化局权责清单的调整情况和调整后的清单予以公布，有关事项通知如下："),
        ("level1", "一、调整情况"),
        ("body", "本次调整权责事项：新增1项、变更1项、2项合并为1项。"),
        ("level1", "二、清单内容"),
        ("body", "清单共列权责事项2项，其中其他职权1项、行政奖励1项。"),
        ("level1", "三、施行日期"),
        ("body", "本清单自2026年4月1日起施行。"),
    ]  # fmt: skip
    assert document.blocks[-2:] == (
        Attachments(("某局权责清单目录", "某局调整的权责清单", "某局保留的权责清单")),
        Signature("平川市工业和信息化局", datetime.date(2026, 3, 5)),
    )


def test_without_adjustments_and_letterhead_the_list_is_published_anew() -> None:
    document = publication_notice(NOTICE, [retained([matter()], "某局权责清单")])
    texts = said(document)
    assert texts[0] == (Role.REFERENCE.value, "平工信〔2026〕5号")
    assert texts[1][1] == "平川市工业和信息化局\n关于公布权责清单的通知"
    assert ("body", "清单共列权责事项1项，均为其他职权。") in texts
    assert Attachments(("某局权责清单",)) in document.blocks
