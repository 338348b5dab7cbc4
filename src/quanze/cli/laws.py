"""``quanze laws``: bring laws into the library, and ask how one stands."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quanze.cli.refusing import speaking_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quanze.law.currency import Status
    from quanze.law.instruments import Instrument, Statement


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands."""
    parser = subparsers.add_parser(
        "laws", help="法规库：收录法规、查一个文件的效力", description="法规库的收录和查询。"
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="what", required=True)

    bring = commands.add_parser(
        "import",
        help="把一个文件夹里的法规收入法规库",
        description="把一个文件夹（及其下各级）里的法规收入法规库：LawRefBook 格式的 Markdown，通知类的 DOCX 和 TXT。\n"
        "可以反复运行：已收录且没有变化的不再写入。读不了的文件逐个列出，不影响其他文件。",
    )
    bring.add_argument("folder", metavar="DIR", type=Path, help="法规所在的文件夹")
    bring.add_argument("--json", action="store_true", help="按 docs/schema/laws-import.json 输出 JSON")
    bring.set_defaults(run=run_import)

    status = commands.add_parser(
        "status",
        help="一个文件在某一天的效力",
        description="查一个法规文件在某一天的效力和理由：有效、已修改、已废止、已失效、期限届满、尚未施行、待核实。\n"
        "没有依据的一律是待核实。给出 --laws 时只看那个文件夹，不需要先建系统。",
    )
    status.add_argument("title", metavar="TITLE", help="文件的标题或文号")
    status.add_argument("--on", metavar="DATE", type=_date, default=None, help="哪一天（默认今天）")
    status.add_argument("--laws", metavar="DIR", type=Path, help="法规所在的文件夹")
    status.add_argument("--json", action="store_true", help="按 docs/schema/laws-status.json 输出 JSON")
    status.set_defaults(run=run_status)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} 不是日期，应写作 2026-11-23") from None


def run_import(options: argparse.Namespace) -> int:
    """Imports, telling on standard error how far it has come. Returns 0."""
    from quanze.cli.installation import open_installation

    open_installation()
    from quanze.library.services import import_laws

    shown = _Progress()
    with speaking_of(str(options.folder)):
        done = import_laws(options.folder, progress=shown)
    shown.end()
    if options.json:
        _print(
            {
                "files": done.files,
                "instruments": done.instruments,
                "versions": done.versions,
                "proposals": done.proposals,
                "refused": [{"path": each.path, "reason": each.reason} for each in done.refused],
                "doubts": list(done.doubts),
            }
        )
        return 0
    for refused in done.refused:
        print(f"没有收录 {refused.path}：{refused.reason}")
    for doubt in done.doubts:
        print(f"存疑 {doubt}")
    print(
        f"读了 {done.files:,} 个文件，{done.instruments:,} 部法规：新收 {done.versions:,} 个文本，"
        f"新列 {done.proposals:,} 条效力线索待确认，{len(done.refused):,} 个文件没有收录。"
    )
    return 0


class _Progress:
    """How many of how many files, on one line of a terminal, or a line for each tenth elsewhere."""

    def __init__(self) -> None:
        self._last = -1

    def __call__(self, done: int, total: int) -> None:
        percent = done * 100 // total
        terminal = sys.stderr.isatty()
        if percent // (1 if terminal else 10) == self._last:
            return
        self._last = percent // (1 if terminal else 10)
        end = "\r" if terminal else "\n"
        print(f"已读 {done:,}/{total:,} 个文件（{percent}%）", end=end, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._last >= 0 and sys.stderr.isatty():
            print(file=sys.stderr)


def run_status(options: argparse.Namespace) -> int:
    """Prints how the instruments of that name stand. Returns 0."""
    on: date = options.on or date.today()  # noqa: DTZ011  the day of whoever asks
    if options.laws is not None:
        found = _in_folder(options.title, options.laws)
    else:
        found = _in_installation(options.title)
    from quanze.law.currency import status

    stand = [(instrument, status(instrument, on)) for instrument in found]
    if options.json:
        _print({"on": on.isoformat(), "instruments": [_dump(*each) for each in stand]})
        return 0
    if not stand:
        print(f"{on:%Y-%m-%d}　待核实：没有收录《{options.title.strip('《》')}》。")
    for instrument, how in stand:
        _show(instrument, how, on)
    return 0


def _in_folder(title: str, folder: Path) -> list[Instrument]:
    from dataclasses import replace

    from quanze.cli.law_folder import read_library

    library = read_library(folder)
    plain = title.strip().removeprefix("《").removesuffix("》")
    return [
        replace(instrument, statements=(*instrument.statements, *library.said_of(instrument.reference)))
        for instrument in library.by_title(plain) or library.by_number(plain)
    ]


def _in_installation(title: str) -> list[Instrument]:
    from quanze.cli.installation import open_installation

    open_installation()
    from quanze.library import queries

    return [queries.value(instrument) for instrument in queries.answering(title)]


def _dump(instrument: Instrument, how: Status) -> dict[str, Any]:
    return {
        "title": instrument.title,
        "number": instrument.number,
        "kind": instrument.kind.value,
        "state": how.state.value,
        "reason": how.reason,
        "version": None if how.version is None else how.version.label,
        "until": None if how.until is None else how.until.isoformat(),
        "evidence": [{"document": each.document, "text": each.text} for each in how.evidence],
        "proposals": [
            {
                "says": each.says.value,
                "on": None if each.on is None else each.on.isoformat(),
                "document": each.evidence.document,
                "text": each.evidence.text,
            }
            for each in _proposals(instrument)
        ],
    }


def _show(instrument: Instrument, how: Status, on: date) -> None:
    print(instrument.reference)
    print(f"  {on:%Y-%m-%d}　{how.state}：{how.reason}。")
    if how.until is not None:
        print(f"  下一次变化：{how.until:%Y-%m-%d}")
    told = [f"依据：{each.document}：{_short(each.text)}" for each in how.evidence]
    said = (statement.evidence for statement in _proposals(instrument))
    told += [f"待确认：{each.document}：{_short(each.text)}" for each in said]
    for line in dict.fromkeys(told):  # one sentence may carry several dates
        print(f"  {line}")


def _proposals(instrument: Instrument) -> Iterable[Statement]:
    return (statement for statement in instrument.statements if not statement.confirmed)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:80]}……"


def _print(value: dict[str, Any]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
