"""延长: more time by a decision that gives its reason, as often and as long as a rule allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit, Unit


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """At most ``most`` more, at most ``times`` times, approved by ``approver``; for limits in the unit of ``most``."""

    most: Limit
    times: int
    approver: str
    source: str


EXTENSIONS = {
    # 《行政许可法》第四十二条：“……经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人。”
    "ordinary": ExtensionRule(
        Limit(10, Unit.WORKING_DAY), 1, "本机关负责人", "《行政许可法》第四十二条第一款"
    ),
    # “……四十五日内不能办结的，经本级人民政府负责人批准，可以延长十五日，并应当将延长期限的理由告知申请人。”
    "joint": ExtensionRule(
        Limit(15, Unit.WORKING_DAY), 1, "本级人民政府负责人", "《行政许可法》第四十二条第二款"
    ),
}
"""Key → rule. A procedure under another law brings an :class:`ExtensionRule` of its own."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A decision to extend: ``n`` more units of the limit that it extends. Raises :class:`Uncountable`."""

    n: int
    rule: ExtensionRule
    decided: date
    reason: str

    def __post_init__(self) -> None:
        most = self.rule.most
        if not 1 <= self.n <= most.n:
            raise Uncountable(f"延长 {self.n} 超出{self.rule.source}所允许的 {most.n}{UNITS[most.unit]}")
        if not self.reason.strip():
            raise Uncountable(f"延长期限须说明理由并告知申请人（{self.rule.source}）")
