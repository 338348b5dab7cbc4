"""What a new document would change, told one by one; where it says two things, both are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quanze.adjustments import queries, services
from quanze.adjustments.kinds import Kind
from quanze.adjustments.proposals import Proposal, proposals, rows_of
from quanze.lists.model import AdjustmentNote, Annex, AnnexKind, Contact, ListDocument, Matter, Stage, Text
from quanze.lists.writers import write
from quanze.registry import queries as lists
from quanze.registry.services import Unacceptable, receive_upload
from tests.adjustments.conftest import full


def base(*names: str) -> tuple[Matter, ...]:
    matters = full(*names).annexes[0].matters
    return tuple(
        replace(matter, basis=Text.plain(f"《{matter.name.value}办法》第一条")) for matter in matters
    )


def document(*rows: Matter, adjusted: tuple[Matter, ...] = ()) -> ListDocument:
    annexes = (Annex(AnnexKind.RETAINED, "保留的权责清单", matters=rows),)
    if adjusted:
        annexes = (Annex(AnnexKind.ADJUSTED, "调整的权责清单", matters=adjusted), *annexes)
    return ListDocument(None, None, annexes)


def noted(matter: Matter, summary: str, reason: str = "", **before: str) -> Matter:
    note = AdjustmentNote(Text.plain(summary), Text.plain(reason))
    return replace(matter, adjustment=note, before={path: Text.plain(text) for path, text in before.items()})


def told(rows: tuple[Matter, ...], document: ListDocument) -> list[Proposal]:
    return list(proposals(rows, document, rows_of(document, AnnexKind.RETAINED)))


def test_nothing_is_proposed_where_nothing_differs():
    rows = base("采矿审核", "焦化审核")
    assert told(rows, document(*rows)) == []


def test_a_mere_move_is_no_change():
    one, two = base("采矿审核", "焦化审核")
    assert (
        told((one, two), document(replace(two, number=Text.plain("1")), replace(one, number=Text.plain("2"))))
        == []
    )


def test_changed_new_and_gone():
    one, two, three = base("采矿审核", "焦化审核", "盐业检查")
    changed = replace(one, liability=Text.plain("依法追责。"))
    found = told((one, two), document(changed, three))
    assert {(each.kind, each.before, each.after) for each in found} == {
        (Kind.CHANGED, 0, 0),
        (Kind.CANCELLED, 1, None),
        (Kind.ADDED, None, 1),
    }


def test_a_renamed_matter_is_known_again_by_its_content():
    [one] = base("采矿审核")
    renamed = replace(one, name=Text.plain("矿产资源开采审核"))
    [found] = told((one,), document(renamed))
    assert (found.kind, found.before, found.after, found.form_only) == (Kind.CHANGED, 0, 0, False)


def test_what_differs_in_form_alone_is_told_apart():
    [one] = base("采矿审核")
    typed = replace(one, basis=Text.plain(one.basis.value.replace("《", "《 ")))
    [found] = told((one,), document(typed))
    assert found.form_only


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("取消", Kind.CANCELLED),
        ("下放至乡镇", Kind.DELEGATED),
        ("划转至商务局", Kind.TRANSFERRED),
        ("移交市局", Kind.TRANSFERRED),
        ("", Kind.CANCELLED),
    ],
)
def test_the_documents_own_words_say_how_a_matter_went(summary, kind):
    one, two = base("采矿审核", "焦化审核")
    [found] = told((one, two), document(one, adjusted=(noted(two, summary, "上级决定"),)))
    assert (found.kind, found.summary, found.reason) == (kind, summary, "上级决定")


def test_both_texts_are_kept_where_the_annexes_differ():
    [one] = base("采矿审核")
    adjusted = replace(
        one, basis=Text.plain("新依据甲"), liability=Text.plain(one.liability.value.replace("，", ","))
    )
    retained = replace(one, basis=Text.plain("新依据乙"))
    [found] = told((one,), document(retained, adjusted=(noted(adjusted, "修改依据"),)))
    assert found.choices["basis"] == {"adjusted": "新依据甲", "retained": "新依据乙", "chosen": None}
    assert found.choices["liability"]["chosen"] == "retained"
    assert not found.form_only


def test_a_change_that_only_the_annex_of_adjustments_tells_of_is_proposed_too():
    [one] = base("采矿审核")
    adjusted = noted(replace(one, basis=Text.plain("新依据")), "修改依据")
    [found] = told((one,), document(one, adjusted=(adjusted,)))
    assert found.choices["basis"]["adjusted"] == "新依据"


def test_an_annex_of_adjustments_alone_says_nothing_of_the_other_matters():
    one, two, three = base("采矿审核", "焦化审核", "车间认定")
    new = base("盐业检查")[0]
    changed = noted(replace(one, basis=Text.plain("新依据")), "修改依据", "已修订", basis=one.basis.value)
    gone = noted(two, "取消", "上级决定")
    alone = ListDocument(
        None, None, (Annex(AnnexKind.ADJUSTED, "调整", matters=(changed, gone, noted(new, "新增"))),)
    )
    found = told((one, two, three), alone)
    assert [(each.kind, each.before, each.after, each.reason) for each in found] == [
        (Kind.CHANGED, 0, 0, "已修订"),
        (Kind.CANCELLED, 1, None, "上级决定"),
        (Kind.ADDED, None, 2, ""),
    ]


def test_other_stages_are_one_choice():
    [one] = base("采矿审核")
    more = replace(one, stages=(*one.stages, Stage(Text.plain("送达"), Text.plain("送达申请人。"))))
    [found] = told((one,), document(one, adjusted=(noted(more, "增加环节"),)))
    assert [len(found.choices["stages"][side]) for side in ("adjusted", "retained")] == [3, 2]
    assert not [path for path in found.choices if path.startswith("stages[")]


# Through the services ------------------------------------------------------------------------------------------------


def uploaded(house, document: ListDocument, tmp_path):
    path = tmp_path / "新清单.json"
    with path.open("wb") as stream:
        write(document, "json", stream)
    with path.open("rb") as stream:
        return receive_upload(house.bureau, house.keeper, path.name, stream)


def current(house) -> ListDocument:
    return lists.document(lists.last(house.bureau))


def with_rows(document: ListDocument, *rows: Matter) -> ListDocument:
    return replace(document, annexes=(replace(document.annexes[0], matters=rows),))


def test_a_chosen_text_stands_in_the_new_list(house, tmp_path):
    now = current(house)
    first, *others = now.annexes[0].matters
    adjusted = noted(
        replace(first, stages=(*first.stages, Stage(Text.plain("送达"), Text.plain("送达。")))), "增加环节"
    )
    changed = replace(first, liability=Text.plain("依法追责。"))
    source = with_rows(now, changed, *others)
    source = replace(
        source, annexes=(Annex(AnnexKind.ADJUSTED, "调整", matters=(adjusted,)), *source.annexes)
    )
    draft = services.begin_from_upload(uploaded(house, source, tmp_path), house.keeper, "调整")
    [line] = queries.changes_of(draft)
    line = services.decide(line, house.keeper, line.version, accept=True)
    line = services.choose(line, house.keeper, line.version, "stages", "adjusted")
    line = services.choose(line, house.keeper, line.version, "liability", "retained")
    services.edit_change(
        line, house.keeper, line.version, reason="流程变化", basis="《办法》", under_way="continue"
    )
    house.approve(draft)
    house.publish(draft)
    content = house.content(1)
    assert [stage.name.value for stage in content.stages] == ["受理", "决定", "送达"]
    assert content.liability.value == "依法追责。"


def test_both_texts_stay_kept_beside_one_of_the_keepers_own(house, tmp_path):
    now = current(house)
    first, *others = now.annexes[0].matters
    adjusted = noted(replace(first, basis=Text.plain("新依据甲")), "修改依据")
    source = with_rows(now, replace(first, basis=Text.plain("新依据乙")), *others)
    source = replace(
        source, annexes=(Annex(AnnexKind.ADJUSTED, "调整", matters=(adjusted,)), *source.annexes)
    )
    draft = services.begin_from_upload(uploaded(house, source, tmp_path), house.keeper, "调整")
    [line] = queries.changes_of(draft)
    line = services.edit_change(
        line, house.keeper, line.version, after=[replace(first, basis=Text.plain("新依据丙"))]
    )
    assert line.choices["basis"] == {"adjusted": "新依据甲", "retained": "新依据乙", "chosen": "own"}

    def basis(chosen: str) -> str:
        nonlocal line
        line = services.choose(line, house.keeper, line.version, "basis", chosen)
        [matter] = queries.chosen(line)
        return matter.basis.value

    assert [basis(source) for source in ("adjusted", "retained", "own")] == [
        "新依据甲",
        "新依据乙",
        "新依据丙",
    ]
    with pytest.raises(Unacceptable, match="没有两种文字可选"):
        services.choose(line, house.keeper, line.version, "basis", "neither")


WRITTEN = {
    "nothing there": ("新依据乙", None, None),
    "a third text": ("新依据丙", None, "own"),
    "what the other annex says": ("新依据甲", None, "adjusted"),
    "nothing where one was chosen": ("新依据甲", "adjusted", "adjusted"),
    "the other one than was chosen": ("新依据乙", "adjusted", "retained"),
    "a third text where one was chosen": ("新依据丙", "retained", "own"),
}
"""What the keeper writes in a field of which the source says 甲 and 乙, which was chosen before, and which is then."""


@pytest.mark.parametrize(("basis", "before", "then"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_field_is_decided_only_by_what_is_written_in_it(house, tmp_path, basis, before, then):
    now = current(house)
    first, *others = now.annexes[0].matters
    one, other = (
        replace(first, basis=Text.plain(f"新依据{which}"), office=Text.plain(f"{which}股"))
        for which in ("甲", "乙")
    )
    source = with_rows(now, other, *others)
    source = replace(
        source, annexes=(Annex(AnnexKind.ADJUSTED, "调整", matters=(noted(one, "修改"),)), *source.annexes)
    )
    draft = services.begin_from_upload(uploaded(house, source, tmp_path), house.keeper, "调整")
    [line] = queries.changes_of(draft)
    if before is not None:
        line = services.choose(line, house.keeper, line.version, "basis", before)
    [shown] = queries.chosen(line)
    after = replace(shown, basis=Text.plain(basis), category=Text.plain("行政确认"))
    line = services.edit_change(line, house.keeper, line.version, after=[after])
    assert line.choices["basis"]["chosen"] == then
    assert line.choices["office"]["chosen"] is None
    [matter] = queries.chosen(line)
    assert (matter.basis.value, matter.category.value) == (basis, "行政确认")


def test_stages_are_decided_as_a_whole_by_what_is_written_in_them(house, tmp_path):
    now = current(house)
    first, *others = now.annexes[0].matters
    more = replace(first, stages=(*first.stages, Stage(Text.plain("送达"), Text.plain("送达。"))))
    source = with_rows(now, replace(first, basis=Text.plain("新依据")), *others)
    source = replace(
        source, annexes=(Annex(AnnexKind.ADJUSTED, "调整", matters=(noted(more, "增加"),)), *source.annexes)
    )
    draft = services.begin_from_upload(uploaded(house, source, tmp_path), house.keeper, "调整")
    [line] = queries.changes_of(draft)

    def chosen(stages: tuple[Stage, ...]) -> str | None:
        nonlocal line
        line = services.edit_change(line, house.keeper, line.version, after=[replace(first, stages=stages)])
        return line.choices["stages"]["chosen"]

    assert [chosen(stages) for stages in (first.stages, more.stages, more.stages[1:])] == [
        None,
        "adjusted",
        "own",
    ]


def test_what_differs_in_form_alone_is_left_unless_it_is_taken(house, tmp_path):
    now = current(house)
    first, *others = now.annexes[0].matters
    typed = replace(first, liability=Text.plain(first.liability.value.replace("，", ",")))
    draft = services.begin_from_upload(
        uploaded(house, with_rows(now, typed, *others), tmp_path), house.keeper, "调整"
    )
    [line] = queries.changes_of(draft)
    assert (line.form_only, line.decision) == (True, "rejected")
    draft.refresh_from_db()
    with pytest.raises(Unacceptable, match="还没有任何改动"):
        services.submit(draft, house.keeper, draft.version)


def test_a_document_that_says_the_same_begins_nothing(house, tmp_path):
    upload = uploaded(house, current(house), tmp_path)
    with pytest.raises(Unacceptable, match="没有不同"):
        services.begin_from_upload(upload, house.keeper, "调整")
    assert not queries.adjustments(house.bureau).exists()


def test_a_catalogue_alone_begins_nothing(house, tmp_path):
    now = current(house)
    bare = tuple(Matter(row.number, row.name, row.category) for row in now.annexes[0].matters)
    catalogue = replace(now, annexes=(Annex(AnnexKind.CATALOGUE, "目录", matters=bare),))
    with pytest.raises(Unacceptable, match="没有事项的完整内容"):
        services.begin_from_upload(uploaded(house, catalogue, tmp_path), house.keeper, "调整")
    assert not queries.adjustments(house.bureau).exists()


def test_a_document_of_another_agency_wants_a_confirmation(house, tmp_path):
    now = replace(current(house), agency="某县粮食局")
    first, *_ = now.annexes[0].matters
    upload = uploaded(house, with_rows(now, first), tmp_path)
    with pytest.raises(Unacceptable, match="文件写的是“某县粮食局”"):
        services.begin_from_upload(upload, house.keeper, "调整")
    assert (
        services.begin_from_upload(upload, house.keeper, "调整", agency_confirmed=True).changes.count() == 2
    )


def test_a_new_foot_comes_with_the_document(house, tmp_path):
    first = current(house)
    contact = Contact("110", "纪检室", "119", "工业路1号", exact=("电话：110",))
    with_foot = replace(first, annexes=(replace(first.annexes[0], contact=contact),))
    draft = services.begin_from_upload(
        uploaded(house, with_rows(with_foot, *first.annexes[0].matters[:2]), tmp_path), house.keeper, "调整"
    )
    assert draft.contact is None  # the list had no foot to change
