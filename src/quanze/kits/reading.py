"""A file of people of the field → a kit: TOML or JSON, each error with its place and what to do about it."""

from __future__ import annotations

import json
import re
import tomllib
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from itertools import chain, islice
from typing import Any, NoReturn, get_args, get_origin

from quanze.digests import Repeated
from quanze.kits import following, labels, rules
from quanze.kits.model import Applicant, Condition, FieldKind, Kit, Media, Origin, Purpose, Reporter
from quanze.kits.problem import Problem, Unreadable
from quanze.kits.rules import LONGEST_LIST, LONGEST_TEXT, unkept
from quanze.kits.writing import FORMAT
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind, Unit

MOST_BYTES = 512 * 1024
"""Of a kit's file."""

GREATEST = 10**18
MOST_PROBLEMS = 50
"""So many are told at once."""

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_END = re.compile(r"\(at end of document\)")

_PARTS = {
    "form": "表单第{}部分",
    "fields": "第{}项",
    "columns": "第{}列",
    "materials": "第{}份材料",
    "sub_kinds": "第{}个类别",
    "guide": "指南第{}段",
    "eligibility": "第{}个条件",
    "jurisdiction": "管辖第{}条",
    "limits": "第{}个期限",
    "letters": "第{}种文书",
    "sources": "第{}处出处",
    "criteria": "评分第{}项",
    "preferences": "优先第{}条",
    "follow_ups": "后续第{}项",
}
"""Lists of tables → what one of their items is called; ``{}`` is its place, from 1."""

_NAMES: dict[type[Enum], dict[Any, str]] = {
    FieldKind: dict(labels.KINDS),
    Origin: dict(labels.ORIGINS),
    Media: dict(labels.MEDIA),
    Applicant: dict(labels.APPLICANTS),
    Purpose: dict(labels.PURPOSES),
    Reporter: dict(labels.REPORTERS),
    Kind: dict(KINDS),
    Unit: {unit: name.removeprefix("个") for unit, name in UNITS.items()},
}


def read(data: bytes) -> Kit:
    """The kit that a file holds. Raises :class:`Unreadable` with everything that is wrong."""
    return load(_parsed(data))


def load(value: Any) -> Kit:
    """The kit that plain values say (:func:`quanze.kits.writing.dump`). Raises :class:`Unreadable`."""
    if not isinstance(value, dict):
        _refuse("", '文件里应是一张表，以 format = "quanze kit 1" 开头。')
    said = dict(value)
    if said.pop("format", None) != FORMAT:
        _refuse("format", f'应写 format = "{FORMAT}"，表明这是事项配置文件。')
    builder = _Builder()
    kit = builder.built(Kit, said, "", "")
    if not builder.problems:
        builder.problems.extend(islice(chain(rules.problems(kit), following.problems(kit)), MOST_PROBLEMS))
    if builder.problems:
        raise Unreadable(tuple(builder.problems[:MOST_PROBLEMS]))
    return typing.cast(Kit, kit)


def _refuse(path: str, words: str) -> NoReturn:
    raise Unreadable((Problem(path, words),))


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        _refuse("", f"文件超过 {MOST_BYTES // 1024} KB，请核对是否选错了文件。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("", "文件不是 UTF-8 编码的文字，请用记事本另存为 UTF-8 再上传。")
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_once)
        return tomllib.loads(text, parse_float=Decimal)
    except Repeated as error:
        _refuse("", f"“{str(error)[:50]}”写了两次，请只留一处。")
    except json.JSONDecodeError as error:
        _refuse("", f"第 {error.lineno} 行第 {error.colno} 个字处不合 JSON 格式，请核对引号、逗号和括号。")
    except tomllib.TOMLDecodeError as error:
        _refuse(
            "", f"{_where(str(error))}不合 TOML 格式，请核对引号、等号和括号，同一张表里一个名字只写一次。"
        )
    except (ValueError, RecursionError, InvalidOperation):
        _refuse("", "文件里有读不懂的内容，请核对数字和括号。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise Repeated(next(key for key in found if keys.count(key) > 1))
    return found


def _where(said: str) -> str:
    if place := _PLACE.search(said):
        return f"第 {place[1]} 行第 {place[2]} 个字处"
    return "文件末尾" if _END.search(said) else "文件"


class _Builder:
    """Builds dataclasses from plain values by their types, and notes what does not fit."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def built(self, kind: Any, value: Any, path: str, place: str) -> Any:
        """A dataclass; ``None`` where something is missing or not a table."""
        if not isinstance(value, dict):
            return self._wrong(path, place, "这里应是一张表，写成“名字 = 值”。")
        known = _hints(kind)
        for name in list(value)[: LONGEST_LIST + 1]:
            if name not in known:
                self._unknown(kind, str(name), path, place)
        made = {}
        whole = True
        for field in fields(kind):
            here = f"{path}.{field.name}" if path else field.name
            if field.name not in value:
                if field.default is MISSING:
                    self._wrong(here, place, f"缺少 {field.name}，请补上。")
                    whole = False
                continue
            before = len(self.problems)
            made[field.name] = self._value(known[field.name], value[field.name], here, place, field.name)
            whole = whole and len(self.problems) == before
        return kind(**made) if whole else None

    def _value(self, kind: Any, value: Any, path: str, place: str, name: str) -> Any:
        if name == "when":
            return tuple(self._conditions(value, path, place))
        origin = get_origin(kind)
        if origin in (types.UnionType, typing.Union):
            kind = next(each for each in get_args(kind) if each is not types.NoneType)
            origin = get_origin(kind)
        if origin in (tuple, frozenset):
            made = self._list(get_args(kind)[0], value, path, place, name)
            return frozenset(made) if origin is frozenset else tuple(made)
        if is_dataclass(kind) and isinstance(kind, type):
            return self.built(kind, value, path, _said(place, name))
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self._enum(kind, value, path, place, name)
        return self._plain(kind, value, path, place, name)

    def _list(self, kind: Any, value: Any, path: str, place: str, name: str) -> Iterator[Any]:
        if not isinstance(value, list):
            self._wrong(path, place, f"{name} 应是方括号里的一列。")
            return
        if len(value) > LONGEST_LIST:
            self._wrong(path, place, f"{name} 有{len(value)}个，最多{LONGEST_LIST}个。")
            return
        for position, item in enumerate(value):
            here = place
            if name in _PARTS:
                here = _said(place, _PARTS[name].format(position + 1) + _title(item))
            yield self._value(kind, item, f"{path}[{position}]", here, "")

    def _conditions(self, value: Any, path: str, place: str) -> Iterator[Condition]:
        if not isinstance(value, dict):
            self._wrong(path, place, 'when 应写成 { 项目的 key = "选项" }。')
            return
        for key, said in list(value.items())[:LONGEST_LIST]:
            values = said if isinstance(said, list) else [said]
            if (
                not values
                or len(values) > LONGEST_LIST
                or not all(isinstance(each, str | bool) for each in values)
            ):
                self._wrong(
                    path,
                    place,
                    f"when 里“{str(key)[:50]}”的值应是选项文字、true 或 false，或者几个选项的一列。",
                )
                continue
            yield Condition(str(key), tuple(values))

    def _enum(self, kind: type[Enum], value: Any, path: str, place: str, name: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            known = "、".join(f"{each.value}（{_NAMES[kind].get(each, each.value)}）" for each in kind)
            called = f"{name} " if name else ""
            return self._wrong(path, place, f"{called}没有“{str(value)[:50]}”这一种，可以是：{known}。")

    def _plain(self, kind: Any, value: Any, path: str, place: str, name: str) -> Any:
        called = f"{name} " if name else ""
        if kind is bool:
            return (
                value
                if isinstance(value, bool)
                else self._wrong(path, place, f"{called}应写 true 或 false。")
            )
        if kind is int:
            fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= GREATEST
            return value if fits else self._wrong(path, place, f"{called}应是整数。")
        if kind is Decimal:
            return self._decimal(value, path, place, called)
        if not isinstance(value, str):
            return self._wrong(path, place, f"{called}应是引号里的文字。")
        if len(value) > LONGEST_TEXT:
            return self._wrong(path, place, f"{called}有{len(value)}个字，最多{LONGEST_TEXT}个字。")
        if any(unkept(char) for char in value):
            return self._wrong(path, place, f"{called}含有看不见的控制字符，请删去。")
        return value.replace("\r\n", "\n")

    def _decimal(self, value: Any, path: str, place: str, called: str) -> Decimal | None:
        fits = isinstance(value, int | Decimal | str) and not isinstance(value, bool)
        if fits and len(str(value)) <= 40:
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite() and abs(number) <= GREATEST and number == round(number, 8):
                return number.normalize() + 0
        self._wrong(path, place, f"{called}应是数字，最多八位小数。")
        return None

    def _unknown(self, kind: Any, name: str, path: str, place: str) -> None:
        known = "、".join(_hints(kind))
        words = f"没有“{name[:50]}”这个名字，请核对拼写；这里可以写：{known}。"
        self._wrong(f"{path}.{name[:50]}" if path else name[:50], place, words)

    def _wrong(self, path: str, place: str, words: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(path, words, place))


def _said(place: str, name: str) -> str:
    return f"{place}，{name}" if place and name else place or name


def _title(item: Any) -> str:
    """``（产品名称）``, so that people find the item."""
    if isinstance(item, dict):
        for name in ("label", "name", "title", "text"):
            said = item.get(name)
            if isinstance(said, str) and said:
                return f"（{said[:20]}）"
    return ""


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
