"""How a statement stands, what takes the place of what, and an instrument as a value for the law package to weigh."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet

from quanze.law.instruments import Evidence, Kind, Reference, Says
from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Statement as LawStatement
from quanze.law.titles import bare
from quanze.library.codec import version_of
from quanze.library.models import Instrument, Ruling, Statement, Version


class Standing(StrEnum):
    """How a statement stands, for people."""

    PROPOSED = "待确认"
    STANDS = "成立"
    REJECTED = "不采纳"
    WITHDRAWN = "已撤回"


LIVE = frozenset({Standing.STANDS, Standing.PROPOSED})
"""How a statement stands that counts, as a fact or as a proposal."""


def standing(statement: Statement) -> Standing:
    """How a statement stands; no query where ``rulings`` were fetched with it."""
    kinds = {ruling.kind for ruling in statement.rulings.all()}
    if Ruling.Kind.WITHDRAWN in kinds:
        return Standing.WITHDRAWN
    if Ruling.Kind.REJECTED in kinds:
        return Standing.REJECTED
    if statement.origin == Statement.Origin.PERSON or Ruling.Kind.CONFIRMED in kinds:
        return Standing.STANDS
    return Standing.PROPOSED


def _ruled(*kinds: str) -> Exists:
    return Exists(Ruling.objects.filter(statement=OuterRef("pk"), kind__in=kinds))


def stand() -> QuerySet[Statement]:
    """The statements that stand: of a person or confirmed, and not withdrawn."""
    said = Q(origin=Statement.Origin.PERSON) | Q(_ruled(Ruling.Kind.CONFIRMED))
    return Statement.objects.filter(said, ~_ruled(Ruling.Kind.WITHDRAWN))


def proposed() -> QuerySet[Statement]:
    """The proposals that nobody has settled yet."""
    return Statement.objects.filter(
        ~_ruled(Ruling.Kind.CONFIRMED, Ruling.Kind.REJECTED), origin=Statement.Origin.TEXT
    )


def replaced_by(*instruments: Instrument) -> list[Instrument]:
    """What these replaced, and what that replaced before it, nearest first; as far as statements say so that stand.
    One query for each generation."""
    asked = {instrument.pk for instrument in instruments}
    found: dict[int, Instrument] = {}
    generation = list(asked)
    while generation:
        statements = stand().filter(Q(successor__in=generation) | Q(successor__same_as__in=generation))
        older = []
        for statement in statements.select_related("instrument__same_as").order_by("pk"):
            each = statement.instrument.same_as or statement.instrument
            if each.pk not in asked and each.pk not in found:
                found[each.pk] = each
                older.append(each.pk)
        generation = older
    return list(found.values())


def full(instruments: Iterable[Instrument], *, texts: bool = False) -> dict[int, LawInstrument]:
    """Instruments as values, by ``pk``, with the statements that stand as confirmed and the proposals beside them; the
    words of their versions only with ``texts``. Two queries."""
    rows = {instrument.pk: instrument for instrument in instruments}
    owners = owners_of(rows)
    versions: dict[int, list[Version]] = {}
    held = Version.objects.filter(instrument__in=owners).annotate(same_as=F("instrument__same_as"))
    for version in (held if texts else held.defer("text")).order_by("pk"):
        versions.setdefault(_owner(version, rows), []).append(version)
    statements: dict[int, list[LawStatement]] = {}
    weighed = _weighed().filter(instrument__in=owners).annotate(same_as=F("instrument__same_as"))
    for statement in weighed.select_related("by", "successor", "entered_by").order_by("pk"):
        statements.setdefault(_owner(statement, rows), []).append(
            statement_value(statement, confirmed=statement.confirmed)
        )
    return {
        pk: value_of(row, versions.get(pk, ()), statements.get(pk, ()), texts=texts)
        for pk, row in rows.items()
    }


def owners_of(instruments: Collection[int]) -> QuerySet[Instrument, Any]:
    """These and the rows that turned out to be one of them: what holds their versions and statements. No query of its
    own."""
    mine = Q(pk__in=instruments) | Q(same_as__in=instruments)
    return Instrument.objects.filter(mine).order_by().values("pk")


def _owner(row: Any, asked: Container[int]) -> int:
    """Of the instruments that were asked for the one that a row with ``same_as`` is of."""
    return int(row.same_as if row.same_as in asked else row.instrument_id)


def _weighed() -> Any:
    """The statements that stand and the proposals, each with ``confirmed``: whether it stands. As :func:`standing`
    tells it, without fetching the rulings."""
    stands = Q(origin=Statement.Origin.PERSON) | Q(_ruled(Ruling.Kind.CONFIRMED))
    rows = Statement.objects.filter(~_ruled(Ruling.Kind.REJECTED, Ruling.Kind.WITHDRAWN))
    return rows.annotate(confirmed=ExpressionWrapper(stands, BooleanField()))


def statements_of(instruments: Collection[int]) -> QuerySet[Statement]:
    """Every statement about these instruments and what turned out to be one of them, with its rulings, in the order of
    entering. Two queries."""
    rows = Statement.objects.filter(instrument__in=owners_of(instruments))
    rulings = Prefetch("rulings", Ruling.objects.select_related("by"))
    return rows.select_related("by", "successor", "entered_by").prefetch_related(rulings).order_by("pk")


def statement_value(statement: Statement, *, confirmed: bool) -> LawStatement:
    """A statement as a value."""
    by = statement.by or statement.successor
    years = None
    if statement.first_year is not None and statement.last_year is not None:
        years = statement.first_year, statement.last_year
    return LawStatement(
        says=Says(statement.says),
        evidence=Evidence(
            statement.document,
            statement.words,
            statement.start,
            statement.end,
            None if statement.entered_by is None else statement.entered_by.name,
        ),
        on=statement.on,
        months=statement.months,
        years=years,
        by=None if by is None else Reference(by.title or None, by.number or None),
        confirmed=confirmed,
    )


def latest_readings(versions: Iterable[Version]) -> list[Version]:
    """Of versions of one day (a file that was read anew by a better reader) the last that was added."""
    newest: dict[tuple[date | None, str], Version] = {}
    for version in versions:
        newest[version.made_on, version.source if version.made_on is None else ""] = version
    return sorted(newest.values(), key=lambda version: (version.made_on or date.min, version.pk))


def value_of(
    row: Instrument,
    versions: Iterable[Version],
    statements: Iterable[LawStatement],
    *,
    texts: bool = False,
) -> LawInstrument:
    """A row as a value with these versions and statements. No query."""
    return LawInstrument(
        title=row.title,
        bare=bare(row.title),
        kind=Kind(row.kind),
        issuers=tuple(row.issuers),
        number=row.number or None,
        issued=row.issued or None,
        versions=tuple(
            version_of(version.facts, version.text if texts else None)
            for version in latest_readings(versions)
        ),
        statements=tuple(statements),
    )
