"""The tables before a text: which rows may find anything in which part of it. One pass over the text tells for all."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain

from quanze.procedure.compiler.patterns import (
    FactRow,
    Row,
    Scan,
    Scanner,
    Sieve,
    Sifted,
    acts,
    basis_acts,
    facts,
)


@cache
def _scanner() -> Scanner:
    rows = chain[Row | FactRow](acts(), basis_acts(), facts())
    return Scanner(hint for row in rows for hint in row.hints)


@cache
def _acts() -> Sieve[Row]:
    return Sieve(acts(), _scanner())


@cache
def _basis_acts() -> Sieve[Row]:
    return Sieve(basis_acts(), _scanner())


@cache
def _facts() -> Sieve[FactRow]:
    return Sieve(facts(), _scanner())


@lru_cache(maxsize=64)
def _scan(text: str) -> Scan:
    """Kept as long as one matter needs it."""
    return _scanner().over(text)


def acts_in(text: str) -> Sifted[Row]:
    """What duties order."""
    return Sifted(_acts(), _scan(text))


def basis_acts_in(text: str) -> Sifted[Row]:
    """What only bases and liability clauses order."""
    return Sifted(_basis_acts(), _scan(text))


def facts_in(text: str) -> Sifted[FactRow]:
    """Quotas, copies, deadlines and the like."""
    return Sifted(_facts(), _scan(text))
