"""The objections to a publicity as those who handle the case see them: whose, in which words, what came of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quanze.cases.queries import CasePage
from quanze.procedure.engine import acts
from quanze.procedure.engine.state import Objection
from quanze.site.casework.shown import Told


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection with its answer, ``None`` while there is none."""

    objection: Objection
    answer: Told | None

    @property
    def standing(self) -> str:
        """What came of it, in few words."""
        if self.objection.upheld is None:
            return "待核实答复"
        return "异议成立" if self.objection.upheld else "异议不成立"


def objections(page: CasePage, history: Iterable[Told]) -> tuple[ShownObjection, ...]:
    """Those of a case, the oldest first."""
    answers = {
        (told.entry.step, told.entry.act.number): told
        for told in history
        if isinstance(told.entry.act, acts.AnswerObjection)
    }
    return tuple(
        ShownObjection(each, None if each.upheld is None else answers.get((each.step, each.number)))
        for each in page.state.objections
    )
