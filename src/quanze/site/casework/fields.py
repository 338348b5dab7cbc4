"""Fields of the forms of acts that are more than one input: a limit, staff with their cards, rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from quanze.people.models import Person
from quanze.procedure.clocks.moments import read_moment
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.engine.evidence import Inspector
from quanze.procedure.model import Limit, Unit

UNIT_CHOICES = [(unit.value, UNITS[unit].removeprefix("个")) for unit in Unit if unit is not Unit.DAY]
MOST_ROWS = 500
BLANK_ROWS = 2


class _Several(forms.Widget):
    """Reads inputs whose names begin with the field's own."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[str]]:
        """By the rest of the name; ``""`` for the field's own."""
        found = {key[len(name) :]: data.getlist(key) for key in data if key.startswith(f"{name}-")}
        return {**found, "": data.getlist(name)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class LimitField(forms.Field):
    """So many days or months: ``name`` and ``name-unit``. ``cleaned_data`` has a :class:`Limit` or ``None``."""

    widget = _Several

    def clean(self, value: Mapping[str, list[str]]) -> Limit | None:
        said = "".join(value.get("", [])).strip()
        if not said:
            if self.required:
                raise forms.ValidationError("请填写期限。")
            return None
        unit = "".join(value.get("-unit", []))
        if not said.isdecimal() or len(said) > 4 or int(said) < 1:
            raise forms.ValidationError("请填写大于 0 的整数。")
        if unit not in dict(UNIT_CHOICES):
            raise forms.ValidationError("请选择期限的单位。")
        return Limit(int(said), Unit(unit))

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return LimitBound(form, self, field_name)


class LimitBound(BoundField):
    """The two inputs, for the template."""

    @property
    def number(self) -> str:
        """As it was typed."""
        if self.form.is_bound:
            return "".join(self.data.get("", []))
        return "" if self.initial is None else str(self.initial.n)

    @property
    def units(self) -> list[tuple[str, str, bool]]:
        """Each unit, and whether it is chosen."""
        if self.form.is_bound:
            chosen = "".join(self.data.get("-unit", []))
        else:
            chosen = Unit.WORKING_DAY.value if self.initial is None else self.initial.unit.value
        return [(value, label, value == chosen) for value, label in UNIT_CHOICES]


class MomentField(forms.Field):
    """A day and a time of it, as the browser or as people write them. ``cleaned_data`` has it with its zone, or
    ``None``."""

    def clean(self, value: str | None) -> datetime | None:
        said = (value or "").strip()
        if not said:
            if self.required:
                raise forms.ValidationError(f"请填写{self.label}。")
            return None
        try:
            return read_moment(said)
        except Uncountable as wrong:
            raise forms.ValidationError(f"{wrong}。") from wrong


class StaffField(forms.Field):
    """Some of these people, each with the number of the card that was shown: ``name`` and ``name-<pk>``."""

    widget = _Several

    def __init__(self, *, people: Sequence[Person], cards: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people, self.cards = people, cards

    def clean(self, value: Mapping[str, list[str]]) -> tuple[Inspector, ...]:
        known = {str(each.pk) for each in self.people}
        return tuple(
            Inspector(f"person:{pk}", "".join(value.get(f"-{pk}", [])).strip()[:60])
            for pk in dict.fromkeys(value.get("", []))
            if pk in known
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return StaffBound(form, self, field_name)


class StaffBound(BoundField):
    """One line for each person, for the template."""

    field: StaffField

    @property
    def rows(self) -> list[tuple[Person, bool, str]]:
        """Who, whether chosen, and the card."""
        said = self.data if self.form.is_bound else {}
        chosen = set(said.get("", []))
        return [
            (each, str(each.pk) in chosen, "".join(said.get(f"-{each.pk}", []))) for each in self.field.people
        ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a row."""

    id: str
    name: str
    label: str
    value: str


class RowsField(forms.Field):
    """Rows of texts under some columns: ``name-<row>-<column>``. ``cleaned_data`` has the rows that say something."""

    widget = _Several

    def __init__(self, *, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.columns = tuple(columns)

    def clean(self, value: Mapping[str, list[str]]) -> list[list[str]]:
        rows = [row for row in self.typed(value) if any(cell.strip() for cell in row)]
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(f"最多{MOST_ROWS}行。")
        return rows

    def typed(self, value: Mapping[str, list[str]]) -> list[list[str]]:
        """The rows as they were sent."""
        rows: dict[int, list[str]] = {}
        for key, said in value.items():
            row, _, column = key.removeprefix("-").partition("-")
            if (
                row.isdecimal()
                and len(row) < 4
                and column.isdecimal()
                and int(column[:3]) < len(self.columns)
            ):
                rows.setdefault(int(row), [""] * len(self.columns))[int(column[:3])] = "".join(said)
        return [rows[number] for number in sorted(rows)]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return RowsBound(form, self, field_name)


class RowsBound(BoundField):
    """The rows, and some that are blank, for the template."""

    field: RowsField

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells, row by row."""
        if self.form.is_bound:
            said = [row for row in self.field.typed(self.data) if any(cell.strip() for cell in row)]
        else:
            said = [list(row) for row in self.initial or ()]
        blank = [[""] * len(self.field.columns) for _ in range(BLANK_ROWS)]
        return [
            [
                Cell(f"id_{self.html_name}-{row}-{column}", f"{self.html_name}-{row}-{column}", label, value)
                for column, (label, value) in enumerate(zip(self.field.columns, cells, strict=False))
            ]
            for row, cells in enumerate([*said, *blank])
        ]
