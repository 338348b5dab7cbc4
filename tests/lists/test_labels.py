"""Fields by the names that people call them."""

from __future__ import annotations

import pytest

from quanze.lists.labels import field_label


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("basis", "实施依据"),
        ("name", "职权名称"),
        ("stages[2].duty", "第3个环节的责任事项"),
        ("stages[0].name", "第1个环节的名称"),
        ("stages[11]", "第12个环节"),
        ("categories[9].declared", "第10个类别的项数"),
        ("categories[9]", "第10个类别"),
        ("extra[监督电话]", "监督电话"),
        ("extra[收费 [元]]", "收费 [元]"),
        ("before[basis]", "调整前的实施依据"),
        ("before[stages[1].duty]", "调整前的第2个环节的责任事项"),
        ("adjustment.reason", "调整原因"),
        ("contact.complaint_body", "投诉机构"),
        ("declared_total", "总项数"),
        ("whatever", "whatever"),
    ],
)
def test_a_path_has_a_name(path: str, label: str) -> None:
    assert field_label(path) == label
