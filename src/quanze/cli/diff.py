"""``quanze diff``: what changed from one list to another."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from quanze.cli.refusing import CliError, speaking_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from quanze.lists.compare import Change, Comparison
    from quanze.lists.model import ListDocument

CONTEXT = 24
"""So many characters that both texts have are shown beside a difference."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "diff",
        help="比较两份清单，细到字",
        description="比较两份权责清单：逐附件、逐事项、逐栏，细到字。新增的文字加下划线，删去的文字加删除线；\n"
        "空格、换行、全角半角之类的形式差异与实质差异分开，只报数目。\n"
        "退出码：0 相同；1 有差异；2 有一份读不了。",
    )
    parser.add_argument("old", metavar="A", help="原清单（任何能读的格式）；- 表示从标准输入读")
    parser.add_argument("new", metavar="B", help="新清单")
    parser.add_argument("--form", action="store_true", help="把形式差异和序号变动也逐处列出")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/diff.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the differences. Returns 0 where there is none, else 1."""
    from quanze.lists.compare import compare

    if options.old == options.new == "-":
        raise CliError("两份清单不能都从标准输入读")
    comparison = compare(_read(options.old), _read(options.new))
    if options.json:
        from quanze.lists.compare.codec import dump_comparison

        json.dump(dump_comparison(comparison), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        show(comparison, Console(highlight=False, markup=False, emoji=False), form=options.form)
    return 0 if comparison.same else 1


def _read(path: str) -> ListDocument:
    from quanze.lists import readers

    with speaking_of(path):
        return readers.read(path)


def show(comparison: Comparison, console: Console, *, form: bool) -> None:
    """The differences for people, grouped by annex and matter. Where the output is no terminal, marks stand for
    colours: ``[-…-]`` was struck, ``{+…+}`` is new."""
    from rich.padding import Padding

    plain = not console.is_terminal
    if comparison.same:
        console.print("两份清单相同。")
        return
    if plain and any(change.substantive for change in comparison.changes):
        console.print("[-删去的文字-] {+新增的文字+}", soft_wrap=True)
    for indent, text in _report(comparison, plain=plain, form=form):
        if plain:
            console.print(" " * indent, text, sep="", soft_wrap=True)
        else:
            console.print(Padding(text, (0, 0, 0, indent)))


def _report(comparison: Comparison, *, plain: bool, form: bool) -> Iterator[tuple[int, Text]]:
    """Lines with their indentation."""
    from rich.text import Text

    from quanze.lists.labels import ANNEXES

    for kinds, which in ((comparison.only_in_old, "原清单"), (comparison.only_in_new, "新清单")):
        if kinds:
            names = "、".join(ANNEXES[kind] for kind in kinds)
            yield 0, Text(f"只有{which}有：{names}")
    if comparison.names_only:
        yield 0, Text("两份清单没有同类的附件，只比较职权名称。")
    shown = [change for change in comparison.changes if form or change.substantive]
    for kind, in_annex in groupby(shown, lambda change: change.annex):
        yield 0, Text("")
        yield 0, Text("清单" if kind is None else ANNEXES[kind], style="bold")
        for _, of_matter in groupby(in_annex, lambda change: (change.matter, change.number)):
            yield from _matter(list(of_matter), plain=plain)
    yield 0, Text("")
    yield 0, Text(_summary(comparison.changes))


def _matter(changes: list[Change], *, plain: bool) -> Iterator[tuple[int, Text]]:
    from rich.text import Text

    from quanze.lists.compare import Kind
    from quanze.lists.labels import field_label

    words = {Kind.ADDED: ("＋ 新增", "green"), Kind.REMOVED: ("－ 取消", "red"), Kind.CHANGED: ("", "")}
    head = changes[0]
    indent = 2
    if head.matter is not None:
        word, colour = words[head.kind] if head.field is None else ("", "")
        number = f"{head.number} " if head.number else ""
        yield indent, Text(f"{word}{'：' if word else ''}{number}{head.matter}", style=colour or "bold")
        indent = 6
    for change in changes:
        if change.field is not None:
            line = Text(
                f"{field_label(change.field)}{'' if change.substantive else '（形式）'}：", style="dim"
            )
            yield indent, Text.assemble(line, _marked(change, plain=plain))


def _marked(change: Change, *, plain: bool) -> Text:
    """The text with what was struck and what is new; long passages that both have are cut."""
    from rich.text import Text

    from quanze.lists.compare import Op

    out = Text()
    last = len(change.segments) - 1
    for index, segment in enumerate(change.segments):
        text = segment.text.replace("\n", "⏎")
        if segment.op is Op.EQUAL:
            out.append(_cut(text, first=index == 0, last=index == last))
        elif plain:
            out.append(f"[-{text}-]" if segment.op is Op.DELETE else f"{{+{text}+}}")
        else:
            out.append(text, style="red strike" if segment.op is Op.DELETE else "green underline")
    return out


def _cut(text: str, *, first: bool, last: bool) -> str:
    before = 0 if first else CONTEXT
    after = 0 if last else CONTEXT
    if len(text) <= before + after + 2:
        return text
    return f"{text[:before]}……{text[len(text) - after :]}"


def _summary(changes: Iterable[Change]) -> str:
    """How many differences there are, of substance and of form."""
    from quanze.lists.compare import Kind

    counts = dict.fromkeys(("新增", "取消", "实质", "形式", "序号"), 0)
    for change in changes:
        if change.field is None:
            counts["新增" if change.kind is Kind.ADDED else "取消"] += 1
        elif change.substantive:
            counts["实质"] += 1
        else:
            counts["序号" if change.field == "number" else "形式"] += 1
    words = (
        ("新增", "新增 {} 项"),
        ("取消", "取消 {} 项"),
        ("实质", "实质改动 {} 处"),
        ("序号", "序号变动 {} 项"),
        ("形式", "仅空格、换行或全半角等形式不同 {} 处"),
    )
    said = [phrase.format(counts[word]) for word, phrase in words if counts[word]]
    return f"{'；'.join(said) or '同类附件没有差异'}。"
