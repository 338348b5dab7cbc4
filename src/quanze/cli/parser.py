"""An argument parser that explains itself in Chinese and refuses in one line."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from quanze.cli.refusing import CliError

COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"one of the arguments (.*) is required", r"须给出其中一个参数：\1"),
    (r"argument (.*?): not allowed with argument (.*)", r"参数 \1 不能与 \2 同用"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"参数 \1 不能是 \2，可用：\3"),
    (r"argument (.*?): expected one argument", r"参数 \1 后缺少值"),
    (r"argument (.*?): expected at least one argument", r"参数 \1 后至少要有一个值"),
    (r"argument (.*?): expected (\d+) arguments?", r"参数 \1 后应有 \2 个值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"参数 \1 不带值，却给了 \2"),
    (r"argument (.*?): invalid \S+ value: (.*)", r"参数 \1 的值无效：\2"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)
"""What argparse says in English, as patterns, and the same for our users. The first that fits is taken."""


class Parser(argparse.ArgumentParser):
    """The parser of the program and of each of its commands (sub-commands take the class of their parent)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["add_help"] = False
        kwargs.setdefault("allow_abbrev", False)
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **kwargs)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage: ", "用法：", 1)
        return re.sub(r"^(参数|选项|命令):$", r"\1：", text, flags=re.MULTILINE)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Ends after ``--help`` and ``--version``. What was printed goes out now, so that a reader who went away is
        noticed by ``main`` and not by Python at the very end, which would complain."""
        sys.stdout.flush()
        super().exit(status, message)

    def error(self, message: str) -> NoReturn:
        """Raises :class:`CliError`; ``message`` comes from argparse."""
        for pattern, ours in COMPLAINTS:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, ours, message, count=1, flags=re.DOTALL)
                break
        raise CliError(f"{message}（用法：{self.prog} --help）")
