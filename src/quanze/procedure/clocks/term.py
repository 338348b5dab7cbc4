"""期限: everything that a deadline follows from, but the calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from quanze.procedure.clocks.extension import Extension
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.clocks.suspension import Suspension
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit, Unit

MOST = {Unit.DAY: 3660, Unit.WORKING_DAY: 3660, Unit.CALENDAR_DAY: 3660, Unit.MONTH: 120}
"""Unit → the longest limit that is counted: ten years."""

EARLIEST, LATEST = 1950, 2150
"""Years in which a term may begin."""


@dataclass(frozen=True, slots=True)
class Term:
    """A limit that runs from an event.

    ``start`` is the moment of the event, with its zone. ``closing`` is the close of business at the office concerned,
    where the last day ends with it; ``None``: it ends at 24:00. ``assumed`` is the unit that 日 is taken for until a
    person has confirmed one. ``source`` says where the limit comes from (the list's own words, an article).
    Raises :class:`Uncountable`.
    """

    start: datetime
    limit: Limit
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    closing: time | None = None
    assumed: Unit = Unit.WORKING_DAY
    source: str | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise Uncountable(f"起算时间 {self.start} 没有时区")
        if not EARLIEST <= self.start.year <= LATEST:
            raise Uncountable(f"起算时间应在 {EARLIEST} 年到 {LATEST} 年之间，却是 {self.start.year} 年")
        n, unit = self.limit.n, self.limit.unit
        if not 1 <= n <= MOST[unit]:
            raise Uncountable(f"期限应在 1 到 {MOST[unit]} {UNITS[unit]}之间，却是 {_shown(n)}")
        if self.assumed not in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
            raise Uncountable("“日”只能暂按工作日或自然日计算")
        for rule, times in Counter(extension.rule for extension in self.extensions).items():
            if unit not in (rule.most.unit, Unit.DAY):
                theirs, ours = (UNITS[one].removeprefix("个") for one in (rule.most.unit, unit))
                raise Uncountable(f"{rule.source}的延长以{theirs}计，期限却以{ours}计")
            if times > rule.times:
                raise Uncountable(f"{rule.source}只允许延长 {rule.times} 次，却有 {times} 次")

    @property
    def began(self) -> date:
        """The day of the event, in Asia/Shanghai: the day that does not count."""
        return self.start.astimezone(SHANGHAI).date()

    @property
    def length(self) -> int:
        """The limit with its extensions, in its unit."""
        return self.limit.n + sum(extension.n for extension in self.extensions)


def _shown(n: int) -> str:
    return str(n) if abs(n) < 10**9 else "一个天文数字"
