"""The rules as a page for people. The whole page, with the rules about the law, is made by
``python -m quanze.law.checks.document > docs/checks.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from quanze.lists.checks import CLASSES, RULES
from quanze.lists.checks.rules import Rule
from quanze.lists.model import Severity
from quanze.lists.repairs import REPAIRS

WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}

HEAD = """\
# 体检规则

`quanze check 清单文件` 按下列规则查一份权责清单，指出附件、事项、栏目和文字的起止，引出原文；能够安全改写的给出改法，
但从不自行改动清单。本页由规则表生成（`python -m quanze.law.checks.document > docs/checks.md`），测试保证两者一致。

- **错误**：确定无疑，必须改正；只要有一处，`quanze check` 的退出码就是 1。
- **警告**：多半有问题，须逐条答复改或不改。
- **提示**：只供留意。同一栏里反复出现的小毛病合并提示一次，指第一处。

各规则只看清单现行的文字；调整的清单中被替换下来的旧文字不检查。“可能漏掉”一栏写明规则看不到什么、有意不报什么。\
"""

FOOT = """\
## 读取（R）

读文件时修补过或有疑问的地方也列入体检结果。

| 代码 | 程度 | 说明 |
|---|---|---|
"""


def lines(rules: Iterable[Rule[Any]] = RULES, classes: Mapping[str, str] = CLASSES) -> Iterator[str]:
    """The page, line by line; ``classes`` names the classes of the rules by their letters."""
    yield HEAD
    for letter, group in groupby(rules, lambda rule: rule.code[0]):
        yield ""
        yield f"## {classes[letter]}（{letter}）"
        yield ""
        yield "| 代码 | 程度 | 查什么 | 依据或理由 | 可能漏掉、有意不报 |"
        yield "|---|---|---|---|---|"
        for rule in group:
            cells = (rule.code, WORDS[rule.severity], rule.title, rule.reference, rule.limits)
            yield f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |"
    yield ""
    yield FOOT.rstrip("\n")
    for repair in REPAIRS:
        title = repair.title.replace("<", "&lt;").replace(">", "&gt;")
        yield f"| {repair.code} | {WORDS[repair.severity]} | {title} |"
