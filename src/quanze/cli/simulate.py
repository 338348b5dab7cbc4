"""``quanze simulate``: a plausible year of work in a demo installation, through the real services."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from quanze.cli.refusing import CliError

if TYPE_CHECKING:
    from quanze.people.models import Agency
    from quanze.simulation.running import Played

USUAL, MOST = 300, 100_000
"""Cases of a year: so many unless told, and at most."""

SELDOM = (50_000, 20, 20)
"""How often garbage is looked for, as ``gc.set_threshold`` takes it."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "simulate",
        help="在演示系统里模拟一年的办理",
        description="按现行清单、通过正式的办理服务模拟一年：申请、补正、核查、会议、公示、异议、投诉、结果，\n"
        "也有有意安排的差错（逾期、一人核查、二次告知等），列在结果里。同一份清单、同一个种子，办件和经过相同。\n"
        "只在演示机关里进行，全部标明“模拟”；文书在有人打开时才生成文件。\n"
        "中断以后，已模拟到的日子完整保留；再次运行同样的命令，从次日接着模拟。",
    )
    parser.add_argument(
        "--year", metavar="Y", type=int, required=True, help="模拟哪一年；没有过完的，到昨天为止"
    )
    parser.add_argument("--seed", metavar="N", type=int, required=True, help="随机种子")
    parser.add_argument(
        "--cases", metavar="N", type=_count, default=USUAL, help=f"全年的申请数（默认 {USUAL}）"
    )
    parser.add_argument("--agency", metavar="CODE", help="哪个演示机关（只有一个有清单时可以不写）")
    parser.add_argument("--beside-real", action="store_true", help="系统里另有真实机关时，仍在演示机关里模拟")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/simulate.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Plays the year. Returns 0, or 130 where it was broken off."""
    from quanze.cli.installation import open_installation

    if not 1900 < options.year < 2200:
        raise CliError(f"{options.year} 不是可以模拟的年份")
    open_installation()
    from quanze.simulation.running import Refused, simulate

    agency = _agency(options)
    gc.freeze()  # what is loaded stays, and is not to be looked through for garbage with every case
    gc.set_threshold(*SELDOM)
    until: list[date] = []
    with _progress() as shown:

        def progress(day: date, played: Played) -> None:
            until[:] = [day]
            shown(day, played)

        try:
            played = simulate(agency, options.year, options.seed, options.cases, progress)
        except Refused as refusal:
            raise CliError(str(refusal)) from refusal
        except KeyboardInterrupt:
            reached = f"已完整保留到{until[0]}" if until else "还没有模拟完一天"
            print(
                f"quanze: 已中断，{reached}。再次运行同样的命令接着模拟；"
                "要重新来，另建一套演示系统（quanze init --demo）",
                file=sys.stderr,
            )
            return 130
    print(json.dumps(_dumped(played), ensure_ascii=False) if options.json else _told(played, agency))
    return 0


def _agency(options: argparse.Namespace) -> Agency:
    """The demo agency whose year is played. Raises :class:`CliError`."""
    from quanze.people.models import Agency

    real = Agency.objects.filter(demo=False).order_by("pk").first()
    if real is not None and not options.beside_real:
        raise CliError(
            f"这不是演示系统（有真实机关：{real.name}），不在这里模拟；"
            "请另建演示系统（quanze init --demo），或者加 --beside-real 在旁边的演示机关里模拟"
        )
    if options.agency is not None:
        found = Agency.objects.filter(code=options.agency).first()
        if found is None:
            raise CliError(f"没有代码为 {options.agency} 的机关")
        return found
    listed = list(Agency.objects.filter(demo=True, editions__isnull=False).distinct().order_by("pk"))
    if not listed:
        raise CliError("没有已导入清单的演示机关，请先运行 quanze init --demo")
    if len(listed) > 1:
        raise CliError(f"有几个演示机关，请用 --agency 写明：{'、'.join(each.code for each in listed)}")
    return listed[0]


@contextmanager
def _progress() -> Iterator[Callable[[date, Played], None]]:
    """A bar for whoever watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("正在准备模拟", total=366)

        def shown(day: date, played: Played) -> None:
            told = f"已模拟到 {day}：{played.cases} 件"
            bar.update(task, completed=day.timetuple().tm_yday, description=told)

        yield shown


def _dumped(played: Played) -> dict[str, Any]:
    return {
        "cases": played.cases,
        "events": played.events,
        "complaints": played.complaints,
        "simulated": True,
        "year": played.year,
        "seed": played.seed,
        "until": None if played.until is None else played.until.isoformat(),
        "faults": [
            {"case": each.case, "kind": each.kind.value, "day": each.day.isoformat()}
            for each in played.faults
        ],
        "stuck": played.stuck,
    }


def _told(played: Played, agency: Agency) -> str:
    lines = [
        f"已模拟{agency.name}{played.year}年的办理（种子 {played.seed}），到 {played.until} 为止：",
        f"  申请 {played.cases} 件，办理经过 {played.events} 条，投诉 {played.complaints} 件，全部标明“模拟”",
    ]
    counted = Counter(each.kind for each in played.faults)
    lines += [f"  有意安排的差错：{kind.label} {number} 处" for kind, number in sorted(counted.items())]
    if played.stuck:
        lines.append(f"  办不下去的 {len(played.stuck)} 件：{'、'.join(played.stuck[:5])}")
    return "\n".join(lines)


def _count(text: str) -> int:
    number = int(text)
    if not 0 < number <= MOST:
        raise argparse.ArgumentTypeError(f"应是 1 到 {MOST} 的整数")
    return number
