"""The program ``quanze`` as whoever types it meets it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import pytest

from quanze import __version__
from quanze.cli import program
from quanze.cli.refusing import CliError, speaking_of
from quanze.lists.model import Place
from quanze.lists.refusal import Refusal


def quanze(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "quanze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, **options)


def test_it_says_its_version() -> None:
    done = quanze("--version")
    assert (done.returncode, done.stdout) == (0, f"quanze {__version__}\n")


def test_it_explains_itself_in_chinese() -> None:
    done = quanze("--help")
    assert done.returncode == 0
    assert "用法：quanze" in done.stdout
    assert "usage" not in done.stdout
    assert "退出码" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "缺少参数：命令"),
        (["--nothing"], "缺少参数：命令"),
        (["nonsense"], "参数 命令 不能是 'nonsense'"),
        (["--data"], "参数 --data 后缺少值"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(arguments: list[str], complaint: str) -> None:
    done = quanze(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"quanze: {complaint}")
    assert done.stderr.count("\n") == 1


def run_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    def build_parser() -> argparse.ArgumentParser:
        def run(_options: argparse.Namespace) -> int:
            raise error

        parser = argparse.ArgumentParser()
        parser.set_defaults(run=run, data=None)
        return parser

    monkeypatch.setattr(program, "build_parser", build_parser)
    return program.main([])


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (CliError("没有这个文件", subject="清单.docx"), 2, "quanze: 清单.docx: 没有这个文件\n"),
        (CliError("第一行\n第二行"), 2, "quanze: 第一行 第二行\n"),
        (Refusal("不是清单", Place(table=3, row=5)), 2, "quanze: 第3张表第5行：不是清单\n"),
        (KeyboardInterrupt(), 130, "quanze: 已中断\n"),
        (
            ZeroDivisionError("a\nb"),
            2,
            "quanze: 程序内部出错（ZeroDivisionError: a b）。设 QUANZE_TRACEBACK=1 再运行可见详情，请连同它报告。\n",
        ),
    ],
)
def test_what_a_command_refuses_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    line: str,
) -> None:
    assert run_with(monkeypatch, error) == status
    assert capsys.readouterr() == ("", line)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FileNotFoundError(2, "no"), "清单.docx: 没有这个文件"),
        (IsADirectoryError(21, "no"), "清单.docx: 这是文件夹，不是文件"),
        (PermissionError(13, "no"), "清单.docx: 没有读写这个文件的权限"),
        (OSError(28, "No space left on device"), "清单.docx: 系统拒绝：No space left on device"),
        (Refusal("不是清单", Place(page=2)), "清单.docx: 第2页：不是清单"),
    ],
)
def test_a_refusal_names_the_file(error: Exception, line: str) -> None:
    with pytest.raises(CliError) as refused, speaking_of("清单.docx"):
        raise error
    assert str(refused.value) == line


@pytest.mark.parametrize("command", ["--help", "--version", "check --help"])
def test_a_reader_that_goes_away_is_no_error(command: str) -> None:
    # `quanze --help | true`: nobody reads any more when it is written, which is when the program ends.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "quanze", *command.split()],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=usual,
            text=True,
            timeout=60,
        )
    finally:
        os.close(writer)
    assert (done.stderr, done.returncode) == ("", 0)


def test_it_starts_without_django() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, quanze.cli.program as p; p.build_parser(); print('django' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "False\n", done.stderr
