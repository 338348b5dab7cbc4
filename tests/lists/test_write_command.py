"""``quanze write`` as whoever types it meets it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from quanze.cli.program import main
from quanze.lists import readers

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025"


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "json"])
def test_the_list_is_written_and_read_again(
    format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"清单.{format}"
    assert main(["write", f"{SAMPLE}.txt", "--to", format, "-o", str(target)]) == 0
    out = capsys.readouterr().out
    assert f"已写成 {target}：3 个附件，22 项" in out
    assert readers.read(target).annexes == readers.read(f"{SAMPLE}.txt").annexes
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_written_json_is_what_read_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "清单.json"
    assert main(["write", f"{SAMPLE}.docx", "--to", "json", "-o", str(target)]) == 0
    capsys.readouterr()
    assert main(["read", f"{SAMPLE}.docx", "--json"]) == 0
    assert capsys.readouterr().out == target.read_text(encoding="utf-8")


def test_standard_output_takes_the_file_when_it_is_no_terminal() -> None:
    command = [
        sys.executable,
        "-m",
        "quanze.cli.program",
        "write",
        f"{SAMPLE}.txt",
        "--to",
        "docx",
        "-o",
        "-",
    ]
    program = "import sys; from quanze.cli.program import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", program, *command[3:]], capture_output=True, check=True)
    assert done.stderr == b""
    assert len(readers.read_bytes(done.stdout, "x.docx").annexes) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.docx", "--to", "docx", "-o", "OUT/a.docx"], "nowhere.docx: 没有这个文件"),
        ([f"{SAMPLE}.txt", "--to", "docx", "-o", "OUT/nowhere/a.docx"], "a.docx: 要写入的文件夹不存在"),
        ([f"{SAMPLE}.txt", "--to", "docx", "-o", "OUT/a.xlsx"], "a.xlsx: 扩展名与格式不符：--to 是 docx"),
        ([f"{SAMPLE}.txt", "--to", "odt", "-o", "OUT/a.odt"], "参数 --to 不能是 'odt'"),
        ([f"{SAMPLE}.txt", "--to", "html"], "缺少参数：-o/--output"),
        ([f"{SAMPLE}.txt", "--to", "html", "-o", "OUT"], "这是文件夹，不是文件"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [argument.replace("OUT", str(tmp_path)) for argument in arguments]
    assert main(["write", *given]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "坏.json"
    source.write_text(
        '{"annexes": [{"kind": "retained", "matters": [{"name": "甲\\u0001"}]}]}', encoding="utf-8"
    )
    target = tmp_path / "清单.docx"
    target.write_bytes(b"old")
    assert main(["write", str(source), "--to", "docx", "-o", str(target)]) == 2
    assert "第1项“甲□”的“项目名称”一栏第2个字" in capsys.readouterr().err
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["坏.json", "清单.docx"]


def test_the_file_keeps_its_rights_and_the_link_that_leads_to_it(tmp_path: Path) -> None:
    kept = tmp_path / "真.html"
    kept.write_text("old")
    kept.chmod(0o640)
    link = tmp_path / "链.html"
    link.symlink_to(kept)
    assert main(["write", f"{SAMPLE}.txt", "--to", "html", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert kept.read_bytes().startswith(b"<!DOCTYPE html>")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


def test_a_new_file_has_the_rights_that_new_files_have(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert main(["write", f"{SAMPLE}.txt", "--to", "html", "-o", str(tmp_path / "a.html")]) == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o640


def test_a_device_is_written_to_as_it_is() -> None:
    assert main(["write", f"{SAMPLE}.txt", "--to", "html", "-o", os.devnull]) == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
