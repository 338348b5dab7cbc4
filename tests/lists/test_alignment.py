"""Rows that a converter moved to the left, and rows that only look so."""

from __future__ import annotations

import pytest

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
