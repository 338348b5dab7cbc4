"""``quanze verify``: is what was published or archived still what it was? A file offline and from itself alone; without
one, every edition of the installation and its record of events, held against the anchors of its heads."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quanze.cli.refusing import CliError, speaking_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from quanze.cases.proof import Problem as CaseProblem
    from quanze.registry.proof import Problem

    Found = list[tuple[str | None, Problem | CaseProblem]]

HEX = re.compile(r"[0-9a-fA-F]{64}")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "verify",
        help="验证清单版本、办件归档包和审计记录：逐字重算摘要",
        description="从导出的 JSON 重算清单版本的全部摘要（SHA-256 与 SM3），不用数据库，不用联网；\n"
        "改了一个字、少了一项、换了次序、换了版本，都会指出在哪里。办件归档包同样逐个文件、逐件经过核对。\n"
        "锚定文件只核对签名和前后是否相接，公钥用 --key 给出。\n"
        "不给文件时，验证本系统的每一版清单和全部审计记录，包括与各次锚定是否一致。\n"
        "退出码：0 完好；1 有问题；2 读不了。",
    )
    parser.add_argument(
        "--edition",
        metavar="FILE",
        action="append",
        default=[],
        help="quanze edition export 导出的文件（- 表示从标准输入读）；可以给出几个，前后相接的版本互相印证",
    )
    parser.add_argument(
        "--case",
        metavar="ZIP",
        action="append",
        default=[],
        help="办件归档包；可以给出几个",
    )
    parser.add_argument(
        "--anchor",
        metavar="FILE",
        action="append",
        default=[],
        help="审计记录的锚定文件，须同时给出 --key；可以给出几个，按序号互相印证",
    )
    parser.add_argument(
        "--anchors",
        metavar="DIR",
        action="append",
        default=[],
        help="验证本系统时，另外对照存在别处的锚定文件（文件夹）",
    )
    parser.add_argument(
        "--key",
        metavar="PEM",
        action="append",
        default=[],
        help="核对锚定签名的公钥（quanze anchor --public-key 的输出）；不给时用本系统自己的",
    )
    parser.add_argument(
        "--digest",
        metavar="HEX",
        help="公布或记录的摘要（SHA-256 或 SM3）：文件必须就是这一份；只用于一个文件",
    )
    parser.add_argument("--json", action="store_true", help="按 docs/schema/verify.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints what is wrong. Returns 0 where nothing is, else 1."""
    from quanze.registry import proof

    paths: list[str] = options.edition
    if options.anchor:
        return _anchor_files(options)
    if (options.key or options.anchors) and (paths or options.case):
        raise CliError("--key、--anchors 不能与 --edition、--case 同用")
    if options.case:
        return _cases(options)
    if not paths:
        if options.digest is not None:
            raise CliError("--digest 须与 --edition 或者 --case 同用")
        return _print(options, [], [], [(None, problem) for problem in _installation(options)])
    _demand_digest(options, paths)
    if paths.count("-") > 1:
        raise CliError("只能有一个文件从标准输入读")
    exports = [_read(path) for path in paths]
    found: Found = [
        (path if len(paths) > 1 else None, problem)
        for path, export in zip(paths, exports, strict=True)
        for problem in proof.problems(export)
    ]
    if options.digest is not None:
        found += [(None, problem) for problem in proof.expected(exports[0], options.digest)]
    found += [(None, problem) for problem in proof.together(exports)]
    return _print(options, paths, exports, found)


def _demand_digest(options: argparse.Namespace, paths: list[str]) -> None:
    """A digest, if one is given, is one and stands for one file."""
    if options.digest is not None:
        if len(paths) > 1:
            raise CliError("--digest 只能用于一个文件")
        if not HEX.fullmatch(options.digest.strip()):
            raise CliError("摘要应是 64 位十六进制数", subject=options.digest)


def _cases(options: argparse.Namespace) -> int:
    """Archives of cases. Returns the exit status."""
    from quanze.cases import proof

    paths: list[str] = options.case
    if options.edition:
        raise CliError("--case 不能与 --edition 同用")
    _demand_digest(options, paths)
    found: Found = []
    digests: list[str | None] = []
    for path in paths:
        with speaking_of(path), Path(path).open("rb") as file:
            mine = list(proof.problems(file))
            if options.digest is not None:
                mine += proof.expected(file, options.digest)
            digests.append(proof.digest_of(file))
        found += [(path if len(paths) > 1 else None, problem) for problem in mine]
    if options.json:
        return _print(options, paths, [], found)
    _tell(found)
    if not found:
        for path, digest in zip(paths, digests, strict=True):
            print(f"{path}：完好。\n  SHA-256 {digest}")
        print("摘要与归档时记录的一致，才说明就是当时的归档包：请用 --digest 给出记录的摘要。")
    return 1 if found else 0


def _anchor_files(options: argparse.Namespace) -> int:
    """Anchors of a record, by themselves. Returns the exit status."""
    from quanze.audit.anchors import NoAnchor, believed, fingerprint, read, together
    from quanze.registry.proof import Problem

    if options.edition or options.case or options.anchors or options.digest:
        raise CliError("--anchor 只能与 --key 同用")
    keys = {fingerprint(key): key for key in _keys(options)}
    if not keys:
        raise CliError("请用 --key 给出公钥（quanze anchor --public-key 的输出）")
    found: Found = []
    anchors = []
    for path in options.anchor:
        with speaking_of(path):
            data = Path(path).read_bytes()
        try:
            anchors.append(read(data))
        except NoAnchor as reason:
            raise CliError(str(reason), subject=path) from reason
        try:
            believed(data, keys)
        except NoAnchor as reason:
            found.append((path, Problem("anchor", f"anchors #{anchors[-1].serial}", str(reason))))
    anchors.sort(key=lambda each: each.serial)
    found += [(None, Problem(each.kind, each.where, each.message)) for each in together(anchors, whole=False)]
    if options.json:
        return _print(options, options.anchor, [], found)
    _tell(found)
    if not found:
        for each in anchors:
            print(f"{each}：签名完好。")
            for head in each.heads:
                print(f"  {head.name or '本系统'}（{head.chain}）：{head.events} 条，末条摘要 {head.digest}")
    return 1 if found else 0


def _keys(options: argparse.Namespace) -> list[Ed25519PublicKey]:
    from quanze.audit.anchors import NoAnchor, read_public

    keys = []
    for path in options.key:
        with speaking_of(path):
            data = Path(path).read_bytes()
        try:
            keys.append(read_public(data))
        except NoAnchor as reason:
            raise CliError(str(reason), subject=path) from reason
    return keys


def _installation(options: argparse.Namespace) -> Iterator[Problem]:
    """Every edition, recomputed from the rows that are kept, and every chain of events, held against the anchors."""
    keys, copies = _keys(options), [Path(each) for each in options.anchors]
    for copy in copies:
        if not copy.is_dir():
            raise CliError("没有这个文件夹", subject=str(copy))
    from quanze.cli.installation import open_installation

    open_installation()
    from quanze.audit.queries import verify_all
    from quanze.people.models import Agency
    from quanze.registry import proof, queries

    for agency in queries.agencies():
        heads = []
        for edition in reversed(queries.history(agency)):
            export = queries.exported(queries.edition(agency, edition.sequence))
            yield from (
                proof.Problem(each.kind, f"{agency.name}第{edition.sequence}版：{each.where}", each.message)
                for each in proof.problems(export)
            )
            heads.append({"head": export["head"], "digest": export["digest"]})
        yield from proof.together(heads)
    names = dict(Agency.objects.values_list("code", "name"))
    for problem in verify_all(copies, keys):
        yield proof.Problem(problem.kind, problem.of(names.get(problem.chain, "")), problem.message)


def _print(
    options: argparse.Namespace,
    paths: list[str],
    exports: list[dict[str, Any]],
    found: Found,
) -> int:
    """Says what was found. Returns the exit status."""
    if options.json:
        problems = [_dump(path, problem) for path, problem in found]
        json.dump({"ok": not problems, "problems": problems}, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _show(paths, exports, found)
    return 1 if found else 0


def _read(path: str) -> dict[str, Any]:
    from quanze.digests import strict_loads

    with speaking_of("标准输入" if path == "-" else path):
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        try:
            export = strict_loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise CliError("不是清单版本的导出文件：读不成 JSON", subject=path) from error
        if not isinstance(export, dict) or "format" not in export:
            raise CliError("不是清单版本的导出文件（quanze edition export 导出的 JSON）", subject=path)
        return export


def _dump(path: str | None, problem: Problem | CaseProblem) -> dict[str, str]:
    where = problem.where if path is None else f"{path}: {problem.where}"
    return {"kind": problem.kind, "where": where, "message": problem.message}


def _tell(found: Found) -> None:
    for path, problem in found:
        print(f"{'' if path is None else path + '：'}{problem.where}：{problem.message}")
    if found:
        print(f"查出 {len(found)} 处问题。")


def _tell_anchored() -> None:
    """How much stands behind that: what was done since the last anchor could be cut off unseen."""
    from quanze.audit.anchoring import last

    anchor = last()
    if anchor is None:
        print("还没有锚定：末尾被截去或者整条重算，从记录本身看不出来。请运行 quanze anchor。")
    else:
        print(f"对照到{anchor}。")


def _show(paths: list[str], exports: list[dict[str, Any]], found: Found) -> None:
    _tell(found)
    if found:
        return
    if not paths:
        print("各版清单和审计记录完好。")
        _tell_anchored()
        return
    for path, export in zip(paths, exports, strict=True):
        print(f"{path}：完好。")
        for name, digest in export["digest"].items():
            print(f"  {name.upper().replace('SHA256', 'SHA-256'):<8}{digest}")
    print("摘要与公布的一致，才说明文件就是公布的那一版：请用 --digest 给出公布的摘要。")
