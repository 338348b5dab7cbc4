"""Laws named without 《》, where the library knows their titles."""

from __future__ import annotations

import pytest

from quanze.law.citations import KnownTitles, cite

KNOWN = KnownTitles(
    [
        "中华人民共和国行政许可法",
        "中华人民共和国监察法",
        "河南省煤炭条例",
        "优化营商环境条例",
        "河南省优化营商环境条例",
        "企业技术中心管理办法（试行）",
    ]
)

CASES = [
    (
        "根据行政许可法第三十二条，参照河南省煤炭条例第二十条",
        ["行政许可法 第三十二条", "河南省煤炭条例 第二十条"],
    ),
    ("依照中华人民共和国监察法处理", ["中华人民共和国监察法 "]),
    ("《行政许可法》和行政许可法（2019修正）第三条", ["行政许可法 ", "行政许可法 第三条"]),
    ("企业技术中心管理办法（试行）第三条", ["企业技术中心管理办法（试行） 第三条"]),
    ("河南省优化营商环境条例第三条", ["河南省优化营商环境条例 第三条"]),
    ("安阳市优化营商环境条例第三条", []),
    ("行政许可法定条件、行政许可法律法规", []),
    ("监察法实施条例第三条", []),
    ("《关于贯彻行政许可法的通知》", ["关于贯彻行政许可法的通知 "]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_known_titles_are_found_without_marks(text: str, expected: list[str]) -> None:
    found = cite(text, known_titles=KNOWN)
    assert [f"{c.title} {'、'.join(p.text for p in c.locators)}" for c in found] == expected
    assert all(text[c.start : c.end] == c.text for c in found)


def test_titles_may_be_given_as_they_are() -> None:
    assert [c.title for c in cite("行政许可法第三条", known_titles=["行政许可法"])] == ["行政许可法"]
    assert cite("行政许可法第三条") == ()
    assert not KnownTitles([])
