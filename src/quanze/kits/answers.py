"""What an applicant filled in, held against the kit: cleaned values, or every place that is wrong.

A draft may be unfinished; what stands in it must be of its kind, so that it can be shown again. A submission must be
whole. Answers are plain JSON: ``{key: text | true | [option, ...] | [{column: text}, ...]}``, the sub-kind under
``sub_kind``; what comes from a form and what :func:`to_json` wrote are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from quanze.kits import credit_code
from quanze.kits.labels import APPLICANTS
from quanze.kits.labels import SUB_KIND as SUB_KIND_LABEL
from quanze.kits.model import (
    SUB_KIND,
    Applicant,
    Condition,
    Field,
    FieldKind,
    Kit,
    Material,
    Section,
    Statement,
)
from quanze.kits.problem import Problem
from quanze.kits.rules import fits, most_rows
from quanze.kits.values import Value, Wrong, beyond, blank, read_value

MOST_UNKNOWN = 20
"""So many unknown names are told one by one."""

Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Checked:
    """``values`` has what is asked for and could be read, ``problems`` what stands in the way, ``cautions`` what an
    officer should look at though nothing stands in the way (a credit code whose check digit is wrong)."""

    values: Values = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    cautions: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return not self.problems


def check(kit: Kit, answers: Mapping[str, Any], *, draft: bool = False) -> Checked:
    """Check answers; ``draft``: only that what is there can be read. Fields whose condition does not hold are neither
    asked for nor kept."""
    checking = _Checking(draft)
    if not isinstance(answers, Mapping):
        return Checked(problems=(Problem("", "申请内容读不出来，请重新填写。"),))
    checking.unknown(kit, answers)
    checking.sub_kind(kit, answers.get(SUB_KIND))
    for section in kit.form:
        if not holds(section.when, checking.values):
            continue
        for each in section.fields:
            if holds(each.when, checking.values):
                checking.field(each, answers.get(each.key))
    return Checked(checking.values, tuple(checking.problems), tuple(checking.cautions))


def holds(conditions: tuple[Condition, ...], values: Mapping[str, object]) -> bool:
    """Whether every condition is met by these cleaned values."""
    return all(fits(condition, values.get(condition.key)) for condition in conditions)


def sections(kit: Kit, values: Mapping[str, object]) -> Iterator[tuple[Section, tuple[Field, ...]]]:
    """The parts of the form that are asked for, with their fields."""
    for section in kit.form:
        if holds(section.when, values):
            asked = tuple(each for each in section.fields if holds(each.when, values))
            if asked:
                yield section, asked


def materials(kit: Kit, values: Mapping[str, object]) -> tuple[Material, ...]:
    """What has to be, or may be, handed in with these answers."""
    return tuple(each for each in kit.materials if holds(each.when, values))


def missing(kit: Kit, values: Mapping[str, object], given: frozenset[str]) -> tuple[Material, ...]:
    """The required materials of which nothing was given; ``given`` are keys of materials."""
    return tuple(each for each in materials(kit, values) if each.required and each.key not in given)


def to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    """Cleaned values as JSON: numbers as text, since they are exact; days as ``2026-11-23``."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def elsewhere(kit: Kit, values: Mapping[str, object]) -> Statement | None:
    """By which word on jurisdiction another authority seems to be competent for these answers, ``None`` where none
    does. It warns, and shuts nobody out; nothing follows from a credit code."""
    said = (each for each in kit.jurisdiction if each.competent and holds(each.when, values))
    return next(said, None)


def unusual_applicant(kit: Kit, kind: str) -> str:
    """A sentence for applicant and officer where an applicant of this kind (:class:`Applicant`) is not among those that
    the kit names; blank where nothing is unusual. It warns, and shuts nobody out."""
    if not kit.applicants or kind in kit.applicants:
        return ""
    named = "、".join(APPLICANTS[each] for each in kit.applicants)
    mine = APPLICANTS[Applicant(kind)] if kind in set(Applicant) else kind
    return f"本事项一般由{named}申报，申请人登记的类别是{mine}，请核对。"


def _says_nothing(row: object) -> bool:
    return isinstance(row, Mapping) and all(map(blank, row.values()))


class _Checking:
    def __init__(self, draft: bool) -> None:
        self.draft = draft
        self.values: Values = {}
        self.problems: list[Problem] = []
        self.cautions: list[Problem] = []

    def unknown(self, kit: Kit, answers: Mapping[str, Any]) -> None:
        known = {SUB_KIND, *(each.key for each in kit.fields())}
        strange = [str(key) for key in answers if key not in known]
        for key in strange[:MOST_UNKNOWN]:
            self._wrong(key[:50], f"表单里没有“{key[:50]}”这一项，没有收下。")
        if len(strange) > MOST_UNKNOWN:
            self._wrong("", f"另有{len(strange) - MOST_UNKNOWN}项不在表单里，没有收下。")

    def sub_kind(self, kit: Kit, raw: object) -> None:
        called = kit.labels.sub_kind or SUB_KIND_LABEL
        if blank(raw):
            if kit.sub_kinds and not self.draft:
                self._wrong(SUB_KIND, f"请选择{called}。")
        elif isinstance(raw, str) and kit.sub_kind(raw):
            self.values[SUB_KIND] = raw
        else:
            self._wrong(SUB_KIND, f"没有这一种{called}，请从列出的选项中选择。")

    def field(self, asked: Field, raw: object) -> None:
        if asked.kind is FieldKind.TABLE:
            self._table(asked, raw)
            return
        value = self._value(asked, raw, asked.key)
        if value is not None:
            self.values[asked.key] = value
        if asked.kind is FieldKind.DECLARATION and asked.required and value is False:
            self._missing(asked, asked.key)

    def _value(self, asked: Field, raw: object, path: str, row: str = "") -> Value | None:
        if blank(raw):
            if asked.required:
                self._missing(asked, path, row)
            return None
        called = f"{row}{asked.label}"
        try:
            value = read_value(asked, raw)
        except Wrong as reason:
            self._wrong(path, f"{called}：{reason}")
            return None
        if outside := beyond(asked, value):
            if not self.draft:
                self._wrong(path, f"{called}：{outside}")
        elif asked.kind is FieldKind.CREDIT_CODE and not credit_code.checks(str(value)):
            words = f"{called}“{value}”的校验位不对，请对照营业执照核对；确实无误的，可以照填。"
            self.cautions.append(Problem(path, words))
        return value

    def _table(self, asked: Field, raw: object) -> None:
        if not blank(raw) and not isinstance(raw, list | tuple):
            self._wrong(asked.key, f"{asked.label}：应是一行一行的表格。")
            return
        rows: list[object] = list(raw) if isinstance(raw, list | tuple) else []
        most = most_rows(asked)
        if len(rows) > most:
            self._wrong(asked.key, f"{asked.label}：有{len(rows)}行，最多{most}行，请合并或删去。")
            return
        if asked.rows and asked.required and all(map(_says_nothing, rows)):
            self._missing(asked, asked.key)
            return
        if asked.rows:
            rows += [{}] * (len(asked.rows) - len(rows))
        made: list[dict[str, Any]] = []
        columns = {column.key: column for column in asked.columns}
        for number, row in enumerate(rows):
            name = f"“{asked.rows[number]}”的" if asked.rows else f"第{number + 1}行的"
            made.append(self._row(asked, columns, row, number, name))
        if not asked.rows:
            made = [row for row in made if row]
        fewest = max(asked.fewest or 0, 1 if asked.required else 0)
        if not asked.rows and len(made) < fewest and not self.draft:
            self._wrong(asked.key, f"{asked.label}：至少填写{fewest}行。")
        if any(made):
            self.values[asked.key] = tuple(made)

    def _row(
        self, asked: Field, columns: Mapping[str, Field], row: object, number: int, name: str
    ) -> dict[str, Any]:
        path = f"{asked.key}[{number}]"
        if not isinstance(row, Mapping):
            self._wrong(path, f"{asked.label}第{number + 1}行读不出来，请重新填写。")
            return {}
        for key in [str(key) for key in row if key not in columns][:1]:
            self._wrong(path, f"{asked.label}里没有“{key[:50]}”这一列，没有收下。")
        if all(blank(row.get(key)) for key in columns) and not (asked.rows and asked.required):
            return {}
        made = {}
        for key, column in columns.items():
            value = self._value(column, row.get(key), f"{path}.{key}", f"{asked.label}{name}")
            if value is not None:
                made[key] = value
        return made

    def _missing(self, asked: Field, path: str, row: str = "") -> None:
        if self.draft:
            return
        if asked.kind is FieldKind.DECLARATION:
            self._wrong(path, f"请阅读“{asked.label}”并勾选。")
        else:
            verb = "选择" if asked.options or asked.kind is FieldKind.YES_NO else "填写"
            self._wrong(path, f"请{verb}{row}{asked.label}。")

    def _wrong(self, path: str, words: str) -> None:
        self.problems.append(Problem(path, words))
