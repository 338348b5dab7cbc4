"""What a case is pinned to, as values: procedure, promised limit, kit."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.cases.models import Case
from quanze.kits.model import Kit
from quanze.procedure.engine import HouseRules
from quanze.procedure.model import Limit, Procedure
from quanze.rulebook.queries import kit_value, value_of


@dataclass(frozen=True, slots=True)
class Pinned:
    """By what a case runs. ``promised`` is 承诺时限, of the whole matter."""

    procedure: Procedure
    promised: Limit | None
    kit: Kit

    @property
    def rules(self) -> HouseRules:
        """What the bureau set beside the list."""
        return self.kit.house


def pinned(case: Case) -> Pinned:
    """By what this case runs. No query where its ``procedure`` and ``kit`` were read with it."""
    procedure, promised = value_of(case.procedure)
    return Pinned(procedure, promised, kit_value(case.kit))
