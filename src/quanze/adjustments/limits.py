"""The clocks of an adjustment: apply within 10 working days of the cause, review in 15, publish in 20.

The first two are what rules on keeping such lists usually say (事由发生之日起10个工作日内申请，15个工作日内审核); the
third is 《政府信息公开条例》第二十六条: “……应当自该政府信息形成或者变更之日起20个工作日内及时公开。” A place may set
others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from quanze.adjustments.chain import Unfit
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import Deadline, deadline
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.term import Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit, Unit

CLOCKS: dict[str, str] = {"apply": "申请", "review": "审核", "publish": "公布"}
"""The three clocks and what is owed by each."""

MOST_SOURCE = 200
"""Characters of a source."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How long something may take, and the rule that says so."""

    limit: Limit
    source: str


_COMMON = "清单动态调整的规定"
DEFAULT: dict[str, Clock] = {
    "apply": Clock(Limit(10, Unit.WORKING_DAY), _COMMON),
    "review": Clock(Limit(15, Unit.WORKING_DAY), _COMMON),
    "publish": Clock(Limit(20, Unit.WORKING_DAY), "《政府信息公开条例》第二十六条"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs: which, since which day, and how its end was reached."""

    clock: str
    since: date
    deadline: Deadline


def due(clock: str, since: date, limits: Mapping[str, Clock], calendar: Calendar) -> Due:
    """When the clock that began on ``since`` ends."""
    kept = limits[clock]
    term = Term(datetime.combine(since, time(12), SHANGHAI), kept.limit, source=kept.source)
    return Due(clock, since, deadline(term, calendar))


def load(data: object) -> dict[str, Clock]:
    """Limits from JSON (``{"review": {"n": 15, "unit": "working_day", "source": "…"}}``), the default for what is left
    out. Raises :class:`Unfit`."""
    if data is None:
        return DEFAULT
    if not isinstance(data, Mapping) or set(data) - set(CLOCKS):
        raise Unfit(f"期限应是对象，只有 {'、'.join(CLOCKS)} 三种")
    found = dict(DEFAULT)
    for clock, given in data.items():
        found[clock] = _clock(given, clock)
    return found


def dump(limits: Mapping[str, Clock]) -> dict[str, Any]:
    """As JSON."""
    return {
        name: {"n": clock.limit.n, "unit": clock.limit.unit.value, "source": clock.source}
        for name, clock in limits.items()
    }


def _clock(given: object, clock: str) -> Clock:
    name = CLOCKS[clock]
    if not isinstance(given, Mapping) or not {"n", "unit"} <= set(given) <= {"n", "unit", "source"}:
        raise Unfit(f'{name}期限应是 {{"n": 天数, "unit": 单位, "source": 依据}}')
    source = given.get("source", DEFAULT[clock].source)
    if not isinstance(source, str) or not source.strip() or len(source) > MOST_SOURCE:
        raise Unfit(f"{name}期限须写明依据，至多{MOST_SOURCE}字")
    n, unit = given["n"], given["unit"]
    if not isinstance(unit, str) or unit not in list(Unit) or isinstance(n, bool) or not isinstance(n, int):
        raise Unfit(f"{name}期限的单位应是 {'、'.join(Unit)} 之一，天数应是整数")
    limit = Limit(n, Unit(unit))
    try:
        Term(datetime(2026, 1, 1, 12, tzinfo=SHANGHAI), limit)
    except Uncountable as why:
        raise Unfit(f"{name}期限：{why}") from why
    return Clock(limit, source.strip())
