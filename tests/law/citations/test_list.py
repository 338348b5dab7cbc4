"""Citations of a list know their cells; short names reach from a matter's basis into its duties."""

from __future__ import annotations

from quanze.law.citations import cite_list
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Stage, Text


def document(*matters: Matter) -> ListDocument:
    return ListDocument(
        None, "清河县工业和信息化局", (Annex(AnnexKind.ADJUSTED, "调整的权责清单", matters=matters),)
    )


def rows(listed: ListDocument) -> list[tuple[str, str | None, str | None]]:
    return [(e.field, e.citation.title, e.citation.alias_of) for e in cite_list(listed)]


def test_a_duty_may_use_the_short_name_that_the_basis_explains() -> None:
    matter = Matter(
        Text.plain("1"),
        Text.plain("企业技术中心认定"),
        basis=Text.plain("《企业技术中心认定管理办法》（清政〔2020〕5号，以下简称《认定办法》）第六条"),
        stages=(
            Stage(Text.plain("受理"), Text.plain("按《认定办法》第八条受理")),
            Stage(Text("受理", None), Text.plain("按《管理办法》审核")),
        ),
    )
    full = "企业技术中心认定管理办法"
    assert rows(document(matter)) == [
        ("basis", full, None),
        ("stages[0].duty", "认定办法", full),
        ("stages[1].duty", "管理办法", full),
    ]


def test_it_does_not_reach_into_another_matter_nor_between_old_and_new_text() -> None:
    old = Matter(
        Text.plain("1"),
        Text.plain("甲"),
        basis=Text.plain("《新管理办法》第三条"),
        before={"basis": Text.plain("《管理办法》第三条。《旧管理办法》第五条")},
    )
    new = Matter(Text.plain("2"), Text.plain("乙"), basis=Text.plain("《管理办法》第三条"))
    assert rows(document(old, new)) == [
        ("basis", "新管理办法", None),
        ("before[basis]", "管理办法", None),
        ("before[basis]", "旧管理办法", None),
        ("basis", "管理办法", None),
    ]


def test_a_cell_merged_over_several_rows_is_read_once() -> None:
    duty = "按《甲办法》第三条受理"
    matter = Matter(
        None,
        Text.plain("甲"),
        stages=(Stage(Text.plain("受理"), Text.plain(duty)), Stage(Text.plain("审核"), Text(duty, None))),
    )
    assert rows(document(matter)) == [("stages[0].duty", "甲办法", None)]
