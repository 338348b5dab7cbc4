"""``quanze edition``: the editions of an agency's list, as of any date, and as a file that anyone can verify."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quanze.cli.refusing import CliError, speaking_of

if TYPE_CHECKING:
    from quanze.people.models import Agency
    from quanze.registry.models import Edition


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands."""
    parser = subparsers.add_parser(
        "edition", help="清单版本：列出、查看某日有效的、导出可验证的", description="一个机关的清单版本。"
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="what", required=True)
    listing = commands.add_parser("list", help="列出各版本", description="列出一个机关的各版清单，新的在前。")
    show = commands.add_parser("show", help="某日有效的清单", description="某日有效（或某一版）的清单目录。")
    export = commands.add_parser(
        "export",
        help="导出为可验证的 JSON",
        description="导出某日有效（或某一版）的清单：规范 JSON，载明重算全部摘要所需的一切（docs/editions.md）。\n"
        "用 quanze verify --edition 验证，不用数据库。",
    )
    for command, run in ((listing, run_list), (show, run_show), (export, run_export)):
        command.add_argument("agency", metavar="AGENCY", help="机关代码")
        command.set_defaults(run=run)
    for command in (show, export):
        which = command.add_mutually_exclusive_group()
        which.add_argument("--on", metavar="DATE", type=_day, help="哪一天有效的（默认今天），如 2026-01-31")
        which.add_argument("--sequence", metavar="N", type=int, help="第几版")
    export.add_argument("-o", metavar="FILE", dest="output", default="-", help="写到文件（默认标准输出）")
    for command in (listing, show):
        command.add_argument("--json", action="store_true", help="按 docs/schema/editions.json 输出 JSON")


def run_list(options: argparse.Namespace) -> int:
    """Prints the editions. Returns 0."""
    agency = _agency(options.agency)
    from quanze.registry import queries

    in_force = queries.edition_on(agency)
    editions = list(queries.history(agency).select_related("corrects"))
    if options.json:
        _print_json({"agency": agency.code, "editions": [_facts(each) for each in editions]})
        return 0
    if not editions:
        print("还没有清单。")
    for each in editions:
        assumed = "（假定）" if each.effective_assumed else ""
        marks = "　现行" if each == in_force else ""
        if each.corrects is not None:
            marks += f"　更正第{each.corrects.sequence}版"
        print(f"第{each.sequence}版　{each.effective_from}起生效{assumed}{marks}　{each.title}")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Prints the list of an edition. Returns 0."""
    edition = _edition(options)
    from quanze.registry import queries

    rows = list(queries.entries(edition, edition.main))
    if options.json:
        matters = [
            {
                "matter": row.matter.number,
                "number": row.number,
                "name": row.version.name,
                "category": row.version.category,
                "office": row.version.office,
                "digest": row.version_id,
            }
            for row in rows
        ]
        _print_json({**_facts(edition), "matters": matters})
        return 0
    assumed = "（假定）" if edition.effective_assumed else ""
    print(f"{edition.title}（第{edition.sequence}版，{edition.effective_from}起生效{assumed}）")
    for row in rows:
        print(f"{row.number:>4}　{row.version.name}　{row.version.category}　{row.version.office}")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Writes the edition. Returns 0."""
    from quanze.digests import canonical

    edition = _edition(options)
    from quanze.registry import queries

    text = canonical(queries.exported(edition)) + "\n"
    if options.output == "-":
        sys.stdout.write(text)
        return 0
    with speaking_of(options.output):
        Path(options.output).write_text(text, encoding="utf-8")
    print(f"已导出{edition}：{options.output}", file=sys.stderr)
    print(f"SHA-256 {edition.digest}", file=sys.stderr)
    if edition.sm3:
        print(f"SM3     {edition.sm3}", file=sys.stderr)
    return 0


def _agency(code: str) -> Agency:
    from quanze.cli.installation import open_installation

    open_installation()
    from quanze.people.models import Agency
    from quanze.registry import queries

    try:
        return queries.agency(code)
    except Agency.DoesNotExist:
        raise CliError("没有这个机关", subject=code) from None


def _edition(options: argparse.Namespace) -> Edition:
    agency = _agency(options.agency)
    from quanze.registry import queries
    from quanze.registry.models import Edition

    if options.sequence is not None:
        try:
            return queries.edition(agency, options.sequence)
        except Edition.DoesNotExist:
            raise CliError(f"{agency.name}没有第{options.sequence}版清单") from None
    edition = queries.edition_on(agency, options.on)
    if edition is None:
        raise CliError(f"{agency.name}{options.on or '今天'}没有有效的清单")
    return edition


def _facts(edition: Edition) -> dict[str, Any]:
    return {
        "sequence": edition.sequence,
        "title": edition.title,
        "origin": edition.origin,
        "effective_from": edition.effective_from.isoformat(),
        "effective_assumed": edition.effective_assumed,
        "published_on": None if edition.published_on is None else edition.published_on.isoformat(),
        "corrects": None if edition.corrects is None else edition.corrects.sequence,
        "digest": {"sha256": edition.digest, "sm3": edition.sm3 or None},
    }


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("日期写作 2026-01-31") from None
