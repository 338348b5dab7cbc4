"""What a liability clause allows for an act, as a table, and in what a decision goes beyond it.

A clause is not exhaustive: a competent organ decides by the law, and its decision is compared with the clause so that
people see where the two differ. Nothing here says that a decision is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quanze.procedure.compiler.liability import compile_liability, sanctions_in
from quanze.procedure.model import ClauseKind, Degree, Liability, Misconduct, Passage, SpecialClause

ON_OFFICIALS = frozenset({ClauseKind.STAFF, ClauseKind.JUDICIARY, ClauseKind.RESPONSIBLE})
"""Clauses of their own whose sanctions fall upon officials, whatever the degree. The others bind applicants, experts,
or money."""


@dataclass(frozen=True, slots=True)
class Clause:
    """追责情形 of a matter: its words (``text``, the value of the field) and what they were compiled to."""

    text: str
    liability: Liability

    def words(self, passage: Passage) -> str:
        """The clause's own words at a passage."""
        return self.text[passage.start : passage.end]

    def act(self, number: int) -> Misconduct | None:
        """The act of that number, the first where two have it."""
        return next((each for each in self.liability.acts if each.number == number), None)

    def degrees(self, act: int | None = None) -> tuple[Degree, ...]:
        """The degrees that the clause names (for this act), as it names them: two of one name stay two."""
        found = self.liability.degrees
        return found if act is None else tuple(each for each in found if applies(each, act))

    @property
    def sanctions(self) -> tuple[str, ...]:
        """Every sanction that the clause speaks of for officials, each once, in its order."""
        named = [each.sanctions for each in self.liability.degrees]
        named += [each.sanctions for each in self.on_officials]
        return tuple(dict.fromkeys(name for each in named for name in each))

    @property
    def on_officials(self) -> tuple[SpecialClause, ...]:
        """Its clauses of their own about officials."""
        return tuple(each for each in self.liability.clauses if each.kind in ON_OFFICIALS)


@dataclass(frozen=True, slots=True)
class Row:
    """An act, and for each degree of the clause, in its order, the sanctions that it allows for the act: none where the
    degree is for other acts only."""

    act: Misconduct
    allowed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """In what a decision goes beyond the clause: ``why`` for people, ``words`` the clause's own ("": it has none)."""

    why: str
    words: str


def clause_of(text: str) -> Clause:
    """The clause as data. ``text`` is the value of the field ``liability``."""
    return Clause(text, compile_liability(text))


def applies(degree: Degree, act: int) -> bool:
    """Whether a degree is for this act."""
    return degree.acts is None or act in degree.acts


def table(clause: Clause) -> tuple[Row, ...]:
    """Acts in lines, degrees in columns."""
    found = clause.liability.degrees
    return tuple(
        Row(
            act,
            tuple(
                each.sanctions if act.number is None or applies(each, act.number) else () for each in found
            ),
        )
        for act in clause.liability.acts
    )


def beyond(
    clause: Clause, act: int | None, degree: int | None, sanctions: Sequence[str]
) -> tuple[Beyond, ...]:
    """In what a decision goes beyond the clause; nothing where it keeps within.

    ``act``: the number of the act that it found, ``None``: one that the clause does not list. ``degree``: the index in
    ``clause.degrees()`` of the gravity that it found, ``None``: it names none of the clause's, and every degree of the
    act is looked at. ``sanctions``: their names, as the decision writes them."""
    degrees = clause.degrees()
    named = act is not None and clause.act(act) is not None
    found = []
    if not named:
        listed = "；".join(clause.words(each.passage) for each in clause.liability.acts)
        found.append(Beyond("决定认定的行为，追责情形没有列举", listed))
    chosen = degrees[degree] if degree is not None and 0 <= degree < len(degrees) else None
    if chosen is not None and act is not None and not applies(chosen, act):
        acts = "、".join(f"第{number}项" for number in chosen.acts or ())
        found.append(Beyond(f"“{chosen.name or '这一处分'}”只对{acts}行为规定", clause.words(chosen.passage)))
    looked_at = clause.degrees(act) if chosen is None else (chosen,)
    allowed = {name for each in looked_at for name in each.sanctions}
    allowed |= {name for each in clause.on_officials for name in each.sanctions}
    words = "；".join(clause.words(each.passage) for each in looked_at)
    for name in _names(sanctions):
        if name not in allowed:
            where = f"“{chosen.name or '本项'}”的处分" if chosen else "追责情形对这一行为规定的处分"
            found.append(Beyond(f"“{name}”不在{where}之内", words))
    return tuple(found)


def _names(sanctions: Sequence[str]) -> tuple[str, ...]:
    """As the table of sanctions calls them (记大过处分 → 记大过); what the table does not know, as it is written."""
    found: list[str] = []
    for said in sanctions:
        found.extend(sanctions_in(said) or (said,))
    return tuple(dict.fromkeys(found))
