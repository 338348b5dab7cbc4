"""Answers as people read them: on officers' pages, in letters, in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from quanze.kits.answers import sections
from quanze.kits.labels import SUB_KIND as SUB_KIND_LABEL
from quanze.kits.model import SUB_KIND, Field, FieldKind, Kit

NOTHING = "（未填）"


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: heads of its columns (the first is of the row's name where rows are named), and rows of cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer: its label and its text; ``table`` where it is one. ``blank``: nothing was filled in."""

    key: str
    label: str
    text: str
    table: ShownTable | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A part of the form with its answers."""

    title: str
    answers: tuple[Shown, ...]


def shown(kit: Kit, values: Mapping[str, Any]) -> tuple[ShownSection, ...]:
    """Cleaned values, section by section, in the order of the form; what was asked for and not filled in says so."""
    made = []
    if kit.sub_kinds:
        found = kit.sub_kind(values.get(SUB_KIND))
        called = kit.labels.sub_kind or SUB_KIND_LABEL
        made.append(ShownSection(called, (_shown(SUB_KIND, called, found.name if found else ""),)))
    for section, asked in sections(kit, values):
        made.append(
            ShownSection(section.title, tuple(_answer(field, values.get(field.key)) for field in asked))
        )
    return tuple(made)


def public(kit: Kit, values: Mapping[str, Any]) -> tuple[Shown, ...]:
    """What a publicity shows of cleaned values: the sub-kind, and the fields that the kit names, as far as they were
    asked for and filled in."""
    wanted = {SUB_KIND, *kit.public}
    found = (answer for section in shown(kit, values) for answer in section.answers)
    return tuple(answer for answer in found if answer.key in wanted and not answer.blank)


def subject(kit: Kit, values: Mapping[str, Any]) -> str:
    """What names the application in lists and letters; blank where the kit or the applicant says nothing."""
    said = values.get(kit.labels.subject)
    return said if isinstance(said, str) else ""


def value_words(field: Field, value: Any) -> str:
    """A cleaned value in words, with its unit; blank for none."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "已声明" if field.kind is FieldKind.DECLARATION and value else "是" if value else "否"
    if isinstance(value, Decimal):
        unit = "万元" if field.kind is FieldKind.MONEY else field.unit
        return f"{_grouped(value)}{' ' if unit and unit[0].isascii() and unit != '%' else ''}{unit}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, tuple):
        return "、".join(str(each) for each in value)
    return str(value)


def _grouped(value: Decimal) -> str:
    return f"{value:,f}"


def _answer(field: Field, value: Any) -> Shown:
    if field.kind is FieldKind.TABLE:
        table = _table(field, value if isinstance(value, tuple) else ())
        text = "" if not table.rows else f"共{len(table.rows)}行"
        return Shown(field.key, field.label, text or NOTHING, table if table.rows else None, not table.rows)
    return _shown(field.key, field.label, value_words(field, value))


def _shown(key: str, label: str, text: str) -> Shown:
    return Shown(key, label, text or NOTHING, blank=not text)


def _table(field: Field, rows: tuple[Any, ...]) -> ShownTable:
    heads = tuple(head(column) for column in field.columns)
    numeric = tuple(column.kind in (FieldKind.NUMBER, FieldKind.MONEY) for column in field.columns)
    lines = []
    for number, row in enumerate(rows):
        cells = tuple(_cell(column, row.get(column.key)) for column in field.columns)
        lines.append((field.rows[number], *cells) if field.rows and number < len(field.rows) else cells)
    if field.rows:
        heads, numeric = ("", *heads), (False, *numeric)
    return ShownTable(heads, tuple(lines), numeric)


def head(column: Field) -> str:
    """The head of a column, with the unit of its numbers."""
    unit = "万元" if column.kind is FieldKind.MONEY else column.unit
    return f"{column.label}（{unit}）" if unit else column.label


def _cell(column: Field, value: Any) -> str:
    return _grouped(value) if isinstance(value, Decimal) else value_words(column, value)
