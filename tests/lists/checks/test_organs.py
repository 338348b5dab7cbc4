"""Who is below whom: what a county must report up, a province decides itself."""

from __future__ import annotations

import pytest

from quanze.lists.checks.organs import is_below_province


@pytest.mark.parametrize(
    ("agency", "below"),
    [
        ("南阳市卧龙区工业和信息化局", True),
        ("清河县水利局", True),
        ("开封市市场监督管理局", True),
        ("河南省南阳市交通运输局", True),
        ("科尔沁左翼中旗民政局", True),
        ("重庆市渝中区财政局", True),
        ("内蒙古自治区呼和浩特市教育局", True),
        ("明光市明南街道办事处", True),
        ("河南省市场监督管理局", False),
        ("河南省工业和信息化厅", False),
        ("广西壮族自治区水利厅", False),
        ("北京市知识产权局", False),
        ("国家市场监督管理总局", False),
        (None, False),
    ],
)
def test_whether_an_agency_is_below_the_province(agency: str | None, below: bool) -> None:
    assert is_below_province(agency) is below
