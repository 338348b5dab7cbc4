"""``quanze cite`` as whoever types it meets it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document

from quanze.cli.program import main
from quanze.law.citations import cite_list
from quanze.lists.readers import read

NOTICE = """各县区工业和信息化主管部门：
根据《企业技术中心认定管理办法》（清政〔2020〕5号，以下简称《办法》）第六条、第七条，现将有关事项通知如下。
《办法》第八条规定的材料……
"""


@pytest.fixture
def notice(tmp_path: Path) -> str:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8-sig", newline="\r\n")
    return str(path)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_text_is_told_line_by_line(notice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", notice]) == 0
    assert told(capsys) == (
        "第2行  《企业技术中心认定管理办法》（清政〔2020〕5号）第六条、第七条  〔简称“办法”〕\n"
        "第3行  《办法》第八条  〔指《企业技术中心认定管理办法》〕\n"
        "共 2 处引用，涉及 1 个文件。\n"
    )


def test_offsets_count_the_characters_of_the_text(notice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", notice, "--json"]) == 0
    text = NOTICE.replace("\n", "\r\n")
    first, second = json.loads(told(capsys))["citations"]
    assert text[first["start"] : first["end"]] == first["text"]
    assert (
        [text[start:end] for start, end in first["locator_spans"]]
        == first["locators"]
        == ["第六条", "第七条"]
    )
    assert (second["title"], second["alias_of"]) == ("办法", first["title"])
    assert "annex" not in first


def test_a_list_is_told_by_annex_matter_and_field(
    sample_txt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", str(sample_txt)]) == 0
    lines = told(capsys).splitlines()
    at = lines.index("保留的权责清单")
    assert lines[at : at + 5] == [
        "保留的权责清单",
        "  1 关闭煤矿和报废矿井许可审核",
        "    实施依据",
        "      《中华人民共和国煤炭法》（主席令第七十五号）第二十六条  〔1996年12月1日、2016年11月7日〕",
        "      《河南省煤炭条例》第二十条",
    ]
    assert "      本办法  〔指《河南省省级制造业高质量发展专项资金管理办法》〕" in lines
    assert lines[-1] == "共 53 处引用，涉及 31 个文件。"


def test_citations_of_a_list_name_their_cell(sample_docx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", str(sample_docx), "--json"]) == 0
    printed = json.loads(told(capsys))["citations"]
    assert [(c["annex"], c["matter"], c["matter_number"], c["field"], c["start"]) for c in printed] == [
        (found.annex, found.matter, found.number, found.field, found.citation.start)
        for found in cite_list(read(sample_docx))
    ]


def test_a_word_file_that_is_no_list_is_read_as_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    document.add_paragraph("关于受理的说明")
    document.add_paragraph("依据《煤炭法》第二十六条")
    document.save(str(tmp_path / "说明.docx"))
    assert main(["cite", str(tmp_path / "说明.docx")]) == 0
    assert told(capsys).startswith("第2行  《煤炭法》第二十六条\n")


@pytest.mark.parametrize(
    "text", ["[2019年]《煤炭法》第三条", "{一}《煤炭法》第三条", "第一列\t《煤炭法》第三条"]
)
def test_any_text_is_read_from_standard_input(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    assert main(["cite", "-"]) == 0
    assert told(capsys) == "第1行  《煤炭法》第三条\n共 1 处引用，涉及 1 个文件。\n"


def test_a_text_without_citations_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "空.txt"
    path.write_text("今天天气好", encoding="utf-8")
    assert main(["cite", str(path)]) == 0
    assert told(capsys) == "没有找到引用。\n"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("空.txt", b"", "文件是空的"),
        ("旧.txt", "《煤炭法》".encode("gbk"), "GB18030"),
        ("坏.docx", b"PK\x03\x04", "文件损坏"),
        ("清单.json", b'{"annexes": 3}', "annexes"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    name: str, content: bytes, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["cite", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert complaint in said.err
    assert said.err.count("\n") == 1


def test_a_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", str(tmp_path / "无.txt")]) == 2
    assert "没有这个文件" in capsys.readouterr().err
