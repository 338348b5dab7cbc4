"""Statements on their way into the library: what texts say are proposals, each made once however often it is read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from quanze.law.instruments import Says
from quanze.law.instruments import Statement as LawStatement
from quanze.law.validity import of_title
from quanze.library import form
from quanze.library.batches import chunks
from quanze.library.models import Instrument, Statement
from quanze.people.models import Person

TITLE = "标题"
"""The document in the evidence of what a title says by itself."""

ENDS = (Says.REPEALED, Says.SUPERSEDED, Says.LAPSED)
"""What says that an instrument has come to its end."""

_MERE_DECISIONS = ("废止", "清理", "失效")
"""In titles of what repeals others and puts nothing in their place."""


def row(
    instrument: Instrument,
    statement: LawStatement,
    *,
    by: Instrument | None = None,
    successor: Instrument | None = None,
    said_by: Person | None = None,
    ground: str = "",
) -> Statement:
    """A statement that a text makes, or a person (``said_by``), not saved yet. What repeals an instrument takes its
    place where no ``successor`` is named, but for a decision that only repeals."""
    if successor is None and by is not None and statement.says in ENDS and takes_its_place(by):
        successor = by
    now = timezone.now()
    first, last = statement.years or (None, None)
    evidence = statement.evidence
    return Statement(
        instrument=instrument,
        says=statement.says,
        on=statement.on,
        months=statement.months,
        first_year=first,
        last_year=last,
        by=by,
        successor=successor,
        document=evidence.document.replace("\0", "")[:500],
        words=evidence.text.replace("\0", ""),
        start=evidence.start,
        end=evidence.end,
        ground=ground,
        origin=Statement.Origin.TEXT if said_by is None else Statement.Origin.PERSON,
        entered_by=said_by,
        entered_at=now,
        digest=form.statement_digest(
            instrument.pk,
            statement,
            None if by is None else by.pk,
            None if successor is None else successor.pk,
            salt="" if said_by is None else now.isoformat(),
        ),
    )


def takes_its_place(by: Instrument) -> bool:
    """Whether what repeals an instrument is its successor."""
    return not any(word in by.title for word in _MERE_DECISIONS)


def propose(rows: Iterable[Statement]) -> int:
    """Save those that were not made before; returns how many. Two queries for each 500."""
    made = 0
    for chunk in chunks({each.digest: each for each in rows}.values()):
        known = Statement.objects.filter(digest__in=[each.digest for each in chunk])
        held = set(known.values_list("digest", flat=True))
        new = [each for each in chunk if each.digest not in held]
        Statement.objects.bulk_create(new, ignore_conflicts=True)
        made += len(new)
    return made


def of_titles(instruments: Iterable[Instrument]) -> None:
    """Propose what titles say by themselves: 试行, a plan's years, the year whose work is ordered."""
    propose(
        row(instrument, proposal.statement)
        for instrument in instruments
        for proposal in of_title(instrument.title, TITLE)
    )
