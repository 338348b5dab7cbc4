"""Quotas, copies, deadlines, priorities: what a basis or duty fixes that is no step."""

from __future__ import annotations

import re
from functools import lru_cache

from quanze.procedure.compiler.basis_duties import Binds, clauses_of
from quanze.procedure.compiler.parties import Level
from quanze.procedure.compiler.patterns import NUMBER
from quanze.procedure.compiler.sifting import facts_in
from quanze.procedure.compiler.wording import Wording
from quanze.procedure.model import Fact, FactKind
from quanze.prose import numeral

_NUMBER = re.compile(NUMBER)
_COUNTED = frozenset({FactKind.QUOTA, FactKind.COPIES})


@lru_cache(maxsize=512)
def read_facts(field: str, value: str, ours: Level) -> tuple[Fact, ...]:
    """The facts of a text in order. In a basis, what it fixes for another organ is external."""
    wording = Wording(field, value)
    taken: list[tuple[int, int]] = []
    out: list[tuple[int, Fact]] = []
    others: list[tuple[int, int]] | None = None
    for row in facts_in(wording.text).rows():
        for match in row.says.finditer(wording.text):
            start, end = match.span()
            if any(start < two and one < end for one, two in taken):
                continue
            taken.append((start, end))
            if others is None:
                others = _others(wording, ours) if field == "basis" else []
            numbers = _NUMBER.findall(match.group()) if row.kind in _COUNTED else []
            fact = Fact(
                row.kind,
                wording.words(start, end),
                wording.passage(start, end),
                numeral(numbers[-1]) if numbers else None,
                any(one <= start < two for one, two in others),
            )
            out.append((start, fact))
    return tuple(fact for _, fact in sorted(out, key=lambda item: item[0]))


def _others(wording: Wording, ours: Level) -> list[tuple[int, int]]:
    return [
        (clause.start, clause.stop)
        for clause in clauses_of(wording.value, ours)
        if clause.binds is Binds.ELSEWHERE
    ]
