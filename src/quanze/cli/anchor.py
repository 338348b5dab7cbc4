"""``quanze anchor``: sign the heads of the record of events now, or show the public key by which anybody checks it."""

from __future__ import annotations

import argparse
import json
import sys

from quanze.cli.refusing import CliError


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "anchor",
        help="锚定审计记录：把各条链的条数和末条摘要签名存成文件",
        description="把各机关审计记录的条数和末条摘要签名，存成数据文件夹 anchors 里的一个文件；\n"
        "网站运行时每天自动做一次。"
        "请把这些文件另存到本系统以外的地方：它们能证明以后的记录没有被改动、截去或者重新计算。\n"
        "核对用 quanze verify --anchors 文件夹。",
    )
    parser.add_argument("--public-key", action="store_true", help="不锚定，只输出核对签名用的公钥（PEM）")
    parser.add_argument("--json", action="store_true", help="输出 JSON：序号、文件、摘要、公钥指纹")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the new anchor's file, or the key. Returns 0."""
    from quanze.cli.installation import open_installation

    open_installation()
    from quanze.audit import anchoring
    from quanze.audit.anchors import NoAnchor, public_pem
    from quanze.people.models import Agency

    try:
        if options.public_key:
            sys.stdout.write(public_pem(anchoring.own_public()).decode())
            return 0
        made, path = anchoring.anchor(dict(Agency.objects.values_list("code", "name")))
    except NoAnchor as reason:
        raise CliError(str(reason)) from reason
    except OSError as error:
        raise CliError(f"锚定文件没有写成：{error.strerror or error}") from error
    if options.json:
        said = {
            "serial": made.serial,
            "path": str(path),
            "sha256": made.sha256,
            "key": made.key,
            "chains": len(made.heads),
        }
        json.dump(said, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(f"{made}：{path}\n  {len(made.heads)} 条链，SHA-256 {made.sha256}")
    return 0
