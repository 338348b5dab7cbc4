"""Every citation of the sample list, read by eye, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from quanze.law.citations import Citation, ListCitation, cite_list
from quanze.lists.model import ListDocument, fields
from quanze.lists.readers import read
from tests.law.citations.expectations import EXPECTED, FUND_LIABILITY, Expected


@pytest.fixture(scope="module")
def document(sample_file: Path) -> ListDocument:
    return read(sample_file)


@pytest.fixture(scope="module")
def found(document: ListDocument) -> list[ListCitation]:
    return list(cite_list(document))


def row(citation: Citation) -> Expected:
    title = citation.title or ""
    if citation.alias_of is not None:
        title = f"{title}→{citation.alias_of}"
    return title, citation.number, tuple(place.text for place in citation.locators)


def test_every_citation_read_by_eye_is_found_and_nothing_else(
    sample_file: Path, found: list[ListCitation]
) -> None:
    expected = dict(EXPECTED)
    if sample_file.suffix == ".pdf":  # the page's edge cuts the last line of this cell off
        expected["adjusted", "1", "liability"] = FUND_LIABILITY[:-1]
    cells: dict[tuple[str, str, str], list[Expected]] = defaultdict(list)
    for annex, _, number, field, citation in found:
        cells[annex.value, number or "", field].append(row(citation))
    assert dict(cells) == expected


def test_each_stands_where_it_says(document: ListDocument, found: list[ListCitation]) -> None:
    values = {
        (annex.kind, matter.number and matter.number.value, path): text.value
        for annex in document.annexes
        for matter in annex.matters
        for path, text in fields(matter)
    }
    assert found
    for annex, _, number, field, citation in found:
        value = values[annex, number, field]
        assert value[citation.start : citation.end] == citation.text
        for place in citation.locators:
            assert value[place.start : place.end].strip("（）()。 ")


def test_a_notice_and_what_it_issues_are_told_apart(found: list[ListCitation]) -> None:
    issued = {entry.citation.issued for entry in found} - {None}
    assert issued == {
        "河南省省级制造业高质量发展专项资金管理办法",
        "河南省先进制造业发展专项资金管理办法",
        "促进中小企业发展规划（2016—2020年）",
        "河南省工业新产品综合评价办法（试行）",
        "焦化行业规范条件",
        "技术创新示范企业认定管理办法（试行）",
    }


def test_a_short_name_that_the_text_gives_is_kept(found: list[ListCitation]) -> None:
    assert [entry.citation.alias for entry in found if entry.citation.alias] == ["通知"]


def test_the_headings_of_a_notice_are_told_where_the_text_shows_their_end(found: list[ListCitation]) -> None:
    sections = {
        (entry.annex.value, entry.number, place.text): place.sections
        for entry in found
        for place in entry.citation.locators
        if place.sections
    }
    assert sections["adjusted", "1", "三、（一）"] == ("三、有关要求", "（一）")
    assert sections["adjusted", "2", "四、（三）"] == ("四、组织管理", "（三）地市初审上报")
    assert sections["retained", "2", "十五、"] == ("十五、",)
    assert sections["retained", "10", "四、（三）1."] == (
        "四、申报要求",
        "（三）材料报送要求",
        "1.省制造业创新中心",
    )
