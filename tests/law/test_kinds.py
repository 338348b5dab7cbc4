"""What an instrument is by its title alone."""

from __future__ import annotations

import pytest

from quanze.law.instruments import Kind
from quanze.law.kinds import kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国水法", Kind.LAW),
        ("行政许可法", Kind.LAW),
        ("中华人民共和国民法典", Kind.LAW),
        ("中华人民共和国水文条例", Kind.ADMINISTRATIVE_REGULATION),
        ("国家新型工业化产业示范基地管理办法", Kind.UNKNOWN),
        ("中华人民共和国进境植物检疫审批管理办法", Kind.UNKNOWN),
        ("企业信用评价方法", Kind.UNKNOWN),
        ("关于扶持小型微型企业发展的意见", Kind.NORMATIVE),
        ("关于开展申报工作的通知", Kind.NOTICE),
    ],
)
def test_a_title_tells_the_kind_only_where_it_is_sure(title: str, kind: Kind) -> None:
    assert kind_of(title, ()) is kind
