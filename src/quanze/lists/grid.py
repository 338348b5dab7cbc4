"""What every reader yields: lines and tables in the order of the document, with nothing known about lists.

A new format is one module under ``readers`` that turns bytes into these blocks; ``assemble`` does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from quanze.lists.model import Place, Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell where it begins. ``column`` starts at 0. Paragraphs and line ends inside it are ``\\n``; ``marks`` are
    underlined spans of ``text``."""

    text: str
    column: int
    rowspan: int = 1
    colspan: int = 1
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that *begin* in this row, by column; columns covered by a cell from above have none."""

    cells: tuple[Cell, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``spans_known`` is false where the format cannot say which cells are merged (tab-separated text): a
    blank cell may then stand for a merged one. ``notes`` are doubts of the reader about single cells, which become
    findings (a cell cut off by the page's edge, say)."""

    rows: tuple[Row, ...]
    width: int
    place: Place
    spans_known: bool = True
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's doubt: ``code`` is a key of ``repairs.NOTES``, where, and a plain sentence."""

    code: str
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside of tables."""

    text: str
    place: Place
    marks: tuple[Span, ...] = ()


Block = Line | Table
