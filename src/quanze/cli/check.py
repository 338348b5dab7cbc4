"""``quanze check``: the 体检 of a list, for clerks and for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from quanze.cli.refusing import speaking_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from quanze.lists.model import Finding, ListDocument

SEVERITIES = {"error": ("错误", "bold red"), "warning": ("警告", "yellow"), "info": ("提示", "blue")}
CONTEXT = 16
"""So many characters are shown on either side of the place that a finding points at."""
LONGEST = 60
MOST_ALIKE = 20
"""Of more hints of one rule than this only the first ones are listed, unless all are asked for."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "check",
        help="体检：查清单里的错漏",
        description="查一份权责清单：结构、前后一致、用语、引用格式、所引文件的效力和引文，按附件和事项列出问题、\n"
        "所在的文字和改法。给出法规库（--laws）时，引文与法律原文逐字比较，效力按库里的记载判断。\n"
        "规则见 docs/checks.md。改法只是建议，软件不改动清单。\n"
        "退出码：0 没有错误（可有警告、提示）；1 有错误；2 读不了。",
    )
    parser.add_argument("file", metavar="FILE", help="清单文件；- 表示从标准输入读")
    parser.add_argument(
        "--laws",
        metavar="DIR",
        type=Path,
        default=None,
        help="法规库文件夹：法律法规的 Markdown（.md），通知等的 Word（.docx）或文本（.txt）",
    )
    parser.add_argument(
        "--on",
        metavar="DATE",
        type=_date,
        default=None,
        help="按哪一天的法规效力检查，写作 2026-11-23（默认今天）",
    )
    parser.add_argument("--all", action="store_true", help=f"同一规则的提示超过 {MOST_ALIKE} 处时也逐处列出")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/findings.json 输出 JSON")
    parser.set_defaults(run=run)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} 不是日期，应写作 2026-11-23") from None


def run(options: argparse.Namespace) -> int:
    """Prints what was found, reading included. Returns 1 if an error is among it, else 0."""
    from quanze.cli.law_folder import read_library
    from quanze.law import checks as law_checks
    from quanze.law.library import Library
    from quanze.lists import readers
    from quanze.lists.checks import check, ordered
    from quanze.lists.model import Severity

    with speaking_of(options.file):
        document = readers.read(options.file)
    library = Library() if options.laws is None else read_library(options.laws)
    on = options.on or datetime.now(UTC).astimezone().date()
    found = (*document.findings, *check(document), *law_checks.check(document, library, on))
    findings = ordered(document, found)
    if options.json:
        from quanze.lists.codec import dump_finding

        json.dump(
            {"findings": [dump_finding(found) for found in findings]},
            sys.stdout,
            ensure_ascii=False,
            indent=2,
        )
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        show(document, findings, Console(highlight=False, markup=False, emoji=False), everything=options.all)
    return 1 if any(found.severity is Severity.ERROR for found in findings) else 0


def show(
    document: ListDocument, findings: Sequence[Finding], console: Console, *, everything: bool = True
) -> None:
    """The findings for people, by annex and matter, then which rules spoke and how many findings there are."""
    from rich.padding import Padding

    for indent, text in _report(document, findings, everything=everything):
        if console.is_terminal:
            console.print(Padding(text, (0, 0, 0, indent)))
        else:
            console.print(" " * indent, text, sep="", soft_wrap=True)


def _report(
    document: ListDocument, findings: Sequence[Finding], *, everything: bool
) -> Iterator[tuple[int, Text]]:
    """Lines with their indentation."""
    from rich.text import Text

    from quanze.lists.labels import ANNEXES

    yield 0, Text(f"{document.agency or '（未写明机关）'}：清单体检", style="bold")
    texts = _texts(document, findings)
    shown = list(findings if everything else _thinned(findings))
    for annex, in_annex in groupby(shown, lambda found: found.annex):
        yield 0, Text("")
        yield 0, Text("清单" if annex is None else ANNEXES[annex], style="bold underline")
        for (number, matter), group in groupby(in_annex, lambda found: (found.number, found.matter)):
            if matter is not None:
                yield 2, Text(f"{number or ''} {matter}".strip(), style="bold")
            for found in group:
                yield from _finding(found, texts.get((annex, matter, number, found.field)))
    yield 0, Text("")
    yield from _legend(findings, len(findings) - len(shown))


def _thinned(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without the hints of a rule that come after its first ones."""
    counts: Counter[str] = Counter()
    for found in findings:
        counts[found.rule] += 1
        if found.severity.value != "info" or counts[found.rule] <= MOST_ALIKE:
            yield found


Key = tuple[object, str | None, str | None, str | None]


def _texts(document: ListDocument, findings: Iterable[Finding]) -> dict[Key, str]:
    """The values of the fields that the findings point at, by annex, matter, number and path."""
    from quanze.lists.model import fields

    wanted = {(found.annex, found.matter, found.number) for found in findings if found.start is not None}
    values: dict[Key, str] = {}
    for annex in document.annexes:
        for matter in annex.matters:
            number = None if matter.number is None else matter.number.value
            if (annex.kind, matter.name.value, number) in wanted:
                for path, text in fields(matter):
                    values.setdefault((annex.kind, matter.name.value, number, path), text.value)
    return values


def _finding(found: Finding, value: str | None) -> Iterator[tuple[int, Text]]:
    from rich.text import Text

    from quanze.lists.labels import field_label

    word, style = SEVERITIES[found.severity.value]
    where = "" if found.field is None else f"{field_label(found.field)}："
    place = "" if found.place is None or not str(found.place) else f"（{found.place}）"
    yield 6, Text.assemble((word, style), (f" {found.rule} ", "dim"), where, found.message, place)
    excerpt = _excerpt(value, found)
    if excerpt is not None:
        yield 11, excerpt
    if found.suggestion is not None and value is not None and found.start is not None:
        old = value[found.start : found.end]
        change = f"“{old}”改为“{found.suggestion}”" if found.suggestion else f"删去“{old}”"
        yield 11, Text(f"建议：{change}", style="green")


def _excerpt(value: str | None, found: Finding) -> Text | None:
    """The place in its context, between 【 and 】; nothing where the finding speaks of a whole field."""
    from rich.text import Text

    start, end = found.start, found.end
    if value is None or start is None or end is None or start == end or (start, end) == (0, len(value)):
        return None
    before, after = value[max(0, start - CONTEXT) : start], value[end : end + CONTEXT]
    inside = value[start:end]
    if len(inside) > LONGEST:
        inside = f"{inside[: LONGEST // 2]}……{inside[-LONGEST // 2 :]}"
    parts = (
        ("……" if start > CONTEXT else "") + before,
        (f"【{inside}】", "bold"),
        after + ("……" if end + CONTEXT < len(value) else ""),
    )
    line = Text.assemble(*parts, style="dim")
    line.plain = line.plain.replace("\n", "⏎")
    return line


def _legend(findings: Sequence[Finding], hidden: int) -> Iterator[tuple[int, Text]]:
    """The rules that spoke, with what they rest on, and the counts."""
    from rich.text import Text

    from quanze.law.checks import RULES as LAW_RULES
    from quanze.lists.checks import RULES
    from quanze.lists.repairs import REPAIRS

    titles = {rule.code: (rule.title, rule.reference) for rule in RULES}
    titles |= {rule.code: (rule.title, rule.reference) for rule in LAW_RULES}
    titles |= {repair.code: (repair.title, "读取时的修补和存疑") for repair in REPAIRS}
    counts = Counter(found.rule for found in findings)
    if counts:
        yield 0, Text("所用规则", style="bold underline")
    for code in sorted(counts):
        title, reference = titles.get(code, ("", ""))
        yield (
            2,
            Text.assemble((f"{code} ", "bold"), title, f"（{counts[code]} 处）", (f" {reference}", "dim")),
        )
    if counts:
        yield 0, Text("")
    if hidden:
        yield 0, Text(f"另有 {hidden} 处同类提示没有逐处列出，加 --all 可全部列出。")
    yield 0, Text(_summary(findings), style="bold")


def _summary(findings: Iterable[Finding]) -> str:
    """How many findings of each severity there are."""
    counts = Counter(found.severity.value for found in findings)
    if not counts:
        return "没有发现问题。"
    said = [f"{word} {counts[severity]} 处" for severity, (word, _) in SEVERITIES.items()]
    return f"共 {counts.total()} 处：{'，'.join(said)}。"
