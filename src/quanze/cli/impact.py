"""``quanze impact``: which matters, of which agencies, cite a law, rule or notice."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from quanze.cli.refusing import CliError

if TYPE_CHECKING:
    from quanze.library.queries import Impact

FIRST = 100


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "impact",
        help="哪些职权事项引用了一个文件",
        description="列出各机关现行清单中引用了一个法规文件的职权事项：直接引用的、以简称引用的、\n"
        "引用了它所取代的文件的。退出码：0 完成；2 未能完成。",
    )
    parser.add_argument("title", metavar="TITLE", help="文件的标题或文号")
    parser.add_argument("--agency", metavar="CODE", help="只看一个机关的清单")
    parser.add_argument(
        "--limit", metavar="N", type=_count, default=FIRST, help=f"最多列出几项（默认 {FIRST}；0 为全部）"
    )
    parser.add_argument("--json", action="store_true", help="按 docs/schema/impact.json 输出 JSON")
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("应是 0 或正整数")
    return number


def run(options: argparse.Namespace) -> int:
    """Prints who cites it. Returns 0, also where nobody does."""
    from quanze.cli.installation import open_installation

    open_installation()
    from quanze.library import queries
    from quanze.people.models import Agency

    agency = None
    if options.agency is not None:
        agency = Agency.objects.filter(code=options.agency).first()
        if agency is None:
            raise CliError("没有这个机关", subject=options.agency)
    instruments = queries.answering(options.title)
    found = queries.impact(instruments, agency, per_page=options.limit or sys.maxsize)
    if options.json:
        json.dump(_dump(found), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _show(options.title, found)
    return 0


def _dump(found: Impact) -> dict[str, object]:
    return {
        "total": found.total,
        "matters": [
            {
                "agency": citer.entry.agency.name,
                "matter": citer.entry.version.name,
                "field": citer.field,
                "via": citer.via,
            }
            for citer in found.matters
        ],
    }


def _show(asked: str, found: Impact) -> None:
    from quanze.lists.labels import field_label

    if not found.instruments:
        print(f"现行清单和法规库中都没有《{asked.strip('《》')}》。")
        return
    for instrument in found.instruments:
        print(f"{instrument}（{instrument.get_state_display()}）")
    for replaced in found.replaced:
        print(f"  已取代：{replaced}")
    print(f"共 {found.total:,} 项职权事项引用。")
    agency = None
    for citer in found.matters:
        if citer.entry.agency != agency:
            agency = citer.entry.agency
            print(f"\n{agency.name}")
        print(f"  {citer.entry.version.name}　{field_label(citer.field)}　{_how(citer.via)}")
    if len(found.matters) < found.total:
        print(f"\n只列出前 {len(found.matters)} 项，加 --limit 0 可全部列出。")


def _how(via: str) -> str:
    kind, _, title = via.partition(": ")
    return {"direct": "直接引用", "alias": "以简称引用"}.get(kind) or f"引用的是已被取代的《{title}》"
