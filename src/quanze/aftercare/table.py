"""统计表: what was reported under a follow-up of a matter in a year, as a table for the page, for CSV and for Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from quanze.aftercare.queries import NUMBERS, Totals, columns, totals, values_of
from quanze.aftercare.standing import Line
from quanze.documents.tree import Block, Document, Items, Role, paragraph
from quanze.kits.model import Field, FollowUp
from quanze.kits.showing import head, value_words

WIDE, NARROW, TEXT = 4, 2, 3
"""Shares of the width: the applicant, numbers and days, words."""

SUM = "合计"


@dataclass(frozen=True, slots=True)
class Row:
    """A line, with what stands in its cells."""

    line: Line
    standing: str
    late: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``heads`` and ``numeric`` are of the fields; ``sums`` stand below them, blank where there is nothing to add."""

    title: str
    item: FollowUp
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[Row, ...]
    sums: tuple[str, ...]
    totals: Totals


def table(matter: str, item: FollowUp, year: int, lines: Iterable[Line], today: date) -> Table:
    """The table of these lines. What was returned is shown and not added up. No query."""
    fields = columns(item)
    kept = tuple(lines)
    added = totals(kept, item)
    return Table(
        f"{matter}{year}年{item.title}",
        item,
        tuple(head(field) for field in fields),
        tuple(field.kind in NUMBERS for field in fields),
        tuple(_row(line, fields, today) for line in kept),
        tuple(_sum(field, added) for field in fields),
        added,
    )


def _row(line: Line, fields: tuple[Field, ...], today: date) -> Row:
    late = line.late(today)
    standing = f"以申报办理：{line.by_case}" if line.by_case else line.state.label
    values = {} if line.filing is None else values_of(line.filing)
    cells = tuple(_words(field, values.get(field.key)) for field in fields)
    return Row(line, f"{standing}，已逾期" if late else standing, late, cells)


def _sum(field: Field, added: Totals) -> str:
    return _words(field, added.sums.get(field.key)) if added.counted else ""


def _words(field: Field, value: object) -> str:
    """A value without its unit, which stands in the head."""
    return f"{value:,f}" if isinstance(value, Decimal) else value_words(field, value)


HEADS = ("单位", "申请内容", "办件编号", "情况", "报送日期")


def cells(made: Table) -> Iterator[tuple[str, ...]]:
    """The rows of a file: heads, lines, sums."""
    yield (*HEADS, *made.heads)
    for row in made.rows:
        line, filing = row.line, row.line.filing
        on = "" if filing is None else f"{timezone.localdate(filing.at):%Y-%m-%d}"
        yield (line.case.applicant_name, line.case.title, line.case.number, row.standing, on, *row.cells)
    if any(made.sums):
        yield (SUM, f"已核实、登记的{made.totals.counted}份", "", "", "", *made.sums)


def document(made: Table) -> Document:
    """The same for Excel."""
    heads, *rows = cells(made)
    shares = (WIDE, WIDE, TEXT, TEXT, NARROW, *(NARROW if number else TEXT for number in made.numeric))
    blocks: tuple[Block, ...] = (paragraph(Role.TITLE, made.title), Items(heads, tuple(rows), shares))
    return Document(made.title, blocks)
