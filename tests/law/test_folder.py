"""A folder of laws: versions grouped, files refused one by one, nothing stops the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quanze.law.citations.model import Ordinal
from quanze.law.folder import Read, Refused, law_files, read_folder
from quanze.lists.refusal import Refusal
from tests.law.laws import CONDUCT, LAWS, MINES_2009, MINES_2015, MINES_2022, needs_laws


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection as it is found: folders by kind, names with and without dates, files that are no laws."""
    files = {
        "README.md": "# 说明\n",
        "法律/矿井法(2009-03-01).md": MINES_2009,
        "法律/矿井法(2022-10-30).md": MINES_2022,
        "其他/中华人民共和国矿井法(2015-04-24).md": MINES_2015,
        "行政法规/公职人员作风条例.md": CONDUCT,
        "行政法规/公职人员作风条例(2018-05-20).md": CONDUCT,
        "空.md": "",
        ".git/某法.md": MINES_2009,
        "图.png": "x",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_versions_of_one_law_are_one_instrument_in_the_order_of_time(folder: Path) -> None:
    read = {found.instrument.bare: found for found in read_folder(folder) if isinstance(found, Read)}
    assert set(read) == {"矿井法", "公职人员作风条例"}
    assert [version.label for version in read["矿井法"].instrument.versions] == [
        "2009年3月1日文本",
        "2015年4月24日修正文本",
        "2022年10月30日修订文本",
    ]
    assert len(read["矿井法"].paths) == 3


def test_the_same_text_twice_counts_once_and_is_told(folder: Path) -> None:
    (found,) = [
        found
        for found in read_folder(folder)
        if isinstance(found, Read) and found.instrument.bare == "公职人员作风条例"
    ]
    assert len(found.instrument.versions) == 1
    assert "同一文本" in found.doubts[0]


CODE = """\
# 中华人民共和国矿典

# {part}

2020年5月28日 第十三届全国人民代表大会第三次会议通过

<!-- INFO END -->

{articles}
"""


def test_a_code_kept_in_several_files_is_one_version(tmp_path: Path) -> None:
    parts = {
        "关闭编": "第三条 关闭矿井，应当申请。\n\n第四条 本法自2021年1月1日起施行。",
        "总则编": "第一条 制定本法。\n\n第二条 适用本法。",
    }
    (tmp_path / "矿典").mkdir()
    for part, articles in parts.items():
        (tmp_path / "矿典" / f"{part}.md").write_text(
            CODE.format(part=part, articles=articles), encoding="utf-8"
        )
    (found,) = read_folder(tmp_path)
    assert isinstance(found, Read)
    (version,) = found.instrument.versions
    assert [article.ordinal.n for article in version.articles] == [1, 2, 3, 4]
    assert [article.headings for article in version.articles[1:3]] == [("总则编",), ("关闭编",)]
    assert (version.in_force_from, version.assumed) == (date(2021, 1, 1), False)


def test_of_two_files_of_one_day_the_fuller_is_kept(tmp_path: Path) -> None:
    (tmp_path / "矿井法(2009-03-01).md").write_text(MINES_2009, encoding="utf-8")
    (tmp_path / "矿井法.md").write_text(
        MINES_2009.replace("第五条 本法自2009年7月1日起施行。", ""), encoding="utf-8"
    )
    (found,) = read_folder(tmp_path)
    assert isinstance(found, Read)
    (version,) = found.instrument.versions
    assert len(version.articles) == 5
    assert found.doubts == ("矿井法.md：与 矿井法(2009-03-01).md 是同一文本，只收后者",)


def test_each_file_that_is_not_read_says_why(folder: Path) -> None:
    refused = {found.path: found.reason for found in read_folder(folder) if isinstance(found, Refused)}
    assert refused == {"README.md": "不是法律文件（说明、目录或模板）", "空.md": "文件是空的"}


def test_hidden_folders_and_other_files_are_passed_over(folder: Path) -> None:
    assert {path.name for path in law_files(folder)}.isdisjoint({"图.png", "某法.md"})


def test_reading_twice_gives_the_same(folder: Path) -> None:
    assert list(read_folder(folder)) == list(read_folder(folder))


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有这个文件夹"):
        law_files(tmp_path / "无")
    (tmp_path / "文件").write_text("x")
    with pytest.raises(Refusal, match="不是文件夹"):
        law_files(tmp_path / "文件")


@needs_laws
def test_real_laws_are_read_whole() -> None:
    read = {found.instrument.bare: found.instrument for found in read_folder(LAWS) if isinstance(found, Read)}
    assert len(read) == 24
    assert [len(version.articles) for version in read["监察法"].versions] == [69, 78]
    assert [version.label for version in read["行政复议法"].versions] == [
        "2017年9月1日修正文本",
        "2023年9月1日修订文本",
    ]
    for instrument in read.values():
        for version in instrument.versions:
            numbers = [article.ordinal for article in version.articles]
            assert numbers == [Ordinal(n) for n in range(1, len(numbers) + 1)], instrument.title
            assert version.in_force_from is not None
            assert all(article.text for article in version.articles)
