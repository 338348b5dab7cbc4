"""Rows that a converter moved to the left, and rows that only look so."""

from __future__ import annotations

import pytest

from quanze.lists.assemble.alignment import shift_of
from tests.lists.grids import only, read


@pytest.mark.parametrize("basis", ["无", "略", "同上", "见附件", "暂缺"])
def test_a_basis_that_says_nothing_moves_nothing(basis: str) -> None:
    annex = only(read(f"序号|项目名称|实施依据|责任股室|备注\n1|某项目申报|{basis}|办公室|"))
    (matter,) = annex.matters
    assert matter.name.value == "某项目申报"
    assert matter.basis is not None
    assert matter.basis.value == basis
    assert matter.office is not None
    assert matter.office.value == "办公室"


def test_a_short_liability_without_an_office_beside_it_stays() -> None:
    annex = only(
        read("序号|项目名称|实施依据|追责情形|责任股室\n1|某项目申报|《条例》第三条|按有关规定追责|")
    )
    (matter,) = annex.matters
    assert matter.liability is not None
    assert matter.liability.value == "按有关规定追责"
    assert matter.office is not None
    assert matter.office.value == ""


@pytest.mark.parametrize("category", ["公共服务", "政务服务", "行政监督", "其他服务事项"])
def test_a_category_of_the_bureaus_own_stays_beside_a_blank_remark(category: str) -> None:
    annex = only(read(f"序号|项目名称|职权类别|备注\n1|某项目申报|{category}|\n2|某项目备案|行政许可|"))
    assert [matter.category.value for matter in annex.matters if matter.category] == [category, "行政许可"]


FIELDS = (
    "number",
    "name",
    "category",
    "basis",
    "stages.name",
    "stages.duty",
    "liability",
    "office",
    "extra[备注]",
)
FIRST = (
    *("7", "取水许可", "行政许可", "《水法》第七条", "受理", "收到申请后五日内决定是否受理。"),
    *("滥用职权、玩忽职守、徇私舞弊的，依法给予处分。", "水政股", ""),
)
FURTHER = ("", "", "", "", "审查", "对申请材料进行审核，需要核查的到现场核查。", "", "", "")


def dropped(row: tuple[str, ...], at: int, by: int) -> tuple[list[str], list[str]]:
    """The row with blanks where ``by`` cells were, and what a converter makes of it that drops them."""
    clean = [*row[:at], *[""] * by, *row[at + by :]]
    return clean, [*row[:at], *row[at + by :], *[""] * by]


def put_back(row: list[str]) -> list[str]:
    found = shift_of(row, FIELDS, [True] * len(row), set())
    if found is None:
        return row
    at, by = found
    return [*row[:at], *[""] * by, *row[at : len(row) - by]]


@pytest.mark.parametrize(
    ("row", "at", "by"),
    [(FIRST, at, 1) for at in range(7)]
    + [(FIRST, at, 2) for at in (2, 3, 4)]
    + [(FURTHER, at, by) for by in (1, 2) for at in range(5 - by)],
)
def test_blank_cells_that_were_dropped_before_recognisable_ones_come_back(
    row: tuple[str, ...], at: int, by: int
) -> None:
    clean, moved = dropped(row, at, by)
    assert put_back(moved) == clean
    assert put_back(clean) == clean


@pytest.mark.parametrize(
    ("row", "at", "by"),
    [(FIRST, 5, 2), (FURTHER, 3, 2)],
    ids=["an office is left alone", "a duty is left alone under 实施依据"],
)
def test_a_row_that_tells_too_little_stays_as_it_stands(row: tuple[str, ...], at: int, by: int) -> None:
    _, moved = dropped(row, at, by)
    assert put_back(moved) == moved
