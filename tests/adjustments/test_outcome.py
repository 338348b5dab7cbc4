"""The list as it will be: what the changes say, in the bureau's own annexes, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.adjustments.kinds import Kind
from quanze.adjustments.outcome import Made, New, Outcome, Owned, outcome
from quanze.lists.headings import CATEGORIES
from quanze.lists.model import Annex, AnnexKind, CategoryHead, Column, Contact, Matter, Stage, Text

SOME = CATEGORIES[:3]


def row(name: str, category: str = SOME[0], basis: str = "依据") -> Matter:
    return Matter(
        Text.plain("1"),
        Text.plain(name),
        Text.plain(category),
        Text.plain(basis),
        (Stage(Text.plain("受理"), Text.plain("受理材料。")),),
        Text.plain("依法追责。"),
        Text.plain("办公室"),
    )


def base(*matters: Matter) -> tuple[Owned, ...]:
    """A catalogue with a head for each category and the list in full, both numbered throughout."""
    ordered = [matter for category in SOME for matter in matters if matter.category.value == category]
    ordered = [replace(matter, number=Text.plain(str(at))) for at, matter in enumerate(ordered, 1)]
    heads, at = [], 0
    for category in SOME:
        count = sum(matter.category.value == category for matter in ordered)
        heads.append(CategoryHead(category, count, f"{category}（{count} 项）", at))
        at += count
    bare = tuple(Matter(matter.number, matter.name, Text(matter.category.value, None)) for matter in ordered)
    columns = (Column("序号", "number"), Column("职权名称", "name"))
    owners = tuple(matter.name.value for matter in ordered)
    total = len(ordered)
    catalogue = Annex(
        AnnexKind.CATALOGUE,
        f"目录（共{total}项）",
        declared_total=total,
        head=(f"共 {total} 项",),
        columns=columns,
        categories=tuple(heads),
        matters=bare,
    )
    full = Annex(AnnexKind.RETAINED, "保留的权责清单", matters=tuple(ordered), contact=Contact("110"))
    return Owned(catalogue, owners), Owned(full, owners)


def changed(position: int, old: Matter, **fields: str) -> Made:
    new = replace(old, **{field: Text.plain(value) for field, value in fields.items()})
    return Made(position, Kind.CHANGED, (old.name.value,), (old,), (new,), reason="修订")


def added(position: int, new: Matter) -> Made:
    return Made(position, Kind.ADDED, (), (), (new,))


def gone(position: int, old: Matter) -> Made:
    return Made(position, Kind.CANCELLED, (old.name.value,), (old,), ())


def of(made: Outcome, kind: AnnexKind) -> Owned:
    return next(each for each in made.annexes if each.annex.kind is kind)


A, B, C = row("甲"), row("乙", SOME[1]), row("丙", SOME[1])


def test_a_changed_text_stands_where_the_old_one_stood():
    made = outcome(base(A, B, C), [changed(1, B, basis="新依据")], agency="某局")
    catalogue, adjusted, full = made.annexes
    assert catalogue == base(A, B, C)[0]
    assert [matter.basis.value for matter in full.annex.matters] == ["依据", "新依据", "依据"]
    assert full.owners == ("甲", "乙", "丙")
    [told] = adjusted.annex.matters
    assert (told.before["basis"].value, told.basis.value, told.basis.marks) == ("依据", "新依据", ((0, 1),))
    assert told.adjustment.summary == Text("修改依据", "调整情况：修改依据")
    assert told.adjustment.reason == Text("修订", "调整原因：修订")
    assert list(told.before) == ["basis"]


def test_a_new_name_is_new_in_every_annex():
    made = outcome(base(A, B), [changed(1, B, name="乙乙")], agency="某局")
    for each in made.annexes:
        assert each.annex.matters[-1].name.value == "乙乙"
        assert each.owners[-1] == "乙"


def test_a_new_matter_stands_at_the_end_of_its_category_and_is_counted():
    made = outcome(base(A, B), [added(1, row("新", SOME[0]))], agency="某局")
    catalogue, full = of(made, AnnexKind.CATALOGUE), of(made, AnnexKind.RETAINED)
    for each in (catalogue, full):
        assert each.owners == ("甲", New(1, 0), "乙")
        assert [matter.number.value for matter in each.annex.matters] == ["1", "2", "3"]
    assert [head.exact for head in catalogue.annex.categories] == [
        f"{SOME[0]}（2 项）",
        f"{SOME[1]}（1 项）",
        f"{SOME[2]}（0 项）",
    ]
    assert (catalogue.annex.title, catalogue.annex.head, catalogue.annex.declared_total) == (
        "目录（共3项）",
        ("共 3 项",),
        3,
    )
    assert catalogue.annex.matters[1].basis is None
    assert catalogue.annex.matters[1].category == Text(SOME[0], None)


def test_a_category_that_had_no_head_gets_one():
    made = outcome(base(A), [added(1, row("新", CATEGORIES[5]))], agency="某局")
    heads = of(made, AnnexKind.CATALOGUE).annex.categories
    assert (heads[-1].name, heads[-1].declared, heads[-1].exact, heads[-1].at) == (
        CATEGORIES[5],
        1,
        f"{CATEGORIES[5]}（1项）",
        1,
    )


def test_a_matter_of_another_category_moves():
    made = outcome(base(A, B, C), [changed(1, A, category=SOME[2])], agency="某局")
    catalogue = of(made, AnnexKind.CATALOGUE)
    assert catalogue.owners == ("乙", "丙", "甲")
    assert [head.declared for head in catalogue.annex.categories] == [0, 2, 1]


def test_the_annex_of_an_earlier_adjustment_is_gone():
    old = Annex(AnnexKind.ADJUSTED, "本局调整的权责清单", "附件 2", matters=(row("旧"),))
    before = base(A)
    made = outcome((before[0], Owned(old, ("旧",)), before[1]), [gone(1, A)], agency="某局")
    adjusted = of(made, AnnexKind.ADJUSTED)
    assert (adjusted.annex.title, adjusted.annex.label, adjusted.owners) == (
        "本局调整的权责清单",
        "附件 2",
        ("甲",),
    )


def test_a_catalogue_alone_keeps_all_that_it_shows():
    alone = (Owned(Annex(AnnexKind.CATALOGUE, "目录", matters=(A, B)), ("甲", "乙")),)
    made = outcome(alone, [changed(1, A, basis="新依据")], agency="某局")
    assert made.annexes[0].annex.matters[0].basis.value == "新依据"
    assert made.annexes[0].annex.matters[0].stages == A.stages


def test_a_list_in_full_alone_gets_a_catalogue():
    _, full = base(A, B, C)
    turned = Owned(replace(full.annex, matters=full.annex.matters[::-1]), full.owners[::-1])
    made = outcome([turned], [changed(1, B, basis="新依据")], agency="某局")
    assert [each.annex.kind for each in made.annexes] == ["catalogue", "adjusted", "retained"]
    catalogue = of(made, AnnexKind.CATALOGUE)
    assert catalogue.owners == ("甲", "丙", "乙")
    assert [matter.name.value for matter in catalogue.annex.matters] == ["甲", "丙", "乙"]
    assert catalogue.annex.title == "某局权责清单目录"
    nameless = Owned(replace(full.annex, matters=(replace(A, category=None),)), ("甲",))
    assert [each.annex.kind for each in outcome([nameless], [], agency="某局").annexes] == ["retained"]


def test_a_new_foot():
    made = outcome(base(A), [], agency="某局", contact=Contact("119"))
    assert of(made, AnnexKind.RETAINED).annex.contact == Contact("119")


names = st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=1, unique=True)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Matter], list[Made]]:
    matters = [row(name, draw(st.sampled_from(SOME))) for name in draw(names)]
    changes: list[Made] = []
    rest = list(matters)
    for position in range(1, draw(st.integers(0, 4)) + 1):
        kind = draw(st.sampled_from([Kind.ADDED, Kind.CANCELLED, Kind.CHANGED, Kind.MERGED, Kind.DIVIDED]))
        count = {Kind.ADDED: 0, Kind.MERGED: 2}.get(kind, 1)
        if len(rest) < count:
            continue
        old = tuple(rest.pop(draw(st.integers(0, len(rest) - 1))) for _ in range(count))
        size = {Kind.CANCELLED: 0, Kind.DIVIDED: 2}.get(kind, 1)
        new = tuple(row(f"新{position}{at}", draw(st.sampled_from(SOME)), "新依据") for at in range(size))
        owners = tuple(each.name.value for each in old)
        changes.append(Made(position, kind, owners, old, new))
    return matters, changes


@given(cases())
def test_whatever_changes_the_annexes_agree_and_count_right(case):
    matters, changes = case
    made = outcome(base(*matters), changes, agency="某局")
    catalogue, full = of(made, AnnexKind.CATALOGUE), of(made, AnnexKind.RETAINED)
    expected = Counter(matter.name.value for matter in matters)
    for change in changes:
        expected.subtract(change.owners)
        expected.update(change.becoming)
    assert Counter(full.owners) == +expected
    assert Counter(catalogue.owners) == +expected
    annex = catalogue.annex
    for matter in annex.matters:
        assert matter.basis is None
    starts = [head.at for head in annex.categories]
    ends = [*starts[1:], len(annex.matters)]
    by_owner = dict(zip(full.owners, full.annex.matters, strict=True))
    for head, start, end in zip(annex.categories, starts, ends, strict=True):
        assert head.declared == end - start
        assert {by_owner[owner].category.value for owner in catalogue.owners[start:end]} <= {head.name}
    assert annex.declared_total == len(annex.matters)
    for each in (catalogue, full):
        assert [matter.number.value for matter in each.annex.matters] == [
            str(at) for at in range(1, len(each.annex.matters) + 1)
        ]


@pytest.mark.parametrize("kind", [Kind.MERGED, Kind.DIVIDED])
def test_what_comes_of_matters_stands_where_the_first_of_them_stood(kind):
    old = (B, C) if kind is Kind.MERGED else (B,)
    new = (row("新一", SOME[1]),) if kind is Kind.MERGED else (row("新一", SOME[1]), row("新二", SOME[1]))
    change = Made(1, kind, tuple(each.name.value for each in old), old, new)
    made = outcome(base(A, B, C), [change], agency="某局")
    assert of(made, AnnexKind.RETAINED).owners[:2] == ("甲", New(1, 0))
    assert len(of(made, AnnexKind.ADJUSTED).owners) == 3
