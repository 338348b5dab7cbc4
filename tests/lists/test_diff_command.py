"""``quanze diff`` as whoever types it meets it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from quanze.cli.diff import show
from quanze.cli.program import main
from quanze.lists.codec import load_document
from quanze.lists.compare import compare

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025"


def listed(*matters: dict[str, object], kind: str = "retained") -> dict[str, object]:
    return {"annexes": [{"kind": kind, "matters": list(matters)}]}


OLD = listed(
    {"number": "1", "name": "煤矿关闭审核", "basis": "《煤炭法》第二十六条"},
    {"number": "2", "name": "新产品评价", "basis": "《办法》（豫工信科〔2018〕133号）", "office": "科技股"},
    {"number": "3", "name": "绿色工厂申报", "basis": "《通知》：绿色工厂按年度推荐", "liability": "予以警告"},
)
NEW = listed(
    {
        "number": "1",
        "name": "新产品评价",
        "basis": "《办法》（豫工信科[2018] 133号）",
        "office": "科技和产业股",
    },
    {"number": "2", "name": "绿色工厂申报", "basis": "《通知》：绿色工厂按年度推荐", "liability": "予以记过"},
    {"number": "3", "name": "制造业创新中心申报", "basis": "《创新中心指南》：由牵头单位申报"},
)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "旧.json", tmp_path / "新.json"
    for path, content in zip(paths, (OLD, NEW), strict=True):
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_the_same_list_in_two_formats_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", f"{SAMPLE}.txt", f"{SAMPLE}.docx"]) == 0
    assert capsys.readouterr().out == "两份清单相同。\n"


def test_differences_are_grouped_by_matter(pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *pair]) == 1
    assert capsys.readouterr().out == (
        "[-删去的文字-] {+新增的文字+}\n"
        "\n"
        "保留的权责清单\n"
        "  － 取消：1 煤矿关闭审核\n"
        "  1 新产品评价\n"
        "      责任股室：科技{+和产业+}股\n"
        "  2 绿色工厂申报\n"
        "      追责情形：予以[-警告-]{+记过+}\n"
        "  ＋ 新增：3 制造业创新中心申报\n"
        "\n"
        "新增 1 项；取消 1 项；实质改动 2 处；序号变动 2 项；仅空格、换行或全半角等形式不同 1 处。\n"
    )


def test_differences_of_form_are_listed_on_demand(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *pair, "--form"]) == 1
    assert (
        "实施依据（形式）：《办法》（豫工信科[-〔-]{+[+}2018[-〕-]{+]+}{+ +}133号）\n"
        in capsys.readouterr().out
    )


def test_a_terminal_underlines_what_is_new_and_strikes_what_is_gone() -> None:
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=60, color_system="standard", highlight=False)
    show(compare(load_document(OLD), load_document(NEW)), console, form=False)
    assert "\x1b[9;31m警告\x1b[0m\x1b[4;32m记过\x1b[0m" in out.getvalue()


def test_long_passages_that_did_not_change_are_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = "各省辖市主管部门按照属地化管理原则组织申报工作，" * 20
    paths = []
    for name, basis in (("a.json", f"{same}报送市局。{same}"), ("b.json", f"{same}报送省厅。{same}")):
        path = tmp_path / name
        path.write_text(
            json.dumps(listed({"name": "甲", "basis": basis}), ensure_ascii=False), encoding="utf-8"
        )
        paths.append(str(path))
    assert main(["diff", *paths]) == 1
    [line] = [line for line in capsys.readouterr().out.splitlines() if "实施依据" in line]
    assert "……" in line
    assert "报送[-市局-]{+省厅+}。" in line
    assert len(line) < 120


def test_an_annex_of_one_list_only_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "目录.json"
    path.write_text(
        json.dumps(listed({"name": "甲"}, kind="catalogue"), ensure_ascii=False), encoding="utf-8"
    )
    assert main(["diff", str(path), f"{SAMPLE}.txt"]) == 1
    out = capsys.readouterr().out
    assert "只有新清单有：调整的权责清单、保留的权责清单\n" in out
    assert "－ 取消：甲" in out


@pytest.mark.parametrize("position", [0, 1])
def test_the_file_that_cannot_be_read_is_named(
    position: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "报表.txt"
    bad.write_text("这不是清单", encoding="utf-8")
    files = [f"{SAMPLE}.txt", f"{SAMPLE}.docx"]
    files[position] = str(bad)
    assert main(["diff", *files]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"quanze: {bad}: ")
    assert captured.err.count("\n") == 1


def test_both_cannot_come_from_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "-", "-"]) == 2
    assert capsys.readouterr().err == "quanze: 两份清单不能都从标准输入读\n"
