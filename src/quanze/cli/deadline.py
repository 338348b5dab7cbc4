"""``quanze deadline``: a deadline and how it was reached."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quanze.cli.refusing import CliError, speaking_of

if TYPE_CHECKING:
    from quanze.procedure.clocks.calendar import Calendar
    from quanze.procedure.clocks.deadline import Deadline, Reading
    from quanze.procedure.model import Unit

UNITS = {
    "day": "day",
    "日": "day",
    "天": "day",
    "working_day": "working_day",
    "工作日": "working_day",
    "个工作日": "working_day",
    "calendar_day": "calendar_day",
    "自然日": "calendar_day",
    "month": "month",
    "月": "month",
    "个月": "month",
}
"""What may be written after ``--unit`` → the unit."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "deadline",
        help="算期限，并说明怎样算出",
        description="从一个时间起算期限：哪一天届满，哪些天计入，哪些天不计入，为什么，依据是什么。\n"
        "开始的当日不计入。放假安排没有导入的年份，结果标明“暂定”。\n"
        "退出码：0 算出；2 参数或文件读不了。",
    )
    parser.add_argument(
        "--from",
        dest="start",
        metavar="TIME",
        required=True,
        help="起算时间：2026-09-24、2026-09-24 15:30、2026年9月24日，或带时区的 ISO 时间",
    )
    parser.add_argument("--limit", metavar="N", required=True, help="期限的长度，大于 0 的整数")
    parser.add_argument(
        "--unit",
        metavar="UNIT",
        required=True,
        help="单位：working_day（工作日）、calendar_day（自然日）、month（月）、day（只写“日”，两种算法都列出）",
    )
    parser.add_argument(
        "--calendar",
        metavar="FILE",
        action="append",
        default=[],
        help="另外导入一年的放假安排（CSV 或 ICS，格式见 docs/clocks.md），可多次给出；- 表示从标准输入读",
    )
    parser.add_argument("--json", action="store_true", help="按 docs/schema/deadline.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the deadline. Returns 0."""
    from quanze.procedure.clocks.deadline import deadline
    from quanze.procedure.clocks.moments import read_moment
    from quanze.procedure.clocks.term import Term
    from quanze.procedure.clocks.uncountable import Uncountable
    from quanze.procedure.model import Limit

    try:
        limit = Limit(_length(options.limit), _unit(options.unit))
        term = Term(read_moment(options.start), limit)
    except Uncountable as refusal:
        raise CliError(str(refusal)) from refusal
    found = deadline(term, _calendar(options.calendar))
    if options.json:
        json.dump(dump(found), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        show(found)
    return 0


def _length(text: str) -> int:
    digits = text.strip()
    if not digits.removeprefix("-").isdecimal() or len(digits) > 20:
        raise CliError(f"--limit 应为大于 0 的整数，却是“{text[:20]}”")
    return int(digits)


def _unit(text: str) -> Unit:
    from quanze.procedure.model import Unit

    if text not in UNITS:
        raise CliError(f"不认识的单位“{text[:20]}”，可用：{'、'.join(UNITS)}")
    return Unit(UNITS[text])


def _calendar(paths: list[str]) -> Calendar:
    from quanze.procedure.clocks.arrangement import read_year
    from quanze.procedure.clocks.seed import seeded

    calendar = seeded()
    for path in paths:
        with speaking_of(path):
            data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
            calendar = calendar.with_year(read_year(data, "标准输入" if path == "-" else Path(path).name))
    return calendar


def dump(deadline: Deadline) -> dict[str, Any]:
    """What ``docs/schema/deadline.json`` describes."""
    from quanze.procedure.clocks.sentence import sentence

    term, reading = deadline.term, deadline.reading
    return {
        "from": term.start.isoformat(),
        "limit": {"n": term.limit.n, "unit": term.limit.unit},
        "due": _iso(reading),
        "until": None if deadline.until is None else deadline.until.isoformat(),
        "provisional": deadline.provisional,
        "needs": list(deadline.needs),
        "counted": len(reading.counted),
        "skipped": [{"date": skip.day.isoformat(), "why": skip.why} for skip in reading.skipped],
        "makeup": [{"date": day.day.isoformat(), "holiday": day.holiday} for day in reading.makeup],
        "readings": [{"unit": each.unit, "due": _iso(each)} for each in deadline.readings],
        "warn_on": None if deadline.warn_on is None else deadline.warn_on.isoformat(),
        "rule": f"{'单位未确认，暂' if len(deadline.readings) > 1 else ''}{deadline.rule}",
        "arrangements": list(reading.arrangements),
        "sentence": sentence(deadline),
    }


def _iso(reading: Reading) -> str | None:
    return None if reading.due is None else reading.due.isoformat()


def show(deadline: Deadline) -> None:
    """The sentence, and a strip of the calendar for each reading."""
    from quanze.procedure.clocks.sentence import sentence
    from quanze.procedure.clocks.strip import text_strip

    print(sentence(deadline))
    names = {"working_day": "按工作日", "calendar_day": "按自然日"}
    for reading in deadline.readings:
        print()
        if len(deadline.readings) > 1:
            print(names[reading.unit])
        print(text_strip(deadline.term.began, reading))
    print("\n起：开始的当日；(n)：第 n 日；班：调休上班；休：不计入；停：中止；止：届满")
