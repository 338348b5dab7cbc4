"""A kit's form as a page draws it: from answers as they were given, with what is wrong beside them. Pure.

An input is named ``f.<key>``, a cell of a table ``f.<key>.<row>.<column>``; :func:`answers_from_post` reads them back.
Every field is drawn, with its condition in words; a script hides those that are not asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from quanze.kits.answers import Checked
from quanze.kits.guide import only_where
from quanze.kits.labels import SUB_KIND as SUB_KIND_LABEL
from quanze.kits.model import SUB_KIND, Condition, Field, FieldKind, Kit
from quanze.kits.problem import Problem
from quanze.kits.rules import most_rows
from quanze.kits.showing import head
from quanze.kits.values import NO, YES, Wrong, read_value

NAME = "f."
ADD = "add"
"""The name of the button that asks for another row; its value is the key of the table."""

BLANK_ROWS = 2
FEW_OPTIONS = 6
"""So many options are shown at once; more go into a list to open."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CELL = re.compile(r"([a-z0-9_]{1,40})\.([0-9]{1,3})\.([a-z0-9_]{1,40})")

TYPES = {FieldKind.EMAIL: "email", FieldKind.PHONE: "tel", FieldKind.DATE: "date"}
"""Kind of field → type of its input."""


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option to choose; ``value`` is what the form sends."""

    id: str
    value: str
    label: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: its name, where rows are named, and its cells."""

    name: str
    cells: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field as it is drawn. ``shape`` names the partial that draws it; ``when`` is its condition for the script,
    ``when_words`` for everyone."""

    id: str
    name: str
    shape: str
    label: str
    value: str = ""
    required: bool = False
    hint: str = ""
    unit: str = ""
    type: str = "text"
    options: tuple[ShownOption, ...] = ()
    words: str = ""
    errors: tuple[str, ...] = ()
    when: str = ""
    when_words: str = ""
    cite: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    named: bool = False
    can_add: str = ""

    @property
    def described_by(self) -> str:
        """The ids of what describes the input."""
        parts = [("hint", self.hint), ("unit", self.unit), ("when", self.when_words), ("error", self.errors)]
        return " ".join(f"{self.id}-{part}" for part, said in parts if said)


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A part of the form."""

    id: str
    title: str
    hint: str
    fields: tuple[ShownField, ...]
    when: str
    when_words: str


@dataclass(frozen=True, slots=True)
class KitForm:
    """A whole form. ``errors`` stand on top: the id of the field and the sentence; ``cautions`` likewise."""

    sections: tuple[ShownSection, ...]
    errors: tuple[tuple[str, str], ...] = ()
    cautions: tuple[tuple[str, str], ...] = ()


def kit_form(
    kit: Kit,
    answers: Mapping[str, Any] | None = None,
    checked: Checked | None = None,
    *,
    more: str = "",
) -> KitForm:
    """The form of a kit. ``answers`` as a draft or :func:`answers_from_post` has them; ``checked``: what was found when
    they were checked; ``more``: the key of a table that gets further rows."""
    problems, cautions = ((), ()) if checked is None else (checked.problems, checked.cautions)
    drawing = _Drawing(kit, answers or {}, problems, more)
    return KitForm(
        drawing.sections(),
        tuple((_id_of(each.path), each.words) for each in problems),
        tuple((_id_of(each.path), each.words) for each in cautions),
    )


def answers_from_post(kit: Kit, post: QueryDict) -> dict[str, Any]:
    """What somebody sent, as :func:`quanze.kits.check` takes it: every text as it was typed, blank fields left out.
    What no field asks for is kept under its name, so that the check refuses it."""
    fields = {field.key: field for field in kit.fields()}
    tables: dict[str, dict[int, dict[str, str]]] = {}
    answers: dict[str, Any] = {}
    for name in post:
        if not name.startswith(NAME):
            continue
        key = name.removeprefix(NAME)
        field = fields.get(key)
        if cell := _CELL.fullmatch(key):
            tables.setdefault(cell[1], {}).setdefault(int(cell[2]), {})[cell[3]] = str(post[name])
        elif field is not None and field.kind is FieldKind.CHOICES:
            answers[key] = [each for each in post.getlist(name) if each]
        else:
            answers[key] = post[name]
    for key, rows in tables.items():
        answers[key] = _rows(rows, named=key in fields and bool(fields[key].rows))
    return {key: said for key, said in answers.items() if said not in ("", [])}


def _rows(rows: Mapping[int, dict[str, str]], *, named: bool) -> list[dict[str, str]]:
    """The rows that were sent, up to the last that says something; those between keep their places, so that an error
    is told where it stands."""
    said = [number for number, row in rows.items() if any(cell.strip() for cell in row.values())]
    if not said:
        return []
    last = max(rows) if named else max(said)
    return [{key: cell for key, cell in rows.get(number, {}).items() if cell} for number in range(last + 1)]


def _id_of(path: str) -> str:
    """The id of the element that a problem's path leads to."""
    if not path:
        return "main"
    return "f-" + re.sub(r"[\[\].]+", "-", path).strip("-")


class _Drawing:
    def __init__(self, kit: Kit, answers: Mapping[str, Any], problems: Iterable[Problem], more: str) -> None:
        self.kit = kit
        self.answers = answers
        self.more = more
        self.errors: dict[str, list[str]] = {}
        for problem in problems:
            self.errors.setdefault(problem.path, []).append(problem.words)

    def sections(self) -> tuple[ShownSection, ...]:
        made = []
        if self.kit.sub_kinds:
            field = self._sub_kind()
            made.append(ShownSection("part-kind", field.label, "", (field,), "", ""))
        for number, section in enumerate(self.kit.form, 1):
            fields = tuple(self._field(field) for field in section.fields)
            made.append(
                ShownSection(
                    f"part-{number}",
                    section.title,
                    section.hint,
                    fields,
                    _script(section.when),
                    only_where(self.kit, section.when),
                )
            )
        return tuple(made)

    def _sub_kind(self) -> ShownField:
        said = self.answers.get(SUB_KIND)
        ident = _id_of(SUB_KIND)
        options = tuple(
            ShownOption(f"{ident}-{each.key}", each.key, each.name, said == each.key, each.hint)
            for each in self.kit.sub_kinds
        )
        label = self.kit.labels.sub_kind or SUB_KIND_LABEL
        return ShownField(
            ident,
            NAME + SUB_KIND,
            "radios",
            label,
            required=True,
            options=options,
            errors=self._errors(SUB_KIND),
        )

    def _errors(self, path: str) -> tuple[str, ...]:
        return tuple(self.errors.get(path, ()))

    def _field(self, field: Field) -> ShownField:
        if field.kind is FieldKind.TABLE:
            return self._table(field)
        return self._plain(field, field.key, NAME + field.key, self.answers.get(field.key))

    def _plain(self, field: Field, path: str, name: str, said: object) -> ShownField:
        ident = _id_of(path)
        value = _shown_value(field, said)
        date_typed = field.kind is FieldKind.DATE and bool(value) and not _ISO.fullmatch(value)
        return ShownField(
            id=ident,
            name=name,
            shape=_shape(field),
            label=field.label,
            value=value,
            required=field.required,
            hint=field.hint,
            unit="万元" if field.kind is FieldKind.MONEY else field.unit,
            type="text" if date_typed else TYPES.get(field.kind, "text"),
            options=_options(field, ident, said),
            words=field.words,
            errors=self._errors(path),
            when=_script(field.when),
            when_words=only_where(self.kit, field.when),
            cite="" if field.source is None else field.source.cite or field.source.words,
        )

    def _table(self, field: Field) -> ShownField:
        said = self.answers.get(field.key)
        rows: Sequence[Any] = said if isinstance(said, list | tuple) else ()
        most = most_rows(field)
        if field.rows:
            count = len(field.rows)
        else:
            added = BLANK_ROWS if self.more == field.key else 0
            count = min(most, max(len(rows) + BLANK_ROWS, field.fewest or 0) + added)
        shown = [
            self._row(field, number, rows[number] if number < len(rows) else None) for number in range(count)
        ]
        return ShownField(
            id=_id_of(field.key),
            name=NAME + field.key,
            shape="table",
            label=field.label,
            required=field.required or bool(field.fewest),
            hint=field.hint,
            errors=self._errors(field.key),
            when=_script(field.when),
            when_words=only_where(self.kit, field.when),
            cite="" if field.source is None else field.source.cite or field.source.words,
            heads=tuple(head(column) + ("" if column.required else "（选填）") for column in field.columns),
            rows=tuple(shown),
            named=bool(field.rows),
            can_add=field.key if count < most and not field.rows else "",
        )

    def _row(self, field: Field, number: int, row: object) -> ShownRow:
        path = f"{field.key}[{number}]"
        said = row if isinstance(row, Mapping) else {}
        cells = tuple(
            self._plain(
                column,
                f"{path}.{column.key}",
                f"{NAME}{field.key}.{number}.{column.key}",
                said.get(column.key),
            )
            for column in field.columns
        )
        return ShownRow(field.rows[number] if field.rows else "", cells)


def _shape(field: Field) -> str:
    match field.kind:
        case FieldKind.LONG_TEXT:
            return "area"
        case FieldKind.CHOICE:
            return "radios" if len(field.options) <= FEW_OPTIONS else "list"
        case FieldKind.CHOICES:
            return "boxes"
        case FieldKind.YES_NO:
            return "radios"
        case FieldKind.DECLARATION:
            return "declaration"
        case _:
            return "line"


def _options(field: Field, ident: str, said: object) -> tuple[ShownOption, ...]:
    if field.kind is FieldKind.YES_NO:
        value = _yes_no(said)
        return (
            ShownOption(f"{ident}-yes", "true", "是", value is True),
            ShownOption(f"{ident}-no", "false", "否", value is False),
        )
    if field.kind is FieldKind.DECLARATION:
        return (ShownOption(ident, "true", field.words, _yes_no(said) is True),)
    chosen = set(map(str, said)) if isinstance(said, list | tuple) else {said}
    return tuple(
        ShownOption(f"{ident}-{number}", option, option, option in chosen)
        for number, option in enumerate(field.options, 1)
    )


def _yes_no(said: object) -> bool | None:
    if isinstance(said, bool):
        return said
    text = said.strip().lower() if isinstance(said, str) else ""
    return True if text in YES else False if text in NO else None


def _shown_value(field: Field, said: object) -> str:
    """What stands in an input: as it was typed; a day as the browser's own field takes it."""
    text = (
        said if isinstance(said, str) else "" if said is None or isinstance(said, bool | list) else str(said)
    )
    if field.kind is FieldKind.DATE and text and not _ISO.fullmatch(text):
        try:
            return str(read_value(field, text))
        except Wrong:
            return text
    return text


def _script(conditions: tuple[Condition, ...]) -> str:
    """The conditions for the script: ``{"sub_kind": ["city"], "joint": ["true"]}``."""
    if not conditions:
        return ""
    said = {
        each.key: [str(value).lower() if isinstance(value, bool) else value for value in each.values]
        for each in conditions
    }
    return json.dumps(said, ensure_ascii=False)
