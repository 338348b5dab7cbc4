"""All rules, by the kind of act."""

from __future__ import annotations

from quanze.procedure.engine import anytime, concluding, examining, extending, gate, meeting, publicity
from quanze.procedure.engine.rule import Rule

RULES: dict[type, Rule] = {
    rule.act: rule
    for module in (gate, examining, meeting, concluding, publicity, extending, anytime)
    for rule in module.RULES
}
"""Kind of act → its rule, in the order in which a case meets them."""
