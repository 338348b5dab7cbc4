"""The program ``quanze``: which commands there are, and what every command owes to whoever calls it.

A group of commands is a module under ``quanze.cli`` with ``register(subparsers)``: it adds its parsers and gives each
``set_defaults(run=function)``, a function from the parsed arguments to the exit status. Such a module imports nothing
heavy and no Django when it is loaded: what a command needs it imports when it runs.

Exit status: 0 done; 1 found what it was asked to look for (errors in a list, a difference, a broken chain); 2 could
not do its work, with one line on standard error; 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from quanze import __version__
from quanze.cli.parser import Parser
from quanze.cli.refusing import CliError
from quanze.lists.refusal import Refusal

Run = Callable[[argparse.Namespace], int]

GROUPS = (
    "read",
    "check",
    "diff",
    "compile",
    "write",
    "cite",
    "deadline",
    "laws",
    "impact",
    "verify",
    "anchor",
    "edition",
    "installation",
    "simulate",
)
"""Modules under ``quanze.cli``, in the order of ``quanze --help``."""

DONE, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


def build_parser() -> Parser:
    """The parser of the whole program, with every group of commands that is there."""
    parser = Parser(
        prog="quanze",
        description="权责：读清单、查清单、比清单、写清单、找引用，并对外公开。",
        epilog="每个命令的说明：quanze 命令 --help\n退出码：0 完成；1 查出问题或差异；2 未能完成。",
    )
    parser.add_argument("--version", action="version", version=f"quanze {__version__}", help="显示版本")
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="数据文件夹：数据库、文件、密钥（默认取环境变量 QUANZE_DATA，否则 ./var）",
    )
    subparsers = parser.add_subparsers(
        title="命令", metavar="命令", dest="command", required=True, prog="quanze"
    )
    for group in GROUPS:
        name = f"quanze.cli.{group}"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name).register(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Never raises for what a user can cause."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = build_parser().parse_args(arguments)
        if options.data is not None:
            os.environ["QUANZE_DATA"] = str(options.data.absolute())
        run: Run = options.run
        status = run(options)
        sys.stdout.flush()
        return status
    except (CliError, Refusal) as refusal:
        print(f"quanze: {refusal}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader went away (`quanze read … | head`): that is its right. Python would complain once more when it
        # flushes standard output at exit, so that goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("quanze: 已中断", file=sys.stderr)
        return INTERRUPTED
    except Exception as bug:
        # Python would exit with 1, which says "found what it was asked to look for".
        if os.environ.get("QUANZE_TRACEBACK"):
            traceback.print_exc()
        shown = " ".join(f"{type(bug).__name__}: {bug}".split())
        print(
            f"quanze: 程序内部出错（{shown}）。设 QUANZE_TRACEBACK=1 再运行可见详情，请连同它报告。",
            file=sys.stderr,
        )
        return FAILED
