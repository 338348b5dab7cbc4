"""``quanze read``: a list document of any format, as people or as programs read it."""

from __future__ import annotations

import argparse
import sys

from quanze.cli.refusing import speaking_of
from quanze.lists.labels import ANNEXES
from quanze.lists.model import Annex, Finding, ListDocument, Matter

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "read",
        help="读一份清单文件（Word、Excel、网页、PDF、文本、JSON）",
        description="读一份权责清单：Word（.docx）、Excel（.xlsx）、网页、PDF、制表符分隔的文本或 JSON。\n"
        "读不了的整份拒绝，并说明位置和原因；读的时候修补过什么，都列为问题。",
    )
    parser.add_argument("file", metavar="FILE", help="清单文件；- 表示从标准输入读")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/list.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints what was read. Returns 0."""
    from quanze.lists import readers
    from quanze.lists.codec import to_json

    with speaking_of(options.file):
        document = readers.read(options.file)
    if options.json:
        sys.stdout.write(to_json(document))
    else:
        print("\n".join(lines(document)))
    return 0


def lines(document: ListDocument) -> list[str]:
    """What a person wants to know of a list that was read."""
    out = [document.agency or "（未写明机关）"]
    for annex in document.annexes:
        out += ["", f"{ANNEXES[annex.kind]}：{annex.title or '（无标题）'}", *_annex(annex)]
    if document.findings:
        out += ["", f"读取时修补或存疑 {len(document.findings)} 处："]
        out += [f"  {_finding(finding)}" for finding in document.findings]
    return out


def _annex(annex: Annex) -> list[str]:
    out = []
    declared = "" if annex.declared_total is None else f"（自称 {annex.declared_total} 项）"
    out.append(f"  共 {len(annex.matters)} 项{declared}")
    if annex.categories:
        counts = "、".join(
            head.name if head.declared is None else f"{head.name} {head.declared}"
            for head in annex.categories
        )
        out.append(f"  类别：{counts}")
    for matter in annex.matters:
        out += _matter(matter)
    contact = annex.contact
    if contact is not None:
        out += [f"  {line.strip()}" for line in contact.exact]
    return out


def _matter(matter: Matter) -> list[str]:
    number = "" if matter.number is None else matter.number.value
    about = [text.value for text in (matter.category, matter.office) if text is not None and text.value]
    out = [f"  {number:>3} {matter.name.value}{'（' + '；'.join(about) + '）' if about else ''}"]
    names = [stage.name.value or "（未写环节）" for stage in matter.stages if stage.name is not None]
    if names:
        out.append(f"      {' → '.join(names)}")
    if matter.adjustment is not None and matter.adjustment.summary is not None:
        out.append(f"      调整情况：{matter.adjustment.summary.value}")
    return out


def _finding(finding: Finding) -> str:
    where = "".join(
        part
        for part in (
            "" if finding.annex is None else f"[{ANNEXES[finding.annex]}] ",
            "" if finding.number is None else f"{finding.number} ",
            "" if finding.matter is None else f"{finding.matter}：",
        )
    )
    place = "" if finding.place is None or not str(finding.place) else f"（{finding.place}）"
    return f"{SEVERITIES[finding.severity.value]} {finding.rule} {where}{finding.message}{place}"
