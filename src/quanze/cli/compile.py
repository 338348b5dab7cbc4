"""``quanze compile``: the duties of a list as steps that can be run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quanze.cli.refusing import CliError, speaking_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from quanze.procedure.model import Fact, Procedure, Step

ORIGINS = {"duty": "责任事项", "stage": "环节名称", "basis": "依据"}
WIDTH = 120
"""Of the tables where the output is no terminal."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "compile",
        help="把责任事项编译成可以办理的步骤",
        description="把一份清单的办理环节和责任事项编译成步骤：谁、做什么、多少日内、几个人、要不要书面和理由，\n"
        "每一步都带着清单的原文。保留的清单优先，没有的用调整的清单。\n"
        "只列建议，不作决定：认不得的字句照原文列出，由人对应；各步骤经人确认后才用于办件。规则见 docs/duties.md。",
    )
    parser.add_argument("file", metavar="FILE", help="清单文件；- 表示从标准输入读")
    parser.add_argument("--matter", metavar="NAME", help="只编译名称里含有这些字的事项")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/procedures.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the procedures. Returns 0."""
    from quanze.lists import readers
    from quanze.procedure.compiler import compile_list

    with speaking_of(options.file):
        document = readers.read(options.file)
        procedures = [
            procedure
            for procedure in compile_list(document)
            if options.matter is None or options.matter in procedure.matter
        ]
        if not procedures:
            raise CliError(
                "没有可以编译的事项" if options.matter is None else f"没有名称含“{options.matter}”的事项"
            )
    if options.json:
        from quanze.procedure.codec import dump_procedure

        json.dump(
            {"procedures": [dump_procedure(procedure) for procedure in procedures]},
            sys.stdout,
            ensure_ascii=False,
            indent=2,
        )
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        console = Console(highlight=False, markup=False, emoji=False)
        if not console.is_terminal:
            console.width = WIDTH
        show(procedures, console)
    return 0


def show(procedures: Sequence[Procedure], console: Console) -> None:
    """The procedures for people: a table for each matter, what goes with it, then how much there is of all."""
    from rich.text import Text

    for procedure in procedures:
        number = f"{procedure.number} " if procedure.number else ""
        console.print(Text(f"{number}{procedure.matter}", style="bold"))
        if procedure.steps:
            console.print(_table(procedure))
        for line in _besides(procedure):
            console.print(Text(f"  {line}"), soft_wrap=not console.is_terminal)
        console.print()
    steps = [step for procedure in procedures for step in procedure.steps]
    external = sum(step.external for step in steps)
    uncompiled = sum(len(procedure.uncompiled) for procedure in procedures)
    console.print(
        Text(
            f"{len(procedures)} 个事项，{len(steps)} 个步骤（其中 {external} 个由别的机关、单位办理），"
            f"{uncompiled} 处字句待人对应。",
            style="bold",
        )
    )


def _table(procedure: Procedure) -> Table:
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in ("环节", "步骤", "来源", "要求", "清单原文"):
        table.add_column(heading, overflow="fold", ratio=3 if heading in ("要求", "清单原文") else None)
    before: int | None = -1
    for step in procedure.steps:
        stage = "（依据）" if step.stage is None else procedure.stages[step.stage] or "（无名称）"
        table.add_row(
            "" if step.stage == before else stage,
            _name(step),
            ORIGINS[step.origin.value],
            "；".join(_asked(step)),
            " ".join(step.text.split()),
            style="dim" if step.external else None,
        )
        before = step.stage
    return table


def _name(step: Step) -> str:
    from quanze.procedure.labels import KINDS

    name = KINDS[step.kind]
    return f"{name}（外部）" if step.external else name


def _asked(step: Step) -> Iterator[str]:
    """What a step asks for, in words."""
    from quanze.procedure.labels import time_words

    if step.condition is not None:
        yield f"{'需要时' if step.optional else '情形'}：{step.condition}"
    elif step.optional:
        yield "需要时"
    yield from time_words(step)
    if step.once:
        yield "一次告知"
    if step.min_people is not None:
        yield f"不少于 {step.min_people} 人"
    asked = [
        word
        for word, due in (
            ("出示证件", step.credentials),
            ("制作记录", step.record),
            ("回避", step.recusal),
            ("出具凭证", step.receipt),
            ("书面", step.written),
            ("说明理由", step.reasons),
        )
        if due
    ]
    if asked:
        said = "、".join(asked)
        yield said if step.only_when is None else f"{step.only_when}：{said}"
    if step.party is not None:
        yield f"{'由' if step.external else '对方：'}{step.party}"


def _besides(procedure: Procedure) -> Iterator[str]:
    """Materials, facts, liability, uncompiled clauses and findings, a line each."""
    if procedure.materials:
        yield f"材料：{'、'.join(' '.join(one.name.split()) for one in procedure.materials)}"
    for fact in procedure.facts:
        yield _fact(fact)
    liability = procedure.liability
    if liability.acts or liability.degrees:
        degrees = "；".join(
            f"{one.name or '（未分情节）'}：{'、'.join(one.sanctions)}" for one in liability.degrees
        )
        yield f"追责：{len(liability.acts)} 种行为；{degrees}"
    for bar in (clause for clause in liability.clauses if clause.years is not None):
        yield f"限制申报：{bar.years} 年"
    for clause in procedure.uncompiled:
        yield f"待对应：{' '.join(clause.text.split())}"
    for found in procedure.findings:
        yield f"{found.rule} {found.message}"


def _fact(fact: Fact) -> str:
    from quanze.procedure.labels import FACTS

    who = "（别的机关）" if fact.external else ""
    return f"{FACTS[fact.kind]}{who}：{' '.join(fact.text.split())}"
