"""The list before its own adjustments comes back from the old texts, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quanze.lists import readers
from quanze.lists.compare import compare
from quanze.lists.earlier import before_adjustments
from quanze.lists.model import (
    AdjustmentNote,
    Annex,
    AnnexKind,
    CategoryHead,
    ListDocument,
    Matter,
    Stage,
    Text,
)


def matter(name: str, number: int, **texts: str) -> Matter:
    shown = {field: Text.plain(value) for field, value in texts.items()}
    return Matter(Text.plain(str(number)), Text.plain(name), **{"category": Text.plain("行政检查"), **shown})


def adjusted(name: str, summary: str, /, **before: str) -> Matter:
    note = AdjustmentNote(Text.plain(summary), Text.plain("依据已经修订"))
    texts = {path: Text.plain(value) for path, value in before.items()}
    return replace(matter(name, 1, basis="新依据"), adjustment=note, before=texts or None)


def document(*rows: Matter, adjustments: tuple[Matter, ...]) -> ListDocument:
    heads = (
        CategoryHead("行政许可", 0, "一、行政许可（0 项）", 0),
        CategoryHead("行政检查", len(rows), f"二、行政检查（{len(rows)} 项）", 0),
    )
    bare = tuple(Matter(row.number, row.name, row.category) for row in rows)
    return ListDocument(
        None,
        "某县粮食局",
        (
            Annex(
                AnnexKind.CATALOGUE,
                "目录",
                declared_total=len(rows),
                head=(f"（共 {len(rows)} 项）",),
                categories=heads,
                matters=bare,
            ),
            Annex(AnnexKind.ADJUSTED, "调整的权责清单", matters=adjustments),
            Annex(AnnexKind.RETAINED, "保留的权责清单", matters=rows),
        ),
    )


def names(annex: Annex | None) -> list[str]:
    assert annex is not None
    return [row.name.value for row in annex.matters]


def test_the_sample_before_its_two_adjustments(sample_file):
    present = readers.read(sample_file)
    earlier = before_adjustments(present)
    assert earlier is not None
    assert [annex.kind for annex in earlier.document.annexes] == [AnnexKind.CATALOGUE, AnnexKind.RETAINED]
    changes = [change for change in compare(earlier.document, present).changes if change.substantive]
    assert [(change.matter, change.field) for change in changes] == [
        ("省先进制造业发展专项资金项目申报", "basis"),
        ("省先进制造业发展专项资金项目申报", "liability"),
        ("国家级和省级绿色工厂、绿色园区申报", "basis"),
    ]
    old = present.annex(AnnexKind.ADJUSTED).matters[0].before
    assert [change.before for change in changes[:2]] == [old["basis"].value, old["liability"].value]
    assert earlier.findings == ()


def test_a_matter_that_was_new_was_not_there():
    rows = (matter("粮库检查", 1), matter("秤具检查", 2), matter("车辆检查", 3))
    earlier = before_adjustments(document(*rows, adjustments=(adjusted("秤具检查", "新增事项"),)))
    assert earlier is not None
    catalogue, retained = earlier.document.annexes
    assert names(catalogue) == names(retained) == ["粮库检查", "车辆检查"]
    assert [row.number.value for row in retained.matters] == ["1", "2"]
    assert [head.exact for head in catalogue.categories] == ["一、行政许可（0 项）", "二、行政检查（2 项）"]
    assert (catalogue.declared_total, catalogue.head) == (2, ("（共 2 项）",))


def test_a_matter_that_was_cancelled_was_there():
    gone = adjusted("秤具检查", "取消该事项", basis="旧依据")
    earlier = before_adjustments(document(matter("粮库检查", 1), adjustments=(gone,)))
    assert earlier is not None
    catalogue, retained = earlier.document.annexes
    assert names(catalogue) == names(retained) == ["粮库检查", "秤具检查"]
    assert retained.matters[1].basis == Text.plain("旧依据")
    assert catalogue.matters[1].basis is None
    assert catalogue.categories[1].declared == 2
    assert {finding.message for finding in earlier.findings} == {"原来的次序没有记载，已放在同类事项之后"}


def test_a_renamed_matter_had_its_old_name_in_every_annex():
    renamed = adjusted("粮食仓库检查", "修改名称", name="粮库检查")
    earlier = before_adjustments(document(matter("粮食仓库检查", 1), adjustments=(renamed,)))
    assert earlier is not None
    assert [names(annex) for annex in earlier.document.annexes] == [["粮库检查"], ["粮库检查"]]


def test_old_duties_go_back_to_their_stage():
    row = replace(matter("粮库检查", 1), stages=(Stage(Text.plain("检查"), Text.plain("新责任")),))
    change = adjusted(
        "粮库检查", "修改责任事项", **{"stages[0].duty": "旧责任", "stages[4].duty": "没有的环节"}
    )
    earlier = before_adjustments(document(row, adjustments=(change,)))
    assert earlier is not None
    assert earlier.document.annexes[1].matters[0].stages[0].duty == Text.plain("旧责任")
    assert [finding.message for finding in earlier.findings] == [
        "现在没有旧文字所在的栏目（第5个环节的责任事项），没有放回"
    ]


@pytest.mark.parametrize("summary", ["新增实施依据", "取消部分环节", "增加追责情形", "修改依据", ""])
def test_what_only_sounds_like_a_new_or_a_cancelled_matter_takes_nothing_away(summary):
    assert (
        before_adjustments(document(matter("粮库检查", 1), adjustments=(adjusted("粮库检查", summary),)))
        is None
    )


def test_two_of_one_name_are_not_guessed_at():
    rows = (matter("检查", 1), matter("检查", 2))
    change = adjusted("检查", "修改依据", basis="旧依据")
    assert before_adjustments(document(*rows, adjustments=(change,))) is None


def test_counts_that_were_wrong_stay_wrong_where_no_matter_came_or_went():
    present = document(
        matter("粮库检查", 1, basis="新依据"), adjustments=(adjusted("粮库检查", "修改依据", basis="旧依据"),)
    )
    wrong = replace(present.annexes[0], declared_total=7, head=("（共 7 项）",))
    earlier = before_adjustments(replace(present, annexes=(wrong, *present.annexes[1:])))
    assert earlier is not None
    assert earlier.document.annexes[0] == wrong


def test_a_list_without_adjustments_has_no_earlier_state():
    present = document(matter("粮库检查", 1), adjustments=())
    assert before_adjustments(present) is None
