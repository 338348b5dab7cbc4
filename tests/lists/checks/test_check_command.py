"""``quanze check`` as whoever types it meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from quanze.cli.check import show
from quanze.cli.program import main
from quanze.lists.checks import check
from quanze.lists.codec import load_document

Write = Callable[..., str]

CLEAN: dict[str, Any] = {
    "number": "1",
    "name": "企业技术中心申报",
    "category": "其他职权",
    "basis": "《企业技术中心管理办法》（清政〔2020〕5号）第六条",
    "stages": [{"name": "受理", "duty": "受理申报材料。"}],
    "liability": "违反规定的，依法给予处分。",
    "office": "产业股",
}
CONTACT = {
    "service_phone": "60000000",
    "complaint_body": "监察室",
    "complaint_phone": "60000001",
    "address": "人民路",
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*matters: dict[str, Any]) -> str:
        path = tmp_path / "清单.json"
        annex = {"kind": "retained", "matters": list(matters), "contact": CONTACT}
        path.write_text(
            json.dumps({"agency": "清河县工业和信息化局", "annexes": [annex]}, ensure_ascii=False),
            encoding="utf-8",
        )
        return str(path)

    return written


def test_a_list_in_order(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write(CLEAN)]) == 0
    assert capsys.readouterr().out == "清河县工业和信息化局：清单体检\n\n没有发现问题。\n"


def test_findings_are_grouped_by_matter_with_place_and_suggestion(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {
        **CLEAN,
        "number": "2",
        "name": "绿色工厂申报",
        "basis": "《绿色工厂管理办法》（清政[2020]5号）第六条",
        "liability": "按照国家 and 省有关规定处理。",
    }
    assert main(["check", write(CLEAN, bad)]) == 1
    assert capsys.readouterr().out == (
        "清河县工业和信息化局：清单体检\n"
        "\n"
        "保留的权责清单\n"
        "  2 绿色工厂申报\n"
        "      警告 Z401 实施依据：发文字号“清政[2020]5号”的年份用了“[]”，应用六角括号“〔〕”\n"
        "           《绿色工厂管理办法》（【清政[2020]5号】）第六条\n"
        "           建议：“清政[2020]5号”改为“清政〔2020〕5号”\n"
        "      错误 W301 追责情形：“按照国家 and 省有关规定处”中夹有外文词“and”\n"
        "           按照国家【 and 】省有关规定处理。\n"
        "           建议：“ and ”改为“和”\n"
        "\n"
        "所用规则\n"
        "  W301 中文文字中夹有外文词（1 处） 《党政机关公文处理工作条例》第十九条：公文起草应当做到表述准确，文字精练\n"
        "  Z401 发文字号的年份没有用六角括号（1 处） GB/T 9704—2012 7.2.5：年份标全称并用六角括号“〔〕”括入；"
        "发文顺序号不加“第”字，不编虚位\n"
        "\n"
        "共 2 处：错误 1 处，警告 1 处，提示 0 处。\n"
    )


def test_warnings_alone_do_not_fail(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write({**CLEAN, "liability": "依法处理，，追究责任。"})]) == 0
    assert "错误 0 处，警告 1 处" in capsys.readouterr().out


def test_the_sample_is_told_with_what_reading_repaired(
    sample_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(sample_file)]) == 1
    out = capsys.readouterr().out
    assert "  4 省新型工业化产业示范基地申报\n" in out
    assert "      错误 C213 追责情形：“情节严重的，予以警告" in out
    assert "R102 职权名称：“国家级和省 级绿色工 厂、绿色园 区申报”中夹有空格" in out


def test_many_alike_hints_are_cut_unless_all_are_wanted(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        *(
            {**CLEAN, "number": str(n), "name": f"第{n}类企业申报", "liability": "受理:登记。"}
            for n in range(1, 31)
        )
    )
    assert main(["check", path]) == 0
    out = capsys.readouterr().out
    assert out.count("提示 W310") == 20
    assert "另有 10 处同类提示没有逐处列出，加 --all 可全部列出。" in out
    assert "共 30 处：错误 0 处，警告 0 处，提示 30 处。" in out
    assert main(["check", path, "--all"]) == 0
    assert capsys.readouterr().out.count("提示 W310") == 30


def test_json_holds_what_the_contract_promises(sample_txt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(sample_txt), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    (slip,) = [f for f in findings if f["rule"] == "C213"]
    assert slip == {
        "rule": "C213",
        "severity": "error",
        "annex": "retained",
        "matter": "省新型工业化产业示范基地申报",
        "number": "4",
        "field": "liability",
        "start": 8,
        "end": 41,
        "message": "“情节严重的，予以警告、记过或者记大过;情节严重的，予以降级或者撤职”："
        "两档处分都写“情节严重的”，无法分辨适用哪一档",
        "reference": "《公职人员政务处分法》第三十八条：情节较重的，予以警告、记过或者记大过；"
        "情节严重的，予以降级或者撤职",
        "suggestion": None,
    }
    assert {f["severity"] for f in findings} == {"error", "warning", "info"}
    assert any("place" in f for f in findings if f["rule"].startswith("R"))


def test_a_date_may_be_given(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write(CLEAN), "--on", "2026-11-23"]) == 0
    capsys.readouterr()
    assert main(["check", write(CLEAN), "--on", "明天"]) == 2
    assert "不是日期" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "complaint"), [(None, "没有这个文件"), (b"\x00\x01\x02" * 50, ""), (b"", "")]
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, complaint: str
) -> None:
    path = tmp_path / "清单.txt"
    if content is not None:
        path.write_bytes(content)
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"quanze: {path}: {complaint}")
    assert told.err.count("\n") == 1


def test_a_terminal_gets_colours_and_keeps_the_words(write: Write) -> None:
    with Path(write({**CLEAN, "liability": "按照国家 and 省规定处理。"})).open(encoding="utf-8") as file:
        listed = load_document(json.load(file))
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=60, highlight=False, color_system="standard")
    show(listed, check(listed), console)
    text = out.getvalue()
    assert "\x1b[1;31m错误\x1b[0m" in text
    assert "【" in text


LAW = """\
# 中华人民共和国矿井法

2020年5月1日 第十三届全国人民代表大会常务委员会第八次会议通过

<!-- INFO END -->

第一条 关闭矿井，应当提交申请报告。

第二条 本法自2020年7月1日起施行。
"""


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    folder = tmp_path / "法规"
    folder.mkdir()
    (folder / "矿井法(2020-05-01).md").write_text(LAW, encoding="utf-8")
    (folder / "README.md").write_text("# 说明\n", encoding="utf-8")
    return folder


def test_beside_a_folder_of_laws(write: Write, laws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quoting = CLEAN | {"basis": "《矿井法》第一条：关闭矿井，应当提交书面报告。"}
    assert main(["check", write(quoting), "--laws", str(laws), "--on", "2026-11-26"]) == 0
    printed = capsys.readouterr()
    assert "Q601" in printed.out
    assert "原文“提交申请报告”写作“提交书面报告”" in printed.out
    assert "建议：“提交书面报告”改为“提交申请报告”" in printed.out
    assert "README.md：不是法律文件" in printed.err


def test_on_another_day(write: Write, laws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    citing = CLEAN | {"basis": "《矿井法》第一条"}
    assert main(["check", write(citing), "--laws", str(laws), "--on", "2020-06-30", "--json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["rule"], "自2020年7月1日起施行" in finding["message"]) == ("L508", True)


def test_past_years_need_no_laws(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    yearly = CLEAN | {"basis": "《关于开展2023年度申报工作的通知》（清工信〔2023〕3号）第一条"}
    assert main(["check", write(yearly), "--on", "2023-12-31"]) == 0
    assert "L506" not in capsys.readouterr().out
    assert main(["check", write(yearly), "--on", "2024-01-01"]) == 0
    assert "L506" in capsys.readouterr().out


@pytest.mark.parametrize(("make", "reason"), [(False, "没有这个文件夹"), (True, "没有能读的法律法规")])
def test_a_folder_without_laws(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], make: bool, reason: str
) -> None:
    folder = tmp_path / "空"
    if make:
        folder.mkdir()
    assert main(["check", write(CLEAN), "--laws", str(folder)]) == 2
    assert reason in capsys.readouterr().err
