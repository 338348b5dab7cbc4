"""Deadlines with their explanations.

``python -m bench.clocks``
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bench.figures import Figure, report, seconds
from quanze.procedure.clocks.deadline import deadline
from quanze.procedure.clocks.moments import read_moment
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.clocks.sentence import sentence
from quanze.procedure.clocks.svg import svg_strip
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Limit, Unit

LIMITS = ((30, 1.0), (250, 5.0))
"""Working days, and the milliseconds that they may take."""

STARTS = 200


def figures() -> Iterator[Figure]:
    """One deadline with its sentence, and with its strip besides; on average over starts in the course of a year."""
    calendar = seeded()
    first = read_moment("2025-01-02 15:30")
    for n, most in LIMITS:
        terms = [Term(first + timedelta(days=day % 365), Limit(n, Unit.WORKING_DAY)) for day in range(STARTS)]

        def explain(terms: list[Term] = terms) -> None:
            for term in terms:
                sentence(deadline(term, calendar))

        def draw(terms: list[Term] = terms) -> None:
            for term in terms:
                found = deadline(term, calendar)
                svg_strip(term.began, found.reading, sentence(found))

        explain()
        yield Figure(f"期限 {n} 个工作日并说明", seconds(explain) / STARTS * 1000, "毫秒", most=most)
        yield Figure(f"期限 {n} 个工作日，说明并画出", seconds(draw) / STARTS * 1000, "毫秒", most=most)


if __name__ == "__main__":
    raise SystemExit(report(figures()))
